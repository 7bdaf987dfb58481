"""Bringing an inventory in, and laying out the PDF of a roadmap."""

import csv
import io
from collections.abc import Iterator
from typing import Final

from django.db import connection, transaction
from weasyprint import HTML

from portal.management.bench.measurements import LARGE, MIDDLE, Bench, Measurement
from portal.management.bench.measuring import Figure, cpu, extra_megabytes, once
from portal.management.bench.seeding import DAY, MOMENT
from portal.settings.environment import ROOT
from portfolio.domain.roadmaps import Frame
from portfolio.reports.roadmaps import build_roadmap_pdf
from portfolio.services.imports import check_import, commit_import
from portfolio.services.roadmap_editions import publish_edition
from portfolio.services.roadmap_items import add_highest_priorities
from portfolio.services.roadmaps import RoadmapInput, create_roadmap, plan

INVENTORY: Final = (
    ROOT.parent / "shared" / "data" / "fed2024" / "2024_consolidated_ai_inventory_raw_v2.csv"
)
ROWS, COLUMNS, MOST_ROWS = 2_133, 62, 50_000
STAGES: Final = ("Idea", "Approved", "Pilot", "Production")


def imports(bench: Bench) -> Iterator[Figure]:
    """Measure an import of 2,133 rows, checked and carried out."""
    is_real = INVENTORY.is_file()
    name = INVENTORY.name if is_real else "invented.csv"
    content = INVENTORY.read_bytes() if is_real else invented(ROWS, COLUMNS)
    rows = f"{ROWS:,} {'real' if is_real else 'invented'} rows of {COLUMNS} columns"
    floor = once(lambda: _bare_import(content))
    member = bench.organisation.member
    check = once(lambda: check_import(content, filename=name, by=member, at=MOMENT))
    yield Figure("import", f"Dry run of an import, {rows}", check, 5000, floor=floor)
    commit = once(lambda: commit_import(content, filename=name, by=member, at=MOMENT))
    yield Figure("import", "The same import, committed", commit, 5000, floor=floor)
    again = once(lambda: commit_import(content, filename=name, by=member, at=MOMENT))
    yield Figure("import", "The same import a second time", again, 5000, floor=floor)


def large_import(bench: Bench) -> Iterator[Figure]:
    """Measure what 50,000 rows take in memory."""
    content, member = invented(MOST_ROWS, 9), bench.organisation.member
    growth = extra_megabytes(
        lambda: commit_import(content, filename="large.csv", by=member, at=MOMENT)
    )
    yield Figure("large-import", "Memory for importing 50,000 rows", growth, 300, unit="MB")


def roadmap_pdf(bench: Bench) -> Iterator[Figure]:
    """Measure the PDF of a roadmap of 48 use cases, in a process that has built one before."""
    by = bench.organisation.member
    wanted = RoadmapInput("Bench roadmap", Frame(DAY, 4, 13, 120))
    row = create_roadmap(bench.organisation.domains[0], wanted, by=by, at=MOMENT)
    row = add_highest_priorities(row, 48, version=row.version, by=by, at=MOMENT)
    row = plan(row, version=row.version, by=by, at=MOMENT)
    edition = publish_edition(row, title="Bench", version=row.version, by=by, at=MOMENT)
    pages: list[int] = []

    def build() -> None:
        build_roadmap_pdf(edition, lambda _done, _total, said: pages.extend(_numbers(said)))

    spent = cpu(build, runs=4)
    count = pages[-1]
    floor = cpu(lambda: _bare_pages(count), runs=4)
    yield Figure("pdf", f"Roadmap PDF, {count} pages", spent, 3000, floor=floor)


def _numbers(said: str) -> list[int]:
    return [int(word) for word in said.split() if word.isdigit()]


def invented(rows: int, columns: int, *, name: str = "") -> bytes:
    """Return a CSV file of made-up use cases; files of different names share none of them."""
    file = io.StringIO()
    writer = csv.writer(file)
    extra = [f"Remark {number}" for number in range(1, columns - 4)]
    writer.writerow(["Reference", "Use case", "Outcome", "Domain", "Stage", *extra])
    for number in range(rows):
        known = [
            f"{name}N-{number}",
            f"Sort parcel claims by what they ask for, lane {name}{number}",
            f"Claims of lane {number} are answered a day sooner.",
            f"Lane {number % 60}",
            STAGES[number % len(STAGES)],
        ]
        writer.writerow([*known, *(f"{remark}: seen {number}" for remark in extra)])
    return file.getvalue().encode()


def _bare_import(content: bytes) -> None:
    rows = list(csv.reader(io.StringIO(content.decode("cp1252", errors="replace"))))
    kept = [tuple((*row, "", "")[:3]) for row in rows]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE bench_rows (a text, b text, c text)")
        cursor.executemany("INSERT INTO bench_rows VALUES (%s, %s, %s)", kept)
        cursor.execute("DROP TABLE bench_rows")


def _bare_pages(count: int) -> None:
    page = "<p>A bare page of plain words, as many as fit on one sheet of it. </p>" * 34
    HTML(string="<hr style='page-break-after: always'>".join([page] * count)).write_pdf()


MEASUREMENTS: Final = (
    # Last of all, because it adds domains, which every filter lists.
    Measurement(("import",), LARGE, imports),
    Measurement(("large-import",), LARGE, large_import),
    Measurement(("pdf",), MIDDLE, roadmap_pdf),
)
