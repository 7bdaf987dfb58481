"""A respondent sees what is done, what is left and where to go on."""

import pytest
from hypothesis import given

from assessments.domain.answers import Answer, Answered, DontKnow, NotApplicable, Unanswered
from assessments.domain.frameworks import Framework
from assessments.domain.progress import LayerProgress, progress
from tests.assessments.domain.examples import (
    answered_frameworks,
    make_capability,
    make_framework,
)


@pytest.fixture
def small() -> Framework:
    return make_framework(
        {
            "data": [make_capability(key) for key in ("catalogue", "quality", "lineage")],
            "mlops": [make_capability(key) for key in ("registry", "drift")],
        },
        stands_on={"data": (), "mlops": ("data",)},
    )


def test_progress_is_counted_by_layer_and_in_all(small: Framework) -> None:
    now = progress(small, {"catalogue": Answered(2), "registry": Answered(1)})
    assert now.layers == (LayerProgress("data", 1, 3), LayerProgress("mlops", 1, 2))
    assert [(layer.left, layer.percent) for layer in now.layers] == [(2, 33), (1, 50)]
    assert (now.done, now.total, now.left, now.percent) == (2, 5, 3, 40)
    assert now.next_question == "quality"


def test_not_knowing_and_not_applying_are_done_and_unanswered_is_left(small: Framework) -> None:
    answers: dict[str, Answer] = {
        "catalogue": DontKnow(),
        "quality": NotApplicable("Bought in."),
        "lineage": Unanswered(),
    }
    now = progress(small, answers)
    assert (now.done, now.left, now.next_question) == (2, 3, "lineage")


def test_the_next_one_is_looked_for_after_the_present_and_then_from_the_start(
    small: Framework,
) -> None:
    answers = {"lineage": Answered(3), "drift": Answered(3)}
    assert progress(small, answers, after="quality").next_question == "registry"
    assert progress(small, answers, after="registry").next_question == "catalogue"
    assert progress(small, answers, after="telepathy").next_question == "catalogue"


def test_only_what_a_respondent_is_asked_counts(small: Framework) -> None:
    now = progress(small, {"catalogue": Answered(3)}, asked={"registry", "drift"})
    assert now.layers == (LayerProgress("mlops", 0, 2),)
    assert now.next_question == "registry"


def test_when_all_is_done_nothing_is_next(small: Framework) -> None:
    now = progress(small, {each.key: Answered(3) for each in small.capabilities})
    assert (now.left, now.percent, now.next_question, now.minutes_left) == (0, 100, None, 0)


def test_nothing_asked_is_nothing_left(small: Framework) -> None:
    now = progress(small, {}, asked=())
    assert (now.layers, now.percent, now.next_question) == ((), 100, None)


def test_seven_left_is_about_nine_minutes(small: Framework) -> None:
    framework = make_framework(
        {"data": [make_capability(f"d-{n}") for n in range(18)]}, stands_on={"data": ()}
    )
    now = progress(framework, {f"d-{n}": Answered(2) for n in range(11)})
    assert (now.done, now.left, now.minutes_left) == (11, 7, 9)


@given(answered_frameworks())
def test_a_hundred_percent_means_that_nothing_is_left(
    drawn: tuple[Framework, dict[str, Answer]],
) -> None:
    now = progress(*drawn)
    assert (now.percent == 100) == (now.left == 0) == (now.next_question is None)
    assert now.total == len(drawn[0].capabilities)
