"""Looking for overlap, as a job and on demand."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.domain.errors import NotAllowed
from portal.domain.jobs import JobState
from portal.models import Job, LedgerEntry
from portal.services.jobs import LeaseLost, Progress
from portal.tasks import work_once
from portfolio.domain.overlap import ReviewState
from portfolio.models import OverlapPair, OverlapRun, UseCase
from portfolio.services.follow_ups import PAUSE, comparison_job
from portfolio.services.overlap import tell_apart
from portfolio.services.overlap_runs import ComparisonOutcome, compare_now, compare_portfolio
from portfolio.services.use_case_inputs import input_of
from portfolio.services.use_cases import archive_use_case, change_use_case, restore_use_case
from tests.builders import NOW, make_use_case
from tests.conftest import Cast
from tests.portfolio.overlap_builders import RAIL, SLOTS, found_pair, twins

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def compare_jobs() -> list[Job]:
    return list(Job.objects.filter(kind="portfolio.compare"))


def renamed(row: UseCase, title: str, cast: Cast) -> UseCase:
    row = UseCase.objects.select_related("domain").get(pk=row.pk)
    wanted = input_of(row, ())
    changed = type(wanted)(domain=row.domain, title=title, outcome=wanted.outcome)
    return change_use_case(row, changed, version=row.version, by=cast.member("lead"), at=LATER)


def test_what_two_domains_build_is_found_with_its_reasons(cast: Cast) -> None:
    first, second = twins(cast.freight, cast.retail)
    make_use_case(domain=cast.depots, **RAIL)
    assert compare_portfolio(at=NOW) == ComparisonOutcome(3, 1, new=1, asked_again=0, gone=0)
    pair = OverlapPair.objects.get()
    assert (pair.first_id, pair.second_id) == (first.pk, second.pk)
    assert pair.state == ReviewState.OPEN
    assert 0.8 <= pair.score <= 1
    assert pair.name_words == ["delivery", "dynamic", "slots"]
    assert "customers" in pair.purpose_words
    assert pair.found_at == NOW
    run = OverlapRun.objects.get()
    assert (pair.run_id, run.use_case_count, run.pair_count) == (run.pk, 3, 1)


def test_looking_again_changes_nothing(cast: Cast) -> None:
    pair = found_pair(cast.freight, cast.retail)
    assert compare_portfolio(at=LATER) == ComparisonOutcome(2, 1, new=0, asked_again=0, gone=0)
    again = OverlapPair.objects.get()
    assert (again.pk, again.version, again.found_at) == (pair.pk, pair.version, NOW)
    assert OverlapRun.objects.count() == 1


def test_a_pair_goes_when_its_texts_no_longer_read_alike(cast: Cast) -> None:
    pair = found_pair(cast.freight, cast.retail)
    UseCase.objects.filter(pk=pair.second_id).update(**RAIL)
    assert compare_portfolio(at=LATER).gone == 1
    assert not OverlapPair.objects.exists()


def test_what_was_told_apart_is_not_asked_again_until_a_text_changes(cast: Cast) -> None:
    pair = found_pair(cast.freight, cast.retail)
    lead = cast.member("lead")
    tell_apart(pair, reason="Parcels, not pallets.", version=1, by=lead, at=NOW)
    assert compare_portfolio(at=LATER).asked_again == 0
    assert OverlapPair.objects.get().state == ReviewState.NOT_SAME

    renamed(pair.second, "Dynamic delivery slots for pallets", cast)
    assert compare_portfolio(at=LATER).asked_again == 1
    again = OverlapPair.objects.get()
    assert (again.state, again.reason, again.decided_at) == (ReviewState.OPEN, "", None)
    told = LedgerEntry.objects.filter(event="portfolio.overlap.told_apart")
    assert told.count() == 2


def test_an_archived_use_case_is_not_compared_and_its_pair_waits_for_its_return(
    cast: Cast,
) -> None:
    pair = found_pair(cast.freight, cast.retail)
    lead = cast.member("lead")
    row = archive_use_case(pair.first, version=pair.first.version, by=lead, at=NOW)
    assert compare_portfolio(at=LATER) == ComparisonOutcome(1, 0, new=0, asked_again=0, gone=0)
    assert OverlapPair.objects.count() == 1
    assert not OverlapPair.objects.present().exists()
    restore_use_case(row, version=row.version, by=lead, at=LATER)
    assert OverlapPair.objects.present().count() == 1


def test_a_changed_text_asks_for_one_comparison_a_minute_later(cast: Cast) -> None:
    row = make_use_case(domain=cast.freight, **SLOTS)
    renamed(row, "Dynamic slots", cast)
    renamed(row, "Slots", cast)
    (job,) = compare_jobs()
    assert job.run_after == LATER + PAUSE


def test_a_change_that_leaves_the_texts_alone_asks_for_none(cast: Cast) -> None:
    row = make_use_case(domain=cast.freight, **SLOTS)
    wanted = input_of(UseCase.objects.select_related("domain").get(pk=row.pk), ())
    changed = type(wanted)(**{**SLOTS, "domain": cast.depots, "effort_weeks": 9})
    change_use_case(row, changed, version=1, by=cast.member("lead"), at=NOW)
    assert compare_jobs() == []


def test_on_demand_the_comparison_that_waits_is_brought_forward(cast: Cast) -> None:
    waits = comparison_job(by=cast.member("lead"), at=NOW)
    asked = compare_now(by=cast.member("freight_owner"), at=NOW)
    assert asked.pk == waits.pk
    assert Job.objects.get().run_after == NOW
    comparison_job(by=cast.member("lead"), at=NOW)
    assert Job.objects.get().run_after == NOW


@pytest.mark.parametrize("name", ["executive", "board", "auditor", "contributor"])
def test_who_changes_no_use_case_has_nothing_compared(name: str, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        compare_now(by=cast.member(name), at=NOW)
    assert compare_jobs() == []


def test_the_job_tells_what_it_found(cast: Cast) -> None:
    twins(cast.freight, cast.retail)
    compare_now(by=cast.member("lead"), at=timezone.now())
    assert work_once() == 1
    (job,) = compare_jobs()
    assert job.state == JobState.DONE
    assert job.result == {"compared": 2, "found": 1, "new": 1, "asked_again": 0, "gone": 0}


def test_a_worker_that_lost_the_job_writes_nothing(cast: Cast) -> None:
    twins(cast.freight, cast.retail)
    job = Job.objects.create(
        kind="portfolio.compare",
        title="Look for overlap",
        state=JobState.RUNNING,
        run_after=NOW,
        requested_at=NOW,
        lease_key=uuid.uuid4(),
        lease_until=NOW,
    )
    lost = Progress(job.pk, uuid.uuid4())
    with pytest.raises(LeaseLost):
        compare_portfolio(at=NOW, progress=lost)
    assert not OverlapPair.objects.exists()
    assert not OverlapRun.objects.exists()
