"""Imports for programs."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.tasks import work_once
from portfolio.models import ImportRun, UseCase
from portfolio.serializers.imports import ImportListSerializer, ImportRunSerializer
from tests.builders import make_use_case
from tests.conftest import Cast
from tests.portfolio.seen_builders import exported

URL = "/api/v1/imports/"
LIST = b"Title,Domain,Stage\nPlan yard moves,Freight,Pilot\nSort returns,Retail,Idea\n"


def send(client: Client, content: bytes = LIST, **more: Any) -> Any:
    return client.post(URL, {"file": SimpleUploadedFile("list.csv", content)} | more)


def test_a_file_is_imported_in_one_call(cast: Cast) -> None:
    client = cast.client("lead")
    answer = send(client)
    body = answer.json()
    assert (answer.status_code, body["state"], body["report"]) == (202, "committing", None)
    assert set(body) == set(ImportRunSerializer().fields)
    work_once()
    assert client.get(f"/api/v1/jobs/{body['job']}/").json()["state"] == "done"
    body = client.get(f"{URL}{body['id']}/").json()
    assert (body["state"], body["report"]) == (
        "committed",
        {
            "read": 2,
            "created": 2,
            "updated": 0,
            "unchanged": 0,
            "skipped": 0,
            "errors": [],
            "domains_created": [],
            "notes": [],
        },
    )
    assert UseCase.objects.count() == 2


def test_a_dry_run_is_committed_later_and_once(cast: Cast) -> None:
    client = cast.client("lead")
    body = send(client, dry_run="true").json()
    assert (body["state"], body["report"]["created"]) == ("checked", 2)
    assert UseCase.objects.count() == 0
    first = client.post(f"{URL}{body['id']}/commit/")
    second = client.post(f"{URL}{body['id']}/commit/")
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json() == second.json()
    work_once()
    assert UseCase.objects.count() == 2


def test_errors_name_row_and_column_and_keep_the_file_out(cast: Cast) -> None:
    client = cast.client("lead")
    body = send(client, LIST + b"Route,Freight,Someday\n", dry_run="true").json()
    assert body["report"] == {
        "read": 3,
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "skipped": 1,
        "errors": [{"row": 4, "column": "Stage", "message": "“Someday” is not a known stage."}],
        "domains_created": [],
        "notes": [],
    }
    answer = client.post(f"{URL}{body['id']}/commit/")
    assert (answer.status_code, answer.json()["code"]) == (409, "import_not_ready")
    assert UseCase.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"Colour\nRed\n", "header_does_not_fit"),
        (b"a" * (10 * 1024 * 1024 + 1), "file_too_large"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_problem(cast: Cast, content: bytes, code: str) -> None:
    answer = send(cast.client("lead"), content, dry_run="true")
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert not ImportRun.objects.exists()


def test_mapping_and_domain_are_checked(cast: Cast) -> None:
    client = cast.client("lead")
    assert send(client, mapping="unheard").json()["code"] == "mapping_unknown"
    broken = SimpleUploadedFile("m.toml", b"source =")
    assert send(client, mapping_file=broken).json()["code"] == "mapping_invalid"
    assert send(client, domain=999_999).status_code == 404
    assert client.post(URL, {}).status_code == 400
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("name", "sending", "reading"),
    [
        *(("executive", 403, 403), ("auditor", 403, 200)),
        *(("administrator", 404, 404), ("stranger", 404, 404)),
    ],
)
def test_who_may_not_import_is_turned_away(
    cast: Cast, name: str, sending: int, reading: int
) -> None:
    client = cast.client(name)
    assert send(client).status_code == sending
    assert client.get(URL).status_code == reading
    assert not ImportRun.objects.exists()


def test_a_domain_owner_imports_into_their_domain_alone(cast: Cast) -> None:
    client = cast.client("freight_owner")
    assert send(client).status_code == 403
    assert send(client, domain=cast.retail.pk).status_code == 404
    answer = send(client, b"Title\nPlan\n", domain=cast.freight.pk)
    assert answer.status_code == 202
    run = answer.json()["id"]
    assert cast.client("retail_owner").get(f"{URL}{run}/").status_code == 404
    assert cast.client("retail_owner").post(f"{URL}{run}/commit/").status_code == 404
    assert Client().get(f"{URL}{run}/").status_code == 401


def test_the_list_shows_what_one_may_see(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    mine = send(cast.client("freight_owner"), b"Title\nA\n", domain=cast.freight.pk).json()["id"]
    other = send(cast.client("lead"), dry_run="true").json()["id"]
    client = cast.client("lead")
    with django_assert_max_num_queries(6):
        body = client.get(URL).json()
    assert [row["id"] for row in body["results"]] == [other, mine]
    assert set(body["results"][0]) == set(ImportListSerializer().fields)
    rows = cast.client("freight_owner").get(URL).json()["results"]
    assert [row["id"] for row in rows] == [mine]


def test_a_list_as_it_was_seen_is_updated_by_its_ids(cast: Cast) -> None:
    use_case = make_use_case(title="Yard plan", domain=cast.freight)
    other = make_use_case(title="Shelf plan", domain=cast.retail)
    content = exported(cast, "columns=code,title,domain,priority", "json")
    client = cast.client("lead")
    body = send(client, content.replace(b"Yard plan", b"Dock plan"), dry_run="true").json()
    report = body["report"]
    assert (report["created"], report["updated"], report["unchanged"]) == (0, 1, 1)
    assert report["errors"] == []
    client.post(f"{URL}{body['id']}/commit/")
    work_once()
    use_case.refresh_from_db()
    other.refresh_from_db()
    assert (use_case.title, use_case.version, other.version) == ("Dock plan", 2, 1)
    mine = {"domain": cast.freight.pk, "dry_run": "true"}
    report = send(cast.client("freight_owner"), content, **mine).json()["report"]
    assert [each["message"].partition(".")[0] for each in report["errors"]] == [
        f"“{other.code}” is no use case that you may change"
    ]
