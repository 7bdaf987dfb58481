"""The portfolio matrix: value against adjusted feasibility."""

from typing import Final, NamedTuple
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.domain.page_parts import Chip
from portal.domain.roles import Capability
from portal.web.access import MemberRequest, require_view
from portal.web.rendering import render_page
from portfolio.charts.matrix import drawn_matrix, matrix_spec
from portfolio.domain.buckets import Bucket
from portfolio.domain.priority import Quadrant
from portfolio.forms.ranking import MatrixFilterForm
from portfolio.selectors.awaited import awaited_ranking
from portfolio.selectors.matrix import MatrixData, matrix_data
from portfolio.selectors.use_cases import Empty, domains_to_filter, why_empty
from portfolio.views.query_strings import number_in, without
from portfolio.views.ranking import selection

PAGE: Final = "portfolio/matrix/page.html"


class Count(NamedTuple):
    """How many use cases lie in one place, and the list of them; no link where there are none."""

    number: int
    url: str

    @property
    def shown(self) -> str:
        return f"{self.number:,}"


class CountRow(NamedTuple):
    """A quadrant, or the sum of all, over the buckets."""

    label: str
    counts: list[Count]
    total: Count


@require_safe
def matrix(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    form = MatrixFilterForm(request.GET, domains=domains_to_filter(request.member), sources=())
    data = matrix_data(request.member, form.as_filters())
    narrowing = form.at_work()
    query = {name: request.GET[name] for name, _label, _value in narrowing}
    selected = number_in(request, "selected")
    spec = matrix_spec(data, selected=selected, query=query)
    is_empty = not data.rows
    context = {
        "page_title": _("Portfolio matrix"),
        "crumbs": ((_("Portfolio"), None), (_("Matrix"), None)),
        "form": None,
        "awaited": awaited_ranking(),
        "filter_form": form,
        "chips": [Chip(label, value, without(request, name)) for name, label, value in narrowing],
        "left_out": form.left_out(),
        "drawn": None if is_empty else drawn_matrix(spec),
        "buckets": list(Bucket),
        "count_rows": _count_rows(data, query),
        "notes": data.notes,
        "stricter": data.stricter,
        "unscored": Count(data.unscored, _list_url(query, scored="no")),
        "why_empty": _why_empty(request, is_narrowed=bool(narrowing)) if is_empty else None,
        **selection(request, selected, reverse("portfolio:matrix")),
    }
    return render_page(request, PAGE, context, fragment="rows")


def _why_empty(request: MemberRequest, *, is_narrowed: bool) -> str:
    if is_narrowed:
        return Empty.FILTERED
    why = why_empty(request.member, is_narrowed=False)
    # Nothing is filtered away, so what there is has too few ratings.
    return Empty.NOTHING_YET if why is Empty.FILTERED else why


def _count_rows(data: MatrixData, query: dict[str, str]) -> list[CountRow]:
    rows = [
        CountRow(
            quadrant.label,
            [
                _count(data.counts[quadrant, bucket], query, quadrant=quadrant, bucket=bucket)
                for bucket in Bucket
            ],
            _count(data.in_quadrant(quadrant), query, quadrant=quadrant),
        )
        for quadrant in Quadrant
    ]
    everything = CountRow(
        _("All"),
        [_count(data.in_bucket(bucket), query, bucket=bucket, scored="yes") for bucket in Bucket],
        _count(len(data.rows), query, scored="yes"),
    )
    return [*rows, everything]


def _count(number: int, query: dict[str, str], **more: str) -> Count:
    return Count(number, _list_url(query, **more) if number else "")


def _list_url(query: dict[str, str], **more: str) -> str:
    parameters = query | {name: str(value) for name, value in more.items()}
    return f"{reverse('portfolio:use-case-list')}?{urlencode(parameters)}"
