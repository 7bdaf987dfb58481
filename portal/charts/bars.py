"""Horizontal bars: what each criterion contributes, and the small bar of a table row."""

from django.utils.safestring import SafeString

from portal.charts import svg
from portal.charts.palette import ACCENT, BAD, INK, INK_3, LEVEL_4, LINE, SUNK, Tone
from portal.charts.svg import Anchor, Medium
from portal.domain.chart_specs.bars import Bar, BarsSpec, BarTone
from portal.domain.chart_specs.figures import Cell, ChartTable, Column
from portal.domain.text_metrics import fit, text_width

WIDTH = 330.0
PITCH = 34.0
TONES: dict[BarTone, Tone] = {
    BarTone.AMOUNT: LEVEL_4,
    BarTone.BAD: BAD,
    BarTone.ACCENT: ACCENT,
}


def draw(spec: BarsSpec, medium: Medium = Medium.PAGE, width: float = WIDTH) -> SafeString:
    """Draw a thin bar for each row, its label and number above it.

    Parameters
    ----------
    spec
        What is shown.
    medium
        Where it stands; one drawing serves wide and narrow pages.
    width
        In pixels.

    Returns
    -------
    SafeString
        An ``<svg>``.
    """
    has_links = medium is not Medium.REPORT
    parts = [
        part
        for place, bar in enumerate(spec.bars)
        for part in _row(bar, place * PITCH, width, spec.full, has_links=has_links)
    ]
    return svg.svg(parts, width, len(spec.bars) * PITCH - 8, medium, title=spec.title)


def _row(bar: Bar, y: float, width: float, full: float, *, has_links: bool) -> list[str]:
    tone = TONES[bar.tone]
    note_end = width - max(34.0, text_width(bar.shown, 12, is_bold=True) + 10)
    room = note_end - (text_width(bar.note, 12) + 10 if bar.note else 0)
    label = svg.text(fit(bar.label, 12, room), 0, y + 11, 12)
    parts = [
        svg.link(bar.url, bar.label, label) if has_links and bar.url else label,
        svg.text(
            bar.shown,
            width,
            y + 11,
            12,
            fill=BAD if bar.tone is BarTone.BAD else INK,
            anchor=Anchor.END,
            is_bold=True,
        ),
        svg.rect(0, y + 17, width, 6, SUNK, radius=1),
        svg.rect(0, y + 17, min(abs(bar.value) / full, 1) * width, 6, tone, radius=1),
    ]
    if bar.note:
        parts.append(svg.text(bar.note, note_end, y + 11, 12, fill=INK_3, anchor=Anchor.END))
    return parts


def table(spec: BarsSpec) -> ChartTable:
    """Write the bars as a table."""
    has_notes = any(bar.note for bar in spec.bars)
    columns = (
        Column(spec.label_head),
        *((Column(spec.note_head, is_number=True),) if has_notes else ()),
        Column(spec.value_head, is_number=True),
    )
    rows = tuple(
        (
            Cell(bar.label, bar.url),
            *((Cell(bar.note or "–"),) if has_notes else ()),
            Cell(bar.shown),
        )
        for bar in spec.bars
    )
    return ChartTable(columns, rows)


def mini(value: float, maximum: float, mark: float = -1, *, is_wide: bool = False) -> SafeString:
    """Draw the bar of a table row, such as the share of a plan.

    Parameters
    ----------
    value, maximum
        Length of the bar, and of a full one.
    mark
        Where a tick stands; none when negative.
    is_wide
        Whether it fills its cell.

    Returns
    -------
    SafeString
        An ``<svg class="st-bar">`` of its own; the number stands beside it in the cell.
    """
    scale = 100 / maximum if maximum > 0 else 0
    parts = [
        svg.rect(0, 0, 100, 8, LINE, radius=1),
        svg.rect(0, 0, min(max(value * scale, 0), 100), 8, ACCENT, radius=1),
    ]
    if mark >= 0:
        parts.append(svg.rect(min(max(mark * scale - 1, 0), 98), 0, 2, 8, INK))
    classes = "st-bar st-bar--wide" if is_wide else "st-bar"
    return SafeString(
        f'<svg class="{classes}" viewBox="0 0 100 8" width="64" height="8" '
        f'preserveAspectRatio="none" aria-hidden="true">{"".join(parts)}</svg>'
    )
