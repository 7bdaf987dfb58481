"""What is written beside the slabs of the stack picture, and the table beneath it."""

from django.utils.translation import gettext as _

from portal.charts import shapes
from portal.charts.palette import BAD, INK_2, INK_3, Tone
from portal.charts.shapes import LegendItem
from portal.charts.stack_layout import overhang, pressing, short_title
from portal.domain.chart_specs.figures import Cell, ChartTable, Column, Unknown
from portal.domain.chart_specs.stack import StackLayer, StackSpec


def level(value: float | Unknown) -> str:
    """Write a level with one decimal, or why there is none."""
    return value.words if isinstance(value, Unknown) else f"{value:.1f}"


def target_words(spec: StackSpec) -> str:
    """Name the target line."""
    return _("target %(level)s") % {"level": level(spec.target)}


def first_line(layer: StackLayer) -> str:
    """Say what was built and what of it counts."""
    if isinstance(layer.effective, Unknown):
        return layer.effective.words
    if overhang(layer) > 0:
        return _("Raw %(raw)s, can be relied on to %(effective)s") % {
            "raw": level(layer.raw),
            "effective": level(layer.effective),
        }
    return _("Raw %(raw)s, holds fully") % {"raw": level(layer.raw)}


def second_line(layer: StackLayer, spec: StackSpec, *, is_base: bool) -> tuple[str, Tone]:
    """Say what presses a layer, or how far it is from the target.

    Parameters
    ----------
    layer, spec
        The layer, and what it belongs to.
    is_base
        Whether everything stands on it; then the distance to the target matters most.

    Returns
    -------
    tuple
        The words, and their colour.
    """
    pressed = overhang(layer)
    if pressed > 0:
        by_key = {each.key: each for each in spec.layers}
        holder = by_key.get(layer.capped_by)
        words = {
            "layer": short_title(holder) if holder else _("What is beneath"),
            "press": f"{pressed:.1f}",
        }
        return _("%(layer)s presses %(press)s off it") % words, BAD
    if layer.key in pressing(spec) and not is_base:
        return _("The limit of what stands on it"), INK_2
    if isinstance(layer.effective, Unknown) or isinstance(spec.target, Unknown):
        return "", INK_3
    short = round(spec.target - layer.effective, 1)
    if short > 0:
        return _("%(distance)s short of target") % {"distance": f"{short:.1f}"}, INK_2
    return _("Reaches the target"), INK_2


def legend(spec: StackSpec) -> tuple[LegendItem, ...]:
    """Explain slab, overhang, upright and target, as far as they appear."""
    items = [LegendItem(shapes.slab_icon(), _("Effective: can be relied on"))]
    if pressing(spec):
        items += [
            LegendItem(shapes.overhang_icon(), _("Built, but nothing under it holds it")),
            LegendItem(shapes.upright_icon(), _("Edge of the layer that caps")),
        ]
    if not isinstance(spec.target, Unknown):
        items.append(LegendItem(shapes.target_icon(), _("Target")))
    return tuple(items)


def table(spec: StackSpec) -> ChartTable:
    """Write the stack as a table: raw, effective, what caps, and the gap to the target."""
    titles = {layer.key: layer.title for layer in spec.layers}
    columns = (
        Column(_("Layer")),
        Column(_("Stands on")),
        Column(_("Raw"), is_number=True),
        Column(_("Effective"), is_number=True),
        Column(_("Capped by")),
        Column(_("Target"), is_number=True),
        Column(_("Gap"), is_number=True),
    )
    rows = tuple(
        (
            Cell(layer.title, layer.url),
            Cell(", ".join(titles[key] for key in layer.stands_on if key in titles) or "–"),
            Cell(level(layer.raw)),
            Cell(level(layer.effective)),
            Cell(titles.get(layer.capped_by, "–") if overhang(layer) > 0 else "–"),
            Cell(level(spec.target)),
            Cell(_gap(layer, spec)),
        )
        for layer in spec.layers
    )
    return ChartTable(columns, rows)


def _gap(layer: StackLayer, spec: StackSpec) -> str:
    if isinstance(layer.effective, Unknown) or isinstance(spec.target, Unknown):
        return "–"
    return f"{max(spec.target - layer.effective, 0):.1f}"
