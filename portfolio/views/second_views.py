"""The portfolio in the order of WSJF or RICE, to be read beside the ranking."""

from typing import Final

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.domain.page_parts import Tab
from portal.domain.roles import Capability
from portal.web.access import MemberRequest, require_view
from portal.web.paging import paginate
from portal.web.rendering import render_page
from portfolio.domain.second_views import SecondView
from portfolio.selectors.awaited import awaited_ranking
from portfolio.selectors.second_views import in_view, view_rows
from portfolio.views.ranking_views import ranking_tabs

PAGE: Final = "portfolio/second_views/page.html"


@require_safe
def second_view(request: MemberRequest, view: str) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    if view not in SecondView:
        raise Http404
    chosen = SecondView(view)
    is_missing = request.GET.get("missing") == "yes"
    counts = [in_view(request.member, chosen, is_missing=each).count() for each in (False, True)]
    rows = in_view(request.member, chosen, is_missing=is_missing).values_list("pk", flat=True)
    page = paginate(rows, query=request.GET, total=counts[is_missing])
    found = view_rows(chosen, list(page.object_list))
    start = reverse("portfolio:ranking-view", args=[view])
    context = {
        "page_title": chosen.label,
        "crumbs": ((_("Ranking"), reverse("portfolio:ranking")), (chosen.label, None)),
        "tabs": ranking_tabs(f"ranking-view-{view}"),
        "form": None,
        "awaited": awaited_ranking(),
        "is_wsjf": chosen is SecondView.WSJF,
        "is_missing": is_missing,
        "kinds": [
            Tab(_("With a score"), start, counts[0], is_current=not is_missing),
            Tab(_("Something is missing"), f"{start}?missing=yes", counts[1], is_missing),
        ],
        "terms": [term.name for term in found[0].terms] if found else [],
        "page": page,
        "rows": found,
    }
    return render_page(request, PAGE, context, fragment="rows")
