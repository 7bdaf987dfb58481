"""The pages of roadmaps: the list, one roadmap, making and changing it, planning."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from portfolio.models import Roadmap
from portfolio.selectors.roadmap_plans import frame_of
from portfolio.services.roadmap_items import add_use_cases
from portfolio.services.roadmaps import RoadmapInput, change_roadmap, plan
from tests.builders import NOW
from tests.conftest import Cast
from tests.portfolio.roadmap_builders import (
    make_roadmap,
    planned_roadmap,
    published,
    scored,
    small_roadmap,
    waves,
)

FRAME = {
    "title": "Roadmap 2027",
    "starts_on": "2027-01-04",
    "wave_count": "4",
    "wave_weeks": "13",
    "capacity_weeks": "60",
}


def page(client: Client, name: str, *args: int, status: int = 200) -> str:
    response = client.get(reverse(f"portfolio:{name}", args=args))
    assert response.status_code == status
    return response.content.decode()


def test_a_lead_walks_from_nothing_to_an_edition(cast: Cast) -> None:
    scored("Slots", 90)
    scored("Claims", 70)
    client = cast.client("lead")
    made = client.post(reverse("portfolio:roadmap-create"), FRAME | {"domain": cast.root.pk})
    roadmap = Roadmap.objects.get()
    assert made["Location"] == reverse("portfolio:roadmap-add", args=[roadmap.pk])
    body = page(client, "roadmap-add", roadmap.pk)
    assert "2 scored use cases with work ahead are not on this roadmap yet." in body
    added = client.post(
        made["Location"], {"what": "highest", "count": "10", "version": roadmap.version}
    )
    detail = reverse("portfolio:roadmap-detail", args=[roadmap.pk])
    assert added["Location"] == detail
    body = client.get(detail).content.decode()
    assert "Plan waves" in body
    assert reverse("portfolio:roadmap-publish", args=[roadmap.pk]) not in body
    roadmap.refresh_from_db()
    client.post(reverse("portfolio:roadmap-plan", args=[roadmap.pk]), {"version": roadmap.version})
    assert waves(roadmap) == {"Slots": 1, "Claims": 1}
    roadmap.refresh_from_db()
    answer = client.post(
        reverse("portfolio:roadmap-publish", args=[roadmap.pk]),
        {"title": "AI roadmap 2027", "summary": "", "version": roadmap.version},
    )
    edition = roadmap.editions.get()
    assert answer["Location"] == reverse("portfolio:edition-detail", args=[edition.pk])


def test_the_page_shows_waves_capacity_and_why_something_is_left_out(cast: Cast) -> None:
    roadmap = planned_roadmap(cast.member("lead"))
    body = page(cast.client("executive"), "roadmap-detail", roadmap.pk)
    assert "“Slots” waits for “Catalogue”." in body
    assert "Wave 1 is the fullest, with 16 of 20 person-weeks." in body
    assert "It needs 25 person-weeks and no wave has over 20." in body
    assert "Plan again" not in body


def test_a_reader_sees_no_way_to_change_anything(cast: Cast) -> None:
    roadmap = planned_roadmap(cast.member("lead"))
    for name in ("executive", "board", "auditor"):
        body = page(cast.client(name), "roadmap-detail", roadmap.pk)
        for url in ("roadmap-edit", "roadmap-add", "roadmap-plan", "roadmap-publish"):
            assert reverse(f"portfolio:{url}", args=[roadmap.pk]) not in body


@pytest.mark.parametrize("name", ["roadmap-edit", "roadmap-add", "roadmap-publish"])
def test_a_reader_may_not_and_a_stranger_finds_nothing(cast: Cast, name: str) -> None:
    roadmap = planned_roadmap(cast.member("lead"), capacity_weeks=30)
    page(cast.client("executive"), name, roadmap.pk, status=403)
    page(cast.client("stranger"), name, roadmap.pk, status=404)
    page(cast.client("contributor"), name, roadmap.pk, status=404)
    page(cast.client("freight_owner"), name, roadmap.pk, status=404)


def test_planning_from_outside_is_refused_and_changes_nothing(cast: Cast) -> None:
    roadmap = small_roadmap(cast.member("lead"))
    url = reverse("portfolio:roadmap-plan", args=[roadmap.pk])
    data = {"version": roadmap.version}
    assert cast.client("executive").post(url, data).status_code == 403
    assert cast.client("freight_owner").post(url, data).status_code == 404
    assert cast.client("stranger").post(url, data).status_code == 404
    assert cast.client("lead").get(url).status_code == 405
    assert set(waves(roadmap).values()) == {None}


def test_a_stale_plan_button_changes_nothing(cast: Cast) -> None:
    roadmap = small_roadmap(cast.member("lead"))
    url = reverse("portfolio:roadmap-plan", args=[roadmap.pk])
    assert cast.client("lead").post(url, {"version": "1"}).status_code == 412
    assert cast.client("lead").post(url, {"version": "x"}).status_code == 412
    assert set(waves(roadmap).values()) == {None}


def test_the_form_says_what_is_wrong_beside_its_fields(cast: Cast) -> None:
    data = FRAME | {"domain": cast.root.pk, "wave_count": "40", "title": ""}
    answer = cast.client("lead").post(reverse("portfolio:roadmap-create"), data)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"wave_count", "title"}
    assert not Roadmap.objects.exists()


def test_two_leads_at_once_see_both_versions_and_lose_nothing(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap = make_roadmap(lead)
    client, url = cast.client("lead"), reverse("portfolio:roadmap-edit", args=[roadmap.pk])
    form = client.get(url).context["form"]
    hidden = {name: form[name].value() for name in ("version", "base")}
    frame = roadmap_frame(roadmap, capacity_weeks=99)
    change_roadmap(roadmap, frame, version=roadmap.version, by=lead, at=NOW)
    mine = FRAME | {
        "title": "My title",
        "starts_on": "2026-04-06",
        "wave_count": "3",
        "capacity_weeks": "20",
    }
    answer = client.post(url, mine | hidden)
    assert answer.status_code == 412
    conflicts = answer.context["conflicts"]
    assert [(c.label, c.base, c.theirs) for c in conflicts] == [
        ("Person-weeks in a wave", "20", "99")
    ]
    again = answer.context["form"]
    assert (again["title"].value(), again["capacity_weeks"].value()) == ("My title", "99")
    assert Roadmap.objects.get().title == "Roadmap 2026"
    saved = {name: again[name].value() for name in again.fields}
    assert client.post(url, saved).status_code == 302
    assert (Roadmap.objects.get().title, Roadmap.objects.get().capacity_weeks) == ("My title", 99)


def roadmap_frame(roadmap: Roadmap, *, capacity_weeks: int) -> RoadmapInput:
    return RoadmapInput(roadmap.title, replace(frame_of(roadmap), capacity_weeks=capacity_weeks))


def test_the_list_names_the_latest_edition_and_hides_other_domains(cast: Cast) -> None:
    lead = cast.member("lead")
    published(planned_roadmap(lead), lead)
    make_roadmap(lead, domain=cast.retail)
    body = page(cast.client("executive"), "roadmap-list")
    assert "Edition 1, 2 Mar 2026" in body
    assert "Retail" in body
    assert "Retail" not in page(cast.client("freight_owner"), "roadmap-list").split("<main")[1]
    assert "No roadmap yet" in page(cast.client("freight_owner"), "roadmap-list")
    page(cast.client("contributor"), "roadmap-list", status=404)


@pytest.mark.parametrize("count", [10, 200])
def test_the_page_takes_the_same_queries_however_long_the_roadmap(
    cast: Cast, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    lead = cast.member("lead")
    roadmap = make_roadmap(lead, capacity_weeks=2_000)
    rows = [scored(f"Use case {number}", 50) for number in range(count)]
    roadmap = add_use_cases(roadmap, rows, version=roadmap.version, by=lead, at=NOW)
    plan(roadmap, version=roadmap.version, by=lead, at=NOW)
    client = cast.client("lead")
    with django_assert_max_num_queries(15):
        page(client, "roadmap-detail", roadmap.pk)


@pytest.mark.parametrize("count", [2, 30])
def test_the_list_takes_the_same_queries_however_long_it_is(
    cast: Cast, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    lead = cast.member("lead")
    for _number in range(count):
        make_roadmap(lead)
    client = cast.client("lead")
    with django_assert_max_num_queries(8):
        page(client, "roadmap-list")
