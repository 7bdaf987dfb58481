"""Importing a list: upload, check, import."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.domain.errors import Refusal
from portal.domain.roles import Capability, require
from portal.models import Domain
from portal.web.access import MemberRequest, get_visible_or_404, require_view
from portal.web.errors import add_refusal
from portal.web.exports import csv_response
from portal.web.kept_forms import posted_or_kept
from portal.web.paging import paginate
from portal.web.rendering import render_page
from portal.web.toasts import add_toast
from portfolio.domain.import_reports import ImportReport
from portfolio.forms.import_steps import KeepMappingForm
from portfolio.forms.imports import ImportForm
from portfolio.models import ImportRun
from portfolio.selectors.import_runs import (
    WIZARD_STEPS,
    import_page,
    import_rows,
    import_runs,
    latest_imports,
    listed_imports,
    mapping_label,
)
from portfolio.selectors.import_steps import saved_mappings
from portfolio.services.import_mappings import shipped_mapping_file, shipped_mappings
from portfolio.services.import_runs import check_again, request_commit, upload
from portfolio.services.import_undos import cancel, request_undo


@require_http_methods(["GET", "POST"])
def import_create(request: MemberRequest) -> HttpResponse:
    is_reading = request.method == "GET" and request.member.can(Capability.VIEW_IMPORTS)
    if is_reading and not request.member.can(Capability.IMPORT_USE_CASES):
        return _history(request)
    _require_importer(request)
    kept = posted_or_kept(request)
    is_sent = request.method == "POST"
    form = ImportForm(
        request.POST if is_sent else kept,
        request.FILES or None,
        member=request.member,
        initial={"domain": request.GET.get("domain", "")},
    )
    if is_sent and form.is_valid():
        given = form.as_input()
        domains = Domain.objects.visible_to(request.member, Capability.IMPORT_USE_CASES)
        domain = get_visible_or_404(domains, pk=form.cleaned_data["domain"])
        try:
            run = upload(
                given.pop("content"),
                **given,
                domain=domain,
                is_draft=True,
                by=request.member,
                at=timezone.now(),
            )
            is_read = run.state == ImportRun.State.READ
            step = "portfolio:import-table" if is_read else "portfolio:import-detail"
            return redirect(step, run.pk)
        except Refusal as refusal:
            add_refusal(form, refusal)
    context = {
        "page_title": _("Import use cases"),
        "crumbs": _crumbs(),
        "form": form,
        "steps": WIZARD_STEPS,
        "latest": latest_imports(request.member),
        "saved": saved_mappings(request.member),
        "shipped": [(name, mapping_label(name)) for name in shipped_mappings()],
    }
    status = 422 if is_sent else 200
    return render_page(request, "portfolio/imports/form.html", context, status=status)


@require_GET
def import_detail(request: MemberRequest, pk: int) -> HttpResponse:
    run = _run(request, pk)
    page = import_page(run, member=request.member)
    if run.state == ImportRun.State.READ and page.is_mine:
        return redirect("portfolio:import-table", pk)
    context = {
        "page_title": _("Import use cases"),
        "crumbs": _crumbs(page.filename),
        "page": page,
        "steps": WIZARD_STEPS,
        "page_url": request.path,
        "keep_form": KeepMappingForm(),
    }
    return render_page(request, "portfolio/imports/detail.html", context)


@require_POST
def import_check(request: MemberRequest, pk: int) -> HttpResponse:
    check_again(_run(request, pk), by=request.member, at=timezone.now())
    return redirect("portfolio:import-detail", pk)


@require_POST
def import_commit(request: MemberRequest, pk: int) -> HttpResponse:
    request_commit(_run(request, pk), by=request.member, at=timezone.now())
    return redirect("portfolio:import-detail", pk)


@require_POST
def import_cancel(request: MemberRequest, pk: int) -> HttpResponse:
    cancel(_run(request, pk), by=request.member)
    add_toast(request, _("Import cancelled"))
    return redirect("portfolio:import-create")


@require_POST
def import_undo(request: MemberRequest, pk: int) -> HttpResponse:
    request_undo(_run(request, pk), by=request.member, at=timezone.now())
    return redirect("portfolio:import-detail", pk)


@require_GET
def import_errors(request: MemberRequest, pk: int) -> HttpResponseBase:
    report = ImportReport.from_data(_run(request, pk).report or {"read": 0})
    rows = ((each.row, each.column, each.message) for each in report.errors)
    return csv_response(f"import-{pk}-errors", (_("Row"), _("Column"), _("What is wrong")), rows)


@require_GET
def import_mapping(request: MemberRequest, name: str) -> HttpResponse:
    _require_importer(request)
    content = shipped_mapping_file(name)
    if content is None:
        raise Http404
    answer = HttpResponse(content, content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.toml"'
    return answer


def _history(request: MemberRequest) -> HttpResponse:
    """Show what was imported to whoever audits it."""
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    page = paginate(listed_imports(request.member), query=request.GET)
    context = {
        "page_title": _("Imports"),
        "crumbs": _crumbs(),
        "page": page,
        "latest": import_rows(page),
    }
    return render_page(request, "portfolio/imports/history.html", context)


def _require_importer(request: MemberRequest) -> None:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    require(request.member, Capability.IMPORT_USE_CASES)


def _run(request: MemberRequest, pk: int) -> ImportRun:
    return get_visible_or_404(import_runs(request.member), pk=pk)


def _crumbs(filename: str = "") -> tuple[tuple[Any, str | None], ...]:
    above = (_("Use cases"), reverse("portfolio:use-case-list"))
    if not filename:
        return (above, (_("Import"), None))
    return (above, (_("Import"), reverse("portfolio:import-create")), (filename, None))
