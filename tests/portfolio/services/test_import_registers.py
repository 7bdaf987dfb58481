"""Real registers of other countries, imported with the mappings that ship."""

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from portfolio.domain.import_reports import ImportReport
from portfolio.models import UseCase
from portfolio.services.imports import PORTAL_ITSELF, check_import, commit_import
from tests.builders import NOW

MAY = "nl_algoritmeregister/algoritmes_2026-05-13.json"
JUNE = "nl_algoritmeregister/algoritmes_2026-06-08.json"

pytestmark = pytest.mark.django_db


def commit(content: bytes, name: str) -> ImportReport:
    return commit_import(content, filename=Path(name).name, by=PORTAL_ITSELF, at=NOW)


def counts(report: ImportReport) -> tuple[int, ...]:
    assert report.errors == ()
    return (report.read, report.created, report.updated, report.unchanged, report.skipped)


def document(shared_data: Path, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((shared_data / name).read_bytes())
    return found


def test_a_later_edition_of_the_dutch_register_brings_its_real_changes_alone(
    shared_data: Path,
) -> None:
    may = commit((shared_data / MAY).read_bytes(), MAY)
    assert may.mapping_name == "algorithm_register_nl"
    published = document(shared_data, MAY)
    assert counts(may) == (published["count"], published["count"], 0, 0, 0)
    stages = Counter(UseCase.objects.values_list("stage", flat=True))
    told = Counter(record["status"] for record in published["algoritmes"])
    assert stages == {
        "production": told["in_gebruik"],
        "approved": told["ontwikkeling"],
        "retired": told["buiten_gebruik"],
    }

    june = (shared_data / JUNE).read_bytes()
    checked = check_import(june, filename="june.json", by=PORTAL_ITSELF, at=NOW)
    assert counts(checked) == (1459, 28, 8, 1423, 0)
    assert counts(commit(june, JUNE)) == counts(checked)
    assert counts(commit(june, JUNE)) == (1459, 0, 0, 1459, 0)


def test_new_addresses_alone_change_nothing(shared_data: Path) -> None:
    data = document(shared_data, MAY)
    data["algoritmes"] = data["algoritmes"][:40]
    assert commit(json.dumps(data).encode(), MAY).created == 40
    for record in data["algoritmes"]:
        record["url"] += "?moved=1"
    assert counts(commit(json.dumps(data).encode(), MAY)) == (40, 0, 0, 40, 0)
    data["algoritmes"][3]["doel"] = "Something else."
    assert counts(commit(json.dumps(data).encode(), MAY)) == (40, 0, 1, 39, 0)
    changed = UseCase.objects.get(external_reference=data["algoritmes"][3]["id"])
    assert changed.external_details["Address"].endswith("?moved=1")


def test_the_british_records_are_the_same_as_csv_and_as_json(shared_data: Path) -> None:
    folder = shared_data / "uk_atrs"
    rows = len(list(csv.reader((folder / "atrs_records.csv").open(encoding="utf-8")))) - 1
    first = commit((folder / "atrs_records.csv").read_bytes(), "atrs_records.csv")
    assert first.mapping_name == "transparency_records_uk"
    assert counts(first) == (rows, rows, 0, 0, 0)
    published = document(shared_data, "uk_atrs/atrs_records.json")["meta"]["n_records"]
    content = (folder / "atrs_records.json").read_bytes()
    assert counts(commit(content, "atrs_records.json")) == (published, 0, published, 0, 0)
    assert counts(commit(content, "atrs_records.json")) == (published, 0, 0, published, 0)
    nameless = UseCase.objects.filter(domain__depth=1).count()
    assert nameless == 6


def test_the_inventory_of_2023_keeps_its_own_references(shared_data: Path) -> None:
    name = "fed2023/2023_consolidated_ai_inventory_raw.csv"
    content = (shared_data / name).read_bytes()
    first = commit(content, name)
    assert first.mapping_name == "federal_inventory_2023"
    assert counts(first) == (710, 710, 0, 0, 0)
    assert "321 rows state no stage; the mapping says: Idea." in first.remarks
    assert counts(commit(content, name)) == (710, 0, 0, 710, 0)
    with (shared_data / name).open(encoding="utf-8", newline="") as file:
        told = Counter(row["Department"] for row in csv.DictReader(file))
    paths = dict(UseCase.objects.values_list("external_reference", "external_details__Department"))
    assert Counter(paths.values()) == told
