"""Reading what is left to say about a use case."""

from collections.abc import Collection
from typing import Final

from portfolio.domain.buckets import QUESTIONS, DecisionSource
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.registration_tasks import EVERY_CRITERION, TaskList, registration_tasks
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique
from portfolio.models import UseCase

_AS_STORED: Final = (
    *("problem", "planned_cost", "planned_benefit", "effort_weeks", "reach"),
    *("initiated_on", "development_started_on", "live_on", "retired_on"),
    *("impact", "autonomy", "value", "feasibility"),
)


def tasks_of(use_case: UseCase, techniques: Collection[Technique]) -> TaskList:
    """Return how far the registration of a use case is, without a query of its own.

    Parameters
    ----------
    use_case
        A row with its owners loaded.
    techniques
        Its techniques, which the caller has read already.
    """
    stated = {name for name in _AS_STORED if getattr(use_case, name) not in (None, "")}
    stated |= {role.value for role in OwnerRole if _is_here(getattr(use_case, role))}
    stated |= set(use_case.bucket_answers)
    if use_case.bucket_source == DecisionSource.OVERRIDE:
        stated |= {question.key for question in QUESTIONS}
    if techniques:
        stated.add("techniques")
    if use_case.priority is not None and not use_case.is_provisional:
        stated.add(EVERY_CRITERION)
    return registration_tasks(stated, stage=Stage(use_case.stage))


def _is_here(holder: object) -> bool:
    return bool(holder and getattr(holder, "is_active", False))
