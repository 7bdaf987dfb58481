from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Assessment, FoundationAction
from assessments.services.actions import add_action, adopt_recommendation, change_action
from tests.assessments.builders import load_small, published
from tests.builders import NOW
from tests.conftest import Cast


@pytest.fixture
def assessment(cast: Cast) -> Any:
    return published(
        cast.member("lead"), {cast.contributor: {"owners": 3, "lineage": 2}}, domain=cast.freight
    ).assessment


@pytest.fixture
def action(cast: Cast, assessment: Assessment) -> Any:
    return adopt_recommendation(assessment, capability="lineage", by=cast.member("lead"), at=NOW)


def adopt_url(assessment: Assessment, key: Any = "lineage") -> Any:
    return reverse("assessments:action-adopt", args=[assessment.pk, key])


def values(**fields: Any) -> Any:
    return {"title": "Trace every feed", "effort_weeks": "6", "owner": "", "cost": ""} | fields


def test_adopting_offers_the_step_as_the_framework_words_it(
    cast: Cast, assessment: Assessment
) -> None:
    page = cast.client("freight_owner").get(adopt_url(assessment)).content.decode()

    assert 'value="Raise lineage to 3"' in page
    assert 'value="6"' in page


def test_a_recommendation_is_adopted_with_owner_and_estimate(
    cast: Cast, assessment: Assessment
) -> None:
    response = cast.client("freight_owner").post(
        adopt_url(assessment), values(owner=str(cast.freight_owner.pk), cost="12000")
    )

    row = FoundationAction.objects.get()
    assert response["Location"] == reverse("assessments:assessment-results", args=[assessment.pk])
    assert (row.title, row.owner_id, row.cost) == (
        "Trace every feed",
        cast.freight_owner.pk,
        12000,
    )


def test_adopting_twice_is_refused_and_says_where_it_is(
    cast: Cast, assessment: Assessment, action: FoundationAction
) -> None:
    response = cast.client("lead").post(adopt_url(assessment), values())

    assert response.status_code == 422
    assert "is open in this domain and leads to the same level" in response.content.decode()
    assert FoundationAction.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "status"), [("executive", 403), ("retail_owner", 404), ("contributor", 404)]
)
def test_nobody_else_adopts(cast: Cast, assessment: Assessment, who: str, status: int) -> None:
    assert cast.client(who).post(adopt_url(assessment), values()).status_code == status
    assert not FoundationAction.objects.exists()


def test_what_is_not_recommended_cannot_be_adopted(cast: Cast, assessment: Assessment) -> None:
    assert cast.client("lead").get(adopt_url(assessment, "owners")).status_code == 404


def test_the_list_shows_what_is_late_and_who_left(cast: Cast, action: FoundationAction) -> None:
    change_action(
        action,
        version=1,
        title=action.title,
        description="",
        status="planned",
        effort_weeks=6,
        owner=cast.board,
        due_on=NOW.date(),
        by=cast.member("lead"),
        at=NOW,
    )
    cast.board.is_active = False
    cast.board.save()

    page = cast.client("executive").get(reverse("assessments:action-list")).content.decode()

    assert "Planned, late" in page
    assert "Board, who left" in page


def test_the_list_is_narrowed(cast: Cast, action: FoundationAction) -> Any:
    add_action(
        cast.retail,
        title="Retail work",
        capability="owners",
        from_level=1,
        to_level=2,
        by=cast.member("lead"),
        at=NOW,
    )
    client = cast.client("lead")

    def titles(**query: Any) -> Any:
        page = client.get(
            reverse("assessments:action-list"), query, headers={"HX-Request": "true"}
        ).content.decode()
        return [t for t in ("Raise lineage to 3", "Retail work") if t in page]

    assert titles() == ["Raise lineage to 3", "Retail work"]
    assert titles(q="retail") == ["Retail work"]
    assert titles(domain=cast.freight.path) == ["Raise lineage to 3"]
    assert titles(status="done") == []
    assert titles(status="open") == ["Raise lineage to 3", "Retail work"]


@pytest.mark.parametrize("count", [10, 60])
def test_the_list_takes_the_same_queries_however_long_it_is(cast: Cast, count: Any) -> None:
    load_small()
    for number in range(count):
        add_action(
            cast.freight,
            title=f"Work {number}",
            capability=f"c{number}",
            from_level=1,
            to_level=2,
            by=cast.member("lead"),
            at=NOW,
        )
    client = cast.client("lead")
    client.get(reverse("assessments:action-list"))

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("assessments:action-list"), {"per_page": "25"})

    assert len(queries) == 6


def edit(client: Client, action: FoundationAction, **fields: Any) -> Any:
    data = values(status="planned", description="", version=str(action.version))
    return client.post(reverse("assessments:action-detail", args=[action.pk]), data | fields)


def test_an_action_is_changed(cast: Cast, action: FoundationAction) -> None:
    assert edit(cast.client("freight_owner"), action).status_code == 302

    action.refresh_from_db()
    assert (action.title, action.status, action.version) == ("Trace every feed", "planned", 2)


def test_two_editors_see_both_versions(cast: Cast, action: FoundationAction) -> None:
    edit(cast.client("freight_owner"), action, title="Their title")

    response = edit(cast.client("lead"), action, title="My title")

    page = response.content.decode()
    assert response.status_code == 412
    assert "Their title" in page
    assert 'value="My title"' in page
    action.refresh_from_db()
    assert action.title == "Their title"


def test_a_reader_reads_and_does_not_change(cast: Cast, action: FoundationAction) -> None:
    client = cast.client("executive")

    page = client.get(reverse("assessments:action-detail", args=[action.pk]))

    assert page.status_code == 200
    assert "Save action" not in page.content.decode()
    assert edit(client, action).status_code == 403


@pytest.mark.parametrize("who", ["retail_owner", "contributor", "stranger"])
def test_an_action_elsewhere_is_not_found(cast: Cast, action: FoundationAction, who: str) -> None:
    client = cast.client(who)

    assert client.get(reverse("assessments:action-detail", args=[action.pk])).status_code == 404
    assert edit(client, action).status_code == 404


def test_an_action_is_added_by_hand(cast: Cast) -> None:
    load_small()
    data = values(domain=str(cast.freight.pk), capability="owners", from_level="1", to_level="2")

    response = cast.client("freight_owner").post(reverse("assessments:action-create"), data)

    assert response.status_code == 302
    assert FoundationAction.objects.get().domain_id == cast.freight.pk


def test_an_action_cannot_be_added_to_somebody_elses_domain(cast: Cast) -> None:
    load_small()
    data = values(domain=str(cast.retail.pk), capability="owners", from_level="1", to_level="2")

    response = cast.client("freight_owner").post(reverse("assessments:action-create"), data)

    assert response.status_code == 422
    assert not FoundationAction.objects.exists()
