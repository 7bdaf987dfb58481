"""The export that imports again, from the list and for programs."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.tasks import work_once
from tests.builders import make_use_case
from tests.conftest import Cast
from tests.portfolio.seen_builders import KINDS, exported, file_of, table_of


def whole(cast: Cast, name: str, kind: str, query: str = "") -> bytes:
    url = reverse("portfolio:use-case-export-whole", args=[kind])
    response = cast.client(name).get(f"{url}{query}")
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def test_the_file_holds_what_the_filters_let_through_and_the_reader_may_see(cast: Cast) -> None:
    make_use_case(title="Yard plan", domain=cast.freight, stage="pilot")
    make_use_case(title="Route plan", domain=cast.freight, stage="idea")
    make_use_case(title="Shelf plan", domain=cast.retail, stage="pilot")
    text = whole(cast, "freight_owner", "csv", "?stage=pilot").decode("utf-8-sig")
    assert text.startswith("Key,Code,Source,Reference,Title,Domain,")
    assert "Yard plan" in text
    assert "Route plan" not in text
    assert "Shelf plan" not in text


def test_json_holds_values_as_they_are(cast: Cast) -> None:
    make_use_case(title="=1+1", domain=cast.depots, planned_cost="1250.50")
    document = json.loads(whole(cast, "lead", "json"))
    assert document["format"] == "steelthread-use-cases"
    (said,) = document["use_cases"]
    assert (said["title"], said["domain"], said["planned_cost"]) == (
        "=1+1",
        "Freight › Depots",
        1250.5,
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_programs_get_the_same_file(cast: Cast, kind: str) -> None:
    make_use_case(title="Yard plan", domain=cast.freight)
    response = cast.client("lead").get(reverse("api:use-case-export-whole"), {"kind": kind})
    content = b"".join(response.streaming_content)
    if kind != "xlsx":
        assert content == whole(cast, "lead", kind)
    assert response["Content-Disposition"].endswith(f'.{kind}"')


def test_a_kind_that_does_not_exist_is_refused(cast: Cast) -> None:
    response = cast.client("lead").get(reverse("api:use-case-export-whole"), {"kind": "pdf"})
    assert response.status_code == 400


def test_a_text_too_long_for_a_workbook_is_named(cast: Cast) -> None:
    make_use_case(title="Yard plan", domain=cast.freight, outcome="a" * 40_000)
    response = cast.client("lead").get(reverse("portfolio:use-case-export-whole", args=["xlsx"]))
    assert "Take CSV or JSON." in response.content.decode()


def test_a_text_too_long_for_a_workbook_is_named_in_the_list_too(cast: Cast) -> None:
    make_use_case(title="Yard plan", domain=cast.freight, outcome="a" * 40_000)
    url = reverse("portfolio:use-case-export", args=["xlsx"])
    answer = cast.client("lead").get(f"{url}?columns=title,outcome")
    assert "Row 2: Outcome has 40,000 characters" in answer.content.decode()
    assert cast.client("lead").get(f"{url}?columns=title").status_code == 200


def seen(cast: Cast, query: str) -> list[dict[str, object]]:
    url = reverse("portfolio:use-case-export", args=["json"])
    response = cast.client("lead").get(f"{url}{query}")
    assert response["Content-Type"] == "application/json"
    rows: list[dict[str, object]] = json.loads(b"".join(response.streaming_content))
    return rows


def test_json_of_what_is_seen_has_the_columns_of_the_list_in_their_order(cast: Cast) -> None:
    make_use_case(
        title="=Yard",
        domain=cast.freight,
        stage="pilot",
        planned_cost="1250.50",
        business_owner=cast.lead,
    )
    make_use_case(title="Route plan", domain=cast.freight, stage="idea")
    rows = seen(cast, "?stage=pilot&columns=title,planned_cost,owners,live_on")
    assert [list(row) for row in rows] == [["title", "planned_cost", "owners", "live_on"]]
    assert rows[0]["title"] == "=Yard"
    assert rows[0]["planned_cost"] == 1250.5
    assert rows[0]["live_on"] is None
    assert rows[0]["owners"] == {
        "business_owner": "Lead",
        "model_owner": None,
        "data_owner": None,
        "technical_steward": None,
    }


def test_json_of_nothing_is_an_empty_list(cast: Cast) -> None:
    assert seen(cast, "?stage=pilot") == []


def test_the_page_of_an_import_asks_nothing_about_the_portals_own_file(cast: Cast) -> None:
    use_case = make_use_case(title="Yard plan", domain=cast.freight)
    content = whole(cast, "lead", "csv").replace(b"Yard plan", b"Dock plan")
    use_case.version = 2
    use_case.save()
    client = cast.client("lead")
    file = SimpleUploadedFile("all.csv", content, content_type="text/csv")
    answer = client.post(reverse("portfolio:import-create"), {"file": file, "domain": cast.root.pk})
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "<b>skipped</b>, for the reason that the notes give" in page
    assert "Somebody changed this use case since the export" in page
    assert "Back to the words" not in page


@pytest.mark.parametrize("kind", KINDS)
def test_a_list_as_it_was_seen_is_checked_without_a_question(cast: Cast, kind: str) -> None:
    use_case = make_use_case(title="Yard plan", domain=cast.freight, business_owner=cast.lead)
    make_use_case(title="=1+1", domain=cast.freight)
    table = table_of(exported(cast, "columns=code,title,owners,priority,changed", kind), kind)
    column = table[0].index("title" if kind == "json" else "Use case")
    table = [
        [
            "Dock plan" if at == column and cell == "Yard plan" else cell
            for at, cell in enumerate(row)
        ]
        for row in table
    ]
    client = cast.client("lead")
    file = SimpleUploadedFile(f"list.{kind}", file_of(table, kind))
    answer = client.post(reverse("portfolio:import-create"), {"file": file, "domain": cast.root.pk})
    page = client.get(answer["Location"]).content.decode()
    assert "<b>updated</b>, matched by id" in page
    assert f"{use_case.code} is called “Yard plan” today." in page
    assert "so they are left alone:" in page
    assert "Keep this mapping" not in page
    assert "Back to the words" not in page
    client.post(f"{answer['Location']}commit/")
    work_once()
    page = client.get(answer["Location"]).content.decode()
    assert "Undo this import" in page
    use_case.refresh_from_db()
    assert (use_case.title, use_case.business_owner) == ("Dock plan", cast.lead)
