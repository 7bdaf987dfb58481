"""Overlap for programs: the same queue, decisions, figures and question as on the pages."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portfolio.domain.overlap import ReviewState
from portfolio.models import OverlapPair, UseCase
from tests.builders import make_use_case
from tests.conftest import Cast
from tests.portfolio.overlap_builders import SLOTS, SLOTS_AGAIN, stored_pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(cast: Cast) -> OverlapPair:
    return stored_pair(cast.freight, cast.retail)


def send(client: Client, method: str, url: str, data: Any = None, **headers: str) -> Any:
    ask = getattr(client, method)
    return ask(url, json.dumps(data), content_type="application/json", headers=headers)


def decision(pair: OverlapPair) -> str:
    return reverse("api:overlap-decision", args=[pair.pk])


def test_the_list_holds_pairs_of_which_one_sees_both_sides(pair: OverlapPair, cast: Cast) -> None:
    url = reverse("api:overlap-list")
    found = cast.client("executive").get(url).json()
    assert found["count"] == 1
    (row,) = found["results"]
    assert (row["id"], row["score"], row["band"], row["state"]) == (
        pair.pk,
        86,
        "likely_same",
        "open",
    )
    assert (row["first"]["domain_name"], row["second"]["domain_name"]) == ("Freight", "Retail")
    assert row["name_words"] == ["delivery", "dynamic", "slots"]
    assert row["is_whole"]
    assert cast.client("freight_owner").get(url).json()["count"] == 0
    assert cast.client("lead").get(url, {"band": "look"}).json()["count"] == 0
    assert cast.client("lead").get(url, {"band": "twins"}).status_code == 400


def test_a_merge_names_what_is_kept_and_can_be_taken_back(pair: OverlapPair, cast: Cast) -> None:
    client = cast.client("lead")
    detail = client.get(reverse("api:overlap-pair", args=[pair.pk]))
    etag = detail.headers["ETag"]
    assert detail.json()["differences"][0]["field_label"] == "Title"
    said = {"decision": "merge", "keep": pair.first_id}
    assert send(client, "put", decision(pair), said).status_code == 428
    merged = send(client, "put", decision(pair), said, **{"If-Match": etag})
    assert (merged.json()["state"], merged.json()["kept"]) == ("merged", pair.first_id)
    assert merged.json()["second"]["is_archived"]
    back = send(client, "delete", decision(pair), **{"If-Match": merged.headers["ETag"]})
    assert (back.status_code, back.json()["state"]) == (200, "open")
    assert not UseCase.objects.filter(archived_at__isnull=False).exists()


def test_a_refused_decision_is_a_problem_with_its_field(pair: OverlapPair, cast: Cast) -> None:
    match = {"If-Match": '"1"'}
    client = cast.client("lead")
    told = send(client, "put", decision(pair), {"decision": "not_same"}, **match)
    assert (told.status_code, told.json()["code"]) == (422, "reason_missing")
    told = send(client, "put", decision(pair), {"decision": "merge"}, **match)
    assert (told.status_code, told.json()["code"]) == (422, "not_a_side")
    told = send(client, "put", decision(pair), {"decision": "link"}, **{"If-Match": '"7"'})
    assert (told.status_code, told.json()["code"]) == (412, "stale_version")
    assert OverlapPair.objects.get().state == ReviewState.OPEN


def test_the_figures_are_those_of_the_tiles(pair: OverlapPair, cast: Cast) -> None:
    told = cast.client("lead").get(reverse("api:overlap-figures")).json()
    assert (told["registered"], told["duplicate_rate"], told["likely_same"]) == (2, 0.0, 1)
    assert told["double_spend_estimated"] == {
        "amount": "0.00",
        "groups_counted": 0,
        "groups_without_costs": 1,
    }


def test_each_side_proposes_over_the_api_and_both_settle_it(cast: Cast) -> None:
    pair = stored_pair(cast.freight, cast.retail, entry_score=0.8)
    url = reverse("api:overlap-proposal", args=[pair.pk])
    freight, retail = cast.client("freight_owner"), cast.client("retail_owner")
    detail = freight.get(reverse("api:overlap-pair", args=[pair.pk]))
    told = detail.json()
    assert (told["score"], told["is_whole"], told["may_propose"], told["may_decide"]) == (
        *(80, False, True),
        False,
    )
    assert [told[side]["is_whole"] for side in ("first", "second")] == [True, False]
    assert send(freight, "put", url, {"proposal": "link"}).status_code == 428
    match = {"If-Match": detail.headers["ETag"]}
    refused = send(freight, "put", decision(pair), {"decision": "link"}, **match)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    bare = send(freight, "put", url, {"proposal": "not_same"}, **match)
    assert (bare.status_code, bare.json()["code"]) == (422, "reason_missing")
    said = {"proposal": "link", "reason": "Same data."}
    proposed = send(freight, "put", url, said, **match)
    assert (proposed.status_code, proposed.json()["state"]) == (200, "open")
    assert send(retail, "put", url, said, **match).status_code == 412
    (seen,) = retail.get(reverse("api:overlap-pair", args=[pair.pk])).json()["proposals"]
    assert (seen["side"], seen["domain_name"], seen["proposal"]) == ("first", "Freight", "link")
    assert (seen["reason"], seen["made_by"]) == ("Same data.", "")
    gone = send(freight, "delete", url, **{"If-Match": proposed.headers["ETag"]})
    assert gone.json()["proposals"] == []
    again = send(freight, "put", url, said, **{"If-Match": gone.headers["ETag"]})
    done = send(retail, "put", url, said, **{"If-Match": again.headers["ETag"]})
    assert (done.json()["state"], done.json()["proposals"]) == ("linked", [])


def test_comparing_answers_with_its_job(cast: Cast) -> None:
    response = send(cast.client("lead"), "post", reverse("api:overlap-compare"))
    assert response.status_code == 202
    job = cast.client("lead").get(reverse("api:job-detail", args=[response.json()["job"]]))
    assert job.json()["kind"] == "portfolio.compare"


def test_what_is_near_a_use_case_and_what_is_like_a_title(pair: OverlapPair, cast: Cast) -> None:
    client = cast.client("lead")
    near = client.get(reverse("api:use-case-similar", args=[pair.first_id])).json()
    assert [(each["id"], each["pair"]) for each in near["similar"]] == [(pair.second_id, pair.pk)]
    assert near["linked"] == []
    typed = client.get(reverse("api:use-case-similar-typed"), {"title": SLOTS["title"]}).json()
    assert typed[0]["id"] == pair.first_id


def test_registering_what_exists_answers_with_what_was_found(cast: Cast) -> None:
    row = make_use_case(domain=cast.freight, **SLOTS)
    client, url = cast.client("lead"), reverse("api:use-case-list")
    said = {"domain": cast.retail.pk, **SLOTS_AGAIN}
    asked = send(client, "post", url, said)
    assert (asked.status_code, asked.json()["code"]) == (409, "similar_use_cases")
    assert asked.headers["Content-Type"] == "application/problem+json"
    (found,) = asked.json()["similar"]
    assert (found["id"], found["code"], found["band"]) == (row.pk, row.code, "likely_same")
    assert UseCase.objects.count() == 1

    joined = send(client, "post", url, said | {"overlap": {"answer": "join", "use_case": row.pk}})
    assert (joined.status_code, joined.json()["id"]) == (200, row.pk)
    assert UseCase.objects.count() == 1

    bare = send(client, "post", url, said | {"overlap": {"answer": "different"}})
    assert (bare.status_code, bare.json()["code"]) == (422, "reason_missing")
    answer = {"answer": "different", "reason": "Pallets, by rail."}
    done = send(client, "post", url, said | {"overlap": answer})
    assert done.status_code == 201
    assert OverlapPair.objects.get().reason == "Pallets, by rail."
