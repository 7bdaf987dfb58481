"""Choosing the columns of the list of use cases, and their order."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.domain.roles import Capability
from portal.web.access import MemberRequest, require_view
from portal.web.rendering import render_page
from portfolio.domain.use_case_columns import COLUMNS, NAME, choose, moved
from portfolio.forms.use_case_lists import read_address

_STEPS = {"up": -1, "down": 1}


@dataclass(frozen=True, slots=True)
class OfferedColumn:
    """One column to tick, and whether it can go before or behind its neighbour."""

    key: str
    name: str
    is_chosen: bool = False
    is_fixed: bool = False
    can_go_up: bool = False
    can_go_down: bool = False


@require_safe
def use_case_columns(request: MemberRequest) -> HttpResponse:
    """Offer every column, the chosen ones first; ``move=stage:up`` moves one."""
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    address = read_address(request.GET, request.member)
    key, _colon, way = request.GET.get("move", "").partition(":")
    keys = moved(address.columns.keys, key, by=_STEPS.get(way, 0))
    said = address.parameters
    list_url = reverse("portfolio:use-case-list")
    context = {
        "page_title": _("Columns"),
        "crumbs": (
            (_("Portfolio"), None),
            (_("Use cases"), f"{list_url}?{address.query}"),
            (_("Columns"), None),
        ),
        "chosen": _chosen(keys),
        "others": [
            OfferedColumn(column.key, column.name)
            for column in COLUMNS.values()
            if column.key not in keys
        ],
        "kept": [
            *_view(request),
            *((name, value) for name, value in said.items() if name != "columns"),
        ],
        "list_url": list_url,
        "moved": f"{key}:{way}" if way in _STEPS else "",
        "is_usual": choose(keys).are_usual,
    }
    return render_page(request, "portfolio/use_cases/columns.html", context, fragment="panel")


def _view(request: MemberRequest) -> list[tuple[str, str]]:
    slug = request.GET.get("view", "")
    return [("view", slug)] if slug else []


def _chosen(keys: tuple[str, ...]) -> list[OfferedColumn]:
    last = len(keys) - 1
    return [
        OfferedColumn(
            key, COLUMNS[key].name, True, key == NAME, can_go_up=n > 0, can_go_down=n < last
        )
        for n, key in enumerate(keys)
    ]
