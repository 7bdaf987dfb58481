import pytest

from portfolio.domain.import_columns import (
    ColumnName,
    detail_labels,
    find_header_row,
    known_columns,
    locate,
)


def test_a_column_goes_by_any_of_its_names_in_the_order_given() -> None:
    names = {"title": (ColumnName.parse("Name"), ColumnName.parse("2_use_case_name"))}
    assert locate(names, ["x", "2_USE_CASE_NAME "]) == {"title": 1}
    assert locate(names, ["2_use_case_name", "NAME"]) == {"title": 1}
    assert locate(names, ["x"]) == {}


def test_columns_of_one_name_are_told_apart_by_their_order() -> None:
    header = ["If other", "What?", "If other", "IF OTHER:"]
    spellings = {f"note_{n}": (ColumnName.parse("If other", n),) for n in (1, 2, 3, 4)}
    assert locate(spellings, header) == {"note_1": 0, "note_2": 2, "note_3": 3}


def test_a_long_question_is_known_by_its_beginning() -> None:
    names = {"stage": (ColumnName.parse("How far is*"),)}
    assert locate(names, ["Is it far?", "How far is the use case today?"]) == {"stage": 1}


def test_details_are_labelled_with_our_name_or_the_files_and_never_alike() -> None:
    assert detail_labels(["Remark", "REMARK", "Remark", " "], {1: "data_catalogue"}) == {
        0: "Remark",
        1: "Data catalogue",
        2: "Remark (2)",
    }


@pytest.mark.parametrize(
    ("rows", "known", "expected"),
    [
        ([["Title", "Stage"], ["Yard plan", "Pilot"]], (), 0),
        ([["AI list"], [], ["Title", "Stage", "Owner"], ["a", "b", "c"]], (), 2),
        ([["Title", "Stage", ""], ["Yard plan", "Pilot", "a remark"]], (), 0),
        ([["2024", "2025"], ["Title", "Cost"], ["Yard plan", "12"]], (), 1),
        ([["List of", "May", "2026"], ["Title", "Stage"]], ("title", "stage"), 1),
        ([], (), None),
        ([[], ["", " "]], (), None),
        ([["1", "2"], ["3", "4"]], (), None),
        ([[";;"], ["-", "?"]], (), None),
        (
            [["As of", "May", "2026", "draft", "internal"], ["Title", "Stage"]],
            ("title", "stage"),
            1,
        ),
    ],
)
def test_the_header_is_the_first_row_that_names_as_much_as_any(
    rows: list[list[str]], known: tuple[str, ...], expected: int | None
) -> None:
    assert find_header_row(rows, known) == expected


def test_known_names_are_counted_in_the_best_of_the_first_rows() -> None:
    rows = [["Title"], ["Title", "Stage", "Title"], ["x"]]
    assert known_columns(rows, {"title", "stage", "owner"}) == 2
    assert known_columns([], {"title"}) == 0
