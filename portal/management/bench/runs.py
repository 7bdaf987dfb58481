"""One run of the bench: a database of its own, data, measurements, and away with it."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.db import connection
from django.test import override_settings

from portal.management.bench import (
    assessment_pages,
    files,
    flatness,
    portfolio_pages,
    rules,
    serving,
)
from portal.management.bench.measurements import Bench, Measurement
from portal.management.bench.measuring import Figure
from portal.management.bench.readers import Reader
from portal.management.bench.seeding import found_organisation, grow_portfolio
from portal.web.warm_up import warm_up

_EVERYTHING: Final[tuple[Measurement, ...]] = (
    *portfolio_pages.MEASUREMENTS,
    *flatness.MEASUREMENTS,
    *assessment_pages.MEASUREMENTS,
    *files.MEASUREMENTS,
    *rules.MEASUREMENTS,
    *serving.MEASUREMENTS,
)
#: What ``--only`` takes.
KEYS: Final = tuple(dict.fromkeys(key for each in _EVERYTHING for key in each.keys))
#: What is measured only on demand, because it takes long.
ON_DEMAND: Final = frozenset({"large-import"})


def run(keys: frozenset[str], *, say: Callable[[str], object]) -> list[Figure]:
    """Take the measurements of the given keys, in the order in which budgets are listed."""
    wanted = [each for each in _EVERYTHING if keys & set(each.keys)]
    taken: dict[int, list[Figure]] = {}
    with _own_database() as address:
        bench = _bench(address)
        for size in sorted({each.size for each in wanted}):
            say(f"Measuring on {size:,} use cases")
            grow_portfolio(bench.organisation, to=size)
            warm_up()
            for place, each in enumerate(_EVERYTHING):
                if each in wanted and each.size == size:
                    taken[place] = list(each.take(bench))
    found = [figure for place in sorted(taken) for figure in taken[place]]
    return [figure for figure in found if figure.key in keys]


def _bench(address: str) -> Bench:
    organisation = found_organisation()
    return Bench(organisation, Reader(organisation.lead), address)


@contextmanager
def _own_database() -> Iterator[str]:
    """Put an empty database in the place of the configured one, and yield its address."""
    with tempfile.TemporaryDirectory() as folder:
        name = connection.settings_dict["NAME"]
        file = Path(folder) / "bench.sqlite3"
        is_sqlite = connection.vendor == "sqlite"
        # A file, because a database in memory would hide what opening and reading one costs.
        connection.settings_dict["TEST"]["NAME"] = str(file) if is_sqlite else "steelthread_bench"
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            # Jobs are asked for, but nobody is called to carry them out.
            with override_settings(ALLOWED_HOSTS=["127.0.0.1"], EMBEDDED_WORKER=True):
                yield _address()
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)


def _address() -> str:
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    place = f"{database['HOST'] or '127.0.0.1'}:{database['PORT'] or 5432}"
    return f"postgres://{database['USER']}:{database['PASSWORD']}@{place}/{database['NAME']}"
