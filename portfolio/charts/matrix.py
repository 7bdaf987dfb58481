"""The portfolio matrix as a spec, and as everything a page shows of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.charts import figures, interactive
from portal.charts.figures import Figure
from portal.domain.chart_specs.figures import NOT_ESTIMATED, BucketMark, Finding
from portal.domain.chart_specs.matrix import MatrixPoint, MatrixSpec, QuadrantKey, QuadrantNames
from portal.domain.money import money
from portfolio.domain.priority import Quadrant
from portfolio.selectors.matrix import MatrixData, MatrixRow
from portfolio.selectors.use_case_rows import rank_label


def matrix_spec(
    data: MatrixData, *, selected: int | None = None, query: Mapping[str, str] | None = None
) -> MatrixSpec:
    """Build the spec of the matrix.

    Parameters
    ----------
    data
        The use cases and where they lie.
    selected
        The use case to ring.
    query
        The filters at work, as the query string has them; every link keeps them.

    Returns
    -------
    MatrixSpec
        A point leads to the matrix with that use case selected, a quadrant to the list of its
        use cases, a square of an aggregated matrix to their ranking.
    """
    kept = {name: value for name, value in (query or {}).items() if value}
    matrix, ranking = reverse("portfolio:matrix"), reverse("portfolio:ranking")
    rows = reverse("portfolio:use-case-list")
    start = f"{matrix}?{urlencode(kept)}{'&' if kept else ''}selected="
    cell = ("bucket", "value_from", "value_to", "feasibility_from", "feasibility_to")
    return MatrixSpec(
        finding=finding(data),
        points=tuple(_point(row, f"{start}{row.pk}") for row in data.rows),
        value_threshold=data.thresholds.value,
        feasibility_threshold=data.thresholds.feasibility,
        quadrants=QuadrantNames(*(quadrant.label for quadrant in Quadrant)),
        selected="" if selected is None else str(selected),
        cell_url=_template(ranking, kept, cell),
        quadrant_url=_template(rows, kept, ("quadrant", "bucket")),
        only_bucket=kept.get("bucket", ""),
    )


@dataclass(frozen=True, slots=True)
class DrawnMatrix:
    """The drawing with its table, and its interactive twin."""

    figure: Figure
    interactive: Mapping[str, Any]


def drawn_matrix(spec: MatrixSpec) -> DrawnMatrix:
    """Draw the matrix for a page."""
    return DrawnMatrix(figures.on_page(spec), interactive.build(spec))


def finding(data: MatrixData) -> Finding:
    """Say what the matrix shows, in one or two sentences."""
    total, now = len(data.rows), data.ready
    strong = _("ready to do now")
    first = ngettext(
        "%(now)s of %(total)s scored use cases is %(strong)s and not in production yet.",
        "%(now)s of %(total)s scored use cases are %(strong)s and not in production yet.",
        now,
    ) % {"now": f"{now:,}", "total": f"{total:,}", "strong": strong}
    second = _second(data)
    return Finding(f"{first} {second}".strip(), strong)


def _second(data: MatrixData) -> str:
    if data.held_back:
        return ngettext(
            "%(count)s more would be, had readiness not taken off what its domain cannot do yet.",
            "%(count)s more would be, had readiness not taken off what their domains cannot do "
            "yet.",
            data.held_back,
        ) % {"count": f"{data.held_back:,}"}
    waiting = data.in_quadrant(Quadrant.BUILD_FOUNDATIONS_FIRST)
    if waiting:
        return ngettext(
            "%(count)s of high value waits for foundations.",
            "%(count)s of high value wait for foundations.",
            waiting,
        ) % {"count": f"{waiting:,}"}
    return ""


def _point(row: MatrixRow, url: str) -> MatrixPoint:
    cost = row.planned_cost
    return MatrixPoint(
        key=str(row.pk),
        name=row.title,
        bucket=BucketMark(row.bucket),
        value=row.value,
        feasibility=row.adjusted_feasibility,
        raw_feasibility=row.feasibility,
        cost=NOT_ESTIMATED if cost is None else float(cost),
        cost_shown="" if cost is None else money(cost, settings.CURRENCY),
        is_robust=bool(row.is_rank_robust),
        rank="" if row.rank is None else rank_label(row.rank, row.rank_low, row.rank_high),
        url=url,
        is_on_front=bool(row.is_on_front),
        quadrant=QuadrantKey(row.quadrant) if row.quadrant else None,
    )


def _template(path: str, kept: Mapping[str, str], fields: tuple[str, ...]) -> str:
    """Write an address whose last parts are filled in later, keeping the filters at work."""
    fixed: dict[str, Any] = {name: value for name, value in kept.items() if name not in fields}
    start = urlencode(fixed).replace("{", "{{").replace("}", "}}")
    open_parts = "&".join(f"{name}={{{name}}}" for name in fields)
    return f"{path}?{start}{'&' if start else ''}{open_parts}"
