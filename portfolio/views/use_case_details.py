"""The page of one use case, and the small changes made from it."""

from typing import Final, NamedTuple

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.domain.roles import Capability, require
from portal.web.access import MemberRequest, get_visible_or_404
from portal.web.rendering import render_page
from portal.web.toasts import add_toast
from portfolio.charts.standings import drawn_standing
from portfolio.domain.risk_tiers import DEFAULT_POLICY, Autonomy, Impact, Tier
from portfolio.domain.stages import PATH, Stage, position
from portfolio.forms.use_case_stages import StageForm
from portfolio.models import UseCase
from portfolio.selectors.standings import standing_panel
from portfolio.selectors.use_case_details import Risk, UseCaseDetail, use_case_detail, with_people
from portfolio.selectors.use_case_history import happenings
from portfolio.services.use_cases import archive_use_case, change_stage, restore_use_case

DETAIL: Final = "portfolio/use_cases/detail.html"


class Cell(NamedTuple):
    """One field of the four by four of tiers."""

    tier: Tier
    is_here: bool


@require_safe
def use_case_detail_page(request: MemberRequest, pk: int) -> HttpResponse:
    use_case = _visible(request, pk)
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
        "stage_form": _stage_form(detail) if can_edit and detail.moves else None,
    }
    return render_page(request, DETAIL, context)


@require_POST
def use_case_stage(request: MemberRequest, pk: int) -> HttpResponse:
    use_case = _visible(request, pk)
    require(request.member, Capability.EDIT_USE_CASE, use_case.domain.path)
    form = StageForm(request.POST, moves=tuple(Stage))
    if not form.is_valid():
        add_toast(request, _("Choose a stage to move to"), tone="bad")
        return redirect("portfolio:use-case-detail", pk)
    said = form.cleaned_data
    moved = change_stage(
        use_case,
        Stage(said["stage"]),
        version=said["version"],
        by=request.member,
        at=timezone.now(),
        reason=said["reason"],
    )
    words = {"code": moved.code, "stage": Stage(moved.stage).word}
    add_toast(request, _("%(code)s moved to %(stage)s") % words)
    return redirect("portfolio:use-case-detail", pk)


@require_POST
def use_case_archive(request: MemberRequest, pk: int) -> HttpResponse:
    archived = archive_use_case(_visible(request, pk), by=request.member, at=timezone.now())
    undo = reverse("portfolio:use-case-restore", args=[pk])
    add_toast(request, _("%(code)s archived") % {"code": archived.code}, undo_url=undo)
    return redirect("portfolio:use-case-list")


@require_POST
def use_case_restore(request: MemberRequest, pk: int) -> HttpResponse:
    restored = restore_use_case(_visible(request, pk), by=request.member, at=timezone.now())
    add_toast(request, _("%(code)s restored") % {"code": restored.code})
    return redirect("portfolio:use-case-detail", pk)


def _visible(request: MemberRequest, pk: int) -> UseCase:
    return get_visible_or_404(with_people(UseCase.objects.visible_to(request.member)), pk=pk)


def _stage_form(detail: UseCaseDetail) -> forms.Form:
    return StageForm(moves=detail.moves, initial={"version": detail.version})


def _four_by_four(risk: Risk) -> list[tuple[Impact, list[Cell]]]:
    return [
        (
            impact,
            [
                Cell(
                    DEFAULT_POLICY.table[impact - 1][autonomy - 1],
                    impact == risk.impact and autonomy == risk.autonomy,
                )
                for autonomy in Autonomy
            ],
        )
        for impact in reversed(Impact)
    ]
