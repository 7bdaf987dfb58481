"""Cells of the list of use cases, as markup for the screen."""

import html
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final, NamedTuple, TypedDict

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.domain.money import exact_money
from portal.domain.page_parts import OwnerBadge
from portal.domain.roles import Scope
from portal.models.members import initials
from portal.templatetags.badges import bucket_badge, owners, stage, tier_badge
from portal.templatetags.marks import bar
from portfolio.domain.listed_cells import NOTHING, WORDS
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.use_case_columns import COLUMNS, NAME, ChosenColumns, Column, ColumnKind
from portfolio.domain.use_cases import code
from portfolio.selectors.listed_use_cases import ListedUseCase
from portfolio.selectors.use_case_orders import Order

type Paint = Callable[[Any], str]

UNKNOWN: Final = "–"


class ShownUseCase(TypedDict):
    """One line of the list, ready to be written without a further thought.

    ``cells`` is markup; a dictionary, because a template finds a key at once.
    """

    pk: int
    code: str
    title: str
    cells: SafeString


class Head(NamedTuple):
    """The head of one column."""

    key: str
    label: str
    is_sortable: bool
    is_number: bool
    first: str
    css: str


#: While nobody chose columns, these stand back on narrow windows and phones.
_STANDS_BACK: Final = {
    "rank": "is-wide",
    "code": "is-xl",
    "domain": "is-wide",
    "value": "is-wide",
    "adjusted_feasibility": "is-wide",
    "stage": "is-wide",
    "changed": "is-xl",
}
_LOOKS: Final = {
    "code": "st-table__id",
    "priority": "st-pri",
    ColumnKind.DAY: "st-table__day",
    ColumnKind.LONG_TEXT: "st-table__text",
}


def heads(chosen: ChosenColumns) -> tuple[Head, ...]:
    """Return the heads of the columns of a list."""
    return _heads(get_language(), chosen.keys)


@lru_cache
def _heads(_language: str | None, keys: tuple[str, ...]) -> tuple[Head, ...]:
    chosen = ChosenColumns(keys)
    return tuple(
        Head(
            column.key,
            column.heading,
            column.is_sortable,
            column.is_number,
            "desc" if column.is_highest_first else "",
            _back(column, usual=chosen.are_usual),
        )
        for column in chosen.columns
    )


def shown_use_cases(
    rows: Iterable[ListedUseCase], chosen: ChosenColumns, picked_in: Scope | None = None
) -> list[ShownUseCase]:
    """Return the rows of a page as markup, with a box to tick for those within a scope."""
    # While templates are being written, every page is drawn anew.
    brush = Brush(chosen.are_usual) if settings.DEBUG else _brush(get_language(), chosen.are_usual)
    home = reverse("portfolio:use-case-list")
    paints = [brush.of(key) for key in chosen.keys]
    place = chosen.keys.index(NAME)
    select = escape(_("Select"))
    shown = []
    for row in rows:
        title, name = html.escape(row.title), code(row.pk)
        cells = [paint(value) for paint, value in zip(paints, row.values, strict=True)]
        # The page of a row lies beneath the list: asking the URL map 50 times costs a millisecond.
        cells[place] = (
            f'<th scope="row"><a class="st-table__name" href="{home}{row.pk}/">{title}</a></th>'
        )
        if picked_in:
            cells.insert(0, _pick(row, f"{select} {name} {title}", picked_in))
        markup = SafeString("".join(cells))
        shown.append(ShownUseCase(pk=row.pk, code=name, title=row.title, cells=markup))
    return shown


def _pick(row: ListedUseCase, label: str, picked_in: Scope) -> str:
    if not picked_in.covers(row.path):
        return '<td class="st-pick"></td>'
    return (
        '<td class="st-pick"><input class="form-check-input" type="checkbox" name="ticked"'
        f' value="{row.pk}" aria-label="{label}"></td>'
    )


class Brush:
    """Draws cells in one language; what repeats from row to row is drawn once."""

    def __init__(self, usual: bool) -> None:
        self._usual = usual
        self._paints: dict[str, Paint] = {}

    def of(self, key: str) -> Paint:
        """Return what draws the cells of one column."""
        paint = self._paints.get(key)
        if paint is None:
            paint = self._paints[key] = lru_cache(maxsize=4096)(_cell(COLUMNS[key], self._usual))
        return paint


@lru_cache
def _brush(_language: str | None, usual: bool) -> Brush:
    return Brush(usual)


def _back(column: Column, *, usual: bool) -> str:
    return _STANDS_BACK.get(column.key, "") if usual else ""


def _cell(column: Column, usual: bool) -> Paint:
    number = "n" if column.is_number else ""
    look = _LOOKS.get(column.key) or _LOOKS.get(column.kind, "")
    css = " ".join(filter(None, (number, _back(column, usual=usual), look)))
    # On a phone a row is a card, on which chosen cells say what they are.
    says = "" if usual else f' data-label="{escape(column.name)}"'
    opening = f'<td class="{css}"{says}>' if css else f"<td{says}>"
    draw = _DRAWN.get(column.key) or _PRINTED[column.kind]
    empty = UNKNOWN if column.is_number or not usual else ""

    def paint(value: Any) -> str:
        return f"{opening}{empty if value in NOTHING else draw(value)}</td>"

    return paint


def _priority(score: int) -> str:
    return f'<span class="st-strong">{score}</span>{bar(score)}'


def _owners(names: tuple[str, ...]) -> str:
    return owners(
        OwnerBadge(role.label, initials(name), name) if name else OwnerBadge(role.label)
        for role, name in zip(OwnerRole, names, strict=True)
    )


def _number(value: Any) -> str:
    # A rank is words already: it may be a range.
    return value if isinstance(value, str) else f"{value:,}"


_DRAWN: Final[dict[str, Paint]] = {
    **WORDS,
    "bucket": bucket_badge,
    "tier": tier_badge,
    "stage": stage,
    "priority": _priority,
}
_PRINTED: Final[dict[ColumnKind, Paint]] = {
    ColumnKind.TEXT: escape,
    ColumnKind.LONG_TEXT: escape,
    ColumnKind.CHOICE: escape,
    ColumnKind.PERSON: escape,
    ColumnKind.PEOPLE: _owners,
    ColumnKind.NUMBER: _number,
    ColumnKind.MONEY: lambda amount: exact_money(amount, settings.CURRENCY),
    ColumnKind.DAY: lambda day: escape(date_format(day, "j M Y")),
}


def order_words(order: Order) -> str:
    """Say by which column a list is ordered, for what speaks of it."""
    return COLUMNS[order.key].name if order.key in COLUMNS else ""
