"""Reading what the two scores of a use case are made of."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

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
        ``None`` where it is not scored.
    reason
        Why there is no score, or what is missing in it.
    parts
        What each rated criterion adds.
    """

    title: str
    score: float | None
    reason: str
    parts: tuple[Part, ...]


def axis_standing(title: str, found: Scored | NotScored) -> AxisStanding:
    """Return one axis under its title: its score and what each criterion adds."""
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
    )
    return AxisStanding(title, found.value, found.note, parts)
