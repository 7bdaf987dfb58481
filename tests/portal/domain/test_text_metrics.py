"""Widths of labels: the published metrics, and what fitting and wrapping promise."""

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.font_widths import BOLD, REGULAR
from portal.domain.text_metrics import fit, text_width, wrap

FONTS = Path("/usr/share/fonts/truetype/liberation")
WORDS = st.text(st.characters(codec="utf-8"), max_size=60)


@pytest.mark.parametrize(
    ("character", "regular", "bold"),
    [("A", 667, 722), ("W", 944, 944), ("i", 222, 278), ("0", 556, 556), (" ", 278, 278)],
)
def test_widths_are_those_adobe_published_for_helvetica(
    character: str, regular: int, bold: int
) -> None:
    assert text_width(character, 1000) == regular
    assert text_width(character, 1000, is_bold=True) == bold


@pytest.mark.parametrize(("name", "table"), [("Regular", REGULAR), ("Bold", BOLD)])
def test_widths_are_those_of_the_installed_font(name: str, table: dict[int, str]) -> None:
    path = FONTS / f"LiberationSans-{name}.ttf"
    if not path.exists():
        pytest.skip(f"{path} is not installed.")
    font = TTFont(path)
    glyphs, advances, unit = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    for width, line in table.items():
        for character in line:
            assert round(advances[glyphs[ord(character)]][0] * 1000 / unit) == width, character


def test_no_character_has_two_widths() -> None:
    for table in (REGULAR, BOLD):
        characters = "".join(table.values())
        assert len(characters) == len(set(characters))


def test_digits_are_all_equally_wide() -> None:
    assert len({text_width(digit, 12) for digit in "0123456789"}) == 1


def test_a_full_width_character_counts_as_wide_as_it_is_high_and_a_combining_mark_as_nothing() -> (
    None
):
    assert text_width("漢", 12) == 12
    assert text_width("e\u0301", 12) == text_width("e", 12)


@given(WORDS, st.floats(1, 400))
def test_a_fitted_line_is_never_wider_than_its_room(words: str, room: float) -> None:
    assert text_width(fit(words, 12, room), 12) <= room


@given(WORDS)
def test_a_line_that_fits_is_left_alone(words: str) -> None:
    assert fit(words, 12, text_width(words, 12)) == words


@given(WORDS, st.floats(20, 300), st.integers(1, 4))
def test_wrapping_keeps_to_its_lines_and_its_room(words: str, room: float, lines: int) -> None:
    wrapped = wrap(words, 12, room, lines=lines)
    assert len(wrapped) <= lines
    assert all(text_width(line, 12) <= room for line in wrapped)


def test_wrapping_loses_no_word_when_there_is_room() -> None:
    assert " ".join(wrap("Strategy and portfolio", 14, 80, lines=3)) == "Strategy and portfolio"
