"""The ledger, for those who check."""

from django.db import connection
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.domain.roles import Capability
from portal.models import ledger_guard
from portal.selectors.ledger import entries, ledger_row, verify_ledger
from portal.web.access import MemberRequest, require_view
from portal.web.paging import paginate
from portal.web.rendering import render_page


@require_safe
def ledger_list(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_LEDGER)
    page = paginate(entries(), query=request.GET)
    context = {
        "page_title": _("Ledger"),
        "crumbs": ((_("Ledger"), None),),
        "page": page,
        "rows": [ledger_row(entry) for entry in page],
    }
    return render_page(request, "portal/ledger/list.html", context, fragment="rows")


@require_safe
def ledger_verify(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_LEDGER)
    context = {
        "page_title": _("Check of the ledger"),
        "crumbs": ((_("Ledger"), "/ledger/"), (_("Check"), None)),
        "found": verify_ledger(),
        "is_guarded": ledger_guard.is_installed(connection),
    }
    return render_page(request, "portal/ledger/verify.html", context)
