"""Who moved in the ranking since a day."""

from datetime import timedelta
from typing import Final, NamedTuple

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.domain.roles import Capability
from portal.web.access import MemberRequest, require_view
from portal.web.paging import paginate
from portal.web.rendering import render_page
from portfolio.forms.movers import SinceForm
from portfolio.selectors.awaited import awaited_ranking
from portfolio.selectors.movers import MoverRow, mover_rows, movers
from portfolio.selectors.use_case_rows import rank_label
from portfolio.views.ranking_views import ranking_tabs

PAGE: Final = "portfolio/movers/page.html"
USUAL: Final = timedelta(days=28)


class ShownMove(NamedTuple):
    """One line of the page."""

    row: MoverRow
    rank: str
    is_up: bool
    is_down: bool
    places: int


@require_safe
def ranking_movers(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    today = timezone.localdate()
    form = SinceForm(request.GET)
    found = movers(request.member, form.day() or today - USUAL)
    page = paginate(list(found.moves), query=request.GET)
    context = {
        "page_title": _("Movers"),
        "crumbs": ((_("Ranking"), reverse("portfolio:ranking")), (_("Movers"), None)),
        "tabs": ranking_tabs("ranking-movers"),
        "form": None,
        "since": form["since"],
        "awaited": awaited_ranking(),
        "found": found,
        "total": len(found.moves),
        "today": today,
        "page": page,
        "rows": [_shown(row) for row in mover_rows(found, list(page.object_list))],
    }
    return render_page(request, PAGE, context, fragment="rows")


def _shown(row: MoverRow) -> ShownMove:
    shift = row.shift or 0
    return ShownMove(row, rank_label(*row.rank), shift > 0, shift < 0, abs(shift))
