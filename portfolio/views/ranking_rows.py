"""Rows of the ranking, ready to be written."""

from collections.abc import Sequence
from typing import NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.templatetags.badges import bucket_badge, stage, status_badge
from portal.templatetags.marks import bar
from portal.web.access import MemberRequest
from portfolio.selectors.ranking import RankedRow
from portfolio.selectors.use_case_rows import rank_label
from portfolio.views.query_strings import without


class ShownRow(NamedTuple):
    """One line of the ranking."""

    pk: int
    url: str
    why_url: str
    title: str
    domain: str
    rank: str
    domain_rank: str
    bucket: SafeString
    bucket_rank: str
    is_on_front: bool
    value: str
    feasibility: str
    priority: str
    bar: SafeString
    robustness: SafeString
    stage: SafeString
    is_selected: bool


def shown_rows(
    rows: Sequence[RankedRow], request: MemberRequest, selected: int | None
) -> list[ShownRow]:
    """Return the rows of a page; badges are drawn once for each distinct value."""
    kept = without(request, "selected")
    start = f"{reverse('portfolio:ranking')}{kept}{'&' if kept != '?' else ''}selected="
    page = request.GET.get("page", "")
    end = f"&page={page}" if page.isdigit() else ""
    return [_shown(row, f"{start}{row.pk}{end}", is_selected=row.pk == selected) for row in rows]


def _shown(row: RankedRow, why_url: str, *, is_selected: bool) -> ShownRow:
    rated, adjusted = round(row.feasibility), round(row.adjusted_feasibility)
    return ShownRow(
        pk=row.pk,
        url=reverse("portfolio:use-case-detail", args=[row.pk]),
        why_url=why_url,
        title=row.title,
        domain=row.domain,
        rank=rank_label(row.rank, row.rank_low, row.rank_high),
        domain_rank=rank_label(row.domain_rank, row.domain_rank_low, row.domain_rank_high),
        bucket=bucket_badge(row.bucket),
        bucket_rank=rank_label(row.bucket_rank, row.bucket_rank_low, row.bucket_rank_high),
        is_on_front=bool(row.is_on_front),
        value=f"{row.value:.0f}",
        feasibility=f"{rated} → {adjusted}" if adjusted != rated else f"{adjusted}",
        priority=f"{row.priority:.0f}",
        bar=bar(round(row.priority)),
        robustness=_robustness(row),
        stage=stage(row.stage),
        is_selected=is_selected,
    )


def _robustness(row: RankedRow) -> SafeString:
    if row.is_provisional:
        return status_badge(_("Ratings missing"), tone="neutral", icon="help")
    if row.is_rank_robust:
        return SafeString(_("Holds"))
    return SafeString(_("Moves with the weights"))
