"""Changing many use cases at once: choose, preview, confirm."""

from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from portal.domain.errors import Refusal
from portal.domain.roles import Capability, require
from portal.selectors.members import organisation_day
from portal.web.access import MemberRequest, get_visible_or_404, require_view
from portal.web.errors import add_refusal
from portal.web.paging import rows_per_page
from portal.web.rendering import render_page
from portal.web.toasts import add_toast
from portfolio.domain.bulk_edits import BulkChange, Verdict
from portfolio.forms.bulk_edits import BulkChangeForm, BulkReasonForm, read_ids
from portfolio.models import BulkEdit
from portfolio.selectors.bulk_edits import (
    ShownCase,
    job_of,
    people_in,
    shown_case,
    titles_of,
    verdict_counts,
)
from portfolio.selectors.use_cases import count_matching, ids_in_order
from portfolio.services.bulk_edit_plans import plan_rows, wanted_change
from portfolio.services.bulk_edit_previews import (
    Item,
    NothingSelected,
    TooManySelected,
    check_count,
    items_of,
    keep_preview,
)
from portfolio.services.bulk_edits import AlreadyChanged, cancel, confirm
from portfolio.views.query_strings import without
from portfolio.views.use_case_selections import selection_of

CHOOSE: Final = "portfolio/bulk/choose.html"
PREVIEW: Final = "portfolio/bulk/preview.html"


@require_POST
def bulk_choose(request: MemberRequest) -> HttpResponse:
    """Ask what shall change about the ticked use cases, and preview it once it is said."""
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    require(request.member, Capability.EDIT_USE_CASE)
    now = timezone.now()
    selection = selection_of(request.GET, request.member)
    is_all = request.POST.get("which") == "all"
    ticked = read_ids(request.POST.getlist("ticked"))
    count = count_matching(request.member, selection.filters) if is_all else len(ticked)
    is_said = "said" in request.POST
    form = BulkChangeForm(
        request.POST if is_said else None, member=request.member, today=organisation_day(now)
    )
    fault = ""
    try:
        check_count(count)
        if is_said and form.is_valid():
            if is_all:
                ticked = ids_in_order(request.member, selection.filters, selection.order)
            edit = keep_preview(ticked, form.as_change(), by=request.member, at=now)
            return redirect("portfolio:bulk-edit", edit.pk)
    except (NothingSelected, TooManySelected) as refusal:
        fault = refusal.sentence
    except Refusal as refusal:
        add_refusal(form, refusal)
    context = {
        "page_title": _("Change several use cases"),
        "crumbs": _crumbs(_("Change several")),
        "form": form,
        "fault": fault,
        "count": count,
        "ticked": "" if is_all else ",".join(map(str, ticked)),
        "which": "all" if is_all else "ticked",
        "chips": [(label, value) for _name, label, value in selection.form.at_work()],
        "said_url": request.path + without(request),
        "list_url": reverse("portfolio:use-case-list") + without(request),
    }
    status = 422 if fault or is_said else 200
    return render_page(request, CHOOSE, context, fragment="asked", status=status)


@require_http_methods(["GET", "POST"])
def bulk_edit(request: MemberRequest, pk: int) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    edit = get_visible_or_404(BulkEdit.objects.visible_to(request.member), pk=pk)
    is_sent = request.method == "POST"
    form = BulkReasonForm(request.POST if is_sent else None)
    if is_sent and form.is_valid():
        try:
            done = confirm(
                edit, reason=form.cleaned_data["reason"], by=request.member, at=timezone.now()
            )
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            _tell(request, done)
            return redirect("portfolio:bulk-edit", pk)
    items = items_of(edit)
    wanted = request.GET.get("show", "")
    kept = [item for item in items if item.verdict == wanted] or items
    paginator = Paginator(kept, rows_per_page(request.GET))
    page = paginator.get_page(request.GET.get("page"))
    counts = verdict_counts(item.verdict for item in items)
    context = {
        "page_title": _("Change several use cases"),
        "crumbs": _crumbs(_("Preview")),
        "edit": edit,
        "form": form,
        "counts": [(verdict, counts[verdict]) for verdict in Verdict if counts[verdict]],
        "changing": counts[Verdict.CHANGE],
        "show": wanted,
        "query": without(request),
        "page_url": request.path,
        "job": job_of(edit, member=request.member),
        **_rows(request, edit, page),
    }
    return render_page(request, PREVIEW, context, status=422 if is_sent else 200)


@require_POST
def bulk_cancel(request: MemberRequest, pk: int) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    edit = get_visible_or_404(BulkEdit.objects.visible_to(request.member), pk=pk)
    try:
        cancel(edit, by=request.member)
    except AlreadyChanged as refusal:
        add_toast(request, refusal.sentence)
    else:
        add_toast(request, _("Change cancelled"))
    return redirect("portfolio:bulk-edit", pk)


def _rows(request: MemberRequest, edit: BulkEdit, page: Page[Item]) -> dict[str, object]:
    if edit.state != BulkEdit.State.PREVIEWED:
        left = dict(edit.result.get("left", ()))
        names = titles_of(list(left))
        return {"page": None, "left": [(*names[pk], left[pk]) for pk in left if pk in names]}
    shown: Any = _shown(request, edit, page)
    return {"page": Page(shown, page.number, page.paginator), "left": ()}


def _shown(request: MemberRequest, edit: BulkEdit, page: Page[Item]) -> list[ShownCase]:
    change = BulkChange.from_data(edit.change)
    wanted = wanted_change(change, by=request.member, at=timezone.now())
    planned = list(plan_rows([item.pk for item in page], wanted, by=request.member))
    people = people_in([each.changes for each in planned])
    return [
        shown_case(each.use_case, each.verdict, each.sentence, each.changes, people)
        for each in planned
    ]


def _tell(request: MemberRequest, edit: BulkEdit) -> None:
    if edit.state == BulkEdit.State.DONE:
        count = len(edit.result["changed"])
        words = ngettext("%(count)s use case changed", "%(count)s use cases changed", count)
        add_toast(request, words % {"count": count})


def _crumbs(last: str) -> tuple[tuple[str, str | None], ...]:
    return ((_("Use cases"), reverse("portfolio:use-case-list")), (last, None))
