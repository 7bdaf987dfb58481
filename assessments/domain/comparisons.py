"""Comparisons: the one thing to say about several domains side by side, or one over time."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessments.domain.answers import NotScored
from assessments.domain.figures import Figure
from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext

SAME = 0.05
"""Two levels that differ by less read the same at one decimal."""


@dataclass(frozen=True, slots=True)
class ComparedLayer:
    """One layer of one domain, as far as a sentence needs to know.

    Parameters
    ----------
    domain, layer
        What the reader calls them.
    raw, effective
        The level as assessed and the level it can be relied on.
    """

    domain: str
    layer: str
    raw: Figure
    effective: Figure

    @property
    def press(self) -> float:
        """How far it is pressed down; 0 without a level."""
        if isinstance(self.raw, NotScored) or isinstance(self.effective, NotScored):
            return 0.0
        return self.raw - self.effective


def weakest_sentence(cells: Sequence[ComparedLayer]) -> tuple[str, str]:
    """Name the weakest spot of several domains, and what it costs there.

    Parameters
    ----------
    cells
        Every layer of every domain.

    Returns
    -------
    tuple of str
        The sentence, and the part of it to set bold.

    Notes
    -----
    The weakest spot is the lowest effective level among the layers that nothing presses down:
    a layer that is low because of another one is the consequence, not the cause.

    Examples
    --------
    >>> weakest_sentence([
    ...     ComparedLayer("Online", "Data infrastructure", 1.6, 1.6),
    ...     ComparedLayer("Online", "MLOps & AI engineering", 3.6, 1.6),
    ...     ComparedLayer("Freight", "Data infrastructure", 2.2, 2.2),
    ... ])[0]
    'Data infrastructure in Online, at 1.6, is the lowest of all and presses 1 layer there down.'
    """
    causes = [
        (each.effective, each)
        for each in cells
        if not isinstance(each.effective, NotScored) and each.press < SAME
    ]
    if not causes:
        return _("Nothing has been scored yet."), ""
    level, weakest = min(causes, key=lambda pair: pair[0])
    strong = _(
        "{layer} in {domain}, at {level}, is the lowest of all",
        layer=weakest.layer,
        domain=weakest.domain,
        level=f"{level:.1f}",
    )
    pressed = sum(each.press >= SAME for each in cells if each.domain == weakest.domain)
    if not pressed:
        return f"{strong}.", strong
    sentence = ngettext(
        "{strong} and presses {count} layer there down.",
        "{strong} and presses {count} layers there down.",
        pressed,
        strong=strong,
    )
    return sentence, strong


def without_result_sentence(names: Sequence[str], *, most: int = 8) -> str:
    """Name the domains that nothing was published for.

    Parameters
    ----------
    names
        What the reader calls them.
    most
        How many to name; the rest are counted.

    Returns
    -------
    str
        Empty where there are none.

    Examples
    --------
    >>> without_result_sentence(["Rail", "Water"])
    'No result yet: Rail; Water.'
    >>> without_result_sentence(["Rail", "Water", "Grid"], most=1)
    'No result yet: Rail, and 2 more.'
    """
    if not names:
        return ""
    # Names of domains often hold an "and" of their own, so they are listed, not joined.
    named = "; ".join(names[:most])
    if len(names) <= most:
        return _("No result yet: {names}.", names=named)
    rest = len(names) - most
    return ngettext(
        "No result yet: {names}, and {count} more.",
        "No result yet: {names}, and {count} more.",
        rest,
        names=named,
    )


def trend_sentence(levels: Sequence[Figure], *, before: str = "") -> str:
    """Say how an effective level has moved from the assessment before to the latest.

    Parameters
    ----------
    levels
        Of one domain by one framework, oldest first.
    before
        When the assessment before was published, in words.

    Returns
    -------
    str
        One sentence.

    Examples
    --------
    >>> trend_sentence([2.0, 2.4], before="3 May 2026")
    'Up by 0.4 since the assessment before, published 3 May 2026.'
    >>> trend_sentence([2.4])
    'The first assessment of this domain by this framework.'
    """
    known = [level for level in levels if not isinstance(level, NotScored)]
    if len(known) < 2:
        return _("The first assessment of this domain by this framework.")
    change = known[-1] - known[-2]
    if abs(change) < SAME:
        return _("The same as in the assessment before, published {day}.", day=before)
    distance = f"{abs(change):.1f}"
    if change > 0:
        return _(
            "Up by {distance} since the assessment before, published {day}.",
            distance=distance,
            day=before,
        )
    return _(
        "Down by {distance} since the assessment before, published {day}.",
        distance=distance,
        day=before,
    )


@dataclass(frozen=True, slots=True)
class StepGain:
    """How much of the weighted gap a step closes.

    Parameters
    ----------
    weight, gap
        Of the capability.
    rise
        How far the step raises it.
    """

    weight: float
    gap: float
    rise: float

    @property
    def closes(self) -> float:
        """The part of the weighted gap that is gone afterwards."""
        return self.weight * min(self.gap, self.rise)


def closing_sentence(steps: Sequence[StepGain], weighted_gap: float, *, first: int = 4) -> str:
    """Say what the first few steps do for the whole gap.

    Parameters
    ----------
    steps
        In the order of their priority.
    weighted_gap
        The whole gap.
    first
        How many to count at most.

    Returns
    -------
    str
        One sentence.

    Examples
    --------
    >>> closing_sentence([StepGain(1.0, 0.5, 1.0), StepGain(1.0, 2.0, 1.0)], 2.5)
    'The first 2 steps close 60% of the weighted gap.'
    """
    if weighted_gap <= 0:
        return _("Every capability that was scored has reached its target.")
    if not steps:
        return _("Some capabilities are below target, and the framework describes no steps to it.")
    counted = steps[:first]
    share = min(1.0, sum(step.closes for step in counted) / weighted_gap)
    return ngettext(
        "The first step closes {share} of the weighted gap.",
        "The first {count} steps close {share} of the weighted gap.",
        len(counted),
        share=f"{share:.0%}",
    )


def short_titles(titles: Sequence[str]) -> tuple[str, ...]:
    """Shorten titles for the heads of columns: the first of two things joined by "and" or "&".

    Parameters
    ----------
    titles
        Titles that stand side by side.

    Returns
    -------
    tuple of str
        Short titles, or the titles themselves where two would become the same.

    Examples
    --------
    >>> short_titles(["Governance & risk", "Data infrastructure", "People & ways of working"])
    ('Governance', 'Data infrastructure', 'People')
    >>> short_titles(["Data & models", "Data & people"])
    ('Data & models', 'Data & people')
    """
    short = tuple(title.replace(" and ", " & ").partition(" & ")[0] for title in titles)
    return short if len(set(short)) == len(short) else tuple(titles)
