"""The page of one use case, and the small changes made from it."""

from typing import Final, NamedTuple

from django import forms
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.domain.errors import Refusal
from portal.domain.roles import Capability, require
from portal.web.access import MemberRequest, get_visible_or_404
from portal.web.errors import add_refusal
from portal.web.kept_forms import kept_form, posted_or_kept
from portal.web.rendering import render_page
from portal.web.toasts import add_toast
from portfolio.charts.standings import drawn_standing
from portfolio.domain.risk_tiers import DEFAULT_POLICY, Autonomy, Impact, Tier
from portfolio.domain.stages import PATH, Stage, allowed_moves, position
from portfolio.forms.use_case_stages import StageForm, VersionForm
from portfolio.models import UseCase
from portfolio.selectors.standings import standing_panel
from portfolio.selectors.use_case_details import Risk, UseCaseDetail, use_case_detail, with_people
from portfolio.selectors.use_case_history import happenings
from portfolio.services.use_cases import (
    UseCaseChanged,
    archive_use_case,
    change_stage,
    restore_use_case,
)

DETAIL: Final = "portfolio/use_cases/detail.html"


class Cell(NamedTuple):
    """One field of the four by four of tiers."""

    tier: Tier
    is_here: bool


@require_safe
def use_case_detail_page(request: MemberRequest, pk: int) -> HttpResponse:
    use_case = _visible(request, pk)
    kept = kept_form(request, reverse("portfolio:use-case-stage", args=[pk]))
    can_move = use_case.archived_at is None and request.member.can(
        Capability.EDIT_USE_CASE, use_case.domain.path
    )
    if kept is None or not can_move:
        return _page(request, use_case)
    moves = allowed_moves(Stage(use_case.stage))
    again = StageForm.again(kept, moves=moves, version=kept.get("version", ""))
    return _page(request, use_case, refused=again)


def _page(
    request: MemberRequest,
    use_case: UseCase,
    *,
    refused: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show a use case; ``refused`` is the form that was sent from its page and came back."""
    detail = use_case_detail(use_case)
    can_edit = request.member.can(Capability.EDIT_USE_CASE, use_case.domain.path)
    context = {
        "page_title": detail.title,
        "crumbs": (
            (_("Portfolio"), None),
            (_("Use cases"), reverse("portfolio:use-case-list")),
            (detail.title, None),
        ),
        "use_case": detail,
        "tier": detail.risk.tier if isinstance(detail.risk.tier, Tier) else None,
        "tiers": _four_by_four(detail.risk),
        "standing_panel": drawn_standing(
            standing_panel(use_case, request.member, techniques=detail.techniques)
        ),
        "path": [stage.label for stage in PATH],
        "path_place": position(detail.stage) if detail.stage in PATH else None,
        "history": happenings(use_case),
        "can_edit": can_edit and detail.archived_at is None,
        "can_restore": can_edit and detail.archived_at is not None,
        "stage_form": _stage_form(detail, refused) if can_edit and detail.moves else None,
        "form": refused,
    }
    return render_page(request, DETAIL, context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def use_case_stage(request: MemberRequest, pk: int) -> HttpResponse:
    use_case = _visible(request, pk)
    if request.method != "POST":
        # A sign-in in between leads whoever sent the dialog of the page to where it was sent.
        if request.member.can(Capability.EDIT_USE_CASE, use_case.domain.path):
            return redirect("portfolio:use-case-detail", pk)
        return HttpResponseNotAllowed(["POST"])
    require(request.member, Capability.EDIT_USE_CASE, use_case.domain.path)
    form = StageForm(posted_or_kept(request), moves=tuple(Stage))
    if not form.is_valid():
        return _stage_again(request, pk)
    said = form.cleaned_data
    try:
        moved = change_stage(
            use_case,
            Stage(said["stage"]),
            version=said["version"],
            by=request.member,
            at=timezone.now(),
            reason=said["reason"],
        )
    except Refusal as refusal:
        return _stage_again(request, pk, refusal)
    words = {"code": moved.code, "stage": Stage(moved.stage).word}
    add_toast(request, _("%(code)s moved to %(stage)s") % words)
    return redirect("portfolio:use-case-detail", pk)


@require_POST
def use_case_archive(request: MemberRequest, pk: int) -> HttpResponse:
    form = VersionForm(request.POST)
    try:
        archived = archive_use_case(
            _visible(request, pk), version=form.said, by=request.member, at=timezone.now()
        )
    except UseCaseChanged as stale:
        return _refused(request, pk, form, stale)
    undo = reverse("portfolio:use-case-restore", args=[pk])
    add_toast(
        request,
        _("%(code)s archived") % {"code": archived.code},
        undo_url=f"{undo}?version={archived.version}",
    )
    return redirect("portfolio:use-case-list")


@require_POST
def use_case_restore(request: MemberRequest, pk: int) -> HttpResponse:
    # What undoes an archiving is an address without fields, so the version stands in it.
    form = VersionForm(request.POST if "version" in request.POST else request.GET)
    try:
        restored = restore_use_case(
            _visible(request, pk), version=form.said, by=request.member, at=timezone.now()
        )
    except UseCaseChanged as stale:
        return _refused(request, pk, form, stale)
    add_toast(request, _("%(code)s restored") % {"code": restored.code})
    return redirect("portfolio:use-case-detail", pk)


def _visible(request: MemberRequest, pk: int) -> UseCase:
    return get_visible_or_404(with_people(UseCase.objects.visible_to(request.member)), pk=pk)


def _stage_again(request: MemberRequest, pk: int, refusal: Refusal | None = None) -> HttpResponse:
    use_case = _visible(request, pk)
    moves = allowed_moves(Stage(use_case.stage))
    form = StageForm.again(request.POST, moves=moves, version=use_case.version)
    if refusal is None:
        return _page(request, use_case, refused=form, status=422)
    return _refused(request, pk, form, refusal)


def _refused(request: MemberRequest, pk: int, form: forms.Form, refusal: Refusal) -> HttpResponse:
    form.errors.clear()
    add_refusal(form, refusal)
    return _page(request, _visible(request, pk), refused=form, status=refusal.status)


def _stage_form(detail: UseCaseDetail, refused: forms.Form | None) -> forms.Form:
    if isinstance(refused, StageForm):
        return refused
    return StageForm(moves=detail.moves, initial={"version": detail.version})


def _four_by_four(risk: Risk) -> tuple[tuple[Impact, tuple[Cell, ...]], ...]:
    return tuple(
        (
            impact,
            tuple(
                Cell(
                    DEFAULT_POLICY.table[impact - 1][autonomy - 1],
                    impact == risk.impact and autonomy == risk.autonomy,
                )
                for autonomy in Autonomy
            ),
        )
        for impact in reversed(Impact)
    )
