"""Movers, second views and comparisons: the other sides of the ranking."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portfolio.domain.risk_tiers import Autonomy, Impact
from portfolio.models import RankingDay, Rating, UseCase
from portfolio.services.ranking import rank_portfolio
from portfolio.services.ratings import RatingInput, rate_use_case
from portfolio.services.use_case_inputs import input_of
from portfolio.services.use_cases import change_use_case
from tests.builders import NOW
from tests.conftest import Cast
from tests.portfolio.builders import SHORT, assessed, on_axes, rated

MOVERS = "/portfolio/ranking/movers/"
WSJF = "/portfolio/ranking/by/wsjf/"
RICE = "/portfolio/ranking/by/rice/"
COMPARE = "/portfolio/compare/"
LATER = NOW + timedelta(days=7)


@pytest.fixture
def three(cast: Cast) -> list[UseCase]:
    assessed(cast.freight, SHORT)
    rows = [
        rated(
            on_axes(4, 4),
            domain=cast.retail,
            title="Price match",
            bucket="augmentation",
            effort_weeks=13,
            reach=900,
        ),
        rated(on_axes(3, 3), domain=cast.freight, title="Dock scheduling", effort_weeks=6),
        rated(on_axes(2, 2), domain=cast.freight, title="Yard photos"),
    ]
    rank_portfolio(at=NOW)
    return rows


def test_who_moved_is_told_with_the_way_and_nobody_else(cast: Cast, three: list[UseCase]) -> None:
    Rating.objects.filter(use_case=three[2]).update(score=5)
    rank_portfolio(at=LATER)
    response = cast.client("lead").get(f"{MOVERS}?since={NOW.date()}")
    rows = [(each.row.title, each.row.before, each.row.now) for each in response.context["rows"]]
    assert rows == [("Yard photos", 3, 1), ("Price match", 1, 2), ("Dock scheduling", 2, 3)]
    assert "3 use cases took another place since the ranking of 2 March 2026." in response.text
    after = cast.client("lead").get(f"{MOVERS}?since={LATER.date()}")
    assert "Nobody moved" in after.text


def test_before_the_first_ranking_the_first_one_counts(cast: Cast, three: list[UseCase]) -> None:
    html = cast.client("lead").get(f"{MOVERS}?since=2020-01-01").text
    assert "That is the first one kept." in html
    assert "No ranking is kept yet" not in html


def test_without_any_ranking_the_page_says_when_there_will_be_one(cast: Cast) -> None:
    assert "No ranking is kept yet" in cast.client("lead").get(MOVERS).text
    answer = cast.client("lead").get(f"{MOVERS}?since=2026-02-31")
    assert answer.status_code == 200
    assert "“Since” must be a real date, such as 2026-03-31." in answer.text


def test_movers_of_other_domains_are_not_told(cast: Cast, three: list[UseCase]) -> None:
    Rating.objects.filter(use_case=three[2]).update(score=5)
    rank_portfolio(at=LATER)
    html = cast.client("freight_owner").get(f"{MOVERS}?since={NOW.date()}").text
    assert "Yard photos" in html
    assert "Price match" not in html


def test_why_somebody_moved_is_read_from_what_is_stored(cast: Cast, three: list[UseCase]) -> None:
    price, dock, yard = three
    lead = cast.member("lead")
    Rating.objects.filter(use_case=yard).delete()
    best = {key: RatingInput(5) for key in on_axes(5, 5)}
    rate_use_case(yard, best, version=yard.version, by=lead, at=LATER)
    wanted = replace(input_of(dock, ()), impact=Impact(2), autonomy=Autonomy(2))
    change_use_case(dock, wanted, version=dock.version, by=lead, at=LATER)
    assessed(cast.retail, SHORT, at=LATER)
    rank_portfolio(at=LATER)
    found = cast.client("executive").get(f"/api/v1/ranking/movers/?since={NOW.date()}").json()
    causes = {row["use_case"]: (row["causes"], row["why"]) for row in found["results"]}
    assert causes[yard.pk] == (
        ["rated", "others"],
        "Its ratings changed. 2 are no longer ahead of it.",
    )
    assert causes[price.pk][0] == ["readiness", "others"]
    assert causes[price.pk][1].startswith("The readiness of its domain was assessed anew. ")
    assert "facts" in causes[dock.pk][0]
    assert "Its domain, tier or techniques changed." in causes[dock.pk][1]
    page = cast.client("executive").get(f"{MOVERS}?since={NOW.date()}").text
    assert "Its ratings changed. 2 are no longer ahead of it." in page


def test_another_scoring_model_and_who_came_or_left_are_told(
    cast: Cast, three: list[UseCase]
) -> None:
    price, _dock, yard = three
    RankingDay.objects.update(model_version=0)
    UseCase.objects.filter(pk=price.pk).update(archived_at=LATER)
    new = rated(on_axes(5, 5), domain=cast.retail, title="New one")
    rank_portfolio(at=LATER)
    found = cast.client("executive").get(f"/api/v1/ranking/movers/?since={NOW.date()}").json()
    rows = {row["use_case"]: row for row in found["results"]}
    assert rows[new.pk]["why"] == "It had no place then. The scoring model changed."
    assert rows[price.pk]["why"].startswith("Archived use cases are not ranked.")
    # One came in ahead and one left, so the third is where it was.
    assert yard.pk not in rows


def test_wsjf_orders_by_what_it_knows_and_names_what_is_missing(
    cast: Cast, three: list[UseCase]
) -> None:
    response = cast.client("lead").get(WSJF)
    assert [(row.title, row.score) for row in response.context["rows"]] == [
        ("Dock scheduling", 3.0),
        ("Price match", pytest.approx(24 / 13)),
    ]
    missing = cast.client("lead").get(f"{WSJF}?missing=yes")
    assert [(row.title, row.missing) for row in missing.context["rows"]] == [
        ("Yard photos", ("the effort is not estimated",))
    ]


def test_rice_needs_a_reach(cast: Cast, three: list[UseCase]) -> None:
    response = cast.client("lead").get(RICE)
    assert [(row.title, row.score) for row in response.context["rows"]] == [("Price match", 600.0)]
    missing = cast.client("lead").get(f"{RICE}?missing=yes")
    assert "nobody said how many people it reaches in a quarter" in missing.text
    assert [tab.count for tab in missing.context["kinds"]] == [1, 2]


def test_another_view_does_not_exist(cast: Cast) -> None:
    assert cast.client("lead").get("/portfolio/ranking/by/astrology/").status_code == 404


def test_use_cases_stand_side_by_side_with_their_differences_marked(
    cast: Cast, three: list[UseCase]
) -> None:
    price, dock, _yard = three
    response = cast.client("lead").get(f"{COMPARE}?id={dock.pk}&id={price.pk}&id={dock.pk}")
    found = response.context["found"]
    assert [case.title for case in found.use_cases] == ["Dock scheduling", "Price match"]
    lines = {line.label: line for part in found.parts for line in part.lines}
    assert lines["Rank"].cells == ("2", "1")
    assert lines["Left by readiness"].cells == ("85%", "not assessed")
    assert lines["Strategic fit"].cells == ("3 of 5, adds 15", "4 of 5, adds 20")
    assert (lines["Strategic fit"].differs, lines["Risk tier"].differs) == (True, False)
    assert f'href="?id={price.pk}"' in response.text


def test_where_several_rated_side_by_side_shows_what_counts(
    cast: Cast, three: list[UseCase]
) -> None:
    price = three[0]
    Rating.objects.create(
        use_case=price, criterion="strategic_fit", score=1, rated_by=cast.lead, rated_at=LATER
    )
    found = cast.client("lead").get(f"{COMPARE}?id={price.pk}").context["found"]
    lines = {line.label: line.cells for part in found.parts for line in part.lines}
    # The median of 4 and 1, as in the ranking; neither the first nor the last that was said.
    assert lines["Strategic fit"] == ("2.5 of 5, adds 12",)


def test_what_is_hidden_takes_no_place_from_what_is_not(cast: Cast, three: list[UseCase]) -> None:
    more = [rated(on_axes(3, 3), domain=cast.freight, title=f"More {n}") for n in range(5)]
    hidden = [rated(on_axes(3, 3), domain=cast.retail, title=f"Secret {n}") for n in range(6)]
    query = "&".join(f"id={row.pk}" for row in (*hidden, *more, three[1]))
    found = cast.client("freight_owner").get(f"/api/v1/compare/?{query}").json()
    assert [case["title"] for case in found["use_cases"]] == [f"More {n}" for n in range(5)]
    assert (found["left_out"], found["left_out_beyond"], found["left_out_unseen"]) == (7, 1, 6)
    assert found["left_out_reasons"] == [
        "At most 5 stand side by side; one more was left out.",
        "6 were left out: they do not exist, or they lie where you hold no role.",
    ]
    page = cast.client("freight_owner").get(f"{COMPARE}?{query}").text
    assert "Secret" not in page
    assert "6 were left out" in page


def test_at_most_five_and_only_what_one_may_see(cast: Cast, three: list[UseCase]) -> None:
    ids = [row.pk for row in three] + [9001, 9002, 9003]
    query = "&".join(f"id={pk}" for pk in ids)
    response = cast.client("freight_owner").get(f"{COMPARE}?{query}")
    assert [case.title for case in response.context["found"].use_cases] == [
        "Dock scheduling",
        "Yard photos",
    ]
    sentence = "4 were left out: they do not exist, or they lie where you hold no role."
    assert sentence in response.text
    assert "Price match" not in response.text


def test_with_nothing_chosen_the_comparison_says_how(cast: Cast) -> None:
    html = cast.client("lead").get(f"{COMPARE}?id=x").text
    assert "Mark up to 5 use cases in the ranking" in html


def test_the_ranking_offers_to_compare_without_javascript(cast: Cast, three: list[UseCase]) -> None:
    html = cast.client("lead").get("/portfolio/ranking/").text
    assert f'<form method="get" action="{COMPARE}">' in html
    assert html.count('type="checkbox" name="id"') == 3


@pytest.mark.parametrize("page", [MOVERS + "?since=2026-03-02", WSJF, f"{WSJF}?missing=yes"])
def test_pages_take_the_same_queries_for_10_and_for_60(cast: Cast, page: str) -> None:
    client = cast.client("lead")
    counts = []
    rated(on_axes(4, 3), domain=cast.retail)
    rank_portfolio(at=NOW)
    for wanted in (10, 60):
        while UseCase.objects.count() < wanted:
            rated(on_axes(4, 3), domain=cast.retail, effort_weeks=UseCase.objects.count() % 2)
        rank_portfolio(at=NOW + timedelta(days=wanted))
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        counts.append(len(queries))
    assert max(counts) <= 15
    assert abs(counts[0] - counts[1]) <= 1


def test_programs_read_the_same(cast: Cast, three: list[UseCase]) -> None:
    client, api = cast.client("lead"), "/api/v1"
    Rating.objects.filter(use_case=three[2]).update(score=5)
    rank_portfolio(at=LATER)
    moved = client.get(f"{api}/ranking/movers/?since={NOW.date()}").json()
    assert (moved["since"], moved["count"]) == (str(NOW.date()), 3)
    assert moved["results"][0] == {
        "use_case": three[2].pk,
        "title": "Yard photos",
        "before": 3,
        "now": 1,
        "shift": 2,
        "causes": ["others"],
        "passed": {"overtook": 0, "fell_behind": 2, "came": 0, "left": 0},
        "why": "2 are no longer ahead of it.",
    }
    assert client.get(f"{api}/ranking/movers/?since=soon").status_code == 400
    rice = client.get(f"{api}/ranking/by/rice/").json()
    assert [(row["use_case"], row["score"]) for row in rice["results"]] == [(three[0].pk, 600.0)]
    assert client.get(f"{api}/ranking/by/rice/?missing=yes").json()["count"] == 2
    both = client.get(f"{api}/compare/?id={three[0].pk}&id={three[1].pk}").json()
    assert [case["title"] for case in both["use_cases"]] == ["Price match", "Dock scheduling"]
    assert {line["name"]: line["differs"] for line in both["lines"]}["Rank"]
    assert client.get(f"{api}/compare/?id=x").status_code == 400


def test_what_one_person_rated_alone_is_explained_to_who_may_still_rate(
    cast: Cast, three: list[UseCase]
) -> None:
    price = UseCase.objects.get(pk=three[0].pk)
    client = cast.client("lead")
    assert not Rating.objects.filter(use_case=price, rated_by=cast.lead).exists()
    why = client.get(f"/api/v1/use-cases/{price.pk}/standing/").json()
    assert len(why["value"]["contributions"]) == 5
    assert why["single_change"] is not None
    assert why["value"]["score"] == price.value
    said = client.get(f"/api/v1/use-cases/{price.pk}/ratings/").json()
    assert "Freight owner" not in str(said)
