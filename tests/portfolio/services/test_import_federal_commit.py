"""The real inventory imported into an empty portal: counts per agency, twice, and both editions."""

import re
from collections import Counter
from pathlib import Path

import pytest

from portal.models import Domain
from portfolio.domain.import_reports import ImportReport
from portfolio.models import Rating, UseCase, UseCaseTechnique
from portfolio.services.imports import PORTAL_ITSELF, check_import, commit_import
from tests.builders import NOW

FIRST = "2024_consolidated_ai_inventory_raw.csv"
SECOND = "2024_consolidated_ai_inventory_raw_v2.csv"
SAME_AGENCY = {
    "Federal Reserve Board of Governors": "Board of Governors of the Federal Reserve System"
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(shared_data: Path) -> Path:
    return shared_data / "fed2024"


def check(folder: Path, name: str) -> ImportReport:
    content = (folder / name).read_bytes()
    return check_import(content, filename=name, by=PORTAL_ITSELF, at=NOW)


def commit(folder: Path, name: str) -> ImportReport:
    content = (folder / name).read_bytes()
    return commit_import(content, filename=name, by=PORTAL_ITSELF, at=NOW)


def counts(report: ImportReport) -> dict[str, object]:
    summary = report.summary()
    return {name: summary[name] for name in (*report.counts(), "errors")}


def keys() -> dict[str, int]:
    return dict(UseCase.objects.values_list("external_reference", "pk"))


def test_the_inventory_lands_in_its_agencies_and_a_second_time_changes_nothing(
    folder: Path,
) -> None:
    expected = {
        "read": 2133,
        "created": 2133,
        "updated": 0,
        "unchanged": 0,
        "skipped": 0,
        "errors": [],
    }
    checked = check(folder, SECOND)
    assert counts(checked) == expected
    assert (UseCase.objects.count(), Domain.objects.count()) == (0, 0)
    imported = commit(folder, SECOND)
    assert imported == checked
    assert imported.mapping_name == "federal_inventory_2024"

    agencies = dict(Domain.objects.filter(depth=2).values_list("path", "name"))
    steps = len(next(iter(agencies)))
    found = Counter(
        agencies[path[:steps]] for path in UseCase.objects.values_list("domain__path", flat=True)
    )
    readme = (folder / "README.md").read_text()
    published = {
        SAME_AGENCY.get(name, name): int(count)
        for name, count in re.findall(r"^\| ([A-Z][^|*]+?) \| (\d+) \|", readme, re.MULTILINE)
    }
    assert found == published
    assert Domain.objects.count() == 1 + len(imported.new_domains)
    assert Domain.objects.find_problems() == ([], [], [], [], [])
    assert Rating.objects.count() == 12_051
    assert UseCaseTechnique.objects.exists()

    again = expected | {"created": 0, "unchanged": 2133}
    assert counts(check(folder, SECOND)) == again
    assert counts(commit(folder, SECOND)) == again


def test_the_second_edition_updates_the_first_and_keeps_every_key(folder: Path) -> None:
    assert counts(commit(folder, FIRST))["created"] == 1757
    before = keys()
    expected = {
        "read": 2133,
        "created": 376,
        "updated": 22,
        "unchanged": 1735,
        "skipped": 0,
        "errors": [],
    }
    assert counts(check(folder, SECOND)) == expected
    assert counts(commit(folder, SECOND)) == expected
    assert before.items() <= keys().items()
    assert UseCase.objects.count() == 2133
