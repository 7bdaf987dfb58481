"""Handing out everything of one assessment, with who said what."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction

from assessments.models import Assessment
from assessments.selectors.assessment_files import assessment_document
from assessments.services.assessments import locked
from assessments.services.events import AssessmentsEvent
from portal.domain.roles import Member
from portal.services import ledger


class FileFormat(StrEnum):
    """In what a whole assessment is handed out."""

    JSON = "json"
    XLSX = "xlsx"


@transaction.atomic
def export_assessment(
    assessment: Assessment, *, form: FileFormat, by: Member, at: datetime
) -> dict[str, Any]:
    """Return the document of a whole assessment, and record who asked for it.

    It names who said what, which is otherwise hidden until somebody has the names shown.

    Raises
    ------
    NotAllowed
        When the member may not run this assessment.
    """
    row = locked(assessment, version=None, by=by)
    document = assessment_document(row)
    changes = {
        "format": form.value,
        "respondents": len(document["respondents"]),
        "answers": len(document["answers"]),
    }
    ledger.record(AssessmentsEvent.ANSWERS_EXPORTED, subject=row, by=by, at=at, changes=changes)
    return document
