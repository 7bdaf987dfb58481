"""Evidence: the links and files that respondents put beside their answers, and take away again.

The ledger says nothing of it, as it says nothing of single answers: whoever reads the ledger
would learn who showed what before the result stands.
"""

import hashlib
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.lifecycle import AssessmentState, require_open
from assessments.domain.links import LONGEST_TITLE, checked_link, title_of_link
from assessments.models import Assessment, ResponseEvidence
from assessments.selectors.frameworks import framework_of
from assessments.services.responses import locked_respondent, require_theirs
from portal.domain.errors import Invalid, Refusal
from portal.domain.file_kinds import kind_of
from portal.domain.roles import Member
from portal.models import Attachment
from portal.services.attachments import store_attachment

MOST_PIECES: Final = 5
"""How much one respondent puts beside one answer."""

MOST_BYTES: Final = 50 * 1024 * 1024
"""How much the files of one respondent come to in one assessment."""


class EvidenceRefused(Invalid):
    """There is enough evidence already."""

    code = "evidence_refused"


class NoSuchEvidence(Refusal):
    """It is not there any more, or it is not theirs."""

    code = "not_found"
    status = 404


@transaction.atomic
def add_link(
    assessment_id: int, *, question: str, link: str, by: Member, at: datetime
) -> ResponseEvidence:
    """Put a link beside one's own answer; the same link twice is one.

    Raises
    ------
    LinkInvalid
        When it is no plain address of the web.
    NotAsked, NotAllowed, NotTakingAnswers, NotInFramework, NotTheirQuestion
        As for an answer.
    EvidenceRefused
        When there is enough already.
    """
    address = checked_link(link)
    own = _own(assessment_id, question, by)
    same: ResponseEvidence | None = own.filter(link=address).first()
    if same is not None:
        return same
    _require_room(own.count(), field="link")
    return ResponseEvidence.objects.create(
        assessment_id=assessment_id,
        user_id=by.user_id,
        question=question,
        title=title_of_link(address),
        link=address,
        added_at=at,
    )


def add_file(
    assessment_id: int, *, question: str, content: bytes, name: str, by: Member, at: datetime
) -> ResponseEvidence:
    """Put a file beside one's own answer, kept byte for byte; the same file twice is one.

    Raises
    ------
    FileRefused
        When the file is not wholly one of the kinds that are taken.
    NotAsked, NotAllowed, NotTakingAnswers, NotInFramework, NotTheirQuestion
        As for an answer.
    EvidenceRefused
        When there is enough already.
    """
    # Reading a document to its end takes a while, and nobody should wait behind it for a lock.
    kind, digest = kind_of(content), hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        own = _own(assessment_id, question, by)
        same: ResponseEvidence | None = own.filter(attachment__sha256=digest).first()
        if same is not None:
            return same
        _require_room(own.count(), field="file")
        _require_bytes(assessment_id, len(content), by)
        attachment = store_attachment(content, kind=kind, name=name, by=by, at=at)
        return ResponseEvidence.objects.create(
            assessment_id=assessment_id,
            user_id=by.user_id,
            question=question,
            title=attachment.name[:LONGEST_TITLE],
            attachment=attachment,
            added_at=at,
        )


@transaction.atomic
def remove_evidence(assessment_id: int, evidence_id: int, *, by: Member) -> str:
    """Take away a piece of one's own evidence, its file too; return the key of its question.

    Raises
    ------
    NotAsked, NotAllowed, NotTakingAnswers
        As for an answer.
    NoSuchEvidence
        When it is not theirs.
    """
    locked_respondent(assessment_id, by)
    rows = ResponseEvidence.objects.filter(assessment_id=assessment_id, user_id=by.user_id)
    row = rows.filter(pk=evidence_id).first()
    if row is None:
        raise NoSuchEvidence(_("There is nothing here, or it is not yours to see."))
    require_open(AssessmentState(_assessment(assessment_id).state))
    row.delete()
    if row.attachment_id is not None:
        Attachment.objects.filter(pk=row.attachment_id).delete()
    return row.question


def _own(assessment_id: int, question: str, by: Member) -> QuerySet[ResponseEvidence]:
    """Lock one's part and return what lies beside the answer already."""
    invitation = locked_respondent(assessment_id, by)
    assessment = _assessment(assessment_id)
    require_open(AssessmentState(assessment.state))
    require_theirs(framework_of(assessment.framework), invitation, question)
    return ResponseEvidence.objects.filter(
        assessment_id=assessment_id, user_id=by.user_id, question=question
    )


def _assessment(pk: int) -> Assessment:
    rows = Assessment.objects.select_related("framework").only("state", "framework__sha256")
    return rows.get(pk=pk)


def _require_room(count: int, *, field: str) -> None:
    if count >= MOST_PIECES:
        sentence = ngettext(
            "There is %(count)s piece of evidence here already. Remove it first.",
            "There are %(count)s pieces of evidence here already. Remove one first.",
            count,
        ) % {"count": count}
        raise EvidenceRefused(sentence, fields={field: sentence})


def _require_bytes(assessment_id: int, more: int, by: Member) -> None:
    rows = ResponseEvidence.objects.filter(assessment_id=assessment_id, user_id=by.user_id)
    kept = rows.aggregate(size=Sum("attachment__size"))["size"] or 0
    if kept + more > MOST_BYTES:
        sentence = _("Your files would come to more than 50 MB. Add a link instead.")
        raise EvidenceRefused(sentence, fields={"file": sentence})
