"""How far the registration of a use case is, read from its row."""

from datetime import date

from pytest_django import DjangoAssertNumQueries

from portfolio.domain.ownership import OwnerRole
from portfolio.domain.registration_tasks import Part, TaskState
from portfolio.domain.techniques import Technique
from portfolio.models import UseCase
from portfolio.selectors.registration_tasks import tasks_of
from tests.builders import make_scored
from tests.conftest import Cast

ANSWERED = {
    "same_work": "yes",
    "person_does_better": "no",
    "new_offer": "no",
    "process_redrawn": "unsure",
    "way_back": "yes",
}


def whole(use_case: UseCase) -> UseCase:
    return UseCase.objects.select_related("domain", *OwnerRole).get(pk=use_case.pk)


def states(use_case: UseCase, *techniques: Technique) -> dict[Part, TaskState]:
    return {task.part: task.state for task in tasks_of(whole(use_case), techniques).tasks}


def test_a_row_that_says_everything_has_nothing_left(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = dict.fromkeys(
        ("business_owner", "model_owner", "data_owner", "technical_steward"), cast.lead
    )
    use_case = make_scored(
        1,
        domain=cast.freight,
        problem="Trailers queue.",
        impact=2,
        autonomy=1,
        bucket_answers=ANSWERED,
        bucket_source="answers",
        planned_cost=100,
        planned_benefit=200,
        effort_weeks=3,
        reach=0,
        initiated_on=date(2026, 1, 1),
        **people,
    )
    row = whole(use_case)
    with django_assert_num_queries(0):
        told = tasks_of(row, [Technique.VISION])
    assert (told.done, told.total, told.is_complete) == (8, 8, True)


def test_an_owner_who_left_leaves_the_part_begun(cast: Cast) -> None:
    cast.auditor.is_active = False
    cast.auditor.save()
    use_case = make_scored(1, domain=cast.freight, data_owner=cast.auditor, model_owner=cast.lead)
    assert states(use_case)[Part.OWNERS] is TaskState.BEGUN
    use_case.model_owner = None
    use_case.save()
    assert states(use_case)[Part.OWNERS] is TaskState.TO_DO


def test_a_bucket_that_a_person_chose_needs_no_answers(cast: Cast) -> None:
    use_case = make_scored(1, domain=cast.freight, bucket_source="override", bucket_reason="Said.")
    assert states(use_case)[Part.BUCKET] is TaskState.DONE
    use_case.bucket_source, use_case.bucket_answers = "answers", {"new_offer": "yes"}
    use_case.save()
    assert states(use_case)[Part.BUCKET] is TaskState.BEGUN


def test_a_provisional_rating_is_begun(cast: Cast) -> None:
    use_case = make_scored(1, domain=cast.freight, is_provisional=True)
    assert states(use_case)[Part.RATING] is TaskState.BEGUN
