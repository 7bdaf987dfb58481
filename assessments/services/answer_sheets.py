"""Taking filled answer sheets in: one's own, or somebody else's on their behalf."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.domain.answer_rows import is_answer_sheet, read_answers
from assessments.domain.parts import part_of
from assessments.models import Assessment, AssessmentRespondent
from assessments.selectors.frameworks import framework_of
from assessments.services.events import AssessmentsEvent
from assessments.services.responses import (
    LONGEST_COMMENT,
    NotAsked,
    Whole,
    locked_respondent,
    save_all,
)
from portal.domain.roles import Capability, Member, require
from portal.services import ledger
from portal.services.file_limits import check_size, not_a_table
from portal.services.workbook_checks import check_workbook
from portal.services.workbooks import read_sheet

_ZIP = b"PK\x03\x04"


@transaction.atomic
def take_own_sheet(
    assessment_id: int, content: bytes, *, filename: str, by: Member, at: datetime
) -> int:
    """Keep the answers of a sheet that a respondent filled; return how many changed.

    Raises
    ------
    NotAsked, NotAllowed, NotTakingAnswers
        When they are not asked, may not answer any more, or the assessment is not open.
    FileRefused
        When the file is no workbook, or not safe to open.
    RowsRefused
        With every error of every row; then no answer is kept.
    """
    row = locked_respondent(assessment_id, by)
    return _take(row, content, filename=filename, at=at)


@transaction.atomic
def take_sheet_for(
    assessment: Assessment,
    respondent_id: int,
    content: bytes,
    *,
    filename: str,
    by: Member,
    at: datetime,
) -> int:
    """Keep the answers of a sheet on behalf of a respondent; the ledger says who handed it in.

    Raises
    ------
    NotAllowed
        When the member may not run the assessment.
    NotAsked, NotTakingAnswers, FileRefused, RowsRefused
        As `take_own_sheet`.
    """
    require(by, Capability.RUN_ASSESSMENT, assessment.domain.path)
    rows = AssessmentRespondent.objects.select_for_update(of=("self",)).select_related("user")
    row = rows.filter(assessment=assessment, user_id=respondent_id).first()
    if row is None:
        raise NotAsked(_("This person is not asked in this assessment."))
    changed = _take(row, content, filename=filename, at=at)
    changes = {"on_behalf_of": row.user, "answers": changed}
    event = AssessmentsEvent.RESPONSES_HANDED_IN
    ledger.record(event, subject=assessment, by=by, at=at, changes=changes)
    return changed


def _take(invitation: AssessmentRespondent, content: bytes, *, filename: str, at: datetime) -> int:
    check_size(len(content), filename=filename)
    if not content.startswith(_ZIP):
        raise not_a_table(filename, "")
    check_workbook(content, filename=filename)
    sheet = read_sheet(content, is_answer_sheet)
    framework = framework_of(invitation.assessment.framework)
    answers = read_answers(
        sheet.rows, framework, part_of(framework, invitation.layers), longest=LONGEST_COMMENT
    )
    wholes = {each.question: Whole(each.answer, each.comment, each.confidence) for each in answers}
    return save_all(invitation, wholes, at=at)
