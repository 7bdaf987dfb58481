"""The list of use cases, one use case, a search, the API and the export."""

import csv
import io
from collections.abc import Iterator
from typing import Final

from django.db import connection
from django.urls import reverse

from portal.management.bench.measurements import (
    LARGE,
    MIDDLE,
    Bench,
    Measurement,
    bare_strings,
    page_figure,
)
from portal.management.bench.measuring import Figure, cpu, extra_megabytes, queries
from portal.management.bench.readers import HTMX

QUERY: Final = "?stage=pilot&sort=-value"
API_QUERY: Final = "?stage=pilot&ordering=-value"
SEARCH: Final = "?q=forecast+parcel"
_COLUMNS: Final = (
    "u.id, u.rank, u.title, d.name, u.bucket, u.priority, u.value, u.adjusted_feasibility, u.tier, "
    "u.stage, u.updated_at, a.name, b.name, c.name, e.name"
)
_JOINS: Final = (
    "portfolio_usecase u JOIN portal_domain d ON d.id = u.domain_id "
    "LEFT JOIN portal_user a ON a.id = u.business_owner_id "
    "LEFT JOIN portal_user b ON b.id = u.model_owner_id "
    "LEFT JOIN portal_user c ON c.id = u.data_owner_id "
    "LEFT JOIN portal_user e ON e.id = u.technical_steward_id"
)


def list_page(bench: Bench) -> Iterator[Figure]:
    """Measure the list, whole and as the part htmx swaps."""
    url = reverse("portfolio:use-case-list") + QUERY
    whole, part = (
        "List page, 50 of 10,000, filtered and sorted",
        "The same list as the part that htmx swaps",
    )
    yield page_figure(bench, "list", whole, url, 15, floor=_bare_list)
    yield page_figure(bench, "partial", part, url, 8, floor=_bare_list, headers=HTMX)


def detail_page(bench: Bench) -> Iterator[Figure]:
    """Measure the page of one use case, and why it stands where it stands, which follows."""
    pk = bench.organisation.ids[17]
    url = reverse("portfolio:use-case-detail", args=[pk])
    row = f"SELECT * FROM {_JOINS} WHERE u.id = %s"  # noqa: S608

    def floor() -> None:
        bare_strings(row, [pk])

    yield page_figure(bench, "detail", "Page of one use case", url, 15, floor=floor)
    why, title = reverse("portfolio:use-case-standing", args=[pk]), "Why this rank, its part of it"
    yield page_figure(bench, "why", title, why, 15, floor=floor, headers=HTMX)


def overview(bench: Bench) -> Iterator[Figure]:
    """Measure the page one lands on: every aggregate of 10,000 use cases over 60 domains."""
    title, url = "Executive overview, 10,000 use cases, 60 domains", reverse("portal:home")
    yield page_figure(bench, "overview", title, url, 60, floor=_bare_overview, most_queries=25)


def search_middle(bench: Bench) -> Iterator[Figure]:
    """Measure a search over 10,000."""
    yield _search(bench, MIDDLE, 20)


def search_large(bench: Bench) -> Iterator[Figure]:
    """Measure a search over 50,000."""
    yield _search(bench, LARGE, 40)


def _search(bench: Bench, size: int, budget: float) -> Figure:
    url = reverse("portfolio:use-case-list") + SEARCH
    title = f"Text search over {size:,}"
    return page_figure(bench, "search", title, url, budget, floor=_bare_search)


def palette_middle(bench: Bench) -> Iterator[Figure]:
    """Measure the command palette over 10,000: everything a lead may find by two words."""
    yield _palette(bench, MIDDLE, 20)


def palette_large(bench: Bench) -> Iterator[Figure]:
    """Measure the command palette over 50,000."""
    yield _palette(bench, LARGE, 40)


def _palette(bench: Bench, size: int, budget: float) -> Figure:
    url = reverse("portal:palette") + SEARCH
    title = f"Command palette over {size:,}"
    return page_figure(bench, "palette", title, url, budget, floor=_bare_search, headers=HTMX)


def api_list(bench: Bench) -> Iterator[Figure]:
    """Measure a page of the API."""
    url = reverse("api:use-case-list") + API_QUERY
    title = "API list, 50 rows"
    yield page_figure(bench, "api", title, url, 8, floor=_bare_list, most_queries=6)


def export(bench: Bench) -> Iterator[Figure]:
    """Measure the whole list as a CSV file, and what it adds to the memory of the process."""
    url = reverse("portfolio:use-case-export", args=["csv"])
    yield Figure(
        "export",
        "Export of 10,000 rows as CSV",
        cpu(lambda: bench.reader.get(url), runs=3),
        1500,
        floor=cpu(_bare_file, runs=3),
        queries=queries(lambda: bench.reader.get(url)),
    )
    growth = extra_megabytes(lambda: bench.reader.drain(url))
    yield Figure("export", "Memory it adds while it is streamed", growth, 20, unit="MB")
    whole = reverse("portfolio:use-case-export-whole", args=["csv"])
    yield Figure(
        "export",
        "Everything on 10,000, to import again, as CSV",
        cpu(lambda: bench.reader.get(whole), runs=3),
        1500,
        floor=cpu(_bare_file, runs=3),
        queries=queries(lambda: bench.reader.get(whole)),
    )
    growth = extra_megabytes(lambda: bench.reader.drain(whole))
    yield Figure("export", "Memory that adds while it is streamed", growth, 20, unit="MB")


def _bare_list() -> None:
    passing = "u.archived_at IS NULL AND u.stage = 'pilot'"
    bare_strings(f"SELECT count(*) FROM portfolio_usecase u WHERE {passing}")  # noqa: S608
    bare_strings(f"SELECT {_COLUMNS} FROM {_JOINS} WHERE {passing} ORDER BY u.value DESC LIMIT 50")  # noqa: S608


def _bare_overview() -> None:
    for column in ("stage", "bucket, quadrant"):
        bare_strings(f"SELECT {column}, count(*) FROM portfolio_usecase GROUP BY {column}")  # noqa: S608
    bare_strings(f"SELECT {_COLUMNS} FROM {_JOINS} ORDER BY u.rank LIMIT 5")  # noqa: S608


def _bare_search() -> None:
    found = (
        "u.id IN (SELECT use_case_id FROM portfolio_usecasesearchtext "
        "WHERE text LIKE '%%forecast%%' AND text LIKE '%%parcel%%')"
    )
    bare_strings(f"SELECT {_COLUMNS} FROM {_JOINS} WHERE {found} ORDER BY u.rank LIMIT 50")  # noqa: S608


def _bare_file() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_COLUMNS} FROM {_JOINS} ORDER BY u.rank")  # noqa: S608
        csv.writer(io.StringIO()).writerows(cursor.fetchall())


MEASUREMENTS: Final = (
    Measurement(("list", "partial"), MIDDLE, list_page),
    Measurement(("detail", "why"), MIDDLE, detail_page),
    Measurement(("search",), MIDDLE, search_middle),
    Measurement(("search",), LARGE, search_large),
    Measurement(("palette",), MIDDLE, palette_middle),
    Measurement(("palette",), LARGE, palette_large),
    Measurement(("overview",), MIDDLE, overview),
    Measurement(("api",), MIDDLE, api_list),
    Measurement(("export",), MIDDLE, export),
)
