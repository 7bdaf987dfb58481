"""Asking for a robustness run, and carrying it out."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from math import isnan
from typing import Any, Final

import numpy as np
from django.db import transaction

from portal.domain.roles import Capability, Member, require
from portal.domain.wording import gettext as _
from portal.services import jobs, ledger
from portal.services.jobs import Progress
from portfolio.domain.criteria import ScoringModel
from portfolio.domain.priority import Rank, competition_ranks
from portfolio.domain.ranking import Standings, standings
from portfolio.domain.robustness_runs import (
    PortfolioRobustness,
    RunSettings,
    WeightKind,
    check_settings,
    favour,
    in_spans,
    portfolio_robustness,
)
from portfolio.models import RobustnessResult, RobustnessRun
from portfolio.selectors.rank_inputs import RankInput, rank_input
from portfolio.services.events import PortfolioEvent

RUN_JOB: Final = "portfolio.robustness"
BATCH: Final = 1_000
#: How often a run tells how far it is; every draw would be a write.
REPORTS: Final = 20
DECIMALS: Final = 4


@transaction.atomic
def request_run(settings: RunSettings, *, by: Member, at: datetime) -> RobustnessRun:
    """Ask for the whole portfolio to be ranked under many weights.

    Parameters
    ----------
    settings
        What varies, and what is counted.
    by, at
        Who asks, and when.

    Raises
    ------
    NotAllowed
        When the member may not manage scoring for the whole enterprise.
    RunInvalid
        When a setting is out of range; nothing is stored then.
    """
    require(by, Capability.MANAGE_SCORING, by.root_path)
    check_settings(settings)
    run = RobustnessRun.objects.create(
        kind=settings.kind.value,
        spread=settings.spread,
        top=settings.top,
        draws=settings.draws,
        seed=settings.seed,
        requested_at=at,
        requested_by_id=by.user_id or None,
    )
    job = jobs.request(
        RUN_JOB,
        {"run": run.pk},
        title=_("Vary the weights of the ranking"),
        by=by,
        at=at,
        dedupe_key=f"{RUN_JOB}.{run.pk}",
    )
    run.job_id = job.pk
    run.save(update_fields=["job_id"])
    told = {
        "weights": settings.kind.value,
        "spread": settings.spread if settings.kind is WeightKind.WITHIN else None,
        "top": settings.top,
        "draws": settings.draws,
        "seed": settings.seed,
    }
    ledger.record(PortfolioEvent.ROBUSTNESS_REQUESTED, subject=run, by=by, at=at, changes=told)
    return run


def settings_of(run: RobustnessRun) -> RunSettings:
    """Return what a run lets vary."""
    return RunSettings(
        kind=WeightKind(run.kind),
        spread=run.spread,
        top=run.top,
        draws=run.draws,
        seed=run.seed,
    )


def carry_out(
    run: RobustnessRun, *, clock: Callable[[], datetime], progress: Progress | None = None
) -> int:
    """Carry out a run and keep what it found; a finished one is left as it is.

    Parameters
    ----------
    run
        What to carry out.
    clock
        Asked for the time once everything is counted, for that is when the run finishes.
    progress
        Told how far it is.

    Returns
    -------
    int
        How many use cases were compared.

    Notes
    -----
    Use cases that are rated only in part take part as in the ranking: what is open may be
    anything in every draw. The results are stored in one transaction, and only while this worker
    holds the job.
    """
    if run.finished_at is not None:
        return run.compared or 0
    found = rank_input()
    everyone = standings(found.model, found.ratings, found.factors)
    rows = np.flatnonzero(~np.isnan(everyone.priority))
    scored = standings(found.model, found.ratings[rows], found.factors[rows])
    counted = portfolio_robustness(
        found.model,
        found.ratings[rows],
        scored,
        settings_of(run),
        ranges=(found.ranges[0][rows], found.ranges[1][rows]),
        progress=_reporter(progress),
    )
    results = _results(run, found, rows.tolist(), scored, counted)
    with transaction.atomic():
        RobustnessResult.objects.filter(run=run).delete()
        RobustnessResult.objects.bulk_create(results, batch_size=BATCH)
        run.finished_at, run.compared = clock(), len(results)
        run.model_version, run.digest = found.model.version, found.digest
        run.save(update_fields=["finished_at", "compared", "model_version", "digest"])
        if progress is not None:
            progress.report(REPORTS, REPORTS, _("Store"))
    return len(results)


def _reporter(progress: Progress | None) -> Any:
    told = 0

    def report(done: int, total: int) -> None:
        nonlocal told
        step = done * REPORTS // total
        if progress is not None and step > told:
            told = step
            progress.report(step, REPORTS, _("Rank under varying weights"))

    return report


def _results(
    run: RobustnessRun,
    found: RankInput,
    rows: list[int],
    scored: Standings,
    counted: PortfolioRobustness,
) -> list[RobustnessResult]:
    ranks = competition_ranks(scored.priority.tolist())
    places = [rank.place for rank in ranks if isinstance(rank, Rank)]
    results = []
    for at, row in enumerate(rows):
        weights = counted.first_weights[at]
        why = favour(found.model, weights, counted.mean_weights)
        results.append(
            RobustnessResult(
                run=run,
                use_case_id=found.candidates[row].pk,
                place=places[at],
                top_share=float(counted.top_share[at]),
                first_share=float(counted.first_share[at]),
                favours=why.criterion.key if why else "",
                is_heaviest=why is not None and why.is_heaviest,
                first_weights=_by_criterion(found.model, weights.tolist()),
                near=_near(places, counted.inseparable_from(at)),
            )
        )
    return results


def _by_criterion(model: ScoringModel, weights: Iterable[float]) -> Mapping[str, float]:
    pairs = zip(model.criteria, weights, strict=True)
    return {each.key: round(weight, DECIMALS) for each, weight in pairs if not isnan(weight)}


def _near(places: list[int], others: Iterable[int]) -> list[int | list[int]]:
    return in_spans(sorted({places[other] for other in others}))
