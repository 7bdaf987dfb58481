"""Imports settled step by step: the table, the columns, the words, and mappings that are kept."""

import pytest

from portal.domain.errors import Invalid, NotAllowed
from portal.models import LedgerEntry
from portal.tasks import work_once
from portfolio.domain.import_answers import UNDECIDED, meanings_of, words_of
from portfolio.domain.import_mapping_files import MappingInvalid, read_guessed_data
from portfolio.domain.import_surveys import Survey
from portfolio.domain.import_tables import TableChoices
from portfolio.models import ImportRun, SavedMapping, UseCase
from portfolio.services.import_drafts import (
    ColumnsUnclear,
    answer_columns,
    answer_words,
    choose_table,
)
from portfolio.services.import_files import FileRefused
from portfolio.services.import_readings import MappingUnknown
from portfolio.services.import_run_locks import NotReady
from portfolio.services.import_runs import check_again, request_commit, upload
from portfolio.services.saved_mappings import (
    MappingChanged,
    MappingNameTaken,
    change_mapping,
    fitting_saved_mapping,
    remove_mapping,
    save_mapping,
    saved_mapping,
)
from tests.builders import NOW
from tests.conftest import Cast

pytestmark = pytest.mark.django_db

LIST = b"""Our list,May
What we want,Where,How far,Kind
Plan yard moves,Freight,up and running,"['Vision', 'Predictive']"
Sort parcels,Freight,up and running,Vision; robots
Read letters,Retail,,N/A
"""


def draft(cast: Cast, content: bytes = LIST, name: str = "lead", **more: object) -> ImportRun:
    by = cast.member(name)
    return upload(
        content,
        filename="list.csv",
        domain=None if name == "lead" else cast.freight,
        is_draft=True,
        by=by,
        at=NOW,
        **more,  # type: ignore[arg-type]
    )


def survey(run: ImportRun) -> Survey:
    return Survey.from_data(run.survey)


def meanings(run: ImportRun) -> list[str]:
    return meanings_of(read_guessed_data(run.answers), survey(run).header)


def words(run: ImportRun) -> dict[str, list[tuple[str, int, str]]]:
    found = words_of(read_guessed_data(run.answers), survey(run))
    return {
        each.field: [(word.text, word.count, word.meaning) for word in each.words] for each in found
    }


MEANT = ["title", "domain", "stage", "techniques"]


def test_a_file_is_read_mapped_checked_and_imported_step_by_step(cast: Cast) -> None:
    by = cast.member("lead")
    run = draft(cast)
    assert (run.state, survey(run).header_row, survey(run).rows) == ("read", 2, 3)
    # Domains and stages are known by what the columns hold, and titles by all being different.
    assert meanings(run) == ["title", "domain", "detail", "techniques"]
    run = answer_columns(run, MEANT, by=by)
    assert meanings(run) == MEANT
    assert words(run) == {
        "stage": [("up and running", 2, UNDECIDED), ("", 1, UNDECIDED)],
        "techniques": [
            ("Vision", 2, "vision"),
            ("Predictive", 1, "predictive"),
            ("robots", 1, UNDECIDED),
        ],
    }
    said = {"stage": {"up and running": "production", "": "idea"}, "techniques": {"robots": ""}}
    run = answer_words(run, said, by=by)
    assert UNDECIDED not in str(words(run))
    assert UseCase.objects.count() == 0

    run = check_again(run, by=by, at=NOW)
    assert (run.state, run.report["created"], list(run.report["errors"])) == ("checked", 3, [])
    request_commit(run, by=by, at=NOW)
    work_once()
    assert dict(UseCase.objects.values_list("title", "stage")) == {
        "Plan yard moves": "production",
        "Sort parcels": "production",
        "Read letters": "idea",
    }


def test_a_file_can_be_read_in_another_way_and_is_kept_when_that_fails(cast: Cast) -> None:
    by = cast.member("lead")
    run = choose_table(draft(cast), TableChoices(header_row=3), by=by, at=NOW)
    assert survey(run).header[0] == "Plan yard moves"
    with pytest.raises(FileRefused):
        choose_table(run, TableChoices(header_row=9), by=by, at=NOW)
    run.refresh_from_db()
    assert (run.state, survey(run).header_row) == ("read", 3)
    again = choose_table(run, TableChoices(header_row=2, delimiter=";"), by=by, at=NOW)
    assert survey(again).header == ("What we want,Where,How far,Kind",)


def test_a_large_file_is_read_in_a_job_and_kept_when_another_reading_fails(cast: Cast) -> None:
    by = cast.member("lead")
    content = LIST + b"".join(b"Row %d,Freight,idea,%s\n" % (n, b"x" * 90) for n in range(2_000))
    run = draft(cast, content)
    assert (run.state, run.survey) == ("reading", {})
    work_once()
    run.refresh_from_db()
    assert (run.state, survey(run).rows) == ("read", 2_003)
    choose_table(run, TableChoices(header_row=9_999), by=by, at=NOW)
    work_once()
    run.refresh_from_db()
    assert (run.state, run.error) == ("read", "No row of the file names its columns.")
    assert survey(run).header_row == 2


@pytest.mark.parametrize(
    ("meant", "sentence"),
    [
        (["detail"] * 4, "Choose the column that holds the title."),
        (["title", "title", "detail", "detail"], "Two columns cannot mean the same."),
        (["title", "domain_2", "detail", "detail"], "begin with the first one"),
        (["title"], "Say of each column"),
        (["title", "colour", "detail", "detail"], "Say of each column"),
    ],
)
def test_columns_that_cannot_be_meant_are_refused(
    cast: Cast, meant: list[str], sentence: str
) -> None:
    run = draft(cast)
    with pytest.raises(ColumnsUnclear, match=sentence):
        answer_columns(run, meant, by=cast.member("lead"))
    run.refresh_from_db()
    assert meanings(run) == ["title", "domain", "detail", "techniques"]


def test_a_word_cannot_mean_what_does_not_exist(cast: Cast) -> None:
    run = answer_columns(draft(cast), MEANT, by=cast.member("lead"))
    before = run.answers
    with pytest.raises(MappingInvalid, match="flying"):
        answer_words(run, {"stage": {"up and running": "flying"}}, by=cast.member("lead"))
    run.refresh_from_db()
    assert run.answers == before


def test_nobody_else_answers_and_nothing_is_answered_after_the_import(cast: Cast) -> None:
    by = cast.member("freight_owner")
    run = draft(cast, b"Title\nPlan\n", "freight_owner")
    with pytest.raises(NotAllowed):
        answer_columns(run, ["title"], by=cast.member("lead"))
    check_again(run, by=by, at=NOW)
    request_commit(run, by=by, at=NOW)
    work_once()
    for step in (
        lambda: answer_columns(run, ["title"], by=by),
        lambda: answer_words(run, {}, by=by),
        lambda: choose_table(run, TableChoices(header_row=2), by=by, at=NOW),
    ):
        with pytest.raises(NotReady):
            step()


def test_a_checked_file_goes_back_to_its_columns(cast: Cast) -> None:
    by = cast.member("lead")
    run = upload(b"Title,Where\nPlan,Freight\n", filename="a.csv", domain=None, by=by, at=NOW)
    assert (run.state, run.survey) == ("checked", {})
    run = answer_columns(run, ["title", "domain"], by=by)
    assert (run.state, run.report) == ("read", {})
    assert check_again(run, by=by, at=NOW).report["created"] == 1


def test_the_words_of_a_shipped_mapping_are_a_start(cast: Cast) -> None:
    content = (
        b"Use_Case_ID,Department,Department_Code,Title,Development_Stage\n1,Dpt,D,Chat,In mission\n"
    )
    run = draft(cast, content)
    assert run.mapping_name == "federal_inventory_2023"
    assert words(run)["stage"] == [("In mission", 1, "production")]
    run = answer_columns(run, meanings(run), by=cast.member("lead"))
    assert run.answers["source"] == "us-federal-inventory-2023"
    checked = check_again(run, by=cast.member("lead"), at=NOW)
    assert checked.report["created"] == 1


def test_columns_that_are_left_out_are_kept_nowhere(cast: Cast) -> None:
    by = cast.member("lead")
    run = draft(cast, b"Title,Domain,Salary,Hue\nPlan,Freight,9000,red\n")
    run = answer_columns(run, ["title", "domain", "left_out", "detail"], by=by)
    check_again(run, by=by, at=NOW)
    request_commit(run, by=by, at=NOW)
    work_once()
    assert UseCase.objects.get().external_details == {"Hue": "red"}


def keep(cast: Cast, name: str = "lead", called: str = "Our list", **more: object) -> SavedMapping:
    run = answer_columns(draft(cast), MEANT, by=cast.member("lead"))
    return save_mapping(
        called,
        run.answers,
        header=survey(run).header,
        by=cast.member(name),
        at=NOW,
        **more,  # type: ignore[arg-type]
    )


def test_a_mapping_is_kept_under_a_name_and_meets_the_next_file_of_its_kind(cast: Cast) -> None:
    saved = keep(cast)
    assert (saved.version, saved.is_shared, saved.owner) == (1, False, cast.lead)
    entry = LedgerEntry.objects.order_by("-seq").first()
    assert entry is not None
    assert entry.event == "portfolio.import_mapping.saved"
    run = draft(cast, LIST.replace(b"Plan yard moves", b"Load vans"))
    assert run.mapping_name == "Our list"
    assert meanings(run) == MEANT
    assert keep(cast, called=" Our  list").version == 2
    assert SavedMapping.objects.count() == 1
    assert fitting_saved_mapping(["What we want", "Hue"], by=cast.member("lead")) is None


def test_a_mapping_is_private_until_it_is_shared(cast: Cast) -> None:
    saved = keep(cast)
    owner = cast.member("freight_owner")
    with pytest.raises(MappingUnknown, match="no mapping called “Our list”"):
        saved_mapping("Our list", by=owner)
    change_mapping(
        saved,
        name="Our list",
        data=saved.data,
        is_shared=True,
        version=1,
        by=cast.member("lead"),
        at=NOW,
    )
    assert saved_mapping("Our list", by=owner) == saved
    run = draft(cast, name="freight_owner", mapping_name="Our list")
    assert meanings(run) == MEANT
    mine = keep(cast, "freight_owner")
    assert saved_mapping("Our list", by=owner) == mine
    assert list(SavedMapping.objects.visible_to(cast.member("auditor"))) == []


def test_only_its_owner_changes_a_mapping_and_only_what_they_saw(cast: Cast) -> None:
    saved = keep(cast, is_shared=True)
    owner, lead = cast.member("freight_owner"), cast.member("lead")
    same = {"name": "New name", "data": saved.data, "is_shared": True}
    with pytest.raises(NotAllowed):
        change_mapping(saved, **same, version=1, by=owner, at=NOW)
    with pytest.raises(NotAllowed):
        remove_mapping(saved, version=1, by=owner, at=NOW)
    with pytest.raises(MappingChanged):
        change_mapping(saved, **same, version=2, by=lead, at=NOW)
    with pytest.raises(MappingInvalid):
        change_mapping(saved, **same | {"data": {}}, version=1, by=lead, at=NOW)
    with pytest.raises(Invalid, match="Give the mapping a name"):
        change_mapping(saved, **same | {"name": " "}, version=1, by=lead, at=NOW)
    with pytest.raises(MappingNameTaken):
        save_mapping("federal_inventory_2023", saved.data, by=lead, at=NOW)
    keep(cast, called="Other list")
    with pytest.raises(MappingNameTaken):
        change_mapping(saved, **same | {"name": "Other list"}, version=1, by=lead, at=NOW)
    saved.refresh_from_db()
    assert (saved.name, saved.version) == ("Our list", 1)
    remove_mapping(saved, version=1, by=lead, at=NOW)
    assert list(SavedMapping.objects.values_list("name", flat=True)) == ["Other list"]
