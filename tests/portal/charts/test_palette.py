"""The colours of drawings mirror the tokens of the page, and every class they use exists."""

import re
from pathlib import Path

import pytest

from portal.charts.palette import BUCKET_TONES, ON_BUCKET_TONES, PLOTLY_TOKENS, TONES, Tone

CSS = Path(__file__).resolve().parents[3] / "static" / "css"


def tokens(theme: str) -> dict[str, str]:
    text = (CSS / "tokens.css").read_text()
    block = text.split(f'[data-bs-theme="{theme}"] {{', 1)[1].split("}", 1)[0]
    return dict(re.findall(r"(--st-[\w-]+):\s*(#[0-9a-f]{6})", block))


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tone", TONES, ids=lambda tone: tone.name)
def test_the_light_value_is_that_of_the_token(tone: Tone) -> None:
    assert tokens("light")[tone.token] == tone.light


@pytest.mark.parametrize("tone", TONES, ids=lambda tone: tone.name)
def test_the_fill_class_leads_to_the_token(tone: Tone) -> None:
    css = "".join(sheet.read_text() for sheet in sorted(CSS.glob("*.css")))
    assert f".f-{tone.name} {{ fill: var({tone.token}); }}" in css


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_on_the_fill_of_a_bucket_can_be_read_in_both_themes(theme: str) -> None:
    values = tokens(theme)
    for bucket, tone in BUCKET_TONES.items():
        assert contrast(values[tone.token], values[ON_BUCKET_TONES[bucket].token]) >= 4.5


def test_a_colour_in_a_plotly_figure_stands_for_one_token() -> None:
    assert len(PLOTLY_TOKENS) == len(set(PLOTLY_TOKENS.values())) == 14
