"""What happened to a use case, back to its beginning."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.web.access import MemberRequest, seen_or_404
from portal.web.rendering import render_page
from portfolio.domain.history_places import place_of
from portfolio.selectors.use_case_details import use_case_seen_by
from portfolio.selectors.use_case_history import happenings

HISTORY = "portfolio/use_cases/history_page.html"


@require_safe
def use_case_history(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a stretch of the history: a page, and what the page of the use case adds to its own."""
    use_case = seen_or_404(use_case_seen_by(request.member, pk))
    asked = request.GET.get("after", "")
    after = place_of(asked)
    if asked and after is None:
        raise Http404
    here = reverse("portfolio:use-case-detail", args=[pk])
    context = {
        "page_title": _("History"),
        "lead": use_case.title,
        "crumbs": (
            (_("Portfolio"), None),
            (_("Use cases"), reverse("portfolio:use-case-list")),
            (use_case.title, here),
            (_("History"), None),
        ),
        "history": happenings(use_case, request.member, after=after),
        "history_url": reverse("portfolio:use-case-history", args=[pk]),
        "is_later_hidden": after is not None,
        "back_url": here,
    }
    return render_page(request, HISTORY, context, fragment="rows")
