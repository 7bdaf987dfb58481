"""Settling an upload step by step: its table, its columns, its words, and keeping the mapping."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.domain.errors import Refusal
from portal.web.access import MemberRequest, get_visible_or_404
from portal.web.errors import add_refusal
from portal.web.kept_forms import posted_or_kept
from portal.web.rendering import render_page
from portal.web.toasts import add_toast
from portfolio.forms.import_steps import ColumnsForm, KeepMappingForm, TableForm, WordsForm
from portfolio.models import ImportRun, SavedMapping
from portfolio.selectors.import_runs import WIZARD_STEPS, can_be_settled, import_runs
from portfolio.selectors.import_steps import ImportStep, import_step
from portfolio.services.import_drafts import (
    answer_columns,
    answer_words,
    check_open,
    choose_table,
)
from portfolio.services.import_mappings import mapping_file
from portfolio.services.import_runs import check_again
from portfolio.services.saved_mappings import change_mapping, remove_mapping, save_mapping


@require_http_methods(["GET", "POST"])
def import_table(request: MemberRequest, pk: int) -> HttpResponse:
    def take(run: ImportRun, form: TableForm) -> HttpResponse:
        choose_table(run, form.as_choices(), by=request.member, at=timezone.now())
        return redirect("portfolio:import-table", pk)

    return _step(request, pk, "table", TableForm, take)


@require_http_methods(["GET", "POST"])
def import_columns(request: MemberRequest, pk: int) -> HttpResponse:
    def take(run: ImportRun, form: ColumnsForm) -> HttpResponse:
        answer_columns(run, by=request.member, **form.as_input())
        return redirect("portfolio:import-words", pk)

    return _step(request, pk, "columns", ColumnsForm, take)


@require_http_methods(["GET", "POST"])
def import_words(request: MemberRequest, pk: int) -> HttpResponse:
    def take(run: ImportRun, form: WordsForm) -> HttpResponse:
        row = answer_words(run, form.as_input(), by=request.member)
        check_again(row, by=request.member, at=timezone.now())
        return redirect("portfolio:import-detail", pk)

    return _step(request, pk, "words", WordsForm, take)


@require_POST
def import_keep_mapping(request: MemberRequest, pk: int) -> HttpResponse:
    run = _run(request, pk)
    step = import_step(run) if run.survey else None
    form = KeepMappingForm(request.POST)
    if step is not None and run.created_by_id == request.member.user_id and form.is_valid():
        save_mapping(
            form.cleaned_data["name"],
            run.answers,
            header=step.survey.header,
            is_shared=form.cleaned_data["is_shared"],
            by=request.member,
            at=timezone.now(),
        )
        add_toast(request, _("Mapping kept"))
    return redirect("portfolio:import-detail", pk)


@require_GET
def saved_mapping_file(request: MemberRequest, pk: int) -> HttpResponse:
    mapping = _saved(request, pk)
    answer = HttpResponse(mapping_file(mapping.data), content_type="application/toml")
    answer["Content-Disposition"] = f'attachment; filename="mapping-{mapping.pk}.toml"'
    return answer


@require_POST
def saved_mapping_share(request: MemberRequest, pk: int) -> HttpResponse:
    mapping = _saved(request, pk)
    change_mapping(
        mapping,
        name=mapping.name,
        data=mapping.data,
        is_shared=not mapping.is_shared,
        version=mapping.version,
        by=request.member,
        at=timezone.now(),
    )
    return redirect("portfolio:import-create")


@require_POST
def saved_mapping_remove(request: MemberRequest, pk: int) -> HttpResponse:
    mapping = _saved(request, pk)
    remove_mapping(mapping, version=mapping.version, by=request.member, at=timezone.now())
    add_toast(request, _("Mapping removed"))
    return redirect("portfolio:import-create")


def _step[F: (TableForm, ColumnsForm, WordsForm)](
    request: MemberRequest,
    pk: int,
    name: str,
    form_class: type[F],
    take: Callable[[ImportRun, F], HttpResponse],
) -> HttpResponse:
    run = _run(request, pk)
    is_sent = request.method == "POST"
    if is_sent:
        check_open(run, by=request.member)
    elif not can_be_settled(run, member=request.member):
        return redirect("portfolio:import-detail", pk)
    step = import_step(run)
    form = form_class(posted_or_kept(request), step=step)
    if is_sent and form.is_valid():
        try:
            return take(run, form)
        except Refusal as refusal:
            add_refusal(form, refusal)
    return _page(request, name, step, form, status=422 if is_sent else 200)


def _page(
    request: MemberRequest, name: str, step: ImportStep, form: Any, *, status: int
) -> HttpResponse:
    context = {
        "page_title": _("Import use cases"),
        "crumbs": (
            (_("Use cases"), reverse("portfolio:use-case-list")),
            (_("Import"), reverse("portfolio:import-create")),
            (step.filename, None),
        ),
        "step": step,
        "steps": WIZARD_STEPS,
        "form": form,
    }
    return render_page(request, f"portfolio/imports/{name}.html", context, status=status)


def _run(request: MemberRequest, pk: int) -> ImportRun:
    return get_visible_or_404(import_runs(request.member), pk=pk)


def _saved(request: MemberRequest, pk: int) -> SavedMapping:
    rows = SavedMapping.objects.visible_to(request.member)
    mapping: SavedMapping = get_visible_or_404(rows, pk=pk)
    return mapping
