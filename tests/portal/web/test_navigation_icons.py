"""Every place in the navigation and the palette has its icon."""

from pathlib import Path

import pytest

from portal.domain.places import SECTIONS, Place

ICONS = Path(__file__).resolve().parents[3] / "templates" / "components" / "icons"


@pytest.mark.parametrize(
    "place",
    [place for section in SECTIONS for place in section.places],
    ids=lambda each: each.label,
)
def test_the_icon_of_a_place_is_drawn(place: Place) -> None:
    assert (ICONS / f"{place.icon}.svg").is_file()
