"""Registering a use case in one sitting, or keeping it as a draft."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.domain.errors import Refusal
from portal.domain.roles import Capability, require
from portal.web.access import MemberRequest, get_visible_or_404, require_view
from portal.web.errors import add_refusal
from portal.web.kept_forms import posted_or_kept
from portal.web.rendering import render_page
from portal.web.toasts import add_toast
from portfolio.forms.overlap import OverlapAnswerForm, answer_fields
from portfolio.forms.registration import RegistrationForm, drafted_values
from portfolio.models import UseCaseDraft
from portfolio.selectors.similar_use_cases import similar_to_text
from portfolio.selectors.use_case_drafts import draft_row, drafts_of
from portfolio.services.overlap_answers import (
    OverlapAnswer,
    Registration,
    SimilarFound,
    register_or_join,
)
from portfolio.services.use_case_drafts import (
    DraftChanged,
    change_draft,
    discard_draft,
    keep_draft,
    register_draft,
)
from portfolio.services.use_case_inputs import UseCaseInput
from portfolio.views.query_strings import number_in, posted_version

FORM: Final = "portfolio/use_cases/register.html"
#: Says that the question about similar use cases was shown.
ASKED: Final = "overlap_asked"
#: The name of the button that keeps a draft.
KEEP: Final = "keep"
#: Where the page of a use case shows what is left to say about it.
TASKS: Final = "#tasks"


@require_http_methods(["GET", "POST"])
def use_case_create(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    require(request.member, Capability.REGISTER_USE_CASE)
    keeps = request.method == "POST" and KEEP in request.POST
    form = _form(request, posted_or_kept(request), is_draft=keeps)
    asked: OverlapAnswerForm | None = None
    if keeps and form.is_valid():
        try:
            return _kept(request, form)
        except DraftChanged as stale:
            return _stale(request, stale)
        except Refusal as refusal:
            add_refusal(form, refusal)
    elif request.method == "POST" and form.is_valid():
        wanted = form.as_input()
        asked = _answered(request, wanted)
        if asked is None or asked.is_valid():
            answer = asked.as_answer() if asked else None
            try:
                return _registered(request, _register(request, form, wanted, answer))
            except SimilarFound as found:
                asked = OverlapAnswerForm(similar=found.similar)
            except DraftChanged as stale:
                return _stale(request, stale)
            except Refusal as refusal:
                _place(refusal, form, asked)
    return _form_page(request, form, asked)


@require_POST
def use_case_draft_discard(request: MemberRequest, pk: int) -> HttpResponse:
    draft = get_visible_or_404(UseCaseDraft.objects.visible_to(request.member), pk=pk)
    discard_draft(draft, version=posted_version(request), by=request.member)
    add_toast(request, _("Draft discarded"))
    return redirect("portfolio:use-case-create")


def _form(
    request: MemberRequest, data: Any, *, is_draft: bool = False, **initial: Any
) -> RegistrationForm:
    if data is None and "draft" in request.GET:
        rows = UseCaseDraft.objects.visible_to(request.member)
        opened = get_visible_or_404(rows, pk=number_in(request, "draft"))
        initial |= drafted_values(draft_row(opened, request.member))
    form = RegistrationForm(
        data,
        member=request.member,
        today=timezone.localdate(),
        initial={"domain": request.GET.get("domain", ""), **initial},
        is_draft=is_draft,
    )
    _look_while_typing(form)
    return form


def _draft_of(request: MemberRequest, form: RegistrationForm) -> UseCaseDraft | None:
    """Return the draft it goes on from; one that is gone meanwhile takes nothing along."""
    key = form.draft_key
    rows = UseCaseDraft.objects.visible_to(request.member)
    return rows.filter(pk=key).first() if key else None


def _kept(request: MemberRequest, form: RegistrationForm) -> HttpResponse:
    draft, said = _draft_of(request, form), form.as_draft()
    how: dict[str, Any] = {"by": request.member, "at": timezone.now()}
    if draft is None:
        keep_draft(said, **how)
    else:
        change_draft(draft, said, version=form.draft_version_said, **how)
    add_toast(request, _("Draft kept. Nobody but you sees it."))
    return redirect("portfolio:use-case-create")


def _register(
    request: MemberRequest,
    form: RegistrationForm,
    wanted: UseCaseInput,
    answer: OverlapAnswer | None,
) -> Registration:
    draft = _draft_of(request, form)
    how: dict[str, Any] = {"answer": answer, "by": request.member, "at": timezone.now()}
    if draft is None:
        return register_or_join(wanted, **how)
    return register_draft(draft, wanted, version=form.draft_version_said, **how)


def _stale(request: MemberRequest, stale: DraftChanged) -> HttpResponse:
    """Show what was written here over the version that is kept now; sending it again holds."""
    data = request.POST.copy()
    data["draft"] = str(stale.theirs.pk) if stale.theirs else ""
    data["draft_version"] = str(stale.theirs.version) if stale.theirs else ""
    form = _form(request, data, is_draft=True)
    form.is_valid()
    add_refusal(form, stale)
    return _form_page(request, form, None, status=stale.status)


def _look_while_typing(form: RegistrationForm) -> None:
    """Let the title show beneath it what reads alike; without script the question comes later."""
    form.fields["title"].widget.attrs |= {
        "hx-get": reverse("portfolio:use-case-similar-typed"),
        "hx-trigger": "input changed delay:500ms",
        "hx-target": "#similar-typed",
        "hx-include": "#id_outcome",
        "hx-params": "title, outcome",
        "hx-push-url": "false",
        "hx-sync": "this:replace",
        "autocomplete": "off",
    }


def _answered(request: MemberRequest, wanted: UseCaseInput) -> OverlapAnswerForm | None:
    """Return the question with what was answered, once it has been asked."""
    if ASKED not in request.POST:
        return None
    purpose = f"{wanted.outcome} {wanted.problem}"
    similar = similar_to_text(request.member, wanted.title, purpose)
    # Whoever rewrote it until nothing reads the same any more is not held to the question.
    return OverlapAnswerForm(request.POST, similar=similar) if similar else None


def _place(refusal: Refusal, form: RegistrationForm, asked: OverlapAnswerForm | None) -> None:
    if asked is not None and refusal.fields.keys() & answer_fields():
        asked.place(refusal)
    else:
        add_refusal(form, refusal)


def _registered(request: MemberRequest, done: Registration) -> HttpResponse:
    joined = _("You joined %(code)s; nothing was registered")
    told = joined if done.is_joined else _("%(code)s registered")
    add_toast(request, told % {"code": done.use_case.code})
    pk = done.use_case.pk
    if not done.is_joined:
        return redirect(f"{reverse('portfolio:use-case-detail', args=[pk])}{TASKS}")
    is_whole = request.member.can(Capability.VIEW_PORTFOLIO, done.use_case.domain.path)
    return redirect("portfolio:use-case-detail" if is_whole else "portfolio:register-entry", pk)


def _form_page(
    request: MemberRequest,
    form: RegistrationForm,
    asked: OverlapAnswerForm | None,
    *,
    status: int | None = None,
) -> HttpResponse:
    title = _("Register use case")
    is_kept = form.is_bound and request.method != "POST"
    context: dict[str, Any] = {
        "page_title": title,
        "crumbs": (
            (_("Portfolio"), None),
            (_("Use cases"), reverse("portfolio:use-case-list")),
            (title, None),
        ),
        "form": form,
        "asked": asked,
        "drafts": drafts_of(request.member),
        "open_draft": form.draft_key,
    }
    usual = 422 if form.is_bound and not is_kept else 200
    if asked and not (form.errors or asked.errors):
        usual = SimilarFound.status
    return render_page(request, FORM, context, status=status or usual)
