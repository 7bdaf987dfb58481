"""What the overview shows, in a fixed number of queries, whatever the size of the portfolio."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.selectors.results import DomainReadiness, latest_readiness
from assessments.selectors.waiting import to_publish_by, unanswered_by
from portal.domain.chart_specs.figures import Finding
from portal.domain.chart_specs.funnel import FunnelSpec, StageCount
from portal.domain.page_parts import OutOfOrder, QueueItem
from portal.domain.roles import Capability, Member
from portal.models.domains import beneath
from portfolio.domain.buckets import Bucket
from portfolio.domain.priority import Quadrant
from portfolio.domain.stages import BEFORE_PRODUCTION, PATH, Stage
from portfolio.models import UseCase
from portfolio.selectors.overlap import awaiting_count
from portfolio.selectors.roadmap_editions import editions_visible_to
from portfolio.selectors.roadmaps_above import planned_above
from portfolio.selectors.use_case_orders import Order
from portfolio.selectors.use_case_rows import UseCaseRow
from portfolio.selectors.use_cases import UseCaseFilters, use_case_page

TOP = 5
ROLES = ("business_owner", "model_owner", "data_owner", "technical_steward")


@dataclass(frozen=True, slots=True)
class Counted:
    """A count and the list it counts."""

    count: int
    url: str


@dataclass(frozen=True, slots=True)
class BucketLine:
    """One bucket: how many use cases stand in each quadrant."""

    bucket: Bucket
    total: Counted
    quadrants: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class MaturityLine:
    """What one domain can rely on: its mean effective level, and its weakest layer."""

    domain: str
    level: float
    level_label: str
    weakest: str
    weakest_label: str
    url: str
    published_on: str


@dataclass(frozen=True, slots=True)
class EditionLine:
    """The latest roadmap edition the member may see."""

    title: str
    url: str
    published_on: str
    summary: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the overview."""

    lead: str
    total: Counted
    scored: Counted
    ready: Counted
    in_production: Counted
    funnel: FunnelSpec
    buckets: tuple[BucketLine, ...]
    quadrant_names: tuple[str, ...]
    top: tuple[UseCaseRow, ...]
    exceptions: tuple[OutOfOrder, ...]
    maturity: tuple[MaturityLine, ...]
    edition: EditionLine | None
    planned_above: str
    waiting: tuple[QueueItem, ...]


def overview(member: Member, *, today: date) -> Overview:
    """Return the overview over what the member may see; at most fifteen queries."""
    stages, squares, told = _counts(member)
    total = sum(stages.values())
    edition = _edition(member)
    ready, scored = told["ready"], total - told["unscored"]
    return Overview(
        lead=_lead(total, scored, ready),
        total=Counted(total, _list()),
        scored=Counted(scored, _list(scored="yes")),
        ready=Counted(
            ready,
            _list(quadrant=Quadrant.DO_NOW.value, before_production="yes"),
        ),
        in_production=Counted(stages.get(Stage.PRODUCTION, 0), _list(stage=Stage.PRODUCTION.value)),
        funnel=_funnel(stages),
        buckets=tuple(_bucket_line(bucket, squares) for bucket in Bucket),
        quadrant_names=tuple(quadrant.label for quadrant in Quadrant),
        top=use_case_page(member, UseCaseFilters(is_scored=True), Order(), size=TOP).rows,
        exceptions=_exceptions(told["vacant"], told["unscored"]),
        maturity=_maturity(member),
        edition=edition,
        planned_above="" if edition else planned_above(member),
        waiting=(
            *waiting_for(member, today=today),
            *_proposals(member),
            *_to_rate(member),
        ),
    )


def _counts(
    member: Member,
) -> tuple[dict[Stage, int], dict[tuple[Bucket, str], int], dict[str, int]]:
    rows = UseCase.objects.visible_to(member).active()
    stages = {
        Stage(stage): count
        for stage, count in rows.values_list("stage").annotate(n=Count("*")).order_by()
    }
    squares = {
        (Bucket(bucket), quadrant): count
        for bucket, quadrant, count in rows.scored()
        .values_list("bucket", "quadrant")
        .annotate(n=Count("*"))
        .order_by()
    }
    gap = Q()
    for role in ROLES:
        gap |= Q(**{f"{role}__isnull": True})
    told = rows.aggregate(
        vacant=Count("pk", filter=gap),
        unscored=Count("pk", filter=Q(priority__isnull=True)),
        ready=Count("pk", filter=Q(quadrant=Quadrant.DO_NOW, stage__in=BEFORE_PRODUCTION)),
    )
    return stages, squares, told


def _list(**filters: str) -> str:
    query = f"?{urlencode(filters)}" if filters else ""
    return reverse("portfolio:use-case-list") + query


def _lead(total: int, scored: int, ready: int) -> str:
    if not total:
        return _("No use case is registered here yet.")
    if not scored:
        return ngettext(
            "%(n)s use case is registered; none is scored yet.",
            "%(n)s use cases are registered; none is scored yet.",
            total,
        ) % {"n": f"{total:,}"}
    return ngettext(
        "Of %(total)s use cases, %(scored)s are scored; %(now)s is ready to do now and not in "
        "production yet.",
        "Of %(total)s use cases, %(scored)s are scored; %(now)s are ready to do now and not in "
        "production yet.",
        ready,
    ) % {"total": f"{total:,}", "scored": f"{scored:,}", "now": f"{ready:,}"}


def _funnel(stages: Mapping[Stage, int]) -> FunnelSpec:
    live, early = stages.get(Stage.PRODUCTION, 0), stages.get(Stage.IDEA, 0)
    produced = ngettext("%(n)s has reached production", "%(n)s have reached production", live) % {
        "n": f"{live:,}"
    }
    waiting = ngettext("%(n)s waits as an idea", "%(n)s wait as ideas", early) % {"n": f"{early:,}"}
    order = (waiting, produced) if early > live else (produced, waiting)
    shown = _("%(first)s, %(second)s.") % {"first": order[0], "second": order[1]}
    return FunnelSpec(
        finding=Finding(shown),
        stages=tuple(
            StageCount(stage.label, stages.get(stage, 0), url=_list(stage=stage.value))
            for stage in PATH
        ),
        title=_("Use cases in each stage"),
    )


def _bucket_line(bucket: Bucket, squares: Mapping[tuple[Bucket, str], int]) -> BucketLine:
    cells = tuple(
        Counted(
            squares.get((bucket, quadrant.value), 0),
            _list(bucket=bucket.value, quadrant=quadrant.value),
        )
        for quadrant in Quadrant
    )
    total = Counted(sum(cell.count for cell in cells), _list(bucket=bucket.value, scored="yes"))
    return BucketLine(bucket, total, cells)


def _exceptions(vacant: int, unscored: int) -> tuple[OutOfOrder, ...]:
    found = (
        OutOfOrder(
            vacant, _("without one of their four owners"), _list(owner_gap="any"), is_bad=True
        ),
        OutOfOrder(unscored, _("not scored yet"), _list(scored="no")),
    )
    return tuple(each for each in found if each.count)


def _maturity(member: Member) -> tuple[MaturityLine, ...]:
    scope = member.scope(Capability.VIEW_ASSESSMENTS)
    found = [
        _maturity_line(each)
        for each in latest_readiness().values()
        if each.layer_effective and scope.covers(each.domain_path)
    ]
    return tuple(sorted(found, key=lambda line: (line.level, line.domain))[:TOP])


def _maturity_line(readiness: DomainReadiness) -> MaturityLine:
    layers = readiness.layer_effective
    # In the order of the framework, so that of equals the one the others stand on is named.
    order = [key for key in dict.fromkeys(readiness.layer_of.values()) if key in layers]
    weakest = min(order, key=lambda key: round(layers[key], 1))
    level = sum(layers.values()) / len(layers)
    return MaturityLine(
        domain=readiness.domain_name,
        level=level,
        level_label=f"{level:.1f}",
        weakest=readiness.titles.get(weakest, weakest),
        weakest_label=f"{layers[weakest]:.1f}",
        url=reverse("assessments:assessment-results", args=[readiness.assessment_id]),
        published_on=date_format(readiness.published_at, "j M Y"),
    )


def _edition(member: Member) -> EditionLine | None:
    rows = editions_visible_to(member).defer("data")
    row = rows.order_by("-published_at", "-pk").first()
    if row is None:
        return None
    return EditionLine(
        title=str(row),
        url=reverse("portfolio:edition-detail", args=[row.pk]),
        published_on=date_format(row.published_at, "j F Y"),
        summary=row.summary,
    )


def waiting_for(member: Member, *, today: date) -> tuple[QueueItem, ...]:
    """Return what waits for this member: assessments to answer, and those to publish."""
    items = [
        QueueItem(
            what=_("Answer %(title)s") % {"title": row.assessment.title},
            url=reverse("assessments:answer-overview", args=[row.assessment_id]),
            meta=row.assessment.domain.name,
            status=_due(row.assessment.due_on, today),
            tone="bad" if row.assessment.due_on < today else "neutral",
        )
        for row in unanswered_by(member)
    ]
    items += [
        QueueItem(
            what=_("Settle and publish %(title)s") % {"title": row.title},
            url=reverse("assessments:assessment-detail", args=[row.pk]),
            meta=row.domain.name,
        )
        for row in to_publish_by(member)
    ]
    return tuple(items)


def _proposals(member: Member) -> tuple[QueueItem, ...]:
    """Return the proposals about overlap that wait for this member, as one line; one query."""
    count = awaiting_count(member)
    if not count:
        return ()
    what = ngettext("Answer %(n)s overlap proposal", "Answer %(n)s overlap proposals", count)
    url = reverse("portfolio:overlap-list") + "?proposed=waiting"
    meta = _("A domain says what should become of two use cases that read alike.")
    return (QueueItem(what % {"n": f"{count:,}"}, url, meta=meta),)


def _to_rate(member: Member) -> tuple[QueueItem, ...]:
    """Return the use cases that wait for this member's ratings, as one line; one query."""
    scope = member.scope(Capability.RATE_USE_CASE)
    if not scope:
        return ()
    rows = UseCase.objects.visible_to(member).active().filter(priority__isnull=True)
    if not scope.is_everything:
        rows = rows.filter(beneath("domain__path", scope.paths))
    count = rows.count()
    if not count:
        return ()
    what = ngettext("Rate %(n)s use case", "Rate %(n)s use cases", count) % {"n": f"{count:,}"}
    return (QueueItem(what, _list(scored="no"), meta=_("Without ratings they have no rank.")),)


def _due(due_on: date, today: date) -> str:
    days = (due_on - today).days
    if days < 0:
        return ngettext("%(n)s day over", "%(n)s days over", -days) % {"n": -days}
    return ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}
