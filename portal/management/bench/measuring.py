"""Timing a piece of work against a floor measured in the same run."""

import gc
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.db import connection

type Work = Callable[[], object]

_STATUS: Final = Path("/proc/self/status")
_RESET_PEAK: Final = Path("/proc/self/clear_refs")
# What getrusage tells of a child begins with the size of its parent, so it comes second.
_TELL_PEAK: Final = """
import resource, sys
try:
    lines = open("/proc/self/status").readlines()
    print(next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1.024 / 1000)
except OSError:
    unit = 1e6 if sys.platform == "darwin" else 1e6 / 1024
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)
"""
_AROUND: Final = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True, slots=True)
class Figure:
    """What one piece of work cost, and what it may cost.

    Attributes
    ----------
    key
        The name that ``--only`` takes.
    work
        What was done.
    value, budget, floor
        In ``unit``. The floor is the least the same answer could cost: the same rows by raw SQL,
        joined as bare strings, or what else the line says. Milliseconds belong to one machine,
        the ratio of value to floor travels between machines.
    queries, most_queries
        Statements sent, and how many may be sent; 0 where nothing is said about them.
    """

    key: str
    work: str
    value: float
    budget: float
    unit: str = "ms"
    floor: float = 0.0
    queries: int = 0
    most_queries: int = 0

    @property
    def ratio(self) -> float:
        """How many floors the work costs; 0 without a floor."""
        return self.value / self.floor if self.floor else 0.0

    @property
    def is_kept(self) -> bool:
        """Whether its budgets are kept on this machine, in this run."""
        return self.value <= self.budget and self.queries <= (self.most_queries or self.queries)


def cpu(work: Work, *, runs: int = 11) -> float:
    """Return what ``work`` costs in milliseconds of CPU time, after two runs to warm up.

    The lower quartile of the runs, because neighbours on the machine only ever add.
    """
    for _warm in range(min(2, runs - 1)):
        work()
    spent = [_spent(work, time.process_time) for _run in range(runs)]
    return statistics.quantiles(spent, n=4)[0]


def once(work: Work) -> float:
    """Return the CPU time of one run, for work that cannot be done twice."""
    return _spent(work, time.process_time)


def wall(work: Work) -> float:
    """Return how long one run of ``work`` takes on the clock, in milliseconds."""
    return _spent(work, time.perf_counter)


def _spent(work: Work, clock: Callable[[], float]) -> float:
    start = clock()
    work()
    return (clock() - start) * 1000


def queries(work: Work) -> int:
    """Return how many statements ``work`` sends, those around transactions left out."""
    with counted() as sent:
        work()
    return len(sent)


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements that are sent meanwhile."""
    sent: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(_AROUND):
            sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield sent


def extra_megabytes(work: Work) -> float:
    """Return how much the process grew at its largest while ``work`` ran."""
    gc.collect()
    try:
        _RESET_PEAK.write_text("5")
        before = _kilobytes("VmRSS")
    except OSError:
        return _traced(work)
    work()
    return max(0.0, _kilobytes("VmHWM") - before) / 1000


def peak_megabytes(script: str) -> float:
    """Return the most memory a process of its own held while it ran a script."""
    process = subprocess.run(  # noqa: S603
        [sys.executable, "-c", f"{script}\n{_TELL_PEAK}"], check=True, capture_output=True
    )
    return float(process.stdout)


def _kilobytes(name: str, status: Path = _STATUS) -> float:
    line = next(line for line in status.read_text().splitlines() if line.startswith(name))
    return float(line.split()[1]) * 1.024


def resident_megabytes(process: int) -> float:
    """Return the memory another process holds."""
    return _kilobytes("VmRSS", Path(f"/proc/{process}/status")) / 1000


def _traced(work: Work) -> float:
    # Where there is no /proc: slower, and blind to memory that C libraries take themselves.
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()
