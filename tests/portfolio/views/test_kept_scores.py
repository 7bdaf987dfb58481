"""No door tells who may still rate what one other person said: page, program, file and picture."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from portfolio.models import Rating, UseCase
from portfolio.services.ranking import rank_portfolio
from portfolio.services.ratings import RatingInput, rate_use_case
from tests.builders import NOW
from tests.conftest import Cast
from tests.portfolio.builders import on_axes, rated

API = "/api/v1"


@pytest.fixture
def alone(cast: Cast) -> UseCase:
    """Suggested by an import on all criteria but urgency, which the lead alone rated with 5.

    Value is 60 · 0.85 + 100 · 0.15 = 66, feasibility 80, priority 72.66.
    """
    suggested = {key: points for key, points in on_axes(3, 4).items() if key != "urgency"}
    use_case = rated(
        suggested,
        source=Rating.Source.SUGGESTION,
        domain=cast.freight,
        title="Dock scheduling",
        effort_weeks=10,
        reach=100,
    )
    rate_use_case(use_case, {"urgency": RatingInput(5)}, version=1, by=cast.member("lead"), at=NOW)
    rank_portfolio(at=NOW)
    return UseCase.objects.get(pk=use_case.pk)


def told(cast: Cast, name: str, address: str) -> Any:
    return cast.client(name).get(f"{API}{address}").json()


def row_of(found: Any) -> Any:
    return found["results"][0]


DOORS: dict[str, Callable[[Cast, str, UseCase], Any]] = {
    "why, as a program reads it": lambda cast, name, row: (
        (why := told(cast, name, f"/use-cases/{row.pk}/standing/"))["value"]["score"],
        why["priority"],
    ),
    "the ranking": lambda cast, name, _row: _scores(row_of(told(cast, name, "/ranking/"))),
    "the list": lambda cast, name, _row: _scores(row_of(told(cast, name, "/use-cases/"))),
    "the steel thread": lambda cast, name, _row: _scores(
        told(cast, name, "/steel-thread/")["runners_up"][0]["use_case"]
    ),
    "the matrix": lambda cast, name, _row: next(
        ((point["value"], 72.6636) for point in told(cast, name, "/matrix/")["points"]),
        (None, None),
    ),
    "the export": lambda cast, name, _row: _exported(cast, name),
}


def _scores(row: Any) -> tuple[Any, Any]:
    return row["standing"]["value"], row["standing"]["priority"]


def _exported(cast: Cast, name: str) -> tuple[Any, Any]:
    address = "/portfolio/use-cases/export/json/?columns=title,value,priority"
    answer = cast.client(name).get(address)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = content.decode()
    return (66.0 if "66" in text else None), (72.6636 if "73" in text else None)


@pytest.mark.parametrize("door", DOORS)
def test_a_score_that_gives_one_person_away_is_kept_from_who_may_rate_and_from_nobody_else(
    cast: Cast, alone: UseCase, door: str
) -> None:
    assert DOORS[door](cast, "freight_owner", alone) == (None, None)
    assert DOORS[door](cast, "executive", alone) == (66.0, pytest.approx(72.6636))
    # The lead said it, so there is nothing to keep from them.
    assert DOORS[door](cast, "lead", alone) == (66.0, pytest.approx(72.6636))


def test_what_the_owner_rates_opens_to_them(cast: Cast, alone: UseCase) -> None:
    owner = cast.member("freight_owner")
    rate_use_case(alone, {"urgency": RatingInput(5)}, version=2, by=owner, at=NOW)
    for door, read in DOORS.items():
        assert read(cast, "freight_owner", alone)[0] == 66.0, door


@pytest.mark.parametrize(
    "address",
    [
        "/portfolio/use-cases/{pk}/",
        "/portfolio/use-cases/{pk}/standing/",
        "/portfolio/use-cases/",
        "/portfolio/ranking/",
        "/portfolio/ranking/?selected={pk}",
        "/portfolio/matrix/",
        "/portfolio/matrix/?selected={pk}",
        "/portfolio/compare/?id={pk}",
        "/portfolio/steel-thread/",
    ],
)
def test_no_page_shows_it(cast: Cast, alone: UseCase, address: str) -> None:
    def numbers(name: str) -> list[str]:
        html = cast.client(name).get(address.format(pk=alone.pk)).text
        main = html[html.index("<main") :] if "<main" in html else html
        return [n for n in (">66<", ">73<", " 66,", "66 ", '"66', "value 66", "66.0") if n in main]

    assert numbers("freight_owner") == []
    assert numbers("executive") != []


def test_why_draws_no_bar_and_names_no_step_of_what_one_person_said(
    cast: Cast, alone: UseCase
) -> None:
    why = told(cast, "freight_owner", f"/use-cases/{alone.pk}/standing/")
    assert why["value"]["is_kept"]
    assert "Kept from you until you have rated it" in why["value"]["reason"]
    assert "urgency" not in [part["key"] for part in why["value"]["contributions"]]
    assert (why["single_change"], why["next"]) == (None, None)
    assert why["places"]["overall"]["rank"] == 1
    assert why["feasibility"]["score"] == 80.0
    open_ = told(cast, "executive", f"/use-cases/{alone.pk}/standing/")
    urgency = next(p for p in open_["value"]["contributions"] if p["key"] == "urgency")
    assert (urgency["rating"], urgency["share"], urgency["points"]) == (5.0, 0.15, 15.0)


def test_side_by_side_it_opens_once_rated(cast: Cast, alone: UseCase) -> None:
    def cells(name: str) -> dict[str, str]:
        lines = told(cast, name, f"/compare/?id={alone.pk}")["lines"]
        return {line["name"]: line["cells"][0] for line in lines}

    kept, shown = cells("freight_owner"), cells("executive")
    unheard = "opens once you have rated it"
    assert [kept[name] for name in ("Urgency", "Value", "Priority")] == [unheard] * 3
    assert (kept["Strategic fit"], kept["Feasibility as rated"]) == ("3 of 5, adds 15", "80")
    assert (shown["Urgency"], shown["Value"], shown["Priority"]) == ("5 of 5, adds 15", "66", "73")


def test_a_second_view_keeps_the_term_and_the_score(cast: Cast, alone: UseCase) -> None:
    kept = row_of(told(cast, "freight_owner", "/ranking/by/wsjf/"))
    assert (kept["is_kept"], kept["score"]) == (True, None)
    assert [term["value"] for term in kept["terms"]] == [6.0, None, 6.0, 10.0]
    page = "/portfolio/ranking/by/wsjf/"
    says = "A dash stands for what one other person said alone."
    assert says in cast.client("freight_owner").get(page).text
    assert says not in cast.client("executive").get(page).text
    shown = row_of(told(cast, "executive", "/ranking/by/wsjf/"))
    assert (shown["is_kept"], shown["score"]) == (False, 2.2)


def test_the_matrix_counts_what_it_does_not_draw(cast: Cast, alone: UseCase) -> None:
    found = told(cast, "freight_owner", "/matrix/")
    assert (found["points"], found["kept"]) == ([], 1)
    assert sum(each["count"] for each in found["counts"]) == 1


def test_two_people_on_a_criterion_or_two_criteria_tell_no_single_number(
    cast: Cast, alone: UseCase
) -> None:
    # A second number in the sum: neither follows from it.
    Rating.objects.filter(use_case=alone, criterion="strategic_fit").update(
        source=Rating.Source.PERSON, rated_by=cast.lead
    )
    why = told(cast, "freight_owner", f"/use-cases/{alone.pk}/standing/")
    assert (why["value"]["score"], why["value"]["is_kept"]) == (66.0, False)
    assert not {"urgency", "strategic_fit"} & {p["key"] for p in why["value"]["contributions"]}
    # A second person on each: what they make together is nobody's own number.
    for key in ("urgency", "strategic_fit"):
        row = Rating.objects.get(use_case=alone, criterion=key)
        Rating.objects.create(
            use_case=alone, criterion=key, score=row.score, rated_by=cast.board, rated_at=NOW
        )
    why = told(cast, "freight_owner", f"/use-cases/{alone.pk}/standing/")
    assert {"urgency", "strategic_fit"} < {part["key"] for part in why["value"]["contributions"]}
    said = json.dumps(told(cast, "freight_owner", f"/use-cases/{alone.pk}/ratings/"))
    assert '"withheld": 2' in said


def test_an_archived_use_case_keeps_nothing(cast: Cast, alone: UseCase) -> None:
    UseCase.objects.filter(pk=alone.pk).update(archived_at=NOW)
    why = told(cast, "freight_owner", f"/use-cases/{alone.pk}/standing/")
    assert why["value"]["score"] == 66.0
