from typing import Any

import pytest
from django.urls import reverse

from tests.assessments.builders import rated
from tests.assessments.domain.rating_tables import FOUR_OBSERVERS, read
from tests.conftest import Cast

ROOM = read("1 1 2 3 1 1", "3 3 4 5 3 3", "3 2 4 4 3 3", "2 3 3 5 3 4")


@pytest.fixture
def shown(cast: Cast) -> Any:
    """Build an assessment from levels; return its page, and what the API says of it."""

    def build(table: Any) -> tuple[str, Any]:
        row = rated(cast.member("lead"), cast.freight, table)
        client = cast.client("lead")
        page = client.get(reverse("assessments:assessment-review", args=[row.pk]))
        found = client.get(reverse("api:assessment-reliability", args=[row.pk]))
        return page.content.decode(), found.json()

    return build


def test_page_and_program_read_the_same_alpha(shown: Any) -> None:
    page, (found,) = shown(FOUR_OBSERVERS)

    assert "α 0.815" in page
    assert "4 respondents, 11 questions, 40 levels." in page
    assert round(found["alpha"], 3) == 0.815
    assert (found["respondents"], found["questions"], found["values"]) == (4, 11, 40)
    assert (found["perspective"], found["standing"]) == ("self", "firm")


def test_what_cannot_be_worked_out_is_said_in_words(shown: Any) -> None:
    page, (found,) = shown(read("3 3 3"))

    reason = "No capability was given a level by two respondents."
    assert f"α cannot be worked out. {reason}" in page
    assert (found["alpha"], found["standing"], found["finding"]) == (None, None, reason)
    assert found["intraclass"] == {}


def test_headings_go_down_one_step_at_a_time(shown: Any) -> None:
    page, _found = shown(ROOM)
    assert '<h3 class="st-sub">Who rates higher or lower than the others</h3>' in page
    assert "<h4" not in page


def test_leanings_come_with_codes_and_a_caution(shown: Any) -> None:
    page, (found,) = shown(ROOM)

    assert "rates 1.8 levels lower than the others on 6 capabilities." in page
    assert "in an evenly split room this names one of the two camps by luck" in page
    assert "Rater" not in page
    (leaning,) = found["leanings"]
    assert leaning["code"] in {"R1", "R2", "R3", "R4"}
    assert (round(leaning["deviation"], 2), leaning["questions"]) == (-1.83, 6)
    assert page.index(">Consensus</th>") < page.index("How far the answers carry")
