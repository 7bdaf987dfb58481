"""Rows that continue the row above them, merged cells, and stages that nobody states."""

import pytest

from portfolio.domain.import_lists import items
from portfolio.domain.imports import ImportRows, guess_mapping, map_rows, read_mapping
from portfolio.domain.stages import Stage

HEADER = ["Title", "Domain", "Outcome", "Stage"]


def read(*rows: list[str], covered: dict[int, dict[int, str]] | None = None) -> ImportRows:
    return map_rows(guess_mapping(HEADER), HEADER, rows, covered=covered)


def told(result: ImportRows) -> list[tuple[int, str]]:
    return [(note.row, note.message) for note in result.doubts]


def test_a_row_that_only_adds_to_a_text_continues_the_row_above() -> None:
    result = read(
        ["Dock plan", "Freight", "Trucks wait less.", "Pilot"],
        ["", "", "Drivers rest on time.", ""],
        ["", "N/A", "Fewer fines.", "-"],
        ["Yard plan", "Freight", "Fewer moves.", "Idea"],
    )
    assert result.errors == ()
    assert [(row.row, row.outcome) for row in result.rows] == [
        (2, "Trucks wait less.\nDrivers rest on time.\nFewer fines."),
        (5, "Fewer moves."),
    ]
    assert result.read == 2
    assert told(result) == [(3, "Row 3 continues row 2."), (4, "Row 4 continues row 2.")]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(["", "Freight", "Drivers rest.", ""], id="it names a domain"),
        pytest.param(["", "", "Drivers rest.", "Pilot"], id="it names a stage"),
    ],
)
def test_a_row_without_a_title_that_says_more_than_texts_is_an_error(row: list[str]) -> None:
    result = read(["Dock plan", "Freight", "Trucks wait less.", "Pilot"], row)
    assert "The title is missing." in [error.message for error in result.errors]


def test_a_row_that_adds_to_a_text_that_is_not_there_is_an_error() -> None:
    result = read(["Dock plan", "Freight", "", "Pilot"], ["", "", "Drivers rest.", ""])
    assert (3, "The title is missing.") in [(error.row, error.message) for error in result.errors]


def test_nothing_continues_the_header() -> None:
    result = read(["", "", "Drivers rest.", ""])
    assert result.rows == ()
    assert [error.row for error in result.errors] == [2, 2, 2]


def test_a_merged_title_makes_one_use_case_and_a_merged_domain_many() -> None:
    result = read(
        ["Dock plan", "Freight", "Trucks wait less.", "Pilot"],
        ["", "", "Drivers rest.", "Production"],
        ["Yard plan", "", "Fewer moves.", "Idea"],
        covered={3: {0: "Dock plan", 1: "Freight"}, 4: {1: "Freight"}},
    )
    assert [(row.title, row.domain_path, row.outcome, row.stage) for row in result.rows] == [
        ("Dock plan", ("Freight",), "Trucks wait less.\nDrivers rest.", Stage.PILOT),
        ("Yard plan", ("Freight",), "Fewer moves.", Stage.IDEA),
    ]
    sentence = "Row 3 continues row 2. What it says otherwise is left out: Production."
    assert told(result) == [(3, sentence)]


def test_rows_of_the_same_title_are_never_made_one() -> None:
    row = ["Dock plan", "Freight", "Trucks wait less.", "Pilot"]
    result = read(row, row, ["Dock plan", "Freight", "Drivers rest.", "Pilot"])
    assert len(result.rows) == 3
    assert len({each.reference for each in result.rows}) == 3


def test_empty_cells_mean_the_cell_above_where_the_mapping_says_so() -> None:
    mapping = read_mapping(b"""
        source = "box"
        [columns]
        title = "Idea"
        team = "Team"
        [domain]
        path = ["team"]
        [rows]
        fill_down = ["team"]
    """)
    rows = [["a", "Freight"], ["b", ""], [], ["c", "n/a"], ["d", "Claims"], ["e", ""]]
    result = map_rows(mapping, ["Idea", "Team"], rows)
    assert [row.domain_path for row in result.rows] == [
        *(("Freight",),) * 3,
        *(("Claims",),) * 2,
    ]


@pytest.mark.parametrize("nothing", ["", "N/A", "none", "-", " \xa0", "null", "TBD"])
def test_a_stage_that_says_nothing_is_never_made_up(nothing: str) -> None:
    result = read(["Dock plan", "Freight", "", nothing])
    assert [(error.column, error.message) for error in result.errors] == [
        ("Stage", "The stage is missing, and the mapping does not say what such rows are.")
    ]
    assert result.without_stage == 1


@pytest.mark.parametrize("said", ['default_stage = "pilot"', '[values.stage]\n"" = "pilot"'])
def test_a_mapping_may_say_what_rows_without_a_stage_are(said: str) -> None:
    columns = '[columns]\ntitle = "Title"\nstage = "Stage"'
    parts = (said, columns) if said.startswith("default") else (columns, said)
    mapping = read_mapping("\n".join(('source = "box"', *parts)).encode())
    result = map_rows(mapping, ["Title", "Stage"], [["Dock plan", "-"]])
    assert result.rows[0].stage is Stage.PILOT


def test_a_file_without_a_column_for_stages_brings_ideas() -> None:
    result = map_rows(guess_mapping(["Title"]), ["Title"], [["Dock plan"]])
    assert (result.rows[0].stage, result.without_stage) == (Stage.IDEA, 0)


def test_cells_that_begin_with_a_dash_are_kept() -> None:
    outcome = "- trucks wait less\n- drivers rest"
    assert read(["- Dock plan", "Freight", outcome, "Idea"]).rows[0].outcome == outcome


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Vision", ("Vision",)),
        ("Vision, Language", ("Vision", "Language")),
        ("Vision|Language;", ("Vision", "Language")),
        ("• Vision\n• Language", ("Vision", "Language")),
        ("1. Vision\n2) Language", ("Vision", "Language")),
        ('["Vision", "Language, spoken"]', ("Vision", "Language, spoken")),
        ("['Vision', 'Language']", ("Vision", "Language")),
        ("[Vision, Language]", ("Vision", "Language")),
        ("{}", ()),
        ("", ()),
        ("AI-agents", ("AI-agents",)),
    ],
)
def test_cells_that_list_several_things(cell: str, expected: tuple[str, ...]) -> None:
    assert items(cell) == expected


def test_techniques_are_read_from_any_kind_of_list() -> None:
    header = ["Title", "Techniques"]
    cells = ["['Vision', 'Predictive']", "- Vision\n- Predictive", "Vision / other"]
    result = map_rows(guess_mapping(header), header, [[cell, cell] for cell in cells])
    assert [row.techniques for row in result.rows] == [("vision", "predictive")] * 2
    assert [error.message for error in result.errors] == [
        "“Vision / other” is not a known technique."
    ]
