"""Publishing a roadmap, and reading what was published."""

from dataclasses import replace
from typing import Final

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.charts import matrix
from portal.charts.figures import Figure, on_page
from portal.charts.svg import Medium
from portal.domain.errors import Refusal
from portal.domain.roles import Capability, require
from portal.views.jobs import STOP_POLLING
from portal.views.publications import publication_response
from portal.web.access import MemberRequest, get_visible_or_404
from portal.web.errors import add_refusal
from portal.web.kept_forms import posted_or_kept
from portal.web.rendering import render_page
from portal.web.toasts import add_toast
from portfolio.charts.editions import matrix_spec, stack_spec
from portfolio.charts.roadmaps import capacity_spec, timeline_spec
from portfolio.domain.edition_risks import plan_risks
from portfolio.domain.editions import Edition
from portfolio.forms.roadmaps import PublishForm
from portfolio.selectors.roadmap_editions import (
    edition_job,
    edition_page,
    editions_visible_to,
    publications_of,
)
from portfolio.selectors.roadmaps import roadmap_page, roadmaps_visible_to
from portfolio.services.roadmap_editions import publish_edition
from portfolio.services.roadmap_locks import RoadmapChanged
from portfolio.views.roadmaps import crumbs, wizard_steps

PUBLISH: Final = "portfolio/roadmaps/publish.html"
PROGRESS: Final = "portfolio/roadmaps/pdf_progress.html"
WIDE: Final = (1110.0, 520.0)
EDITION: Final = "portfolio/roadmaps/edition.html"


@require_http_methods(["GET", "POST"])
def roadmap_publish(request: MemberRequest, pk: int) -> HttpResponse:
    roadmap = get_visible_or_404(roadmaps_visible_to(request.member), pk=pk)
    require(request.member, Capability.PUBLISH_ROADMAP, roadmap.domain.path)
    initial = {"title": roadmap.title, "version": roadmap.version}
    form = PublishForm(posted_or_kept(request), initial=initial)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            edition = publish_edition(
                roadmap, **form.cleaned_data, by=request.member, at=timezone.now()
            )
        except RoadmapChanged as stale:
            again, status = request.POST.copy(), stale.status
            again["version"] = str(stale.theirs.version)
            form = PublishForm(again)
            form.is_valid()
            sentence = _("The plan below is the newest one. Publish again if it is still right.")
            form.add_error(None, f"{stale.sentence} {sentence}")
        except Refusal as refusal:
            add_refusal(form, refusal)
        else:
            add_toast(request, _("Edition %(number)s published") % {"number": edition.number})
            return redirect("portfolio:edition-detail", edition.pk)
    page = roadmap_page(roadmap, currency=settings.CURRENCY)
    title = _("Publish edition %(number)s") % {"number": page.row.edition + 1}
    context = {
        "page_title": title,
        "crumbs": (*crumbs(roadmap), (title, None)),
        "form": form,
        "roadmap": page,
        "wizard_steps": wizard_steps(),
    }
    return render_page(request, PUBLISH, context, status=status)


@require_safe
def edition_detail(request: MemberRequest, pk: int) -> HttpResponse:
    """Show an edition from its snapshot; what changed in the portfolio since does not show."""
    row = get_visible_or_404(editions_visible_to(request.member), pk=pk)
    page = edition_page(row, request.member)
    edition = page.edition
    context = {
        "page_title": edition.title,
        "crumbs": (*crumbs(row.roadmap), (_("Edition %(n)s") % {"n": edition.number}, None)),
        "page": page,
        "edition": edition,
        "waves": on_page(timeline_spec(edition.plan)),
        "capacity": on_page(capacity_spec(edition.plan)),
        "matrix": _matrix(edition) if edition.use_cases else None,
        "stack": on_page(stack_spec(edition.maturity.results)) if edition.maturity else None,
        "risks": plan_risks(edition.plan, currency=edition.currency),
        "pdf_size": filesizeformat(page.pdf.size) if page.pdf else "",
        "pdf_url": reverse("portfolio:edition-pdf", args=[pk]),
        "progress_url": reverse("portfolio:edition-progress", args=[pk]),
        "page_url": request.path,
    }
    return render_page(request, EDITION, context)


@require_safe
def edition_progress(request: MemberRequest, pk: int) -> HttpResponse:
    """Answer how far the PDF is, to everybody who may read the edition."""
    row = get_visible_or_404(editions_visible_to(request.member), pk=pk)
    job = edition_job(row, request.member)
    if job is None:
        raise Http404
    context = {
        "job": job,
        "progress_url": request.path,
        "page_url": reverse("portfolio:edition-detail", args=[pk]),
    }
    status = STOP_POLLING if job.is_over and request.htmx else 200
    answer = render(request, PROGRESS, context, status=status)
    if job.is_over and request.htmx:
        # The page itself offers the file, so it is fetched once more.
        answer["HX-Refresh"] = "true"
    return answer


def _matrix(edition: Edition) -> Figure:
    # The page gives it the whole width, so it is drawn wide and not tall.
    spec = matrix_spec(edition)
    return replace(on_page(spec), drawing_wide=matrix.draw(spec, Medium.WIDE, WIDE))


@require_safe
def edition_pdf(request: MemberRequest, pk: int) -> HttpResponse:
    row = get_visible_or_404(editions_visible_to(request.member), pk=pk)
    publication = publications_of(row).first()
    if publication is None:
        raise Http404
    return publication_response(publication)
