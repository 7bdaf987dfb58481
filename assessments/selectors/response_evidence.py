"""Reading evidence: one's own beside an answer, and all of it for whoever runs the assessment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from assessments.models import Assessment, ResponseEvidence
from portal.domain.roles import Capability, Member
from portal.models.domains import beneath


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One link or file beside an answer.

    Parameters
    ----------
    link
        The address, or empty for a file.
    media_type, size, sha256
        Of the file, with the size in bytes; empty and 0 for a link.
    """

    pk: int
    question: str
    title: str
    link: str
    media_type: str
    size: int
    sha256: str
    added_at: datetime


def evidence_readable_by(member: Member) -> QuerySet[ResponseEvidence]:
    """Return the evidence that a member may see, without the files' bytes.

    That is their own, and that of the assessments they run, as with comments. Whoever may read
    an assessment and not run it sees its results and no single person's evidence.
    """
    scope = member.scope(Capability.RUN_ASSESSMENT)
    rows = ResponseEvidence.objects.select_related("attachment").defer("attachment__content")
    if scope.is_everything:
        return rows
    return rows.filter(Q(user_id=member.user_id) | beneath("assessment__domain__path", scope.paths))


def own_evidence(assessment: Assessment, member: Member, question: str) -> list[EvidenceRow]:
    """Return what a respondent put beside one answer of theirs, oldest first; one query."""
    rows = _beside(assessment).filter(user_id=member.user_id, question=question)
    return [evidence_row(row) for row in rows]


def evidence_by_person(
    assessment: Assessment, question: str
) -> Mapping[int, tuple[EvidenceRow, ...]]:
    """Return what everybody put beside their answers to one question, by user; one query.

    For whoever runs the assessment, who shows it without names.
    """
    found: dict[int, tuple[EvidenceRow, ...]] = {}
    for row in _beside(assessment).filter(question=question):
        found[row.user_id] = (*found.get(row.user_id, ()), evidence_row(row))
    return found


def evidence_row(row: ResponseEvidence) -> EvidenceRow:
    """Return one piece of evidence as pages and programs show it."""
    file = row.attachment
    return EvidenceRow(
        pk=row.pk,
        question=row.question,
        title=row.title,
        link=row.link,
        media_type=file.media_type if file else "",
        size=file.size if file else 0,
        sha256=file.sha256 if file else "",
        added_at=row.added_at,
    )


def _beside(assessment: Assessment) -> QuerySet[ResponseEvidence]:
    rows = ResponseEvidence.objects.filter(assessment=assessment).select_related("attachment")
    return rows.defer("attachment__content").order_by("added_at", "pk")
