"""The portfolio matrix as a drawing, its legend, and the table beneath it."""

from collections import Counter

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.charts import matrix_counts, svg
from portal.charts import matrix_marks as marks
from portal.charts.binning import is_binned
from portal.charts.labels import Placed, Room, Wanted
from portal.charts.matrix_plane import (
    NARROW,
    Plane,
    draw_front,
    draw_ground,
    lay_out,
    quadrant_names,
    threshold_boxes,
)
from portal.charts.matrix_selection import Selection, discount, ring_box, select, signed
from portal.charts.shapes import LegendItem, bucket_legend, bucket_name, hollow_icon
from portal.charts.svg import Box, Medium
from portal.domain.chart_specs.figures import BucketMark, Cell, ChartTable, Column, Unknown
from portal.domain.chart_specs.matrix import MatrixPoint, MatrixSpec, QuadrantKey
from portal.domain.text_metrics import fit

COMPACT = (640.0, 440.0)
COMPACT_NARROW = (358.0, 330.0)
NARROW_LABELS = 6
LABEL_WIDTH = 150
WHOLE_NAME = 260


def draw(
    spec: MatrixSpec, medium: Medium = Medium.WIDE, size: tuple[float, float] | None = None
) -> SafeString:
    """Draw the matrix.

    Parameters
    ----------
    spec
        What is shown.
    medium
        Where it stands; on a page every mark is a shortcut to its use case.
    size
        Width and height in pixels; each medium has its own otherwise.

    Returns
    -------
    SafeString
        An ``<svg>``. Above 300 points the marks are small and open and carry neither links nor
        labels, only the selected one does; above 2,000 they are counts.
    """
    plane = lay_out(spec, medium, size)
    sized = marks.size_points(spec, plane)
    is_crowd = marks.is_crowd(spec)
    names, taken = quadrant_names(plane, spec, is_haloed=is_crowd)
    selection = _selection(spec, sized, plane, taken)
    placed = place_labels(spec, sized, plane, [*taken, *selection.room])
    written = [label.draw(is_haloed=is_crowd) for label in placed.values()]
    if is_crowd:
        is_counted = is_binned(spec)
        body = matrix_counts.draw_counts(spec, plane) if is_counted else marks.draw_crowd(sized)
        layers = [*body, *selection.behind, *selection.above, names]
    else:
        body = marks.draw_marks(sized, has_links=medium is not Medium.REPORT)
        layers = [names, *selection.behind, *body, *selection.above]
    parts = [*draw_ground(plane, spec), *draw_front(plane, spec), *layers, *written]
    return svg.svg(parts, plane.width, plane.height, medium, title=spec.title)


def _selection(
    spec: MatrixSpec, sized: list[marks.Sized], plane: Plane, taken: list[Box]
) -> Selection:
    selected = next((each for each in sized if each.point.key == spec.selected), None)
    if selected is None:
        return Selection()
    raw_x = plane.across.at(selected.point.raw_feasibility)
    return select(selected, raw_x, plane.plot, taken, is_haloed=marks.is_crowd(spec))


def label_places(spec: MatrixSpec, medium: Medium) -> dict[str, Placed]:
    """Say where the drawing of that medium writes its labels, so that Plotly follows it."""
    plane = lay_out(spec, medium)
    sized = marks.size_points(spec, plane)
    _drawn, taken = quadrant_names(plane, spec, is_haloed=False)
    selection = _selection(spec, sized, plane, taken)
    return place_labels(spec, sized, plane, [*taken, *selection.room])


def place_labels(
    spec: MatrixSpec, sized: list[marks.Sized], plane: Plane, taken: list[Box]
) -> dict[str, Placed]:
    """Give labels room: the selected point first, then in the order of the spec.

    Parameters
    ----------
    spec, sized, plane
        What is shown, its marks, and the ground.
    taken
        Room that is taken already.

    Returns
    -------
    dict
        Key of a point to its label. No two labels overlap, none overlaps a mark; a label that
        finds no room is left out, and so are all but the selected one in a crowd.
    """
    is_crowd = marks.is_crowd(spec)
    by_key = {each.point.key: each for each in sized}
    obstacles = taken if is_crowd else [*taken, *(each.box for each in sized)]
    room = Room(plane.plot, obstacles, threshold_boxes(plane, spec))
    order = [] if is_crowd else [point.key for point in spec.points if point.key != spec.selected]
    limit = NARROW_LABELS if plane.width < NARROW else len(spec.points)
    placed: dict[str, Placed] = {}
    for key in [spec.selected, *order]:
        if key not in by_key or len(placed) == limit:
            continue
        each, is_selected = by_key[key], key == spec.selected
        mark = ring_box(each) if is_selected else each.box
        # A name that is cut short is better than none, and worse than a whole one.
        for width in (WHOLE_NAME, LABEL_WIDTH):
            words = fit(each.point.label or each.point.name, 12, width, is_bold=is_selected)
            if label := room.place(Wanted(words, mark, is_bold=is_selected)):
                placed[key] = label
                break
    return placed


def legend(spec: MatrixSpec) -> tuple[LegendItem, ...]:
    """Explain shapes, hollow marks and sizes."""
    front: tuple[LegendItem, ...] = ()
    if len(spec.front) > 1:
        front = (LegendItem(SafeString(""), _("Dashed line: nothing is better on both axes")),)
    if is_binned(spec):
        size = LegendItem(SafeString(""), _("Size: how many use cases"))
        return (*bucket_legend(), size, *front)
    return (
        *bucket_legend(),
        LegendItem(hollow_icon(), _("Hollow: rank not robust")),
        *(
            (LegendItem(SafeString(""), _("Size: cost to production")),)
            if any(not isinstance(point.cost, Unknown) for point in spec.points)
            else ()
        ),
        *front,
    )


def note(spec: MatrixSpec) -> str:
    """Say what the drawing leaves out: costs nobody has estimated, labels of a crowd."""
    if is_binned(spec):
        return f"{matrix_counts.note(spec)} {_too_many(spec)}"
    said = []
    unknown = sum(isinstance(point.cost, Unknown) for point in spec.points)
    if 0 < unknown < len(spec.points):
        said.append(
            ngettext(
                "%(count)d use case has no cost estimate and is drawn at the median size.",
                "%(count)d use cases have no cost estimate and are drawn at the median size.",
                unknown,
            )
            % {"count": unknown}
        )
    if marks.is_crowd(spec):
        said.append(_too_many(spec))
    return " ".join(said)


def _too_many(spec: MatrixSpec) -> str:
    return _("%(count)s use cases are too many to name here; filter the list to see names.") % {
        "count": f"{len(spec.points):,}"
    }


def table(spec: MatrixSpec) -> ChartTable:
    """Write the matrix as a table.

    Parameters
    ----------
    spec
        What is shown.

    Returns
    -------
    ChartTable
        A row for each use case; above 300 a row for each quadrant with its counts by bucket.
    """
    return _count_table(spec) if marks.is_crowd(spec) else point_table(spec)


def point_table(spec: MatrixSpec) -> ChartTable:
    """Write a row for each use case, however many there are."""
    has_cost = any(point.cost_shown for point in spec.points)
    columns = (
        Column(_("Use case")),
        Column(_("Bucket")),
        Column(_("Value"), is_number=True),
        Column(_("Adj. feasibility"), is_number=True),
        Column(_("Readiness"), is_number=True),
        *((Column(_("Cost"), is_number=True),) if has_cost else ()),
        Column(_("Rank"), is_number=True),
    )
    return ChartTable(columns, tuple(_row(point, has_cost=has_cost) for point in spec.points))


def _row(point: MatrixPoint, *, has_cost: bool) -> tuple[Cell, ...]:
    return (
        Cell(point.name, point.url),
        Cell(bucket_name(point.bucket), bucket=point.bucket),
        Cell(str(round(point.value))),
        Cell(str(round(point.feasibility))),
        Cell(signed(discount(point))),
        *((Cell(point.cost_shown or "–"),) if has_cost else ()),
        Cell(point.rank or "–"),
    )


def _count_table(spec: MatrixSpec) -> ChartTable:
    counts = Counter((spec.quadrant(point), point.bucket) for point in spec.points)
    columns = (
        Column(_("Quadrant")),
        *(Column(bucket_name(bucket), is_number=True) for bucket in BucketMark),
        Column(_("All"), is_number=True),
    )
    rows = []
    for key in QuadrantKey:
        cells = [_count_cell(spec, key, bucket, counts[key, bucket]) for bucket in BucketMark]
        total = sum(counts[key, bucket] for bucket in BucketMark)
        rows.append(
            (Cell(spec.quadrants.of(key)), *cells, _count_cell(spec, key, spec.only_bucket, total)),
        )
    return ChartTable(columns, tuple(rows))


def _count_cell(spec: MatrixSpec, key: QuadrantKey, bucket: str, count: int) -> Cell:
    url = spec.quadrant_url.format(quadrant=key, bucket=bucket) if count else ""
    return Cell(f"{count:,}", url)
