"""The result of one assessment: its page and its export."""

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assessments.charts.distributions import small
from assessments.charts.results import stack_figure, trend_figure
from assessments.domain.answers import NotScored
from assessments.domain.derivations import NotTraced, Traced
from assessments.domain.figures import Figure, plainly
from assessments.domain.lifecycle import AssessmentState
from assessments.domain.peers import in_figures
from assessments.domain.profiles import level_scale
from assessments.models import Assessment
from assessments.selectors.action_effects import moved_since
from assessments.selectors.assessments import assessments_readable_by
from assessments.selectors.comparisons import trend
from assessments.selectors.peers import peers
from assessments.selectors.result_pages import (
    CapabilityLine,
    LayerSection,
    ResultPage,
    exported,
    preview_page,
    published_page,
)
from assessments.selectors.result_reports import report_state
from assessments.selectors.result_traces import trace_page
from portal.charts.figures import write_finding
from portal.domain.roles import Capability, require
from portal.web.access import MemberRequest, get_visible_or_404
from portal.web.rendering import render_page

PAGE, TRACE = (f"assessments/results/{name}.html" for name in ("result", "trace"))


@require_GET
def assessment_results(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a published result, or to who runs it what the answers come to so far."""
    assessment = _readable(request, pk)
    path = assessment.domain.path
    if assessment.state != AssessmentState.PUBLISHED:
        require(request.member, Capability.RUN_ASSESSMENT, path)
    page = _page(assessment)
    points = trend(
        assessment.domain_id,
        framework_key=assessment.framework.key,
        this=assessment.pk,
        partner_id=assessment.partner_id,
    )
    others = peers(assessment, page.results, request.member)
    context: dict[str, Any] = {
        "page_title": page.evidence.title,
        "crumbs": (
            (_("Assessments"), reverse("assessments:assessment-list")),
            (assessment.title, reverse("assessments:assessment-detail", args=[pk])),
            (_("Results"), None),
        ),
        "page": page,
        "results": page.results,
        "evidence": page.evidence,
        "sections": [
            _section(pk, section, lowest=page.results.framework.scale.minimum)
            for section in page.sections
        ],
        "model": page.model,
        "model_finding": write_finding(page.model.finding) if page.model else "",
        "levels": level_scale(page.results.framework.scale),
        "stack": stack_figure(page.results),
        "trend": trend_figure(points, page.results),
        "points": points,
        "peers": others,
        "peer_layers": [in_figures(line) for line in others.layers] if others else (),
        "peer_capabilities": [in_figures(line) for line in others.capabilities] if others else (),
        "peers_finding": write_finding(others.finding) if others else "",
        "moved": moved_since(assessment, page.results, points),
        "report": None if page.is_preview else report_state(assessment.snapshot.pk, request.member),
        "report_progress_url": reverse("assessments:result-report-progress", args=[pk]),
        "report_page_url": request.path,
        "can_run": request.member.can(Capability.RUN_ASSESSMENT, path),
        "can_adopt": not page.is_preview and request.member.can(Capability.MANAGE_ACTIONS, path),
        "can_read_ledger": request.member.can(Capability.VIEW_LEDGER),
    }
    return render_page(request, PAGE, context)


@require_GET
def result_trace(request: MemberRequest, pk: int, key: str) -> HttpResponse:
    """Show how a number of a result came about, down to the answers."""
    assessment = _readable(request, pk)
    if assessment.state != AssessmentState.PUBLISHED:
        require(request.member, Capability.RUN_ASSESSMENT, assessment.domain.path)
    page = _page(assessment)
    try:
        trace = trace_page(page, key)
    except NotTraced as missing:
        raise Http404 from missing
    is_whole = trace.subject.kind is Traced.OVERALL
    title = _("The whole") if is_whole else trace.subject.title
    context = {
        "page_title": title,
        "crumbs": (
            (_("Assessments"), reverse("assessments:assessment-list")),
            (assessment.title, reverse("assessments:assessment-detail", args=[pk])),
            (_("Results"), reverse("assessments:assessment-results", args=[pk])),
            (title, None),
        ),
        "page": page,
        "trace": trace,
    }
    return render_page(request, TRACE, context)


@require_GET
def result_export(request: MemberRequest, pk: int) -> HttpResponse:
    """Hand out a published result as the data that was published."""
    assessment = _readable(request, pk)
    if assessment.state != AssessmentState.PUBLISHED:
        raise Http404
    response = JsonResponse(exported(assessment), json_dumps_params={"indent": 2})
    name = f"{slugify(assessment.title) or 'result'}-{timezone.localdate():%Y-%m-%d}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _section(pk: int, section: LayerSection, *, lowest: int) -> dict[str, Any]:
    layer = section.result
    return {
        "result": layer,
        "url": reverse("assessments:result-trace", args=[pk, section.trace]),
        "figures": (
            ("mean", *_shown(layer.raw), _("Raw level")),
            ("effective", *_shown(layer.effective), _("Effective")),
            ("staged", *_shown(layer.staged, decimals=0), _("Staged")),
            ("target", *_shown(layer.target), _("Target")),
            ("gap", *_shown(layer.gap), _("Gap")),
        ),
        "lines": [(line, _spark(line), _words(line, lowest)) for line in section.lines],
    }


def _words(line: CapabilityLine, lowest: int) -> dict[str, Any]:
    """Say the figures of a capability once, since a template is slow at putting text together."""
    result = line.result
    gap, _why = _shown(result.gap)
    found: dict[str, Any] = {
        "gap": _("%(gap)s to target") % {"gap": gap},
        "weight": _("weight %(weight)s in the layer, target %(target)s")
        % {"weight": plainly(result.weight), "target": f"{result.target:.1f}"},
    }
    if len(line.questions) != 1:
        return found
    asked = line.questions[0]
    if not isinstance(asked.median, NotScored) and not isinstance(asked.consensus, NotScored):
        found["median"] = _("median %(median)s") % {"median": plainly(asked.median)}
        found["consensus"] = _("consensus %(consensus)s") % {"consensus": f"{asked.consensus:.2f}"}
    found["counts"] = [
        _("level %(level)s: %(count)s") % {"level": lowest + place, "count": count}
        for place, count in enumerate(asked.counts)
        if count
    ]
    if asked.not_applicable:
        found["counts"].append(_("does not apply: %(count)s") % {"count": asked.not_applicable})
    if asked.dont_know:
        found["counts"].append(_("cannot say: %(count)s") % {"count": asked.dont_know})
    return found


def _shown(figure: Figure, *, decimals: int = 1) -> tuple[str, str]:
    """Return a figure as sentences write it, and why there is none where there is none."""
    if isinstance(figure, NotScored):
        return "–", figure.reason.sentence
    return f"{figure:.{decimals}f}", ""


def _spark(line: CapabilityLine) -> str:
    return small(line.questions[0].counts) if len(line.questions) == 1 else ""


def _readable(request: MemberRequest, pk: int) -> Assessment:
    rows = assessments_readable_by(request.member).defer(None).defer("framework__data")
    return get_visible_or_404(rows, pk=pk)


def _page(assessment: Assessment) -> ResultPage:
    is_final = assessment.state == AssessmentState.PUBLISHED
    return published_page(assessment) if is_final else preview_page(assessment)
