from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assessments.models import Assessment, FoundationAction
from assessments.services import actions
from assessments.services.actions import (
    ActionInvalid,
    AlreadyAdopted,
    NotRecommended,
    add_action,
    adopt_recommendation,
    change_action,
)
from portal.domain.errors import NotAllowed, StaleVersion
from portal.models import LedgerEntry
from tests.assessments.builders import closed, published
from tests.builders import NOW
from tests.conftest import Cast

LEVELS = {"owners": 3, "lineage": 2}


@pytest.fixture
def assessment(cast: Cast) -> Any:
    return published(
        cast.member("lead"), {cast.contributor: LEVELS}, domain=cast.freight
    ).assessment


def adopt(
    cast: Cast,
    assessment: Assessment,
    *,
    who: str = "lead",
    capability: str = "lineage",
    **fields: Any,
) -> Any:
    return adopt_recommendation(
        assessment, capability=capability, by=cast.member(who), at=NOW, **fields
    )


def test_a_recommendation_becomes_work_in_its_domain(cast: Cast, assessment: Assessment) -> None:
    action = adopt(cast, assessment, owner=cast.freight_owner, due_on=date(2026, 9, 30))

    assert (action.title, action.capability) == ("Raise lineage to 3", "lineage")
    assert (action.from_level, action.to_level, action.effort_weeks) == (2, 3, 6)
    assert (action.domain_id, action.owner_id, action.status) == (
        cast.freight.pk,
        cast.freight_owner.pk,
        "proposed",
    )
    assert action.assessment_id == assessment.pk
    assert LedgerEntry.objects.latest("seq").event == "assessments.action.added"


def test_the_domain_owner_adopts_in_their_own_domain(cast: Cast, assessment: Assessment) -> None:
    assert adopt(cast, assessment, who="freight_owner").domain_id == cast.freight.pk


@pytest.mark.parametrize("who", ["retail_owner", "executive", "contributor", "stranger"])
def test_nobody_else_adopts(cast: Cast, assessment: Assessment, who: str) -> None:
    with pytest.raises(NotAllowed):
        adopt(cast, assessment, who=who)

    assert not FoundationAction.objects.exists()


def test_the_same_step_is_adopted_once(cast: Cast, assessment: Assessment) -> None:
    adopt(cast, assessment)

    with pytest.raises(AlreadyAdopted, match="Raise lineage to 3"):
        adopt(cast, assessment)

    assert FoundationAction.objects.count() == 1


def test_what_is_not_recommended_is_not_adopted(cast: Cast, assessment: Assessment) -> None:
    with pytest.raises(NotRecommended):
        adopt(cast, assessment, capability="owners")

    assert not FoundationAction.objects.exists()


def test_nothing_is_adopted_before_publishing(cast: Cast) -> None:
    row = closed(cast.member("lead"), {cast.contributor: LEVELS})

    with pytest.raises(NotRecommended):
        adopt(cast, row)


def change(cast: Cast, action: FoundationAction, *, who: str = "lead", **fields: Any) -> Any:
    values = {
        "version": action.version,
        "title": action.title,
        "description": action.description,
        "status": action.status,
        "effort_weeks": action.effort_weeks,
    }
    return change_action(action, **(values | fields), by=cast.member(who), at=NOW)


def test_an_action_is_changed_and_the_ledger_says_what(cast: Cast, assessment: Assessment) -> None:
    action = adopt(cast, assessment)

    after = change(cast, action, status="planned", cost=Decimal("12000.00"))

    assert (after.status, after.cost, after.version) == ("planned", Decimal("12000.00"), 2)
    payload = bytes(LedgerEntry.objects.latest("seq").payload)
    assert b'"status":["proposed","planned"]' in payload
    assert b'"title"' not in payload


def test_saving_without_a_change_leaves_no_trace(cast: Cast, assessment: Assessment) -> None:
    action = adopt(cast, assessment)
    count = LedgerEntry.objects.count()

    assert change(cast, action).version == 1
    assert LedgerEntry.objects.count() == count


def test_a_stale_change_is_refused(cast: Cast, assessment: Assessment) -> None:
    action = adopt(cast, assessment)
    change(cast, action, title="Trace every feed")

    with pytest.raises(StaleVersion):
        change(cast, action, title="Another title")

    action.refresh_from_db()
    assert action.title == "Trace every feed"


def test_a_finished_step_can_be_taken_up_again_unless_somebody_else_did(
    cast: Cast, assessment: Assessment
) -> None:
    first = adopt(cast, assessment)
    dropped = change(cast, first, status="dropped")
    adopt(cast, assessment)

    with pytest.raises(AlreadyAdopted):
        change(cast, dropped, status="planned")

    dropped.refresh_from_db()
    assert dropped.status == "dropped"


@pytest.mark.parametrize("fields", [{"from_level": 3, "to_level": 3}, {"cost": Decimal(-1)}])
def test_an_action_that_contradicts_itself_is_refused(cast: Cast, fields: dict[str, Any]) -> None:
    values = {"title": "Trace feeds", "capability": "lineage", "from_level": 1, "to_level": 2}

    with pytest.raises(ActionInvalid):
        add_action(cast.freight, **(values | fields), by=cast.member("lead"), at=NOW)

    assert not FoundationAction.objects.exists()


def test_opening_a_step_again_in_the_same_moment_as_another_is_refused(
    cast: Cast, assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    dropped = adopt(cast, assessment)
    FoundationAction.objects.filter(pk=dropped.pk).update(status="dropped")
    adopt(cast, assessment)
    look, seen = actions._refuse_duplicate, []

    def look_too_early(*step: Any) -> None:
        if seen:
            look(*step)
        seen.append(step)

    monkeypatch.setattr(actions, "_refuse_duplicate", look_too_early)
    with pytest.raises(AlreadyAdopted):
        change_action(
            dropped,
            version=1,
            title=dropped.title,
            description="",
            status="planned",
            effort_weeks=6,
            by=cast.member("lead"),
            at=NOW,
        )
    row = FoundationAction.objects.get(pk=dropped.pk)
    assert (row.status, row.version) == ("dropped", 1)
