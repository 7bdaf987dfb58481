"""A result as pictures: what stands on what, and how it moved."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments.domain.answers import NotScored
from assessments.domain.comparisons import trend_sentence
from assessments.domain.figures import Figure as Level
from assessments.domain.layer_results import LayerResult
from assessments.domain.profiles import layer_levels, level_scale
from assessments.domain.results import Results
from assessments.domain.scales import Scale
from assessments.selectors.comparisons import TrendPoint
from portal.charts.figures import Figure, on_page
from portal.domain.chart_specs.figures import Finding, Unknown
from portal.domain.chart_specs.lines import Line, LinesSpec, LineStyle
from portal.domain.chart_specs.stack import StackLayer, StackSpec

NOT_SCORED = Unknown(gettext_noop("not scored"))


def stack_spec(results: Results, *, url: str = "") -> StackSpec:
    """Return the stack picture of a result; ``url`` is the page that its layers lead to."""
    return StackSpec(
        finding=_stack_finding(results),
        layers=tuple(_layer(layer, url) for layer in results.layers),
        target=known(results.overall.target),
        scale=level_scale(results.framework.scale),
    )


def stack_figure(results: Results, *, url: str = "") -> Figure:
    """Draw what stands on what."""
    return on_page(stack_spec(results, url=url))


def trend_spec(points: Sequence[TrendPoint], *, target: Level, scale: Scale) -> LinesSpec:
    """Return how the effective level of a domain moved, the raw mean behind it."""
    told = [point for point in points if not isinstance(point.effective, NotScored)]
    before = date_format(told[-2].published_at, "j F Y") if len(told) > 1 else ""
    return LinesSpec(
        finding=Finding(trend_sentence([point.effective for point in told], before=before)),
        axis=tuple(date_format(point.published_at, "M Y") for point in points),
        lines=(
            Line(
                _("Raw level"),
                tuple(known(point.mean) for point in points),
                LineStyle.QUIET,
            ),
            Line(
                _("Effective"),
                tuple(known(point.effective) for point in points),
                end_label=_words(points[-1].effective) if points else "",
            ),
        ),
        ticks=tuple((float(level), str(level)) for level in level_scale(scale).steps),
        maximum=float(scale.maximum),
        target=known(target),
        title=_("Effective level over time"),
        axis_head=_("Published"),
    )


def trend_figure(points: Sequence[TrendPoint], results: Results) -> Figure | None:
    """Draw how a domain moved; nothing to draw before there are two results."""
    if len(points) < 2:
        return None
    scale = results.framework.scale
    return on_page(trend_spec(points, target=results.overall.target, scale=scale))


def known(level: Level) -> float | Unknown:
    """Return a level as charts take it."""
    return NOT_SCORED if isinstance(level, NotScored) else level


def result_url(assessment_id: int) -> str:
    """Return the page of a result."""
    return reverse("assessments:assessment-results", args=[assessment_id])


def _layer(layer: LayerResult, url: str) -> StackLayer:
    raw, effective = layer_levels(layer)
    return StackLayer(
        key=layer.key,
        title=layer.title,
        raw=raw,
        effective=effective,
        capped_by=layer.capped_by or "",
        stands_on=layer.stands_on,
        url=f"{url}#{layer.key}",
    )


def _stack_finding(results: Results) -> Finding:
    pressed = [layer for layer in results.layers if layer.capped_by]
    if not pressed:
        return Finding(_("Nothing presses a layer down: each holds as far as it was built."))
    worst = max(pressed, key=lambda layer: layer.press)
    lead = _("A slab counts only as far as the one beneath it reaches.")
    return Finding(f"{lead} {worst.sentence}", worst.sentence)


def _words(level: Level) -> str:
    return "" if isinstance(level, NotScored) else f"{level:.1f}"
