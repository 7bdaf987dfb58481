"""Choosing the columns of the list of use cases, and their order."""

import csv
import html
import io
import re
from typing import Any

import pytest

from tests.builders import make_scored, make_use_case
from tests.conftest import Cast

LIST = "/portfolio/use-cases/"
PANEL = f"{LIST}columns/"
HTMX = {"headers": {"HX-Request": "true"}}


def page(response: Any) -> str:
    return html.unescape(response.content.decode())


def heads_of(response: Any) -> list[str]:
    head = re.search(r"<thead>(.*?)</thead>", page(response), re.DOTALL)
    assert head
    # The head of the boxes to tick is no column.
    cells = re.findall(r'<th(?! scope="col" class="st-pick")[^>]*>(.*?)</th>', head[1])
    return [re.sub(r"<[^>]+>|[↑↓]", "", cell).strip() for cell in cells]


def test_the_address_says_which_columns_and_in_which_order(cast: Cast) -> None:
    make_scored(1, title="Yard", domain=cast.freight, planned_cost="1250.50", business_owner=None)
    query = "?columns=planned_cost,code,title,quadrant,business_owner"
    for options in ({}, HTMX):
        response = cast.client("lead").get(LIST + query, **options)
        assert heads_of(response) == [
            "Planned cost",
            "Id",
            "Use case",
            "Quadrant",
            "Business owner",
        ]
        assert '<td class="n" data-label="Planned cost">€1,250.50</td>' in page(response)
        assert '<td data-label="Quadrant">Do now</td>' in page(response)
        assert '<td data-label="Business owner">–</td>' in page(response)


def test_an_unknown_column_is_named_and_the_others_are_drawn(cast: Cast) -> None:
    make_use_case(title="Yard", domain=cast.freight)
    response = cast.client("lead").get(f"{LIST}?columns=colour,stage,domain__path")
    assert heads_of(response) == ["Use case", "Stage"]
    assert "Columns: There is no “colour”. It was left out." in page(response)
    assert "Columns: There is no “domain__path”. It was left out." in page(response)


def test_every_head_sorts_and_keeps_the_columns(cast: Cast) -> None:
    make_use_case(title="Later", live_on="2026-05-01")
    make_use_case(title="Earlier", live_on="2026-02-01")
    make_use_case(title="Never")
    lead = cast.client("lead")
    response = lead.get(f"{LIST}?columns=title,live_on&sort=live_on")
    titles = re.findall(r'class="st-table__name" href="[^"]+">([^<]+)<', page(response))
    assert titles == ["Earlier", "Later", "Never"]
    assert "?columns=title,live_on&sort=-live_on" in page(response)


def test_an_order_that_no_column_shows_is_said_in_words(cast: Cast) -> None:
    make_use_case(title="Yard")
    lead = cast.client("lead")
    assert "ordered by Planned cost" in page(lead.get(f"{LIST}?sort=-planned_cost"))
    assert "ordered by" not in page(lead.get(f"{LIST}?sort=-planned_cost&columns=planned_cost"))
    assert "best match first" in page(lead.get(f"{LIST}?q=yard"))


def test_the_panel_offers_what_is_chosen_first_and_then_the_rest(cast: Cast) -> None:
    response = cast.client("lead").get(f"{PANEL}?columns=stage,title&sort=-value&stage=pilot")
    ticked = re.findall(r'name="columns" value="(\w+)" checked', page(response))
    offered = re.findall(r'type="checkbox" name="columns" value="(\w+)">', page(response))
    assert ticked == ["stage", "title"]
    assert (offered[:2], "stage" in offered, "problem" in offered) == (
        ["rank", "code"],
        False,
        True,
    )
    assert '<input type="hidden" name="sort" value="-value">' in page(response)
    assert '<input type="hidden" name="stage" value="pilot">' in page(response)


@pytest.mark.parametrize("options", [{}, HTMX])
def test_a_button_moves_a_column(cast: Cast, options: dict[str, Any]) -> None:
    query = "?columns=code&columns=title&columns=stage&move=stage:up"
    response = cast.client("lead").get(PANEL + query, **options)
    ticked = re.findall(r'name="columns" value="(\w+)" checked', page(response))
    assert ticked == ["code", "stage", "title"]


def test_ticked_columns_become_one_word_in_the_address(cast: Cast) -> None:
    query = "?sort=-value&columns=code&columns=title&columns=stage&stage="
    response = cast.client("lead").get(LIST + query)
    assert response.status_code == 302
    assert response["Location"] == f"{LIST}?sort=-value&columns=code,title,stage"


def test_the_file_has_the_columns_of_the_screen(cast: Cast) -> None:
    make_scored(
        1,
        title="Yard",
        domain=cast.freight,
        planned_cost="1250.50",
        planned_benefit="90000",
        live_on="2026-05-01",
        tier=2,
        data_owner=cast.lead,
    )
    query = "?columns=planned_cost,planned_benefit,title,live_on,tier,owners"
    response = cast.client("lead").get(f"{LIST}export/csv/{query}")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(text))
    assert header[:5] == [
        "Planned cost",
        "Planned benefit a year",
        "Use case",
        "Live on",
        "Risk tier",
    ]
    assert header[5:] == ["Business owner", "Model owner", "Data owner", "Technical steward"]
    assert row == ["1250.5", "90000", "Yard", "2026-05-01", "T2", "", "", "Lead", ""]
