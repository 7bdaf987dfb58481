"""Ratings: what several respondents said of the same capabilities, set out for comparison."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop

type Floats = NDArray[np.float64]

type Table = ArrayLike | Sequence[Sequence[float | None]]
"""One row per respondent, one column per capability; None or NaN where no level was given."""


class RatingsInvalid(Invalid):
    """The levels do not form a table, or one of them is not a level."""

    code = "ratings_invalid"


class Unmeasured(StrEnum):
    """Why a measure of agreement has no value."""

    FEW_PAIRS = "few_pairs"
    NO_VARIATION = "no_variation"
    FEW_COMPLETE = "few_complete"
    FEW_IN_COMMON = "few_in_common"

    @property
    def sentence(self) -> str:
        """The reason in words."""
        return _(_SENTENCES[self])


_SENTENCES: Final = {
    Unmeasured.FEW_PAIRS: gettext_noop("No capability was given a level by two respondents."),
    Unmeasured.NO_VARIATION: gettext_noop(
        "The levels do not tell the capabilities apart, so agreement cannot be told from chance."
    ),
    Unmeasured.FEW_COMPLETE: gettext_noop(
        "Fewer than three respondents gave levels to the same five capabilities."
    ),
    Unmeasured.FEW_IN_COMMON: gettext_noop(
        "Nobody shares enough capabilities with others to be compared with them."
    ),
}


@dataclass(frozen=True, slots=True)
class NotMeasured:
    """No measure, and why. It is never a number: what cannot be told is not disagreement."""

    reason: Unmeasured


@dataclass(frozen=True, eq=False, slots=True)
class Ratings[Respondent: Hashable]:
    """Levels by respondent and capability.

    Parameters
    ----------
    respondents
        Whose answers they are, one per row.
    capabilities
        Keys of what was asked about, one per column.
    levels
        The levels; NaN where none was given.
    """

    respondents: tuple[Respondent, ...]
    capabilities: tuple[str, ...]
    levels: Floats


def ratings[Respondent: Hashable](
    given: Iterable[tuple[Respondent, str, float]],
) -> Ratings[Respondent]:
    """Set out single answers as a table.

    Parameters
    ----------
    given
        Respondent, capability and level of each answer that gave a level. "Don't know" and "not
        applicable" give none and are left out.

    Returns
    -------
    Ratings
        Rows and columns in the order in which they first occur.

    Raises
    ------
    RatingsInvalid
        When a level is not a finite number, or a respondent rates a capability twice.

    Examples
    --------
    >>> found = ratings([("ada", "lineage", 3), ("ben", "lineage", 4), ("ben", "access", 2)])
    >>> found.respondents, found.capabilities
    (('ada', 'ben'), ('lineage', 'access'))
    >>> found.levels
    array([[ 3., nan],
           [ 4.,  2.]])
    """
    answers = list(given)
    rows = {who: row for row, who in enumerate(dict.fromkeys(who for who, _key, _level in answers))}
    keys = dict.fromkeys(key for _who, key, _level in answers)
    columns = {key: column for column, key in enumerate(keys)}
    if len({(who, key) for who, key, _level in answers}) < len(answers):
        raise RatingsInvalid(_("A respondent gives a capability one level."))
    levels = np.full((len(rows), len(columns)), np.nan)
    for who, key, level in answers:
        if not np.isfinite(level):
            raise RatingsInvalid(_("A level must be a number."))
        levels[rows[who], columns[key]] = level
    return Ratings(tuple(rows), tuple(columns), levels)


def level_table(levels: Table) -> Floats:
    """Check a table of levels.

    Parameters
    ----------
    levels
        One row per respondent, one column per capability; None or NaN where no level was given.

    Returns
    -------
    ndarray
        The levels, shape (respondents, capabilities).

    Raises
    ------
    RatingsInvalid
        When rows differ in length or a level is not a number.

    Examples
    --------
    >>> level_table([[1, 2], [None, 3]])
    array([[ 1.,  2.],
           [nan,  3.]])
    """
    try:
        table = np.asarray(levels, dtype=float)
    except (TypeError, ValueError) as error:
        raise RatingsInvalid(
            _("Give each respondent one level, or none, per capability.")
        ) from error
    if table.size == 0:
        return np.empty((0, 0))
    if table.ndim != 2:
        raise RatingsInvalid(_("Give each respondent one level, or none, per capability."))
    if np.isinf(table).any():
        raise RatingsInvalid(_("A level must be a number."))
    return table
