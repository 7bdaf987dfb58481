"""Intraclass correlation: how much of the scatter of levels comes from the capabilities."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from assessments.domain.ratings import Floats, NotMeasured, Table, Unmeasured, level_table
from portal.domain.wording import gettext as _

FEWEST_CAPABILITIES: Final = 5
FEWEST_RESPONDENTS: Final = 3


class Form(StrEnum):
    """The forms of Shrout and Fleiss: who rated what, and whether one or the mean of all counts.

    The first digit is 1 where each capability has respondents of its own, 2 where the respondents
    stand for others like them, 3 where they are the only ones of interest. The second is 1 for
    one respondent, k for the mean of all.
    """

    ONE_WAY = "1,1"
    RANDOM = "2,1"
    FIXED = "3,1"
    ONE_WAY_MEAN = "1,k"
    RANDOM_MEAN = "2,k"
    FIXED_MEAN = "3,k"


@dataclass(frozen=True, slots=True)
class Intraclass:
    """The analysis of variance of a complete table, and the correlations that follow from it.

    Parameters
    ----------
    capabilities, respondents
        The size n × k of the table.
    between_capabilities, between_respondents, residual, within_capabilities
        Mean squares, in the papers BMS, JMS, EMS and WMS.
    """

    capabilities: int
    respondents: int
    between_capabilities: float
    between_respondents: float
    residual: float
    within_capabilities: float

    def correlation(self, form: Form) -> float | NotMeasured:
        """Give one of the six correlations.

        Parameters
        ----------
        form
            Which.

        Returns
        -------
        float or NotMeasured
            `Unmeasured.NO_VARIATION` where the capabilities differ so much less than answers
            scatter that the formula has no denominator left.
        """
        n, k = self.capabilities, self.respondents
        rows, error, within = self.between_capabilities, self.residual, self.within_capabilities
        severity = (self.between_respondents - error) / n
        above, below = {
            Form.ONE_WAY: (rows - within, rows + (k - 1) * within),
            Form.RANDOM: (rows - error, rows + (k - 1) * error + k * severity),
            Form.FIXED: (rows - error, rows + (k - 1) * error),
            Form.ONE_WAY_MEAN: (rows - within, rows),
            Form.RANDOM_MEAN: (rows - error, rows + severity),
            Form.FIXED_MEAN: (rows - error, rows),
        }[form]
        return above / below if below > 0 else NotMeasured(Unmeasured.NO_VARIATION)

    @property
    def sentence(self) -> str:
        """What single answers owe to the capabilities, and what to strict or lenient respondents.

        ICC(2,1) and ICC(3,1) are both the share of the capabilities in the variance of a single
        answer; the second sets aside how strict each respondent is.
        """
        return _(
            "{share} of the scatter of single answers comes from the capabilities; "
            "{fixed} once each respondent’s own strictness is set aside.",
            share=self._percent(Form.RANDOM),
            fixed=self._percent(Form.FIXED),
        )

    def _percent(self, form: Form) -> str:
        correlation = self.correlation(form)
        share = 0.0 if isinstance(correlation, NotMeasured) else max(0.0, correlation)
        return f"{share:.0%}"


def intraclass(levels: Table) -> Intraclass | NotMeasured:
    r"""Split the scatter of levels into capabilities, respondents and the rest.

    Parameters
    ----------
    levels
        One row per respondent, one column per capability; None or NaN where no level was given.

    Returns
    -------
    Intraclass or NotMeasured
        `Unmeasured.FEW_COMPLETE` below five capabilities that three respondents all gave a level,
        too few to estimate variances from; `Unmeasured.NO_VARIATION` when all capabilities have
        the same mean.

    Raises
    ------
    RatingsInvalid
        When the levels are no table of numbers.

    Notes
    -----
    The analysis needs a complete table. For every m, take the capabilities answered by m
    respondents or more, with the respondents who answered all of these; the largest such block is
    analysed, of equal ones that with more capabilities. So neither one rarely answered capability
    nor one absent respondent leaves nothing to analyse.

    With BMS between capabilities, JMS between respondents, EMS residual and WMS within:

    - ICC(1,1) = (BMS - WMS) / (BMS + (k - 1) WMS), ICC(1,k) = (BMS - WMS) / BMS
    - ICC(2,1) = (BMS - EMS) / (BMS + (k - 1) EMS + k (JMS - EMS) / n)
    - ICC(2,k) = (BMS - EMS) / (BMS + (JMS - EMS) / n)
    - ICC(3,1) = (BMS - EMS) / (BMS + (k - 1) EMS), ICC(3,k) = (BMS - EMS) / BMS

    ICC(2,1) far below ICC(3,1) says that respondents differ in severity; `leanings` says who.

    References
    ----------
    P. E. Shrout and J. L. Fleiss (1979), "Intraclass correlations: uses in assessing rater
    reliability", Psychological Bulletin 86(2), 420-428.

    Examples
    --------
    >>> strict, usual, lenient = [1, 2, 2, 3, 1], [2, 3, 3, 4, 2], [3, 4, 4, 5, 3]
    >>> found = intraclass([strict, usual, lenient])
    >>> round(found.correlation(Form.RANDOM), 2), round(found.correlation(Form.FIXED), 2)
    (0.41, 1.0)
    """
    block = _complete_block(level_table(levels))
    k, n = block.shape
    if n < FEWEST_CAPABILITIES or k < FEWEST_RESPONDENTS:
        return NotMeasured(Unmeasured.FEW_COMPLETE)
    if np.ptp(block.sum(axis=0)) == 0:
        return NotMeasured(Unmeasured.NO_VARIATION)
    grand = block.mean()
    capabilities = block.mean(axis=0) - grand
    respondents = block.mean(axis=1, keepdims=True) - grand
    rest = block - grand - capabilities - respondents
    return Intraclass(
        capabilities=n,
        respondents=k,
        between_capabilities=k * _squares(capabilities) / (n - 1),
        between_respondents=n * _squares(respondents) / (k - 1),
        residual=_squares(rest) / ((n - 1) * (k - 1)),
        within_capabilities=_squares(rest + respondents) / (n * (k - 1)),
    )


def _complete_block(table: Floats) -> Floats:
    """Give the largest block without gaps, among capabilities answered at least so often."""
    given = np.isfinite(table)
    answers = given.sum(axis=0)
    blocks = [
        table[np.ix_(given[:, chosen].all(axis=1), chosen)]
        for chosen in (answers >= least for least in np.unique(answers[answers > 0]))
    ]
    return max(blocks, key=lambda block: (block.size, block.shape[1]), default=np.empty((0, 0)))


def _squares(values: Floats) -> float:
    return float(np.sum(values**2))
