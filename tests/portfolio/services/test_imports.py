"""Importing use cases: what a check says, what an import does, and what stands in the way."""

import io
import json
from collections.abc import Mapping
from typing import Any

import openpyxl
import pytest

from portal.domain.errors import NotAllowed, Refusal
from portal.domain.roles import Role
from portal.models import Domain, Job, LedgerEntry
from portfolio.domain.buckets import Bucket
from portfolio.domain.import_reports import ImportReport
from portfolio.domain.ownership import OwnerRole
from portfolio.models import ImportRun, Rating, UseCase, UseCaseTechnique
from portfolio.services import imports
from portfolio.services.import_files import FileRefused
from portfolio.services.import_readings import own_mapping, shipped_mapping
from portfolio.services.imports import PORTAL_ITSELF, check_import, commit_import
from portfolio.services.ratings import RatingInput, rate_use_case
from portfolio.services.use_case_inputs import BucketChoice, UseCaseInput
from portfolio.services.use_cases import archive_use_case, change_use_case
from tests.builders import NOW, grant, make_domain, make_use_case, member
from tests.conftest import Cast

LIST = b"""Title,Domain,Stage,Benefit,Owner
Plan yard moves,Freight,Pilot,Fewer empty moves,freight_owner@example.org
Sort returns,Retail > Online,Idea,Less typing,
Answer depot questions,Freight > Depots,Live,Answers at once,
"""

RATED = own_mapping(
    b"""
source = "freight-list"
[columns]
title = "Title"
area = "Area"
team = "Team"
reference = "No"
[domain]
path = ["area"]
[evidence]
text = ["title"]
techniques.vision = ["camera"]
[[ratings.skills]]
column = "team"
values = { "own" = 4, "bought" = 2 }
"""
)


def rated_list(*rows: str) -> bytes:
    return "\n".join(["No,Title,Area,Team", *rows]).encode()


def check(cast: Cast, content: bytes = LIST, *, name: str = "lead", **more: Any) -> ImportReport:
    return check_import(content, filename="list.csv", by=cast.member(name), at=NOW, **more)


def commit(cast: Cast, content: bytes = LIST, *, name: str = "lead", **more: Any) -> ImportReport:
    return commit_import(content, filename="list.csv", by=cast.member(name), at=NOW, **more)


def counts(report: ImportReport) -> tuple[int, ...]:
    return (report.read, report.created, report.updated, report.unchanged, report.skipped)


def everything() -> Mapping[str, int]:
    models = (Domain, UseCase, UseCaseTechnique, Rating, ImportRun, LedgerEntry, Job)
    return {model.__name__: model.objects.count() for model in models} | {
        "history": UseCase.history.count()
    }


def test_a_check_tells_everything_and_writes_nothing(cast: Cast) -> None:
    before = everything()
    report = check(cast)
    assert counts(report) == (3, 3, 0, 0, 0)
    assert report.new_domains == (("Retail", "Online"),)
    assert report.source == "spreadsheet"
    assert [(each.column, each.field) for each in report.columns] == [
        ("Title", "title"),
        ("Domain", "domain"),
        ("Stage", "stage"),
        ("Benefit", "outcome"),
        ("Owner", "business_owner"),
    ]
    assert [(each.row, each.title, each.domain, each.stage) for each in report.samples] == [
        (2, "Plan yard moves", "Freight", "pilot"),
        (3, "Sort returns", "Retail › Online", "idea"),
        (4, "Answer depot questions", "Freight › Depots", "production"),
    ]
    assert everything() == before


def test_an_import_does_what_the_check_said(cast: Cast) -> None:
    checked = check(cast)
    report = commit(cast)
    assert report == checked
    rows = UseCase.objects.order_by("pk").values_list("title", "domain__name", "stage")
    assert list(rows) == [
        ("Plan yard moves", "Freight", "pilot"),
        ("Sort returns", "Online", "idea"),
        ("Answer depot questions", "Depots", "production"),
    ]
    first = UseCase.objects.get(title="Plan yard moves")
    assert first.business_owner == cast.freight_owner
    assert (first.outcome, first.bucket_source) == ("Fewer empty moves", "suggestion")
    kinds = set(Job.objects.values_list("kind", flat=True))
    assert kinds == {"portfolio.rank", "portfolio.compare"}


def test_one_ledger_entry_names_file_mapping_and_counts(cast: Cast) -> None:
    commit(cast)
    added, imported = LedgerEntry.objects.order_by("seq")
    assert (added.event, imported.event) == (
        "portal.domain.branches_added",
        "portfolio.use_cases.imported",
    )
    told = json.loads(bytes(imported.payload))["changes"]
    run = ImportRun.objects.get()
    assert (run.state, run.content, run.created_by) == ("committed", None, cast.lead)
    assert {name: told[name] for name in ("file", "sha256", "read", "created", "source")} == {
        "file": "list.csv",
        "sha256": run.sha256,
        "read": 3,
        "created": 3,
        "source": "spreadsheet",
    }


def test_the_same_file_again_changes_nothing(cast: Cast) -> None:
    commit(cast)
    assert counts(check(cast)) == (3, 0, 0, 3, 0)
    assert counts(commit(cast)) == (3, 0, 0, 3, 0)
    assert set(UseCase.objects.values_list("version", flat=True)) == {1}


def test_a_changed_file_updates_what_it_states_and_nothing_else(cast: Cast) -> None:
    commit(cast)
    row = UseCase.objects.get(title="Plan yard moves")
    wanted = UseCaseInput(
        domain=cast.freight,
        title=row.title,
        outcome=row.outcome,
        problem="Drivers wait.",
        source=row.source,
        external_reference=row.external_reference,
        owners={OwnerRole.BUSINESS_OWNER: cast.freight_owner, OwnerRole.DATA_OWNER: cast.lead},
        bucket=BucketChoice(override=Bucket.TRANSFORMATION, reason="It changes the promise."),
    )
    change_use_case(row, wanted, version=1, by=cast.member("lead"), at=NOW)
    changed = LIST.replace(b"Pilot", b"Live").replace(b"Answers at once", b"Automates answers")
    report = check(cast, changed)
    assert counts(report) == (3, 0, 2, 1, 0)
    assert counts(commit(cast, changed)) == counts(report)
    after = UseCase.objects.get(pk=row.pk)
    assert (after.stage, after.problem, after.data_owner, after.bucket) == (
        "production",
        "Drivers wait.",
        cast.lead,
        "transformation",
    )


def test_ratings_and_techniques_are_suggested_and_never_overwrite_people(cast: Cast) -> None:
    commit(cast, rated_list("1,Watch dock camera,Freight,own", "2,Sort,Retail,"), mapping=RATED)
    first = UseCase.objects.get(external_reference="1")
    assert list(first.ratings.values_list("criterion", "score", "source", "evidence")) == [
        ("skills", 4, "suggestion", "Team: “own”.")
    ]
    assert list(first.techniques.values_list("technique", flat=True)) == ["vision"]
    rate_use_case(
        first,
        {"skills": RatingInput(1, "Nobody left.")},
        version=first.version,
        by=cast.member("lead"),
        at=NOW,
    )
    second = rated_list("1,Watch dock camera,Freight,own", "2,Sort,Retail,bought")
    assert counts(check(cast, second, mapping=RATED)) == (2, 0, 1, 1, 0)
    assert counts(commit(cast, second, mapping=RATED)) == (2, 0, 1, 1, 0)
    assert first.ratings.get().score == 1
    assert Rating.objects.get(use_case__external_reference="2").score == 2


def test_one_row_error_keeps_the_whole_file_out(cast: Cast) -> None:
    bad = LIST + b"Route vans,Freight,Someday,,nobody@example.org\n,Freight,Idea,,\n"
    before = everything()
    for report, told in (
        (check(cast, bad), (5, 3, 0, 0, 2)),
        (commit(cast, bad), (5, 0, 0, 0, 5)),
    ):
        assert counts(report) == told
        assert [(error.row, error.column) for error in report.errors] == [
            (5, "Stage"),
            (6, "Title"),
        ]
        assert (report.is_refused, report.rows_with_errors) == (True, 2)
    assert everything() == before


def test_an_owner_without_a_role_is_a_row_error(cast: Cast) -> None:
    report = check(cast, b"Title,Domain,Owner\nPlan,Freight,stranger@example.org\n")
    assert [(error.row, error.column, error.message) for error in report.errors] == [
        (
            2,
            "Owner",
            (
                "“stranger@example.org” holds no role here today. "
                "Invite this person first, or leave the cell empty."
            ),
        )
    ]


def test_a_domain_owner_imports_into_the_domains_that_are_there(cast: Cast) -> None:
    paths = b"Title,Domain\nA,Freight\nB,Freight > Depots\nC,Harbour group > Freight\nD,depots\n"
    report = commit(cast, paths, name="freight_owner", domain=cast.freight)
    assert (counts(report), report.new_domains) == ((4, 4, 0, 0, 0), ())
    assert list(UseCase.objects.order_by("title").values_list("domain__name", flat=True)) == [
        "Freight",
        "Depots",
        "Freight",
        "Depots",
    ]
    assert set(UseCase.objects.values_list("source", flat=True)) == {
        f"spreadsheet-{cast.freight.pk}"
    }


def test_only_who_may_change_the_tree_gets_domains_added(cast: Cast) -> None:
    content = b"Title,Domain\nA,Freight > Yards\nB,Retail\n"
    report = commit(cast, content, name="freight_owner", domain=cast.freight)
    assert [(error.row, error.column, error.message) for error in report.errors] == [
        (
            2,
            "Domain",
            (
                "There is no domain “Yards” beneath Freight. "
                "A CoE lead or an administrator can add it."
            ),
        ),
        (
            3,
            "Domain",
            (
                "There is no domain “Retail” beneath Freight. "
                "A CoE lead or an administrator can add it."
            ),
        ),
    ]
    assert (UseCase.objects.count(), Domain.objects.count()) == (0, 4)


def complaints(report: ImportReport) -> list[tuple[int, str, str]]:
    return [(error.row, error.column, error.message) for error in report.errors]


def test_a_domain_further_down_is_met_and_not_made_twice(cast: Cast) -> None:
    report = commit(cast, b"Title,Domain\nA,DEPOTS\nB,depots > Night shift\n")
    assert report.new_domains == (("Freight", "Depots", "Night shift"),)
    assert report.summary()["domains_created"] == [
        {"name": "Night shift", "path": ["Freight", "Depots", "Night shift"]}
    ]
    assert list(UseCase.objects.order_by("title").values_list("domain__name", flat=True)) == [
        "Depots",
        "Night shift",
    ]
    assert Domain.objects.filter(name__iexact="depots").count() == 1


def test_a_name_of_two_domains_is_an_error_that_names_both(cast: Cast) -> None:
    make_domain("Depots", parent=cast.retail)
    for door in (check, commit):
        assert complaints(door(cast, b"Title,Domain\nA,depots\nB,Retail > depots\n")) == [
            (
                2,
                "Domain",
                (
                    "“depots” may be Freight › Depots or Retail › Depots. "
                    "Write the whole path of the one you mean."
                ),
            )
        ]
    assert not UseCase.objects.exists()


def test_one_file_does_not_bring_a_name_twice_by_chance(cast: Cast) -> None:
    content = b"Title,Domain\nA,Retail > Claims\nB,claims\n"
    assert complaints(commit(cast, content)) == [
        (
            3,
            "Domain",
            (
                "“claims” may be a new domain or Retail › Claims, which row 2 brings. "
                "Write the whole path of the one you mean, beginning with Harbour group."
            ),
        )
    ]
    whole = content.replace(b"B,claims", b"B,Harbour group > Claims")
    assert commit(cast, whole).new_domains == (("Claims",), ("Retail", "Claims"))


def test_a_new_domain_whose_name_is_nearly_there_already_is_remarked(cast: Cast) -> None:
    report = check(cast, b"Title,Domain\nA,Frieght\nB,Retail > Depots\n")
    assert report.look_alikes == (
        "Frieght is a new domain, and there is Freight already. Write that path if it is meant.",
        (
            "Retail › Depots is a new domain, and there is Freight › Depots already. "
            "Write that path if it is meant."
        ),
    )


OWN = """
source = "yard-list"
[columns]
title = "Title"
area = "Area"
team = "Team"
[domain]
path = ["area", "team"]
"""


def test_a_mapping_adds_domains_only_when_it_says_so(cast: Cast) -> None:
    content = b"Title,Area,Team\nA,Freight,Depot\nB,Freight,Depots\nC,Fraight,\n"
    before = everything()
    silent = own_mapping(OWN.encode())
    for door in (check, commit):
        assert complaints(door(cast, content, mapping=silent)) == [
            (
                2,
                "Team",
                (
                    "There is no domain “Depot” beneath Freight. This mapping adds no domains. "
                    "The nearest name there is: Freight › Depots."
                ),
            ),
            (
                4,
                "Area",
                (
                    "There is no domain “Fraight” beneath Harbour group. "
                    "This mapping adds no domains. The nearest name there is: Freight."
                ),
            ),
        ]
    assert everything() == before
    report = commit(cast, content, mapping=own_mapping(f"{OWN}create = true".encode()))
    assert report.new_domains == (("Fraight",), ("Freight", "Depot"))


def test_a_column_for_each_level_is_a_whole_path(cast: Cast) -> None:
    content = b"Title,Area,Team\nA,Depots,\n"
    report = commit(cast, content, mapping=own_mapping(f"{OWN}create = true".encode()))
    assert report.new_domains == (("Depots",),)


def test_a_path_may_be_written_as_the_portal_shows_it(cast: Cast) -> None:
    report = commit(cast, "Title,Domain\nA,Freight › Depots\n".encode())
    assert (report.new_domains, UseCase.objects.get().domain) == ((), cast.depots)


def test_a_row_with_another_error_is_told_of_its_missing_domain_too(cast: Cast) -> None:
    content = b"Title,Domain,Stage\nA,Retail,Someday\n"
    report = check(cast, content, name="freight_owner", domain=cast.freight)
    assert [(error.row, error.column) for error in report.errors] == [(2, "Stage"), (2, "Domain")]


def test_domains_are_met_by_their_plain_name(cast: Cast) -> None:
    report = commit(cast, b"Title,Domain\nA,FREIGHT\nB,freight - \n")
    assert report.new_domains == ()
    assert set(UseCase.objects.values_list("domain", flat=True)) == {cast.freight.pk}


def test_rows_without_a_domain_go_to_the_chosen_one(cast: Cast) -> None:
    report = commit(cast, b"Title,Stage\nA,Idea\n", name="retail_owner", domain=cast.retail)
    assert counts(report) == (1, 1, 0, 0, 0)
    assert "all rows go to the chosen one" in report.remarks[0]
    assert UseCase.objects.get().domain == cast.retail


def test_an_archived_domain_takes_nothing(cast: Cast) -> None:
    Domain.objects.filter(pk=cast.depots.pk).update(archived_at=NOW)
    report = check(cast)
    assert [(error.row, error.message) for error in report.errors] == [
        (4, "Depots is archived. Choose another domain.")
    ]
    with pytest.raises(Refusal, match="Depots is archived"):
        check(cast, domain=Domain.objects.get(pk=cast.depots.pk))


@pytest.mark.parametrize(
    "name", ["executive", "board", "auditor", "administrator", "contributor", "stranger"]
)
def test_who_may_not_import_is_refused(cast: Cast, name: str) -> None:
    before = everything()
    for door in (check, commit):
        with pytest.raises(NotAllowed):
            door(cast, name=name)
    assert everything() == before


def test_a_domain_owner_may_not_import_into_the_enterprise(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="into Harbour group"):
        commit(cast, name="freight_owner")
    assert not UseCase.objects.exists()


def test_a_use_case_of_another_domain_is_out_of_reach(cast: Cast) -> None:
    commit(cast, rated_list("1,Sort,Retail,own"), mapping=RATED)
    mine = rated_list("1,Mine now,Freight,own", "2,Other,Freight,own")
    report = commit(cast, mine, mapping=RATED, name="freight_owner", domain=cast.freight)
    assert [(error.row, error.column, error.message) for error in report.errors] == [
        (2, "Area", "This use case belongs to a domain into which you may not import.")
    ]
    assert UseCase.objects.get().title == "Sort"


def test_archived_use_cases_are_skipped(cast: Cast) -> None:
    commit(cast)
    row = UseCase.objects.get(title="Sort returns")
    archive_use_case(row, version=row.version, by=cast.member("lead"), at=NOW)
    changed = LIST.replace(b"Less typing", b"No typing")
    assert counts(check(cast, changed)) == (3, 0, 0, 2, 1)
    assert counts(commit(cast, changed)) == (3, 0, 0, 2, 1)
    assert UseCase.objects.get(pk=row.pk).outcome == "Less typing"


def test_a_crash_in_the_middle_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_args: Any, **_options: Any) -> None:
        assert Domain.objects.filter(name="Online").exists()
        assert UseCase.objects.count() == 3
        raise RuntimeError

    before = everything()
    monkeypatch.setattr(imports, "remember_use_cases", crash)
    with pytest.raises(RuntimeError):
        commit(cast)
    assert everything() == before


def test_the_first_import_makes_the_enterprise(db: None, settings: Any) -> None:
    settings.ORGANISATION = "Northmere group"
    for number, door in enumerate((check_import, commit_import)):
        assert Domain.objects.count() == 0, number
        content = LIST.replace(b"freight_owner@example.org", b"")
        report = door(content, filename="list.csv", by=PORTAL_ITSELF, at=NOW)
        assert counts(report) == (3, 3, 0, 0, 0)
        assert report.new_domains == (
            ("Freight",),
            ("Freight", "Depots"),
            ("Retail",),
            ("Retail", "Online"),
        )
    assert list(Domain.objects.order_by("path").values_list("name", "depth")) == [
        ("Northmere group", 1),
        ("Freight", 2),
        ("Depots", 3),
        ("Retail", 2),
        ("Online", 3),
    ]


def test_the_first_import_makes_no_enterprise_when_a_row_is_wrong(db: None) -> None:
    bad = LIST + b"Route vans,Freight,Someday,,\n"
    report = commit_import(bad, filename="list.csv", by=PORTAL_ITSELF, at=NOW)
    assert len(report.errors) == 2
    assert set(everything().values()) == {0}


def test_paths_that_move_while_domains_are_added_keep_their_owners_rights(cast: Cast) -> None:
    # An administrator of the tree who owns freight: adding “Airports” moves the path of freight.
    grant(cast.administrator, Role.DOMAIN_OWNER, cast.root)
    content = b"Title,Domain\nA,Airports\nB,Freight\n"
    report = commit_import(
        content, filename="l.csv", by=member(cast.administrator), at=NOW, domain=cast.root
    )
    assert report.new_domains == (("Airports",),)
    rows = UseCase.objects.order_by("title").values_list("domain__name", flat=True)
    assert list(rows) == ["Airports", "Freight"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "“list.csv” is empty."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old .xls format"),
        (b"PK\x03\x04 cut off", "damaged"),
        (b"Title,Domain\n", "no rows below"),
        (b"a" * (10 * 1024 * 1024 + 1), "up to 10 MB"),
        (b"Colour,Domain\nRed,Freight\n", "No column holds the title."),
    ],
    ids=["empty", "xls", "truncated", "no rows", "oversized", "unknown columns"],
)
def test_a_file_that_cannot_be_imported_gets_one_sentence(
    cast: Cast, content: bytes, sentence: str
) -> None:
    before = everything()
    for door in (check, commit):
        with pytest.raises(Refusal, match=sentence) as refused:
            door(cast, content)
        assert isinstance(refused.value, FileRefused) or "columns are" in str(refused.value)
    assert everything() == before


def test_formulas_are_read_as_text(cast: Cast) -> None:
    content = b'Title,Domain,Benefit\n"=HYPERLINK(""http://x"")",Freight,=1+1\n'
    commit(cast, content)
    row = UseCase.objects.get()
    assert (row.title, row.outcome) == ('=HYPERLINK("http://x")', "=1+1")


def test_a_formula_without_a_result_keeps_the_workbook_out(cast: Cast) -> None:
    book = openpyxl.Workbook()
    for row in (["Title", "Domain"], ["Plan", "Freight"], ['="Sort"', "Freight"]):
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    for door, told in ((check, (2, 1, 0, 0, 1)), (commit, (2, 0, 0, 0, 2))):
        report = door(cast, target.getvalue())
        assert counts(report) == told
        assert complaints(report) == [
            (
                3,
                "Title",
                (
                    "Cell A3 holds a formula without a result. "
                    "Open the workbook in a spreadsheet, save it and upload that."
                ),
            )
        ]
    assert not UseCase.objects.exists()


def test_characters_that_could_not_be_read_are_notes_on_their_rows(cast: Cast) -> None:
    content = "Title,Domain\nCafé,Freight\n".encode() + b"Qu\xff,Freight\n"
    report = commit(cast, content)
    assert (counts(report), report.errors) == ((2, 2, 0, 0, 0), ())
    assert [(note.row, note.column) for note in report.notes] == [(3, "Title")]


def test_a_wrong_encoding_is_named_and_nothing_is_lost(cast: Cast) -> None:
    commit(cast, "Title,Domain\nCafé planning – nights,Freight\n".encode("cp1252"))
    assert UseCase.objects.get().title == "Café planning – nights"


def test_a_check_names_titles_that_are_taken_and_an_import_merges_none_of_them(cast: Cast) -> None:
    there = make_use_case(title="Sort Returns", domain=cast.freight)
    hidden = make_use_case(title="Answer depot questions", domain=cast.retail, archived_at=NOW)
    content = LIST + b"plan YARD moves,Retail,Idea,Another outcome,\n"
    report = check(cast, content)
    assert [(note.row, note.message.partition(".")[0]) for note in report.notes] == [
        (3, f"{there.code} has the same title"),
        (5, "Row 2 has the same title"),
    ]
    assert report.created == 4
    commit_import(content, filename="list.csv", by=cast.member("lead"), at=NOW)
    assert UseCase.objects.exclude(pk__in=[there.pk, hidden.pk]).count() == 4
    again = check(cast, content)
    assert (again.created, again.notes) == (0, ())


def test_rows_named_like_use_cases_are_registered_anew_and_that_is_said(cast: Cast) -> None:
    row = make_use_case(title="Sort returns", domain=cast.freight)
    content = f"Reference,Title,Domain\n{row.code},Sort parcels,Freight\n".encode()
    report = check(cast, content)
    sentence = "but no list has a column “Title”. So it is read like any other file"
    assert report.created == 1
    assert any(sentence in remark for remark in report.remarks), report.remarks
    assert not any(sentence in remark for remark in check(cast).remarks)


def test_a_check_tells_of_the_sound_rows_what_it_would_tell_without_the_errors(cast: Cast) -> None:
    commit(cast)
    told = LIST.replace(b"Plan yard moves,Freight,Pilot", b"Plan yard moves,Freight,Live")
    sound = told + b"Sort returns,Freigth,Idea,,\nSort letters,Retail > Post,Idea,,\n"
    clean = check(cast, sound)
    assert counts(clean) == (5, 2, 1, 2, 0)
    report = check(cast, sound + b"Broken,Yards > Of broken rows,Someday,,\n")
    assert [(error.row, error.column) for error in report.errors] == [(7, "Stage")]
    assert counts(report) == (6, 2, 1, 2, 1)
    assert report.new_domains == clean.new_domains == (("Freigth",), ("Retail", "Post"))
    assert report.look_alikes == clean.look_alikes != ()
    assert report.notes == clean.notes != ()
    assert report.left_alone == 0
    refused = commit(cast, sound + b"Broken,Yards > Of broken rows,Someday,,\n")
    assert (counts(refused), refused.new_domains) == ((6, 0, 0, 0, 6), ())


def test_an_outcome_that_stays_although_the_row_leaves_it_empty_is_told(cast: Cast) -> None:
    commit(cast)
    emptied = LIST.replace(b"Less typing", b"").replace(
        b"Retail > Online,Idea", b"Retail > Online,Live"
    )
    for door in (check, commit):
        report = door(cast, emptied)
        assert counts(report) == (3, 0, 1, 2, 0)
        assert [(note.row, note.column, note.message) for note in report.notes] == [
            (3, "Benefit", "The outcome is empty here. The one that was given stays.")
        ]
        assert report.summary()["notes"][-1]["row"] == 3
    assert UseCase.objects.get(title="Sort returns").outcome == "Less typing"
    assert check(cast, emptied).notes == ()


@pytest.mark.parametrize("nothing", ["--", "-", "—", "–", "- -", "n/a", "N.A.", "none", "TBD", "?"])
def test_a_spelling_of_nothing_is_no_amount_no_day_and_no_owner(cast: Cast, nothing: str) -> None:
    header = "Reference,Title,Domain,Planned cost,Planned benefit,Effort in weeks,Live on,Owner"
    content = f"{header}\nA-1,Plan,Freight,{','.join([nothing] * 5)}\n".encode()
    for mapping in (None, shipped_mapping("steelthread")):
        columns = content if mapping is None else content.replace(header.encode(), OWN_HEADER)
        report = check(cast, columns, mapping=mapping)
        assert (complaints(report), counts(report)) == ([], (1, 1, 0, 0, 0))
        assert report.samples[0].amounts == {}


OWN_HEADER = (
    b"reference,title,domain,planned_cost,planned_benefit,effort_weeks,live_on,business_owner"
)


def test_a_list_that_begins_with_a_dash_is_kept(cast: Cast) -> None:
    commit(cast, b"Title,Domain,Outcome,Vendor\nPlan,Freight,- fewer empty moves,--\n")
    row = UseCase.objects.get()
    assert (row.outcome, row.external_details) == ("- fewer empty moves", {})


@pytest.mark.parametrize(
    "path",
    ["Harbour group > Freight > Depots", "Harbour group > Depots", "Freight > Depots", "Depots"],
)
def test_a_path_may_begin_with_the_enterprise_for_who_imports_further_down(
    cast: Cast, path: str
) -> None:
    content = f"Title,Domain\nPlan,{path}\n".encode()
    report = commit(cast, content, name="freight_owner", domain=cast.freight)
    assert complaints(report) == []
    assert UseCase.objects.get().domain == cast.depots


@pytest.mark.parametrize("name", ["lead", "freight_owner"])
def test_a_path_from_the_enterprise_to_another_domain_is_not_taken_for_a_new_one(
    cast: Cast, name: str
) -> None:
    content = b"Title,Domain\nPlan,Harbour group > Retail\n"
    report = commit(cast, content, name=name, domain=cast.freight)
    assert complaints(report) == [
        (
            2,
            "Domain",
            (
                "“Harbour group › Retail” does not lie beneath Freight. Name a domain beneath it, "
                "or choose another domain for the file."
            ),
        )
    ]
    assert not UseCase.objects.exists()
