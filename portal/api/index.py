"""The first address of the API: what there is, and where it is explained."""

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.doors import APIView
from portal.serializers.portal import IndexSerializer

#: Name of the address, and what stands there.
ROOMS: Final[tuple[tuple[str, Any], ...]] = (
    ("me", gettext_lazy("Who you are and what you may do.")),
    ("search", gettext_lazy("Everything that can be found by its words.")),
    ("domain-list", gettext_lazy("The domains you may see, parents before children.")),
    ("person-list", gettext_lazy("People and their roles.")),
    ("use-case-list", gettext_lazy("Use cases, with their scores and ranks.")),
    ("saved-view-list", gettext_lazy("Lists kept under a name, your own and shared ones.")),
    ("ranking", gettext_lazy("Use cases by priority, and how sure each rank is.")),
    ("matrix", gettext_lazy("Use cases by value and feasibility.")),
    ("robustness", gettext_lazy("How sure each rank is under other weights.")),
    ("balance", gettext_lazy("The portfolio by bucket, domain and horizon.")),
    ("steel-thread", gettext_lazy("Which use case to carry end to end first.")),
    ("scoring-model", gettext_lazy("The criteria, their weights and thresholds.")),
    ("domain-standards", gettext_lazy("What domains ask beyond the scoring model.")),
    ("overlap-list", gettext_lazy("Use cases that read alike, and what was decided.")),
    ("import-list", gettext_lazy("Imports of use cases from files.")),
    ("roadmap-list", gettext_lazy("Roadmaps, their waves and published editions.")),
    ("framework-list", gettext_lazy("Maturity models.")),
    ("assessment-list", gettext_lazy("Assessments, their responses, reviews and results.")),
    ("campaign-list", gettext_lazy("One assessment over many domains, and who has answered.")),
    ("my-answers", gettext_lazy("Assessments that ask you, and how far you are.")),
    ("partner-list", gettext_lazy("Partners that are assessed.")),
    ("action-list", gettext_lazy("Foundation actions.")),
    ("job-list", gettext_lazy("Work that runs in the background.")),
    ("ledger-list", gettext_lazy("The record of decisions and changes.")),
)


class IndexView(APIView):
    """The rooms of the API."""

    @extend_schema(operation_id="index", responses=IndexSerializer, tags=["account"])
    def get(self, request: Request) -> Response:
        """List the addresses to start from; each answers with what you may see there."""
        body = {
            "about": _("Everything the portal shows and does, for programs."),
            "docs": _address(request, "docs"),
            "schema": _address(request, "schema"),
            "rooms": [
                {
                    "name": name.removesuffix("-list"),
                    "about": str(about),
                    "url": _address(request, name),
                }
                for name, about in ROOMS
            ],
        }
        return Response(IndexSerializer(body).data)


def _address(request: Request, name: str) -> str:
    return request.build_absolute_uri(reverse(f"api:{name}"))
