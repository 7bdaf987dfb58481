"""How respondents are spread over the levels, small in a table row and large beside a decision."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments.domain.answers import NotScored
from assessments.domain.consensus import DISCUSS_BELOW, Agreement
from assessments.domain.perspectives import Perspective
from assessments.domain.tallies import Tally
from portal.charts import svg
from portal.charts.figures import Figure, write_finding
from portal.charts.palette import INK, INK_3, LEVEL_4, LINE_STRONG, Tone
from portal.charts.svg import Anchor, Medium
from portal.domain.chart_specs.figures import Cell, ChartTable, Column, Finding

LEVEL_3 = Tone("l3", "--st-level-3", "#84b4bd")
SMALL_WIDTH, SMALL_HEIGHT = 80.0, 24.0
SIZES = {Medium.WIDE: (620.0, 240.0), Medium.NARROW: (340.0, 190.0)}
TOP, FOOT = 44.0, 44.0


_AGREED = {
    Perspective.SELF: gettext_noop("Within the domain people agree on %(median)s."),
    Perspective.PEER: gettext_noop("Peers agree on %(median)s."),
    Perspective.EVIDENCE: gettext_noop("Those who checked the evidence agree on %(median)s."),
}


def small(counts: Sequence[int]) -> SafeString:
    """Draw the spread as a few bars for a table row, whose other cells say the same."""
    pitch = SMALL_WIDTH / max(len(counts), 1)
    tallest = max(counts, default=0) or 1
    parts = [
        svg.rect(
            place * pitch + 1,
            SMALL_HEIGHT - height,
            pitch - 3,
            height,
            LEVEL_4,
            radius=1,
        )
        for place, count in enumerate(counts)
        for height in [max(1.5, (SMALL_HEIGHT - 2) * count / tallest)]
    ]
    drawn = svg.svg(parts, SMALL_WIDTH, SMALL_HEIGHT, Medium.PAGE, extra="st-spark")
    return SafeString(drawn.replace("st-draw ", "", 1))


def large(
    tally: Tally, agreement: Agreement | NotScored, *, perspective: Perspective | None = None
) -> Figure:
    """Draw the spread with one block per respondent and the median across it.

    With a ``perspective`` the blocks are only those who look from there, and the words say so.
    """
    return Figure(
        finding=write_finding(spread_finding(tally, agreement, perspective=perspective)),
        drawing_wide=_draw(tally, agreement, Medium.WIDE),
        drawing_narrow=_draw(tally, agreement, Medium.NARROW),
        legend=(),
        note="",
        table=_table(tally),
    )


def spread_finding(
    tally: Tally, agreement: Agreement | NotScored, *, perspective: Perspective | None = None
) -> Finding:
    """Say how far the room agrees, or those who look from one perspective among others."""
    if isinstance(agreement, NotScored):
        return Finding(_("Nobody has given a level yet."))
    counts = tally.levels.counts
    words = {"consensus": f"{agreement.consensus:.2f}", "bound": f"{DISCUSS_BELOW:.2f}"}
    if agreement.needs_discussion:
        peaks = _peaks(counts)
        levels = [str(tally.levels.scale.levels[place]) for place in peaks]
        strong = _("The room is split between %(low)s and %(high)s.") % {
            "low": levels[0],
            "high": levels[-1],
        }
        rest = _("Consensus %(consensus)s; below %(bound)s a level is discussed, not averaged.")
        return Finding(f"{strong} {rest % words}", strong)
    if tally.not_applicable >= tally.levels.total:
        strong = _("The room does not agree that this applies here.")
        return Finding(strong, strong)
    sentence = _("The room agrees on %(median)s.")
    if perspective is not None:
        sentence = _(_AGREED[perspective])
    strong = sentence % {"median": f"{agreement.median:g}"}
    return Finding(f"{strong} {_('Consensus %(consensus)s.') % words}", strong)


def _peaks(counts: Sequence[int]) -> list[int]:
    """Find the two fullest levels, or the two ends where one level stands out alone."""
    chosen = [place for place, count in enumerate(counts) if count]
    fullest = sorted(chosen, key=lambda place: (-counts[place], place))[:2]
    return sorted(fullest) if len(fullest) == 2 else [chosen[0], chosen[-1]]


def _draw(tally: Tally, agreement: Agreement | NotScored, medium: Medium) -> SafeString:
    width, height = SIZES[medium]
    base = height - FOOT
    counts, scale = tally.levels.counts, tally.levels.scale
    pitch = width / len(counts)
    block = (base - TOP) / (max(counts) or 1)
    parts = [svg.line(0, base, width, base, LINE_STRONG)]
    if not isinstance(agreement, NotScored):
        x = (agreement.median - scale.minimum + 0.5) * pitch
        words = _("median %(median)s") % {"median": f"{agreement.median:g}"}
        # Between two levels the line reaches the ground, on a level it stops above the blocks.
        place = agreement.median - scale.minimum
        is_whole = place.is_integer()
        foot = base - counts[int(place)] * block - 22 if is_whole else base
        parts += [
            svg.line(x, 6, x, foot, INK, width=1.5, dashes="3 3"),
            svg.text(words, *_beside(x, width), 12, is_bold=True),
        ]
    for place, count in enumerate(counts):
        left, middle = place * pitch + 10, place * pitch + pitch / 2
        tone = LEVEL_4 if count == max(counts) and count else LEVEL_3
        parts += [
            svg.rect(left, base - 1 - (row + 1) * block + 3, pitch - 20, block - 3, tone, radius=2)
            for row in range(count)
        ]
        top = base - count * block - 8
        parts += [
            svg.text(
                str(count), middle, top, 14, anchor=Anchor.MIDDLE, is_bold=True, is_haloed=True
            ),
            svg.text(
                str(scale.levels[place]), middle, base + 18, 14, anchor=Anchor.MIDDLE, is_bold=True
            ),
            svg.text(scale.names[place], middle, base + 34, 11, anchor=Anchor.MIDDLE, fill=INK_3),
        ]
    return svg.svg(parts, width, height, medium)


def _beside(x: float, width: float) -> tuple[float, float]:
    return (x + 6 if x < width - 80 else x - 76, 12)


def _table(tally: Tally) -> ChartTable:
    scale = tally.levels.scale
    rows = [
        (Cell(f"{level} {scale.name(level)}"), Cell(str(count)))
        for level, count in zip(scale.levels, tally.levels.counts, strict=True)
    ]
    rows += [
        (Cell(_("Does not apply")), Cell(str(tally.not_applicable))),
        (Cell(_("Cannot say")), Cell(str(tally.dont_know))),
    ]
    columns = (Column(_("Answer")), Column(_("Respondents"), is_number=True))
    return ChartTable(columns, tuple(rows))
