"""Roadmaps over the API: the same services, with versions in the headers."""

import hashlib
import json
from typing import Any

import pytest
import rfc8785
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from portal.tasks import work_once
from portfolio.models import Roadmap, RoadmapEdition
from tests.conftest import Cast
from tests.portfolio.roadmap_builders import (
    item,
    make_action,
    make_roadmap,
    planned_roadmap,
    published,
    scored,
    small_roadmap,
    waves,
)

FRAME = {"title": "Roadmap 2027", "starts_on": "2027-01-04", "capacity_weeks": 40}


def call(
    client: Client, method: str, name: str, *args: int, match: int | None = None, **data: Any
) -> Any:
    headers = {} if match is None else {"If-Match": f'"{match}"'}
    return client.generic(
        method,
        reverse(f"api:{name}", args=args),
        data=json.dumps(data) if data else "",
        content_type="application/json",
        headers=headers,
    )


def test_the_whole_way_to_an_edition_and_its_pdf(cast: Cast) -> None:
    client = cast.client("lead")
    use_case, action = scored("Slots", 90), make_action("Catalogue")
    made = call(client, "POST", "roadmap-list", domain=cast.root.pk, **FRAME)
    assert (made.status_code, made["ETag"]) == (201, '"1"')
    pk = made.json()["id"]
    added = call(
        client, "POST", "roadmap-items", pk, match=1, use_cases=[use_case.pk], actions=[action.pk]
    )
    assert added.status_code == 201
    ids = {row["title"]: row["id"] for row in added.json()["items"]}
    joined = call(
        client,
        "POST",
        "roadmap-dependencies",
        pk,
        match=added.json()["version"],
        item=ids["Slots"],
        needs=ids["Catalogue"],
    )
    planned = call(client, "POST", "roadmap-plan", pk, match=joined.json()["version"])
    assert {row["title"]: row["wave"] for row in planned.json()["items"]} == {
        "Catalogue": 1,
        "Slots": 2,
    }
    assert planned.json()["is_current"] is True
    out = call(client, "POST", "edition-list", pk, match=planned.json()["version"], title="First")
    assert out.status_code == 201
    edition = out.json()
    assert edition["pdf"] is None
    digest = hashlib.sha256(rfc8785.dumps(edition["data"])).hexdigest()
    assert digest == edition["sha256"]
    work_once()
    whole = call(client, "GET", "edition-detail", edition["id"]).json()
    pdf = call(client, "GET", "edition-pdf", edition["id"])
    assert pdf["Content-Type"] == "application/pdf"
    assert hashlib.sha256(pdf.content).hexdigest() == whole["pdf"]["sha256"]
    assert [row["number"] for row in call(client, "GET", "edition-list", pk).json()["results"]] == [
        1
    ]


def test_every_change_needs_the_version_it_was_made_from(cast: Cast) -> None:
    roadmap = planned_roadmap(cast.member("lead"))
    row, client = item(roadmap, "Claims"), cast.client("lead")
    join = row.roadmap.items.filter(needs__isnull=False).first().needs.get()
    calls: list[tuple[str, str, tuple[int, ...], dict[str, Any]]] = [
        ("PATCH", "roadmap-detail", (roadmap.pk,), {"title": "Other"}),
        ("POST", "roadmap-plan", (roadmap.pk,), {}),
        ("POST", "roadmap-items", (roadmap.pk,), {"highest": 3}),
        ("PATCH", "roadmap-item", (roadmap.pk, row.pk), {"effort_weeks": 3}),
        ("DELETE", "roadmap-item", (roadmap.pk, row.pk), {}),
        ("POST", "roadmap-dependencies", (roadmap.pk,), {"item": row.pk, "needs": row.pk}),
        ("DELETE", "roadmap-dependency", (roadmap.pk, join.pk), {}),
        ("POST", "edition-list", (roadmap.pk,), {"title": "First"}),
    ]
    scored("Another", 50)
    for method, name, args, data in calls:
        assert call(client, method, name, *args, **data).status_code == 428, name
        stale = call(client, method, name, *args, match=roadmap.version - 1, **data)
        assert stale.status_code == 412, name
        assert stale.json()["code"] == "stale_version"
    assert Roadmap.objects.get().version == roadmap.version
    assert not RoadmapEdition.objects.exists()


@pytest.mark.parametrize(
    ("name", "status"),
    [("executive", 403), ("board", 403), ("auditor", 403), ("freight_owner", 404)],
)
def test_readers_change_nothing(cast: Cast, name: str, status: int) -> None:
    roadmap = planned_roadmap(cast.member("lead"))
    client, version = cast.client(name), roadmap.version
    row = item(roadmap, "Claims")
    answers = [
        call(client, "PATCH", "roadmap-detail", roadmap.pk, match=version, title="Other"),
        call(client, "POST", "roadmap-plan", roadmap.pk, match=version),
        call(client, "POST", "roadmap-items", roadmap.pk, match=version, highest=1),
        call(client, "PATCH", "roadmap-item", roadmap.pk, row.pk, match=version, effort_weeks=1),
        call(client, "DELETE", "roadmap-item", roadmap.pk, row.pk, match=version),
        call(client, "POST", "edition-list", roadmap.pk, match=version, title="First"),
    ]
    assert [answer.status_code for answer in answers] == [status] * len(answers)
    assert Roadmap.objects.get().version == version


def test_strangers_find_nothing_and_nobody_is_asked_to_sign_in(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap = planned_roadmap(lead)
    edition = published(roadmap, lead)
    for name, pk in (
        ("roadmap-detail", roadmap.pk),
        ("roadmap-items", roadmap.pk),
        ("roadmap-dependencies", roadmap.pk),
        ("edition-list", roadmap.pk),
        ("edition-detail", edition.pk),
        ("edition-pdf", edition.pk),
    ):
        assert call(cast.client("stranger"), "GET", name, pk).status_code == 404
        assert call(Client(), "GET", name, pk).status_code == 401
    assert call(cast.client("stranger"), "GET", "roadmap-list").status_code == 404


def test_an_item_is_changed_in_part(cast: Cast) -> None:
    roadmap = planned_roadmap(cast.member("lead"))
    slots, client = item(roadmap, "Slots"), cast.client("lead")
    answer = call(
        client, "PATCH", "roadmap-item", roadmap.pk, slots.pk, match=roadmap.version, pinned_to=3
    )
    assert answer.status_code == 200
    slots.refresh_from_db()
    assert (slots.effort_weeks, slots.wave, slots.is_pinned) == (10, 3, True)
    assert slots.needs.count() == 1
    answer = call(
        client,
        "PATCH",
        "roadmap-item",
        roadmap.pk,
        slots.pk,
        match=answer.json()["version"],
        needs=[],
        pinned_to=None,
    )
    slots.refresh_from_db()
    assert (slots.is_pinned, slots.needs.count()) == (False, 0)


def test_a_circle_and_a_bad_shape_are_problems(cast: Cast) -> None:
    roadmap = small_roadmap(cast.member("lead"))
    client = cast.client("lead")
    circle = call(
        client,
        "POST",
        "roadmap-dependencies",
        roadmap.pk,
        match=roadmap.version,
        item=item(roadmap, "Catalogue").pk,
        needs=item(roadmap, "Slots").pk,
    )
    assert circle.status_code == 422
    assert circle.json()["code"] == "dependency_goes_in_a_circle"
    bad = call(client, "POST", "roadmap-list", domain=cast.root.pk, title="x", starts_on="soon")
    assert (bad.status_code, bad.json()["code"]) == (400, "invalid_input")
    nothing = call(client, "POST", "roadmap-items", roadmap.pk, match=roadmap.version, use_cases=[])
    assert nothing.json()["code"] == "nothing_chosen"


def test_only_use_cases_the_caller_may_see_are_added(cast: Cast) -> None:
    roadmap = make_roadmap(cast.member("lead"))
    answer = call(
        cast.client("lead"),
        "POST",
        "roadmap-items",
        roadmap.pk,
        match=roadmap.version,
        use_cases=[999_999],
    )
    assert answer.json()["code"] == "nothing_chosen"
    assert waves(roadmap) == {}


@pytest.mark.parametrize("count", [2, 40])
def test_the_list_takes_at_most_six_queries(
    cast: Cast, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(count):
        make_roadmap(cast.member("lead"))
    client = cast.client("lead")
    with django_assert_max_num_queries(6):
        assert len(call(client, "GET", "roadmap-list").json()["results"]) == count
