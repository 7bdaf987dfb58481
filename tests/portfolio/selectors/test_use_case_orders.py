"""The orders of a list: one over its pages and its file, walked along an index where it has one."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portfolio.models import UseCase
from portfolio.selectors import use_case_orders
from portfolio.selectors.use_case_orders import Order, SortKey
from portfolio.selectors.use_cases import UseCaseFilters, ids_in_order, page_of_ids
from tests.builders import NOW, make_scored, make_use_case
from tests.conftest import Cast

BOTH_WAYS = [Order(key, way) for key in SortKey for way in (False, True) if key != "relevance"]
WALKED = {
    "rank": "use_case_by_rank",
    "title": "use_case_by_title",
    "priority": "use_case_by_priority",
    "value": "use_case_by_value",
    "adjusted_feasibility": "use_case_by_feasibility",
    "feasibility": "use_case_by_raw_feasibility",
    "bucket_rank": "use_case_by_place_in_bucket",
    "domain_rank": "use_case_by_place_in_domain",
    "planned_cost": "use_case_by_cost",
    "planned_benefit": "use_case_by_benefit",
    "effort_weeks": "use_case_by_effort",
    "reach": "use_case_by_reach",
    "initiated_on": "use_case_by_initiation",
    "development_started_on": "use_case_by_development",
    "live_on": "use_case_by_going_live",
    "retired_on": "use_case_by_retirement",
    "external_reference": "use_case_by_reference",
    "registered": "use_case_by_registration",
    "changed": "use_case_by_change",
}


def some_use_cases() -> None:
    """Register seven, of which some share a value and some have none."""
    for number in range(1, 4):
        make_scored(number, title=f"Case {number}", bucket_rank=number, domain_rank=1)
    for number, value in enumerate((4, 2, 4, None), start=4):
        days: dict[str, Any] = (
            {}
            if value is None
            else {
                name: date(2026, 1, value)
                for name in ("initiated_on", "development_started_on", "live_on", "retired_on")
            }
        )
        make_use_case(
            title=f"Case {number}",
            planned_cost=value,
            planned_benefit=value,
            effort_weeks=value,
            reach=value,
            external_reference="" if value is None else f"R-{number}",
            source="" if value is None else "Inventory",
            impact=value,
            **days,
        )
        UseCase.objects.filter(title=f"Case {number}").update(
            created_at=NOW - timedelta(days=value or 0)
        )


@pytest.mark.parametrize("few", [0, use_case_orders.FEW])
def test_the_pages_of_every_order_together_are_its_file(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    some_use_cases()
    monkeypatch.setattr(use_case_orders, "FEW", few)
    lead, filters = cast.member("lead"), UseCaseFilters()
    everything = sorted(UseCase.objects.values_list("pk", flat=True))
    for order in BOTH_WAYS:
        pages = [page_of_ids(lead, filters, order, number=n, size=2) for n in (1, 2, 3, 4)]
        assert [page.total for page in pages] == [7, 7, 7, 7], order
        in_pages = [pk for page in pages for pk in page.ids]
        assert in_pages == ids_in_order(lead, filters, order), order
        assert sorted(in_pages) == everything, order


def test_what_is_not_known_comes_last_whichever_way_an_order_runs(cast: Cast) -> None:
    some_use_cases()
    titles = dict(UseCase.objects.values_list("pk", "title"))

    def turn(key: SortKey, *, is_descending: bool) -> list[str]:
        order = Order(key, is_descending)
        ids = ids_in_order(cast.member("lead"), UseCaseFilters(), order)
        return [titles[pk].removeprefix("Case ") for pk in ids]

    unknown = ["1", "2", "3", "7"]
    for key, up, down in (
        # Of two alike, the index decides: those that begin with the highest turn both round.
        (SortKey.PLANNED_COST, ["5", "6", "4"], ["4", "6", "5"]),
        (SortKey.REACH, ["5", "6", "4"], ["4", "6", "5"]),
        (SortKey.LIVE_ON, ["5", "4", "6"], ["6", "4", "5"]),
        (SortKey.EXTERNAL_REFERENCE, ["4", "5", "6"], ["6", "5", "4"]),
        (SortKey.IMPACT, ["5", "4", "6"], ["4", "6", "5"]),
    ):
        assert turn(key, is_descending=False) == up + unknown, key
        assert turn(key, is_descending=True) == down + unknown, key


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by how much there is")
def test_a_long_list_is_walked_along_the_index_of_its_order(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(use_case_orders, "FEW", 0)
    some_use_cases()
    lead = cast.member("lead")
    for order in BOTH_WAYS:
        if order.key not in WALKED:
            continue
        with CaptureQueriesContext(connection) as queries:
            page_of_ids(lead, UseCaseFilters(), order, number=1, size=1)
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {queries.captured_queries[-1]['sql']}")
            plan = "; ".join(row[3] for row in cursor.fetchall())
        assert WALKED[order.key] in plan, order
        assert "TEMP B-TREE" not in plan, order
