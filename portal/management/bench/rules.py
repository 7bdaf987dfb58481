"""Rules that count in numpy: how robust ranks are, and planning waves."""

import random
from collections.abc import Iterator
from typing import Final

import numpy as np

from portal.management.bench.measurements import SMALL, Bench, Measurement
from portal.management.bench.measuring import Figure, peak_megabytes, wall
from portfolio.domain.robustness import rank_acceptability
from portfolio.domain.waves import ItemKind, WaveItem, plan_waves

DRAWS, ALTERNATIVES, CRITERIA = 10_000, 2_000, 12
CHUNK: Final = 500
_ALONE: Final = """
import numpy as np
from portfolio.domain.robustness import rank_acceptability
scores = np.random.default_rng(1).random({shape}) * 100
rank_acceptability(scores, draws={draws}, seed=1).acceptability
"""


def robustness(_bench: Bench) -> Iterator[Figure]:
    """Measure rank-acceptability on the clock, because it may use both cores."""
    scores = np.random.default_rng(1).random((ALTERNATIVES, CRITERIA)) * 100

    def work() -> object:
        return rank_acceptability(scores, draws=DRAWS, seed=1).acceptability

    work()
    title = f"Rank-acceptability, {DRAWS:,} × {ALTERNATIVES:,} × {CRITERIA}, on the clock"
    floor = min(wall(lambda: _bare_ranks(scores)) for _run in range(3))
    yield Figure("ranks", title, min(wall(work) for _run in range(3)), 1500, floor=floor)
    peak = peak_megabytes(_ALONE.format(shape=(ALTERNATIVES, CRITERIA), draws=DRAWS))
    yield Figure("ranks", "Peak memory of a process that does only that", peak, 300, unit="MB")


def waves(_bench: Bench) -> Iterator[Figure]:
    """Measure planning 200 candidates into 4 waves, a third of them waiting for another."""
    dice = random.Random(1)  # noqa: S311
    items = [
        WaveItem(
            key=f"item-{number}",
            kind=ItemKind.USE_CASE if number % 4 else ItemKind.FOUNDATION_ACTION,
            effort=dice.randint(2, 30),
            priority=dice.uniform(0, 100),
            depends_on=(f"item-{dice.randrange(number)}",) if number % 3 == 1 else (),
        )
        for number in range(200)
    ]
    spent = min(wall(lambda: plan_waves(items, capacity=400, waves=4)) for _run in range(3))
    yield Figure("waves", "Waves, 200 candidates × 4 waves, on the clock", spent, 20_000)


def _bare_ranks(scores: np.ndarray) -> None:
    weights = np.random.default_rng(1).dirichlet(np.ones(CRITERIA), DRAWS)
    ranks = np.empty((DRAWS, ALTERNATIVES), dtype=np.uint16)
    places = np.arange(1, ALTERNATIVES + 1, dtype=np.uint16)[None, :]
    for start in range(0, DRAWS, CHUNK):
        order = np.argsort(-(weights[start : start + CHUNK] @ scores.T), axis=1)
        np.put_along_axis(ranks[start : start + CHUNK], order, places, axis=1)


MEASUREMENTS: Final = (
    Measurement(("ranks",), SMALL, robustness),
    Measurement(("waves",), SMALL, waves),
)
