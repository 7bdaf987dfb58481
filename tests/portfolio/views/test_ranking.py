"""The ranking page, and the panel that says why."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import FoundationAction
from portfolio.models import UseCase
from portfolio.services.ranking import rank_portfolio
from tests.builders import NOW, make_use_case
from tests.conftest import Cast
from tests.portfolio.builders import SHORT, assessed, on_axes, rated

PAGE = "/portfolio/ranking/"


@pytest.fixture
def ranked(cast: Cast) -> list[UseCase]:
    assessed(cast.freight, SHORT)
    rows = [
        rated(on_axes(4, 3), domain=cast.depots, title="Dock scheduling", bucket="efficiency"),
        rated(on_axes(3, 4), domain=cast.retail, title="Price match", bucket="augmentation"),
        rated(on_axes(2, 2), domain=cast.retail, title="Shelf photos", bucket="augmentation"),
    ]
    rated({"urgency": 5}, domain=cast.retail, title="Barely rated")
    rank_portfolio(at=NOW)
    return rows


def titles(html: str) -> list[str]:
    known = ["Dock scheduling", "Price match", "Shelf photos", "Barely rated"]
    found = {title: html.find(f">{title}</a>") for title in known}
    return sorted((title for title in known if found[title] > 0), key=lambda title: found[title])


def test_the_first_place_comes_first_and_what_is_not_ranked_is_not_there(
    cast: Cast, ranked: list[UseCase]
) -> None:
    html = cast.client("lead").get(PAGE).text
    assert titles(html) == ["Price match", "Dock scheduling", "Shelf photos"]
    assert "60 → 51" in html


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("bucket=augmentation", ["Price match", "Shelf photos"]),
        ("quadrant=build_foundations_first", ["Dock scheduling"]),
        ("value_from=60&value_to=80", ["Price match"]),
        ("value_from=80&value_to=100&feasibility_from=50&feasibility_to=55", ["Dock scheduling"]),
        ("q=shelf", ["Shelf photos"]),
    ],
)
def test_filters_narrow_the_ranking(
    cast: Cast, ranked: list[UseCase], query: str, expected: list[str]
) -> None:
    assert titles(cast.client("lead").get(f"{PAGE}?{query}").text) == expected


def test_a_domain_stands_for_everything_beneath_it(cast: Cast, ranked: list[UseCase]) -> None:
    html = cast.client("lead").get(f"{PAGE}?domain={cast.freight.pk}").text
    assert titles(html) == ["Dock scheduling"]


def test_tabs_count_each_bucket_whichever_is_chosen(cast: Cast, ranked: list[UseCase]) -> None:
    response = cast.client("lead").get(f"{PAGE}?bucket=augmentation")
    assert [(tab.count, tab.is_current) for tab in response.context["tabs"]] == [
        (3, False),
        (1, False),
        (2, True),
        (0, False),
    ]


def test_the_panel_says_why_by_a_plain_link_and_by_htmx(cast: Cast, ranked: list[UseCase]) -> None:
    client = cast.client("lead")
    link = f"{PAGE}?selected={ranked[0].pk}"
    assert link in client.get(PAGE).text
    whole = client.get(link).text
    part = client.get(link, headers={"HX-Request": "true"}).text
    assert "<html" in whole
    assert "<html" not in part
    for html in (whole, part):
        assert "Why this rank" in html
        assert "Readiness of Freight" in html
        assert "Data quality counts as 1; 2 is needed." in html


def test_what_unlocks_it_leads_to_the_foundation_action(cast: Cast, ranked: list[UseCase]) -> None:
    action = FoundationAction.objects.create(
        domain=cast.freight,
        title="Clean the scan events",
        capability="data-quality",
        from_level=1,
        to_level=2,
        created_at=NOW,
    )
    client = cast.client("freight_owner")
    html = client.get(f"{PAGE}?selected={ranked[0].pk}").text
    url = reverse("assessments:action-detail", args=[action.pk])
    assert f'<a href="{url}">Clean the scan events</a>' in html
    assert client.get(url).status_code == 200


def test_a_use_case_of_another_domain_is_neither_listed_nor_explained(
    cast: Cast, ranked: list[UseCase]
) -> None:
    html = cast.client("freight_owner").get(f"{PAGE}?selected={ranked[1].pk}").text
    assert titles(html) == ["Dock scheduling"]
    assert "Why this rank" not in html


@pytest.mark.parametrize(
    ("query", "words"),
    [("", "Nothing is ranked yet"), ("?bucket=efficiency", "No ranked use case matches")],
)
def test_an_empty_ranking_says_why(cast: Cast, query: str, words: str) -> None:
    make_use_case(domain=cast.freight)
    assert words in cast.client("lead").get(f"{PAGE}{query}").text


def test_without_any_use_case_the_ranking_says_how_it_starts(cast: Cast) -> None:
    assert "No use cases yet" in cast.client("lead").get(PAGE).text


def test_nonsense_in_the_address_is_left_out_and_named(cast: Cast, ranked: list[UseCase]) -> None:
    html = cast.client("lead").get(f"{PAGE}?stage=dreaming&selected=x&page=999").text
    assert titles(html) == ["Price match", "Dock scheduling", "Shelf photos"]
    assert "There is no “dreaming”." in html


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("executive", 200),
        ("lead", 200),
        ("freight_owner", 200),
        ("board", 200),
        ("auditor", 200),
        ("contributor", 404),
        ("administrator", 404),
        ("stranger", 404),
    ],
)
@pytest.mark.parametrize("page", [PAGE, "/portfolio/matrix/", "/portfolio/scoring-model/"])
def test_who_may_read(cast: Cast, page: str, name: str, status: int) -> None:
    assert cast.client(name).get(page).status_code == status


@pytest.mark.parametrize("page", [PAGE, "/portfolio/matrix/"])
def test_pages_take_the_same_queries_at_10_and_at_200(cast: Cast, page: str) -> None:
    client = cast.client("lead")
    counts = []
    for wanted in (10, 200):
        while UseCase.objects.count() < wanted:
            rated(on_axes(4, 3), domain=cast.retail)
        rank_portfolio(at=NOW)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15


def test_the_page_of_a_use_case_with_all_of_it_stays_within_15_queries(
    cast: Cast, ranked: list[UseCase]
) -> None:
    client = cast.client("lead")
    client.get(PAGE)
    for part in ("", "standing/"):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(f"/portfolio/use-cases/{ranked[0].pk}/{part}")
        assert len(queries) <= 15
    assert "Readiness of Freight" in response.text


def test_rows_say_the_place_within_bucket_and_domain_and_who_is_on_the_front(
    cast: Cast, ranked: list[UseCase]
) -> None:
    response = cast.client("lead").get(PAGE)
    rows = [
        (row.title, row.bucket_rank, row.domain_rank, row.is_on_front)
        for row in response.context["page"].object_list
    ]
    assert rows == [
        ("Price match", "1", "1", True),
        ("Dock scheduling", "1", "1", True),
        ("Shelf photos", "2", "2", False),
    ]
    assert response.text.count('class="st-hidden">On the Pareto front') == 2
