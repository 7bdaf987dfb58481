"""Tables of levels: those that were published with their results, and drawn ones."""

from collections.abc import Sequence

from hypothesis import strategies as st

type Row = list[float | None]


def read(*rows: str) -> list[Row]:
    """Read one row per respondent, dots where no level was given."""
    return [[None if cell == "." else float(cell) for cell in row.split()] for row in rows]


def turned(table: Sequence[Sequence[float]]) -> list[list[float]]:
    """Turn a table of capabilities by respondents into one of respondents by capabilities."""
    return [list(column) for column in zip(*table, strict=True)]


FOUR_OBSERVERS = read(
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
"""Krippendorff (2011), "Computing Krippendorff's alpha-reliability", example C."""

THREE_CODERS = read(
    ". . . . . 3 4 1 2 1 1 3 3 . 3",
    "1 . 2 1 3 3 4 3 . . . . . . .",
    ". . 2 1 3 4 4 . 2 1 1 3 3 . 4",
)
"""The worked example of Wikipedia's article on Krippendorff's alpha."""

SIX_TARGETS = turned(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
)
"""Shrout and Fleiss (1979), table 2: six targets, here capabilities, rated by four judges."""


def tables(
    *, fewest: int = 2, blanks: bool = True, columns: tuple[int, int] = (1, 12)
) -> st.SearchStrategy[list[Row]]:
    """Draw levels from 1 to 5 of some respondents on some capabilities, with or without gaps."""
    level = st.integers(1, 5).map(float)
    cell: st.SearchStrategy[float | None] = st.none() | level if blanks else level
    return st.integers(*columns).flatmap(
        lambda width: st.lists(
            st.lists(cell, min_size=width, max_size=width), min_size=fewest, max_size=8
        )
    )
