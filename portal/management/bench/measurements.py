"""What every measurement has at hand, and how one is described."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from portal.management.bench.measuring import Figure, Work, cpu, queries
from portal.management.bench.readers import Reader
from portal.management.bench.seeding import Organisation

#: How many use cases there are when a measurement is taken.
SMALL, MIDDLE, LARGE = 1_000, 10_000, 50_000


@dataclass(slots=True)
class Bench:
    """The organisation measured on, who reads it, and where its database is."""

    organisation: Organisation
    reader: Reader
    address: str
    #: What earlier measurements left for later ones.
    marks: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measurement:
    """One or more budgets, taken when the portfolio has ``size`` use cases."""

    keys: tuple[str, ...]
    size: int
    take: Callable[[Bench], Iterable[Figure]]


def page_figure(
    bench: Bench,
    key: str,
    work: str,
    url: str,
    budget: float,
    *,
    floor: Work,
    headers: Mapping[str, str] | None = None,
    most_queries: int = 15,
) -> Figure:
    """Measure one page and the least it could cost."""

    def read() -> None:
        bench.reader.get(url, **(headers or {}))

    return Figure(
        key,
        work,
        cpu(read),
        budget,
        floor=cpu(floor),
        queries=queries(read),
        most_queries=most_queries,
    )


def bare_strings(sql: str, parameters: list[Any] | None = None) -> str:
    """Return the rows of a query as one text: the least that any page of them could cost."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return "".join("".join(map(str, row)) for row in cursor.fetchall())
