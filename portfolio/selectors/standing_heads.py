"""Reading where a use case stands, without why: all of it is kept on its row."""

from dataclasses import dataclass

from django.contrib.humanize.templatetags.humanize import ordinal
from django.utils.translation import gettext as _

from portfolio.domain.priority import Quadrant
from portfolio.domain.stages import Stage
from portfolio.models import UseCase
from portfolio.selectors.rank_inputs import is_running
from portfolio.selectors.rank_moves import group_places


@dataclass(frozen=True, slots=True)
class StandingHead:
    """Where one use case stands.

    Attributes
    ----------
    rank, rank_sentence, group_places
        Its place and how far that varies; without a place ``rank`` is "", and the sentence says
        why where the row alone knows.
    is_on_front
        Whether nothing in the portfolio is better on value and on feasibility.
    quadrant, priority, value, feasibility, adjusted
        Its scores; ``None`` where it is not scored.
    """

    pk: int
    rank: str
    rank_sentence: str
    group_places: str
    is_on_front: bool
    quadrant: Quadrant | None
    priority: float | None
    value: float | None
    feasibility: float | None
    adjusted: float | None


def standing_head(use_case: UseCase) -> StandingHead:
    """Return where a use case stands, from a row with its domain loaded; no query."""
    return StandingHead(
        pk=use_case.pk,
        rank=place(use_case),
        rank_sentence=_place_sentence(use_case),
        group_places=group_places(use_case),
        is_on_front=bool(use_case.is_on_front),
        quadrant=quadrant_of(use_case),
        priority=use_case.priority,
        value=use_case.value,
        feasibility=use_case.feasibility,
        adjusted=use_case.adjusted_feasibility,
    )


def place(use_case: UseCase) -> str:
    """Return its rank as an ordinal, "" where it has none."""
    return "" if use_case.rank is None else str(ordinal(use_case.rank))


def quadrant_of(use_case: UseCase) -> Quadrant | None:
    """Return the quadrant it was placed in, if any."""
    return Quadrant(use_case.quadrant) if use_case.quadrant else None


def swing(use_case: UseCase) -> str:
    """Say how far the rank of a ranked use case moves when the weights vary."""
    if use_case.rank_low == use_case.rank_high:
        return _("and it stays there in 9 of 10 draws of the weights")
    return _("between %(low)s and %(high)s in 9 of 10 draws of the weights") % {
        "low": f"{use_case.rank_low:,}",
        "high": f"{use_case.rank_high:,}",
    }


def why_left_out(use_case: UseCase) -> str:
    """Say why no ranking places it, "" for one that is ranked as soon as it is scored."""
    if use_case.archived_at is not None:
        return _("Archived use cases are not ranked.")
    if not is_running(use_case):
        return _("%(stage)s use cases are not ranked.") % {"stage": Stage(use_case.stage).label}
    return ""


def _place_sentence(use_case: UseCase) -> str:
    if use_case.rank is not None:
        return swing(use_case)
    return why_left_out(use_case) or _("It has no rank yet.")
