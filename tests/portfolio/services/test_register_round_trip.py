"""Export, wipe, import: the same use cases, field by field."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.models import Job, LedgerEntry
from portfolio.domain.import_reports import ImportReport
from portfolio.models import ImportRun, UseCase
from portfolio.reports.register_files import FileKind, TextTooLong, register_content
from portfolio.selectors.register_exports import every_entry, register_entries
from portfolio.selectors.use_case_orders import Order
from portfolio.selectors.use_cases import UseCaseFilters
from portfolio.services.import_run_locks import COMMIT_JOB
from portfolio.services.import_runs import request_commit, upload
from portfolio.services.import_undos import request_undo
from portfolio.services.imports import PORTAL_ITSELF, check_import, commit_import
from portfolio.services.use_case_inputs import input_of
from portfolio.services.use_cases import change_use_case
from tests.builders import NOW, make_use_case
from tests.conftest import Cast
from tests.portfolio.register_builders import CARRIED, carried, varied_portfolio, wipe

LATER = NOW + timedelta(days=30)
KINDS = pytest.mark.parametrize("kind", list(FileKind))


def exported(kind: FileKind = FileKind.CSV) -> bytes:
    return b"".join(register_content(kind, every_entry()))


def imported(content: bytes, kind: FileKind = FileKind.CSV, **more: object) -> ImportReport:
    more = {"by": PORTAL_ITSELF, "at": LATER} | more
    return commit_import(content, filename=f"all.{kind}", **more)  # type: ignore[arg-type]


def without_version(row: tuple[object, ...]) -> list[object]:
    place = CARRIED.index("version")
    return [*row[:place], *row[place + 1 :]]


def edited(content: bytes, old: str, new: str) -> bytes:
    assert content.count(old.encode()) == 1
    return content.replace(old.encode(), new.encode())


@KINDS
def test_a_varied_portfolio_survives_a_wipe(cast: Cast, kind: FileKind) -> None:
    varied_portfolio(120, cast.root, cast.freight, cast.depots, cast.retail)
    before = carried()
    assert len(before) == 120
    content = exported(kind)
    wipe()
    report = imported(content, kind)
    assert report.errors == ()
    assert (report.created, report.updated, report.skipped) == (120, 0, 0)
    assert report.mapping_name == "steelthread"
    assert carried() == before
    again = imported(content, kind)
    assert (again.created, again.updated, again.unchanged, again.skipped) == (0, 0, 120, 0)
    assert carried() == before


@KINDS
def test_importing_into_the_register_it_came_from_changes_nothing(
    cast: Cast, kind: FileKind
) -> None:
    varied_portfolio(40, cast.root, cast.freight, cast.retail)
    before = carried()
    content = exported(kind)
    check = check_import(content, filename=f"a.{kind}", by=PORTAL_ITSELF, at=LATER)
    assert (check.created, check.updated, check.unchanged) == (0, 0, 40)
    report = imported(content, kind)
    assert (report.created, report.updated, report.unchanged) == (0, 0, 40)
    assert carried() == before


def test_what_was_edited_in_the_file_is_taken_over_and_can_be_undone(cast: Cast) -> None:
    use_case = make_use_case(title="Yard plan", domain=cast.freight)
    before = carried()
    content = edited(exported(), "Yard plan", "Dock plan")
    check = check_import(content, filename="a.csv", by=PORTAL_ITSELF, at=LATER)
    assert (check.created, check.updated, check.unchanged) == (0, 1, 0)
    report = imported(content, by=cast.member("lead"))
    assert (report.created, report.updated) == (0, 1)
    use_case.refresh_from_db()
    assert (use_case.title, use_case.version) == ("Dock plan", 2)
    titles = {each.title for each in use_case.history.all()}
    assert titles == {"Yard plan", "Dock plan"}
    run = ImportRun.objects.get()
    request_undo(run, by=cast.member("lead"), at=LATER)
    use_case.refresh_from_db()
    assert (use_case.title, use_case.version) == ("Yard plan", 3)
    assert [without_version(row) for row in carried()] == [without_version(row) for row in before]


def test_a_wiped_register_that_was_imported_can_be_undone(cast: Cast) -> None:
    make_use_case(title="Yard plan", domain=cast.freight, version=4)
    content = exported()
    wipe()
    imported(content, by=cast.member("lead"))
    request_undo(ImportRun.objects.get(), by=cast.member("lead"), at=LATER)
    assert not UseCase.objects.exists()


def test_a_use_case_changed_since_the_export_is_left_as_it_is_and_named(cast: Cast) -> None:
    use_case = make_use_case(title="Yard plan", domain=cast.freight)
    other = make_use_case(title="Route plan", domain=cast.freight)
    content = edited(edited(exported(), "Yard plan", "Dock plan"), "Route plan", "Road plan")
    wanted = replace(input_of(use_case, ()), outcome="Fewer empty runs.")
    change_use_case(use_case, wanted, version=1, by=cast.member("lead"), at=NOW)
    report = imported(content)
    assert (report.created, report.updated, report.unchanged, report.skipped) == (0, 1, 0, 1)
    (note,) = report.notes
    assert (note.row, note.message.partition(",")[0]) == (
        2,
        "Somebody changed this use case since the export",
    )
    use_case.refresh_from_db()
    other.refresh_from_db()
    assert (use_case.title, other.title) == ("Yard plan", "Road plan")


def test_an_archived_use_case_stays_as_it_is(cast: Cast) -> None:
    make_use_case(title="Yard plan", domain=cast.freight, archived_at=NOW)
    before = carried()
    report = imported(edited(exported(), "Yard plan", "Dock plan"))
    assert (report.updated, report.skipped) == (0, 1)
    assert report.notes[0].message.startswith("This use case is archived")
    assert carried() == before


def test_a_row_is_found_by_its_source_and_reference_where_nobody_knows_its_key(cast: Cast) -> None:
    use_case = make_use_case(
        title="Yard plan", domain=cast.freight, source="house", external_reference="A-1"
    )
    content = edited(exported(), str(use_case.key), "11111111-2222-4333-8444-555555555555")
    report = imported(edited(content, "Yard plan", "Dock plan"))
    assert (report.created, report.updated) == (0, 1)
    assert UseCase.objects.get().title == "Dock plan"
    assert UseCase.objects.get().key == use_case.key


def test_a_new_row_needs_a_reference_of_its_own(cast: Cast) -> None:
    make_use_case(title="Yard plan", domain=cast.freight)
    content = exported() + b",,,,Rail plan,Freight,,,idea\r\n"
    report = imported(content)
    assert [(each.row, each.message.partition(".")[0]) for each in report.errors] == [
        (3, "The key is missing")
    ]
    report = imported(exported() + b",,house,A-7,Rail plan,Freight,,,idea\r\n")
    assert (report.errors, report.created, report.unchanged) == ((), 1, 1)
    made = UseCase.objects.get(title="Rail plan")
    assert (made.source, made.external_reference, made.version) == ("house", "A-7", 1)


def test_two_rows_of_one_use_case_are_refused(cast: Cast) -> None:
    make_use_case(title="Yard plan", domain=cast.freight)
    content = exported()
    last = content.splitlines(keepends=True)[-1]
    report = imported(content + last)
    assert [(each.row, each.message) for each in report.errors] == [
        (3, "This is the use case of row 2 again. Delete one of them.")
    ]


def test_the_owner_of_one_domain_cannot_take_over_another(cast: Cast) -> None:
    make_use_case(title="Yard plan", domain=cast.freight)
    before, entries = carried(), LedgerEntry.objects.count()
    content = edited(exported(), "Yard plan", "Mine")
    content = edited(content, "Freight", "Retail")
    report = imported(content, domain=cast.retail, by=cast.member("retail_owner"))
    assert [each.message for each in report.errors] == [
        "This use case belongs to a domain into which you may not import."
    ]
    assert carried() == before
    assert LedgerEntry.objects.count() == entries


def test_an_owner_nobody_knows_is_refused(cast: Cast) -> None:
    make_use_case(title="Yard plan", domain=cast.freight, business_owner=cast.lead)
    report = imported(edited(exported(), "lead@example.org", "nobody@example.org"))
    assert len(report.errors) == 1
    assert report.errors[0].column == "Business owner"


def test_a_member_exports_what_they_may_see(cast: Cast) -> None:
    make_use_case(title="Yard plan", domain=cast.freight)
    make_use_case(title="Shelf plan", domain=cast.retail)
    entries = register_entries(cast.member("retail_owner"), UseCaseFilters(), Order())
    assert [entry["title"] for entry in entries] == ["Shelf plan"]


def test_a_text_too_long_for_a_cell_is_named_and_survives_csv_and_json(cast: Cast) -> None:
    use_case = make_use_case(title="Yard plan", domain=cast.freight, outcome="a " * 20_000)
    with pytest.raises(TextTooLong) as refusal:
        exported(FileKind.XLSX)
    assert refusal.value.sentence == (
        f"{use_case.code}: Outcome has 40,000 characters, and a cell of a workbook holds 32,767."
        " Take CSV or JSON."
    )
    before = carried()
    for kind in (FileKind.CSV, FileKind.JSON):
        content = exported(kind)
        wipe()
        assert imported(content, kind).created == 1
        assert carried() == before


def test_a_recognised_upload_is_checked_without_a_question(cast: Cast) -> None:
    make_use_case(title="Yard plan", domain=cast.freight)
    content = exported()
    wipe()
    lead = cast.member("lead")
    run = upload(content, filename="a.csv", domain=None, is_draft=True, by=lead, at=LATER)
    assert run.state == ImportRun.State.CHECKED
    assert run.report["created"] == 1
    run = request_commit(run, by=lead, at=LATER)
    assert run.state == ImportRun.State.COMMITTING
    assert Job.objects.get(pk=run.job_id).kind == COMMIT_JOB


def test_what_is_kept_from_the_house_stays_so_and_says_why(cast: Cast) -> None:
    kept = {"listing": "domain", "listing_reason": "Not public yet."}
    make_use_case(title="Yard plan", domain=cast.freight, **kept)
    content = exported()
    wipe()
    assert imported(content).created == 1
    row = UseCase.objects.get()
    assert (row.listing, row.listing_reason) == ("domain", "Not public yet.")
    report = imported(edited(content, "Not public yet.", ""))
    assert [(each.column, each.message) for each in report.errors] == [
        ("Listing reason", "Say why the rest of the house may not find it.")
    ]
