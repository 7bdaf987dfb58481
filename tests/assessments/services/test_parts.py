"""A respondent who is asked about some layers answers those and nothing else."""

from typing import Any

import pytest

from assessments.domain.answers import Answered
from assessments.models import Assessment, AssessmentRespondent, Response
from assessments.selectors.respondents import asked_people
from assessments.selectors.responses import my_assessments
from assessments.services.responses import (
    NothingAnswered,
    NotTheirQuestion,
    finish_responses,
    save_response,
)
from tests.assessments.builders import answer, opened
from tests.builders import NOW, TODAY
from tests.conftest import Cast


@pytest.fixture
def assessment(cast: Cast) -> Any:
    row = opened(cast.member("lead"), [cast.contributor, cast.freight_owner])
    AssessmentRespondent.objects.filter(user=cast.contributor).update(layers=["data", "people"])
    return row


def test_a_question_of_another_layer_is_refused_and_nothing_is_written(
    cast: Cast, assessment: Assessment
) -> None:
    with pytest.raises(NotTheirQuestion) as refused:
        save_response(
            assessment.pk,
            question="owners",
            answer=Answered(3),
            by=cast.member("contributor"),
            at=NOW,
        )

    sentence = "This question is not among those you are asked to answer."
    assert (refused.value.sentence, refused.value.status) == (sentence, 404)
    assert not Response.objects.exists()


def test_progress_counts_their_part_for_them_and_for_whoever_runs_it(
    cast: Cast, assessment: Assessment
) -> None:
    answer(assessment, cast.contributor, {"lineage": 2})
    answer(assessment, cast.freight_owner, {"lineage": 2, "owners": 4})

    mine = my_assessments(cast.member("contributor"), today=TODAY)
    people = {each.user_id: (each.answers, each.total) for each in asked_people(assessment)}

    assert [(row.done, row.total, row.left) for row in mine] == [(1, 3, 2)]
    assert people == {cast.contributor.pk: (1, 3), cast.freight_owner.pk: (2, 6)}


def test_what_was_answered_before_the_part_shrank_is_kept_and_no_longer_counted(
    cast: Cast, assessment: Assessment
) -> None:
    answer(assessment, cast.contributor, {"skills": 2})
    AssessmentRespondent.objects.filter(user=cast.contributor).update(layers=["data"])

    with pytest.raises(NothingAnswered):
        finish_responses(assessment, by=cast.member("contributor"), at=NOW)

    people = {each.user_id: (each.answers, each.total) for each in asked_people(assessment)}
    assert people[cast.contributor.pk] == (0, 2)
    assert Response.objects.get().question == "skills"
