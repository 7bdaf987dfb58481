"""Searching the whole portal."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.web.access import MemberRequest, require_some_role
from portal.web.rendering import render_page
from portfolio.forms.use_case_filters import LONGEST_SEARCH
from portfolio.selectors.search import search
from portfolio.views.use_case_rows import shown_rows


@require_safe
def search_page(request: MemberRequest) -> HttpResponse:
    require_some_role(request.member)
    text = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    found = search(request.member, text)
    all_url = f"{reverse('portfolio:use-case-list')}?{urlencode({'q': text})}"
    more = found.use_cases.total > len(found.use_cases.rows)
    context = {
        "page_title": _("Search"),
        "crumbs": ((_("Search"), None),),
        "text": text,
        "use_cases": shown_rows(found.use_cases.rows),
        "total": found.use_cases.total,
        "all_url": all_url if more else "",
        "domains": [
            (hit, f"{reverse('portfolio:use-case-list')}?domain={hit.pk}") for hit in found.domains
        ],
    }
    return render_page(request, "portfolio/search/results.html", context)
