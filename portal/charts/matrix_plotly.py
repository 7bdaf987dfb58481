"""The portfolio matrix as an interactive figure: points, or honest counts when there are many."""

from math import sqrt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.charts import matrix_marks as marks
from portal.charts.binning import Bin, bin_points, is_binned
from portal.charts.labels import Placed
from portal.charts.matrix import label_places
from portal.charts.matrix_counts import LARGEST_COUNT
from portal.charts.matrix_marks import Sized, describe, size_points
from portal.charts.matrix_plane import Plane, lay_out
from portal.charts.matrix_selection import discount, signed
from portal.charts.palette import ACCENT_SOFT, BUCKET_TONES, INK, INK_3, SURFACE
from portal.charts.plotly_figures import Json, closed, plain, scatter, told
from portal.charts.shapes import bucket_name
from portal.charts.svg import Anchor, Medium
from portal.domain.chart_specs.figures import BucketMark
from portal.domain.chart_specs.matrix import MatrixSpec, QuadrantKey

# Plotly draws a triangle of 1.73 r² and a diamond of 3.38 r² where a circle has 3.14 r².
_SYMBOLS = {
    BucketMark.EFFICIENCY: ("circle", 1.0),
    BucketMark.AUGMENTATION: ("triangle-up", sqrt(3.1416 / 1.7321)),
    BucketMark.TRANSFORMATION: ("diamond", sqrt(3.1416 / 3.38)),
}
STANDOFF = 6
_HOVER = "%{customdata[0]}<extra></extra>"


def figure(spec: MatrixSpec) -> Json:
    """Build the interactive matrix.

    Parameters
    ----------
    spec
        What is shown.

    Returns
    -------
    dict
        A Plotly figure of at most 2,000 marks. ``customdata`` of a mark is the line the pointer is
        told, the key of the use case ("" for a count), and where a click leads.
    """
    plane = lay_out(spec, Medium.WIDE)
    sized = size_points(spec, plane)
    traces = _front(spec)
    traces += _count_traces(spec) if is_binned(spec) else _point_traces(spec, sized)
    traces += [_ring(each) for each in sized if each.point.key == spec.selected]
    layout = {
        "height": plane.height,
        "dragmode": False,
        "xaxis": {
            "range": [plane.across.low, plane.across.high],
            "dtick": 10,
            "ticklabelstandoff": STANDOFF,
            "title": {"text": _("Adjusted feasibility") + " →"},
        },
        "yaxis": {
            "range": [plane.up.low, plane.up.high],
            "dtick": 10,
            "ticklabelstandoff": STANDOFF,
            "title": {"text": _("Value") + " →"},
        },
        "shapes": _shapes(spec, plane),
        "annotations": [*_names(spec), *_readiness(spec)],
    }
    return closed(traces, layout)


def _front(spec: MatrixSpec) -> list[Json]:
    if len(spec.front) < 2:
        return []
    return [
        scatter(
            mode="lines",
            x=[round(point.feasibility, 2) for point in spec.front],
            y=[round(point.value, 2) for point in spec.front],
            line={"shape": "vh", "color": INK_3.light, "width": 1.25, "dash": "4px,3px"},
            hoverinfo="skip",
        )
    ]


def _point_traces(spec: MatrixSpec, sized: list[Sized]) -> list[Json]:
    labels = {} if marks.is_crowd(spec) else label_places(spec, Medium.WIDE)
    traces = []
    for bucket in BucketMark:
        for is_robust in (True, False):
            members = [
                each
                for each in sized
                if each.point.bucket is bucket and each.point.is_robust is is_robust
            ]
            if members:
                traces.append(_trace(bucket, members, labels, is_hollow=not is_robust))
    return traces


def _trace(
    bucket: BucketMark, members: list[Sized], labels: dict[str, Placed], *, is_hollow: bool
) -> Json:
    tone = BUCKET_TONES[bucket].light
    symbol, factor = _SYMBOLS[bucket]
    places = [labels.get(each.point.key) for each in members]
    return scatter(
        name=bucket_name(bucket),
        mode="markers+text" if any(places) else "markers",
        x=[round(each.point.feasibility, 2) for each in members],
        y=[round(each.point.value, 2) for each in members],
        text=[_words(place) for place in places] if any(places) else None,
        textposition=[_position(place, each) for place, each in zip(places, members, strict=True)]
        if any(places)
        else None,
        textfont={
            "size": 12,
            "color": INK.light,
            "weight": ["bold" if place and place.is_bold else "normal" for place in places],
        },
        marker={
            "symbol": symbol,
            "size": [round(2 * each.radius * factor, 1) for each in members],
            "color": SURFACE.light if is_hollow else tone,
            "opacity": 1 if any(places) else 0.7,
            "line": {"color": tone if is_hollow else SURFACE.light, "width": 2 if is_hollow else 1},
        },
        customdata=[told(describe(each.point), each.point.url, each.point.key) for each in members],
        hovertemplate=_HOVER,
    )


def _words(place: Placed | None) -> str:
    if place is None:
        return ""
    return plain(place.words)


def _position(place: Placed | None, each: Sized) -> str:
    match place:
        case None:
            return "middle right"
        case Placed(anchor=Anchor.START):
            return "middle right"
        case Placed(anchor=Anchor.END):
            return "middle left"
        case Placed(y=y) if y < each.y:
            return "top center"
        case _:
            return "bottom center"


def _ring(each: Sized) -> Json:
    return scatter(
        mode="markers",
        x=[each.point.feasibility],
        y=[each.point.value],
        marker={
            "symbol": "circle-open",
            "size": 2 * each.radius + 18,
            "color": INK.light,
            "line": {"width": 1.5},
        },
        hoverinfo="skip",
    )


def _count_traces(spec: MatrixSpec) -> list[Json]:
    bins = bin_points(spec.points)
    top = bins[0].count
    traces = []
    for bucket in BucketMark:
        members = [each for each in bins if each.bucket is bucket]
        if not members:
            continue
        symbol, factor = _SYMBOLS[bucket]
        sizes = [2 * LARGEST_COUNT * sqrt(each.count / top) * factor for each in members]
        traces.append(
            scatter(
                name=bucket_name(bucket),
                mode="markers",
                x=[round(each.feasibility, 2) for each in members],
                y=[round(each.value, 2) for each in members],
                marker={
                    "symbol": symbol,
                    "size": [round(max(size, 3), 1) for size in sizes],
                    "color": BUCKET_TONES[bucket].light,
                    "opacity": 0.6,
                    "line": {"color": SURFACE.light, "width": 1},
                },
                customdata=[told(_describe_bin(each), each.url(spec)) for each in members],
                hovertemplate=_HOVER,
            )
        )
    return traces


def _describe_bin(each: Bin) -> str:
    said = ngettext("%(count)d use case", "%(count)d use cases", each.count)
    return (
        said
        + ", %(bucket)s: "
        + _("value %(low)d to %(high)d, adjusted feasibility %(from)d to %(to)d; ")
        + ngettext("%(fragile)d rank not robust", "%(fragile)d ranks not robust", each.fragile)
    ) % {
        "count": each.count,
        "bucket": bucket_name(each.bucket).lower(),
        "low": each.value_from,
        "high": each.value_to,
        "from": each.feasibility_from,
        "to": each.feasibility_to,
        "fragile": each.fragile,
    }


def _shapes(spec: MatrixSpec, plane: Plane) -> list[Json]:
    split = {"color": INK_3.light, "width": 1.25}
    return [
        {
            "type": "rect",
            "layer": "below",
            "x0": spec.feasibility_threshold,
            "x1": plane.across.high,
            "y0": spec.value_threshold,
            "y1": plane.up.high,
            "fillcolor": ACCENT_SOFT.light,
            "line": {"width": 0},
        },
        {
            "type": "line",
            "x0": spec.feasibility_threshold,
            "x1": spec.feasibility_threshold,
            "yref": "paper",
            "y0": 0,
            "y1": 1,
            "line": split,
        },
        {
            "type": "line",
            "y0": spec.value_threshold,
            "y1": spec.value_threshold,
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "line": split,
        },
    ]


# Bold is a weight of the font: Plotly turns a tag into a style attribute, which the security policy
# of every page forbids.
def _names(spec: MatrixSpec) -> list[Json]:
    corners = {
        QuadrantKey.BUILD_FOUNDATIONS_FIRST: (0, 1),
        QuadrantKey.DO_NOW: (1, 1),
        QuadrantKey.PARK: (0, 0),
        QuadrantKey.QUICK_WIN: (1, 0),
    }
    return [
        {
            "text": plain(spec.quadrants.of(key)),
            "xref": "paper",
            "yref": "paper",
            "x": x,
            "y": y,
            "xanchor": "right" if x else "left",
            "yanchor": "top" if y else "bottom",
            "xshift": -8 if x else 8,
            "showarrow": False,
            "font": {"size": 14, "color": INK.light, "weight": "bold"},
        }
        for key, (x, y) in corners.items()
    ]


def _readiness(spec: MatrixSpec) -> list[Json]:
    selected = next((point for point in spec.points if point.key == spec.selected), None)
    if selected is None or not discount(selected):
        return []
    words = _("readiness %(change)s") % {"change": signed(discount(selected))}
    return [
        {
            "text": words,
            "x": selected.feasibility,
            "y": selected.value,
            "axref": "x",
            "ayref": "y",
            "ax": selected.raw_feasibility,
            "ay": selected.value,
            "yanchor": "bottom",
            "arrowcolor": INK.light,
            "arrowwidth": 1.5,
            "arrowhead": 2,
            "standoff": 24,
            "font": {"size": 12, "color": INK.light, "weight": "bold"},
        }
    ]
