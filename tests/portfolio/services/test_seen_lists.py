"""A list exported as it was seen, imported again: found by its ids, changed where it was edited."""

import json
import random
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from portal.domain.roles import Role
from portal.models import LedgerEntry
from portfolio.domain.import_reports import ImportReport
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.seen_columns import TAKEN
from portfolio.domain.use_case_columns import COLUMNS
from portfolio.models import ImportRun, UseCase, UseCaseTechnique
from portfolio.services.import_drafts import answer_columns, read_run
from portfolio.services.import_runs import (
    check_again,
    check_run,
    commit_run,
    request_commit,
    upload,
)
from portfolio.services.import_undos import request_undo
from portfolio.services.imports import PORTAL_ITSELF, check_import, commit_import
from portfolio.services.use_case_inputs import input_of
from portfolio.services.use_cases import change_use_case
from tests.builders import NOW, grant, make_domain, make_use_case, make_user
from tests.conftest import Cast
from tests.portfolio.register_builders import TITLES, carried, varied_portfolio, wipe
from tests.portfolio.seen_builders import KINDS, exported, file_of, table_of

LATER = NOW + timedelta(days=30)
USUAL = "columns=code,title,outcome,domain,stage,changed"
NOT_YOURS = (
    "“{}” is no use case that you may change. Take the row out, or leave the cell empty to register"
    " a new one."
)
NOBODY = (
    "Nobody who holds a role here today is called “Nobody Known”. Write the e-mail address of the"
    " person, or leave the cell empty."
)
NO_ROLE = (
    "“gone@example.org” holds no role here today. Invite this person first, or leave the cell"
    " empty."
)
NEEDS_COLUMNS = (
    "“UC-9999” is no use case here. To register this row the file needs the columns “Outcome”,"
    " “Domain”. Show them in the list before you export."
)
every_kind = pytest.mark.parametrize("kind", KINDS)


def imported(
    cast: Cast, content: bytes, kind: str = "csv", *, by: str = "lead", **more: Any
) -> ImportReport:
    more = {"at": LATER} | more
    return commit_import(content, filename=f"list.{kind}", by=cast.member(by), **more)


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.created, report.updated, report.unchanged, report.skipped


def complaints(report: ImportReport) -> list[tuple[int, str, str]]:
    return [(each.row, each.column, each.message) for each in report.errors]


def edited(content: bytes, column: str, said: Any, *, row: int = 1, kind: str = "csv") -> bytes:
    """Write one cell of a file anew; rows are counted from the first below the header."""
    table = table_of(content, kind)
    table[row][table[0].index(column)] = said
    return file_of(table, kind)


def refuses(cast: Cast, content: bytes, *, by: str = "lead", **more: Any) -> list[str]:
    """Import what has to be refused, and return why; nothing may be different afterwards."""
    before, entries, runs = carried(), LedgerEntry.objects.count(), ImportRun.objects.count()
    report = imported(cast, content, by=by, **more)
    assert counts(report)[:3] == (0, 0, 0)
    assert (carried(), LedgerEntry.objects.count(), ImportRun.objects.count()) == (
        before,
        entries,
        runs,
    )
    return [each.message for each in report.errors]


@every_kind
def test_any_columns_of_any_list_come_back_as_nothing_new(cast: Cast, kind: str) -> None:
    varied_portfolio(40, cast.root, cast.freight, cast.depots, cast.retail)
    make_user("Lead", email="lead.twin@example.org")
    before = carried()
    dice = random.Random(20261122)
    filters = ["", "stage=pilot", "bucket=efficiency", "q=plan", f"domain={cast.freight.pk}"]
    for _turn in range(8):
        keys = dice.sample(
            [key for key in COLUMNS if key != "code"], dice.randint(1, len(COLUMNS) - 2)
        )
        keys.insert(dice.randint(0, len(keys)), "code")
        query = f"columns={','.join(keys)}&{dice.choice([*filters, 'archived=yes'])}"
        content = exported(cast, query, kind)
        rows = len(table_of(content, kind)) - 1 if content.count(b"UC-") or kind == "xlsx" else 0
        if not rows:
            continue
        report = imported(cast, content, kind)
        assert (complaints(report), report.mapping_name) == ([], "steelthread_list"), query
        assert counts(report) == (0, 0, rows, 0), query
        assert carried() == before, query


EDITS: dict[str, tuple[Any, dict[str, Any]]] = {
    "title": ("Dock plan", {"title": "Dock plan"}),
    "outcome": ("- a list\n- of two", {"outcome": "- a list\n- of two"}),
    "problem": ("", {"problem": ""}),
    "domain": ("Depots", {"domain": "Depots"}),
    "bucket": (
        "Transformation",
        {
            "bucket": "transformation",
            "bucket_source": "override",
            "bucket_reason": "Said in an imported list.",
            "bucket_answers": {},
        },
    ),
    "technique": ("Vision, Language", {"techniques": {"nlp", "vision"}}),
    "impact": ("Severe", {"impact": 4, "tier": 4}),
    "autonomy": ("Advises", {"autonomy": 1, "tier": 2}),
    "stage": ("On hold", {"stage": "on_hold"}),
    "model_owner": ("Freight owner", {"model_owner": "freight_owner@example.org"}),
    "data_owner": ("retail_owner@example.org", {"data_owner": "retail_owner@example.org"}),
    "business_owner": ("", {"business_owner": None}),
    "planned_cost": ("1250.5", {"planned_cost": Decimal("1250.50")}),
    "planned_benefit": ("", {"planned_benefit": None}),
    "effort_weeks": ("12", {"effort_weeks": 12}),
    "reach": ("7", {"reach": 7}),
    "initiated_on": ("2024-02-29", {"initiated_on": date(2024, 2, 29)}),
    "live_on": ("31.12.2026", {"live_on": date(2026, 12, 31)}),
}


def one(cast: Cast) -> UseCase:
    row: UseCase = make_use_case(
        title="Yard plan",
        problem="Trailers wait.",
        domain=cast.freight,
        stage="pilot",
        bucket="augmentation",
        bucket_reason="It says plans.",
        impact=3,
        autonomy=3,
        tier=3,
        business_owner=cast.lead,
        planned_cost="99.99",
        planned_benefit="5000",
        effort_weeks=3,
        reach=1000,
        initiated_on=date(2024, 1, 1),
        live_on=date(2026, 5, 1),
    )
    UseCaseTechnique.objects.create(use_case=row, technique="predictive")
    return row


def told(pk: int) -> dict[str, Any]:
    row = UseCase.objects.get(pk=pk)
    names = [each.name for each in UseCase._meta.concrete_fields if each.name != "updated_at"]
    found = {name: getattr(row, name) for name in names}
    for name, value in found.items():
        found[name] = getattr(value, "email", getattr(value, "name", value))
    return found | {"techniques": {each.technique for each in row.techniques.all()}}


@every_kind
def test_one_edited_cell_changes_that_field_of_one_use_case(cast: Cast, kind: str) -> None:
    make_use_case(title="Shelf plan", domain=cast.retail)
    row = one(cast)
    before = told(row.pk)
    lead = cast.member("lead")
    for key, (said, wanted) in EDITS.items():
        content = exported(cast, f"columns=code,title,{key},rank&sort=title", kind)
        column = key if kind == "json" else COLUMNS[key].name
        report = imported(cast, edited(content, column, said, row=2, kind=kind), kind)
        assert (complaints(report), counts(report)) == ([], (0, 1, 1, 0)), key
        after = told(row.pk)
        changed = {name: after[name] for name in after if after[name] != before[name]}
        assert changed.pop("version") == row.history.count(), key
        assert changed == {name: each for name, each in wanted.items() if before[name] != each}
        entry = LedgerEntry.objects.filter(event="portfolio.use_cases.imported").latest("seq")
        counted = json.loads(bytes(entry.payload))["changes"]
        assert (counted["updated"], counted["mapping"]) == (1, "steelthread_list")
        request_undo(ImportRun.objects.latest("pk"), by=lead, at=LATER)
        assert told(row.pk) | {"version": 1} == before, key


@every_kind
def test_after_a_wipe_the_rows_come_back_as_they_were_seen(cast: Cast, kind: str) -> None:
    varied_portfolio(40, cast.root, cast.freight, cast.depots, cast.retail)
    UseCase.objects.filter(outcome="").update(outcome="Fewer empty runs.")
    taken = ",".join(key for key in TAKEN if key not in OwnerRole) + ",owners,tier"
    for role in OwnerRole:
        for row in UseCase.objects.exclude(**{role: None}).select_related(role):
            owner = getattr(row, role)
            if owner.is_active and not owner.grants.exists():
                grant(owner, Role.DOMAIN_OWNER, cast.freight)
    content = exported(cast, f"columns=code,{taken}&sort=title", kind)
    rows = table_of(content, kind)[1:]
    wipe()
    report = imported(cast, content, kind)
    assert (complaints(report), counts(report)) == ([], (len(rows), 0, 0, 0))
    again = table_of(exported(cast, f"columns=code,{taken}&sort=title", kind), kind)[1:]
    assert sorted(_comparable(row) for row in again) == sorted(_comparable(row) for row in rows)
    # The ids are others now, and still the same file brings nothing twice.
    assert counts(imported(cast, content, kind)) == (0, 0, len(rows), 0)


def _comparable(row: list[Any]) -> list[str]:
    return [str(cell if cell is not None else "").replace("\r\n", "\n").strip() for cell in row[1:]]


@every_kind
@pytest.mark.parametrize(
    "text",
    ["=1+1", "- a list", "+49 30 1234", "@x", "'=1", "'t Hof", "'\\u0007", "\uff1d1", "a_x0041_"],
)
def test_texts_that_look_like_formulas_come_back(cast: Cast, kind: str, text: str) -> None:
    row = make_use_case(title=text, outcome=text, domain=cast.freight)
    content = exported(cast, USUAL, kind)
    assert counts(imported(cast, content, kind)) == (0, 0, 1, 0)
    wipe()
    assert imported(cast, content, kind).errors == ()
    made = UseCase.objects.get()
    assert (made.title, made.outcome) == (row.title, row.outcome)


def test_a_workbook_saved_as_text_and_the_other_way_round_is_the_same(cast: Cast) -> None:
    for title in TITLES:
        make_use_case(title=title, domain=cast.freight)
    for kind, other in (("csv", "xlsx"), ("xlsx", "csv")):
        content = file_of(table_of(exported(cast, USUAL, kind), kind), other)
        assert counts(imported(cast, content, other)) == (0, 0, len(TITLES), 0)


def test_owners_of_one_name_stay_until_somebody_names_them_anew(cast: Cast) -> None:
    twin = make_user("Lead", email="other.lead@example.org")
    grant(twin, Role.DOMAIN_OWNER, cast.freight)
    make_use_case(title="Yard plan", domain=cast.freight, business_owner=cast.lead)
    other = make_use_case(title="Zone plan", domain=cast.freight, business_owner=cast.board)
    content = exported(cast, "columns=code,title,business_owner&sort=title")
    assert counts(imported(cast, content)) == (0, 0, 2, 0)
    assert refuses(cast, edited(content, "Business owner", "Lead", row=2)) == [
        "2 people here are called “Lead”. Write the e-mail address of the one you mean."
    ]
    assert refuses(cast, edited(content, "Business owner", "Nobody Known", row=2)) == [NOBODY]
    assert refuses(cast, edited(content, "Business owner", "gone@example.org", row=2)) == [NO_ROLE]
    report = imported(cast, edited(content, "Business owner", "Other.Lead@example.org", row=2))
    assert counts(report) == (0, 1, 1, 0)
    other.refresh_from_db()
    assert other.business_owner == twin


def test_who_left_stays_an_owner_although_the_list_shows_nobody(cast: Cast) -> None:
    gone = make_user("Gone", is_active=False)
    row = make_use_case(title="Yard plan", domain=cast.freight, data_owner=gone)
    content = exported(cast, "columns=code,title,owners")
    assert counts(imported(cast, edited(content, "Use case", "Dock plan"))) == (0, 1, 0, 0)
    row.refresh_from_db()
    assert (row.title, row.data_owner) == ("Dock plan", gone)


def test_what_the_reader_may_not_change_is_refused_in_words_that_tell_nothing(cast: Cast) -> None:
    mine = make_use_case(title="Yard plan", domain=cast.freight)
    hidden = make_use_case(title="Secret plan", domain=cast.retail)
    content = exported(cast, USUAL, by="freight_owner")
    other = edited(content, "Id", hidden.code)
    messages = refuses(cast, other, by="freight_owner", domain=cast.freight)
    assert messages == [NOT_YOURS.format(hidden.code)]
    content = edited(content, "Use case", "Dock plan")
    report = imported(cast, content, by="freight_owner", domain=cast.freight)
    assert counts(report) == (0, 1, 0, 0)
    mine.refresh_from_db()
    assert mine.title == "Dock plan"


def test_who_may_only_read_a_domain_hears_the_same(cast: Cast) -> None:
    row = make_use_case(title="Shelf plan", domain=cast.retail)
    grant(cast.freight_owner, Role.EXECUTIVE, cast.root)
    content = edited(exported(cast, USUAL, by="freight_owner"), "Use case", "Mine")
    assert refuses(cast, content, by="freight_owner", domain=cast.freight) == [
        NOT_YOURS.format(row.code)
    ]


def test_rows_of_another_domain_than_the_chosen_one_stay_where_they_are(cast: Cast) -> None:
    row = make_use_case(title="Shelf plan", domain=cast.retail)
    content = edited(exported(cast, USUAL), "Use case", "Rack plan")
    report = imported(cast, content, domain=cast.freight)
    assert (complaints(report), counts(report)) == ([], (0, 1, 0, 0))
    assert report.samples[0].domain == "Harbour group › Retail"
    row.refresh_from_db()
    assert (row.title, row.domain) == ("Rack plan", cast.retail)


def test_domains_of_one_name_stay_until_a_row_names_one_of_them(cast: Cast) -> None:
    twin = make_domain("Depots", parent=cast.retail)
    row = make_use_case(title="Yard plan", domain=twin)
    other = make_use_case(title="Zone plan", domain=cast.freight)
    content = exported(cast, f"{USUAL}&sort=title")
    assert counts(imported(cast, content)) == (0, 0, 2, 0)
    (message,) = refuses(cast, edited(content, "Domain", "Depots", row=2))
    assert message.startswith("“Depots” may be Freight › Depots or Retail › Depots.")
    report = imported(cast, edited(content, "Domain", "Retail › Depots", row=2))
    assert counts(report) == (0, 1, 1, 0)
    other.refresh_from_db()
    row.refresh_from_db()
    assert (row.domain, other.domain) == (twin, twin)


def test_two_rows_of_one_id_are_refused_however_it_is_written(cast: Cast) -> None:
    row = make_use_case(title="Yard plan", domain=cast.freight)
    table = table_of(exported(cast, USUAL))
    table.append([f"uc {row.pk}", *table[1][1:]])
    assert refuses(cast, file_of(table)) == [
        "This is the use case of row 2 again. Delete one of them."
    ]


@pytest.mark.parametrize("text", ["UC-99999999999999999999", "UC-0", "new", "31"])
def test_an_id_that_is_none_is_refused(cast: Cast, text: str) -> None:
    for title in ("Yard plan", "Zone plan", "Zoo plan"):
        make_use_case(title=title, domain=cast.freight)
    (message,) = refuses(cast, edited(exported(cast, USUAL), "Id", text))
    assert message.startswith(f"“{text}” is the id of no use case.")


def test_a_row_without_an_id_or_with_an_unknown_one_is_registered(cast: Cast) -> None:
    make_use_case(title="Yard plan", domain=cast.freight)
    table = table_of(exported(cast, USUAL))
    new = dict(zip(table[0], table[1], strict=True)) | {"Changed": ""}
    table.append([*(new | {"Id": "", "Use case": "Dock plan"}).values()])
    table.append([*(new | {"Id": "UC-9999", "Use case": "yard PLAN", "Domain": "Depots"}).values()])
    content = file_of(table)
    check = check_import(content, filename="a.csv", by=cast.member("lead"), at=LATER)
    assert (complaints(check), counts(check)) == ([], (2, 0, 1, 0))
    assert [(note.row, note.message.partition(" has")[0]) for note in check.notes] == [
        (4, UseCase.objects.get().code)
    ]
    assert counts(imported(cast, content)) == (2, 0, 1, 0)
    made = UseCase.objects.get(title="yard PLAN")
    assert (made.domain, made.stage, made.outcome) == (cast.depots, "idea", "Fewer late parcels.")
    assert (made.source, made.external_reference) == ("steelthread-list", "UC-9999")
    assert counts(imported(cast, content)) == (0, 0, 3, 0)
    request_undo(ImportRun.objects.first(), by=cast.member("lead"), at=LATER)
    assert [row.title for row in UseCase.objects.all()] == ["Yard plan"]


def test_a_new_row_says_which_columns_it_needs(cast: Cast) -> None:
    make_use_case(title="Yard plan", domain=cast.freight)
    table = table_of(exported(cast, "columns=code,title,priority"))
    table.append(["UC-9999", "Dock plan", ""])
    assert refuses(cast, file_of(table)) == [NEEDS_COLUMNS]
    table = table_of(exported(cast, USUAL))
    table.append(["", "Dock plan", " ", "", "Idea", ""])
    assert refuses(cast, file_of(table)) == [
        "A new use case needs this: Outcome.",
        "A new use case needs this: Domain.",
    ]


def test_what_somebody_changed_since_the_export_is_left_as_it_is(cast: Cast) -> None:
    row = make_use_case(title="Yard plan", domain=cast.freight)
    content = edited(exported(cast, USUAL), "Use case", "Dock plan")
    wanted = replace(input_of(row, ()), outcome="Fewer empty runs.")
    change_use_case(row, wanted, version=1, by=cast.member("lead"), at=NOW + timedelta(days=2))
    report = imported(cast, content)
    assert counts(report) == (0, 0, 0, 1)
    assert any(
        note.message.startswith("Somebody changed this use case since") for note in report.notes
    )
    row.refresh_from_db()
    assert (row.title, row.outcome) == ("Yard plan", "Fewer empty runs.")
    (message,) = refuses(cast, edited(content, "Changed", "5/1/2026"))
    assert message == (
        "“5/1/2026” is not a date that can be read."
        " Leave this column as it was exported, or take it out of the file."
    )
    report = imported(cast, exported(cast, "columns=code,title"))
    assert any(remark.startswith("Without the column “Changed”") for remark in report.remarks)


def test_an_archived_use_case_stays_as_it_is(cast: Cast) -> None:
    row = make_use_case(title="Yard plan", domain=cast.freight, archived_at=NOW)
    content = exported(cast, f"{USUAL}&archived=yes")
    assert counts(imported(cast, content)) == (0, 0, 1, 0)
    report = imported(cast, edited(content, "Use case", "Dock plan"))
    assert counts(report) == (0, 0, 0, 1)
    row.refresh_from_db()
    assert row.title == "Yard plan"


@pytest.mark.parametrize(
    ("column", "said", "message"),
    [
        ("Use case", "", "The title is missing."),
        ("Use case", "x" * 501, "characters; at most 500 fit."),
        ("Stage", "", "The stage is missing."),
        ("Stage", "Someday", "“Someday” is not a known stage."),
        ("Bucket", "", "The bucket is missing."),
        ("Bucket", "Later", "“Later” is no bucket."),
        ("Domain", "", "The domain is missing."),
        ("Technique", "Magic", "“Magic” is not a known technique."),
        ("Impact", "Awful", "“Awful” is not a known impact."),
        ("Planned cost", "much", "“much” is not an amount."),
        ("Person-weeks", "-3", "“-3” is negative."),
        ("People reached in a quarter", "1.5", "“1.5” is no such number."),
        ("Live on", "5/1/2026", "“5/1/2026” is not a date that can be read."),
    ],
)
def test_what_cannot_be_read_is_an_error_with_its_row_and_column(
    cast: Cast, column: str, said: str, message: str
) -> None:
    one(cast)
    keys = "code,title,stage,bucket,domain,technique,impact,planned_cost,effort_weeks,reach,live_on"
    content = exported(cast, f"columns={keys}")
    report = imported(cast, edited(content, column, said))
    assert [(each.row, each.column) for each in report.errors] == [(2, column)]
    assert report.errors[0].message.endswith(message)
    assert UseCase.objects.get().version == 1


def test_an_owner_who_stands_there_twice_has_to_be_one(cast: Cast) -> None:
    make_use_case(title="Yard plan", domain=cast.freight, business_owner=cast.lead)
    content = exported(cast, "columns=code,title,owners,business_owner")
    assert counts(imported(cast, content)) == (0, 0, 1, 0)
    assert refuses(cast, edited(content, "Business owner", "Board")) == [
        "Two columns are called Business owner and say different things: “Board”, “Lead”."
    ]


@pytest.mark.parametrize(
    "header",
    [
        "Id,Use case,Remark,Domain",
        "Id,Use case,Domain,Domain",
        "Id,Use case,Use case,Domain",
        "id,Use case,Outcome,Domain",
        "Key,Use case,Outcome,Domain",
        "Id,Title,Outcome,Domain",
    ],
)
def test_a_header_that_is_not_the_lists_is_any_other_file(cast: Cast, header: str) -> None:
    row = make_use_case(title="Yard plan", domain=cast.freight)
    content = f"{header}\r\n{row.code},Mine,Fewer,Freight\r\n".encode()
    report = check_import(content, filename="a.csv", by=cast.member("lead"), at=LATER)
    assert report.updated == 0
    assert not report.is_seen


def test_ids_of_another_kind_are_no_list_of_ours(cast: Cast) -> None:
    content = b"Id,Use case,Outcome,Domain\r\nA-1,Yard plan,Fewer,Freight\r\n"
    report = check_import(content, filename="a.csv", by=cast.member("lead"), at=LATER)
    assert (report.is_seen, report.created) == (False, 1)


def test_a_list_with_a_column_of_somebody_elses_says_why_it_is_registered_anew(cast: Cast) -> None:
    make_use_case(title="Yard plan", domain=cast.freight)
    table = table_of(exported(cast, "columns=code,title,domain,priority"))
    table = [[*row, said] for row, said in zip(table, ("Remark", "ask Ines"), strict=True)]
    report = check_import(file_of(table), filename="a.csv", by=cast.member("lead"), at=LATER)
    assert report.created == 1
    assert any("but no list has a column “Remark”." in remark for remark in report.remarks)


def test_the_file_may_be_called_anything_and_its_rows_may_be_called_like_columns(
    cast: Cast,
) -> None:
    make_use_case(title="Title", outcome="Stage", domain=make_domain("Domain"))
    content = exported(cast, "columns=code,outcome,title,domain")
    report = imported(cast, content)
    assert (report.is_seen, counts(report)) == (True, (0, 0, 1, 0))


def test_the_portal_itself_and_who_sees_less_take_the_same_file(cast: Cast) -> None:
    make_use_case(title="Yard plan", domain=cast.depots, stage="pilot", bucket="augmentation")
    content = exported(cast, USUAL)
    report = commit_import(content, filename="a.csv", by=PORTAL_ITSELF, at=LATER)
    assert counts(report) == (0, 0, 1, 0)
    assert counts(imported(cast, content, by="freight_owner", domain=cast.freight)) == (0, 0, 1, 0)


def test_a_large_list_is_recognised_in_its_job_and_checked_without_a_question(cast: Cast) -> None:
    for number in range(30):
        make_use_case(title=f"Plan {number}", outcome="Fewer. " * 1_000, domain=cast.freight)
    content = exported(cast, USUAL).replace(b"Plan 7,", b"Plan 77,")
    lead = cast.member("lead")
    run = upload(content, filename="a.csv", domain=None, is_draft=True, by=lead, at=LATER)
    assert run.state == ImportRun.State.READING
    run = check_run(read_run(run.pk, at=LATER).pk, at=LATER)
    assert (run.state, run.mapping_name) == (ImportRun.State.CHECKED, "steelthread_list")
    assert (run.report["updated"], run.report["unchanged"]) == (1, 29)
    run = commit_run(request_commit(run, by=lead, at=LATER).pk, at=LATER)
    assert (run.state, run.report["updated"]) == (ImportRun.State.COMMITTED, 1)
    assert UseCase.objects.filter(title="Plan 77").count() == 1


def test_who_says_what_its_columns_mean_has_it_read_like_any_other_file(cast: Cast) -> None:
    make_use_case(title="Yard plan", domain=cast.freight)
    lead = cast.member("lead")
    content = exported(cast, "columns=code,title,domain")
    run = upload(content, filename="a.csv", domain=None, is_draft=True, by=lead, at=LATER)
    assert run.state == ImportRun.State.CHECKED
    run = answer_columns(run, ["reference", "title", "domain"], by=lead)
    assert run.state == ImportRun.State.READ
    run = check_again(run, by=lead, at=LATER)
    assert (run.report["created"], run.report["source"]) == (1, "spreadsheet")
