"""The printable questionnaire: asked for, watched while it is built, fetched."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from assessments.models import AssessmentRespondent
from assessments.selectors.assessments import assessments_readable_by
from assessments.selectors.invitations import invitations_of
from assessments.selectors.questionnaire_papers import PaperState, paper_of, paper_state
from assessments.selectors.responses import asked_of
from assessments.services.questionnaire_papers import request_paper
from portal.domain.roles import Capability, Member, require
from portal.views.jobs import STOP_POLLING
from portal.views.publications import publication_response
from portal.web.access import MemberRequest, get_visible_or_404

PAPER = "assessments/sheets/paper.html"


@dataclass(frozen=True, slots=True)
class PaperShown:
    """A printable questionnaire as a page offers it.

    Parameters
    ----------
    person
        Whose it is, where a page shows those of several people.
    url, progress_url, page_url
        Of the file, of how far it is, and of the page that offers it.
    """

    id: str
    state: PaperState
    url: str
    progress_url: str
    page_url: str
    person: str = ""


def own_paper_shown(invitation: AssessmentRespondent, member: Member) -> PaperShown:
    """Return one's own questionnaire as a page offers it; two queries."""
    args = [invitation.assessment_id]
    return PaperShown(
        id="paper",
        state=paper_state(invitation, member),
        url=reverse("assessments:own-questionnaire-pdf", args=args),
        progress_url=reverse("assessments:own-questionnaire-progress", args=args),
        page_url=reverse("assessments:own-sheet", args=args),
    )


def paper_shown(invitation: AssessmentRespondent, state: PaperState) -> PaperShown:
    """Return somebody's questionnaire as the page of all of them offers it."""
    args = [invitation.assessment_id, invitation.user_id]
    return PaperShown(
        id=f"paper-{invitation.user_id}",
        state=state,
        url=reverse("assessments:questionnaire-pdf", args=args),
        progress_url=reverse("assessments:questionnaire-progress", args=args),
        page_url=reverse("assessments:sheet-list", args=args[:1]),
        person=str(invitation.user),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def own_questionnaire_pdf(request: MemberRequest, pk: int) -> HttpResponse:
    """Hand one's questionnaire out; a post has it built."""
    invitation = get_visible_or_404(asked_of(request.member), assessment_id=pk)
    return _paper(request, invitation, reverse("assessments:own-sheet", args=[pk]))


@require_safe
def own_questionnaire_progress(request: MemberRequest, pk: int) -> HttpResponse:
    invitation = get_visible_or_404(asked_of(request.member), assessment_id=pk)
    return _progress(request, own_paper_shown(invitation, request.member))


@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire_pdf(request: MemberRequest, pk: int, user_pk: int) -> HttpResponse:
    """Hand somebody's questionnaire out; a post has it built."""
    page = reverse("assessments:sheet-list", args=[pk])
    return _paper(request, _invitation(request, pk, user_pk), page)


@require_safe
def questionnaire_progress(request: MemberRequest, pk: int, user_pk: int) -> HttpResponse:
    invitation = _invitation(request, pk, user_pk)
    state = paper_state(invitation, request.member)
    return _progress(request, paper_shown(invitation, state))


def _invitation(request: MemberRequest, pk: int, user_pk: int) -> AssessmentRespondent:
    assessment = get_visible_or_404(assessments_readable_by(request.member), pk=pk)
    require(request.member, Capability.RUN_ASSESSMENT, assessment.domain.path)
    return get_visible_or_404(invitations_of(assessment), user_id=user_pk)


def _paper(request: MemberRequest, invitation: AssessmentRespondent, page: str) -> HttpResponse:
    if request.method == "POST":
        request_paper(invitation, by=request.member, at=timezone.now())
        return redirect(page)
    kept = paper_of(invitation).first()
    if kept is None:
        raise Http404
    return publication_response(kept)


def _progress(request: MemberRequest, paper: PaperShown) -> HttpResponse:
    # The file takes the place of its progress; the rest of the page keeps what was typed there.
    status = STOP_POLLING if request.htmx and not paper.state.is_waited_for else 200
    return render(request, PAPER, {"paper": paper}, status=status)
