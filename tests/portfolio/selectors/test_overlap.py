"""Reading overlap: the queue, what the tiles count, and what lies near a use case."""

from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from portfolio.domain.likeness import Band
from portfolio.domain.overlap import DoubleSpend, ReviewState
from portfolio.models import JoinedRegistration, OverlapPair, UseCase
from portfolio.selectors.overlap import (
    OverlapFilters,
    next_pair,
    overlap_figures,
    pairs,
    state_counts,
    with_sides,
)
from portfolio.selectors.overlap_pages import pair_page
from portfolio.selectors.similar_use_cases import HINT, neighbourhood, similar_to_text
from portfolio.services.overlap import link_pair, merge_pair, tell_apart
from portfolio.services.overlap_runs import compare_portfolio
from tests.builders import NOW, make_use_case
from tests.conftest import Cast
from tests.portfolio.overlap_builders import RAIL, SLOTS, SLOTS_AGAIN, found_pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(cast: Cast) -> tuple[OverlapPair, OverlapPair]:
    """A pair across domains, and one inside freight that is the same to the letter."""
    across = found_pair(cast.freight, cast.retail)
    one, two = make_use_case(domain=cast.depots, **RAIL), make_use_case(domain=cast.depots, **RAIL)
    compare_portfolio(at=NOW)
    return across, OverlapPair.objects.get(first=one, second=two)


def ids(cast: Cast, name: str, **filters: object) -> list[int]:
    rows = pairs(cast.member(name), OverlapFilters(**filters))  # type: ignore[arg-type]
    return list(rows.values_list("pk", flat=True))


def measured(pair: OverlapPair, name: str, cast: Cast) -> OverlapPair:
    """Return the pair with how alike it reads to somebody."""
    return OverlapPair.objects.listed_to(cast.member(name)).get(pk=pair.pk)


def test_a_pair_is_seen_by_who_reads_one_side_and_finds_the_other(
    both: tuple[OverlapPair, OverlapPair], cast: Cast
) -> None:
    across, inside = both
    for name in ("executive", "lead", "board", "auditor", "freight_owner"):
        assert ids(cast, name) == [inside.pk, across.pk]
    assert ids(cast, "retail_owner") == [across.pk]
    for name in ("contributor", "administrator", "stranger"):
        assert ids(cast, name) == []


def test_the_queue_narrows_by_band_domain_and_across(
    both: tuple[OverlapPair, OverlapPair], cast: Cast
) -> None:
    across, inside = both
    assert ids(cast, "lead", is_across=True) == [across.pk]
    assert ids(cast, "lead", domain_path=cast.retail.path) == [across.pk]
    assert ids(cast, "lead", domain_path=cast.freight.path) == [inside.pk, across.pk]
    OverlapPair.objects.filter(pk=across.pk).update(score=0.6)
    assert ids(cast, "lead", band=Band.LOOK) == [across.pk]
    assert ids(cast, "lead", band=Band.LIKELY_SAME) == [inside.pk]


def test_a_decided_pair_leaves_the_queue_for_its_own_list(
    both: tuple[OverlapPair, OverlapPair], cast: Cast
) -> None:
    across, inside = both
    lead = cast.member("lead")
    tell_apart(across, reason="Other goods.", version=across.version, by=lead, at=NOW)
    merge_pair(inside, keep=inside.first_id, version=inside.version, by=lead, at=NOW)
    assert ids(cast, "lead") == []
    assert ids(cast, "lead", state=ReviewState.NOT_SAME) == [across.pk]
    assert ids(cast, "lead", state=ReviewState.MERGED) == [inside.pk]
    told = state_counts(cast.member("lead"))
    assert [told[state] for state in ReviewState] == [0, 0, 1, 1]


def test_after_the_last_pair_the_queue_begins_again(
    both: tuple[OverlapPair, OverlapPair], cast: Cast
) -> None:
    across, inside = both
    lead = cast.member("lead")
    inside, across = (measured(pair, "lead", cast) for pair in (inside, across))
    assert next_pair(lead, inside) == across.pk
    assert next_pair(lead, across) == inside.pk
    OverlapPair.objects.filter(pk=inside.pk).delete()
    assert next_pair(lead, across) is None


def test_a_pair_stands_side_by_side_with_what_differs_first(
    both: tuple[OverlapPair, OverlapPair], cast: Cast
) -> None:
    across, _inside = both
    row = with_sides(OverlapPair.objects.filter(pk=across.pk)).get()
    page = pair_page(row, cast.member("lead"))
    assert [each.label for each in page.differences] == ["Title", "Domain", "Outcome"]
    assert [each.label for each in page.agreements] == ["Stage", "Bucket"]
    assert (page.may_review, page.may_archive_first, page.may_archive_second) == (True,) * 3
    page = pair_page(row, cast.member("freight_owner"))
    assert (page.may_review, page.may_archive_first, page.may_archive_second) == (
        False,
        True,
        False,
    )
    assert not pair_page(row, cast.member("executive")).may_review


def test_the_tiles_count_what_was_merged_and_joined_of_what_was_registered(cast: Cast) -> None:
    pair = found_pair(cast.freight, cast.retail, planned_cost=Decimal(80_000))
    UseCase.objects.filter(pk=pair.first_id).update(planned_cost=Decimal(50_000))
    make_use_case(domain=cast.depots)
    make_use_case(domain=cast.depots)
    lead = cast.member("lead")
    before = overlap_figures(lead)
    assert (before.registered, before.merged, before.joined, before.rate) == (4, 0, 0, 0.0)
    assert (before.likely_same, before.look, before.compared) == (1, 0, 2)
    assert before.at_stake == DoubleSpend(Decimal(50_000), 1, 0)
    merge_pair(pair, keep=pair.first_id, version=1, by=lead, at=NOW)
    JoinedRegistration.objects.create(
        use_case=pair.first, domain=cast.retail, title="Slots", joined_at=NOW
    )
    after = overlap_figures(lead)
    assert (after.registered, after.merged, after.joined, after.rate) == (4, 1, 1, 0.4)
    assert after.found == DoubleSpend(Decimal(50_000), 1, 0)
    assert after.at_stake == DoubleSpend(Decimal(0), 0, 0)
    owner = overlap_figures(cast.member("retail_owner"))
    assert (owner.registered, owner.merged, owner.joined) == (1, 0, 0)


def test_near_a_use_case_lie_the_most_alike_and_every_link(cast: Cast) -> None:
    pair = found_pair(cast.freight, cast.retail)
    lead = cast.member("lead")
    near = neighbourhood(pair.first, lead)
    (found,) = near.similar
    assert (found.pk, found.pair_id, found.state) == (pair.second_id, pair.pk, ReviewState.OPEN)
    assert near.linked == ()
    link_pair(pair, version=1, by=lead, at=NOW, reason="Same data.")
    near = neighbourhood(pair.second, lead)
    assert [(each.pk, each.how, each.reason) for each in near.linked] == [
        (pair.first_id, "Linked with", "Same data.")
    ]
    assert near.similar[0].state == ReviewState.LINKED
    UseCase.objects.filter(pk=pair.second_id).update(listing="domain", listing_reason="Sold.")
    assert neighbourhood(pair.first, cast.member("freight_owner")).linked == ()
    assert neighbourhood(pair.first, cast.member("freight_owner")).similar == ()


def test_of_another_domain_only_the_entry_reads_alike(cast: Cast) -> None:
    problem = "Forklift batteries die before lunch."
    found_pair(cast.freight, cast.retail, problem=problem)
    mine = UseCase.objects.get(domain=cast.freight)
    (whole,) = neighbourhood(mine, cast.member("lead")).similar
    (entry,) = neighbourhood(mine, cast.member("freight_owner")).similar
    assert "batteries" in whole.words
    assert not {"batteries", "forklift", "before"} & set(entry.words)
    assert {"delivery", "customers"} <= set(entry.words)
    pair = OverlapPair.objects.get()
    assert (entry.is_whole, entry.pair_id, entry.state) == (False, pair.pk, ReviewState.OPEN)
    assert entry.score == round(100 * (pair.entry_score or 0)) != whole.score


def test_what_reads_alike_in_its_problem_alone_is_not_near_for_another_domain(cast: Cast) -> None:
    problem = "Forklift batteries die before lunch, and nobody knows which ones are weak."
    one = make_use_case(domain=cast.freight, title="Cold start", outcome="", problem=problem)
    two = make_use_case(domain=cast.retail, title="Warm stop", outcome="", problem=problem)
    OverlapPair.objects.create(
        first=one,
        second=two,
        score=0.6,
        name_score=0.2,
        purpose_score=1.0,
        purpose_words=["forklift", "batteries"],
        texts_digest="0" * 64,
        found_at=NOW,
    )
    assert len(neighbourhood(one, cast.member("lead")).similar) == 1
    assert neighbourhood(one, cast.member("freight_owner")).similar == ()


@pytest.mark.parametrize(
    "typed", ["Dynamic delivery", "delivery slots", "Dynmic delivry slots", "Slots for delivery"]
)
def test_a_title_that_is_being_typed_finds_what_exists(typed: str, cast: Cast) -> None:
    slots = make_use_case(domain=cast.freight, **SLOTS)
    make_use_case(domain=cast.retail, **RAIL)
    found = similar_to_text(cast.member("lead"), typed, floor=HINT)
    assert [each.pk for each in found] == [slots.pk]
    (entry,) = similar_to_text(cast.member("retail_owner"), typed, floor=HINT)
    assert (entry.pk, entry.is_whole) == (slots.pk, False)
    UseCase.objects.filter(pk=slots.pk).update(listing="domain", listing_reason="Sold.")
    assert similar_to_text(cast.member("retail_owner"), typed, floor=HINT) == ()


def test_what_is_archived_or_unlike_is_not_suggested(cast: Cast) -> None:
    make_use_case(domain=cast.freight, archived_at=NOW, **SLOTS)
    lead = cast.member("lead")
    assert similar_to_text(lead, SLOTS["title"], SLOTS["outcome"]) == ()
    assert similar_to_text(lead, "") == ()
    assert similar_to_text(lead, "??") == ()


def test_the_number_of_queries_does_not_grow_with_the_pairs(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(4):
        make_use_case(domain=cast.freight, **SLOTS)
        make_use_case(domain=cast.retail, **SLOTS_AGAIN)
    compare_portfolio(at=NOW)
    lead = cast.member("lead")
    owner = cast.member("freight_owner")
    assert OverlapPair.objects.count() > 10
    with django_assert_max_num_queries(6):
        overlap_figures(lead)
    with django_assert_max_num_queries(7):
        overlap_figures(owner)
    with django_assert_max_num_queries(2):
        similar_to_text(lead, SLOTS["title"], SLOTS["outcome"])
    row = UseCase.objects.first()
    assert row is not None
    with django_assert_max_num_queries(2):
        neighbourhood(row, lead)
