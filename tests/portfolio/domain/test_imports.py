from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from portfolio.domain.imports import (
    HeaderDoesNotFit,
    ImportRows,
    guess_mapping,
    map_rows,
    read_mapping,
)
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.risk_tiers import UNKNOWN, Autonomy, Impact
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique

FULL = {
    "Title": "Dock  scheduling",
    "Domain": "Group > Freight > Depots",
    "Outcome": "Trucks wait less.\nDrivers rest on time.",
    "Problem": "Four hours at the gate",
    "Stage": "Live",
    "Techniques": "Optimisation; Predictive, optimisation",
    "Initiated on": "2024-02-03",
    "Live on": "9.11.2025",
    "Planned cost": "€ 120,000",
    "Planned benefit": "300000.50",
    "Effort weeks": "12",
    "Business owner": "Ines.Okafor@example.org",
    "Data owner": "N/A",
    "Impact": "serious",
    "Autonomy": "2",
    "Reference": "F-7",
    "Colour": "blue",
}


def mapped(*rows: dict[str, str], mapping: bytes | None = None) -> ImportRows:
    header = list(rows[0])
    cells = [[row.get(name, "") for name in header] for row in rows]
    chosen = read_mapping(mapping) if mapping else guess_mapping(header, source="list")
    return map_rows(chosen, header, cells)


def complaints(result: ImportRows) -> list[tuple[int, str, str]]:
    return [(error.row, error.column, error.message) for error in result.errors]


def test_a_full_row_becomes_a_use_case() -> None:
    result = mapped(FULL)
    assert complaints(result) == []
    (row,) = result.rows
    assert (row.row, row.source, row.reference, row.title) == (2, "list", "F-7", "Dock scheduling")
    assert row.domain_path == ("Group", "Freight", "Depots")
    assert row.outcome == "Trucks wait less.\nDrivers rest on time."
    assert row.problem == "Four hours at the gate"
    assert row.stage is Stage.PRODUCTION
    assert row.techniques == (Technique.OPTIMISATION, Technique.PREDICTIVE)
    assert (row.initiated_on, row.live_on) == (date(2024, 2, 3), date(2025, 11, 9))
    assert (row.development_started_on, row.retired_on) == (None, None)
    assert (row.planned_cost, row.planned_benefit) == (Decimal(120000), Decimal("300000.50"))
    assert row.effort_weeks == 12
    assert row.owners == {OwnerRole.BUSINESS_OWNER: "ines.okafor@example.org"}
    assert (row.impact, row.autonomy) == (Impact.SERIOUS, Autonomy.ASKS_EACH_TIME)
    assert row.details == {"Colour": "blue", "Stage": "Live"}
    assert row.evidence == (
        "Dock scheduling. Four hours at the gate. Trucks wait less.\nDrivers rest on time."
    )


def test_a_row_that_says_little_is_filled_with_nothing() -> None:
    (row,) = mapped({"Title": "Dock scheduling"}).rows
    assert row.stage is Stage.IDEA
    assert (row.impact, row.autonomy) == (UNKNOWN, UNKNOWN)
    assert (row.domain_path, row.techniques, row.owners, row.details) == ((), (), {}, {})
    assert (row.outcome, row.planned_cost, row.live_on) == ("", None, None)
    assert len(row.reference) == 16


def test_what_the_file_states_and_keeps_is_told() -> None:
    result = mapped({"Title": "a", "Domain": "Freight", "Stage": "", "Hue": "", "Tone": "red"})
    assert result.stated == {"title", "domain", "stage"}
    assert result.kept_as_details == ("Hue", "Tone")


@pytest.mark.parametrize(
    ("change", "column", "message"),
    [
        ({"Title": " "}, "Title", "The title is missing."),
        ({"Title": "n/a"}, "Title", "The title is missing."),
        (
            {"Title": "x" * 501},
            "Title",
            f"“{'x' * 59}…” has 501 characters; at most 500 fit.",
        ),
        ({"Domain": "-"}, "Domain", "The domain is missing."),
        ({"Domain": "y" * 201}, "Domain", f"“{'y' * 59}…” is too long for the name of a domain."),
        ({"Stage": "Someday"}, "Stage", "“Someday” is not a known stage."),
        ({"Techniques": "Vision, Magic"}, "Techniques", "“Magic” is not a known technique."),
        ({"Live on": "soon"}, "Live on", "“soon” is not a date that can be read."),
        ({"Planned cost": "a lot"}, "Planned cost", "“a lot” is not an amount."),
        ({"Effort weeks": "40000"}, "Effort weeks", "“40000” is too large."),
        ({"Business owner": "Ines"}, "Business owner", "“Ines” is not an e-mail address."),
        ({"Impact": "huge"}, "Impact", "“huge” is not a known impact."),
        ({"Autonomy": "9"}, "Autonomy", "“9” is not a known autonomy."),
        ({"Reference": ""}, "Reference", "The reference is missing."),
    ],
)
def test_what_is_wrong_is_said_where_it_is(
    change: dict[str, str], column: str, message: str
) -> None:
    result = mapped(FULL | change)
    assert complaints(result) == [(2, column, message)]
    assert result.rows == ()
    assert result.read == 1


def test_all_errors_of_all_rows_are_collected_in_the_order_of_the_file() -> None:
    result = mapped(
        FULL,
        FULL | {"Reference": "F-7"},
        FULL | {"Reference": "F-8", "Stage": "Someday", "Live on": "soon"},
        FULL | {"Reference": "F-9"},
        FULL | {"Reference": "F-10", "Title": ""},
    )
    assert [(row, column) for row, column, _ in complaints(result)] == [
        (3, "Reference"),
        (4, "Stage"),
        (4, "Live on"),
        (6, "Title"),
    ]
    assert complaints(result)[0][2] == "“F-7” is the reference of row 2 already."
    assert [row.row for row in result.rows] == [2, 5]
    assert result.read == 5


def test_empty_rows_are_passed_over_but_counted_in_line_numbers() -> None:
    header = ["Title", "Stage"]
    rows: list[Sequence[str]] = [["a", "Idea"], [], ["", " "], ["n/a", "-"], ["b", "Someday"]]
    result = map_rows(guess_mapping(header), header, rows, first_row=5)
    assert result.read == 2
    assert complaints(result) == [(9, "Stage", "“Someday” is not a known stage.")]


def doubts(result: ImportRows) -> list[tuple[int, str, str]]:
    return [(note.row, note.column, note.message) for note in result.doubts]


def test_rows_may_be_shorter_or_longer_than_the_header_and_what_is_left_out_is_told() -> None:
    header = ["Title", "Stage", "Hue"]
    rows = [["a", "Idea"], ["b", "Pilot", "red", "stray"], ["", "", "", "n/a", "x", "-", "y"]]
    result = map_rows(guess_mapping(header), header, rows)
    assert [(row.title, row.details) for row in result.rows] == [("a", {}), ("b", {"Hue": "red"})]
    assert result.read == 2
    assert doubts(result) == [
        (3, "", "“stray” stands beneath no column name and is left out."),
        (4, "", "2 cells stand beneath no column name and are left out, the first: “x”, “y”."),
    ]


def test_what_stands_beneath_a_column_without_a_name_is_told() -> None:
    header = ["Title", "", "Stage"]
    result = map_rows(guess_mapping(header), header, [["a", "lost", "Pilot"], ["b", "", "Idea"]])
    assert doubts(result) == [(2, "", "“lost” stands beneath no column name and is left out.")]
    assert result.errors == ()


def test_columns_that_the_mapping_does_not_know_are_told() -> None:
    header = ["Title", "Hue", "Tone", "Hue", ""]
    assert map_rows(guess_mapping(header), header, []).unknown == ("Hue", "Tone", "Hue (2)")
    assert mapped(ROW | {"Colour": "red"}, mapping=MAPPING).unknown == ("Colour",)
    assert mapped(ROW, mapping=MAPPING).unknown == ()


def test_rows_that_say_the_same_are_told_and_stay_two_use_cases() -> None:
    header = ["Title", "Domain", "Hue"]
    rows = [
        ["Plan", "Freight", "red"],
        ["Plan", "Freight", "blue"],
        [],
        ["PLAN ", "Freight", "red"],
    ]
    result = map_rows(guess_mapping(header), header, rows)
    assert len({row.reference for row in result.rows}) == 3
    assert doubts(result) == [
        (
            5,
            "",
            (
                "Rows 2 and 5 say the same in every cell; each is a use case of its own. "
                "Delete one of them if only one is meant."
            ),
        )
    ]


def test_rows_that_say_the_same_under_references_of_their_own_are_nothing_to_remark() -> None:
    header = ["Reference", "Title"]
    assert map_rows(guess_mapping(header), header, [["1", "Plan"], ["2", "Plan"]]).doubts == ()


@pytest.mark.parametrize("header", [["Colour", "Size"], [""], []])
def test_a_file_without_a_title_is_refused(header: list[str]) -> None:
    with pytest.raises(HeaderDoesNotFit, match="No column holds the title"):
        map_rows(guess_mapping(header), header, [])


MAPPING = b"""
source = "agency-list"
default_stage = "idea"
[columns]
title = "Name"
agency = "Agency"
bureau = "Bureau"
stage = "State"
live_on = "Since"
told = "Remark"
[domain]
path = ["agency", "bureau"]
[dates]
keep_unreadable = true
[reference]
told_apart_by = ["told"]
[values.stage]
"Running" = "production"
"Unclear*" = ""
"""
ROW = {"Name": "Chatbot", "Agency": "Harbours", "Bureau": "Tugs", "State": "", "Remark": ""}


def test_a_file_without_the_mappings_domain_is_refused() -> None:
    with pytest.raises(HeaderDoesNotFit) as refusal:
        mapped({"Name": "a", "Bureau": "b"}, mapping=MAPPING)
    assert (
        refusal.value.sentence == "No column holds the domain. The columns are: “Name”, “Bureau”."
    )


@pytest.mark.parametrize("bureau", ["", "N/A", "n/a", "-", "Not applicable", "\xa0", "harbours"])
def test_a_bureau_that_says_nothing_means_the_agency_itself(bureau: str) -> None:
    (row,) = mapped(ROW | {"Bureau": bureau}, mapping=MAPPING).rows
    assert row.domain_path == ("Harbours",)


def test_a_bureau_without_its_agency_is_an_error() -> None:
    result = mapped(ROW | {"Agency": ""}, mapping=MAPPING)
    assert complaints(result) == [(2, "Agency", "The domain is missing.")]


def test_domains_get_the_spelling_that_most_rows_use() -> None:
    rows = [
        ROW | {"Bureau": name, "Name": str(n)} for n, name in enumerate(["TUGS", "Tugs", "Tugs "])
    ]
    result = mapped(*rows, mapping=MAPPING)
    assert {row.domain_path for row in result.rows} == {("Harbours", "Tugs")}
    back = mapped(*reversed(rows), mapping=MAPPING)
    assert {row.domain_path for row in back.rows} == {("Harbours", "Tugs")}


def test_a_date_that_cannot_be_read_is_kept_as_text_when_the_mapping_says_so() -> None:
    result = mapped(ROW | {"Since": "Pre-2021"}, mapping=MAPPING)
    assert complaints(result) == []
    assert result.rows[0].live_on is None
    assert result.rows[0].details["Live on"] == "Pre-2021"
    assert [(note.row, note.column, note.message) for note in result.notes] == [
        (2, "Since", "“Pre-2021” is kept as text, as it is not a date that can be read.")
    ]


def test_the_files_own_word_is_kept_beside_ours() -> None:
    running, unclear, ours = mapped(
        ROW | {"Name": "a", "State": "Running"},
        ROW | {"Name": "b", "State": "Unclear yet"},
        ROW | {"Name": "c", "State": "on hold"},
        mapping=MAPPING,
    ).rows
    assert (running.stage, running.details) == (Stage.PRODUCTION, {"Stage": "Running"})
    assert (unclear.stage, unclear.details) == (Stage.IDEA, {"Stage": "Unclear yet"})
    assert (ours.stage, ours.details) == (Stage.ON_HOLD, {})


def test_an_edited_row_keeps_its_reference() -> None:
    (before,) = mapped(ROW, mapping=MAPPING).rows
    (after,) = mapped(
        ROW | {"Name": "CHATBOT ", "State": "Running", "Remark": "new", "Since": "2026-01-02"},
        mapping=MAPPING,
    ).rows
    assert after.reference == before.reference


def test_rows_of_one_name_keep_their_references_in_any_order() -> None:
    rows = [ROW | {"Remark": text} for text in ("tides", "cranes", "tides")]
    there = [
        (row.details.get("Told"), row.reference) for row in mapped(*rows, mapping=MAPPING).rows
    ]
    back = [
        (row.details.get("Told"), row.reference)
        for row in mapped(*reversed(rows), mapping=MAPPING).rows
    ]
    assert sorted(map(str, there)) == sorted(map(str, back))
    assert len({reference for _, reference in there}) == 3


def test_columns_the_mapping_knows_and_the_file_lacks_are_told() -> None:
    assert mapped(ROW, mapping=MAPPING).missing == ("live_on",)


def test_formulas_stay_text() -> None:
    (row,) = mapped({"Title": "=1+1", "Hue": "@cmd|'/c calc'!A0"}).rows
    assert row.title == "=1+1"
    assert row.details == {"Hue": "@cmd|'/c calc'!A0"}


def test_how_words_of_amounts_are_read_is_noted_once_for_each_column() -> None:
    result = mapped(
        {"Title": "a", "Planned cost": "5k", "Planned benefit": "€420k p.a."},
        {"Title": "b", "Planned cost": "1.2m", "Planned benefit": "1.000"},
        {"Title": "c", "Planned cost": "5k p.a.", "Planned benefit": "2m"},
    )
    assert [(row.planned_cost, row.planned_benefit) for row in result.rows] == [
        (Decimal(5_000), Decimal(420_000)),
        (Decimal(1_200_000), Decimal(1_000)),
    ]
    assert [(note.row, note.column, note.message.split(",")[0]) for note in result.notes] == [
        (2, "Planned cost", "“5k” is read as €5"),
        (2, "Planned benefit", "“€420k p.a.” is read as €420"),
        (3, "Planned benefit", "“1.000” is read as €1"),
    ]
    assert result.notes[1].message == (
        "“€420k p.a.” is read as €420,000, and others of this column likewise."
    )
    assert [(error.row, error.column, error.message) for error in result.errors] == [
        (
            4,
            "Planned cost",
            "“5k p.a.” is an amount for each year; one amount in all is needed.",
        )
    ]


def test_amounts_that_can_be_read_in_two_ways_are_noted_once_for_each_column() -> None:
    result = mapped(
        {"Title": "a", "Planned cost": "250.000", "Planned benefit": "1,5"},
        {"Title": "b", "Planned cost": "1,234", "Planned benefit": "2,000"},
    )
    assert [(row.planned_cost, row.planned_benefit) for row in result.rows] == [
        (Decimal(250_000), Decimal("1.5")),
        (Decimal(1_234), Decimal(2_000)),
    ]
    told = "and others of this column likewise. If the sign stands before decimals, say so in a "
    assert [(note.row, note.column, note.message) for note in result.notes] == [
        (2, "Planned cost", f"“250.000” is read as €250,000, {told}mapping file."),
        (3, "Planned benefit", f"“2,000” is read as €2,000, {told}mapping file."),
    ]


def test_a_mapping_that_declares_its_decimal_mark_leaves_no_doubt() -> None:
    mapping = b"""
        source = "list"
        columns = { title = "Title", planned_cost = "Cost", effort_weeks = "Weeks" }
        numbers = { decimal_mark = "." }
    """
    result = mapped({"Title": "a", "Cost": "250.125", "Weeks": "1,200 weeks"}, mapping=mapping)
    (row,) = result.rows
    assert (row.planned_cost, row.effort_weeks) == (Decimal("250.13"), 1_200)
    assert result.notes == ()


def test_an_amount_in_another_currency_than_the_portals_is_an_error() -> None:
    header = ["Title", "Planned cost"]
    rows = [["a", "$5m"], ["b", "5m GBP"]]
    result = map_rows(guess_mapping(header), header, rows, currency="GBP")
    assert complaints(result) == [
        (2, "Planned cost", "“$5m” names another currency: GBP expected, USD found.")
    ]
    assert [row.planned_cost for row in result.rows] == [Decimal(5_000_000)]
