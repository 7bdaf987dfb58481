"""Figures of an edition beyond its plan: the matrix and the stack."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.layer_results import LayerResult
from assessments.domain.profiles import (
    headline_finding,
    known_level,
    layer_levels,
    level_scale,
)
from assessments.domain.results import Results
from portal.domain.chart_specs.figures import BucketMark, Finding, Unknown
from portal.domain.chart_specs.matrix import MatrixPoint, MatrixSpec, QuadrantKey
from portal.domain.chart_specs.stack import StackLayer, StackSpec
from portal.domain.money import money
from portfolio.domain.buckets import Bucket
from portfolio.domain.editions import Edition, EditionUseCase
from portfolio.domain.priority import Quadrant
from portfolio.domain.stages import is_before_production

LABEL = 40


def matrix_spec(edition: Edition) -> MatrixSpec:
    """Place every scored use case of the edition on the matrix, the planned ones named first."""
    planned = {item.key for item in edition.plan.use_cases}
    ordered = sorted(edition.use_cases, key=lambda row: (row.key not in planned, -row.priority))
    return MatrixSpec(
        finding=matrix_finding(edition),
        points=tuple(_point(row, edition.currency) for row in ordered),
        value_threshold=edition.method.value_threshold,
        feasibility_threshold=edition.method.feasibility_threshold,
        title=_("Matrix of value and adjusted feasibility"),
    )


def matrix_finding(edition: Edition) -> Finding:
    """Say how many are ready and not in production yet, and which waits for foundations."""
    rows = edition.use_cases
    now = sum(row.quadrant is Quadrant.DO_NOW for row in rows if is_before_production(row.stage))
    strong = ngettext(
        "%(now)s of %(count)s scored use cases is ready to do now and not in production yet.",
        "%(now)s of %(count)s scored use cases are ready to do now and not in production yet.",
        now,
    ) % {"now": now, "count": len(rows)}
    waiting = [row for row in rows if row.quadrant is Quadrant.BUILD_FOUNDATIONS_FIRST]
    changes = [row for row in rows if row.bucket is Bucket.TRANSFORMATION]
    held = sum(row in waiting for row in changes)
    if held:
        rest = ngettext(
            "The one transformation waits for foundations.",
            "%(held)s of the %(count)s transformations wait for foundations.",
            len(changes),
        ) % {"held": held, "count": len(changes)}
        return Finding(f"{strong} {rest}", strong)
    rest = _("%(count)s wait for foundations.") % {"count": len(waiting)} if waiting else ""
    return Finding(f"{strong} {rest}".strip(), strong)


def stack_spec(results: Results) -> StackSpec:
    """Draw the layers of an assessment as slabs."""
    return StackSpec(
        finding=headline_finding(results),
        layers=tuple(_layer(layer) for layer in results.layers),
        target=known_level(results.overall.target),
        scale=level_scale(results.framework.scale),
        title=_("Maturity by layer, raw and effective"),
    )


def _layer(layer: LayerResult) -> StackLayer:
    raw, effective = layer_levels(layer)
    return StackLayer(
        key=layer.key,
        title=layer.title,
        raw=raw,
        effective=effective,
        capped_by=layer.capped_by or "",
        stands_on=layer.stands_on,
    )


def _point(row: EditionUseCase, currency: str) -> MatrixPoint:
    return MatrixPoint(
        key=row.key,
        name=row.title,
        bucket=BucketMark(row.bucket),
        value=row.value,
        feasibility=row.adjusted,
        raw_feasibility=row.feasibility,
        cost=Unknown(_("not estimated")) if row.cost is None else row.cost,
        is_robust=row.is_robust is not False,
        rank=row.rank_label,
        cost_shown="" if row.cost is None else money(row.cost, currency),
        label=row.title if len(row.title) <= LABEL else "",
        quadrant=QuadrantKey(row.quadrant.value),
    )
