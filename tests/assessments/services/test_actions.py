import json
from datetime import date
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from assessments.models import Assessment, FoundationAction
from assessments.selectors.result_pages import published_page
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
from tests.assessments.builders import (
    closed,
    load_partner_framework,
    make_partner,
    published,
)
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


def two_partners(cast: Cast) -> tuple[Assessment, Assessment]:
    """Two vendors of one domain, both with a published result that recommends the same."""
    lead, framework = cast.member("lead"), load_partner_framework()
    first, second = (
        published(
            lead,
            {cast.contributor: LEVELS},
            domain=cast.freight,
            framework=framework,
            partner=make_partner(lead, name, domain=cast.freight),
        ).assessment
        for name in ("Northlight Systems", "Harbour Models")
    )
    return first, second


def test_two_partners_and_their_domain_work_on_the_same_step_side_by_side(
    cast: Cast, assessment: Assessment
) -> None:
    first, second = two_partners(cast)
    actions = [adopt(cast, each) for each in (assessment, first, second)]

    assert [each.partner_id for each in actions] == [None, first.partner_id, second.partner_id]
    assert {(each.capability, each.to_level, each.status) for each in actions} == {
        ("lineage", 3, "proposed")
    }
    entry = json.loads(bytes(LedgerEntry.objects.latest("seq").payload))
    assert entry["changes"]["partner"]["label"] == "Harbour Models"


def test_one_partner_has_a_step_open_once(cast: Cast) -> None:
    first, second = two_partners(cast)
    adopt(cast, first)
    dropped = adopt(cast, second)
    FoundationAction.objects.filter(pk=dropped.pk).update(status="dropped")
    adopt(cast, second)

    with pytest.raises(AlreadyAdopted) as refused:
        adopt(cast, first)
    assert refused.value.sentence == (
        "“Raise lineage to 3” is open for Northlight Systems and leads to the same level."
    )
    with pytest.raises(AlreadyAdopted, match="Harbour Models"):
        change_action(
            FoundationAction.objects.get(pk=dropped.pk),
            version=1,
            title="Raise lineage to 3",
            description="",
            status="planned",
            effort_weeks=4,
            by=cast.member("lead"),
            at=NOW,
        )
    assert FoundationAction.objects.count() == 3


def test_the_database_itself_keeps_a_step_open_once_for_a_partner_and_for_the_domain(
    cast: Cast, assessment: Assessment
) -> None:
    first, _second = two_partners(cast)
    for each in (assessment, first):
        row = adopt(cast, each)
        row.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


def test_the_result_of_a_domain_does_not_take_a_partners_work_for_its_own(
    cast: Cast, assessment: Assessment
) -> None:
    first, second = two_partners(cast)
    action = adopt(cast, first)

    def adopted(row: Assessment) -> list[Any]:
        row.refresh_from_db()
        steps = published_page(row).steps
        return [each.action for each in steps if each.result.capability == "lineage"]

    assert adopted(first) == [action]
    assert adopted(second) == adopted(assessment) == [None]


def test_actions_of_before_are_given_to_the_partner_they_were_recommended_to(
    cast: Cast, assessment: Assessment
) -> None:
    first, _second = two_partners(cast)
    theirs, own = adopt(cast, first), adopt(cast, assessment)
    alone = add_action(
        cast.freight,
        title="Name owners",
        capability="owners",
        from_level=1,
        to_level=2,
        by=cast.member("lead"),
        at=NOW,
    )
    FoundationAction.objects.filter(pk=own.pk).update(to_level=4)
    FoundationAction.objects.update(partner=None)
    FoundationAction.history.update(partner=None)
    name = "assessments.migrations.0008_actions_of_partners_are_open_once_each"

    import_module(name).tell_whose(apps, None)

    for rows in (FoundationAction.objects, FoundationAction.history):
        assert dict(rows.values_list("id", "partner")) == {
            theirs.pk: first.partner_id,
            own.pk: None,
            alone.pk: None,
        }
