"""The steel thread: one recommendation, the same on the page and for programs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portfolio.domain.ownership import OwnerRole
from portfolio.models import UseCase
from portfolio.services.ranking import rank_portfolio
from tests.builders import NOW
from tests.conftest import Cast
from tests.portfolio.builders import READY, assessed, on_axes, rated

PAGE = "/portfolio/steel-thread/"
API = "/api/v1/steel-thread/"


def owned(cast: Cast, value: int, title: str, **fields: object) -> UseCase:
    seats = {role.value: cast.freight_owner for role in OwnerRole}
    usual = {"domain": cast.freight, "tier": 2, "stage": "approved"}
    return rated(on_axes(value, 4), title=title, **(usual | seats | fields))


@pytest.fixture
def portfolio(cast: Cast) -> dict[str, UseCase]:
    """One to choose, and one that fails each test."""
    assessed(cast.freight, dict.fromkeys(READY, 4.0))
    found = {
        "choice": owned(cast, 4, "Slot bidding"),
        "risky": owned(cast, 5, "Agent that pays", tier=4),
        "unowned": owned(cast, 5, "Route replay", data_owner=None),
        "unassessed": owned(cast, 5, "Shelf scan", domain=cast.retail),
        "running": owned(cast, 5, "Already live", stage="production"),
        "second": owned(cast, 3, "Dock talk"),
    }
    rank_portfolio(at=NOW)
    return found


def test_the_page_names_the_choice_and_says_why_not_the_others(
    cast: Cast, portfolio: dict[str, UseCase]
) -> None:
    html = cast.client("lead").get(PAGE).text
    assert "Carry this one first" in html
    assert f'href="/portfolio/use-cases/{portfolio["choice"].pk}/">Slot bidding' in html
    assert "Tier 4 goes to the board before it can teach anybody anything." in html
    assert "It has no data owner." in html
    assert "No assessment has been published for this domain or what it belongs to." in html
    assert "It passes every test; its priority is" in html
    assert "Already live" not in html
    assert "5 scored use cases that are not in production yet were looked at; 2 of them" in html


def test_programs_read_the_same_choice(cast: Cast, portfolio: dict[str, UseCase]) -> None:
    told = cast.client("lead").get(API).json()
    assert told["choice"]["use_case"]["id"] == portfolio["choice"].pk
    assert [each["verdict"] for each in told["choice"]["findings"]] == ["passed"] * 4
    assert told["choice"]["why_not"] == ""
    assert [each["use_case"]["id"] for each in told["runners_up"]] == [
        *(portfolio[name].pk for name in ("risky", "unowned", "unassessed")),
        portfolio["second"].pk,
    ]
    assert (told["fit"], told["looked_at"], told["eligible"]) == (2, 5, 5)


def test_each_domain_has_its_own(cast: Cast, portfolio: dict[str, UseCase]) -> None:
    html = cast.client("lead").get(f"{PAGE}?domain={cast.retail.pk}").text
    assert "No use case passes every test yet" in html
    assert "Shelf scan" in html
    assert "Slot bidding" not in html


def test_nobody_reads_about_use_cases_they_may_not_see(
    cast: Cast, portfolio: dict[str, UseCase]
) -> None:
    told = cast.client("retail_owner").get(API).json()
    seen = [told["choice"], *told["runners_up"]]
    allowed = UseCase.objects.visible_to(cast.member("retail_owner"))
    assert {each["use_case"]["id"] for each in seen if each} <= set(
        allowed.values_list("pk", flat=True)
    )


def test_an_unknown_domain_is_refused_for_programs(cast: Cast) -> None:
    answer = cast.client("lead").get(f"{API}?domain=999")
    assert answer.status_code == 400
    assert "There is no “999”." in answer.text


def test_an_empty_portfolio_says_what_is_missing(cast: Cast) -> None:
    assert "Nothing to choose from yet" in cast.client("lead").get(PAGE).text


def test_more_use_cases_take_no_more_queries(cast: Cast, portfolio: dict[str, UseCase]) -> None:
    client = cast.client("lead")
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    for number in range(10):
        owned(cast, 4, f"More {number}")
    rank_portfolio(at=NOW)
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)
    assert len(many) == len(few) <= 15
