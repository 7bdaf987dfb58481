"""The matrix, and that each of its counts leads to exactly those rows."""

import json
import re
from html import unescape

import pytest
from django.test import Client

from portfolio.domain.buckets import Bucket
from portfolio.models import UseCase
from portfolio.services.ranking import rank_portfolio
from tests.builders import NOW
from tests.conftest import Cast
from tests.portfolio.builders import SHORT, assessed, on_axes, rated

PAGE = "/portfolio/matrix/"


@pytest.fixture
def portfolio(cast: Cast) -> None:
    """Sixty use cases over all quadrants, buckets, stages and tiers, a few of them not scored."""
    assessed(cast.freight, SHORT)
    buckets, stages = list(Bucket), ["idea", "assessed", "pilot", "retired"]
    for number in range(60):
        rated(
            on_axes(number % 6, (number // 6) % 6) if number % 10 else {"urgency": 3},
            domain=(cast.depots, cast.freight, cast.retail)[number % 3],
            bucket=buckets[(number // 3) % 3],
            stage=stages[number % 4],
            tier=number % 4 + 1,
        )
    rank_portfolio(at=NOW)


def listed(client: Client, url: str) -> int:
    return int(client.get(url).context["page"].paginator.count)


@pytest.mark.parametrize("query", ["", "stage=pilot", "tier=3&bucket=augmentation", "domain={}"])
def test_every_count_leads_to_exactly_as_many_rows(cast: Cast, portfolio: None, query: str) -> None:
    client = cast.client("lead")
    response = client.get(f"{PAGE}?{query.format(cast.freight.pk)}")
    counts = [
        count
        for row in response.context["count_rows"]
        for count in [*row.counts, row.total]
        if count.url
    ]
    assert counts
    for count in counts:
        assert listed(client, count.url) == count.number, count.url
        assert unescape(count.url).replace("&", "&amp;") in response.text
    unscored = response.context["unscored"]
    assert listed(client, unscored.url) == unscored.number


def test_the_finding_counts_what_readiness_holds_back(cast: Cast) -> None:
    assessed(cast.freight, SHORT)
    rated(on_axes(4, 3), domain=cast.freight)
    rated(on_axes(4, 3), domain=cast.retail)
    rank_portfolio(at=NOW)
    html = cast.client("lead").get(PAGE).text
    told = "1 of 2 scored use cases is <strong>ready to do now</strong> and not in production yet."
    assert told in html
    assert "1 more would be, had readiness not taken off what its domain cannot do yet." in html


def test_a_point_leads_to_its_explanation_and_keeps_the_filters(cast: Cast) -> None:
    use_case = rated(on_axes(4, 3), domain=cast.retail, stage="pilot", title="Price match")
    rank_portfolio(at=NOW)
    client = cast.client("lead")
    link = f"{PAGE}?stage=pilot&selected={use_case.pk}"
    html = client.get(f"{PAGE}?stage=pilot").text
    assert link in unescape(html)
    chosen = client.get(link).text
    assert "Why this rank" in chosen
    assert f'href="/portfolio/use-cases/{use_case.pk}/rate/"' in chosen


def test_2133_points_are_drawn_as_counts_that_lead_to_their_ranking(cast: Cast) -> None:
    columns = {
        "feasibility": 60.0,
        "is_rank_robust": True,
        "created_at": NOW,
        "updated_at": NOW,
    }
    UseCase.objects.bulk_create(
        UseCase(
            domain=cast.retail,
            title=f"Use case {number}",
            value=number % 100,
            adjusted_feasibility=number % 97,
            priority=50.0,
            quadrant="park",
            rank=number + 1,
            rank_low=number + 1,
            rank_high=number + 1,
            **columns,
        )
        for number in range(2133)
    )
    client = cast.client("lead")
    html = client.get(PAGE).text
    data = re.search(r'data-figure="([^"]+)"', html)
    assert data is not None
    figure = json.loads(unescape(data[1]))
    marks = [mark for trace in figure["data"] for mark in trace.get("customdata", [])]
    assert 0 < len(marks) < 2000
    told, _key, url = marks[0]
    expected = int(told.split()[0])
    assert listed(client, url) == expected
    total = sum(int(mark[0].split()[0]) for mark in marks)
    assert total == 2133


@pytest.mark.parametrize("query", ["", "bucket=efficiency", "bucket=augmentation&stage=pilot"])
def test_the_counts_of_a_crowd_lead_to_as_many_rows_under_the_same_filters(
    cast: Cast, query: str
) -> None:
    UseCase.objects.bulk_create(
        UseCase(
            domain=cast.retail,
            title=f"Use case {number}",
            bucket=("efficiency", "augmentation")[number % 2],
            stage="pilot" if number % 10 else "idea",
            value=70.0,
            feasibility=60.0,
            adjusted_feasibility=60.0,
            priority=50.0,
            quadrant="do_now",
            rank=number + 1,
            rank_low=number + 1,
            rank_high=number + 1,
            is_rank_robust=True,
            created_at=NOW,
            updated_at=NOW,
        )
        for number in range(1000)
    )
    client = cast.client("lead")
    table = client.get(f"{PAGE}?{query}").context["drawn"].figure.table
    linked = [cell for row in table.rows for cell in row if cell.url]
    assert linked
    for cell in linked:
        assert listed(client, cell.url) == int(cell.text.replace(",", "")), cell.url


def test_an_empty_matrix_says_why(cast: Cast) -> None:
    client = cast.client("lead")
    assert "Nothing to draw yet" in client.get(PAGE).text
    assert "No scored use case matches" in client.get(f"{PAGE}?stage=pilot").text


def test_a_dashed_line_joins_what_nothing_beats_on_both_axes(cast: Cast) -> None:
    rated(on_axes(5, 2), domain=cast.retail)
    client = cast.client("lead")
    rank_portfolio(at=NOW)
    line, words = 'stroke-dasharray="4 3"', "Dashed line: nothing is better on both axes"
    alone = client.get(PAGE).text
    assert line not in alone
    assert words not in alone
    rated(on_axes(2, 5), domain=cast.retail)
    rank_portfolio(at=NOW)
    both = client.get(PAGE).text
    assert line in both
    assert words in both
