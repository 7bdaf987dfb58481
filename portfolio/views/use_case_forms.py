"""Registering a use case, and changing what is said about it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.domain.errors import Refusal
from portal.domain.roles import Capability, require
from portal.web.access import MemberRequest, get_visible_or_404, require_view
from portal.web.errors import add_refusal
from portal.web.kept_forms import posted_or_kept
from portal.web.rendering import render_page
from portal.web.toasts import add_toast
from portfolio.domain.stages import Stage
from portfolio.forms.overlap import OverlapAnswerForm, answer_fields
from portfolio.forms.use_case_conflicts import reconciled
from portfolio.forms.use_cases import UseCaseForm
from portfolio.models import UseCase
from portfolio.selectors.similar_use_cases import similar_to_text
from portfolio.selectors.use_case_details import techniques_of_one, with_people
from portfolio.selectors.use_case_history import last_change_by
from portfolio.services.overlap_answers import Registration, SimilarFound, register_or_join
from portfolio.services.use_case_inputs import UseCaseInput, input_at, input_of
from portfolio.services.use_cases import (
    UseCaseArchived,
    UseCaseChanged,
    change_use_case,
)

FORM = "portfolio/use_cases/form.html"
#: Says that the question about similar use cases was shown.
ASKED = "overlap_asked"


@require_http_methods(["GET", "POST"])
def use_case_create(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    require(request.member, Capability.REGISTER_USE_CASE)
    now = timezone.now()
    form = UseCaseForm(
        posted_or_kept(request),
        member=request.member,
        capability=Capability.REGISTER_USE_CASE,
        today=timezone.localdate(now),
        initial={"domain": request.GET.get("domain", "")},
    )
    _look_while_typing(form)
    asked: OverlapAnswerForm | None = None
    if request.method == "POST" and form.is_valid():
        wanted = form.as_input()
        asked = _answered(request, wanted)
        if asked is None or asked.is_valid():
            try:
                done = register_or_join(
                    wanted,
                    stage=Stage(form.cleaned_data["stage"]),
                    answer=asked.as_answer() if asked else None,
                    by=request.member,
                    at=now,
                )
            except SimilarFound as found:
                asked = OverlapAnswerForm(similar=found.similar)
            except Refusal as refusal:
                _place(refusal, form, asked)
            else:
                return _registered(request, done)
    return _form_page(request, form, _("Register use case"), asked=asked)


def _look_while_typing(form: UseCaseForm) -> None:
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


def _place(refusal: Refusal, form: UseCaseForm, asked: OverlapAnswerForm | None) -> None:
    if asked is not None and refusal.fields.keys() & answer_fields():
        asked.place(refusal)
    else:
        add_refusal(form, refusal)


def _registered(request: MemberRequest, done: Registration) -> HttpResponse:
    joined = _("You joined %(code)s; nothing was registered")
    told = joined if done.is_joined else _("%(code)s registered")
    add_toast(request, told % {"code": done.use_case.code})
    return redirect("portfolio:use-case-detail", done.use_case.pk)


@require_http_methods(["GET", "POST"])
def use_case_edit(request: MemberRequest, pk: int) -> HttpResponse:
    rows = with_people(UseCase.objects.visible_to(request.member))
    use_case = get_visible_or_404(rows, pk=pk)
    require(request.member, Capability.EDIT_USE_CASE, use_case.domain.path)
    if use_case.archived_at is not None:
        raise UseCaseArchived
    current = input_of(use_case, techniques_of_one(use_case))
    form = _edit_form(request, posted_or_kept(request), use_case, current)
    conflicts: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            change_use_case(
                use_case,
                form.as_input(current),
                version=form.cleaned_data["version"] or 0,
                by=request.member,
                at=timezone.now(),
            )
        except UseCaseChanged as stale:
            form, conflicts = _both_versions(request, form, stale.theirs)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            add_toast(request, _("%(code)s saved") % {"code": use_case.code})
            return redirect("portfolio:use-case-detail", use_case.pk)
    title = _("Change %(code)s") % {"code": use_case.code}
    return _form_page(request, form, title, use_case=use_case, **conflicts)


def _edit_form(
    request: MemberRequest, data: Any, use_case: UseCase, current: UseCaseInput
) -> UseCaseForm:
    return UseCaseForm(
        data,
        member=request.member,
        capability=Capability.EDIT_USE_CASE,
        today=timezone.localdate(),
        current=current,
        initial={"version": use_case.version},
    )


def _both_versions(
    request: MemberRequest, form: UseCaseForm, theirs: UseCase
) -> tuple[UseCaseForm, dict[str, Any]]:
    now = input_of(theirs, techniques_of_one(theirs))
    base = input_at(theirs, form.cleaned_data["version"] or 0) or now
    data, conflicts = reconciled(form, base=base, theirs=now, version=theirs.version)
    again = _edit_form(request, data, theirs, now)
    when = date_format(timezone.localtime(theirs.updated_at), "j F Y, H:i")
    return again, {
        "conflicts": conflicts,
        "conflict_who": last_change_by(theirs),
        "conflict_when": when,
    }


def _form_page(
    request: MemberRequest,
    form: UseCaseForm,
    title: str,
    *,
    use_case: UseCase | None = None,
    **more: Any,
) -> HttpResponse:
    back = (
        reverse("portfolio:use-case-detail", args=[use_case.pk])
        if use_case
        else reverse("portfolio:use-case-list")
    )
    is_kept = form.is_bound and request.method != "POST"
    crumbs = [(_("Portfolio"), None), (_("Use cases"), reverse("portfolio:use-case-list"))]
    if use_case:
        crumbs.append((use_case.title, back))
    context = {
        "page_title": title,
        "lead": use_case.title if use_case else _("What you do not know yet can stay open."),
        "crumbs": (*crumbs, (title, None)),
        "form": form,
        "back_url": back,
        "action_label": _("Save use case") if use_case else _("Register use case"),
        "is_new": use_case is None,
        **more,
    }
    if more.get("asked"):
        context["action_label"] = _("Answer and go on")
    status = 412 if more.get("conflict_who") else 422 if form.is_bound and not is_kept else 200
    if more.get("asked") and not (form.errors or more["asked"].errors):
        status = SimilarFound.status
    return render_page(request, FORM, context, status=status)
