"""The interactive twin of the charts that have one: a Plotly figure as plain values."""

import json

from portal.charts import matrix_plotly, plotly_figures
from portal.charts.plotly_figures import Json
from portal.domain.chart_specs.bars import BarsSpec
from portal.domain.chart_specs.lines import LinesSpec
from portal.domain.chart_specs.matrix import MatrixSpec


def build(spec: MatrixSpec | BarsSpec | LinesSpec) -> Json:
    """Build the Plotly figure of a spec.

    Parameters
    ----------
    spec
        What is shown.

    Returns
    -------
    dict
        ``data`` and ``layout``, plain values. The page keeps the drawing for browsers without
        JavaScript and replaces it by this figure in the others.
    """
    match spec:
        case MatrixSpec():
            return matrix_plotly.figure(spec)
        case BarsSpec():
            return plotly_figures.bars(spec)
        case LinesSpec():
            return plotly_figures.lines(spec)


def as_text(spec: MatrixSpec | BarsSpec | LinesSpec) -> str:
    """Write the Plotly figure of a spec as the JSON text that the figure component carries.

    Parameters
    ----------
    spec
        What is shown.

    Returns
    -------
    str
        JSON without spaces; the template escapes it.
    """
    return json.dumps(build(spec), separators=(",", ":"))
