"""Reading what was said about a use case and about those that rank beside it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

import numpy as np
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.confidence import Confidence
from portal.domain.roles import Member
from portfolio.domain.criteria import Criterion, ScoringModel
from portfolio.domain.ranking import inseparable, standings
from portfolio.domain.rating_panels import Opinion, Panel, is_withheld, panel
from portfolio.models import Rating, UseCase
from portfolio.selectors.rank_inputs import ratings_row

NEIGHBOURS: Final = 3
NEARBY: Final = 2.0


class RatedRow(NamedTuple):
    """One rating of the use case, or of one that ranks beside it."""

    use_case_id: int
    criterion: str
    score: int
    low: int | None
    high: int | None
    confidence: int | None
    source: str
    rationale: str
    evidence: str
    author: str | None
    author_id: int | None
    at: datetime
    title: str
    factor: float | None
    priority: float | None

    @property
    def opinion(self) -> Opinion:
        """What was said, as the rules read it."""
        sure = None if self.confidence is None else Confidence(self.confidence)
        return Opinion(self.score, self.low, self.high, sure)


# Names of columns that are resolved once, not for every use case that is opened.
_RATINGS: Final = Rating.objects.order_by(
    "use_case_id", "criterion", "-rated_at", "-pk"
).values_list(
    *("use_case_id", "criterion", "score", "low", "high", "confidence", "source"),
    *("rationale", "evidence", "rated_by__name", "rated_by_id", "rated_at"),
    *("use_case__title", "use_case__readiness_factor", "use_case__priority"),
)
_RANKED: Final = UseCase.objects.active().filter(rank__isnull=False)

type Panels = Mapping[int, Mapping[str, Panel]]


@dataclass(frozen=True, slots=True)
class Said:
    """One criterion as it is rated: by whom, in which words, and how far they agree.

    Attributes
    ----------
    criterion
        What the reader calls it.
    score
        The rating that counts, 0 to 5; ``None`` while nobody rated it.
    anchor
        The words of the rating that counts; empty between two descriptions.
    rationale, evidence, author, at
        What the latest of them says.
    is_suggested
        Whether an import suggested it and nobody has confirmed it yet.
    people
        How many people rated it, in words; empty for fewer than two.
    needs_discussion
        Whether they are too far apart for the middle to be taken unheard.
    withheld
        How many people rated it whom the reader hears once they rated it themselves; nothing
        else is told then.
    """

    criterion: str
    score: float | None
    anchor: str = ""
    rationale: str = ""
    evidence: str = ""
    author: str = ""
    at: datetime | None = None
    is_suggested: bool = False
    people: str = ""
    needs_discussion: bool = False
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads what was said: by id, and whether they have a say themselves."""

    user_id: int | None
    may_rate: bool

    def is_kept_from(self, rows: Sequence[RatedRow]) -> bool:
        """Whether who said what in these ratings of one criterion is withheld for now."""
        said = [row for row in rows if row.source != Rating.Source.SUGGESTION]
        has_rated = any(row.author_id == self.user_id for row in said)
        return is_withheld(may_rate=self.may_rate, has_rated=has_rated, others=len(said))


def rated_nearby(use_case: UseCase, member: Member) -> list[RatedRow]:
    """Return the ratings of a use case and of those that rank beside it; one query."""
    if use_case.rank is None or use_case.priority is None:
        return [RatedRow(*row) for row in _RATINGS.filter(use_case=use_case)]
    here = use_case.priority
    ranked = _RANKED.visible_to(member).exclude(pk=use_case.pk).values("pk")
    # The nearest on either side, each along an index, however many stand within reach.
    above = ranked.filter(priority__range=(here, here + NEARBY)).order_by("priority", "pk")
    below = ranked.filter(priority__lt=here, priority__gte=here - NEARBY)
    beside = Q(use_case__in=above[:NEIGHBOURS]) | Q(
        use_case__in=below.order_by("-priority", "pk")[:NEIGHBOURS]
    )
    rows = [RatedRow(*row) for row in _RATINGS.filter(Q(use_case=use_case) | beside)]
    found = {row.use_case_id: row.priority for row in rows if row.priority is not None}
    nearest = sorted(found, key=lambda pk: (pk != use_case.pk, abs(found[pk] - here), pk))
    kept = set(nearest[: NEIGHBOURS + 1]) | {use_case.pk}
    return [row for row in rows if row.use_case_id in kept]


def panels_of(rows: Iterable[RatedRow]) -> Panels:
    """Combine what people said, use case by use case and criterion by criterion."""
    said: defaultdict[int, defaultdict[str, list[Opinion]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        said[row.use_case_id][row.criterion].append(row.opinion)
    return {
        use_case: {criterion: panel(opinions) for criterion, opinions in by_criterion.items()}
        for use_case, by_criterion in said.items()
    }


def said_about(
    criterion: Criterion, rows: Sequence[RatedRow], combined: Panel | None, reader: Reader
) -> Said:
    """Return one criterion as it is rated; ``rows`` are its ratings, the latest first."""
    title = _(criterion.title)
    if combined is None:
        return Said(title, None)
    if reader.is_kept_from(rows):
        return Said(title, None, withheld=combined.count)
    latest = rows[0]
    count = combined.count
    people = ngettext("%(n)d person", "%(n)d people", count) % {"n": count} if count > 1 else ""
    is_described = combined.likely == int(combined.likely)
    return Said(
        criterion=title,
        score=combined.likely,
        anchor=_(criterion.anchors[int(combined.likely)]) if is_described else "",
        rationale=latest.rationale,
        evidence=latest.evidence,
        author=latest.author or "",
        at=latest.at,
        is_suggested=latest.source == Rating.Source.SUGGESTION,
        people=people,
        needs_discussion=combined.needs_discussion,
    )


def inseparable_from(use_case: UseCase, model: ScoringModel, rows: Sequence[RatedRow]) -> list[str]:
    """Name the neighbours that neither clearly ranks before nor clearly after."""
    panels = panels_of(rows)
    if use_case.pk not in panels or len(panels) == 1:
        return []
    titles = {row.use_case_id: row.title for row in rows}
    factors = {row.use_case_id: np.nan if row.factor is None else row.factor for row in rows}
    ids = [use_case.pk, *(pk for pk in panels if pk != use_case.pk)]
    likely, low, high = (
        [ratings_row(model, {key: end(each) for key, each in panels[pk].items()}) for pk in ids]
        for end in (_likely, _low, _high)
    )
    scored = standings(model, likely, [factors[pk] for pk in ids])
    if np.isnan(scored.priority).any():
        return []
    verdicts = inseparable(model, likely, scored, ranges=(low, high))
    return [titles[pk] for pk, is_close in zip(ids[1:], verdicts, strict=True) if is_close]


def _likely(found: Panel) -> float:
    return found.likely


def _low(found: Panel) -> float:
    return found.low


def _high(found: Panel) -> float:
    return found.high
