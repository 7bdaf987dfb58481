"""Lists of use cases: who sees which, filters, orders, pages, searches."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from portfolio.domain.buckets import Bucket
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.priority import Quadrant
from portfolio.domain.scoring import NotScored
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique
from portfolio.models import UseCaseTechnique
from portfolio.selectors.use_case_orders import Order, SortKey
from portfolio.selectors.use_case_rows import Standing, rank_label
from portfolio.selectors.use_cases import (
    Empty,
    OwnerGap,
    UseCaseFilters,
    all_rows,
    domains_to_filter,
    sources_to_filter,
    use_case_page,
    why_empty,
)
from tests.builders import NOW, make_scored, make_use_case, make_user
from tests.conftest import Cast

RANK = Order()


def titles(cast: Cast, name: str = "lead", order: Order = RANK, **filters: Any) -> list[str]:
    page = use_case_page(cast.member(name), UseCaseFilters(**filters), order)
    return [row.title for row in page.rows]


def test_a_list_holds_what_the_member_may_see(cast: Cast) -> None:
    make_use_case(title="Freight", domain=cast.freight)
    make_use_case(title="Depots", domain=cast.depots)
    make_use_case(title="Retail", domain=cast.retail)
    assert titles(cast) == ["Freight", "Depots", "Retail"]
    assert titles(cast, "freight_owner") == ["Freight", "Depots"]
    assert titles(cast, "contributor") == []
    assert titles(cast, "stranger") == []


def test_every_filter_keeps_what_it_names(cast: Cast) -> None:
    one = make_use_case(
        title="One",
        domain=cast.depots,
        bucket="augmentation",
        stage="pilot",
        tier=3,
        source="register",
        external_reference="A-1",
    )
    UseCaseTechnique.objects.create(use_case=one, technique="vision")
    make_scored(1, title="Two", domain=cast.retail, quadrant="quick_win")
    assert titles(cast, domain_path=cast.freight.path) == ["One"]
    assert titles(cast, bucket=Bucket.AUGMENTATION) == ["One"]
    assert titles(cast, stage=Stage.PILOT) == ["One"]
    assert titles(cast, tier=3) == ["One"]
    assert titles(cast, source="register") == ["One"]
    assert titles(cast, technique=Technique.VISION) == ["One"]
    assert titles(cast, quadrant=Quadrant.QUICK_WIN) == ["Two"]
    assert titles(cast, is_scored=True) == ["Two"]
    assert titles(cast, is_scored=False) == ["One"]
    assert titles(cast, bucket=Bucket.AUGMENTATION, stage=Stage.IDEA) == []


def test_archived_use_cases_are_a_list_of_their_own(cast: Cast) -> None:
    make_use_case(title="Here")
    make_use_case(title="Put away", archived_at=NOW)
    assert titles(cast) == ["Here"]
    assert titles(cast, is_archived=True) == ["Put away"]


def test_an_owner_gap_is_an_empty_seat_or_one_whose_holder_left(cast: Cast) -> None:
    everyone = {role.value: cast.lead for role in OwnerRole}
    make_use_case(title="Whole", **everyone)
    make_use_case(title="No data owner", **(everyone | {"data_owner": None}))
    gone = make_user("Gone", is_active=False)
    make_use_case(title="Steward left", **(everyone | {"technical_steward": gone}))
    assert titles(cast, owner_gap=OwnerGap.ANY) == ["No data owner", "Steward left"]
    assert titles(cast, owner_gap=OwnerGap.DATA_OWNER) == ["No data owner"]
    assert titles(cast, owner_gap=OwnerGap.BUSINESS_OWNER) == []


@pytest.mark.parametrize(
    "text",
    [
        "dock",
        "DOCK schedul",
        "scheduling dock",
        "wartezeit",
        "größer",
        "GROSSER",
        "ref-77",
        "uc-%d",
    ],
)
def test_a_search_finds_every_word_in_any_order_case_and_accent(cast: Cast, text: str) -> None:
    found = make_use_case(
        title="Dock scheduling",
        outcome="Größere Höfe, weniger Wartezeit.",
        source="x",
        external_reference="REF-77",
    )
    make_use_case(title="Something else")
    assert titles(cast, text=text % found.pk if "%" in text else text) == ["Dock scheduling"]


def test_a_search_takes_signs_literally(cast: Cast) -> None:
    make_use_case(title="100% on time")
    make_use_case(title="1000 on time")
    assert titles(cast, text="100%") == ["100% on time"]
    assert titles(cast, text="100_") == []


def test_a_code_and_another_word_must_both_fit(cast: Cast) -> None:
    found = make_use_case(title="Dock scheduling")
    assert titles(cast, text=f"{found.code} dock") == ["Dock scheduling"]
    assert titles(cast, text=f"{found.code} forecast") == []


def test_orders_run_both_ways_and_keep_what_is_unknown_last(cast: Cast) -> None:
    make_use_case(title="B unscored")
    make_scored(2, title="C second")
    make_scored(1, title="A first")
    make_use_case(title="D unscored")
    assert titles(cast) == ["A first", "C second", "B unscored", "D unscored"]
    down = Order(SortKey.RANK, is_descending=True)
    assert titles(cast, order=down) == ["C second", "A first", "B unscored", "D unscored"]
    best = Order(SortKey.PRIORITY, is_descending=True)
    assert titles(cast, order=best) == ["A first", "C second", "B unscored", "D unscored"]
    by_title = Order(SortKey.TITLE, is_descending=True)
    assert [title[0] for title in titles(cast, order=by_title)] == ["D", "C", "B", "A"]
    assert titles(cast, order=best, text="unscored") == ["B unscored", "D unscored"]


@pytest.mark.parametrize("text", ["", "case"])
def test_pages_follow_each_other_across_the_end_of_what_is_known(cast: Cast, text: str) -> None:
    for rank in range(1, 6):
        make_scored(rank, title=f"Case {rank}")
    for number in range(6, 9):
        make_use_case(title=f"Case {number}")
    seen = []
    for number in (1, 2, 3):
        page = use_case_page(
            cast.member("lead"), UseCaseFilters(text=text), RANK, number=number, size=3
        )
        assert (page.total, page.number) == (8, number)
        seen += [row.title for row in page.rows]
    assert seen == [f"Case {number}" for number in range(1, 9)]
    beyond = use_case_page(cast.member("lead"), UseCaseFilters(text=text), RANK, number=99, size=3)
    assert (beyond.number, [row.title for row in beyond.rows]) == (3, ["Case 7", "Case 8"])


def test_the_whole_list_comes_in_the_order_of_its_pages(cast: Cast) -> None:
    make_use_case(title="Last")
    make_scored(2, title="Second")
    make_scored(1, title="First")
    rows = all_rows(cast.member("lead"), UseCaseFilters(), RANK)
    assert [row.title for row in rows] == ["First", "Second", "Last"]


def test_a_row_says_who_owns_it_and_where_it_stands(cast: Cast) -> None:
    gone = make_user("Gone Away", is_active=False)
    use_case = make_scored(
        3, low=2, high=5, business_owner=cast.freight_owner, model_owner=gone, tier=2
    )
    UseCaseTechnique.objects.create(use_case=use_case, technique="nlp")
    make_use_case()
    first, second = use_case_page(cast.member("lead"), UseCaseFilters(), RANK).rows
    assert first.code == use_case.code
    assert first.techniques == (Technique.NLP,)
    assert isinstance(first.standing, Standing)
    assert (first.standing.rank, first.standing.quadrant) == ("2–5", Quadrant.DO_NOW)
    assert [(seat.badge.initials, seat.is_vacant) for seat in first.owners] == [
        ("FO", False),
        ("", True),
        ("", True),
        ("", True),
    ]
    assert first.owners[1].name == "Gone Away"
    assert isinstance(second.standing, NotScored)


@pytest.mark.parametrize(
    ("ranks", "label"), [((None, None, None), "–"), ((7, 7, 7), "7"), ((8, 7, 11), "7–11")]
)
def test_a_tie_is_written_as_a_range(ranks: tuple[int | None, ...], label: str) -> None:
    assert rank_label(*ranks) == label


@pytest.mark.parametrize("text", ["", "use"])
@pytest.mark.parametrize("count", [10, 200])
def test_a_page_takes_three_queries_whatever_its_length(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries, count: int, text: str
) -> None:
    for rank in range(1, count + 1):
        make_scored(rank, business_owner=cast.lead)
    member = cast.member("lead")
    with django_assert_max_num_queries(3):
        page = use_case_page(member, UseCaseFilters(text=text), RANK)
    assert len(page.rows) == min(count, 50)


def test_an_empty_list_knows_why(cast: Cast) -> None:
    lead, owner = cast.member("lead"), cast.member("freight_owner")
    assert why_empty(lead, is_narrowed=False) is Empty.NOTHING_YET
    make_use_case(domain=cast.retail)
    assert why_empty(lead, is_narrowed=True) is Empty.FILTERED
    assert why_empty(owner, is_narrowed=False) is Empty.NOT_YOURS


def test_choices_are_the_domains_and_sources_one_can_filter_by(cast: Cast) -> None:
    make_use_case(source="fleet register", external_reference="1")
    make_use_case(source="fleet register", external_reference="2")
    make_use_case(domain=cast.freight, source="truck list", external_reference="1")
    assert sources_to_filter(cast.member("lead")) == ("fleet register", "truck list")
    assert sources_to_filter(cast.member("freight_owner")) == ("truck list",)
    names = [name.strip() for _pk, name, _path in domains_to_filter(cast.member("freight_owner"))]
    assert names == ["Freight", "Depots"]


@pytest.mark.parametrize("text", ["colour", "", "--rank", "rank,title", "domain__path"])
def test_only_known_keys_order_a_list(text: str) -> None:
    assert Order.parse(text) is None
