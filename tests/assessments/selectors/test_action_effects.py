"""The next assessment shows what each action moved, on its page and on the action's own."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, FoundationAction, ResultSnapshot
from assessments.services.actions import adopt_recommendation, change_action
from tests.assessments.builders import published
from tests.builders import NOW
from tests.conftest import Cast

LEVELS = {"owners": 3, "vision": 4, "catalogue": 2, "lineage": 2, "testing": 4, "skills": 2}


def move(cast: Cast, action: FoundationAction, status: str, days: int) -> FoundationAction:
    return change_action(
        action,
        version=action.version,
        title=action.title,
        description=action.description,
        status=status,
        effort_weeks=action.effort_weeks,
        by=cast.member("lead"),
        at=NOW + timedelta(days=days),
    )


def adopted(cast: Cast, snapshot: ResultSnapshot, capability: str) -> FoundationAction:
    return adopt_recommendation(
        snapshot.assessment,
        capability=capability,
        by=cast.member("lead"),
        at=NOW + timedelta(days=10),
    )


@pytest.fixture
def first(cast: Cast) -> ResultSnapshot:
    return published(cast.member("lead"), {cast.contributor: LEVELS}, domain=cast.freight)


@pytest.fixture
def actions(cast: Cast, first: ResultSnapshot) -> dict[str, FoundationAction]:
    """One done, one in progress, one done whose capability is not asked again, one planned."""
    found = {key: adopted(cast, first, key) for key in ("lineage", "catalogue", "skills")}
    move(cast, found["lineage"], "done", 60)
    move(cast, found["catalogue"], "in_progress", 20)
    move(cast, found["skills"], "done", 60)
    return {key: FoundationAction.objects.get(pk=row.pk) for key, row in found.items()}


@pytest.fixture
def second(cast: Cast, actions: Any) -> ResultSnapshot:
    later = {key: level for key, level in LEVELS.items() if key != "skills"} | {"lineage": 3}
    return published(
        cast.member("lead"),
        {cast.contributor: later},
        domain=cast.freight,
        title="Autumn review",
        days=180,
    )


def result(client: Client, row: Assessment) -> Any:
    return client.get(reverse("api:assessment-results", args=[row.pk])).json()["actions_moved"]


def test_the_next_result_says_what_each_action_moved(
    cast: Cast, first: ResultSnapshot, second: ResultSnapshot
) -> None:
    found = result(cast.client("lead"), second.assessment)

    assert found["before_id"] == first.assessment_id
    assert [
        (line["capability"], line["is_done"], line["effect"]["sentence"]) for line in found["lines"]
    ] == [
        ("lineage", True, "Moved by +1: from 2 to 3."),
        ("catalogue", False, "No change: still 2."),
        ("skills", True, "Not assessed again."),
    ]
    page = cast.client("auditor").get(
        reverse("assessments:assessment-results", args=[second.assessment_id])
    )
    assert "What the actions moved" in page.content.decode()
    assert "Moved by +1: from 2 to 3." in page.content.decode()


def test_the_first_result_has_nothing_to_compare_with(cast: Cast, first: ResultSnapshot) -> None:
    assert result(cast.client("lead"), first.assessment) is None


def test_what_a_published_result_tells_of_actions_does_not_follow_later_changes(
    cast: Cast, second: ResultSnapshot, actions: dict[str, FoundationAction]
) -> None:
    before = result(cast.client("lead"), second.assessment)

    move(cast, actions["catalogue"], "dropped", 200)

    assert result(cast.client("lead"), second.assessment) == before


def test_the_action_says_itself_what_it_moved(
    cast: Cast, first: ResultSnapshot, second: ResultSnapshot, actions: dict[str, FoundationAction]
) -> None:
    client = cast.client("lead")
    pk = actions["lineage"].pk

    found = client.get(reverse("api:action-detail", args=[pk])).json()["moved"]
    page = client.get(reverse("assessments:action-detail", args=[pk])).content.decode()

    assert (found["before_id"], found["after_id"]) == (first.assessment_id, second.assessment_id)
    assert (found["effect"]["movement"], found["effect"]["change"]) == ("up", 1.0)
    assert "Moved by +1: from 2 to 3." in page


def test_an_action_without_a_later_result_waits_for_one(
    cast: Cast, actions: dict[str, FoundationAction]
) -> None:
    client = cast.client("lead")
    url = reverse("api:action-detail", args=[actions["lineage"].pk])

    found = client.get(url).json()["moved"]

    assert (found["after_id"], found["effect"]["movement"]) == (None, "not_again")


def test_an_action_that_was_not_begun_has_moved_nothing(cast: Cast, first: ResultSnapshot) -> None:
    row = adopted(cast, first, "lineage")

    found = cast.client("lead").get(reverse("api:action-detail", args=[row.pk])).json()

    assert found["moved"] is None
