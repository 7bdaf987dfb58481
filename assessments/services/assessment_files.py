"""Handing out everything of one assessment: with numbers for respondents, or with their names."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.domain.settling import require_reason
from assessments.models import Assessment, AssessmentRespondent
from assessments.selectors.assessment_files import assessment_document
from assessments.selectors.said import dealt
from assessments.services.assessments import locked
from assessments.services.events import AssessmentsEvent
from portal.domain.errors import Invalid
from portal.domain.roles import Member
from portal.services import ledger

LONGEST_REASON = 500


class FileFormat(StrEnum):
    """In what a whole assessment is handed out."""

    JSON = "json"
    XLSX = "xlsx"


class ReasonTooLong(Invalid):
    """A reason that respondents are to read is a sentence, not a page."""

    code = "reason_too_long"


@transaction.atomic
def export_assessment(
    assessment: Assessment,
    *,
    form: FileFormat,
    with_names: bool = False,
    reason: str = "",
    by: Member,
    at: datetime,
) -> dict[str, Any]:
    """Return the document of a whole assessment, and record who asked for it.

    It numbers the respondents, the same each time. With their names it needs a reason, which the
    ledger keeps and the respondents read.

    Raises
    ------
    NotAllowed
        When the member may not run this assessment.
    ReasonMissing, ReasonTooLong
        When names are wanted and nobody could say why, or not in a few sentences.
    """
    row = locked(assessment, version=None, by=by)
    if not with_names:
        _number(row)
    told = {"reason": _reason(reason)} if with_names else {}
    document = assessment_document(row, with_names=with_names)
    changes = told | {
        "format": form.value,
        "respondents": len(document["respondents"]),
        "answers": len(document["answers"]),
    }
    event = AssessmentsEvent.ANSWERS_EXPORTED if with_names else AssessmentsEvent.NUMBERED_EXPORTED
    ledger.record(event, subject=row, by=by, at=at, changes=changes)
    return document


def _reason(reason: str) -> str:
    kept = require_reason(reason)
    if len(kept) > LONGEST_REASON:
        sentence = _("Use at most %(count)s characters.") % {"count": LONGEST_REASON}
        raise ReasonTooLong(sentence, fields={"reason": sentence})
    return kept


def _number(assessment: Assessment) -> None:
    """Give a number to who has none, by lot, so that no order of theirs tells who it is."""
    rows = AssessmentRespondent.objects.filter(assessment=assessment)
    taken = [number for number in rows.values_list("number", flat=True) if number]
    bare = {row.user_id: row for row in rows.filter(number=None)}
    order = dealt(bare, assessment=assessment, purpose="file")
    for number, user_id in enumerate(order, start=max(taken, default=0) + 1):
        bare[user_id].number = number
    AssessmentRespondent.objects.bulk_update(bare.values(), ["number"], batch_size=500)
