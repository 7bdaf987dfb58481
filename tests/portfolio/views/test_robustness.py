"""The page of robustness runs, and what the panel says of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.tasks import work_once
from portfolio.models import Rating, RobustnessRun, UseCase
from portfolio.services.ranking import rank_portfolio
from tests.builders import NOW
from tests.conftest import Cast
from tests.portfolio.builders import on_axes, rated

PAGE = "/portfolio/ranking/robustness/"
ASKED = {"kind": "within", "spread": "5", "top": "1"}


@pytest.fixture
def ranked(cast: Cast) -> list[UseCase]:
    rows = [
        rated(on_axes(4, 4), domain=cast.retail, title="Price match"),
        rated(on_axes(2, 2), domain=cast.freight, title="Dock scheduling"),
    ]
    rank_portfolio(at=NOW)
    return rows


def test_before_any_run_the_page_says_how_to_get_one(cast: Cast, ranked: list[UseCase]) -> None:
    assert "Choose which weights somebody could hold" in cast.client("lead").get(PAGE).text
    other = cast.client("executive").get(PAGE).text
    assert "A CoE lead can have the portfolio ranked" in other
    assert "<form" not in other[other.index("<main") : other.index("</main>")]


def test_a_lead_asks_watches_and_reads(cast: Cast, ranked: list[UseCase]) -> None:
    client = cast.client("lead")
    asked = client.post(PAGE, ASKED)
    assert (asked.status_code, asked["Location"]) == (302, PAGE)
    waiting = client.get(PAGE).text
    assert f'hx-get="{PAGE}progress/"' in waiting
    assert client.get(f"{PAGE}progress/").status_code == 200
    assert work_once() == 1
    over = client.get(f"{PAGE}progress/", headers={"HX-Request": "true"})
    assert (over.status_code, over["HX-Refresh"]) == (286, "true")
    html = client.get(PAGE).text
    assert "2 use cases, ranked 10,000 times over the weights within ± 5 points" in html
    assert "Ranking changed since" not in html
    assert "over 99.9%" in html
    assert "under 0.1%" in html
    assert "How value counts against feasibility stays as the model says: 50 to 50." in html
    assert "Every use case was compared with every other" in html
    panel = client.get(f"/portfolio/ranking/?selected={ranked[0].pk}").text
    assert "In the top 1 under every draw of the weights within ± 5 points" in panel


def test_a_changed_ranking_marks_the_run_and_the_panel_says_which_came_first(
    cast: Cast, ranked: list[UseCase]
) -> None:
    client = cast.client("lead")
    client.post(PAGE, ASKED)
    work_once()
    Rating.objects.filter(use_case=ranked[0]).update(score=3)
    rank_portfolio(at=NOW)
    assert "Ranking changed since" in client.get(PAGE).text
    panel = client.get(f"/portfolio/ranking/?selected={ranked[0].pk}").text
    assert "before the ranking changed: In the top 1 under every draw" in panel
    assert "The rank holds when the weights vary." in panel


def test_who_sees_one_domain_reads_of_that_domain_alone(cast: Cast, ranked: list[UseCase]) -> None:
    cast.client("lead").post(PAGE, ASKED)
    work_once()
    html = cast.client("freight_owner").get(PAGE).text
    assert "Dock scheduling" in html
    assert "Price match" not in html


@pytest.mark.parametrize(
    ("change", "sentence"),
    [({"spread": "0"}, "1"), ({"kind": "wild"}, "Which weights"), ({"top": ""}, "first places")],
)
def test_nonsense_is_refused_and_asks_for_nothing(
    cast: Cast, ranked: list[UseCase], change: dict[str, str], sentence: str
) -> None:
    answer = cast.client("lead").post(PAGE, ASKED | change)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not RobustnessRun.objects.exists()


def test_the_page_takes_the_same_queries_for_10_and_for_60(cast: Cast) -> None:
    client = cast.client("lead")
    counts = []
    for wanted in (10, 60):
        while UseCase.objects.count() < wanted:
            rated(on_axes(4, 3), domain=cast.retail)
        rank_portfolio(at=NOW)
        client.post(PAGE, ASKED)
        work_once()
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15
