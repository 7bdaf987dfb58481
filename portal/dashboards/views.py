"""The page one lands on after signing in."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.charts.figures import on_page
from portal.dashboards.selectors import overview
from portal.domain.roles import Capability
from portal.web.access import MemberRequest
from portal.web.rendering import render_page


@require_safe
def home(request: MemberRequest) -> HttpResponse:
    """Show the overview, or lead to the one thing a role is here for."""
    member = request.member
    if member.can(Capability.VIEW_PORTFOLIO):
        page = overview(member, today=timezone.localdate())
        context = {
            "page_title": _("Overview"),
            "page": page,
            "funnel": on_page(page.funnel),
        }
        return render_page(request, "portal/overview/overview.html", context)
    if member.can(Capability.ANSWER_ASSESSMENT):
        return redirect("assessments:my-answers")
    if member.can(Capability.VIEW_PEOPLE):
        return redirect("portal:person-list")
    return render_page(request, "portal/overview/stranger.html", {"page_title": _("Welcome")})
