"""What is like a use case, and what is like the title somebody types."""

from typing import Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.domain.roles import Capability, require
from portal.web.access import MemberRequest, get_visible_or_404, require_view
from portal.web.rendering import render_page
from portfolio.models import UseCase
from portfolio.selectors.similar_use_cases import HINT, neighbourhood, similar_to_text

NEAR: Final = "portfolio/overlap/near.html"
TYPED: Final = "portfolio/overlap/typed.html"
LONGEST: Final = 500


@require_safe
def use_case_similar(request: MemberRequest, pk: int) -> HttpResponse:
    use_case = get_visible_or_404(UseCase.objects.visible_to(request.member), pk=pk)
    context = {
        "page_title": _("Similar use cases"),
        "crumbs": (
            (_("Portfolio"), None),
            (_("Use cases"), reverse("portfolio:use-case-list")),
            (use_case.title, reverse("portfolio:use-case-detail", args=[pk])),
            (_("Similar use cases"), None),
        ),
        "lead": use_case.title,
        "near": neighbourhood(use_case, request.member),
    }
    return render_page(request, NEAR, context, fragment="panel")


@require_safe
def similar_typed(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    require(request.member, Capability.REGISTER_USE_CASE)
    title = request.GET.get("title", "")[:LONGEST]
    outcome = request.GET.get("outcome", "")[: LONGEST * 4]
    found = similar_to_text(request.member, title, outcome, floor=HINT)
    context = {
        "page_title": _("Similar use cases"),
        "crumbs": (
            (_("Portfolio"), None),
            (_("Use cases"), reverse("portfolio:use-case-list")),
            (_("Similar use cases"), None),
        ),
        "title": title,
        "similar": found,
    }
    return render_page(request, TYPED, context, fragment="found")
