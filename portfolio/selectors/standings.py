"""Reading why a use case stands where it stands, and what would move it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import F, Func, IntegerField, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.selectors.results import DomainReadiness
from portal.domain.roles import Capability, Member
from portfolio.domain.buckets import Bucket
from portfolio.domain.criteria import Criterion, ScoringModel
from portfolio.domain.edition_words import quoted
from portfolio.domain.priority import Quadrant
from portfolio.domain.rank_moves import NextPlace
from portfolio.domain.readiness import NotAssessed, Readiness
from portfolio.domain.scoring import NotScored, Scored, UseCaseScore, score
from portfolio.domain.scoring import Rating as Points
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique
from portfolio.models import UseCase
from portfolio.selectors.awaited import Awaited, awaited_ranking
from portfolio.selectors.rank_moves import (
    group_places,
    next_place_of,
    next_place_sentence,
    step_item,
    with_best_marked,
)
from portfolio.selectors.ratings import may_rate
from portfolio.selectors.readiness import ReadinessBook
from portfolio.selectors.robustness import Verdict, verdict_on
from portfolio.selectors.standard_books import StandardBook
from portfolio.selectors.standing_axes import AxisStanding, axis_standing
from portfolio.selectors.standing_heads import place, quadrant_of, swing, why_left_out
from portfolio.selectors.standing_places import StandingPlaces, standing_places
from portfolio.selectors.standing_ratings import (
    RatedRow,
    Reader,
    Said,
    inseparable_from,
    panels_of,
    rated_nearby,
    said_about,
)
from portfolio.selectors.standing_standards import StandingWithin, standing_within
from portfolio.selectors.unlocks import UnlockItem, unlock_items
from portfolio.selectors.use_case_details import techniques_of_one
from portfolio.selectors.use_case_rows import rank_label

# Names of columns that are resolved once, not for every use case that is opened.
_PLACED: Final = UseCase.objects.active().filter(rank__isnull=False)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which assessment readiness rests on.

    Attributes
    ----------
    assessment_id
        The assessment; ``None`` where the reader may not open it.
    title, domain, published_at, framework
        What it is called, whose it is, when it was published, and what it was asked by.
    is_inherited
        Whether it is the nearest domain above that was assessed, and not the domain itself.
    is_newer
        Whether it was published since the use case was scored; a ranking is on its way then.
    """

    assessment_id: int | None
    title: str
    domain: str
    published_at: datetime
    framework: str
    is_inherited: bool
    is_newer: bool


@dataclass(frozen=True, slots=True)
class Loss:
    """What readiness takes off feasibility: in points, by whose assessment, and for which gaps."""

    domain: str
    points: int
    sentence: str
    shortfalls: tuple[str, ...]
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True)
class StandingPanel:
    """Why one use case stands where it stands."""

    pk: int
    code: str
    title: str
    domain: str
    bucket: Bucket
    tier: int | None
    stage: Stage
    rank: str
    rank_range: str
    rank_sentence: str
    group_places: str
    next_place: str
    next: NextPlace | None
    places: StandingPlaces
    is_on_front: bool
    robustness: str
    earlier: Verdict | None
    quadrant: Quadrant | None
    priority: float | None
    value: AxisStanding
    feasibility: AxisStanding
    adjusted: float | None
    loss: Loss
    unlocks: tuple[UnlockItem, ...]
    said: tuple[Said, ...]
    within: StandingWithin | None
    suggested_count: int
    missing: tuple[str, ...]
    ranked_at: datetime | None
    can_rate: bool
    awaited: Awaited | None

    @property
    def withheld(self) -> int:
        """How many criteria others rated whom the reader hears once they rated them too."""
        asked = [*self.said, *(each.said for each in (self.within.said if self.within else ()))]
        return sum(each.withheld > 0 for each in asked)


def standing_panel(
    use_case: UseCase, member: Member, *, techniques: Sequence[Technique] | None = None
) -> StandingPanel:
    """Return why a use case stands where it stands; at most nine queries.

    Parameters
    ----------
    use_case
        A row the member may see, with its domain and owners loaded.
    member
        Who asks; only use cases they may see are named beside it.
    techniques
        Its techniques, where the caller knows them already.
    """
    known = techniques_of_one(use_case) if techniques is None else techniques
    path = use_case.domain.path
    standards, book = StandardBook.read_for(path), ReadinessBook.read_for(path)
    model = standards.model
    rated = rated_nearby(use_case, member)
    own = panels_of(rated).get(use_case.pk, {})
    scored = score(model, {key: Points(each.likely) for key, each in own.items()})
    answer = book.answer(use_case.domain.path, known, use_case.tier)
    items = unlock_items(use_case, member, known, scored, book, alpha=model.alpha)
    can_rate = may_rate(use_case, member)
    reader = Reader(member.user_id or None, may_rate=can_rate)
    points = {key: each.likely for key, each in own.items()}
    factor = answer.factor if isinstance(answer, Readiness) else 1.0
    axes = (
        axis_standing(_("Value"), scored.value),
        axis_standing(_("Feasibility"), scored.feasibility),
    )
    step = step_item(model, points, factor=factor)
    items = with_best_marked([*items, *([step] if step else [])])
    counts = _counts(use_case, items)
    following = next_place_of(use_case)
    missing = tuple(each.title for each in model.criteria if each.key not in own)
    verdict = verdict_on(use_case) if use_case.rank is not None else None

    def tell(criterion: Criterion) -> Said:
        rows = _rows_on(criterion, use_case, rated)
        return said_about(criterion, rows, own.get(criterion.key), reader)

    said = tuple(tell(criterion) for criterion in model.criteria)
    within = standing_within(use_case, standards, own, tell, factor=factor)
    told = (*said, *(each.said for each in within.said)) if within else said
    return StandingPanel(
        pk=use_case.pk,
        code=use_case.code,
        title=use_case.title,
        domain=use_case.domain.name,
        bucket=Bucket(use_case.bucket),
        tier=use_case.tier,
        stage=Stage(use_case.stage),
        rank=place(use_case),
        rank_range=rank_label(use_case.rank, use_case.rank_low, use_case.rank_high),
        rank_sentence=_rank_sentence(use_case, scored, counts),
        group_places=group_places(use_case),
        next_place=next_place_sentence(following),
        next=following,
        places=standing_places(use_case, counts),
        is_on_front=bool(use_case.is_on_front),
        robustness=_robustness(use_case, model, rated, verdict, is_provisional=bool(missing)),
        earlier=verdict if verdict is not None and verdict.run.is_stale else None,
        quadrant=quadrant_of(use_case),
        priority=use_case.priority,
        value=axes[0],
        feasibility=axes[1],
        adjusted=use_case.adjusted_feasibility,
        loss=_loss(use_case, member, axes[1], answer, book),
        unlocks=tuple(item.with_rank(counts.get(item.key)) for item in items),
        said=said,
        within=within,
        suggested_count=sum(each.is_suggested for each in told),
        missing=missing,
        ranked_at=use_case.ranked_at,
        can_rate=can_rate,
        awaited=awaited_ranking(),
    )


def _rows_on(criterion: Criterion, use_case: UseCase, rated: Sequence[RatedRow]) -> list[RatedRow]:
    return [r for r in rated if (r.use_case_id, r.criterion) == (use_case.pk, criterion.key)]


def _counts(use_case: UseCase, items: Iterable[UnlockItem]) -> dict[str, int]:
    """Count the ranked, those that share its places, and who would still be ahead; one query.

    Who would be ahead is read off the rank of the first that would not, so that no more is
    counted the larger the portfolio is.
    """
    ranked = _PLACED.order_by()
    wanted: dict[str, Any] = {"total": _count(ranked)}
    if use_case.rank is not None:
        wanted["level"] = _count(ranked.filter(rank=use_case.rank))
    if use_case.bucket_rank is not None:
        same = ranked.filter(bucket=use_case.bucket, bucket_rank=use_case.bucket_rank)
        wanted["bucket"] = _count(same)
    if use_case.domain_rank is not None:
        same = ranked.filter(domain=use_case.domain_id, domain_rank=use_case.domain_rank)
        wanted["domain"] = _count(same)
    for item in items:
        if item.priority is not None:
            wanted[item.key] = _ahead(round(item.priority))
    row = UseCase.objects.filter(pk=use_case.pk).order_by().values_list(*wanted.values()).get()
    return dict(zip(wanted, row, strict=True))


def _count(rows: QuerySet[UseCase]) -> Subquery:
    counted = Func(F("rank"), function="COUNT", output_field=IntegerField())
    return Subquery(rows.annotate(n=counted).values("n"))


def _ahead(shown: int) -> Combinable:
    behind = _PLACED.exclude(_reads_above(shown)).order_by("-priority").values("rank")[:1]
    first = Subquery(behind, output_field=IntegerField())
    return Coalesce(first - 1, _count(_PLACED.order_by()))


def _reads_above(shown: int) -> Q:
    # Halves are rounded to the even number, as everywhere a priority is shown.
    return Q(priority__gte=shown + 0.5) if shown % 2 else Q(priority__gt=shown + 0.5)


def _rank_sentence(use_case: UseCase, scored: UseCaseScore, counts: Mapping[str, int]) -> str:
    if use_case.rank is None:
        return _no_rank(use_case, scored)
    others = counts["level"] - 1
    shared = ngettext("shared with %(n)d other", "shared with %(n)d others", others) % {"n": others}
    total = _("of %(total)s") % {"total": f"{counts['total']:,}"}
    return ", ".join([total, *([shared] if others > 0 else []), swing(use_case)])


def _no_rank(use_case: UseCase, scored: UseCaseScore) -> str:
    if left_out := why_left_out(use_case):
        return left_out
    reasons = [axis.reason for axis in _axes(scored) if isinstance(axis, NotScored)]
    return " ".join(reasons) or _("Scored, and placed by the ranking that is about to run.")


def _robustness(
    use_case: UseCase,
    model: ScoringModel,
    rated: Sequence[RatedRow],
    verdict: Verdict | None,
    *,
    is_provisional: bool,
) -> str:
    if use_case.rank is None:
        return ""
    # A run over the whole portfolio knows more than a look at the nearest three.
    knows_better = verdict is not None and not verdict.run.is_stale
    names = [] if knows_better else inseparable_from(use_case, model, rated)
    if verdict is not None and knows_better:
        said = verdict.sentence
    elif names:
        said = _("Cannot be separated from %(names)s.") % {
            "names": _joined([quoted(name) for name in names])
        }
    elif use_case.is_rank_robust:
        said = _("The rank holds when the weights vary.")
    else:
        said = _("The rank moves when the weights vary.")
    return f"{said} {_('Ratings are missing, which widens the range.')}" if is_provisional else said


def _joined(names: Sequence[str]) -> str:
    if len(names) > 2:
        return _("%(first)s and %(count)d others") % {"first": names[0], "count": len(names) - 1}
    if len(names) == 2:
        return _("%(first)s and %(second)s") % {"first": names[0], "second": names[1]}
    return names[0]


def _axes(scored: UseCaseScore) -> tuple[Scored | NotScored, Scored | NotScored]:
    return scored.value, scored.feasibility


def _loss(
    use_case: UseCase,
    member: Member,
    feasibility: AxisStanding,
    answer: Readiness | NotAssessed,
    book: ReadinessBook,
) -> Loss:
    source = book.source(use_case.domain.path)
    domain = source.domain_name if source else ""
    if isinstance(answer, NotAssessed):
        return Loss(domain, 0, answer.reason, ())
    points = 0
    if feasibility.score is not None:
        rated = feasibility.score
        # The difference of what is shown, so that the sum on the page is right.
        points = round(rated) - round(rated * answer.factor)
    sentences = tuple(shortfall.sentence for shortfall in answer.shortfalls)
    stamp = _stamp(use_case, source, member) if source else None
    return Loss(domain, points, answer.sentence, sentences, stamp)


def _stamp(use_case: UseCase, source: DomainReadiness, member: Member) -> Stamp:
    may_open = member.can(Capability.VIEW_ASSESSMENTS, source.domain_path)
    is_scored = use_case.scored_at is not None
    return Stamp(
        assessment_id=source.assessment_id if may_open else None,
        title=source.title,
        domain=source.domain_name,
        published_at=source.published_at,
        framework=f"{source.framework_title} {source.framework_version}",
        is_inherited=source.domain_id != use_case.domain_id,
        is_newer=is_scored and use_case.readiness_assessment_id != source.assessment_id,
    )
