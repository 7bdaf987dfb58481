"""Reading what the standards of its domains make of one use case."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from portfolio.domain.criteria import Criterion
from portfolio.domain.domain_standards import Applied
from portfolio.domain.priority import priority
from portfolio.domain.rating_panels import Panel
from portfolio.domain.scoring import NotScored, Scored, score
from portfolio.domain.scoring import Rating as Points
from portfolio.domain.standard_words import stricter_notes
from portfolio.models import UseCase
from portfolio.selectors.standard_books import StandardBook
from portfolio.selectors.standing_ratings import Said
from portfolio.selectors.use_case_rows import rank_label

type Teller = Callable[[Criterion], Said]
DECIMALS: Final = 4


@dataclass(frozen=True, slots=True)
class OwnSaid:
    """How the use case is rated on what one domain asks besides, and whose question it is."""

    domain: str
    version: int
    share: float
    said: Said


@dataclass(frozen=True, slots=True)
class StandingWithin:
    """How a use case stands by the standards of the domains it belongs to.

    Attributes
    ----------
    notes
        By whose standard "high" begins later than the enterprise asks.
    domains
        Whose criteria count besides those of the enterprise; none where nobody has any.
    value, adjusted, priority
        The scores within the domain, ``None`` where too little is rated or nothing is added.
    reasons
        Why there is none, or what is provisional about them.
    place
        Its place within its domain by them.
    said
        How it is rated on the criteria of the domains.
    is_newer
        Whether a standard was published since the use case was scored; a ranking follows then.
    """

    notes: tuple[str, ...]
    domains: tuple[str, ...]
    value: float | None
    adjusted: float | None
    priority: float | None
    reasons: tuple[str, ...]
    place: str
    said: tuple[OwnSaid, ...]
    is_newer: bool


def standing_within(
    use_case: UseCase,
    book: StandardBook,
    own: Mapping[str, Panel],
    tell: Teller,
    *,
    factor: float,
) -> StandingWithin | None:
    """Return what the standards make of a use case; ``None`` where no domain asks anything.

    Parameters
    ----------
    use_case
        The row, with its domain.
    book
        What applies to it.
    own
        Its ratings by criterion.
    tell
        Says how it is rated on a criterion.
    factor
        What readiness leaves of feasibility.
    """
    path = use_case.domain.path
    applied = book.at(path)
    is_newer = use_case.scored_at is not None and use_case.standards_stamp != book.stamp(path)
    if not applied.layers and not is_newer:
        return None
    layers = [layer for layer in applied.layers if layer.standard.criteria]
    value, adjusted, combined, reasons = _scores(applied, own, factor) if layers else _NOTHING
    return StandingWithin(
        notes=stricter_notes(applied),
        domains=tuple(layer.domain for layer in layers),
        value=value,
        adjusted=adjusted,
        priority=combined,
        reasons=reasons,
        place=rank_label(use_case.domain_rank, use_case.domain_rank_low, use_case.domain_rank_high)
        if use_case.domain_rank
        else "",
        said=tuple(
            OwnSaid(layer.domain, layer.version, criterion.weight, tell(criterion))
            for layer in layers
            for criterion in layer.standard.criteria
        ),
        is_newer=is_newer,
    )


type _Scores = tuple[float | None, float | None, float | None, tuple[str, ...]]
_NOTHING: Final[_Scores] = (None, None, None, ())


def _scores(applied: Applied, own: Mapping[str, Panel], factor: float) -> _Scores:
    model = applied.within
    found = score(model, {key: Points(each.likely) for key, each in own.items()})
    axes = (found.value, found.feasibility)
    reasons = tuple(
        each.reason if isinstance(each, NotScored) else each.note
        for each in axes
        if isinstance(each, NotScored) or each.note
    )
    if not isinstance(found.value, Scored) or not isinstance(found.feasibility, Scored):
        return None, None, None, reasons
    value = round(found.value.value, DECIMALS)
    adjusted = round(found.feasibility.value * factor, DECIMALS)
    return value, adjusted, round(priority(value, adjusted, alpha=model.alpha), DECIMALS), reasons
