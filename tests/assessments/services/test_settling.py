from typing import Any

import pytest

from assessments.domain.frameworks import NotInFramework
from assessments.domain.lifecycle import NotSettling
from assessments.domain.settling import LevelInvalid, ReasonMissing, SettledMeanwhile
from assessments.models import Assessment, Reveal, SettledLevel
from assessments.selectors.tallies import mark_of
from assessments.services.results import publish_assessment
from assessments.services.settling import (
    reveal_names,
    settle_level,
    settle_not_applicable,
    withdraw_settlement,
)
from portal.domain.errors import NotAllowed, Refusal
from portal.models import LedgerEntry
from tests.assessments.builders import closed, draft
from tests.builders import NOW
from tests.conftest import Cast


@pytest.fixture
def assessment(cast: Cast) -> Any:
    answers = {cast.contributor: {"owners": 1}, cast.freight_owner: {"owners": 5}}
    return closed(cast.member("lead"), answers)


def settle(cast: Cast, assessment: Assessment, *, who: str = "lead", **fields: Any) -> Any:
    values = {"question": "owners", "level": 2, "reason": "Half the owners are named."}
    return settle_level(assessment, **(values | fields), by=cast.member(who), at=NOW)


def test_a_level_is_settled_with_its_reason(cast: Cast, assessment: Assessment) -> None:
    settle(cast, assessment)

    row = SettledLevel.objects.get()
    assert (row.level, row.reason, row.settled_by_id) == (
        2,
        "Half the owners are named.",
        cast.lead.pk,
    )
    assert LedgerEntry.objects.latest("seq").event == "assessments.level.settled"


def test_settling_again_replaces_what_was_settled(cast: Cast, assessment: Assessment) -> None:
    settle(cast, assessment)

    settle(cast, assessment, level=3, reason="The register was found.")

    assert SettledLevel.objects.get().level == 3
    assert b'"settled":[2,3]' in bytes(LedgerEntry.objects.latest("seq").payload)


def test_it_can_be_settled_that_a_capability_does_not_apply(
    cast: Cast, assessment: Assessment
) -> None:
    settle_not_applicable(
        assessment, question="owners", reason="Nothing is live.", by=cast.member("lead"), at=NOW
    )

    row = SettledLevel.objects.get()
    assert (row.kind, row.level) == ("not_applicable", None)


def test_a_settlement_can_be_withdrawn(cast: Cast, assessment: Assessment) -> None:
    settle(cast, assessment)

    withdraw_settlement(assessment, question="owners", by=cast.member("lead"), at=NOW)

    assert not SettledLevel.objects.exists()
    assert LedgerEntry.objects.latest("seq").event == "assessments.level.unsettled"


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"level": 0}, LevelInvalid),
        ({"reason": ""}, ReasonMissing),
        ({"question": "juggling"}, NotInFramework),
    ],
)
def test_a_settlement_that_does_not_fit_is_refused(
    cast: Cast, assessment: Assessment, fields: dict[str, Any], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        settle(cast, assessment, **fields)

    assert not SettledLevel.objects.exists()


@pytest.mark.parametrize("who", ["freight_owner", "contributor", "auditor", "stranger"])
def test_only_who_runs_the_assessment_settles(cast: Cast, assessment: Assessment, who: str) -> None:
    with pytest.raises(NotAllowed):
        settle(cast, assessment, who=who)

    assert not SettledLevel.objects.exists()


def test_nothing_is_settled_in_a_draft(cast: Cast) -> None:
    with pytest.raises(NotSettling):
        settle(cast, draft(cast.member("lead")))


def test_nothing_is_settled_once_it_is_published(cast: Cast, assessment: Assessment) -> None:
    settle(cast, assessment)
    publish_assessment(assessment, by=cast.member("lead"), at=NOW)

    with pytest.raises(NotSettling):
        settle(cast, assessment, level=5)

    assert SettledLevel.objects.get().level == 2


def test_settling_the_same_again_changes_nothing(cast: Cast, assessment: Assessment) -> None:
    settle(cast, assessment)
    entries = LedgerEntry.objects.count()

    again = settle(cast, assessment, reason=" Half the owners are named. ")

    assert (again.level, LedgerEntry.objects.count()) == (2, entries)


def test_what_was_settled_unseen_is_not_replaced(cast: Cast, assessment: Assessment) -> None:
    nothing = mark_of(None)
    settle(cast, assessment, level=4, reason="The register was found.", seen=nothing)

    with pytest.raises(SettledMeanwhile):
        settle(cast, assessment, seen=nothing)

    row = SettledLevel.objects.get()
    assert (row.level, row.reason) == (4, "The register was found.")
    settle(cast, assessment, seen=mark_of(row))
    assert SettledLevel.objects.get().level == 2


def test_what_was_taken_back_unseen_is_not_settled_over(cast: Cast, assessment: Assessment) -> None:
    settle(cast, assessment)
    seen = mark_of(SettledLevel.objects.get())
    withdraw_settlement(assessment, question="owners", by=cast.member("lead"), at=NOW)

    with pytest.raises(SettledMeanwhile):
        settle(cast, assessment, level=5, seen=seen)

    assert not SettledLevel.objects.exists()


def test_names_are_revealed_once_for_one_question(cast: Cast, assessment: Assessment) -> None:
    for _time in range(2):
        reveal_names(assessment, question="owners", by=cast.member("lead"), at=NOW)

    row = Reveal.objects.get()
    assert (row.question, row.revealed_by_id, row.revealed_at) == ("owners", cast.lead.pk, NOW)
    assert LedgerEntry.objects.filter(event="assessments.names.revealed").count() == 1


@pytest.mark.parametrize("who", ["freight_owner", "contributor", "auditor", "stranger"])
def test_only_who_runs_the_assessment_reveals_names(
    cast: Cast, assessment: Assessment, who: str
) -> None:
    with pytest.raises(NotAllowed):
        reveal_names(assessment, question="owners", by=cast.member(who), at=NOW)

    assert not Reveal.objects.exists()


def test_no_name_is_revealed_once_it_is_published(cast: Cast, assessment: Assessment) -> None:
    settle(cast, assessment)
    publish_assessment(assessment, by=cast.member("lead"), at=NOW)

    with pytest.raises(NotSettling):
        reveal_names(assessment, question="owners", by=cast.member("lead"), at=NOW)

    assert not Reveal.objects.exists()
