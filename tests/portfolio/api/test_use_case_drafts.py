"""Drafts of use cases for programs."""

from typing import Any

from portfolio.models import UseCase, UseCaseDraft
from tests.builders import make_use_case
from tests.conftest import Cast
from tests.portfolio.overlap_builders import SLOTS, SLOTS_AGAIN

LIST = "/api/v1/use-case-drafts/"


def send(client: Any, method: str, url: str, data: Any = None, version: int | None = None) -> Any:
    headers = {} if version is None else {"If-Match": f'"{version}"'}
    how = getattr(client, method)
    return how(url, data or {}, content_type="application/json", headers=headers)


def test_a_draft_is_kept_changed_and_discarded(cast: Cast) -> None:
    client = cast.client("freight_owner")
    answer = send(client, "post", LIST, {"title": "Dock plan", "domain": cast.freight.pk})
    assert (answer.status_code, answer["ETag"]) == (201, '"1"')
    url = f"{LIST}{answer.json()['id']}/"
    assert client.get(LIST).json()[0]["title"] == "Dock plan"
    assert cast.client("lead").get(LIST).json() == []
    assert send(client, "put", url, {"outcome": "Nobody waits."}).status_code == 428
    changed = send(client, "put", url, {"outcome": "Nobody waits."}, 1)
    assert (changed.json()["title"], changed.json()["version"]) == ("", 2)
    assert send(client, "delete", url, version=1).status_code == 412
    assert send(client, "delete", url, version=2).status_code == 204
    assert not UseCaseDraft.objects.exists()


def test_a_draft_without_a_word_is_refused(cast: Cast) -> None:
    answer = send(cast.client("freight_owner"), "post", LIST, {"domain": cast.freight.pk})
    assert (answer.status_code, answer.json()["code"]) == (422, "draft_empty")


def test_a_draft_is_registered_once_it_is_whole(cast: Cast) -> None:
    make_use_case(domain=cast.freight, **SLOTS)
    client = cast.client("freight_owner")
    key = send(client, "post", LIST, {"title": SLOTS_AGAIN["title"]}).json()["id"]
    url = f"{LIST}{key}/register/"
    missing = send(client, "post", url, {}, 1)
    assert missing.status_code == 400
    assert set(missing.json()["errors"]) == {"outcome", "domain"}
    whole = {**SLOTS_AGAIN, "domain": cast.freight.pk}
    whole = {name: whole[name] for name in ("title", "outcome", "domain")}
    send(client, "put", f"{LIST}{key}/", whole, 1)
    asked = send(client, "post", url, {}, 2)
    assert (asked.status_code, asked.json()["code"]) == (409, "similar_use_cases")
    said = {"overlap": {"answer": "different", "reason": "By rail."}}
    done = send(client, "post", url, said, 2)
    assert done.status_code == 201
    assert UseCase.objects.get(pk=done.json()["use_case"]).business_owner == cast.freight_owner
    assert not UseCaseDraft.objects.exists()
