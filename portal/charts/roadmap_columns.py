"""The roadmap where bars are too short for words: names stand before or above them."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.charts import svg
from portal.charts.palette import INK_3, LINE, SUNK
from portal.charts.roadmap_axis import Axis, draw_periods, draw_sign, draw_thin_bar, make_axis
from portal.charts.svg import Medium
from portal.domain.chart_specs.roadmap import RoadmapItem, RoadmapSpec, RoadmapWave
from portal.domain.text_metrics import fit

REPORT_WIDTH = 673.0
NARROW_WIDTH = 326.0
NAMES = 310.0
BAND = 18.0
ROW = 20.0
NARROW_LEFT = 20.0


def draw_report(spec: RoadmapSpec, width: float) -> SafeString:
    """Draw the timeline of the PDF: a band for each wave, a row for each item.

    Parameters
    ----------
    spec
        What is shown.
    width
        In pixels.

    Returns
    -------
    SafeString
        An ``<svg>``.
    """
    axis = make_axis(spec, NAMES, width)
    y = 24.0
    body: list[str] = []
    for wave in spec.waves:
        body += [
            svg.rect(0, y, width, BAND, SUNK),
            svg.text(wave.long_name or wave.name, 6, y + 13, 12, is_bold=True),
        ]
        y += BAND + 2
        for item in wave.items:
            body += _report_row(item, axis, y, width)
            y += ROW
        y += 6
    lines, names = draw_periods(spec, axis, (20, y), 12, 4)
    return svg.svg([*lines, *body, *names], width, y, Medium.REPORT, title=spec.title)


def _report_row(item: RoadmapItem, axis: Axis, y: float, width: float) -> list[str]:
    words = f"{item.title}, {item.detail}" if item.detail else item.title
    left, right = axis.ends(item, 2)
    room = NAMES - 34
    return [
        svg.line(0, y + ROW, width, y + ROW, LINE),
        draw_sign(item, 13, y + 10.5),
        svg.text(_longest_that_fits(words, item.title, room), 26, y + 15, 12),
        draw_thin_bar(item, left, right, y + 4, 13),
    ]


def _longest_that_fits(words: str, title: str, room: float) -> str:
    return words if fit(words, 12, room) == words else fit(title, 12, room)


def draw_narrow(spec: RoadmapSpec, width: float) -> SafeString:
    """Draw the timeline for phones: each name above its bar, with what it waits for.

    Parameters
    ----------
    spec
        What is shown.
    width
        In pixels.

    Returns
    -------
    SafeString
        An ``<svg>``.
    """
    axis = make_axis(spec, NARROW_LEFT, width)
    titles = {item.key: item.title for wave in spec.waves for item in wave.items}
    y = 24.0
    body: list[str] = []
    for wave in spec.waves:
        drawn, y = _narrow_wave(spec, wave, axis, y, titles)
        body += drawn
    lines, names = draw_periods(spec, axis, (20, y), 11, 4)
    return svg.svg([*lines, *body, *names], width, y, Medium.NARROW, title=spec.title)


def _narrow_wave(
    spec: RoadmapSpec, wave: RoadmapWave, axis: Axis, y: float, titles: dict[str, str]
) -> tuple[list[str], float]:
    name = wave.long_name or wave.name
    body = [
        svg.rect(0, y, axis.right, BAND + 2, SUNK),
        svg.text(name, 6, y + 14, 13, is_bold=True),
    ]
    y += BAND + 6
    room = axis.right - NARROW_LEFT
    for item in wave.items:
        waits = [
            titles[each.first]
            for each in spec.dependencies
            if each.then == item.key and each.is_required and each.first in titles
        ]
        words = [draw_sign(item, 8, y + 10)]
        title = fit(item.title, 13, room)
        words.append(svg.text(title, NARROW_LEFT, y + 14, 13, is_haloed=True))
        y += 20
        if waits:
            after = _("after %(names)s") % {"names": ", ".join(waits)}
            words.append(
                svg.text(fit(after, 12, room), NARROW_LEFT, y + 11, 12, fill=INK_3, is_haloed=True)
            )
            y += 16
        left, right = axis.ends(item, 1)
        words.append(draw_thin_bar(item, left, right, y + 1, 8))
        body.append(svg.link(item.url, "", "".join(words)))
        y += 20
    return body, y + 4
