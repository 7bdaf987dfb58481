"""The colours of both themes: readable everywhere, and the same with script or without."""

import re
from itertools import product
from pathlib import Path

import pytest

CSS = (Path(__file__).resolve().parents[3] / "static" / "css" / "tokens.css").read_text()
SURFACES = ("paper", "surface", "sunk")
WORDS = ("ink", "ink-2", "ink-3", "accent", "good", "warn", "bad")
ON = {
    "on-accent": "accent",
    "on-augmentation": "augmentation",
    "on-slab": "slab",
    "good": "good-soft",
    "warn": "warn-soft",
    "bad": "bad-soft",
    "ink": "accent-soft",
    "surface": "ink",
} | {f"on-level-{step}": f"level-{step}" for step in range(1, 6)}
PAIRS = [*product(WORDS, SURFACES), *ON.items()]


def tokens(theme: str) -> dict[str, str]:
    block = CSS.split(f'[data-bs-theme="{theme}"] {{', 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--st-([\w-]+):\s*([^;]+);", block))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("word", "ground"), PAIRS)
def test_words_can_be_read_on_their_ground(theme: str, word: str, ground: str) -> None:
    values = tokens(theme)
    assert contrast(values[word], values[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("mark", ["line-strong", "thread", "efficiency", "augmentation"])
def test_marks_and_borders_of_controls_stand_out(theme: str, mark: str) -> None:
    values = tokens(theme)
    assert contrast(values[mark], values["surface"]) >= 3


def test_the_night_of_the_device_is_the_night_of_the_switch() -> None:
    assert tokens("system") == tokens("dark")


def test_both_themes_name_the_same_tokens() -> None:
    assert tokens("light").keys() == tokens("dark").keys()


def test_paper_stays_white_because_dark_values_are_for_screens() -> None:
    before_dark = CSS.split('[data-bs-theme="dark"] {', 1)[0]
    assert before_dark.rstrip().endswith("@media screen {")
    assert "@media screen and (prefers-color-scheme: dark)" in CSS
