"""Frameworks as text, and the moves of their life: publishing, retiring, discarding."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.domain.framework_data import framework_to_data
from assessments.forms.framework_drafts import TextForm
from assessments.models import FrameworkVersion
from assessments.selectors.frameworks import file_name, versions_readable_by
from assessments.services.framework_drafts import change_draft, discard_draft, publish_draft
from assessments.services.framework_files import (
    FrameworkFileInvalid,
    framework_file,
    read_framework,
)
from assessments.services.frameworks import retire_framework
from assessments.views.framework_drafts import conflict_words, crumbs, draft_of, managed
from portal.domain.errors import Refusal, StaleVersion
from portal.domain.roles import Capability
from portal.web.access import MemberRequest, get_visible_or_404, require_view
from portal.web.errors import add_refusal
from portal.web.kept_forms import posted_or_kept
from portal.web.rendering import render_page
from portal.web.toasts import add_toast

TEXT = "assessments/frameworks/text.html"
LARGEST = 1024 * 1024


@require_GET
def framework_download(request: MemberRequest, pk: int) -> HttpResponse:
    """Hand out a version as the file that can be loaded again."""
    require_view(request.member, Capability.VIEW_ASSESSMENTS)
    row = get_visible_or_404(versions_readable_by(request.member).defer(None), pk=pk)
    response = HttpResponse(framework_file(row.data), content_type="application/yaml")
    response["Content-Disposition"] = f'attachment; filename="{file_name(row)}"'
    return response


@require_http_methods(["GET", "POST"])
def framework_text(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a draft as YAML, each problem told with its line."""
    row = draft_of(request, pk)
    initial = {"text": framework_file(row.data), "version": row.row_version}
    form = TextForm(posted_or_kept(request), request.FILES or None, initial=initial)
    more: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, row, form)
        except FrameworkFileInvalid as refusal:
            more["problems"] = tuple(str(problem) for problem in refusal.problems)
            add_refusal(form, refusal)
        except StaleVersion:
            form, more = _both(request, row, form)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            add_toast(request, _("Draft saved"))
            return redirect("assessments:framework-edit", pk=pk)
    context = {
        "page_title": _("Change as text"),
        "crumbs": crumbs(row, (_("Change as text"), None)),
        "version": row,
        "form": form,
        **more,
    }
    status = 412 if "theirs" in more else 422 if request.method == "POST" else 200
    return render_page(request, TEXT, context, status=status)


@require_POST
def framework_publish(request: MemberRequest, pk: int) -> HttpResponse:
    row = managed(request, pk)
    publish_draft(row, version=_seen(request), by=request.member, at=timezone.now())
    add_toast(request, _("%(title)s is published") % {"title": row})
    return redirect("assessments:framework-detail", pk=pk)


@require_POST
def framework_retire(request: MemberRequest, pk: int) -> HttpResponse:
    row = managed(request, pk)
    retire_framework(row, by=request.member, at=timezone.now())
    add_toast(request, _("%(title)s is retired") % {"title": row})
    return redirect("assessments:framework-detail", pk=pk)


@require_POST
def framework_discard(request: MemberRequest, pk: int) -> HttpResponse:
    row = managed(request, pk)
    discard_draft(row, version=_seen(request), by=request.member, at=timezone.now())
    add_toast(request, _("Draft of %(title)s discarded") % {"title": row})
    return redirect("assessments:framework-list")


def _change(request: MemberRequest, row: FrameworkVersion, form: TextForm) -> None:
    file = form.cleaned_data.get("file")
    # One byte more than is read is enough to know that the file is too large.
    source = file.read(LARGEST + 1) if file else form.cleaned_data["text"].encode()
    framework = read_framework(source, name=file.name if file else _("The text"))
    change_draft(
        row,
        data=framework_to_data(framework),
        version=form.cleaned_data["version"] or 0,
        by=request.member,
        at=timezone.now(),
    )


def _both(
    request: MemberRequest, row: FrameworkVersion, form: TextForm
) -> tuple[TextForm, dict[str, Any]]:
    """Keep the reader's text in the form, and show beside it what is there now."""
    now = draft_of(request, row.pk)
    file = form.cleaned_data.get("file")
    if file:
        file.seek(0)
        mine = file.read(LARGEST).decode("utf-8-sig", "replace")
    else:
        mine = form.cleaned_data["text"]
    form = TextForm({"text": mine, "version": now.row_version})
    return form, {"theirs": framework_file(now.data), **conflict_words(now)}


def _seen(request: MemberRequest) -> int | None:
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None
