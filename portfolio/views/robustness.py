"""How far the ranking depends on its weights: the latest run, and asking for another."""

from typing import Final

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.domain.errors import Refusal
from portal.domain.roles import Capability, require
from portal.views.jobs import STOP_POLLING
from portal.web.access import MemberRequest, require_view
from portal.web.errors import add_refusal
from portal.web.kept_forms import posted_or_kept
from portal.web.paging import rows_per_page
from portal.web.rendering import render_page
from portal.web.toasts import add_toast
from portfolio.forms.robustness import RobustnessForm
from portfolio.models import RobustnessResult
from portfolio.selectors.awaited import awaited_ranking
from portfolio.selectors.robustness import (
    ResultRow,
    RunRow,
    latest_run,
    result_rows,
    running_job,
    visible_results,
)
from portfolio.services.robustness import request_run
from portfolio.views.query_strings import number_in
from portfolio.views.ranking_views import ranking_tabs

PAGE: Final = "portfolio/robustness/page.html"
PROGRESS: Final = "portfolio/robustness/progress.html"


@require_http_methods(["GET", "POST"])
def robustness(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    can_run = request.member.can(Capability.MANAGE_SCORING, request.member.root_path)
    form = RobustnessForm(posted_or_kept(request))
    if request.method == "POST":
        require(request.member, Capability.MANAGE_SCORING, request.member.root_path)
        if form.is_valid():
            try:
                request_run(form.as_settings(), by=request.member, at=timezone.now())
            except Refusal as refusal:
                add_refusal(form, refusal)
            else:
                add_toast(request, _("The weights are being varied"))
                return redirect("portfolio:robustness")
    run = latest_run()
    paginator = None
    if run is not None:
        paginator = Paginator(visible_results(run, request.member), rows_per_page(request.GET))
    page = paginator.get_page(number_in(request, "page") or 1) if paginator else None
    context = {
        "page_title": _("Robustness"),
        "crumbs": (
            (_("Ranking"), reverse("portfolio:ranking")),
            (_("Robustness"), None),
        ),
        "tabs": ranking_tabs("robustness"),
        "form": form if can_run else None,
        "awaited": awaited_ranking(),
        "run": run,
        "page": page,
        "rows": _rows(run, page),
        "job": running_job(request.member),
        "progress_url": reverse("portfolio:robustness-progress"),
        "page_url": request.path,
    }
    status = 422 if request.method == "POST" else 200
    return render_page(request, PAGE, context, fragment="rows", status=status)


def _rows(run: RunRow | None, page: Page[RobustnessResult] | None) -> list[ResultRow]:
    return result_rows(run, [row.pk for row in page.object_list]) if run and page else []


@require_safe
def robustness_progress(request: MemberRequest) -> HttpResponse:
    """Answer how far the run asked for last is, to everybody who may read the ranking."""
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    job = running_job(request.member)
    if job is None and not request.htmx:
        raise Http404
    is_over = job is None or job.is_over
    context = {
        "job": job,
        "progress_url": request.path,
        "page_url": reverse("portfolio:robustness"),
    }
    status = STOP_POLLING if is_over and request.htmx else 200
    answer = render(request, PROGRESS, context, status=status)
    if is_over and request.htmx:
        # The page itself shows what was found, so it is fetched once more.
        answer["HX-Refresh"] = "true"
    return answer
