"""Robustness runs for programs."""

import pytest

from portal.tasks import work_once
from portfolio.models import RobustnessRun
from portfolio.services.ranking import rank_portfolio
from tests.builders import NOW
from tests.conftest import Cast
from tests.portfolio.builders import on_axes, rated

URL = "/api/v1/ranking/robustness/"


def test_a_program_asks_for_a_run_and_reads_it(cast: Cast) -> None:
    client = cast.client("lead")
    assert client.get(URL).json() == {
        "run": None,
        "awaited": None,
        "count": 0,
        "next": None,
        "previous": None,
        "results": [],
    }
    best = rated(on_axes(4, 4), domain=cast.retail)
    rated(on_axes(2, 2), domain=cast.freight)
    rank_portfolio(at=NOW)
    asked = client.post(URL, {"weights": "free", "top": 1}, content_type="application/json")
    assert asked.status_code == 202
    assert asked.json()["run"] == RobustnessRun.objects.get().pk
    assert work_once() == 1
    told = client.get(URL).json()
    assert (told["run"]["words"], told["run"]["is_stale"]) == ("all possible weights", False)
    assert told["count"] == 2
    first = told["results"][0]
    assert (first["use_case"], first["top_share"], first["inseparable_places"]) == (
        best.pk,
        100.0,
        [],
    )
    shown = {key: first[f"top_{key}"] for key in ("share", "lower", "upper", "half_width")}
    assert shown == {"share": 100.0, "lower": 99.97, "upper": 100.0, "half_width": 0.015}
    last = told["results"][1]
    assert (last["first_share"], last["first_lower"], last["first_upper"]) == (0.0, 0.0, 0.03)
    assert (told["run"]["alpha"], told["run"]["pair_draws"]) == (0.5, 10_000)
    assert told["run"]["fixed"].endswith("stays as the model says: 50 to 50.")
    assert sum(first["first_weights"].values()) == pytest.approx(2, abs=0.001)
    assert cast.client("freight_owner").get(URL).json()["count"] == 1


def test_who_may_not_ask_and_what_cannot_be_asked(cast: Cast) -> None:
    asked = {"spread": 0}
    answer = cast.client("lead").post(URL, asked, content_type="application/json")
    assert answer.status_code == 400
    assert cast.client("board").post(URL, {}, content_type="application/json").status_code == 403
    assert not RobustnessRun.objects.exists()
