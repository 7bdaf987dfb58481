"""Uploads: checked at once or in a job, imported once, and dropped when nobody decides."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from portal.domain.errors import Invalid, NotAllowed, Refusal
from portal.domain.jobs import JobState
from portal.models import Domain, Job, LedgerEntry
from portal.selectors.jobs import job_row
from portal.services import jobs
from portal.tasks import work_once
from portfolio.models import ImportRun, UseCase
from portfolio.services.import_runs import (
    CHECK_JOB,
    COMMIT_JOB,
    NotReady,
    check_again,
    check_run,
    commit_run,
    request_commit,
    upload,
)
from tests.builders import NOW, make_domain
from tests.conftest import Cast

LIST = b"Title,Domain\nPlan yard moves,Freight\nSort returns,Retail\n"
LARGE = LIST + b"".join(b"Row %d,Freight,%s\n" % (n, b"x" * 60) for n in range(800))


def sent(cast: Cast, content: bytes = LIST, *, name: str = "lead", **more: Any) -> ImportRun:
    options = {"filename": "list.csv", "domain": None, "at": timezone.now()}
    return upload(content, by=cast.member(name), **(options | more))


def kinds() -> list[str]:
    return list(Job.objects.order_by("requested_at", "pk").values_list("kind", flat=True))


def test_a_small_file_is_checked_at_once(cast: Cast) -> None:
    run = sent(cast, filename=r"C:\lists\list.csv")
    assert (run.state, run.filename, run.report["created"]) == ("checked", "list.csv", 2)
    assert (kinds(), UseCase.objects.count()) == ([], 0)


def test_a_large_file_is_checked_in_a_job(cast: Cast) -> None:
    run = sent(cast, LARGE)
    assert (run.state, kinds()) == ("checking", [CHECK_JOB])
    work_once()
    run.refresh_from_db()
    job = Job.objects.get()
    assert (run.state, run.report["created"]) == ("checked", 802)
    assert (job.state, job.result["state"], job.title) == ("done", "checked", "Check list.csv")


def test_a_checked_file_is_imported_in_a_job_and_its_bytes_are_dropped(cast: Cast) -> None:
    run = sent(cast)
    request_commit(run, by=cast.member("lead"), at=timezone.now())
    assert UseCase.objects.count() == 0
    work_once()
    run.refresh_from_db()
    assert (run.state, run.content, run.report["created"]) == ("committed", None, 2)
    assert UseCase.objects.count() == 2
    assert sorted(kinds()) == [COMMIT_JOB, "portfolio.compare", "portfolio.rank"]
    assert LedgerEntry.objects.get().actor_label == "Lead"


def test_pressing_import_twice_imports_once(cast: Cast) -> None:
    run = sent(cast)
    for _ in range(2):
        again = request_commit(run, by=cast.member("lead"), at=timezone.now())
    assert (again.state, kinds()) == ("committing", [COMMIT_JOB])
    commit_run(run.pk, at=NOW)
    assert commit_run(run.pk, at=NOW).state == "committed"
    assert request_commit(run, by=cast.member("lead"), at=NOW).state == "committed"
    assert LedgerEntry.objects.filter(event="portfolio.use_cases.imported").count() == 1
    assert UseCase.objects.count() == 2


def test_a_file_may_be_imported_without_a_look_between(cast: Cast) -> None:
    run = sent(cast, is_commit=True)
    assert (run.state, kinds()) == ("committing", [COMMIT_JOB])
    work_once()
    assert UseCase.objects.count() == 2


def test_a_file_with_errors_is_not_imported_either_way(cast: Cast) -> None:
    bad = LIST + b",Freight\n"
    run = sent(cast, bad)
    with pytest.raises(NotReady):
        request_commit(run, by=cast.member("lead"), at=NOW)
    direct = sent(cast, bad, is_commit=True)
    work_once()
    direct.refresh_from_db()
    assert (direct.state, len(direct.report["errors"])) == ("checked", 1)
    assert not UseCase.objects.exists()


def test_what_changed_since_the_check_is_found_before_anything_is_written(cast: Cast) -> None:
    run = sent(cast)
    Domain.objects.filter(pk=cast.retail.pk).update(archived_at=NOW)
    request_commit(run, by=cast.member("lead"), at=NOW)
    commit_run(run.pk, at=NOW)
    run.refresh_from_db()
    assert (run.state, run.report["errors"][0]["row"]) == ("checked", 3)
    assert not UseCase.objects.exists()


def test_a_check_can_be_repeated_after_the_tree_was_mended(cast: Cast) -> None:
    owner = cast.member("freight_owner")
    run = sent(cast, b"Title,Domain\nA,Yards\n", name="freight_owner", domain=cast.freight)
    assert len(run.report["errors"]) == 1
    make_domain("Yards", parent=cast.freight)
    assert check_again(run, by=owner, at=NOW).state == "checking"
    assert check_again(run, by=owner, at=NOW).state == "checking"
    assert kinds() == [CHECK_JOB]
    check_run(run.pk, at=NOW)
    run.refresh_from_db()
    assert (run.state, run.report["errors"]) == ("checked", [])


def test_a_file_that_is_no_table_is_refused_and_not_kept(cast: Cast) -> None:
    for content in (b"", b"PK\x03\x04 cut off", b"Colour\nRed\n", b"a" * (10 * 1024 * 1024 + 1)):
        with pytest.raises(Invalid):
            sent(cast, content)
    with pytest.raises(Invalid, match="not valid TOML"):
        sent(cast, mapping_file=b"source = ")
    with pytest.raises(Invalid, match="no mapping called"):
        sent(cast, mapping_name="unheard")
    assert (ImportRun.objects.count(), Job.objects.count()) == (0, 0)


def test_a_large_file_that_is_no_table_is_refused_by_its_job(cast: Cast) -> None:
    run = sent(cast, LARGE.replace(b"Title", b"Colour", 1))
    work_once()
    run.refresh_from_db()
    assert (run.state, run.content) == ("refused", None)
    assert run.error.startswith("No column holds the title.")
    assert Job.objects.get().state == JobState.DONE


def test_an_own_mapping_is_kept_with_the_file(cast: Cast) -> None:
    mapping = b'source = "yard-list"\n[columns]\ntitle = "What"\n'
    run = sent(cast, b"What,Domain\nPlan,Freight\n", mapping_file=mapping, domain=cast.depots)
    request_commit(run, by=cast.member("lead"), at=NOW)
    commit_run(run.pk, at=NOW)
    run.refresh_from_db()
    assert run.mapping_name == "own mapping"
    assert UseCase.objects.values_list("source", "domain__name").get() == ("yard-list", "Depots")


def test_nobody_imports_somebody_elses_upload(cast: Cast) -> None:
    run = sent(cast, domain=cast.freight)
    for door in (request_commit, check_again):
        with pytest.raises(NotAllowed):
            door(run, by=cast.member("freight_owner"), at=NOW)
    run.refresh_from_db()
    assert (run.state, kinds()) == ("checked", [])


@pytest.mark.parametrize("name", ["executive", "auditor", "administrator", "stranger"])
def test_who_may_not_import_uploads_nothing(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        sent(cast, name=name)
    assert not ImportRun.objects.exists()


def test_a_role_that_ended_before_the_job_ran_imports_nothing(cast: Cast) -> None:
    run = sent(cast)
    request_commit(run, by=cast.member("lead"), at=NOW)
    cast.lead.grants.all().delete()
    commit_run(run.pk, at=NOW)
    run.refresh_from_db()
    assert (run.state, run.content) == ("refused", None)
    assert run.error.startswith("You may not import use cases")
    assert not UseCase.objects.exists()


def test_a_worker_that_crashes_leaves_nothing_and_the_next_attempt_imports(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = sent(cast)
    request_commit(run, by=cast.member("lead"), at=timezone.now())
    job = Job.objects.get()

    def crash(*_args: Any, **_options: Any) -> None:
        assert UseCase.objects.count() == 2
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr("portfolio.services.imports.remember_use_cases", crash)
        assert jobs.run(job.pk) == JobState.QUEUED
    assert (UseCase.objects.count(), LedgerEntry.objects.count()) == (0, 0)
    assert jobs.run(job.pk, now=timezone.now() + timedelta(minutes=1)) == JobState.DONE
    assert UseCase.objects.count() == 2


def test_a_job_that_gave_up_can_be_asked_for_again(cast: Cast) -> None:
    run = sent(cast)
    request_commit(run, by=cast.member("lead"), at=timezone.now())
    Job.objects.update(state=JobState.FAILED)
    request_commit(run, by=cast.member("lead"), at=timezone.now())
    work_once()
    assert UseCase.objects.count() == 2


def test_uploads_nobody_decided_on_are_dropped_by_the_next(cast: Cast) -> None:
    old = sent(cast)
    done = sent(cast)
    request_commit(done, by=cast.member("lead"), at=NOW)
    commit_run(done.pk, at=NOW)
    ImportRun.objects.update(created_at=timezone.now() - timedelta(hours=25))
    new = sent(cast)
    assert set(ImportRun.objects.values_list("pk", flat=True)) == {done.pk, new.pk}
    with pytest.raises(Refusal, match="no longer kept"):
        request_commit(old, by=cast.member("lead"), at=NOW)
    with pytest.raises(Refusal, match="no longer kept"):
        commit_run(old.pk, at=NOW)


def test_a_member_sees_their_own_uploads_and_the_centre_all(cast: Cast) -> None:
    mine = sent(cast, name="freight_owner", domain=cast.freight, content=b"Title\nA\n")
    other = sent(cast)

    def seen(name: str) -> set[int]:
        rows = ImportRun.objects.visible_to(cast.member(name))
        return set(rows.values_list("pk", flat=True))

    assert seen("freight_owner") == {mine.pk}
    assert seen("lead") == {mine.pk, other.pk}
    assert seen("retail_owner") == seen("executive") == seen("stranger") == set()


def test_the_steps_of_an_import_are_told_outside_the_transaction_that_writes(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = sent(cast)
    request_commit(run, by=cast.member("lead"), at=timezone.now())
    around = len(connection.savepoint_ids)
    told: list[tuple[int, int, str, int]] = []

    def report(_self: jobs.Progress, done: int, total: int, label: str = "") -> None:
        told.append((done, total, label, len(connection.savepoint_ids) - around))

    monkeypatch.setattr(jobs.Progress, "report", report)
    work_once()
    assert told[:3] == [
        (0, 2, "Reading row 0 of 2", 0),
        (0, 2, "Comparing row {done} of {total}", 0),
        (0, 2, "Writing row {done} of {total}", 0),
    ]


def test_a_running_job_that_cannot_tell_how_far_it_is_has_no_percentage(cast: Cast) -> None:
    job = Job(kind=COMMIT_JOB, title="Import list.csv", state=JobState.RUNNING, requested_at=NOW)
    assert job_row(job).percent is None
    job.progress_done, job.progress_total = 1_000, 4_000
    assert job_row(job).percent == 25
    job.state, job.progress_total = JobState.QUEUED, 0
    assert job_row(job).percent == 0
