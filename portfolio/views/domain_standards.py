"""The standards of domains: all of them on one page, each with its versions."""

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.domain.roles import Capability
from portal.models import Domain
from portal.web.access import MemberRequest, get_visible_or_404, require_view
from portal.web.rendering import render_page
from portfolio.selectors.domain_standards import standard_page, standard_rows

LIST, DETAIL = (f"portfolio/domain_standards/{name}.html" for name in ("list", "detail"))


@require_safe
def domain_standards(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    rows = standard_rows(request.member)
    context = {
        "page_title": _("Domain standards"),
        "crumbs": ((_("Domain standards"), None),),
        "rows": rows,
        "stricter": sum(row.is_stricter for row in rows),
    }
    return render_page(request, LIST, context)


@require_safe
def domain_standard(request: MemberRequest, pk: int, number: int | None = None) -> HttpResponse:
    """Show what applies in a domain; with a number, as its standard was in that version."""
    domain = visible_domain(request, pk)
    page = standard_page(domain, request.member, number=number)
    if number is not None and page.shown is None:
        raise Http404
    back = reverse("portfolio:domain-standards")
    crumbs: tuple[tuple[str, str | None], ...] = ((_("Domain standards"), back),)
    if number is None:
        crumbs = (*crumbs, (domain.name, None))
    else:
        own = reverse("portfolio:domain-standard", args=[pk])
        crumbs = (*crumbs, (domain.name, own), (_("Version %d") % number, None))
    context = {
        "page_title": _("Standard of %(domain)s") % {"domain": domain.name},
        "crumbs": crumbs,
        "page": page,
    }
    return render_page(request, DETAIL, context)


def visible_domain(request: MemberRequest, pk: int) -> Domain:
    """Return a domain beneath the enterprise that the reader may see, or answer 404."""
    rows: QuerySet[Domain] = Domain.objects.visible_to(request.member, Capability.VIEW_PORTFOLIO)
    return get_visible_or_404(rows.filter(depth__gt=1), pk=pk)
