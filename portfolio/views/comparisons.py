"""Up to five use cases side by side; the address holds which."""

from typing import Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.domain.roles import Capability
from portal.web.access import MemberRequest, require_view
from portal.web.rendering import render_page
from portfolio.selectors.comparisons import MOST, comparison

PAGE: Final = "portfolio/comparisons/page.html"


@require_safe
def use_case_compare(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    found = comparison(request.member, ids_in(request.GET.getlist("id")))
    shown = [case.pk for case in found.use_cases]
    without = {
        pk: f"?{urlencode([('id', other) for other in shown if other != pk])}" for pk in shown
    }
    context = {
        "page_title": _("Compare"),
        "crumbs": ((_("Ranking"), reverse("portfolio:ranking")), (_("Compare"), None)),
        "form": None,
        "found": found,
        "cases": [(case, without[case.pk]) for case in found.use_cases],
        "most": MOST,
    }
    return render_page(request, PAGE, context)


def ids_in(texts: list[str]) -> list[int]:
    """Return the whole numbers among texts, in their order."""
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 10]
