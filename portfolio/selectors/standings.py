"""Reading why a use case stands where it stands, and what would move it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.humanize.templatetags.humanize import ordinal
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.selectors.results import DomainReadiness
from portal.domain.roles import Capability, Member
from portfolio.domain.buckets import Bucket
from portfolio.domain.criteria import Criterion, ScoringModel
from portfolio.domain.edition_words import quoted
from portfolio.domain.priority import Quadrant
from portfolio.domain.readiness import NotAssessed, Readiness
from portfolio.domain.scoring import NotScored, Scored, UseCaseScore, score
from portfolio.domain.scoring import Rating as Points
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique
from portfolio.models import UseCase
from portfolio.selectors.rank_inputs import is_running
from portfolio.selectors.rank_moves import (
    group_places,
    next_place_of,
    next_place_sentence,
    step_item,
    with_best_marked,
)
from portfolio.selectors.readiness import ReadinessBook
from portfolio.selectors.robustness import Verdict, verdict_on
from portfolio.selectors.scoring_models import active_model
from portfolio.selectors.standing_ratings import (
    RatedRow,
    Said,
    inseparable_from,
    panels_of,
    rated_nearby,
    said_about,
)
from portfolio.selectors.unlocks import UnlockItem, unlock_items
from portfolio.selectors.use_case_details import techniques_of_one
from portfolio.selectors.use_case_rows import rank_label

# Names of columns that are resolved once, not for every use case that is opened.
_PLACED: Final = UseCase.objects.active().scored()


@dataclass(frozen=True, slots=True)
class Part:
    """What one rated criterion adds to the score of its axis."""

    title: str
    weight: str
    points: float


@dataclass(frozen=True, slots=True)
class AxisStanding:
    """The score of one axis, what it is made of, or why there is none."""

    title: str
    score: float | None
    reason: str
    parts: tuple[Part, ...]


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
    suggested_count: int
    missing: tuple[str, ...]
    ranked_at: datetime | None
    can_rate: bool


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
    model, book = active_model(), ReadinessBook.read_for(use_case.domain.path)
    rated = rated_nearby(use_case, member)
    own = panels_of(rated).get(use_case.pk, {})
    scored = score(model, {key: Points(each.likely) for key, each in own.items()})
    answer = book.answer(use_case.domain.path, known, use_case.tier)
    items = unlock_items(use_case, member, known, scored, book, alpha=model.alpha)
    points = {key: each.likely for key, each in own.items()}
    factor = answer.factor if isinstance(answer, Readiness) else 1.0
    step = step_item(model, points, factor=factor)
    items = with_best_marked([*items, *([step] if step else [])])
    counts = _counts(use_case, items)
    missing = tuple(each.title for each in model.criteria if each.key not in own)
    verdict = verdict_on(use_case) if use_case.rank is not None else None
    said = tuple(
        said_about(criterion, _rows_on(criterion, use_case, rated), own.get(criterion.key))
        for criterion in model.criteria
    )
    return StandingPanel(
        pk=use_case.pk,
        code=use_case.code,
        title=use_case.title,
        domain=use_case.domain.name,
        bucket=Bucket(use_case.bucket),
        tier=use_case.tier,
        stage=Stage(use_case.stage),
        rank="" if use_case.rank is None else str(ordinal(use_case.rank)),
        rank_range=rank_label(use_case.rank, use_case.rank_low, use_case.rank_high),
        rank_sentence=_rank_sentence(use_case, scored, counts),
        group_places=group_places(use_case),
        next_place=next_place_sentence(next_place_of(use_case)),
        is_on_front=bool(use_case.is_on_front),
        robustness=_robustness(use_case, model, rated, verdict, is_provisional=bool(missing)),
        earlier=verdict if verdict is not None and verdict.run.is_stale else None,
        quadrant=Quadrant(use_case.quadrant) if use_case.quadrant else None,
        priority=use_case.priority,
        value=_axis(_("Value"), scored.value),
        feasibility=_axis(_("Feasibility"), scored.feasibility),
        adjusted=use_case.adjusted_feasibility,
        loss=_loss(use_case, member, scored, answer, book),
        unlocks=tuple(item.with_rank(counts.get(item.key)) for item in items),
        said=said,
        suggested_count=sum(each.is_suggested for each in said),
        missing=missing,
        ranked_at=use_case.ranked_at,
        can_rate=use_case.archived_at is None
        and member.can(Capability.RATE_USE_CASE, use_case.domain.path),
    )


def _rows_on(criterion: Criterion, use_case: UseCase, rated: Sequence[RatedRow]) -> list[RatedRow]:
    return [r for r in rated if (r.use_case_id, r.criterion) == (use_case.pk, criterion.key)]


def _counts(use_case: UseCase, items: Iterable[UnlockItem]) -> dict[str, int]:
    """Count the portfolio, those that share the place, and who would still be ahead; one query.

    All of it is counted by priority, which one narrow index holds.
    """
    wanted: dict[str, Any] = {"total": Count("priority")}
    if use_case.priority is not None:
        wanted["ahead"] = Count("priority", filter=_reads_above(round(use_case.priority)))
        wanted["level"] = Count("priority", filter=_reads_above(round(use_case.priority) - 1))
    for item in items:
        if item.priority is not None:
            wanted[item.key] = Count("priority", filter=_reads_above(round(item.priority)))
    return dict(_PLACED.aggregate(**wanted))


def _reads_above(shown: int) -> Q:
    # Halves are rounded to the even number, as everywhere a priority is shown.
    return Q(priority__gte=shown + 0.5) if shown % 2 else Q(priority__gt=shown + 0.5)


def _rank_sentence(use_case: UseCase, scored: UseCaseScore, counts: Mapping[str, int]) -> str:
    if use_case.rank is None:
        return _no_rank(use_case, scored)
    others = counts["level"] - counts["ahead"] - 1
    shared = ngettext("shared with %(n)d other", "shared with %(n)d others", others) % {"n": others}
    place = _("of %(total)s") % {"total": f"{counts['total']:,}"}
    if use_case.rank_low == use_case.rank_high:
        swing = _("and it stays there in 9 of 10 draws of the weights")
    else:
        swing = _("between %(low)s and %(high)s in 9 of 10 draws of the weights") % {
            "low": f"{use_case.rank_low:,}",
            "high": f"{use_case.rank_high:,}",
        }
    return ", ".join([place, *([shared] if others > 0 else []), swing])


def _no_rank(use_case: UseCase, scored: UseCaseScore) -> str:
    if use_case.archived_at is not None:
        return _("Archived use cases are not ranked.")
    if not is_running(use_case):
        return _("%(stage)s use cases are not ranked.") % {"stage": Stage(use_case.stage).label}
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


def _axis(title: str, found: Scored | NotScored) -> AxisStanding:
    if isinstance(found, NotScored):
        return AxisStanding(title, None, found.reason, ())
    parts = tuple(
        Part(_(each.criterion.title), f"{each.weight:.0%}", each.points)
        for each in found.contributions
    )
    return AxisStanding(title, found.value, found.note, parts)


def _loss(
    use_case: UseCase,
    member: Member,
    scored: UseCaseScore,
    answer: Readiness | NotAssessed,
    book: ReadinessBook,
) -> Loss:
    source = book.source(use_case.domain.path)
    domain = source.domain_name if source else ""
    if isinstance(answer, NotAssessed):
        return Loss(domain, 0, answer.reason, ())
    points = 0
    if isinstance(scored.feasibility, Scored):
        rated = scored.feasibility.value
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
