"""The export that imports again: everything on the use cases of a list, as a file."""

from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.domain.roles import Capability
from portal.web.access import MemberRequest, require_view
from portal.web.exports import streamed_file
from portfolio.reports.register_files import FileKind, register_content
from portfolio.selectors.register_exports import register_entries
from portfolio.views.use_case_selections import selection_of


@require_safe
def use_case_export_whole(request: MemberRequest, kind: str) -> HttpResponseBase:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    wanted = selection_of(request.GET, request.member)
    entries = register_entries(request.member, wanted.filters, wanted.order)
    file = FileKind(kind)
    name = f"use-cases-whole-{timezone.localdate().isoformat()}.{file}"
    return streamed_file(name, register_content(file, entries), file.content_type)
