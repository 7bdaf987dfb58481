"""Reliability: how far the levels of an assessment are more than chance (Krippendorff's α)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from assessments.domain.ratings import (
    Floats,
    NotMeasured,
    RatingsInvalid,
    Table,
    Unmeasured,
    level_table,
)
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop

FIRM_FROM: Final = 0.8
"""From here on, conclusions from the levels are firm."""

TENTATIVE_FROM: Final = 0.667
"""From here on, conclusions are tentative; below, the levels carry none."""


class Metric(StrEnum):
    """What counts as a disagreement between two values, and how large it is."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


class Standing(StrEnum):
    """What may be concluded from levels of that reliability."""

    FIRM = "firm"
    TENTATIVE = "tentative"
    UNRELIABLE = "unreliable"

    @property
    def label(self) -> str:
        """The word a reader sees."""
        return _(_LABELS[self])

    @property
    def sentence(self) -> str:
        """What it means for who reads the results."""
        return _(_SENTENCES[self])


_LABELS: Final = {
    Standing.FIRM: gettext_noop("Firm"),
    Standing.TENTATIVE: gettext_noop("Tentative"),
    Standing.UNRELIABLE: gettext_noop("Unreliable"),
}
_SENTENCES: Final = {
    Standing.FIRM: gettext_noop(
        "Respondents see the same strengths and weaknesses; conclusions are firm."
    ),
    Standing.TENTATIVE: gettext_noop(
        "Respondents see roughly the same strengths and weaknesses; conclusions are tentative."
    ),
    Standing.UNRELIABLE: gettext_noop(
        "Respondents see different strengths and weaknesses; "
        "talk the capabilities over before concluding anything."
    ),
}


@dataclass(frozen=True, slots=True)
class Reliability:
    """Krippendorff's α and what it rests on.

    Parameters
    ----------
    alpha
        1 for perfect agreement, 0 for chance, below 0 for systematic disagreement.
    metric
        How differences were measured.
    values
        How many levels could be paired with another respondent's.
    capabilities
        How many capabilities they belong to.
    respondents
        How many respondents gave them.
    """

    alpha: float
    metric: Metric
    values: int
    capabilities: int
    respondents: int

    @property
    def standing(self) -> Standing:
        """What may be concluded, judged by α to three decimals as the thresholds are stated."""
        alpha = round(self.alpha, 3)
        if alpha >= FIRM_FROM:
            return Standing.FIRM
        return Standing.TENTATIVE if alpha >= TENTATIVE_FROM else Standing.UNRELIABLE


def reliability(levels: Table, metric: Metric = Metric.ORDINAL) -> Reliability | NotMeasured:
    r"""Measure how far respondents tell capabilities apart alike, beyond chance.

    Parameters
    ----------
    levels
        One row per respondent, one column per capability; None or NaN where no level was given.
    metric
        How differences are measured. Levels of maturity are ordinal: their order is sure, their
        distances are not.

    Returns
    -------
    Reliability or NotMeasured
        `Unmeasured.FEW_PAIRS` when no capability was given a level by two respondents;
        `Unmeasured.NO_VARIATION` when all pairable levels are the same, for then agreement and
        chance cannot be told apart.

    Raises
    ------
    RatingsInvalid
        When the levels are no table of numbers, or one is negative under the ratio metric.

    Notes
    -----
    :math:`\alpha = 1 - D_o / D_e`. With :math:`m_u` levels for capability u, of which
    :math:`n_{uc}` are c, and capabilities with fewer than two left out, the coincidences are
    :math:`o_{ck} = \sum_u n_{uc} (n_{uk} - [c = k]) / (m_u - 1)`, their margins :math:`n_c` and
    their total n. Then :math:`D_o = \sum_{ck} o_{ck} \delta^2_{ck} / n` and
    :math:`D_e = \sum_{ck} n_c n_k \delta^2_{ck} / (n (n - 1))`, with

    - nominal :math:`\delta^2 = [c \ne k]`,
    - ordinal :math:`\delta^2 = (\sum_{g=c}^{k} n_g - (n_c + n_k) / 2)^2`, that of mid-ranks,
    - interval :math:`\delta^2 = (c - k)^2`,
    - ratio :math:`\delta^2 = ((c - k) / (c + k))^2`.

    The thresholds .800 and .667 are Krippendorff's (2004, p. 241).

    References
    ----------
    K. Krippendorff (2004), *Content Analysis: An Introduction to Its Methodology*, second edition,
    Sage, chapter 11. A. F. Hayes and K. Krippendorff (2007), "Answering the call for a standard
    reliability measure for coding data", Communication Methods and Measures 1(1), 77-89.

    Examples
    --------
    >>> found = reliability([[1, 2, 3, 4, None], [1, 2, 3, 5, 2], [1, 2, 4, 4, 2]])
    >>> round(found.alpha, 3), found.standing.label, found.values
    (0.955, 'Firm', 14)
    >>> reliability([[3, 3], [3, 3]])
    NotMeasured(reason=<Unmeasured.NO_VARIATION: 'no_variation'>)
    """
    table = level_table(levels)
    if metric is Metric.RATIO and np.any(table < 0):
        raise RatingsInvalid(_("Ratios compare levels of zero or more."))
    values, counts = _counts(table)
    if not len(counts):
        return NotMeasured(Unmeasured.FEW_PAIRS)
    if len(values) == 1:
        return NotMeasured(Unmeasured.NO_VARIATION)
    return Reliability(
        alpha=_alpha(counts, _SQUARED_DISTANCES[metric](values, counts.sum(axis=0))),
        metric=metric,
        values=int(counts.sum()),
        capabilities=len(counts),
        respondents=_respondents(table),
    )


def _respondents(table: Floats) -> int:
    answered = np.isfinite(table)
    return int(answered[:, answered.sum(axis=0) >= 2].any(axis=1).sum())


def _counts(table: Floats) -> tuple[Floats, Floats]:
    """Give the pairable values, and how often each was given (column) per capability (row)."""
    answered = np.isfinite(table)
    pairable = table[:, answered.sum(axis=0) >= 2]
    given = np.isfinite(pairable)
    values, codes = np.unique(pairable[given], return_inverse=True)
    columns = pairable.shape[1]
    cells = np.nonzero(given)[1] * len(values) + codes
    counts = np.bincount(cells, minlength=columns * len(values)).reshape(columns, len(values))
    return values, counts.astype(float)


def _alpha(counts: Floats, squared: Floats) -> float:
    margins = counts.sum(axis=0)
    weights = 1.0 / (counts.sum(axis=1) - 1.0)
    # A value paired with itself lies on the diagonal, where every distance is zero.
    observed = float(np.sum((counts.T * weights) @ counts * squared))
    expected = float(margins @ squared @ margins)
    return 1.0 - (float(margins.sum()) - 1.0) * observed / expected


def _nominal(values: Floats, _margins: Floats) -> Floats:
    return np.asarray(values[:, None] != values, dtype=float)


def _ordinal(_values: Floats, margins: Floats) -> Floats:
    middles = np.cumsum(margins) - margins / 2
    return np.asarray((middles[:, None] - middles) ** 2, dtype=float)


def _interval(values: Floats, _margins: Floats) -> Floats:
    return np.asarray((values[:, None] - values) ** 2, dtype=float)


def _ratio(values: Floats, _margins: Floats) -> Floats:
    sums = values[:, None] + values
    # Zero against zero is no difference, and the only sum that is zero.
    sums[sums == 0] = 1.0
    return np.asarray(((values[:, None] - values) / sums) ** 2, dtype=float)


_SQUARED_DISTANCES: Final[Mapping[Metric, Callable[[Floats, Floats], Floats]]] = {
    Metric.NOMINAL: _nominal,
    Metric.ORDINAL: _ordinal,
    Metric.INTERVAL: _interval,
    Metric.RATIO: _ratio,
}
