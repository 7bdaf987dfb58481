"""The register of the house: everybody finds every entry, and nothing but the entry."""

import pytest
from pytest_django import DjangoAssertNumQueries

from portfolio.domain.buckets import Bucket
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique
from portfolio.models import UseCase, UseCaseTechnique
from portfolio.selectors.register_entries import (
    RegisterEntry,
    RegisterFilters,
    domains_in_register,
    register_entry,
    register_page,
)
from tests.builders import NOW, make_scored, make_use_case
from tests.conftest import Cast


def titles(cast: Cast, name: str, text: str = "") -> list[str]:
    found = register_page(cast.member(name), RegisterFilters(text=text))
    assert found.total == len(found.entries)
    return [entry.title for entry in found.entries]


@pytest.fixture
def house(cast: Cast) -> UseCase:
    make_use_case(domain=cast.freight, title="Dock plan")
    make_use_case(
        domain=cast.retail, title="Quiet plan", listing="domain", listing_reason="A takeover."
    )
    make_use_case(domain=cast.retail, title="Old plan", archived_at=NOW)
    row: UseCase = make_scored(
        1,
        domain=cast.retail,
        title="Shelf plan",
        outcome="Nothing is sold out.",
        problem="Milk is missing on Mondays.",
        external_reference="RX-77",
        source="list",
        planned_cost=100,
        business_owner=cast.retail_owner,
        stage="pilot",
        created_at=NOW,
    )
    UseCaseTechnique.objects.create(use_case=row, technique="vision")
    return row


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("freight_owner", ["Dock plan", "Shelf plan"]),
        ("contributor", ["Dock plan", "Shelf plan"]),
        ("administrator", ["Dock plan", "Shelf plan"]),
        ("retail_owner", ["Dock plan", "Quiet plan", "Shelf plan"]),
        ("lead", ["Dock plan", "Quiet plan", "Shelf plan"]),
        ("auditor", ["Dock plan", "Quiet plan", "Shelf plan"]),
        ("stranger", []),
    ],
)
def test_who_finds_what(cast: Cast, house: UseCase, name: str, found: list[str]) -> None:
    assert titles(cast, name) == found


def test_an_entry_says_so_much_and_no_more(cast: Cast, house: UseCase) -> None:
    assert register_entry(cast.member("freight_owner"), house.pk) == RegisterEntry(
        pk=house.pk,
        code=house.code,
        title="Shelf plan",
        outcome="Nothing is sold out.",
        domain_id=cast.retail.pk,
        domain="Retail",
        bucket=Bucket.EFFICIENCY,
        stage=Stage.PILOT,
        techniques=(Technique.VISION,),
        owner="Retail owner",
        owner_email="retail_owner@example.org",
        registered_at=NOW,
        is_whole=False,
    )


def test_an_entry_that_is_kept_back_or_archived_is_not_there(cast: Cast, house: UseCase) -> None:
    member = cast.member("freight_owner")
    for title in ("Quiet plan", "Old plan"):
        assert register_entry(member, UseCase.objects.get(title=title).pk) is None


def test_the_words_of_a_problem_find_nothing(cast: Cast, house: UseCase) -> None:
    for name in ("freight_owner", "lead"):
        assert titles(cast, name, "milk") == []
        assert titles(cast, name, "sold") == ["Shelf plan"]
        assert titles(cast, name, house.code) == ["Shelf plan"]


def test_a_reference_finds_nothing_for_those_who_may_not_read_it(
    cast: Cast, house: UseCase
) -> None:
    assert titles(cast, "freight_owner", "rx-77") == []
    assert titles(cast, "retail_owner", "rx-77") == ["Shelf plan"]


def test_a_code_finds_nothing_that_is_kept_back(cast: Cast, house: UseCase) -> None:
    quiet = UseCase.objects.get(title="Quiet plan")
    assert titles(cast, "freight_owner", quiet.code) == []
    assert titles(cast, "freight_owner", "quiet") == []


def test_a_domain_with_nothing_to_find_is_not_offered(cast: Cast) -> None:
    make_use_case(domain=cast.retail, listing="domain", listing_reason="A takeover.")
    make_use_case(domain=cast.depots)
    assert domains_in_register(cast.member("freight_owner")) == ((cast.depots.pk, "Depots"),)


def test_an_owner_who_left_is_named_no_more(cast: Cast, house: UseCase) -> None:
    cast.retail_owner.is_active = False
    cast.retail_owner.save()
    entry = register_entry(cast.member("freight_owner"), house.pk)
    assert entry is not None
    assert (entry.owner, entry.owner_email) == ("", "")


@pytest.mark.parametrize("count", [2, 12])
def test_a_page_takes_three_queries_whatever_its_length(
    cast: Cast, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(count):
        make_use_case(domain=cast.retail, outcome="Nothing is sold out.")
    member = cast.member("freight_owner")
    with django_assert_num_queries(3):
        found = register_page(member, RegisterFilters(text="sold"), size=5)
    assert (found.total, len(found.entries)) == (count, min(count, 5))
