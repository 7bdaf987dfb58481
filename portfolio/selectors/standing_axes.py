"""Reading what the two scores of a use case are made of, as one reader hears it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portfolio.domain.rating_panels import gives_one_away
from portfolio.domain.scoring import NotScored, Scored


@dataclass(frozen=True, slots=True)
class Part:
    """What one rated criterion adds to the score of its axis.

    Attributes
    ----------
    key, title
        The criterion.
    weight, share
        Its weight among what is rated, as it is shown, and from 0 to 1.
    rating
        What counts for it, 0 to 5.
    points
        What it adds; all of them add up to the score.
    """

    key: str
    title: str
    weight: str
    share: float
    rating: float
    points: float


@dataclass(frozen=True, slots=True)
class AxisStanding:
    """The score of one axis, what it is made of, or why there is none.

    Attributes
    ----------
    title
        What the axis is called.
    score
        ``None`` where it is not scored, or kept from the reader.
    reason
        Why there is no score, or what is missing in it or in its parts.
    parts
        What each criterion adds, without those that are kept from the reader.
    is_kept
        Whether there is a score, and it would tell the reader what one person said.
    """

    title: str
    score: float | None
    reason: str
    parts: tuple[Part, ...]
    is_kept: bool = False


def kept_sentence() -> str:
    """Say why a score is not told."""
    return _("Kept from you until you have rated it: it would tell you what one person said.")


def axis_standing(
    title: str, found: Scored | NotScored, withheld: Mapping[str, int]
) -> AxisStanding:
    """Return one axis as a reader hears it.

    Parameters
    ----------
    title
        What the axis is called.
    found
        What all ratings make together.
    withheld
        Criterion key to how many people rated it whom the reader does not hear yet.
    """
    if isinstance(found, NotScored):
        return AxisStanding(title, None, found.reason, ())
    parts = tuple(
        Part(
            key=each.criterion.key,
            title=_(each.criterion.title),
            weight=f"{each.weight:.0%}",
            share=each.weight,
            rating=each.rating,
            points=each.points,
        )
        for each in found.contributions
        if not gives_one_away([withheld.get(each.criterion.key, 0)])
    )
    keys = [each.criterion.key for each in found.contributions]
    if gives_one_away(withheld.get(key, 0) for key in keys):
        return AxisStanding(title, None, kept_sentence(), parts, is_kept=True)
    reasons = [found.note, _unheard(len(keys) - len(parts))]
    return AxisStanding(title, found.value, " ".join(filter(None, reasons)), parts)


def _unheard(count: int) -> str:
    if not count:
        return ""
    return _("What is not drawn here opens to you once you have rated it.")
