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
from portfolio.selectors.awaited import awaited_ranking
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
        "awaited": awaited_ranking(),
    }
    return render_page(request, PAGE, context)


def ids_in(texts: list[str]) -> list[int]:
    """Return the whole numbers among texts, in their order; other texts are no use case, 0."""
    is_number = [text.isascii() and text.isdigit() and len(text) < 10 for text in texts]
    return [int(text) if is_one else 0 for text, is_one in zip(texts, is_number, strict=True)]
