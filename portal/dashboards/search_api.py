"""Searching the whole portal, for programs."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.doors import APIView
from portal.api.portal import member_behind
from portal.dashboards.search import find_url, search
from portal.domain.finds import Find
from portal.domain.search_words import LONGEST_SEARCH
from portal.serializers.search import SearchSerializer
from portal.web.access import require_some_role

MOST = 20


class SearchView(APIView):
    """Everything that can be found."""

    @extend_schema(
        operation_id="search",
        parameters=[
            OpenApiParameter(
                "q",
                str,
                description="Words that must all be found, or a code such as UC-031. Without any, "
                "the actions and pages that are open to you.",
            )
        ],
        responses=SearchSerializer,
        tags=["search"],
    )
    def get(self, request: Request) -> Response:
        """Find actions, pages, use cases, domains, assessments, frameworks, roadmaps and people.

        A use case you may not read whole is found by what its entry in the register shows, as
        `register_entry`. What you may not see is neither found nor counted.
        """
        member = member_behind(request)
        require_some_role(member)
        text = request.query_params.get("q", "").strip()[:LONGEST_SEARCH]
        found = search(member, text, most=MOST, today=timezone.localdate())
        groups = [
            {
                "kind": group.kind.value,
                "label": group.kind.label,
                "total": group.total,
                "finds": [_body(find, request) for find in group.finds],
            }
            for group in found
        ]
        return Response(SearchSerializer({"text": text, "groups": groups}).data)


def _body(find: Find, request: Request) -> dict[str, Any]:
    return {
        "kind": find.kind.value,
        "id": find.pk,
        "title": find.title,
        "code": find.code,
        "where": find.where,
        "url": request.build_absolute_uri(find_url(find)),
        "method": "GET" if find.sends is None else "POST",
    }
