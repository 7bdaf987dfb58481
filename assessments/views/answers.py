"""Answering: what asks me, one question at a time, and the word that I am done."""

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.domain.profiles import level_scale
from assessments.forms.answers import AnswerForm, AutosaveForm, answer_cards, chosen
from assessments.forms.response_evidence import EvidenceForm
from assessments.selectors.assessment_files import named_exports
from assessments.selectors.responses import (
    AskedQuestion,
    Questionnaire,
    asked_of,
    my_assessments,
    questionnaire,
)
from assessments.selectors.reviews import title_of
from assessments.services.response_evidence import remove_evidence
from assessments.services.responses import NotTheirQuestion, finish_responses, save_response
from assessments.views.response_evidence import evidence_context, is_added
from portal.domain.errors import Refusal
from portal.domain.roles import Capability
from portal.web.access import MemberRequest, get_visible_or_404, require_view
from portal.web.errors import add_refusal
from portal.web.kept_forms import posted_or_kept
from portal.web.rendering import render_page
from portal.web.toasts import add_toast

LIST, OVERVIEW, QUESTION = (
    f"assessments/answers/{name}.html" for name in ("list", "overview", "question")
)


@require_GET
def my_answers(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.ANSWER_ASSESSMENT)
    rows = my_assessments(request.member, today=timezone.localdate())
    context = {
        "page_title": _("My answers"),
        "crumbs": ((_("My answers"), None),),
        "waiting": [row for row in rows if row.needs_me],
        "others": [row for row in rows if not row.needs_me],
    }
    return render_page(request, LIST, context)


@require_GET
def answer_overview(request: MemberRequest, pk: int) -> HttpResponse:
    mine = _mine(request, pk)
    title = mine.assessment.title
    context = {
        "page_title": title,
        "crumbs": ((_("My answers"), reverse("assessments:my-answers")), (title, None)),
        "mine": mine,
        "layers": [
            {
                "title": layer.title,
                "questions": [
                    (
                        title_of(mine.framework, capability, each),
                        each,
                        mine.answers.get(each.key),
                        level_scale(each.scale),
                    )
                    for capability in layer.capabilities
                    for each in mine.framework.questions_of(capability)
                    if each.key in mine.part
                ],
            }
            for layer in mine.framework.layers
            if layer.key in mine.layer_keys
        ],
        "first_key": mine.progress.next_question,
        "exports": named_exports(mine.assessment),
    }
    return render_page(request, OVERVIEW, context)


@require_http_methods(["GET", "POST"])
def answer_question(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    mine = _mine(request, pk, after=key)
    question = mine.question(key)
    if question is None:
        raise NotTheirQuestion if mine.is_known(key) else Http404
    said = posted_or_kept(request)
    form = AnswerForm(said, scale=question.asked.scale, mine=mine.answers.get(key))
    evidence = EvidenceForm(said, request.FILES or None)
    if request.method == "POST":
        # What is wrong with one of them does not keep the other from being kept.
        is_answered = form.is_blank or (form.is_valid() and _kept(request, pk, key, form))
        is_shown = evidence.is_blank or (
            evidence.is_valid() and is_added(request, pk, key, evidence)
        )
        if is_answered and is_shown:
            return redirect(_after(request, pk, question))
    return _question_page(request, mine, question, form, evidence)


@require_POST
def answer_save(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    """Keep what the page sends while one answers; a refusal comes back as its sentence."""
    form, now = AutosaveForm(request.POST), timezone.now()
    if not form.is_valid():
        return JsonResponse({"sentence": form.sentence}, status=422)
    try:
        saved = save_response(pk, question=key, **form.as_input(), by=request.member, at=now)
    except Refusal as refusal:
        return JsonResponse({"sentence": refusal.sentence}, status=refusal.status)
    time = time_format(timezone.localtime(saved.saved_at), "H:i")
    return JsonResponse({"is_kept": saved.is_kept, "revision": saved.revision, "time": time})


@require_POST
def answer_finish(request: MemberRequest, pk: int) -> HttpResponse:
    invitation = get_visible_or_404(asked_of(request.member), assessment_id=pk)
    finish_responses(invitation.assessment, by=request.member, at=timezone.now())
    add_toast(request, _("Thank you, your part is done"))
    return redirect("assessments:my-answers")


def _mine(request: MemberRequest, pk: int, *, after: str | None = None) -> Questionnaire:
    invitation = get_visible_or_404(asked_of(request.member), assessment_id=pk)
    return questionnaire(invitation, after=after)


def _kept(request: MemberRequest, pk: int, key: str, form: AnswerForm) -> bool:
    try:
        save_response(pk, question=key, **form.as_input(), by=request.member, at=timezone.now())
    except Refusal as refusal:
        add_refusal(form, refusal)
        return False
    return True


def _after(request: MemberRequest, pk: int, question: AskedQuestion) -> str:
    removed = request.POST.get("remove", "")
    if removed.isascii() and removed.isdigit():
        remove_evidence(pk, int(removed), by=request.member)
    elif request.POST.get("go") != "stay":
        return _onwards(request.POST.get("go", "next"), pk, question)
    page = reverse("assessments:answer-question", args=[pk, question.asked.key])
    return f"{page}#evidence"


def _onwards(go: str, pk: int, question: AskedQuestion) -> str:
    key = {"back": question.previous_key, "next": question.next_key}.get(go, "")
    if not key:
        return reverse("assessments:answer-overview", args=[pk])
    return reverse("assessments:answer-question", args=[pk, key])


def _question_page(
    request: MemberRequest,
    mine: Questionnaire,
    question: AskedQuestion,
    form: AnswerForm,
    evidence: EvidenceForm,
) -> HttpResponse:
    own = mine.answers.get(question.asked.key)
    value = form.data.get("answer", "") if form.is_bound else chosen(own)
    context: dict[str, Any] = {
        "page_title": _("Question %(number)s of %(total)s")
        % {"number": question.number, "total": mine.progress.total},
        "mine": mine,
        "question": question,
        "own": own,
        "form": form,
        "cards": answer_cards(question.asked, value, mine.framework.rule),
        "person": request.member.user_id,
        **evidence_context(request, mine.assessment, question.asked.key, evidence),
    }
    return render_page(request, QUESTION, context, status=422 if request.method == "POST" else 200)
