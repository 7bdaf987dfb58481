"""Jobs: what runs, how far it is, what failed."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.domain.roles import Capability
from portal.selectors.jobs import job_row, jobs_visible_to
from portal.services import jobs
from portal.web.access import MemberRequest, get_visible_or_404, require_view
from portal.web.paging import paginate
from portal.web.rendering import render_page
from portal.web.toasts import add_toast

STOP_POLLING = 286


@require_safe
def job_list(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_JOBS)
    page = paginate(jobs_visible_to(request.member), query=request.GET)
    context = {
        "page_title": _("Jobs"),
        "crumbs": ((_("Jobs"), None),),
        "page": page,
        "rows": [job_row(job, member=request.member) for job in page],
    }
    return render_page(request, "portal/jobs/list.html", context, fragment="rows")


@require_safe
def job_progress(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Answer the progress of one job; htmx asks every second until it is over."""
    row = get_visible_or_404(jobs_visible_to(request.member), pk=pk)
    job, back = job_row(row, member=request.member), request.GET.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    status = STOP_POLLING if job.is_over and request.htmx else 200
    context = {"job": job, "refresh_url": back if is_ours else ""}
    answer = render(request, "portal/jobs/progress.html", context, status=status)
    if job.is_over and request.htmx:
        # The page shows the outcome itself, so it is fetched once more.
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
def job_retry(request: MemberRequest, pk: UUID) -> HttpResponse:
    job = get_visible_or_404(jobs_visible_to(request.member), pk=pk)
    jobs.retry(job, by=request.member, at=timezone.now())
    add_toast(request, _("Job queued again"))
    can_watch = request.member.can(Capability.VIEW_JOBS)
    return redirect("portal:job-list" if can_watch else "portal:home")
