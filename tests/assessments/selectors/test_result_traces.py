"""A trace counts the answers of each perspective on their own."""

from assessments.domain.perspectives import Perspective
from assessments.domain.settling import Standpoint
from assessments.selectors.result_pages import preview_page
from assessments.selectors.result_traces import trace_page
from tests.assessments.builders import answer, opened
from tests.conftest import Cast


def test_answers_are_counted_for_each_perspective_and_never_pooled(cast: Cast) -> None:
    lead = cast.member("lead")
    row = opened(lead, [cast.contributor, cast.retail_owner])
    row.respondents.filter(user=cast.retail_owner).update(perspective="peer")
    answer(row, cast.contributor, {"lineage": 3})
    answer(row, cast.retail_owner, {"lineage": 2})

    question = trace_page(preview_page(row), "capability-lineage").levels[0].questions[0]

    assert [each.perspective for each in question.voices] == [Perspective.SELF, Perspective.PEER]
    assert [option.by for option in question.options] == [(0, 0), (0, 1), (1, 0), (0, 0), (0, 0)]
    assert question.evidence.standpoint is Standpoint.DIFFERING
    assert question.settled == ""


def test_with_one_perspective_nothing_is_set_side_by_side(cast: Cast) -> None:
    row = opened(cast.member("lead"), [cast.contributor])
    answer(row, cast.contributor, {"lineage": 3})

    question = trace_page(preview_page(row), "capability-lineage").levels[0].questions[0]

    assert question.voices == ()
    assert question.settled == "defined"
