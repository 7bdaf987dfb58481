"""Reading what foundation actions moved, from one published result to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assessments.domain.action_effects import (
    WORKED_ON,
    ActionRecord,
    Effect,
    effect,
    worked_on,
)
from assessments.domain.answers import NotScored
from assessments.domain.results import Results
from assessments.models import Assessment, FoundationAction, ResultSnapshot
from assessments.selectors.comparisons import TrendPoint
from assessments.selectors.frameworks import default_framework


@dataclass(frozen=True, slots=True)
class MovedLine:
    """An action that was worked on since the result before, and what became of its capability."""

    action_id: int
    title: str
    capability: str
    capability_title: str
    is_done: bool
    effect: Effect


@dataclass(frozen=True, slots=True)
class Moved:
    """What the actions since the result before have moved."""

    before_id: int
    before_title: str
    lines: tuple[MovedLine, ...]


@dataclass(frozen=True, slots=True)
class OwnEffect:
    """What one action has moved: the results it lies between, and its capability in both.

    Parameters
    ----------
    before, after
        Id and title of the results; None where there is none.
    """

    before: tuple[int, str] | None
    after: tuple[int, str] | None
    effect: Effect


def moved_since(
    assessment: Assessment, results: Results, points: Sequence[TrendPoint]
) -> Moved | None:
    """Return what the actions since the result before have moved; two queries.

    ``points`` are the results of the domain up to this one. None where nothing was published
    before, and for partners. Actions are told as they stood when this result was published.
    """
    earlier = [point for point in points if not point.is_this]
    if not earlier or assessment.partner_id is not None:
        return None
    before = earlier[-1]
    levels = ResultSnapshot.objects.values_list("capability_levels", flat=True)
    levels_before = levels.get(assessment=before.assessment_id)
    now = {
        each.key: each.level
        for each in results.capabilities
        if not isinstance(each.level, NotScored)
    }
    titles = {each.key: each.title for each in results.capabilities}
    records = _records(assessment.domain_id, until=assessment.published_at)
    until = assessment.published_at or max(
        (each.at for each in records), default=before.published_at
    )
    lines = tuple(
        MovedLine(
            action_id=each.action,
            title=each.title,
            capability=each.capability,
            capability_title=titles[each.capability],
            is_done=each.status == FoundationAction.Status.DONE,
            effect=effect(levels_before, now, each.capability),
        )
        for each in worked_on(records, since=before.published_at, until=until)
        if each.capability in titles
    )
    return Moved(before.assessment_id, before.title, lines)


def own_effect(action: FoundationAction) -> OwnEffect | None:
    """Return what one action has moved; two queries.

    For a partner, by the results of that partner.

    From the last result published before it was added to the latest one since, by the framework
    it was adopted from. None until it is begun, and for what was dropped.
    """
    if action.status not in WORKED_ON:
        return None
    if action.assessment is not None:
        framework = action.assessment.framework.key
    else:
        version = default_framework()
        framework = version.key if version else ""
    rows = ResultSnapshot.objects.filter(
        assessment__domain=action.domain_id,
        assessment__partner=action.partner_id,
        assessment__framework__key=framework,
    ).order_by("assessment__published_at", "pk")
    names = ("assessment_id", "assessment__title", "assessment__published_at", "capability_levels")
    found = list(rows.values_list(*names))
    before = [row for row in found if row[2] <= action.created_at]
    after = [row for row in found if row[2] > action.created_at]
    return OwnEffect(
        before=before[-1][:2] if before else None,
        after=after[-1][:2] if after else None,
        effect=effect(
            before[-1][3] if before else {}, after[-1][3] if after else {}, action.capability
        ),
    )


def _records(domain_id: int, *, until: datetime | None) -> list[ActionRecord]:
    rows = FoundationAction.history.filter(domain_id=domain_id, partner=None)
    if until is not None:
        rows = rows.filter(history_date__lte=until)
    names = ("id", "title", "capability", "status", "history_date")
    return [ActionRecord(*row) for row in rows.order_by("history_id").values_list(*names)]
