"""Fifty saved views at random: the page, the files and the API hold the same rows."""

import csv
import html
import io
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

import openpyxl
import pytest
from django.test import Client
from django.utils.formats import date_format

from portal.models import SavedView
from portfolio.domain.buckets import Bucket
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.priority import Quadrant
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique
from portfolio.domain.use_case_columns import COLUMNS, USUAL, Column, ColumnKind
from portfolio.models import UseCaseTechnique
from portfolio.selectors.use_case_orders import SortKey
from tests.builders import NOW, make_scored, make_use_case, make_user
from tests.conftest import Cast

LIST = "/portfolio/use-cases/"
SEED = 20261121
SIZE = 200
VIEWS = 50
WORDS = ("forecast", "parcel", "depot", "route", "invoice", "claim", "customs", "roster", "Straße")
NOTHING = ("", "–")

type Table = list[list[str]]


@dataclass(frozen=True)
class Shown:
    """What a page holds, cell by cell, under its heads."""

    heads: list[str]
    rows: Table


def varied_portfolio(cast: Cast, dice: random.Random) -> None:
    """Register use cases that differ in everything a list can show, with gaps everywhere."""
    people = [cast.lead, cast.freight_owner, make_user("Gone", is_active=False), None]
    domains = [cast.root, cast.freight, cast.depots, cast.retail]
    ranks = dice.sample(range(1, SIZE), SIZE // 2)
    for number in range(SIZE):
        fields: dict[str, Any] = {
            "title": f"{' '.join(dice.sample(WORDS, 2))} & {number % 60}",
            "outcome": f"Fewer <{dice.choice(WORDS)}> hours, {dice.randint(1, 40)} % less",
            "problem": dice.choice(["", "Every parcel is looked at twice.", "Ärger"]),
            "domain": dice.choice(domains),
            "stage": dice.choice(list(Stage)).value,
            "bucket": dice.choice(list(Bucket)).value,
            "tier": dice.choice([None, 1, 2, 3, 4]),
            "impact": dice.choice([None, 1, 4]),
            "autonomy": dice.choice([None, 2, 3]),
            "planned_cost": dice.choice([None, "0", "1250.50", "890000", "12"]),
            "planned_benefit": dice.choice([None, "4000000", "99.99"]),
            "effort_weeks": dice.choice([None, 0, 12, 2500]),
            "reach": dice.choice([None, 1_000_000, 7]),
            "live_on": dice.choice([None, date(2026, 5, 1), date(2024, 12, 31)]),
            "initiated_on": dice.choice([None, date(2023, 1, 9)]),
            "source": dice.choice(["", "fleet register", f"spreadsheet-{cast.freight.pk}"]),
            "created_at": NOW - timedelta(days=dice.randint(0, 400)),
            "updated_at": NOW - timedelta(hours=dice.randint(0, 4000)),
            "archived_at": dice.choice([None] * 9 + [NOW]),
            **{role.value: dice.choice(people) for role in OwnerRole},
        }
        if fields["source"]:
            fields["external_reference"] = f"REF-{number}"
        if number < len(ranks):
            quadrant = dice.choice(list(Quadrant)).value
            low = max(1, ranks[number] - dice.choice([0, 2]))
            place = {"low": low, "high": ranks[number], "quadrant": quadrant}
            row = make_scored(ranks[number], **place, **fields)
        else:
            row = make_use_case(**fields)
        for technique in dice.sample(list(Technique), dice.randint(0, 2)):
            UseCaseTechnique.objects.create(use_case=row, technique=technique)


def random_query(cast: Cast, dice: random.Random) -> dict[str, str]:
    """Return what a reader might have in the address: filters, an order, columns, a page size."""
    choices = {
        "q": ["parcel", "depot forecast", "strasse", "ref-1", "uc-", "par"],
        "domain": [str(cast.freight.pk), str(cast.retail.pk)],
        "bucket": [each.value for each in Bucket],
        "stage": [each.value for each in Stage],
        "quadrant": [each.value for each in Quadrant],
        "tier": ["1", "2", "3", "4"],
        "technique": [each.value for each in Technique],
        "scored": ["yes", "no"],
        "before_production": ["yes", "no"],
        "owner_gap": ["any", "data_owner"],
        "source": ["fleet register"],
        "archived": ["yes"],
    }
    names = dice.sample(list(choices), dice.choice((0, 1, 1, 2)))
    said = {name: dice.choice(choices[name]) for name in names}
    if dice.random() < 0.85:
        key = dice.choice(list(SortKey))
        down = key is not SortKey.RELEVANCE and dice.random() < 0.5
        said["sort"] = f"-{key}" if down else key.value
    if dice.random() < 0.85:
        said["columns"] = ",".join(dice.sample(list(COLUMNS), dice.randint(1, 12)))
    if dice.random() < 0.4:
        said["per_page"] = dice.choice(["25", "100"])
    return said


def saved(client: Client, number: int, said: dict[str, str]) -> SavedView:
    """Keep the address as a view, as the page does."""
    posted = {"page": "use-cases", "query": urlencode(said), "name": f"View {number}"}
    response = client.post("/views/new/", posted | {"sharing": "private"})
    assert response.status_code == 302, response.content.decode()
    return SavedView.objects.get(name=f"View {number}")


def shown(client: Client, address: str) -> Shown:
    """Read every page of a list, following its link to the next one."""
    heads: list[str] = []
    rows: Table = []
    url: str | None = address
    while url:
        page = client.get(url).content.decode()
        head = re.search(r"<thead>(.*?)</thead>", page, re.DOTALL)
        if head is None:
            break
        heads = [words(cell).rstrip(" ↑↓") for cell in cells(head[1])]
        body = re.search(r"<tbody[^>]*>(.*?)</tbody>", page, re.DOTALL)
        assert body
        found = re.findall(r"<tr.*?</tr>", body[1], re.DOTALL)
        rows += [[words(cell) for cell in cells(row)] for row in found]
        following = re.search(r'<a href="([^"]+)"[^>]*rel="next"', page)
        url = f"{LIST}{html.unescape(following[1])}" if following else None
    return Shown(heads, rows)


def cells(markup: str) -> list[str]:
    found = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", markup, re.DOTALL)
    return [cell for cell in found if 'type="checkbox"' not in cell]


def words(cell: str) -> str:
    # Four badges of owners carry their names in titles.
    holders = re.findall(r'title="([^"]+)"', cell) if "st-owners" in cell else []
    if holders:
        return html.unescape("|".join(holders))
    return html.unescape(re.sub(r"<[^>]+>", "", cell)).strip()


def on_screen(column: Column, values: Sequence[Any]) -> str:
    """Write cells of a file as the screen writes them, from what the register of columns says."""
    value = values[0]
    if column.kind is ColumnKind.PEOPLE:
        pairs = zip(OwnerRole, values, strict=True)
        return "|".join(f"{role.label}: {name or 'vacant'}" for role, name in pairs)
    if value in NOTHING or value is None:
        return ""
    if column.kind is ColumnKind.DAY:
        return date_format(date.fromisoformat(str(value)), "j M Y")
    if column.kind is ColumnKind.MONEY:
        amount = float(value)
        return f"€{amount:,.0f}" if amount == int(amount) else f"€{amount:,.2f}"
    if column.kind is ColumnKind.NUMBER and "–" not in str(value):
        whole = int(value)
        return str(whole) if "rank" in column.key else f"{whole:,}"
    return str(value).strip()


def as_screen(columns: Sequence[Column], rows: Iterator[Sequence[Any]]) -> Table:
    written = []
    for row in rows:
        line, place = [], 0
        for column in columns:
            width = len(column.headings)
            line.append(on_screen(column, row[place : place + width]))
            place += width
        assert place == len(row)
        written.append(line)
    return written


def csv_rows(client: Client, query: str) -> tuple[list[str], Iterator[Sequence[Any]]]:
    response: Any = client.get(f"{LIST}export/csv/?{query}")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    header, *rows = csv.reader(io.StringIO(text))
    # A quote keeps spreadsheets from taking a cell for a formula.
    return header, ([re.sub(r"^'(?=[=+\-@])", "", cell) for cell in row] for row in rows)


def xlsx_rows(client: Client, query: str) -> tuple[list[str], Iterator[Sequence[Any]]]:
    response: Any = client.get(f"{LIST}export/xlsx/?{query}")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)), read_only=True)
    header, *rows = book.active.iter_rows(values_only=True)
    width = len(header)
    return list(header), ([*row, *[None] * (width - len(row))] for row in rows)


def json_rows(client: Client, query: str) -> Iterator[Sequence[Any]]:
    response: Any = client.get(f"{LIST}export/json/?{query}")
    for record in json.loads(b"".join(response.streaming_content)):
        cells: list[Any] = []
        for value in record.values():
            cells += value.values() if isinstance(value, dict) else [value]
        yield ["" if cell is None else cell for cell in cells]


def api_codes(client: Client, query: str) -> list[str]:
    said = dict(parse_qsl(query))
    said.pop("columns", None)
    said.pop("per_page", None)
    if "sort" in said:
        said["ordering"] = said.pop("sort")
    found: list[str] = []
    url: str | None = f"/api/v1/use-cases/?{urlencode(said | {'page_size': '200'})}"
    while url:
        body = client.get(url).json()
        found += [row["code"] for row in body["results"]]
        url = body["next"]
    return found


@pytest.mark.django_db
def test_fifty_saved_views_hold_on_every_floor_what_the_screen_shows(cast: Cast) -> None:
    dice = random.Random(SEED)
    varied_portfolio(cast, dice)
    lead = cast.client("lead")
    filled = 0
    for number in range(VIEWS):
        view = saved(lead, number, random_query(cast, dice))
        opened = lead.get(f"/views/{view.slug}/")
        query = opened["Location"].partition("?")[2].partition("&")[2]
        assert query == view.query
        screen = shown(lead, opened["Location"])
        asked = dict(parse_qsl(view.query)).get("columns")
        names = asked.split(",") if asked else USUAL
        columns = [COLUMNS[name] for name in names]
        for header, rows in (csv_rows(lead, query), xlsx_rows(lead, query)):
            assert header == [heading for each in columns for heading in each.headings], query
            assert as_screen(columns, rows) == blanked(screen.rows), query
        assert as_screen(columns, json_rows(lead, query)) == blanked(screen.rows), query
        if not screen.rows:
            assert api_codes(lead, query) == []
            continue
        filled += 1
        assert screen.heads == [each.heading for each in columns], query
        with_codes = shown(lead, f"{LIST}?{without_columns(query)}&columns=code,title&per_page=100")
        assert api_codes(lead, query) == [row[0] for row in with_codes.rows], query
    assert filled > VIEWS * 0.8


def blanked(rows: Table) -> Table:
    return [["" if cell in NOTHING else cell for cell in row] for row in rows]


def without_columns(query: str) -> str:
    """Return the filters and the order alone."""
    return urlencode([pair for pair in parse_qsl(query) if pair[0] not in {"columns", "per_page"}])
