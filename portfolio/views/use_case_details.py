"""The page of one use case, and the small changes made from it."""

from typing import Any, Final, NamedTuple

from django import forms
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.domain.errors import Refusal
from portal.domain.roles import Capability, require
from portal.web.access import MemberRequest, seen_or_404
from portal.web.errors import add_refusal
from portal.web.kept_forms import kept_form, posted_or_kept
from portal.web.rendering import render_page
from portal.web.toasts import add_toast
from portfolio.charts.standings import drawn_standing
from portfolio.domain.registration_tasks import Part
from portfolio.domain.risk_tiers import DEFAULT_POLICY, Autonomy, Impact, Tier
from portfolio.domain.stages import PATH, Stage, allowed_moves, position
from portfolio.forms.use_case_stages import RestForm, StageForm
from portfolio.models import UseCase
from portfolio.selectors.registration_tasks import tasks_of
from portfolio.selectors.standing_heads import standing_head
from portfolio.selectors.standings import standing_panel
from portfolio.selectors.use_case_details import (
    Risk,
    UseCaseDetail,
    use_case_detail,
    use_case_seen_by,
)
from portfolio.selectors.use_case_history import happenings
from portfolio.services.use_case_checks import UseCaseChanged
from portfolio.services.use_cases import (
    archive_use_case,
    change_stage,
    restore_use_case,
)

DETAIL: Final = "portfolio/use_cases/detail.html"
STANDING: Final = "portfolio/use_cases/standing.html"


class Cell(NamedTuple):
    """One field of the four by four of tiers."""

    tier: Tier
    is_here: bool


@require_safe
def use_case_detail_page(request: MemberRequest, pk: int) -> HttpResponse:
    use_case = _visible(request, pk)
    return _page(request, use_case, refused=_kept(request, use_case))


def _kept(request: MemberRequest, use_case: UseCase) -> forms.Form | None:
    """Return the form of a step that a sign-in came in between of, if it can still be taken."""
    if not request.member.can(Capability.EDIT_USE_CASE, use_case.domain.path):
        return None
    if use_case.archived_at is None:
        said = kept_form(request, reverse("portfolio:use-case-stage", args=[use_case.pk]))
        if said is not None:
            moves = allowed_moves(Stage(use_case.stage))
            return StageForm.again(said, moves=moves, version=said.get("version", ""))
    said = kept_form(request, _rest_url(use_case.pk, is_archived=use_case.archived_at is not None))
    return None if said is None else RestForm.again(said, version=said.get("version", ""))


def _rest_url(pk: int, *, is_archived: bool) -> str:
    """Return where a use case is restored, or archived."""
    name = "restore" if is_archived else "archive"
    return reverse(f"portfolio:use-case-{name}", args=[pk])


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
        "standing": standing_head(use_case),
        "path": [stage.label for stage in PATH],
        "path_place": position(detail.stage) if detail.stage in PATH else None,
        "history": happenings(use_case, request.member),
        "history_url": reverse("portfolio:use-case-history", args=[use_case.pk]),
        "can_edit": can_edit and detail.archived_at is None,
        "can_restore": can_edit and detail.archived_at is not None,
        "stage_form": _stage_form(detail, refused) if can_edit and detail.moves else None,
        "rest_form": _rest_form(detail, refused) if can_edit else None,
        "rest_url": _rest_url(use_case.pk, is_archived=detail.archived_at is not None),
        "form": refused,
        **(_left_to_say(use_case, detail) if can_edit else {}),
    }
    return render_page(request, DETAIL, context, status=status)


@require_safe
def use_case_standing(request: MemberRequest, pk: int) -> HttpResponse:
    """Show why a use case stands where it stands: a page, and a part of the page above."""
    use_case = _visible(request, pk)
    context = {
        "page_title": _("Why this rank"),
        "crumbs": (
            (_("Portfolio"), None),
            (_("Use cases"), reverse("portfolio:use-case-list")),
            (use_case.title, reverse("portfolio:use-case-detail", args=[pk])),
            (_("Why this rank"), None),
        ),
        "lead": use_case.title,
        "standing_panel": drawn_standing(standing_panel(use_case, request.member)),
    }
    return render_page(request, STANDING, context, fragment="panel")


@require_http_methods(["GET", "HEAD", "POST"])
def use_case_stage(request: MemberRequest, pk: int) -> HttpResponse:
    use_case = _visible(request, pk)
    if request.method != "POST":
        return _back_to_page(request, use_case)
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


def _back_to_page(request: MemberRequest, use_case: UseCase) -> HttpResponse:
    # A sign-in in between leads whoever sent the dialog of the page to where it was sent.
    if request.member.can(Capability.EDIT_USE_CASE, use_case.domain.path):
        return redirect("portfolio:use-case-detail", use_case.pk)
    return HttpResponseNotAllowed(["POST"])


@require_http_methods(["GET", "HEAD", "POST"])
def use_case_archive(request: MemberRequest, pk: int) -> HttpResponse:
    use_case = _visible(request, pk)
    if request.method != "POST":
        return _back_to_page(request, use_case)
    require(request.member, Capability.EDIT_USE_CASE, use_case.domain.path)
    form = RestForm(posted_or_kept(request) or {})
    if "reason" in form.errors:
        return _rest_again(request, pk)
    try:
        archived = archive_use_case(
            use_case,
            version=form.said,
            by=request.member,
            at=timezone.now(),
            reason=form.cleaned_data["reason"],
        )
    except UseCaseChanged as stale:
        return _rest_again(request, pk, stale)
    undo = reverse("portfolio:use-case-restore", args=[pk])
    add_toast(
        request,
        _("%(code)s archived") % {"code": archived.code},
        undo_url=f"{undo}?version={archived.version}",
    )
    return redirect("portfolio:use-case-list")


@require_http_methods(["GET", "HEAD", "POST"])
def use_case_restore(request: MemberRequest, pk: int) -> HttpResponse:
    use_case = _visible(request, pk)
    if request.method != "POST":
        return _back_to_page(request, use_case)
    require(request.member, Capability.EDIT_USE_CASE, use_case.domain.path)
    # What undoes an archiving is an address without fields, so the version stands in it.
    said = posted_or_kept(request)
    form = RestForm(said if said and "version" in said else request.GET)
    if "reason" in form.errors:
        return _rest_again(request, pk)
    try:
        restored = restore_use_case(
            use_case,
            version=form.said,
            by=request.member,
            at=timezone.now(),
            reason=form.cleaned_data["reason"],
        )
    except UseCaseChanged as stale:
        return _rest_again(request, pk, stale)
    add_toast(request, _("%(code)s restored") % {"code": restored.code})
    return redirect("portfolio:use-case-detail", pk)


def _visible(request: MemberRequest, pk: int) -> UseCase:
    return seen_or_404(use_case_seen_by(request.member, pk))


def _stage_again(request: MemberRequest, pk: int, refusal: Refusal | None = None) -> HttpResponse:
    use_case = _visible(request, pk)
    moves = allowed_moves(Stage(use_case.stage))
    form = StageForm.again(request.POST, moves=moves, version=use_case.version)
    if refusal is None:
        return _page(request, use_case, refused=form, status=422)
    return _refused(request, pk, form, refusal)


def _rest_again(
    request: MemberRequest, pk: int, stale: UseCaseChanged | None = None
) -> HttpResponse:
    use_case = _visible(request, pk)
    form = RestForm.again(request.POST, version=use_case.version)
    if stale is None:
        return _page(request, use_case, refused=form, status=422)
    return _refused(request, pk, form, stale)


def _refused(request: MemberRequest, pk: int, form: forms.Form, refusal: Refusal) -> HttpResponse:
    form.errors.clear()
    add_refusal(form, refusal)
    return _page(request, _visible(request, pk), refused=form, status=refusal.status)


def _stage_form(detail: UseCaseDetail, refused: forms.Form | None) -> forms.Form:
    if isinstance(refused, StageForm):
        return refused
    return StageForm(moves=detail.moves, initial={"version": detail.version})


def _rest_form(detail: UseCaseDetail, refused: forms.Form | None) -> forms.Form:
    if isinstance(refused, RestForm):
        return refused
    return RestForm(initial={"version": detail.version})


def _left_to_say(use_case: UseCase, detail: UseCaseDetail) -> dict[str, Any]:
    """Return what there is left to say, each part with the place where it is said."""
    if detail.archived_at is not None:
        return {}
    tasks = tasks_of(use_case, detail.techniques)
    edit = reverse("portfolio:use-case-edit", args=[use_case.pk])
    rate = reverse("portfolio:use-case-rate", args=[use_case.pk])
    places = ((t, rate if t.part is Part.RATING else f"{edit}#{t.part}") for t in tasks.tasks)
    return {"tasks": tasks, "task_rows": list(places), "rate_url": rate}


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
