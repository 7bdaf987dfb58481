"""Drafts of frameworks: copying a version, and changing the copy part by part."""

import json
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assessments.domain import framework_edits as edits
from assessments.domain.framework_unwritten import unwritten
from assessments.domain.frameworks import NotInFramework
from assessments.forms.framework_drafts import (
    CapabilityForm,
    CopyForm,
    DetailsForm,
    DraftForm,
    LayerForm,
    NewCapabilityForm,
    NewLayerForm,
    capability_words,
)
from assessments.models import FrameworkVersion
from assessments.selectors.frameworks import last_framework_change, versions_readable_by
from assessments.services.framework_drafts import FrameworkFrozen, change_draft, draft_copy
from portal.domain.errors import Refusal, StaleVersion
from portal.domain.roles import Capability, require
from portal.forms.conflicts import reconciled
from portal.web.access import MemberRequest, get_visible_or_404, require_view
from portal.web.errors import add_refusal
from portal.web.kept_forms import posted_or_kept
from portal.web.rendering import render_page
from portal.web.toasts import add_toast

COPY, EDIT, PART, CAPABILITY = (
    f"assessments/frameworks/{name}.html" for name in ("copy", "edit", "part", "capability")
)

type Data = dict[str, Any]


@require_http_methods(["GET", "POST"])
def framework_copy(request: MemberRequest, pk: int) -> HttpResponse:
    base = managed(request, pk)
    initial = {"key": base.key, "title": base.title}
    form = CopyForm(posted_or_kept(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = draft_copy(base, **form.cleaned_data, by=request.member, at=timezone.now())
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            add_toast(request, _("Draft of %(title)s") % {"title": row})
            return redirect("assessments:framework-edit", pk=row.pk)
    title = _("Draft a copy")
    context = {
        "page_title": title,
        "crumbs": crumbs(base, (title, None)),
        "form": form,
        "version": base,
    }
    return render_page(request, COPY, context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def framework_edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the outline of a draft; its title and summary are changed here."""
    row = draft_of(request, pk)

    def build(data: Any, at: FrameworkVersion) -> DetailsForm:
        words = {"title": at.data["title"], "summary": at.data["summary"]}
        return DetailsForm(data, initial=words | {"version": at.row_version})

    def change(data: Data, form: DetailsForm) -> Data:
        return data | {name: form.cleaned_data[name] for name in ("title", "summary")}

    saved, form, more = _saved(request, row, build, change)
    if saved:
        return redirect("assessments:framework-edit", pk=pk)
    return edit_page(request, row, form=form, **more)


@require_POST
def framework_arrange(request: MemberRequest, pk: int) -> HttpResponse:
    """Move or remove a layer or a capability of a draft."""
    row = draft_of(request, pk)
    of_layers = request.POST.get("what") == "layer"
    key, act = request.POST.get("key", ""), request.POST.get("do", "")
    if act == "remove":
        data = edits.removed(row.data, key, of_layers=of_layers)
    elif act in set(edits.Move):
        data = edits.moved(row.data, key, edits.Move(act), of_layers=of_layers)
    else:
        raise Http404
    given = request.POST.get("version", "")
    version = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
    change_draft(row, data=data, version=version, by=request.member, at=timezone.now())
    anchor = "" if act == "remove" else f"#{key}"
    return redirect(f"{reverse('assessments:framework-edit', args=[pk])}{anchor}")


@require_http_methods(["GET", "POST"])
def layer_create(request: MemberRequest, pk: int) -> HttpResponse:
    row = draft_of(request, pk)

    def build(data: Any, at: FrameworkVersion) -> NewLayerForm:
        return NewLayerForm(data, layers=_layers(at.data), initial={"version": at.row_version})

    def change(data: Data, form: NewLayerForm) -> Data:
        names = ("title", "summary", "stands_on", "capability")
        return edits.layer_added(data, **{name: form.cleaned_data[name] for name in names})

    saved, form, more = _saved(request, row, build, change)
    if saved:
        return redirect("assessments:framework-edit", pk=pk)
    return _part_page(request, row, form, _("Add a layer"), **more)


@require_http_methods(["GET", "POST"])
def layer_edit(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    row = draft_of(request, pk)

    def build(data: Any, at: FrameworkVersion) -> LayerForm:
        layer = _found(edits.layer_in, at.data, key)
        words = {name: layer[name] for name in ("title", "summary")}
        words["stands_on"] = list(layer.get("stands_on", ()))
        others = [each for each in _layers(at.data) if each[0] != key]
        return LayerForm(data, layers=others, initial=words | {"version": at.row_version})

    def change(data: Data, form: LayerForm) -> Data:
        given = form.cleaned_data
        words = {"title": given["title"], "summary": given["summary"]}
        return edits.layer_changed(data, key, **words, stands_on=given.get("stands_on", []))

    saved, form, more = _saved(request, row, build, change)
    if saved:
        return redirect(f"{reverse('assessments:framework-edit', args=[pk])}#{key}")
    return _part_page(request, row, form, _("Change a layer"), **more)


@require_http_methods(["GET", "POST"])
def capability_create(request: MemberRequest, pk: int) -> HttpResponse:
    row = draft_of(request, pk)
    added: dict[str, str] = {}

    def build(data: Any, at: FrameworkVersion) -> NewCapabilityForm:
        initial = {"layer": request.GET.get("layer", ""), "version": at.row_version}
        return NewCapabilityForm(data, layers=_layers(at.data), initial=initial)

    def change(data: Data, form: NewCapabilityForm) -> Data:
        layer = form.cleaned_data["layer"]
        after = edits.capability_added(data, layer, title=form.cleaned_data["title"])
        added["key"] = edits.layer_in(after, layer)["capabilities"][-1]["key"]
        return after

    saved, form, more = _saved(request, row, build, change)
    if saved:
        return redirect("assessments:framework-capability-edit", pk=pk, key=added["key"])
    return _part_page(request, row, form, _("Add a capability"), **more)


@require_http_methods(["GET", "POST"])
def capability_edit(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    row = draft_of(request, pk)

    def build(data: Any, at: FrameworkVersion) -> CapabilityForm:
        layer, capability = _found(edits.capability_in, at.data, key)
        scale = at.data["scale"]
        others = [
            (each["key"], each["title"])
            for one in at.data["layers"]
            for each in one["capabilities"]
            if each["key"] != key
        ]
        return CapabilityForm(
            data,
            capability=capability,
            layers=_layers(at.data),
            others=others,
            names=dict(enumerate(scale["names"], start=scale["minimum"])),
            initial=capability_words(layer["key"], capability) | {"version": at.row_version},
        )

    def change(data: Data, form: CapabilityForm) -> Data:
        return edits.capability_changed(data, key, form.words(), layer=form.cleaned_data["layer"])

    saved, form, more = _saved(request, row, build, change)
    if saved:
        return redirect(f"{reverse('assessments:framework-edit', args=[pk])}#{key}")
    _layer, capability = _found(edits.capability_in, row.data, key)
    return _part_page(request, row, form, capability["title"], template=CAPABILITY, **more)


def managed(request: MemberRequest, pk: int) -> FrameworkVersion:
    """Return a version for someone who may change frameworks."""
    require_view(request.member, Capability.VIEW_ASSESSMENTS)
    row: FrameworkVersion = get_visible_or_404(
        versions_readable_by(request.member).defer(None), pk=pk
    )
    require(request.member, Capability.MANAGE_FRAMEWORKS)
    return row


def draft_of(request: MemberRequest, pk: int) -> FrameworkVersion:
    """Return a draft for someone who may change it; what was published is refused."""
    row = managed(request, pk)
    if row.state != FrameworkVersion.State.DRAFT:
        sentence = _("“%(framework)s” was published and stays as it is. Draft a copy instead.")
        raise FrameworkFrozen(sentence % {"framework": row})
    return row


def crumbs(row: FrameworkVersion, *rest: tuple[str, str | None]) -> Any:
    """Return where a page of a framework stands."""
    own = reverse("assessments:framework-detail", args=[row.pk])
    return ((_("Frameworks"), reverse("assessments:framework-list")), (str(row), own), *rest)


def edit_page(request: MemberRequest, row: FrameworkVersion, **more: Any) -> HttpResponse:
    """Show the outline of a draft with what is still to be written."""
    context = {
        "page_title": _("Change the draft"),
        "crumbs": crumbs(row, (_("Change"), None)),
        "version": row,
        "titles": {layer["key"]: layer["title"] for layer in row.data["layers"]},
        "layers": [
            (layer, [dict(_layers(row.data))[key] for key in layer.get("stands_on", ())])
            for layer in row.data["layers"]
        ],
        "missing": unwritten(row.data),
        **more,
    }
    return render_page(request, EDIT, context, status=_status(request, more))


def conflict_words(row: FrameworkVersion) -> dict[str, str]:
    """Say who changed a draft last, and when."""
    change = last_framework_change(row.pk)
    when = date_format(timezone.localtime(change.at), "j F Y, H:i") if change else ""
    return {"conflict_who": change.who if change else "", "conflict_when": when}


def _saved[F: DraftForm](
    request: MemberRequest,
    row: FrameworkVersion,
    build: Callable[[Any, FrameworkVersion], F],
    change: Callable[[Data, F], Data],
) -> tuple[bool, F, dict[str, Any]]:
    """Save what was posted; where somebody was faster elsewhere in the draft, over their version.

    Returns whether it was saved, the form to show otherwise, and what two people both changed.
    """
    form = build(posted_or_kept(request), row)
    if request.method != "POST" or not form.is_valid():
        return False, form, {}
    version = form.cleaned_data["version"] or 0
    for _attempt in range(3):
        try:
            data = change(row.data, form)
            change_draft(row, data=data, version=version, by=request.member, at=timezone.now())
        except StaleVersion:
            row = draft_of(request, row.pk)
            theirs = build(None, row)
            base = form.base_words()
            known = {name: value for name, value in theirs.initial.items() if name in base}
            data, conflicts = reconciled(form, base=base, theirs=known, version=row.row_version)
            data["base"] = json.dumps(known)
            form, version = build(data, row), row.row_version
            if conflicts or not form.is_valid():
                return False, form, {"conflicts": conflicts, **conflict_words(row)}
        except Refusal as refusal:
            _add(form, refusal)
            return False, form, {}
        else:
            add_toast(request, _("Draft saved"))
            return True, form, {}
    return False, form, {}


def _add(form: DraftForm, refusal: Refusal) -> None:
    """Put each thing that is wrong with the framework on top of the form."""
    for sentence in list(dict.fromkeys(refusal.fields.values()))[:10] or [refusal.sentence]:
        form.add_error(None, sentence)


def _part_page(
    request: MemberRequest,
    row: FrameworkVersion,
    form: DraftForm,
    title: str,
    *,
    template: str = PART,
    **more: Any,
) -> HttpResponse:
    edit = reverse("assessments:framework-edit", args=[row.pk])
    context = {
        "page_title": title,
        "crumbs": crumbs(row, (_("Change"), edit), (title, None)),
        "form": form,
        "version": row,
        **more,
    }
    return render_page(request, template, context, status=_status(request, more))


def _status(request: MemberRequest, more: dict[str, Any]) -> int:
    return 412 if "conflicts" in more else 422 if request.method == "POST" else 200


def _layers(data: Data) -> list[tuple[str, str]]:
    return [(layer["key"], layer["title"]) for layer in data["layers"]]


def _found[T](find: Callable[[Data, str], T], data: Data, key: str) -> T:
    try:
        return find(data, key)
    except NotInFramework as missing:
        raise Http404 from missing
