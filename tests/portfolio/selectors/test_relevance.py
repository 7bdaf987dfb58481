"""How the results of a search are ordered."""

import pytest

from portfolio.domain.use_cases import code
from portfolio.selectors.use_case_orders import Order, SortKey
from portfolio.selectors.use_cases import UseCaseFilters, all_rows, use_case_page
from tests.builders import make_scored, make_use_case
from tests.conftest import Cast

BEST_FIRST = Order(SortKey.RELEVANCE)


def found(cast: Cast, text: str, *, size: int = 50) -> list[str]:
    filters = UseCaseFilters(text=text)
    page = use_case_page(cast.member("lead"), filters, BEST_FIRST, size=size)
    return [row.title for row in page.rows]


def test_a_title_counts_before_an_outcome_and_an_outcome_before_a_problem(cast: Cast) -> None:
    make_use_case(title="Third", outcome="Less waste.", problem="Every forecast is wrong.")
    make_use_case(title="Second", outcome="A forecast for each depot.", problem="None.")
    make_use_case(title="First forecast", outcome="Less waste.", problem="None.")
    assert found(cast, "forecast") == ["First forecast", "Second", "Third"]


@pytest.mark.parametrize("place", ["title", "outcome", "problem"])
def test_a_whole_word_counts_before_a_beginning_and_a_beginning_before_a_part(
    cast: Cast, place: str
) -> None:
    texts = ("Deep freight", "Freightliner plan", "Unfreighted vans")
    wholes = [make_use_case(**({"outcome": ""} | {place: text})).pk for text in texts[::-1]]
    filters = UseCaseFilters(text="freight")
    page = use_case_page(cast.member("lead"), filters, BEST_FIRST)
    assert [row.pk for row in page.rows] == wholes[::-1]


def test_what_fits_alike_is_ordered_by_priority_and_then_by_code(cast: Cast) -> None:
    make_use_case(title="Yard plan, unscored")
    make_use_case(title="Yard plan, unscored too")
    make_scored(9, title="Yard plan, ninth")
    make_scored(2, title="Yard plan, second")
    assert found(cast, "yard") == [
        "Yard plan, second",
        "Yard plan, ninth",
        "Yard plan, unscored",
        "Yard plan, unscored too",
    ]


def test_every_word_of_a_search_counts(cast: Cast) -> None:
    make_scored(1, title="Yard", outcome="A plan for trailers.")
    make_scored(2, title="Trailers", outcome="A plan for the yard.")
    make_scored(3, title="Yard plan", outcome="Fewer trailers in the way.")
    assert found(cast, "yard plan") == ["Yard plan", "Yard", "Trailers"]
    assert found(cast, "trailers plan") == ["Trailers", "Yard plan", "Yard"]


def test_a_code_leads_whatever_else_speaks_of_it(cast: Cast) -> None:
    meant = make_use_case(title="Something")
    make_scored(1, title=f"Follows {code(meant.pk)}")
    assert found(cast, code(meant.pk)) == ["Something", f"Follows {code(meant.pk)}"]


def test_a_reference_counts_like_a_title(cast: Cast) -> None:
    make_scored(1, title="Speaks of it", outcome="Replaces REF-77.")
    make_use_case(title="Is it", source="register", external_reference="REF-77")
    assert found(cast, "ref-77") == ["Is it", "Speaks of it"]


def test_pages_and_the_whole_list_are_in_the_same_order(cast: Cast) -> None:
    for rank in range(1, 5):
        make_scored(rank, title=f"Plan {rank}", outcome="Yard." if rank % 2 else "Yards.")
    filters, lead = UseCaseFilters(text="yard"), cast.member("lead")
    pages = [use_case_page(lead, filters, BEST_FIRST, number=n, size=2) for n in (1, 2)]
    paged = [row.title for page in pages for row in page.rows]
    assert paged == [row.title for row in all_rows(lead, filters, BEST_FIRST)]
    assert len(paged) == 4


def test_relevance_is_the_usual_order_of_a_search_and_rank_of_a_list(cast: Cast) -> None:
    assert UseCaseFilters(text="yard").usual_order == BEST_FIRST
    assert UseCaseFilters().usual_order == Order(SortKey.RANK)
    make_scored(2, title="Second")
    make_scored(1, title="First")
    assert found(cast, "") == ["First", "Second"]


def test_relevance_runs_one_way(cast: Cast) -> None:
    assert Order.parse("relevance") == BEST_FIRST
    assert Order.parse("-relevance") is None
