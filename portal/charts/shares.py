"""How something divides among the buckets: one stacked bar for each measure."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.charts import svg
from portal.charts.palette import BUCKET_TONES, INK_2, ON_BUCKET_TONES, SUNK
from portal.charts.shapes import LegendItem, bucket_legend, bucket_name
from portal.charts.svg import Anchor, Medium
from portal.domain.chart_specs.bars import ShareRow, SharesSpec
from portal.domain.chart_specs.figures import BucketMark, Cell, ChartTable, Column
from portal.domain.text_metrics import text_width

WIDTHS = {Medium.WIDE: 440.0, Medium.PAGE: 440.0, Medium.NARROW: 326.0, Medium.REPORT: 440.0}
PITCH = 60.0
GAP = 2.0


def draw(spec: SharesSpec, medium: Medium = Medium.WIDE, width: float = 0) -> SafeString:
    """Draw a stacked bar for each measure.

    Parameters
    ----------
    spec
        What is shown.
    medium
        Where it stands.
    width
        In pixels; 0 for the usual one.

    Returns
    -------
    SafeString
        An ``<svg>``.
    """
    across = width or WIDTHS[medium]
    parts = [
        part for place, row in enumerate(spec.rows) for part in _row(row, place * PITCH, across)
    ]
    return svg.svg(parts, across, len(spec.rows) * PITCH - 16, medium, title=spec.title)


def _row(row: ShareRow, y: float, width: float) -> list[str]:
    parts = [
        svg.text(row.name, 0, y + 12, 13, is_bold=True),
        svg.text(row.total, width, y + 12, 13, fill=INK_2, anchor=Anchor.END),
    ]
    shares = [(bucket, share) for bucket, share in shares_of(row) if share > 0]
    if not shares:
        return [*parts, svg.rect(0, y + 20, width, 22, SUNK, radius=2)]
    room = width - GAP * (len(shares) - 1)
    x = 0.0
    for bucket, share in shares:
        length = share * room
        parts.append(svg.rect(x, y + 20, length, 22, BUCKET_TONES[bucket], radius=2))
        words = percent(share)
        if text_width(words, 12, is_bold=True) + 12 <= length:
            tone = ON_BUCKET_TONES[bucket]
            parts.append(svg.text(words, x + 8, y + 36, 12, fill=tone, is_bold=True))
        x += length + GAP
    return parts


def shares_of(row: ShareRow) -> list[tuple[BucketMark, float]]:
    """Divide the amounts of a row by their sum, in the order of the legend."""
    amounts = dict(row.amounts)
    total = sum(amounts.values())
    return [
        (bucket, amounts.get(bucket, 0.0) / total if total > 0 else 0.0) for bucket in BucketMark
    ]


def percent(share: float) -> str:
    """Write a share in whole per cent."""
    return f"{share * 100:.0f}%"


def legend(spec: SharesSpec) -> tuple[LegendItem, ...]:  # noqa: ARG001
    """Explain the colours."""
    return bucket_legend()


def table(spec: SharesSpec) -> ChartTable:
    """Write the shares as a table."""
    columns = (
        Column(_("Measure")),
        *(Column(bucket_name(bucket), is_number=True) for bucket in BucketMark),
        Column(_("All"), is_number=True),
    )
    rows = tuple(
        (
            Cell(row.name, row.url),
            *(Cell(percent(share)) for _bucket, share in shares_of(row)),
            Cell(row.total),
        )
        for row in spec.rows
    )
    return ChartTable(columns, rows)
