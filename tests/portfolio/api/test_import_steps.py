"""Imports settled step by step by programs, cancelled, undone, and mappings kept by them."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.tasks import work_once
from portfolio.models import SavedMapping, UseCase
from tests.conftest import Cast

URL = "/api/v1/imports/"
MAPPINGS = "/api/v1/import-mappings/"
LIST = b"""Our list
What we want,Where,How far
Plan yard moves,Freight,up and running
Read letters,Retail,
"""


def send(client: Client, **more: Any) -> dict[str, Any]:
    answer = client.post(URL, {"file": SimpleUploadedFile("list.csv", LIST)} | more)
    assert answer.status_code == 202, answer.text
    found: dict[str, Any] = answer.json()
    return found


def put(client: Client, url: str, data: Any, **headers: str) -> Any:
    return client.put(url, data, content_type="application/json", headers=headers)


def test_a_program_settles_an_import_step_by_step_and_undoes_it(cast: Cast) -> None:
    client = cast.client("lead")
    url = f"{URL}{send(client, draft=True)['id']}/"
    step = client.get(f"{url}table/").json()
    assert (step["state"], step["header_row"], step["rows"]) == ("read", 2, 2)
    assert [column["meaning"] for column in step["columns"]] == ["title", "domain", "detail"]

    step = put(client, f"{url}columns/", {"meanings": ["title", "domain", "stage"]}).json()
    assert [(word["word"], word["rows"], word["meaning"]) for word in step["words"]] == [
        ("up and running", 1, None),
        ("", 1, None),
    ]
    words = {"words": {"stage": {"up and running": "production", "": "idea"}}}
    assert put(client, f"{url}words/", words).json()["words"][0]["meaning"] == "production"
    assert client.post(f"{url}check/").json()["report"]["created"] == 2
    assert client.post(f"{url}commit/").status_code == 202
    work_once()
    assert UseCase.objects.count() == 2
    assert client.post(f"{url}undo/").json()["state"] == "undone"
    assert UseCase.objects.count() == 0


def test_a_program_reads_a_file_in_another_way_and_cancels_it(cast: Cast) -> None:
    client = cast.client("lead")
    run = send(client, draft=True, header_row=3)
    url = f"{URL}{run['id']}/"
    assert client.get(f"{url}table/").json()["columns"][0]["name"] == "Plan yard moves"
    assert put(client, f"{url}table/", {"header_row": 2}).status_code == 202
    refused = put(client, f"{url}columns/", {"meanings": ["title"]})
    assert (refused.status_code, refused.json()["code"]) == (422, "columns_unclear")
    assert client.post(f"{url}cancel/").json()["state"] == "cancelled"
    assert client.get(f"{url}table/").status_code == 409


def test_programs_keep_change_and_remove_mappings(cast: Cast) -> None:
    client, other = cast.client("lead"), cast.client("freight_owner")
    data = {"source": "box", "columns": {"title": ["What we want"]}}
    answer = client.post(MAPPINGS, {"name": "Box", "data": data}, content_type="application/json")
    assert (answer.status_code, answer["ETag"]) == (201, '"1"')
    url = f"{MAPPINGS}{answer.json()['id']}/"
    assert other.get(url).status_code == 404
    wrong = client.post(
        MAPPINGS, {"name": "Bad", "data": {"colour": 1}}, content_type="application/json"
    )
    assert wrong.status_code == 422
    shared = {"name": "Box", "data": data, "is_shared": True}
    assert put(client, url, shared).status_code == 428
    assert put(client, url, shared, **{"If-Match": '"7"'}).status_code == 412
    assert put(client, url, shared, **{"If-Match": '"1"'}).json()["version"] == 2
    assert [row["is_mine"] for row in other.get(MAPPINGS).json()] == [False]
    assert put(other, url, shared, **{"If-Match": '"2"'}).status_code == 403
    run = send(client, mapping="Box", dry_run=True, header_row=2)
    assert (run["mapping"], run["report"]["created"]) == ("Box", 2)
    assert client.delete(url, headers={"If-Match": '"2"'}).status_code == 204
    assert not SavedMapping.objects.exists()


@pytest.mark.parametrize("step", ["columns", "words", "table"])
def test_what_nobody_knows_is_refused(cast: Cast, step: str) -> None:
    client = cast.client("lead")
    url = f"{URL}{send(client, draft=True)['id']}/{step}/"
    assert put(client, url, {"nobody_knows": 1}).status_code == 400
