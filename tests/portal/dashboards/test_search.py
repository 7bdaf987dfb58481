"""Searching the whole portal: who finds what, and that all of it is there for them."""

from dataclasses import replace

import pytest
from pytest_django import DjangoAssertNumQueries

from portal.dashboards.search import find_url, search
from portal.domain.finds import Finds, Kind
from portal.domain.places import SECTIONS
from tests.access.world import COLUMNS, World, build_world
from tests.assessments.builders import draft, opened
from tests.builders import TODAY, make_scored, make_use_case
from tests.conftest import Cast

MEMBERS = COLUMNS[2:]
ASKED = ("", "freight", "roadmap", "a", "the", "e", "UC-001", "sign out", "example")


def found(cast: Cast, name: str, text: str, most: int = 50) -> dict[Kind, Finds]:
    groups = search(cast.member(name), text, most=most, today=TODAY)
    return {group.kind: group for group in groups}


def titles(cast: Cast, name: str, text: str, kind: Kind) -> list[str]:
    group = found(cast, name, text).get(kind)
    return [find.title for find in group.finds] if group else []


@pytest.fixture
def world(cast: Cast) -> World:
    return build_world(cast)


@pytest.mark.parametrize("name", MEMBERS)
def test_whatever_is_found_answers_whoever_found_it(world: World, name: str) -> None:
    client = world.client(name)
    finds = {
        find
        for text in ASKED
        for group in found(world.cast, name, text).values()
        for find in group.finds
    }
    assert len(finds) > 5
    refused = {
        find_url(find): status
        for find in finds
        if find.url_name not in {"portal:theme", "portal:home"}
        if (status := client.get(find_url(find)).status_code) != 200
    }
    assert refused == {}


def test_each_role_finds_the_kinds_that_are_theirs(world: World) -> None:
    cast = world.cast
    assert set(found(cast, "lead", "freight")) == {
        Kind.DOMAIN,
        Kind.ASSESSMENT,
        Kind.ROADMAP,
        Kind.PERSON,
    }
    assert set(found(cast, "retail_owner", "freight")) == set()
    assert set(found(cast, "administrator", "freight")) == {Kind.DOMAIN, Kind.PERSON}
    assert set(found(cast, "stranger", "freight")) == set()


def test_a_contributor_finds_their_questionnaires_and_pages(cast: Cast) -> None:
    lead = cast.member("lead")
    make_use_case(title="Freight forecast", domain=cast.freight)
    opened(lead, [cast.contributor], domain=cast.freight, title="Freight, asked")
    draft(lead, [cast.contributor], domain=cast.freight, title="Freight, not yet asked")
    opened(lead, [cast.freight_owner], domain=cast.freight, title="Freight, others asked")
    groups = found(cast, "contributor", "freight")
    assert [(kind, group.total) for kind, group in groups.items()] == [
        (Kind.REGISTER_ENTRY, 1),
        (Kind.ASSESSMENT, 1),
    ]
    (asked,) = groups[Kind.ASSESSMENT].finds
    assert (asked.title, asked.url_name) == ("Freight, asked", "assessments:answer-overview")
    assert asked.where == "Freight · Your questionnaire"
    assert titles(cast, "contributor", "", Kind.ACTION) == [
        "Use the dark theme",
        "Use the light theme",
        "Use the theme of your device",
        "Sign out",
    ]
    assert titles(cast, "contributor", "", Kind.PAGE) == [
        "Overview",
        "Register",
        "My answers",
        "Domains",
    ]


def test_who_can_start_nothing_is_offered_pages_first(cast: Cast) -> None:
    first = {name: next(iter(found(cast, name, ""))) for name in ("contributor", "lead")}
    assert first == {"contributor": Kind.PAGE, "lead": Kind.ACTION}


def test_a_code_comes_before_everything_else(cast: Cast) -> None:
    use_case = make_use_case(title="Berth plan", domain=cast.retail)
    code = f"UC-{use_case.pk}"
    entry = search(cast.member("freight_owner"), code, most=5, today=TODAY)[0]
    assert [(find.kind, find.pk) for find in entry.finds] == [(Kind.REGISTER_ENTRY, use_case.pk)]
    groups = search(cast.member("lead"), code, most=5, today=TODAY)
    assert groups[0].kind is Kind.USE_CASE
    assert [find.title for find in groups[0].finds] == ["Berth plan"]
    assert find_url(groups[0].finds[0]) == f"/portfolio/use-cases/{use_case.pk}/"
    assert Kind.USE_CASE not in found(cast, "freight_owner", code)


def test_who_may_not_read_it_whole_finds_it_in_the_register(cast: Cast) -> None:
    theirs = make_use_case(title="Berth plan", domain=cast.freight)
    other = make_use_case(title="Shelf plan", domain=cast.retail, outcome="Berths are full.")
    groups = found(cast, "freight_owner", "berth")
    assert {kind: group.total for kind, group in groups.items()} == {
        Kind.USE_CASE: 1,
        Kind.REGISTER_ENTRY: 1,
    }
    (whole,), (entry,) = groups[Kind.USE_CASE].finds, groups[Kind.REGISTER_ENTRY].finds
    assert find_url(whole) == f"/portfolio/use-cases/{theirs.pk}/"
    assert find_url(entry) == f"/portfolio/register/{other.pk}/"
    assert (entry.title, entry.where, entry.code) == ("Shelf plan", "Retail", other.code)
    for name in ("contributor", "administrator"):
        assert titles(cast, name, "berth", Kind.REGISTER_ENTRY) == ["Berth plan", "Shelf plan"]
        assert Kind.USE_CASE not in found(cast, name, "berth")
    for name in ("lead", "executive", "auditor"):
        assert Kind.REGISTER_ENTRY not in found(cast, name, "berth")
    assert found(cast, "stranger", "berth") == {}


def test_an_entry_is_found_by_what_the_house_may_know_alone(cast: Cast) -> None:
    entry = make_use_case(
        domain=cast.retail,
        title="Shelf plan",
        outcome="Nothing is sold out.",
        problem="Milk is missing.",
        external_reference="RX-77",
        source="list",
    )
    quiet = make_use_case(
        domain=cast.retail, title="Quiet plan", listing="domain", listing_reason="A takeover."
    )
    found_by = ("shelf sold", "sold", entry.code, f"{entry.code} shelf")
    not_by = ("milk", "shelf milk", "rx-77", "shelf rx", "quiet", quiet.code, f"{entry.code} milk")
    for name in ("freight_owner", "contributor"):
        for text in found_by:
            assert titles(cast, name, text, Kind.REGISTER_ENTRY) == ["Shelf plan"]
        for text in not_by:
            assert titles(cast, name, text, Kind.REGISTER_ENTRY) == []


def test_entries_come_by_title_and_tell_nothing_of_a_rank(cast: Cast) -> None:
    make_scored(2, title="Plan of berths", domain=cast.retail)
    make_scored(1, title="Queues", outcome="A berth is free.", domain=cast.retail)
    make_scored(3, title="Berth plan", domain=cast.retail)
    assert titles(cast, "freight_owner", "berth", Kind.REGISTER_ENTRY) == [
        "Berth plan",
        "Plan of berths",
        "Queues",
    ]
    cut = found(cast, "freight_owner", "berth", most=2)[Kind.REGISTER_ENTRY]
    assert (len(cut.finds), cut.total, cut.has_more) == (2, 3, True)


def test_what_is_not_shown_is_counted_and_what_is_not_visible_is_not(cast: Cast) -> None:
    for number in range(3):
        make_use_case(title=f"Berth {number}", domain=cast.freight)
        make_use_case(title=f"Berth {number}", domain=cast.retail)
    group = found(cast, "freight_owner", "berth", most=2)[Kind.USE_CASE]
    assert (len(group.finds), group.total, group.has_more) == (2, 3, True)


def test_the_places_near_the_page_come_first(cast: Cast) -> None:
    assessments = next(each for each in SECTIONS if each.label == "Assessments")
    groups = search(cast.member("lead"), " ", most=1, today=TODAY, near=assessments)
    assert [group.finds[0].title for group in groups] == ["Start an assessment", "Assessments"]


def test_a_search_takes_seven_queries_at_most_and_no_word_none(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    lead, contributor = world.cast.member("lead"), world.cast.member("contributor")
    owner = world.cast.member("freight_owner")
    with django_assert_num_queries(6):
        search(lead, "freight forecast", most=20, today=TODAY)
    both = replace(owner, grants=owner.grants + world.cast.member("administrator").grants)
    with django_assert_num_queries(7):
        search(both, "freight forecast", most=20, today=TODAY)
    with django_assert_num_queries(2):
        search(contributor, "freight forecast", most=20, today=TODAY)
    with django_assert_num_queries(0):
        search(lead, "", most=20, today=TODAY)
