"""Every place in the navigation has its icon."""

from pathlib import Path

import pytest

from portal.web.navigation import PLACES, Place

ICONS = Path(__file__).resolve().parents[3] / "templates" / "components" / "icons"


@pytest.mark.parametrize(
    "place",
    [place for _label, places in PLACES for place in places],
    ids=lambda each: each.url_name,
)
def test_the_icon_of_a_place_is_drawn(place: Place) -> None:
    assert (ICONS / f"{place.icon}.svg").is_file()
