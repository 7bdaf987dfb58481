from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.import_cells import (
    DateRules,
    UnreadableCellError,
    clean,
    clean_text,
    plain,
    quoted,
    read_date,
    read_email,
)

AMERICAN = DateRules(formats=("%m/%d/%Y",), year_as_serial=True)


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean_text(clean_text(text)) == clean_text(text)
    assert "\x00" not in clean(text) + clean_text(text)
    assert "\n" not in clean(text)


def test_lines_of_a_long_answer_are_kept() -> None:
    assert clean_text("  One.\r\n \r\n\tTwo\xa0 now.\u200b\x07 ") == "One.\n\nTwo now."


@pytest.mark.parametrize("spelling", ["N/A", "n/a", " N / A ", "n.a.", "n a\xa0"])
def test_spellings_of_one_thing_are_alike(spelling: str) -> None:
    assert plain(spelling) == "n a"


def test_a_lost_character_does_not_change_what_a_text_is_recognised_by() -> None:
    assert plain("policy data\u200b.") == plain("policy data?.") == "policy data"


def test_a_text_of_signs_stays_itself() -> None:
    assert (plain("-"), plain(" ?? "), plain("")) == ("-", "??", "")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-09", date(2024, 5, 9)),
        ("2024-05-09 00:00:00", date(2024, 5, 9)),
        ("3/14/2024", date(2024, 3, 14)),
        ("12/01/2023", date(2023, 12, 1)),
        ("24-Nov", date(2024, 11, 1)),
        ("Nov-24", date(2024, 11, 1)),
        ("2021", date(2021, 1, 1)),
        ("7/16/1905", date(2024, 1, 1)),
        ("7/7/1905", date(2015, 1, 1)),
    ],
)
def test_dates_are_read_as_the_file_writes_them(text: str, day: date) -> None:
    assert read_date(text, AMERICAN) == day


def test_a_year_saved_as_a_day_is_left_alone_unless_the_mapping_says_so() -> None:
    assert read_date("7/16/1905", DateRules(("%m/%d/%Y",))) == date(1905, 7, 16)


@pytest.mark.parametrize("text", ["soon", "Q4FY25", "13/40/2024", "10/12023", "24-Foo", "1200"])
def test_what_is_no_date_is_named(text: str) -> None:
    with pytest.raises(UnreadableCellError, match=f"“{text}” is not a date that can be read."):
        read_date(text, AMERICAN)


@pytest.mark.parametrize("text", ["Ines Okafor", "ines@", "a@b", "a@b.c, d@e.f", "<a@b.c>"])
def test_what_is_no_address_is_named(text: str) -> None:
    with pytest.raises(UnreadableCellError, match="is not an e-mail address"):
        read_email(text)


def test_a_long_value_is_repeated_shortened() -> None:
    assert quoted("x" * 60) == f"“{'x' * 60}”"
    assert quoted("x" * 61) == f"“{'x' * 59}…”"
