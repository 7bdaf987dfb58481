"""Rows of a list that was seen, as texts and as what they would make of a use case."""

from decimal import Decimal

import pytest

from portfolio.domain.buckets import Bucket, DecisionSource
from portfolio.domain.import_rows import ImportRows
from portfolio.domain.seen_columns import seen_columns, seen_mapping
from portfolio.domain.seen_rows import is_same_text, read_seen_rows
from portfolio.domain.stages import Stage

HEADER = ["Rank", "Use case", "Id", "Stage", "Bucket", "Planned cost", "Data owner", "Changed"]
ROW = ["1–3", "'=1+1", "UC-007", "On hold", "Augmentation", "1250.5", "Ines Okafor", "2026-05-01"]


def read(*rows: list[str], header: list[str] | None = None, is_plain: bool = False) -> ImportRows:
    columns = seen_columns(header or HEADER)
    assert columns is not None
    return read_seen_rows(seen_mapping(), columns, rows, is_plain=is_plain)


def complaints(found: ImportRows) -> list[tuple[int, str, str]]:
    return [(error.row, error.column, error.message) for error in found.errors]


def test_a_row_is_its_texts_and_what_they_mean() -> None:
    found = read(ROW, ["", "", " "], ROW[:2])
    assert (found.read, found.errors[0].row) == (2, 4)
    (row,) = found.rows
    assert (row.row, row.title, row.stage) == (2, "=1+1", Stage.ON_HOLD)
    assert row.planned_cost == Decimal("1250.50")
    assert row.owners == {}
    assert row.own is not None
    assert (row.own.code, row.own.changed) == ("UC-007", "2026-05-01")
    assert row.own.said == ("=1+1", "Augmentation", "On hold", "Ines Okafor", "1250.5")
    assert row.own.bucket is not None
    assert (row.own.bucket.bucket, row.own.bucket.source) == (
        Bucket.AUGMENTATION,
        DecisionSource.OVERRIDE,
    )
    assert found.stated == {"title", "stage", "bucket", "planned_cost", "data_owner"}


def test_records_hold_their_texts_as_they_are() -> None:
    (row,) = read(ROW, is_plain=True).rows
    assert row.title == "'=1+1"


@pytest.mark.parametrize("code", ["UC-99999999999999999999", "UC-000", "seven", "7"])
def test_what_is_no_id_is_named(code: str) -> None:
    (told,) = complaints(read([*ROW[:2], code, *ROW[3:]]))
    assert told[:2] == (2, "Id")
    assert told[2].startswith(f"“{code}” is the id of no use case.")


def test_one_id_may_stand_there_once_however_it_is_written() -> None:
    found = read(ROW, [*ROW[:2], "uc 7", *ROW[3:]])
    again = "This is the use case of row 2 again. Delete one of them."
    assert complaints(found) == [(3, "Id", again)]


def test_every_complaint_of_a_row_is_told_and_the_row_kept_for_comparison() -> None:
    found = read(["", "", "UC-007", "Soon", "Later", "much", "", ""])
    assert [error.column for error in found.errors] == [
        *("Bucket", "Use case", "Stage", "Planned cost")
    ]
    (row,) = found.refused
    assert row.own is not None
    assert row.own.said == ("", "Later", "Soon", "", "much")


def test_an_empty_stage_is_told_once() -> None:
    found = read([*ROW[:3], "", *ROW[4:]])
    assert complaints(found) == [(2, "Stage", "The stage is missing.")]
    assert len(found.refused) == 1


def test_what_cannot_be_stored_is_told() -> None:
    (told,) = complaints(read([ROW[0], "a\ud800b", *ROW[2:]]))
    assert told[2] == "This text holds a character that cannot be stored."


def test_two_columns_of_one_owner_have_to_agree() -> None:
    header = ["Use case", "Id", "Data owner", "Model owner", "Data owner"]
    assert read(["a", "UC-1", "Ines", "", "Ines"], header=header).errors == ()
    (told,) = complaints(read(["a", "UC-1", "Ines"], header=header))
    assert told[2] == ("Two columns are called Data owner and say different things: “Ines”, “”.")


def test_what_stands_beneath_no_column_is_left_out_and_named() -> None:
    (doubt,) = read([*ROW, "", "remark"]).doubts
    assert (doubt.row, doubt.message) == (2, "What stands beneath no column is left out.")


@pytest.mark.parametrize(
    ("said", "shown", "is_same"),
    [
        ("a", "a", True),
        ("a\nb", "a\r\nb", True),
        (" a\n", "a", True),
        ("'=1", "=1", True),
        ("=1", "'=1", False),
        ("a  b", "a b", False),
        ("A", "a", False),
        ("", "a", False),
    ],
)
def test_a_text_is_the_same_where_only_a_spreadsheet_changed_it(
    said: str, shown: str, is_same: bool
) -> None:
    assert is_same_text(said, shown) is is_same
