"""The two bar drawings of "why this rank", on one scale so that they compare."""

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.charts import bars
from portal.domain.chart_specs.bars import Bar, BarsSpec, BarTone
from portal.domain.chart_specs.figures import Finding
from portfolio.selectors.standing_axes import AxisStanding
from portfolio.selectors.standings import StandingPanel


@dataclass(frozen=True, slots=True)
class DrawnStanding:
    """Why a use case stands where it stands, with its drawings.

    Attributes
    ----------
    panel
        The words and numbers.
    value_bars, feasibility_bars
        What each criterion adds; "" where the axis is not scored.
    value, feasibility, adjusted
        The scores as they are shown, "–" where there is none.
    """

    panel: StandingPanel
    value_bars: SafeString
    feasibility_bars: SafeString
    value: str
    feasibility: str
    adjusted: str


def drawn_standing(panel: StandingPanel) -> DrawnStanding:
    """Draw a standing for a page; what the drawings say stands in the table of ratings as well."""
    full = max((part.points for axis in _axes(panel) for part in axis.parts), default=1.0)
    feasibility = _bars(panel.feasibility)
    if panel.loss.points and panel.feasibility.score is not None:
        label = _("Readiness of %(domain)s") % {"domain": panel.loss.domain}
        lost = Bar(label, -panel.loss.points, f"−{panel.loss.points}", tone=BarTone.BAD)
        feasibility = (*feasibility, lost)
    return DrawnStanding(
        panel=panel,
        value_bars=_drawn(_bars(panel.value), full),
        feasibility_bars=_drawn(feasibility, full),
        value=_shown(panel.value.score),
        feasibility=_shown(panel.feasibility.score),
        adjusted=_shown(panel.adjusted),
    )


def _axes(panel: StandingPanel) -> tuple[AxisStanding, AxisStanding]:
    return panel.value, panel.feasibility


def _bars(axis: AxisStanding) -> tuple[Bar, ...]:
    return tuple(
        Bar(part.title, part.points, f"{round(part.points)}", part.weight) for part in axis.parts
    )


def _drawn(rows: tuple[Bar, ...], full: float) -> SafeString:
    if not rows:
        return SafeString("")
    return bars.draw(BarsSpec(Finding(""), rows, maximum=full))


def _shown(score: float | None) -> str:
    return "–" if score is None else f"{round(score)}"
