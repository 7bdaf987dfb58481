"""The printable questionnaire: asked for, built by a job, and kept."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from assessments.models import AssessmentRespondent
from assessments.selectors.questionnaire_papers import PAPER_JOB, paper_key, paper_kind
from portal.domain.errors import Refusal
from portal.domain.roles import Capability, Member, require
from portal.models import Job, Publication
from portal.services import jobs, ledger
from portal.services.publications import store_publication


class InvitationGone(Refusal):
    """A job names an invitation that is not there any more."""

    code = "invitation_gone"

    def __init__(self) -> None:
        super().__init__(_("Who this questionnaire was for is not asked any more."))


@transaction.atomic
def request_paper(invitation: AssessmentRespondent, *, by: Member, at: datetime) -> Job:
    """Have a respondent's questionnaire built; while it waits no second job is begun.

    Raises
    ------
    NotAllowed
        When the member is neither the respondent nor may run the assessment.
    """
    assessment = invitation.assessment
    if invitation.user_id != by.user_id:
        require(by, Capability.RUN_ASSESSMENT, assessment.domain.path)
    return jobs.request(
        PAPER_JOB,
        {"assessment": assessment.pk, "invitation": invitation.pk},
        title=_("Build the questionnaire of “%(title)s”") % {"title": assessment.title},
        by=by,
        at=at,
        dedupe_key=paper_key(invitation),
    )


@transaction.atomic
def store_paper(invitation: AssessmentRespondent, content: bytes, *, at: datetime) -> Publication:
    """Keep a questionnaire for everybody who is asked the same; the one kept first stays."""
    assessment = invitation.assessment
    name = slugify(assessment.title)[:60] or "assessment"
    return store_publication(
        content,
        kind=paper_kind(invitation),
        subject=assessment,
        title=_("Questionnaire of “%(title)s”") % {"title": assessment.title},
        filename=f"questionnaire-{name}-{assessment.pk}.pdf",
        media_type="application/pdf",
        by=ledger.SYSTEM,
        at=at,
    )
