"""Interactive figures: our one Plotly template, and bars and lines built with it.

A figure is written as the plain values that plotly.js reads; Plotly's Python package would take a
web process half a second and 20 MB to say the same, so it only checks them, in the tests. Colours
are names of tokens, ``var(--st-accent)``, which the page fills in for the theme in force;
``customdata`` of a mark is the line the pointer is told, its key, and last the address a click
leads to.
"""

from typing import Any

from portal.charts.palette import (
    ACCENT,
    BAD,
    INK,
    INK_2,
    INK_3,
    LEVEL_2,
    LEVEL_4,
    LINE,
    LINE_STRONG,
    PLOTLY_TOKENS,
    SURFACE,
    Tone,
)
from portal.charts.svg import FONT, own_url
from portal.domain.chart_specs.bars import BarsSpec, BarTone
from portal.domain.chart_specs.figures import Unknown
from portal.domain.chart_specs.lines import Line, LinesSpec, LineStyle

type Json = dict[str, Any]

CLEAR = "rgba(0,0,0,0)"
_WORDS = {"text", "ticktext", "customdata"}
_AXIS = {
    "gridcolor": LINE.light,
    "linecolor": LINE_STRONG.light,
    "zeroline": False,
    "ticks": "",
    "tickfont": {"size": 11, "color": INK_3.light},
    "title": {"font": {"size": 12, "color": INK_2.light}},
    "fixedrange": True,
    "automargin": True,
}
TEMPLATE: Json = {
    "layout": {
        "font": {"family": FONT, "size": 12, "color": INK.light},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "margin": {"l": 44, "r": 16, "t": 16, "b": 44},
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {
            "bgcolor": SURFACE.light,
            "bordercolor": LINE_STRONG.light,
            "font": {"family": FONT, "size": 12, "color": INK.light},
            "align": "left",
        },
        "xaxis": _AXIS,
        "yaxis": _AXIS,
    },
}
BAR_TONES: dict[BarTone, Tone] = {
    BarTone.AMOUNT: LEVEL_4,
    BarTone.BAD: BAD,
    BarTone.ACCENT: ACCENT,
}
_LINE_LOOKS: dict[LineStyle, Json] = {
    LineStyle.MAIN: {"color": ACCENT.light, "width": 3},
    LineStyle.LIKELY: {"color": ACCENT.light, "width": 1.5},
    LineStyle.PLAN: {"color": INK_3.light, "width": 1.5, "dash": "dash"},
    LineStyle.QUIET: {"color": LINE_STRONG.light, "width": 1.5},
}


def plain(words: str) -> str:
    """Keep a text from being read as markup, which Plotly does with tags and entities."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def told(words: str, url: str, key: str = "") -> list[str]:
    """Build the ``customdata`` of a mark: the line told, its key, and where a click leads."""
    return [plain(words), key, own_url(url)]


def scatter(**parts: Any) -> Json:
    """Build a trace of points or lines; a part that is ``None`` is left out."""
    return {"type": "scatter", **{name: each for name, each in parts.items() if each is not None}}


def closed(traces: list[Json], layout: Json) -> Json:
    """Close a figure: give it our template, and our colours their names.

    Parameters
    ----------
    traces
        What is drawn.
    layout
        Axes, shapes and words, where they differ from the template.

    Returns
    -------
    dict
        ``data`` and ``layout``, with the name of a token in place of each of our colours.
    """
    written: Json = _named({"data": traces, "layout": {**layout, "template": TEMPLATE}})
    return written


def _named(value: Any) -> Any:
    match value:
        case str():
            token = PLOTLY_TOKENS.get(value)
            return f"var({token})" if token else value
        case dict():
            return {key: each if key in _WORDS else _named(each) for key, each in value.items()}
        case list() | tuple():
            return [_named(each) for each in value]
        case _:
            return value


def bars(spec: BarsSpec) -> Json:
    """Build horizontal bars, the first one on top.

    Parameters
    ----------
    spec
        What is shown.

    Returns
    -------
    dict
        A Plotly figure.
    """
    rows = spec.bars[::-1]
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": [abs(bar.value) for bar in rows],
        "y": list(range(len(rows))),
        "text": [plain(bar.shown) for bar in rows],
        "textposition": "outside",
        "textfont": {"color": INK.light},
        "cliponaxis": False,
        "marker": {"color": [BAR_TONES[bar.tone].light for bar in rows]},
        "customdata": [told(f"{bar.label}: {bar.shown}", bar.url) for bar in rows],
        "hovertemplate": "%{customdata[0]}<extra></extra>",
    }
    layout = {
        "bargap": 0.5,
        "height": 44 + 34 * len(rows),
        "xaxis": {"visible": False, "range": [0, spec.full * 1.15]},
        "yaxis": {
            "tickvals": list(range(len(rows))),
            "ticktext": [plain(bar.label) for bar in rows],
            "showgrid": False,
            "tickfont": {"size": 12, "color": INK.light},
        },
    }
    return closed([trace], layout)


def lines(spec: LinesSpec) -> Json:
    """Build lines over time.

    Parameters
    ----------
    spec
        What is shown. An unknown value leaves a gap.

    Returns
    -------
    dict
        A Plotly figure.
    """
    low = min((value for value, _ in spec.ticks), default=0)
    layout: Json = {
        "xaxis": {
            "tickvals": list(range(len(spec.axis))),
            "ticktext": [plain(label) for label in spec.axis],
            "showgrid": False,
        },
        "yaxis": {
            "range": [low, spec.maximum],
            "tickvals": [value for value, _ in spec.ticks],
            "ticktext": [plain(words) for _, words in spec.ticks],
        },
    }
    if not isinstance(spec.target, Unknown):
        layout["shapes"] = [_target(spec.target)]
    return closed([*_fan(spec), *(_line_trace(spec, line) for line in spec.lines)], layout)


def _fan(spec: LinesSpec) -> list[Json]:
    if not spec.fan:
        return []
    course = list(range(spec.fan.start, spec.fan.start + len(spec.fan.low)))
    band = scatter(
        x=[*course, *course[::-1]],
        y=[*spec.fan.high, *spec.fan.low[::-1]],
        fill="toself",
        mode="none",
        fillcolor=LEVEL_2.light,
        hoverinfo="skip",
    )
    return [band]


def _target(value: float) -> Json:
    return {
        "type": "line",
        "xref": "x domain",
        "x0": 0,
        "x1": 1,
        "yref": "y",
        "y0": value,
        "y1": value,
        "line": {"color": INK.light, "width": 1.25, "dash": "dot"},
    }


def _line_trace(spec: LinesSpec, line: Line) -> Json:
    values = [None if isinstance(value, Unknown) else value for value in line.values]
    shown = ["" if value is None else f"{value:.{spec.decimals}f}" for value in values]
    return scatter(
        x=list(range(len(values))),
        y=values,
        mode="lines+markers" if line.style is LineStyle.MAIN else "lines",
        line=_LINE_LOOKS[line.style],
        marker={"size": 6},
        customdata=[
            told(f"{line.name}, {label}: {words}", "")
            for label, words in zip(spec.axis, shown, strict=True)
        ],
        hovertemplate="%{customdata[0]}<extra></extra>",
    )
