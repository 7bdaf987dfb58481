"""The ranked portfolio, and why one use case ranks where it does."""

from typing import Any, Final

from django.core.paginator import Page
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.domain.page_parts import Chip, Tab
from portal.domain.roles import Capability
from portal.web.access import MemberRequest, require_view
from portal.web.paging import CountedPaginator, rows_per_page
from portal.web.rendering import render_page
from portfolio.charts.standings import DrawnStanding, drawn_standing
from portfolio.domain.buckets import Bucket
from portfolio.forms.ranking import RankingFilterForm
from portfolio.selectors.awaited import awaited_ranking
from portfolio.selectors.ranking import RankingPage, ranked_rows, ranking_page
from portfolio.selectors.standings import standing_panel
from portfolio.selectors.use_case_details import use_case_seen_by
from portfolio.selectors.use_cases import Empty, domains_to_filter, why_empty
from portfolio.views.query_strings import number_in, without
from portfolio.views.ranking_rows import shown_rows
from portfolio.views.ranking_views import ranking_tabs

PAGE: Final = "portfolio/ranking/page.html"


@require_safe
def ranking(request: MemberRequest) -> HttpResponse:
    require_view(request.member, Capability.VIEW_PORTFOLIO)
    form = RankingFilterForm(request.GET, domains=domains_to_filter(request.member), sources=())
    filters = form.as_ranking_filters()
    size = rows_per_page(request.GET)
    number = number_in(request, "page") or 1
    found = ranking_page(request.member, filters, number=number, size=size)
    selected = number_in(request, "selected")
    narrowing = form.at_work()
    paginator = CountedPaginator([], size, total=found.total)
    rows = shown_rows(ranked_rows(found.ids), request, selected)
    context = {
        "page_title": _("Ranking"),
        "crumbs": ((_("Portfolio"), None), (_("Ranking"), None)),
        "form": None,
        "awaited": awaited_ranking(),
        "views": ranking_tabs("ranking"),
        "filter_form": form,
        "tabs": _tabs(request, found, filters.rows.bucket),
        "chips": [Chip(label, value, _removed(request, name)) for name, label, value in narrowing],
        "left_out": form.left_out(),
        "page": Page(rows, found.number, paginator),
        "why_empty": _why_empty(request, found, is_narrowed=bool(narrowing)),
        **selection(request, selected, reverse("portfolio:ranking")),
    }
    return render_page(request, PAGE, context, fragment="rows")


def selection(request: MemberRequest, selected: int | None, page: str) -> dict[str, Any]:
    """Return what a page shows beside its list or chart: why the selected use case ranks so."""
    return {
        "standing_panel": _panel(request, selected),
        "close_url": f"{page}{without(request, 'selected')}",
    }


def _panel(request: MemberRequest, selected: int | None) -> DrawnStanding | None:
    if selected is None:
        return None
    # Somebody else's use case is not there: the list is what was asked for, so it is no 404.
    use_case = use_case_seen_by(request.member, selected)
    return drawn_standing(standing_panel(use_case, request.member)) if use_case else None


def _removed(request: MemberRequest, name: str) -> str:
    return without(request, name, f"{name}_from", f"{name}_to")


def _tabs(request: MemberRequest, found: RankingPage, current: Bucket | None) -> list[Tab]:
    everything = Tab(
        _("All buckets"),
        without(request, "bucket"),
        sum(found.bucket_counts.values()),
        is_current=current is None,
    )
    names = {
        Bucket.EFFICIENCY: _("Efficiency"),
        Bucket.AUGMENTATION: _("Augmentation"),
        Bucket.TRANSFORMATION: _("Transformation"),
    }
    return [
        everything,
        *(
            Tab(
                names[bucket],
                without(request, bucket=bucket.value),
                found.bucket_counts[bucket],
                is_current=bucket is current,
            )
            for bucket in Bucket
        ),
    ]


def _why_empty(request: MemberRequest, found: RankingPage, *, is_narrowed: bool) -> str | None:
    if found.ids:
        return None
    if is_narrowed or request.GET.get("bucket"):
        return Empty.FILTERED
    why = why_empty(request.member, is_narrowed=False)
    # Nothing is filtered away, so what there is has too few ratings.
    return "unrated" if why is Empty.FILTERED else why
