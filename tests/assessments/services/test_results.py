import hashlib
import json
from typing import Any

import pytest
import rfc8785

from assessments.domain.evidence import evidence_from_data
from assessments.domain.lifecycle import MoveRefused, NothingToPublish
from assessments.domain.results import results_from_data
from assessments.domain.settling import StillSplit
from assessments.models import Assessment, Response, ResultSnapshot
from assessments.services.assessments import reopen_assessment
from assessments.services.results import publish_assessment
from assessments.services.settling import settle_level
from portal.domain.errors import NotAllowed, StaleVersion
from portal.models import Job, LedgerEntry
from tests.assessments.builders import closed, opened, published
from tests.builders import NOW
from tests.conftest import Cast

EVERYTHING = {"owners": 3, "vision": 4, "catalogue": 2, "lineage": 2, "testing": 4, "skills": 3}


def publish(cast: Cast, row: Assessment, **fields: Any) -> Any:
    return publish_assessment(row, by=cast.member("lead"), at=NOW, **fields)


def test_publishing_stores_the_result_and_its_figures(cast: Cast) -> None:
    snapshot = published(cast.member("lead"), {cast.contributor: EVERYTHING})

    results = results_from_data(snapshot.data)
    assert results.layer("mlops").capped_by == "data"
    assert (snapshot.mean, snapshot.effective, snapshot.staged) == (3.2, 2.6, 2)
    assert snapshot.capability_levels["lineage"] == 2.0
    assert snapshot.layer_effective == {
        "governance": 3.0,
        "strategy": 3.0,
        "data": 2.0,
        "mlops": 2.0,
        "people": 3.0,
    }
    assert Assessment.objects.get().state == "published"
    assert Assessment.objects.get().published_at == NOW


def test_the_ledger_names_the_bytes_of_the_result(cast: Cast) -> None:
    snapshot = published(cast.member("lead"), {cast.contributor: EVERYTHING})

    stored = ResultSnapshot.objects.get(pk=snapshot.pk)
    entry = LedgerEntry.objects.get(seq=stored.ledger_seq)
    assert hashlib.sha256(rfc8785.dumps(stored.data)).hexdigest() == stored.sha256
    assert json.loads(bytes(entry.payload))["changes"]["sha256"] == stored.sha256
    assert entry.event == "assessments.assessment.published"


def test_the_result_keeps_the_counts_and_no_names(cast: Cast) -> None:
    snapshot = published(
        cast.member("lead"),
        {cast.contributor: EVERYTHING, cast.freight_owner: {"owners": 4}},
    )

    evidence = evidence_from_data(snapshot.data["evidence"])
    assert (evidence.invited, evidence.responded, evidence.answers) == (2, 2, 7)
    assert evidence.capability("owners").counts == (0, 0, 1, 1, 0)
    assert evidence.capability("owners").median == 3.5
    assert cast.contributor.name not in json.dumps(snapshot.data)


def test_publishing_asks_for_the_portfolio_to_be_ranked_once(cast: Cast) -> None:
    published(cast.member("lead"), {cast.contributor: EVERYTHING})
    published(cast.member("lead"), {cast.contributor: EVERYTHING}, domain=cast.freight)

    job = Job.objects.get(kind="portfolio.rank")
    assert job.dedupe_key == "portfolio.rank"
    assert Job.objects.filter(kind="assessments.result_pdf").count() == 2


def split(cast: Cast) -> Any:
    return closed(
        cast.member("lead"),
        {
            cast.contributor: {"owners": 1, "vision": 2},
            cast.freight_owner: {"owners": 5, "vision": 3},
        },
    )


def test_a_split_that_nobody_settled_is_not_published(cast: Cast) -> None:
    row = split(cast)

    with pytest.raises(StillSplit) as refused:
        publish(cast, row)

    assert refused.value.keys == ("owners",)
    row.refresh_from_db()
    assert row.state == "closed"
    assert not ResultSnapshot.objects.exists()
    assert not Job.objects.exists()


def test_a_settled_split_is_published_with_the_reason(cast: Cast) -> None:
    row = split(cast)
    settle_level(
        row,
        question="owners",
        level=2,
        reason="Half are named.",
        by=cast.member("lead"),
        at=NOW,
    )

    snapshot = publish(cast, row)

    evidence = evidence_from_data(snapshot.data["evidence"]).capability("owners")
    assert snapshot.capability_levels == {"owners": 2.0, "vision": 2.5}
    assert (evidence.standpoint.value, evidence.reason) == ("settled", "Half are named.")


def test_what_nobody_answered_stays_unanswered(cast: Cast) -> None:
    snapshot = published(cast.member("lead"), {cast.contributor: {"owners": 3}})

    results = results_from_data(snapshot.data)
    assert results.capability("lineage").level.reason.value == "unanswered"
    assert snapshot.staged is None
    assert snapshot.layer_effective == {"governance": 3.0}


def test_nothing_is_published_where_nothing_was_answered(cast: Cast) -> None:
    row = closed(cast.member("lead"), {cast.contributor: {}})

    with pytest.raises(NothingToPublish):
        publish(cast, row)

    assert not ResultSnapshot.objects.exists()


def test_an_open_assessment_is_not_published(cast: Cast) -> None:
    row = opened(cast.member("lead"), [cast.contributor])

    with pytest.raises(MoveRefused):
        publish(cast, row)


def test_nothing_is_published_twice(cast: Cast) -> None:
    snapshot = published(cast.member("lead"), {cast.contributor: EVERYTHING})

    with pytest.raises(MoveRefused, match="does not change"):
        publish(cast, snapshot.assessment)

    assert ResultSnapshot.objects.get().sha256 == snapshot.sha256


def test_what_is_published_is_not_opened_again(cast: Cast) -> None:
    snapshot = published(cast.member("lead"), {cast.contributor: EVERYTHING})

    with pytest.raises(MoveRefused):
        reopen_assessment(snapshot.assessment, reason="A mistake.", by=cast.member("lead"), at=NOW)


def test_publishing_from_a_page_that_is_out_of_date_is_refused(cast: Cast) -> None:
    row = closed(cast.member("lead"), {cast.contributor: EVERYTHING})

    with pytest.raises(StaleVersion):
        publish(cast, row, version=row.version - 1)

    assert not ResultSnapshot.objects.exists()


@pytest.mark.parametrize("who", ["freight_owner", "executive", "contributor", "stranger"])
def test_only_who_runs_the_assessment_publishes_it(cast: Cast, who: str) -> None:
    row = closed(cast.member("lead"), {cast.contributor: EVERYTHING})

    with pytest.raises(NotAllowed):
        publish_assessment(row, by=cast.member(who), at=NOW)

    assert not ResultSnapshot.objects.exists()


def test_a_published_result_does_not_follow_what_it_came_from(cast: Cast) -> None:
    snapshot = published(cast.member("lead"), {cast.contributor: EVERYTHING})
    before = results_from_data(snapshot.data)

    Response.objects.update(level=1)
    Assessment.objects.update(title="Renamed", target_level=5)
    cast.root.name = "Another group"
    cast.root.save()

    snapshot.refresh_from_db()
    assert results_from_data(snapshot.data) == before
    assert evidence_from_data(snapshot.data["evidence"]).title == "Spring review"
    assert hashlib.sha256(rfc8785.dumps(snapshot.data)).hexdigest() == snapshot.sha256
