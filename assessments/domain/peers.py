"""Peers: one domain's levels beside those of the others."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessments.domain.answers import NotScored
from assessments.domain.comparisons import SAME
from assessments.domain.figures import Figure, rounded
from portal.domain.wording import gettext as _


@dataclass(frozen=True, slots=True)
class Spread:
    """Where the levels of several domains lie.

    Parameters
    ----------
    median, mean, low, high
        Of the domains that have a level.
    count
        How many those are, at least one.
    """

    median: float
    mean: float
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class PeerLine:
    """One layer or capability beside the same of others.

    Parameters
    ----------
    key, title
        What it is.
    own
        The level here, or why there is none.
    above
        The level of the domain above; None where that has none.
    others
        Where the others lie; None where none of them has a level.
    """

    key: str
    title: str
    own: Figure
    above: float | None
    others: Spread | None

    @property
    def apart(self) -> float | None:
        """How far the own level lies from the median of the others; None where either is open."""
        if self.others is None or not isinstance(self.own, float | int):
            return None
        return rounded(self.own - self.others.median)


@dataclass(frozen=True, slots=True)
class PeerWords:
    """A line as a table writes it; empty where there is no level."""

    title: str
    own: str
    why_not: str
    above: str
    median: str
    mean: str
    span: str
    count: str


def in_figures(line: PeerLine) -> PeerWords:
    """Write a line with one decimal.

    Parameters
    ----------
    line
        A layer or a capability beside the same of others.

    Returns
    -------
    PeerWords
        Its figures as text.

    Examples
    --------
    >>> in_figures(PeerLine("data", "Data", 2.0, None, Spread(3.0, 3.0, 2.5, 3.5, 3))).span
    '2.5–3.5'
    """
    others = line.others
    return PeerWords(
        title=line.title,
        own="" if isinstance(line.own, NotScored) else f"{line.own:.1f}",
        why_not=line.own.reason.sentence if isinstance(line.own, NotScored) else "",
        above="" if line.above is None else f"{line.above:.1f}",
        median=f"{others.median:.1f}" if others else "",
        mean=f"{others.mean:.1f}" if others else "",
        span=f"{others.low:.1f}–{others.high:.1f}" if others else "",
        count=str(others.count) if others else "",
    )


def spread(levels: Sequence[float]) -> Spread | None:
    """Tell where levels lie.

    Parameters
    ----------
    levels
        Levels of domains that have one, in any order; what is missing is left out and never 0.

    Returns
    -------
    Spread or None
        None where there are none.

    Examples
    --------
    >>> spread([3.0, 1.0, 2.5])
    Spread(median=2.5, mean=2.1667, low=1.0, high=3.0, count=3)
    """
    if not levels:
        return None
    ordered = sorted(levels)
    return Spread(
        median=rounded(statistics.median(ordered)),
        mean=rounded(statistics.fmean(ordered)),
        low=rounded(ordered[0]),
        high=rounded(ordered[-1]),
        count=len(ordered),
    )


def peer_line(
    key: str,
    title: str,
    own: Figure,
    others: Sequence[Mapping[str, float]],
    above: Mapping[str, float] | None,
) -> PeerLine:
    """Put one layer or capability beside the same of others.

    Parameters
    ----------
    key, title, own
        What it is, and its level here.
    others
        For each other domain, key to level; what has none is left out.
    above
        The same of the domain above.

    Returns
    -------
    PeerLine
        With the spread of those that have a level.
    """
    levels = [each[key] for each in others if key in each]
    return PeerLine(key, title, own, above.get(key) if above else None, spread(levels))


def furthest_sentence(lines: Sequence[PeerLine]) -> tuple[str, str]:
    """Name where a domain is furthest behind the others, else where it is ahead.

    Parameters
    ----------
    lines
        Its layers beside the others.

    Returns
    -------
    tuple of str
        The sentence, and the part of it to set bold.

    Examples
    --------
    >>> behind = PeerLine("data", "Data", 2.0, None, Spread(3.0, 3.0, 2.5, 3.5, 3))
    >>> furthest_sentence([behind])[0]
    'Data is 1.0 below the median of the other domains.'
    """
    known = [(apart, line) for line in lines if (apart := line.apart) is not None]
    if not known:
        return _("No other domain has a result to compare with yet."), ""
    lowest, behind = min(known, key=lambda pair: pair[0])
    highest, ahead = max(known, key=lambda pair: pair[0])
    if lowest <= -SAME:
        strong = _("{layer} is {by} below the median", layer=behind.title, by=f"{-lowest:.1f}")
    elif highest >= SAME:
        strong = _("{layer} is {by} above the median", layer=ahead.title, by=f"{highest:.1f}")
    else:
        return _("Every layer stands where the median of the other domains does."), ""
    return _("{strong} of the other domains.", strong=strong), strong
