"""Changing what is said about a use case."""

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
from portal.web.access import MemberRequest, seen_or_404
from portal.web.errors import add_refusal
from portal.web.kept_forms import posted_or_kept
from portal.web.rendering import render_page
from portal.web.toasts import add_toast
from portfolio.forms.use_case_conflicts import reconciled
from portfolio.forms.use_cases import UseCaseForm
from portfolio.models import UseCase
from portfolio.selectors.use_case_details import techniques_of_one, use_case_seen_by
from portfolio.selectors.use_case_history import last_change_by
from portfolio.services.use_case_checks import UseCaseArchived, UseCaseChanged
from portfolio.services.use_case_inputs import UseCaseInput, input_at, input_of
from portfolio.services.use_cases import (
    change_use_case,
)

FORM = "portfolio/use_cases/form.html"


@require_http_methods(["GET", "POST"])
def use_case_edit(request: MemberRequest, pk: int) -> HttpResponse:
    use_case = seen_or_404(use_case_seen_by(request.member, pk))
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
                reason=form.cleaned_data["reason"],
            )
        except UseCaseChanged as stale:
            form, conflicts = _both_versions(request, form, stale.theirs)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            add_toast(request, _("%(code)s saved") % {"code": use_case.code})
            return redirect("portfolio:use-case-detail", use_case.pk)
    return _form_page(request, form, use_case, **conflicts)


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
    request: MemberRequest, form: UseCaseForm, use_case: UseCase, **more: Any
) -> HttpResponse:
    title = _("Change %(code)s") % {"code": use_case.code}
    back = reverse("portfolio:use-case-detail", args=[use_case.pk])
    is_kept = form.is_bound and request.method != "POST"
    context = {
        "page_title": title,
        "lead": use_case.title,
        "crumbs": (
            (_("Portfolio"), None),
            (_("Use cases"), reverse("portfolio:use-case-list")),
            (use_case.title, back),
            (title, None),
        ),
        "form": form,
        "back_url": back,
        **more,
    }
    status = 412 if more.get("conflict_who") else 422 if form.is_bound and not is_kept else 200
    return render_page(request, FORM, context, status=status)
