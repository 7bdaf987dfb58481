"""Varying the weights of the whole portfolio, as a job whose findings are kept."""

import json
import uuid
from datetime import timedelta

import pytest

from portal.domain.jobs import JobState
from portal.domain.roles import NotAllowed
from portal.models import Job, LedgerEntry
from portal.services.jobs import LeaseLost, Progress
from portal.tasks import work_once
from portfolio.domain.criteria import DEFAULT_MODEL
from portfolio.domain.robustness_runs import RunInvalid, RunSettings, WeightKind
from portfolio.domain.scoring_models import model_to_data
from portfolio.models import Rating, RobustnessResult, RobustnessRun, UseCase
from portfolio.selectors.robustness import latest_run, verdict_on
from portfolio.services.ranking import rank_portfolio
from portfolio.services.robustness import carry_out, request_run
from portfolio.services.scoring_models import adopt_model
from tests.builders import NOW
from tests.conftest import Cast
from tests.portfolio.builders import on_axes, rated

FREE = RunSettings(kind=WeightKind.FREE, top=1, draws=2_000)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def portfolio(cast: Cast) -> tuple[UseCase, UseCase, UseCase]:
    """Two specialists nobody can rank under free weights, and one far behind, rated in part."""
    weak = on_axes(1, 3)
    worst = on_axes(0, 1)
    return (
        rated(weak | {"strategic_fit": 5}, domain=cast.retail, title="Fit"),
        rated(weak | {"financial_benefit": 5}, domain=cast.freight, title="Money"),
        rated({k: v for k, v in worst.items() if k != "urgency"}, domain=cast.retail, title="Last"),
    )


def finished(cast: Cast, settings: RunSettings = FREE) -> RobustnessRun:
    run = request_run(settings, by=cast.member("lead"), at=NOW)
    carry_out(run, clock=lambda: NOW)
    return RobustnessRun.objects.get(pk=run.pk)


def test_the_job_compares_everybody_with_a_priority_and_keeps_what_it_found(
    cast: Cast, portfolio: tuple[UseCase, UseCase, UseCase]
) -> None:
    rated({"urgency": 5}, domain=cast.retail, title="Barely rated")
    rank_portfolio(at=NOW)
    run = request_run(FREE, by=cast.member("lead"), at=NOW)
    assert work_once() == 1
    job = Job.objects.get(kind="portfolio.robustness")
    assert (job.state, job.result) == (JobState.DONE, {"run": run.pk, "compared": 3})
    run.refresh_from_db()
    assert (run.model_version, run.seed, run.draws, run.compared) == (1, 49, 2_000, 3)
    fit, money, last = RobustnessResult.objects.order_by("place", "pk")
    assert [row.use_case.title for row in (fit, money, last)] == ["Fit", "Money", "Last"]
    assert [row.place for row in (fit, money, last)] == [1, 1, 3]
    assert fit.first_share + money.first_share == pytest.approx(1, abs=0.01)
    assert (fit.favours, fit.is_heaviest) == ("strategic_fit", True)
    assert (money.favours, money.near) == ("financial_benefit", [1])
    assert fit.first_weights["strategic_fit"] > fit.first_weights["financial_benefit"]
    assert last.top_share < 0.01
    assert last.near == []


def test_it_is_recorded_who_asked_and_for_what(
    cast: Cast, portfolio: tuple[UseCase, UseCase, UseCase]
) -> None:
    request_run(RunSettings(spread=5), by=cast.member("lead"), at=NOW)
    entry = LedgerEntry.objects.get(event="portfolio.robustness.requested")
    assert json.loads(bytes(entry.payload))["changes"] == {
        "weights": "within",
        "spread": 5,
        "top": 10,
        "draws": 10_000,
        "seed": 49,
    }


@pytest.mark.parametrize("name", ["freight_owner", "executive", "board", "auditor", "stranger"])
def test_only_who_manages_scoring_may_ask(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        request_run(FREE, by=cast.member(name), at=NOW)
    assert not RobustnessRun.objects.exists()
    assert not Job.objects.exists()


def test_settings_out_of_range_store_nothing(cast: Cast) -> None:
    with pytest.raises(RunInvalid):
        request_run(RunSettings(spread=99), by=cast.member("lead"), at=NOW)
    assert not RobustnessRun.objects.exists()


def test_carrying_out_again_finds_what_is_kept(
    cast: Cast, portfolio: tuple[UseCase, UseCase, UseCase]
) -> None:
    run = finished(cast)
    before = list(RobustnessResult.objects.order_by("pk").values())
    assert carry_out(run, clock=lambda: LATER) == 3
    assert list(RobustnessResult.objects.order_by("pk").values()) == before


def test_the_same_settings_find_the_same(
    cast: Cast, portfolio: tuple[UseCase, UseCase, UseCase]
) -> None:
    names = ("use_case", "place", "top_share", "first_share", "first_weights", "near")
    first, second = (finished(cast) for _run in range(2))
    assert list(first.results.order_by("use_case").values(*names)) == list(
        second.results.order_by("use_case").values(*names)
    )


def test_a_run_is_stale_once_what_the_ranking_rests_on_has_changed(
    cast: Cast, portfolio: tuple[UseCase, UseCase, UseCase]
) -> None:
    rank_portfolio(at=NOW)
    finished(cast)
    run = latest_run()
    assert run is not None
    assert not run.is_stale
    Rating.objects.filter(use_case=portfolio[0], criterion="urgency").update(score=4)
    rank_portfolio(at=LATER)
    run = latest_run()
    assert run is not None
    assert run.is_stale


def test_a_worker_that_lost_the_job_keeps_nothing(
    cast: Cast, portfolio: tuple[UseCase, UseCase, UseCase]
) -> None:
    run = request_run(FREE, by=cast.member("lead"), at=NOW)
    lost = Progress(Job.objects.get().pk, uuid.uuid4())
    with pytest.raises(LeaseLost):
        carry_out(run, clock=lambda: NOW, progress=lost)
    assert not RobustnessResult.objects.exists()
    assert RobustnessRun.objects.get().finished_at is None


def test_a_verdict_is_a_sentence(cast: Cast, portfolio: tuple[UseCase, UseCase, UseCase]) -> None:
    rank_portfolio(at=NOW)
    finished(cast, RunSettings(kind=WeightKind.FREE, top=2, draws=2_000))
    fit, _money, last = (verdict_on(each) for each in portfolio)
    assert fit is not None
    assert fit.sentence.startswith(
        "Nearly always in the top 2: over 99.7% of all possible weights; first under 50%, "
    )
    assert fit.sentence.endswith(
        "when strategic fit weighs most; cannot be separated from others at its place."
    )
    assert last is not None
    assert last.sentence.startswith("Hardly ever in the top 2: under 0.4% of all possible weights")


def test_a_run_has_finished_when_its_results_are_counted_not_when_it_began(
    cast: Cast, portfolio: tuple[UseCase, UseCase, UseCase]
) -> None:
    run = request_run(FREE, by=cast.member("lead"), at=NOW)
    carry_out(run, clock=lambda: LATER)
    run.refresh_from_db()
    assert (run.requested_at, run.finished_at) == (NOW, LATER)


def test_a_use_case_is_told_apart_from_all_others_however_far_away(cast: Cast) -> None:
    # Thirty alike: the first and the last of them lie twenty-nine rows apart, all on one place.
    for _number in range(30):
        rated(on_axes(3, 3), domain=cast.retail)
    finished(cast)
    result = RobustnessResult.objects.order_by("pk").first()
    assert result is not None
    assert (result.place, result.near) == (1, [1])
    run = latest_run()
    assert run is not None
    assert (run.draws, run.pair_draws) == (2_000, 2_000)
    assert "compared with every other" in run.pairs


def test_a_run_says_how_the_model_it_rests_on_counts_value_against_feasibility(
    cast: Cast, portfolio: tuple[UseCase, UseCase, UseCase]
) -> None:
    lead, data = cast.member("lead"), model_to_data(DEFAULT_MODEL)
    adopt_model(data | {"alpha": 0.7}, reason="Worth first.", by=lead, at=NOW)
    finished(cast)
    adopt_model(data | {"alpha": 0.2}, reason="Money is short.", by=lead, at=LATER)
    run, verdict = latest_run(), verdict_on(portfolio[0])
    assert run is not None
    assert verdict is not None
    assert (run.model_version, run.alpha, verdict.run.alpha) == (2, 0.7, 0.7)
    assert run.fixed.endswith("stays as the model says: 70 to 30.")


def test_before_a_model_is_stored_the_one_that_ships_counts(
    cast: Cast, portfolio: tuple[UseCase, UseCase, UseCase]
) -> None:
    finished(cast)
    run = latest_run()
    assert run is not None
    assert run.alpha == 0.5
    assert run.fixed.endswith(
        "How value counts against feasibility stays as the model says: 50 to 50."
    )


def test_without_a_run_there_is_no_verdict(
    cast: Cast, portfolio: tuple[UseCase, UseCase, UseCase]
) -> None:
    assert verdict_on(portfolio[0]) is None
    assert latest_run() is None
