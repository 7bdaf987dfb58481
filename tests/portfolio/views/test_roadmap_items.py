"""The pages that fill a roadmap."""

from django.urls import reverse

from portfolio.models import Roadmap, RoadmapItem
from portfolio.services.roadmap_items import set_effort
from tests.builders import NOW
from tests.conftest import Cast
from tests.portfolio.roadmap_builders import (
    item,
    make_action,
    make_roadmap,
    planned_roadmap,
    scored,
    waves,
)


def add_url(roadmap: Roadmap) -> str:
    return reverse("portfolio:roadmap-add", args=[roadmap.pk])


def item_url(row: RoadmapItem) -> str:
    return reverse("portfolio:roadmap-item", args=[row.roadmap_id, row.pk])


def test_use_cases_and_actions_are_ticked_and_added_together(cast: Cast) -> None:
    roadmap = make_roadmap(cast.member("lead"))
    use_case, action = scored("Slots", 90), make_action("Catalogue")
    data = {
        "what": "chosen",
        "use_cases": [use_case.pk],
        "actions": [action.pk],
        "version": roadmap.version,
    }
    answer = cast.client("lead").post(add_url(roadmap), data)
    assert answer.status_code == 302
    assert set(waves(roadmap)) == {"Slots", "Catalogue"}


def test_ticking_nothing_is_said(cast: Cast) -> None:
    roadmap = make_roadmap(cast.member("lead"))
    data = {"what": "chosen", "version": roadmap.version}
    answer = cast.client("lead").post(add_url(roadmap), data)
    assert answer.status_code == 422
    assert "Choose at least one use case or foundation action." in answer.content.decode()


def test_what_is_not_offered_cannot_be_ticked(cast: Cast) -> None:
    roadmap = make_roadmap(cast.member("lead"), domain=cast.freight)
    outside = scored("Out", 90, domain=cast.retail)
    data = {"what": "chosen", "use_cases": [outside.pk], "version": roadmap.version}
    assert cast.client("lead").post(add_url(roadmap), data).status_code == 422
    assert not RoadmapItem.objects.exists()


def test_a_stale_choice_is_kept_and_only_needs_another_press(cast: Cast) -> None:
    roadmap = planned_roadmap(cast.member("lead"))
    use_case = scored("Yard", 50)
    client = cast.client("lead")
    data = {"what": "chosen", "use_cases": [use_case.pk], "version": roadmap.version - 1}
    answer = client.post(add_url(roadmap), data)
    assert answer.status_code == 412
    form = answer.context["choose"]
    assert form["use_cases"].value() == [str(use_case.pk)]
    again = data | {"version": form["version"].value()}
    assert client.post(add_url(roadmap), again).status_code == 302
    assert "Yard" in waves(roadmap)


def test_when_nothing_is_left_to_add_the_form_says_so(cast: Cast) -> None:
    roadmap = make_roadmap(cast.member("lead"))
    data = {"what": "highest", "count": "5", "version": roadmap.version}
    answer = cast.client("lead").post(add_url(roadmap), data)
    assert answer.status_code == 422
    assert "Every scored use case with work ahead is on this roadmap." in answer.content.decode()


def test_effort_wave_and_needs_are_saved_together(cast: Cast) -> None:
    roadmap = planned_roadmap(cast.member("lead"))
    claims, catalogue = item(roadmap, "Claims"), item(roadmap, "Catalogue")
    data = {
        "effort_weeks": "12",
        "pinned_to": "2",
        "needs": [catalogue.pk],
        "version": roadmap.version,
    }
    assert cast.client("lead").post(item_url(claims), data).status_code == 302
    claims.refresh_from_db()
    assert (claims.effort_weeks, claims.wave, claims.is_pinned) == (12, 2, True)
    assert list(claims.needs.values_list("needs_id", flat=True)) == [catalogue.pk]


def test_a_circle_is_refused_in_the_form_and_nothing_is_saved(cast: Cast) -> None:
    roadmap = planned_roadmap(cast.member("lead"))
    catalogue, slots = item(roadmap, "Catalogue"), item(roadmap, "Slots")
    data = {"effort_weeks": "9", "needs": [slots.pk], "version": roadmap.version}
    answer = cast.client("lead").post(item_url(catalogue), data)
    assert answer.status_code == 422
    assert "Catalogue cannot wait for Slots" in answer.content.decode()
    catalogue.refresh_from_db()
    assert catalogue.effort_weeks == 6


def test_a_stale_item_shows_both_versions(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap = planned_roadmap(lead)
    claims, client = item(roadmap, "Claims"), cast.client("lead")
    form = client.get(item_url(claims)).context["form"]
    data = {name: form[name].value() for name in ("version", "base")} | {
        "effort_weeks": "10",
        "pinned_to": "3",
    }
    set_effort(claims, 15, version=roadmap.version, by=lead, at=NOW)
    answer = client.post(item_url(claims), data)
    assert answer.status_code == 412
    [conflict] = answer.context["conflicts"]
    assert (conflict.label, conflict.base, conflict.theirs) == ("Person-weeks", "10", "15")
    again = answer.context["form"]
    assert (again["effort_weeks"].value(), again["pinned_to"].value()) == ("15", "3")


def test_an_item_is_taken_off(cast: Cast) -> None:
    roadmap = planned_roadmap(cast.member("lead"))
    claims = item(roadmap, "Claims")
    url = reverse("portfolio:roadmap-item-remove", args=[roadmap.pk, claims.pk])
    stale = cast.client("lead").post(url, {"version": "1"})
    assert stale.status_code == 412
    assert cast.client("executive").post(url, {"version": roadmap.version}).status_code == 403
    assert cast.client("stranger").post(url, {"version": roadmap.version}).status_code == 404
    assert "Claims" in waves(roadmap)
    assert cast.client("lead").post(url, {"version": roadmap.version}).status_code == 302
    assert "Claims" not in waves(roadmap)


def test_an_item_is_found_only_on_its_own_roadmap(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap, other = planned_roadmap(lead), make_roadmap(lead)
    claims = item(roadmap, "Claims")
    url = reverse("portfolio:roadmap-item", args=[other.pk, claims.pk])
    assert cast.client("lead").get(url).status_code == 404
