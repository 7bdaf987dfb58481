"""Reading everything of one assessment as the document that its file holds."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from assessments.domain.assessment_files import KIND, SCHEMA
from assessments.models import Assessment, ResultSnapshot
from assessments.selectors.frameworks import framework_of
from portal.models import User
from portal.selectors.domains import names_down_to


def assessment_document(assessment: Assessment) -> dict[str, Any]:
    """Return the set-up, the framework, every answer with its respondent, and the result.

    The same assessment gives the same document: people stand in the order of their addresses,
    questions in that of the framework, and nothing says when it was asked for. At most eleven
    queries, however many answers.
    """
    keys = [question.key for question in framework_of(assessment.framework).questions]
    order = {key: place for place, key in enumerate(keys)}
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
        "respondents": _respondents(assessment),
        "answers": _answers(assessment, order),
        "settled": _settled(assessment, order),
        "evidence": _evidence(assessment, order),
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


def _respondents(row: Assessment) -> list[dict[str, Any]]:
    people = row.respondents.select_related("user").order_by("user__email")
    return [
        {
            "email": each.user.email,
            "name": each.user.name,
            "perspective": each.perspective,
            "layers": list(each.layers),
            "invited_at": _moment(each.invited_at),
            "mailed_at": _moment(each.mailed_at),
            "reminded_at": _moment(each.reminded_at),
            "finished_at": _moment(each.submitted_at),
        }
        for each in people
    ]


def _answers(row: Assessment, order: Mapping[str, int]) -> list[dict[str, Any]]:
    rows = row.responses.select_related("user")
    known = sorted(rows, key=lambda each: (each.user.email, _place(order, each.question)))
    return [
        {
            "respondent": each.user.email,
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


def _evidence(row: Assessment, order: Mapping[str, int]) -> list[dict[str, Any]]:
    rows = (
        row.evidence.select_related("user", "attachment")
        .defer("attachment__content")
        .order_by("pk")
    )
    known = sorted(
        rows, key=lambda each: (each.user.email, _place(order, each.question), each.added_at)
    )
    return [
        {
            "respondent": each.user.email,
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
