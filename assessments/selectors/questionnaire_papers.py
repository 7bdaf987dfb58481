"""Reading the printable questionnaires that are kept, and how far those asked for are."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db.models import QuerySet

from assessments.models import Assessment, AssessmentRespondent
from portal.domain.jobs import JobState
from portal.domain.roles import Member
from portal.models import Job, Publication
from portal.selectors.jobs import JobRow, job_row

PAPER_JOB: Final = "assessments.questionnaire_pdf"
PAPER_KIND: Final = "questionnaire"
LAYOUT: Final = 1
"""Rises with the look of the paper, so that none in the old look is handed out."""


@dataclass(frozen=True, slots=True)
class PaperState:
    """The printable questionnaire of one respondent: kept, being built, or not asked for.

    Parameters
    ----------
    size
        Of the file that is kept, in bytes; zero without one.
    job
        The job that builds it or failed to; None where the file is kept or nobody asked.
    """

    size: int = 0
    job: JobRow | None = None

    @property
    def is_ready(self) -> bool:
        """Whether it can be fetched."""
        return bool(self.size)

    @property
    def is_waited_for(self) -> bool:
        """Whether somebody works on it."""
        return self.job is not None and not self.job.is_over


def paper_kind(invitation: AssessmentRespondent) -> str:
    """Return what a kept questionnaire is known by: a name for all that is printed on it.

    Respondents who are asked the same share one file. When what is printed changes, the name
    does too, and the file of before is not handed out any more.
    """
    assessment = invitation.assessment
    printed = (
        str(LAYOUT),
        settings.ORGANISATION,
        settings.LANGUAGE_CODE,
        assessment.title,
        assessment.domain.name,
        assessment.due_on.isoformat(),
        assessment.framework.sha256,
        *sorted(set(invitation.layers)),
    )
    digest = hashlib.sha256("\0".join(printed).encode()).hexdigest()
    return f"{PAPER_KIND}:{digest[:32]}"


def paper_key(invitation: AssessmentRespondent) -> str:
    """Return what the jobs that build one questionnaire have in common."""
    return f"{PAPER_JOB}:{invitation.assessment_id}:{paper_kind(invitation)}"


def paper_of(invitation: AssessmentRespondent) -> QuerySet[Publication]:
    """Return the questionnaire that is kept for a respondent, or nothing."""
    return papers_of(invitation.assessment_id).filter(kind=paper_kind(invitation))


def papers_of(assessment_id: int) -> QuerySet[Publication]:
    """Return every questionnaire that is kept of an assessment."""
    return Publication.objects.filter(
        kind__startswith=f"{PAPER_KIND}:",
        subject_type=Assessment._meta.label_lower,  # noqa: SLF001
        subject_id=str(assessment_id),
    )


def paper_state(invitation: AssessmentRespondent, member: Member) -> PaperState:
    """Return where the questionnaire of one respondent stands; two queries."""
    return paper_states(invitation.assessment, [invitation], member)[invitation.user_id]


def paper_states(
    assessment: Assessment, invitations: Iterable[AssessmentRespondent], member: Member
) -> Mapping[int, PaperState]:
    """Return where the questionnaires of one assessment stand; two queries.

    Parameters
    ----------
    assessment
        The assessment, with its domain and framework.
    invitations
        Those of its respondents whose questionnaires are meant.
    member
        Who looks.

    Returns
    -------
    mapping
        The id of each respondent's account to the state of their questionnaire.
    """
    rows = list(invitations)
    kept = dict(papers_of(assessment.pk).values_list("kind", "size"))
    asked = Job.objects.filter(dedupe_key__in={paper_key(row) for row in rows})
    waiting = asked.exclude(state=JobState.DONE).select_related("requested_by")
    # The newest is read last, so it is the one that counts.
    jobs = {job.dedupe_key: job for job in waiting.order_by("requested_at")}
    found = {}
    for row in rows:
        size, job = kept.get(paper_kind(row), 0), jobs.get(paper_key(row))
        shown = job_row(job, member=member) if job and not size else None
        found[row.user_id] = PaperState(size, shown)
    return found


def invitation_for_paper(pk: int) -> AssessmentRespondent | None:
    """Return an invitation with everything its questionnaire is built from; one query."""
    rows = AssessmentRespondent.objects.select_related(
        "assessment__domain", "assessment__framework"
    )
    return rows.filter(pk=pk).first()
