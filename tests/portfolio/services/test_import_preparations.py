"""An import is worked out before the database is locked; what changes until then is seen."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from portal.models import Domain, LedgerEntry
from portfolio.domain.import_reports import ImportReport
from portfolio.models import ImportedUseCase, ImportRun, UseCase
from portfolio.services.import_preparations import Preparation, prepare_import, still_holds
from portfolio.services.import_readings import NamedMapping, read_import, shipped_mapping
from portfolio.services.imports import commit_import, target, write_import
from portfolio.services.use_case_inserts import digest_around, digest_in
from tests.builders import NOW, make_domain
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

LIST = b"""Reference,Title,Domain,Owner,Outcome
A-1,Plan yard moves,Freight,freight_owner@example.org,Fewer empty moves
A-2,Sort returns,Retail > Online,,Less typing
"""


def prepare(cast: Cast, content: bytes = LIST, mapping: NamedMapping | None = None) -> Preparation:
    reading = read_import(content, filename="list.csv", mapping=mapping, source="spreadsheet")
    return prepare_import(reading, node=target(None), by=cast.member("lead"), at=NOW)


def write(cast: Cast, prepared: Preparation) -> ImportReport:
    run = ImportRun(filename="list.csv", created_at=NOW, created_by=cast.lead)
    return write_import(prepared, run=run, by=cast.member("lead"), at=NOW)


def commit(cast: Cast, content: bytes = LIST) -> ImportReport:
    return commit_import(content, filename="list.csv", by=cast.member("lead"), at=NOW)


def told(report: ImportReport) -> tuple[int, ...]:
    return (report.created, report.updated, report.unchanged, report.skipped, len(report.errors))


def archive_the_domain(cast: Cast) -> None:
    Domain.objects.filter(pk=cast.freight.pk).update(archived_at=NOW)


def let_the_owner_go(cast: Cast) -> None:
    cast.freight_owner.is_active = False
    cast.freight_owner.save()


def end_the_role_of_the_owner(cast: Cast) -> None:
    cast.freight_owner.grants.update(ends_on=NOW.date() - timedelta(days=1))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (archive_the_domain, "Freight is archived. Choose another domain."),
        (let_the_owner_go, "“freight_owner@example.org” holds no role here today."),
        (end_the_role_of_the_owner, "“freight_owner@example.org” holds no role here today."),
    ],
)
def test_what_changes_between_plan_and_commit_refuses_the_whole_file(
    cast: Cast, change: Callable[[Cast], None], sentence: str
) -> None:
    prepared = prepare(cast)
    change(cast)
    assert not still_holds(prepared)
    report = write(cast, prepared)
    assert [error.row for error in report.errors] == [2]
    assert report.errors[0].message.startswith(sentence)
    assert not UseCase.objects.exists()
    assert not ImportRun.objects.exists()
    assert not LedgerEntry.objects.exists()
    assert not Domain.objects.filter(name="Online").exists()


def test_the_same_file_imported_meanwhile_brings_nothing_twice(cast: Cast) -> None:
    prepared = prepare(cast)
    assert told(commit(cast)) == (2, 0, 0, 0, 0)
    assert told(write(cast, prepared)) == (0, 0, 2, 0, 0)
    assert UseCase.objects.count() == 2
    assert Domain.objects.filter(name="Online").count() == 1


def test_a_domain_added_meanwhile_is_used(cast: Cast) -> None:
    prepared = prepare(cast)
    online = make_domain("Online", parent=cast.retail)
    assert told(write(cast, prepared)) == (2, 0, 0, 0, 0)
    assert UseCase.objects.get(external_reference="A-2").domain == online
    assert Domain.objects.filter(name="Online").count() == 1


def test_a_use_case_archived_meanwhile_is_left(cast: Cast) -> None:
    commit(cast)
    prepared = prepare(cast, LIST.replace(b"Plan yard", b"Plan all yard"))
    UseCase.objects.filter(external_reference="A-1").update(archived_at=NOW)
    assert told(write(cast, prepared)) == (0, 0, 1, 1, 0)
    assert UseCase.objects.get(external_reference="A-1").title == "Plan yard moves"


def test_an_edit_of_the_portals_own_export_is_left_alone_when_somebody_was_faster(
    cast: Cast,
) -> None:
    commit(cast)
    row = UseCase.objects.get(external_reference="A-1")
    edited = f"key,title,domain,version\n{row.key},Plan no moves,Freight,{row.version}\n"
    prepared = prepare(cast, edited.encode(), mapping=shipped_mapping("steelthread"))
    assert still_holds(prepared)
    UseCase.objects.filter(pk=row.pk).update(version=row.version + 1, title="Plan by hand")
    assert not still_holds(prepared)
    assert told(write(cast, prepared)) == (0, 0, 0, 1, 0)
    row.refresh_from_db()
    assert row.title == "Plan by hand"


def test_other_use_cases_and_other_files_do_not_matter(cast: Cast) -> None:
    prepared = prepare(cast)
    commit(cast, LIST.replace(b"A-", b"B-").replace(b"Retail > Online", b"Retail"))
    assert still_holds(prepared)
    assert told(write(cast, prepared)) == (2, 0, 0, 0, 0)


def test_nothing_is_prepared_of_a_file_with_an_error(cast: Cast) -> None:
    prepared = prepare(cast, LIST + b"A-3,,Freight,,\n")
    assert (len(prepared.new), len(prepared.told)) == (0, 0)
    report = write(cast, prepared)
    assert told(report) == (2, 0, 0, 1, 1)
    assert not UseCase.objects.exists()


def test_rows_are_stored_as_the_model_would_store_them(cast: Cast) -> None:
    commit(cast)
    row = UseCase.objects.select_related("domain").get(external_reference="A-1")
    stated = {
        "id": row.pk,
        "key": row.key,
        "domain": cast.freight,
        "title": "Plan yard moves",
        "outcome": "Fewer empty moves",
        "business_owner": cast.freight_owner,
        "bucket_reason": row.bucket_reason,
        "source": "spreadsheet",
        "source_digest": row.source_digest,
        "external_reference": "A-1",
        "created_at": NOW,
        "updated_at": NOW,
        "created_by": cast.lead,
    }
    expected = UseCase(**stated)
    names = [field.attname for field in UseCase._meta.concrete_fields]
    assert {name: getattr(row, name) for name in names} == {
        name: getattr(expected, name) for name in names
    }
    memory = ImportedUseCase.objects.get(use_case=row)
    assert (memory.is_created, memory.version, memory.before) == (True, 1, {})


def test_the_digest_of_a_source_is_that_of_all_it_says() -> None:
    said: dict[str, Any] = {"bucket": ["a", "é"], "title": "Plan", "planned_cost": Decimal("1.50")}
    whole = json.dumps(said | {"domain": 7}, sort_keys=True, ensure_ascii=False, default=str)
    assert digest_in(digest_around(said), 7) == hashlib.sha256(whole.encode()).hexdigest()


def test_a_preparation_that_no_longer_holds_is_made_anew_from_the_same_reading(cast: Cast) -> None:
    prepared = replace(prepare(cast), rests_on="something else")
    assert not still_holds(prepared)
    assert told(write(cast, prepared)) == (2, 0, 0, 0, 0)
