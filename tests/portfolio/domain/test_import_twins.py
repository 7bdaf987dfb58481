"""Rows whose title is taken are named, and never taken for one another."""

from portfolio.domain.import_twins import Titled, title_twins


def told(*rows: Titled, **registered: str) -> list[tuple[int, str]]:
    return [(note.row, note.message) for note in title_twins(rows, registered)]


def test_titles_that_stand_alone_are_not_named() -> None:
    assert told(Titled(2, "Plan moves", True), Titled(3, "Sort returns", True)) == []


def test_each_later_row_names_the_first_of_its_title_whatever_its_case_and_accents() -> None:
    rows = [Titled(n, title, True) for n, title in enumerate(("Résumé", "resume", "RESUME"), 1200)]
    sentence = "Row 1,200 has the same title. Both are registered, nothing is merged by itself."
    assert told(*rows) == [(1201, sentence), (1202, sentence)]


def test_a_title_of_the_register_is_named_by_its_code() -> None:
    sentence = (
        "UC-031 has the same title. This row is registered beside it, nothing is merged by itself."
    )
    assert told(Titled(2, "Resume", True), resume="UC-031") == [(2, sentence)]


def test_a_row_that_changes_a_use_case_is_no_twin_of_it() -> None:
    assert told(Titled(2, "Resume", False), resume="UC-031") == []
