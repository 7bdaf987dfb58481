from datetime import UTC, datetime
from typing import Any

from assessments.charts.results import stack_figure, stack_spec, trend_figure
from assessments.domain.answers import Answered
from assessments.domain.gaps import target_profile
from assessments.domain.results import build_results
from assessments.selectors.comparisons import TrendPoint
from portal.domain.chart_specs.figures import Unknown
from tests.assessments.domain.examples import make_framework


def results(**levels: Any) -> Any:
    framework = make_framework()
    answers = {f"{layer}-1": Answered(level) for layer, level in levels.items()}
    return build_results(framework, answers, target_profile(framework, 3))


def test_the_stack_names_the_layer_that_is_pressed_most() -> None:
    spec = stack_spec(results(governance=3, data=2, mlops=4, strategy=4))

    layers = {layer.key: layer for layer in spec.layers}
    assert (layers["mlops"].raw, layers["mlops"].effective) == (4.0, 2.0)
    assert layers["mlops"].capped_by == "data"
    assert isinstance(layers["people"].raw, Unknown)
    assert spec.finding.strong.startswith("MLOps & AI engineering was built to 4.0")


def test_where_nothing_presses_the_stack_says_so() -> None:
    spec = stack_spec(results(governance=3, data=2, strategy=2))

    assert spec.finding.text.startswith("Nothing presses a layer down")


def test_the_stack_is_drawn_wide_and_narrow_with_a_table() -> None:
    figure = stack_figure(results(governance=3, data=2, mlops=4))

    assert "<svg" in figure.drawing_wide
    assert "<svg" in figure.drawing_narrow
    assert len(figure.table.rows) == 5


def point(effective: Any, month: Any) -> Any:
    moment = datetime(2026, month, 2, tzinfo=UTC)
    return TrendPoint(month, "Review", moment, effective + 0.3, effective, 2, is_this=month == 6)


def test_a_trend_needs_two_results() -> None:
    found = results(governance=3)

    assert trend_figure([point(2.0, 1)], found) is None
    figure = trend_figure([point(2.0, 1), point(2.5, 6)], found)
    assert figure is not None
    assert "Up by 0.5" in figure.finding
