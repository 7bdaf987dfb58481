"""Frameworks: what can be asked, in full, and loading another one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.domain.framework_unwritten import unwritten
from assessments.domain.frameworks import Framework, Layer, Step
from assessments.domain.profiles import level_scale
from assessments.forms.frameworks import FrameworkFileForm
from assessments.models import FrameworkVersion
from assessments.selectors.frameworks import (
    framework_of,
    framework_rows,
    versions_readable_by,
)
from assessments.services.framework_files import FrameworkFileInvalid, read_framework
from assessments.services.frameworks import load_framework, make_default
from portal.domain.errors import Refusal
from portal.domain.roles import Capability, require
from portal.web.access import MemberRequest, get_visible_or_404, require_view
from portal.web.errors import add_refusal
from portal.web.rendering import render_page
from portal.web.toasts import add_toast

LIST, DETAIL, LOAD = (f"assessments/frameworks/{name}.html" for name in ("list", "detail", "load"))
DRAFT = FrameworkVersion.State.DRAFT
LARGEST = 1024 * 1024


@require_GET
def framework_list(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_ASSESSMENTS)
    context = {
        "page_title": _("Frameworks"),
        "crumbs": ((_("Frameworks"), None),),
        "rows": framework_rows(versions_readable_by(request.member)),
        "can_manage": request.member.can(Capability.MANAGE_FRAMEWORKS),
    }
    return render_page(request, LIST, context)


@require_GET
def framework_detail(request: MemberRequest, pk: int) -> HttpResponse:
    version = _version(request, pk)
    framework = framework_of(version)
    titles = {layer.key: layer.title for layer in framework.layers}
    context = {
        "page_title": framework.title,
        "crumbs": (
            (_("Frameworks"), reverse("assessments:framework-list")),
            (framework.title, None),
        ),
        "version": version,
        "framework": framework,
        "scale": level_scale(framework.scale),
        "layers": [
            (layer, [titles[key] for key in layer.stands_on], _steps(framework, layer))
            for layer in framework.layers
        ],
        "asks_by_level": framework.rule.asks_by_level,
        "row": framework_rows([version])[0],
        "missing": unwritten(version.data) if version.state == DRAFT else (),
        "can_manage": request.member.can(Capability.MANAGE_FRAMEWORKS),
    }
    return render_page(request, DETAIL, context)


@require_http_methods(["GET", "POST"])
def framework_load(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_ASSESSMENTS)
    require(request.member, Capability.MANAGE_FRAMEWORKS)
    form = FrameworkFileForm(request.POST or None, request.FILES or None)
    problems: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            # One byte more than is read is enough to know that the file is too large.
            framework = read_framework(file.read(LARGEST + 1), name=file.name)
            row = load_framework(framework, source=file.name, by=request.member, at=timezone.now())
        except FrameworkFileInvalid as refusal:
            problems = tuple(str(problem) for problem in refusal.problems)
            add_refusal(form, refusal)
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            add_toast(request, _("%(title)s loaded") % {"title": row})
            return redirect("assessments:framework-detail", pk=row.pk)
    context = {
        "page_title": _("Load a framework"),
        "crumbs": (
            (_("Frameworks"), reverse("assessments:framework-list")),
            (_("Load"), None),
        ),
        "form": form,
        "problems": problems,
    }
    return render_page(request, LOAD, context, status=422 if form.is_bound else 200)


@require_POST
def framework_default(request: MemberRequest, pk: int) -> HttpResponse:
    row = make_default(_version(request, pk), by=request.member, at=timezone.now())
    add_toast(request, _("New assessments start from %(title)s") % {"title": row})
    return redirect("assessments:framework-list")


def _steps(framework: Framework, layer: Layer) -> list[tuple[Any, list[tuple[Step, list[str]]]]]:
    """Return a layer's capabilities with their steps and the titles of what each unlocks."""
    titles = {each.key: each.title for each in framework.capabilities}
    return [
        (each, [(step, [titles[key] for key in step.unlocks]) for step in each.steps])
        for each in layer.capabilities
    ]


def _version(request: MemberRequest, pk: int) -> FrameworkVersion:
    require_view(request.member, Capability.VIEW_ASSESSMENTS)
    return get_visible_or_404(versions_readable_by(request.member), pk=pk)
