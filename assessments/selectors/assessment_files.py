"""Reading everything of one assessment as the document that its file holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from assessments.domain.assessment_files import KIND, SCHEMA
from assessments.domain.numbered import numbered_name, reference
from assessments.models import Assessment, AssessmentRespondent, ResultSnapshot
from assessments.selectors.frameworks import framework_of
from portal.models import User
from portal.selectors.domains import names_down_to
from portal.selectors.ledger import entries_about

#: What the service that hands out names records.
NAMED_EXPORT: Final = "assessments.answers.exported"

#: Their moments tell who somebody is, because the page of an assessment shows who was when done.
_WITHHELD: Final = ("invited_at", "mailed_at", "reminded_at", "finished_at", "saved_at", "added_at")


def assessment_document(assessment: Assessment, *, with_names: bool = True) -> dict[str, Any]:
    """Return the set-up, the framework, every answer with its respondent, and the result.

    The same assessment gives the same document: people stand in the order of their addresses or
    numbers, questions in that of the framework, and nothing says when it was asked for. At most
    eleven queries, however many answers.

    Parameters
    ----------
    assessment
        The assessment.
    with_names
        Whether it says who the respondents are. Else each is their number, which they must have,
        and no moment of theirs is told.
    """
    keys = [question.key for question in framework_of(assessment.framework).questions]
    order = {key: place for place, key in enumerate(keys)}
    people = _People(assessment, with_names=with_names)
    return {
        "schema": SCHEMA,
        "kind": KIND,
        "assessment": _set_up(assessment),
        "framework": {
            "key": assessment.framework.key,
            "version": assessment.framework.version,
            "sha256": assessment.framework.sha256,
            "data": assessment.framework.data,
        },
        "respondents": people.withheld(_respondents(people)),
        "answers": people.withheld(_answers(assessment, order, people)),
        "settled": _settled(assessment, order),
        "evidence": people.withheld(_evidence(assessment, order, people)),
        "result": _result(assessment),
    }


def _set_up(row: Assessment) -> dict[str, Any]:
    return {
        "title": row.title,
        "domain": list(names_down_to(row.domain)),
        "partner": row.partner.name if row.partner else None,
        "campaign": row.campaign.title if row.campaign else None,
        "starts_on": row.starts_on.isoformat(),
        "due_on": row.due_on.isoformat(),
        "target_level": float(row.target_level),
        "target": row.target,
        "in_production": row.in_production,
        "state": row.state,
        "facilitator": _address(row.facilitator),
    }


@dataclass(frozen=True, slots=True)
class NamedExport:
    """That somebody took the answers out with the names of who gave them, when and why."""

    who: str
    at: datetime
    reason: str


def named_exports(assessment: Assessment) -> tuple[NamedExport, ...]:
    """Return when names left the portal, the latest first, for all who are asked; one query."""
    return tuple(
        NamedExport(each.actor, each.recorded_at, str(each.changes.get("reason", "")))
        for each in entries_about(assessment, NAMED_EXPORT)
    )


class _People:
    """The respondents of an assessment, and what stands for each of them in its file."""

    def __init__(self, assessment: Assessment, *, with_names: bool) -> None:
        self._with_names = with_names
        rows = assessment.respondents.select_related("user")
        self.rows = sorted(rows, key=lambda row: (self._is_numbered(row), self._place(row)))
        self._references = {row.user_id: self.reference(row) for row in self.rows}
        self._places = {row.user_id: place for place, row in enumerate(self.rows)}

    def _is_numbered(self, row: AssessmentRespondent) -> bool:
        return not self._with_names or row.user.is_stand_in

    def _place(self, row: AssessmentRespondent) -> tuple[int, str]:
        return (row.number or 0, "") if self._is_numbered(row) else (0, row.user.email)

    def reference(self, row: AssessmentRespondent) -> str:
        """Return what stands for a respondent: an address, or a number."""
        return reference(row.number or 0) if self._is_numbered(row) else row.user.email

    def name(self, row: AssessmentRespondent) -> str:
        """Return what a respondent is called."""
        return numbered_name(row.number or 0) if self._is_numbered(row) else row.user.name

    def who(self, user_id: int) -> str:
        """Return what stands for whoever said something."""
        return self._references[user_id]

    def place(self, user_id: int) -> int:
        """Return where somebody stands among the respondents."""
        return self._places[user_id]

    def withheld(self, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Leave out of some entries what would tell who somebody is."""
        if self._with_names:
            return entries
        return [entry | {name: None for name in _WITHHELD if name in entry} for entry in entries]


def _respondents(people: _People) -> list[dict[str, Any]]:
    return [
        {
            "email": people.reference(each),
            "name": people.name(each),
            "perspective": each.perspective,
            "layers": list(each.layers),
            "invited_at": _moment(each.invited_at),
            "mailed_at": _moment(each.mailed_at),
            "reminded_at": _moment(each.reminded_at),
            "finished_at": _moment(each.submitted_at),
        }
        for each in people.rows
    ]


def _answers(row: Assessment, order: Mapping[str, int], people: _People) -> list[dict[str, Any]]:
    known = sorted(
        row.responses.all(),
        key=lambda each: (people.place(each.user_id), _place(order, each.question)),
    )
    return [
        {
            "respondent": people.who(each.user_id),
            "question": each.question,
            "kind": each.kind,
            "level": each.level,
            "confidence": each.confidence,
            "comment": each.comment,
            "saved_at": _moment(each.saved_at),
        }
        for each in known
    ]


def _settled(row: Assessment, order: Mapping[str, int]) -> list[dict[str, Any]]:
    rows = row.settled_levels.select_related("settled_by")
    return [
        {
            "question": each.question,
            "kind": each.kind,
            "level": each.level,
            "reason": each.reason,
            "settled_by": _address(each.settled_by),
            "settled_at": _moment(each.settled_at),
        }
        for each in sorted(rows, key=lambda each: _place(order, each.question))
    ]


def _evidence(row: Assessment, order: Mapping[str, int], people: _People) -> list[dict[str, Any]]:
    rows = row.evidence.select_related("attachment").defer("attachment__content").order_by("pk")
    known = sorted(
        rows,
        key=lambda each: (
            people.place(each.user_id),
            _place(order, each.question),
            each.added_at,
        ),
    )
    return [
        {
            "respondent": people.who(each.user_id),
            "question": each.question,
            "title": each.title,
            "link": each.link,
            "file_name": each.attachment.name if each.attachment else "",
            "file_type": each.attachment.media_type if each.attachment else "",
            "file_size": each.attachment.size if each.attachment else None,
            "file_sha256": each.attachment.sha256 if each.attachment else "",
            "added_at": _moment(each.added_at),
        }
        for each in known
    ]


def _result(row: Assessment) -> dict[str, Any] | None:
    snapshot = ResultSnapshot.objects.filter(assessment=row).first()
    if snapshot is None:
        return None
    return {
        "published_at": _moment(row.published_at),
        "sha256": snapshot.sha256,
        "ledger_seq": snapshot.ledger_seq,
        "data": snapshot.data,
    }


def _place(order: Mapping[str, int], question: str) -> tuple[int, str]:
    return order.get(question, len(order)), question


def _address(user: User | None) -> str:
    return user.email if user else ""


def _moment(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None
