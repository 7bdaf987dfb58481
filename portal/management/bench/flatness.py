"""What pages and files cost in a large portfolio, against what they cost in a small one."""

import gc
import statistics
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction
from django.urls import reverse

from portal.management.bench.files import invented
from portal.management.bench.measurements import LARGE, MIDDLE, SMALL, Bench, Measurement
from portal.management.bench.measuring import Figure, Work, cpu, once, wall
from portal.management.bench.portfolio_pages import API_QUERY, QUERY
from portal.management.bench.readers import HTMX
from portal.management.bench.seeding import MOMENT
from portfolio.services.imports import check_import, commit_import

type ImportWork = Callable[..., object]

#: How much dearer the same work may be in the large portfolio.
MOST: Final = 1.3
RUNS: Final = 21


@dataclass(frozen=True, slots=True)
class Flat:
    """Something that has to cost the same however large the portfolio is.

    Attributes
    ----------
    title, view
        What it is called, and the name of its address.
    query, headers
        What is asked of it.
    of_one
        Whether the address is that of one use case.
    kind
        Of an export, the kind of file; its cost is compared per row.
    """

    title: str
    view: str
    query: str = ""
    headers: Mapping[str, str] | None = None
    of_one: bool = False
    kind: str = ""


#: Compared between 10,000 and 50,000; the list, where peers grow most, from 1,000 on.
_LIST: Final = Flat("List page", "portfolio:use-case-list", QUERY)
_OTHERS: Final = (
    Flat("Part of the list for htmx", "portfolio:use-case-list", QUERY, HTMX),
    Flat("Page of one use case", "portfolio:use-case-detail", of_one=True),
    Flat("Why this rank", "portfolio:use-case-standing", headers=HTMX, of_one=True),
    Flat("Ranking page", "portfolio:ranking"),
    Flat("API list", "api:use-case-list", API_QUERY),
    Flat("Export as CSV, each row", "portfolio:use-case-export", kind="csv"),
)


def short(bench: Bench) -> Iterator[Figure]:
    """Note what the list costs among 1,000."""
    bench.marks[_LIST.title] = _cost(bench, _LIST, SMALL)
    yield from ()


#: A file of so many new rows is checked, imported and imported again.
IMPORTED: Final = 2_000
_FILES: Final[tuple[tuple[str, ImportWork], ...]] = (
    ("Check of an import, each row", check_import),
    ("Import, each row", commit_import),
    ("The same import again, each row", commit_import),
)


def middle(bench: Bench) -> Iterator[Figure]:
    """Note what everything else costs among 10,000."""
    for each in _OTHERS:
        bench.marks[each.title] = _cost(bench, each, MIDDLE)
    yield from ()


def middle_import(bench: Bench) -> Iterator[Figure]:
    """Note what an import costs beside 10,000."""
    bench.marks.update(_imported(bench, MIDDLE))
    yield from ()


def long_import(bench: Bench) -> Iterator[Figure]:
    """Compare the import of as many rows beside 50,000."""
    for title, spent in _imported(bench, LARGE).items():
        ratio = spent / bench.marks[title]
        yield Figure("flat", f"{title}, beside 50,000 against {MIDDLE:,}", ratio, MOST, unit="×")


def _imported(bench: Bench, size: int) -> dict[str, float]:
    """Import two files, of which the first warms up, and return what the second cost.

    Everything is taken back, so that the portfolio has its size for the other measurements.
    """
    found: dict[str, float] = {}
    with transaction.atomic():
        for turn in "ab":
            content = invented(IMPORTED, 9, name=f"{size}{turn}")
            for title, work in _FILES:
                found[title] = _spent(bench, work, content)
        transaction.set_rollback(True)
    return found


def _spent(bench: Bench, work: ImportWork, content: bytes) -> float:
    gc.collect()
    clock = once if connection.vendor == "sqlite" else wall
    by = bench.organisation.member
    return clock(lambda: work(content, filename="more.csv", by=by, at=MOMENT))


def long(bench: Bench) -> Iterator[Figure]:
    """Compare everything among 50,000 with what was noted."""
    for each in (_LIST, *_OTHERS):
        few = SMALL if each is _LIST else MIDDLE
        title = f"{each.title}, 50,000 against {few:,}"
        ratio = _cost(bench, each, LARGE) / bench.marks[each.title]
        yield Figure("flat", title, ratio, MOST, unit="×")


def _cost(bench: Bench, each: Flat, size: int) -> float:
    places = [bench.organisation.ids[17]] if each.of_one else [each.kind] if each.kind else []
    url = reverse(each.view, args=places) + each.query

    def read() -> None:
        bench.reader.get(url, **(each.headers or {}))

    runs = 3 if each.kind else RUNS
    # What a database server works is no CPU time of this process, so there the clock counts.
    spent = cpu(read, runs=runs) if connection.vendor == "sqlite" else _on_the_clock(read, runs)
    return spent / size if each.kind else spent


def _on_the_clock(read: Work, runs: int) -> float:
    for _warm in range(2):
        read()
    return statistics.quantiles([wall(read) for _run in range(runs)], n=4)[0]


MEASUREMENTS: Final = (
    Measurement(("flat",), SMALL, short),
    Measurement(("flat",), MIDDLE, middle),
    Measurement(("flat",), LARGE, long),
    Measurement(("flat",), MIDDLE, middle_import),
    Measurement(("flat",), LARGE, long_import),
)
