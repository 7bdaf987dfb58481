from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.criteria import DEFAULT_MODEL, Axis, ScoringModel
from portfolio.domain.model_edits import CriterionWords, with_criterion, without_criterion
from portfolio.domain.model_previews import (
    ModelPreview,
    Mover,
    Side,
    preview,
    preview_from_data,
    preview_to_data,
)

nan = float("nan")
ROWS = [[place % 6] * 5 + [(place * 7) % 6] * 6 for place in range(24)]
KEYS = list(range(100, 124))
BUCKETS = ["efficiency", "augmentation"] * 12


def against(model: ScoringModel, rows: list[list[float]] | None = None) -> ModelPreview:
    wanted = ROWS if rows is None else rows
    return preview(Side(DEFAULT_MODEL, ROWS), Side(model, wanted), [nan] * len(ROWS), KEYS, BUCKETS)


def test_the_same_model_moves_nothing() -> None:
    found = against(DEFAULT_MODEL)
    assert found.is_still
    assert (found.total, found.buckets) == (24, ())


def test_a_threshold_moves_quadrants_and_no_place() -> None:
    rows = [[4] * 5 + [4] * 6, [3] * 5 + [4] * 6]
    model = replace(DEFAULT_MODEL, value_threshold=70.0)
    found = preview(Side(DEFAULT_MODEL, rows), Side(model, rows), [1, 1], [7, 8], ["e", "e"])
    assert (found.moved, found.movers) == (0, ())
    assert [(c.key, c.before, c.after) for c in found.crossings] == [(8, "do_now", "quick_win")]


def test_who_enters_the_first_ten_is_told_beside_who_leaves_them() -> None:
    rows = [[5] + [3] * 4 + [3] * 6 for _ in range(10)] + [[0, 5, 5, 5, 5] + [3] * 6]
    order = ("financial_benefit", "customer_benefit", "risk_reduction", "urgency")
    model = DEFAULT_MODEL
    weights = {"strategic_fit": 0.96} | dict.fromkeys(order, 0.01)
    today = replace(
        model,
        criteria=tuple(replace(c, weight=weights.get(c.key, c.weight)) for c in model.criteria),
    )
    found = preview(Side(today, rows), Side(model, rows), [nan] * 11, list(range(11)), ["e"] * 11)
    assert found.entering == (Mover(10, 11, 1),)
    assert found.leaving == ()
    assert found.movers[0] == Mover(10, 11, 1)
    assert [each.after for each in found.buckets] == [(10, 0, 1)]


def test_a_criterion_nobody_rated_may_take_the_score_away() -> None:
    words = CriterionWords("Reach", "How many?", ("a",) * 6)
    model = with_criterion(DEFAULT_MODEL, Axis.VALUE, words, share=0.9)
    found = against(model, [[*row, nan] for row in ROWS])
    assert (len(found.losing), found.moved) == (24, 0)


@given(st.sampled_from([c.key for c in DEFAULT_MODEL.criteria]))
def test_a_preview_is_written_and_read_back_unchanged(key: str) -> None:
    model = without_criterion(DEFAULT_MODEL, key)
    column = [c.key for c in DEFAULT_MODEL.criteria].index(key)
    rows = np.delete(np.array(ROWS, dtype=float), column, axis=1).tolist()
    found = against(model, rows)
    assert preview_from_data(preview_to_data(found)) == found
