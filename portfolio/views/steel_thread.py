"""The steel thread: the use case to carry end to end first."""

from typing import Final

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.domain.page_parts import Chip
from portal.domain.roles import Capability
from portal.web.access import MemberRequest, require_view
from portal.web.rendering import render_page
from portfolio.domain.risk_tiers import Tier
from portfolio.domain.steel_thread import Test
from portfolio.forms.ranking import SteelThreadFilterForm
from portfolio.selectors.awaited import awaited_ranking
from portfolio.selectors.steel_thread import steel_thread
from portfolio.selectors.use_cases import Empty, domains_to_filter, why_empty
from portfolio.views.query_strings import without

PAGE: Final = "portfolio/steel_thread/page.html"


@require_safe
def steel_thread_page(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    domains = domains_to_filter(request.member)
    form = SteelThreadFilterForm(request.GET, domains=domains, sources=())
    found = steel_thread(request.member, form.as_filters())
    narrowing = form.at_work()
    tier = found.choice.row.tier if found.choice else None
    context = {
        "page_title": _("Steel thread"),
        "crumbs": ((_("Portfolio"), None), (_("Steel thread"), None)),
        "form": None,
        "awaited": awaited_ranking(),
        "filter_form": form,
        "chips": [Chip(label, value, without(request, name)) for name, label, value in narrowing],
        "left_out": form.left_out(),
        "found": found,
        "tests": list(Test),
        "demands": Tier(tier).demands if tier else "",
        "why_empty": "" if found.looked_at else _why_empty(request, is_narrowed=bool(narrowing)),
    }
    return render_page(request, PAGE, context, fragment="rows")


def _why_empty(request: MemberRequest, *, is_narrowed: bool) -> str:
    why = why_empty(request.member, is_narrowed=is_narrowed)
    # Nothing is filtered away, so what there is has no priority or is in production already.
    return Empty.NOTHING_YET if why is Empty.FILTERED and not is_narrowed else why
