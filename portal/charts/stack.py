"""The stack picture, in the form that fits what stands on what and where it is shown."""

from django.utils.safestring import SafeString

from portal.charts import stack_rows, stack_spine
from portal.charts.stack_layout import StackKind, arrange
from portal.charts.svg import Medium
from portal.domain.chart_specs.stack import StackSpec


def draw(spec: StackSpec, medium: Medium = Medium.WIDE, width: float = 0) -> SafeString:
    """Draw the stack.

    Parameters
    ----------
    spec
        What is shown.
    medium
        Wide pages get the full picture; phones and the PDF one column of rows.
    width
        Of the column, in pixels; 0 for the usual one.

    Returns
    -------
    SafeString
        An ``<svg>``: two branches left and right of the spine, a chain on one side of it, three or
        more towers side by side, and layers that do not stand on each other one above the other.
    """
    kind = arrange(spec.layers).kind
    if medium in {Medium.NARROW, Medium.REPORT} or kind is StackKind.LIST:
        usual = stack_rows.WIDE if medium is Medium.WIDE else stack_rows.WIDTH
        return stack_rows.draw(spec, medium, width or usual)
    if kind is StackKind.TOWERS:
        return stack_rows.draw_towers(spec, medium)
    return stack_spine.draw(spec, medium)
