"""Rows of the list of use cases as markup and as cells of a file."""

from collections.abc import Iterable, Sequence
from datetime import tzinfo
from functools import lru_cache
from typing import Final, TypedDict

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.templatetags.badges import bucket_badge, owners, stage, tier_badge
from portal.templatetags.marks import bar
from portal.web.exports import Cell
from portfolio.domain.buckets import Bucket
from portfolio.domain.ownership import LABELS as OWNER_LABELS
from portfolio.domain.scoring import NotScored
from portfolio.domain.stages import Stage
from portfolio.selectors.use_case_rows import OwnerSeat, UseCaseRow


class ShownRow(TypedDict):
    """One line of the list, ready to be written without a further thought.

    A dictionary, because a template finds a key at once and an attribute by way of an error;
    escaped, because escaping again what holds no special letter costs as much as finding it.
    """

    url: SafeString
    title: SafeString
    code: SafeString
    domain: SafeString
    rank: SafeString
    bucket: SafeString
    priority: SafeString
    bar: SafeString
    value: SafeString
    feasibility: SafeString
    tier: SafeString
    stage: SafeString
    owners: SafeString
    changed: SafeString


class Brush:
    """Draws the cells of a page in one language; what repeats from row to row is drawn once."""

    def __init__(self) -> None:
        remembered = lru_cache(maxsize=4096)
        self.bucket = remembered(bucket_badge)
        self.stage = remembered(stage)
        self.tier = remembered(tier_badge)
        self.bar = remembered(bar)
        self.owners = remembered(_owners)
        self.words = remembered(escape)
        self.number = remembered(lambda number: SafeString(f"{number:.0f}"))
        self.day = remembered(lambda day: escape(date_format(day, "j M")))


NOTHING: Final = SafeString("")
UNKNOWN: Final = SafeString("–")
HEADER: Final = (
    _("Rank"),
    _("Id"),
    _("Use case"),
    _("Domain"),
    _("Bucket"),
    _("Priority"),
    _("Value"),
    _("Feasibility"),
    _("Risk tier"),
    _("Stage"),
    *(_(label) for label in OWNER_LABELS.values()),
    _("Changed"),
)


def shown_rows(rows: Iterable[UseCaseRow]) -> list[ShownRow]:
    """Return the rows of a page as words and markup."""
    # While templates are being written, every page is drawn anew.
    brush = Brush() if settings.DEBUG else _brush(get_language())
    home, zone = reverse("portfolio:use-case-list"), timezone.get_current_timezone()
    return [_shown(row, brush, home, zone) for row in rows]


@lru_cache
def _brush(_language: str | None) -> Brush:
    return Brush()


def _owners(seats: tuple[OwnerSeat, ...]) -> SafeString:
    return owners(seat.badge for seat in seats)


def _shown(row: UseCaseRow, brush: Brush, home: str, zone: tzinfo) -> ShownRow:
    standing = row.standing
    rank = priority = value = feasibility = UNKNOWN
    drawn = NOTHING
    if not isinstance(standing, NotScored):
        rank, priority = SafeString(standing.rank), brush.number(round(standing.priority))
        value = brush.number(round(standing.value))
        feasibility = brush.number(round(standing.adjusted_feasibility))
        drawn = brush.bar(round(standing.priority))
    return {
        # The page of a row lies beneath the list: asking the URL map 50 times costs a millisecond.
        "url": SafeString(f"{home}{row.pk}/"),
        "title": brush.words(row.title),
        "code": SafeString(row.code),
        "domain": brush.words(row.domain),
        "rank": rank,
        "bucket": brush.bucket(row.bucket),
        "priority": priority,
        "bar": drawn,
        "value": value,
        "feasibility": feasibility,
        "tier": brush.tier(row.tier) if row.tier else NOTHING,
        "stage": brush.stage(row.stage),
        "owners": brush.owners(row.owners),
        "changed": brush.day(row.updated_at.astimezone(zone).date()),
    }


def file_rows(rows: Iterable[UseCaseRow]) -> Iterable[Sequence[Cell]]:
    """Yield the same columns as cells of a file: numbers as numbers, owners by name."""
    buckets, stages = ({each: each.label for each in kind} for kind in (Bucket, Stage))
    for row in rows:
        standing = row.standing
        scored: tuple[Cell, ...] = ("", "", "")
        rank = ""
        if not isinstance(standing, NotScored):
            rank = standing.rank
            scored = (
                round(standing.priority),
                round(standing.value),
                round(standing.adjusted_feasibility),
            )
        yield (
            rank,
            row.code,
            row.title,
            row.domain,
            buckets[row.bucket],
            *scored,
            f"T{row.tier}" if row.tier else "",
            stages[row.stage],
            *("" if seat.is_vacant else seat.name for seat in row.owners),
            timezone.localtime(row.updated_at).date().isoformat(),
        )
