"""Use cases for programs: the same rules as the pages, versions by ETag."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.models import Domain, LedgerEntry
from portfolio.models import UseCase
from portfolio.serializers.use_cases import UseCaseSerializer
from tests.builders import NOW, make_scored, make_use_case
from tests.conftest import Cast

LIST = "/api/v1/use-cases/"


def said(cast: Cast, **fields: Any) -> dict[str, Any]:
    return {
        "title": "Dock scheduling",
        "outcome": "Trailers wait half as long.",
        "domain": cast.freight.pk,
    } | fields


def post(client: Client, url: str, data: Any = None, **headers: str) -> Any:
    return client.post(url, data or {}, content_type="application/json", headers=headers)


def patch(client: Client, url: str, data: Any, **headers: str) -> Any:
    return client.patch(url, data, content_type="application/json", headers=headers)


def test_the_list_has_the_shape_it_declares(cast: Cast) -> None:
    make_scored(2, low=1, high=3, title="Yard plan", domain=cast.freight, data_owner=cast.lead)
    body = cast.client("lead").get(LIST).json()
    assert (body["count"], body["next"], body["previous"]) == (1, None, None)
    row = body["results"][0]
    assert set(row) == set(UseCaseSerializer().fields)
    assert (row["title"], row["domain_name"], row["standing"]["rank"]) == (
        "Yard plan",
        "Freight",
        "1–3",
    )
    assert row["owners"] == {
        "business_owner": None,
        "model_owner": None,
        "data_owner": "Lead",
        "technical_steward": None,
    }


def test_the_list_filters_orders_and_pages(cast: Cast) -> None:
    for rank in range(1, 6):
        make_scored(rank, title=f"Case {rank}", domain=cast.freight)
    make_scored(6, title="Elsewhere", domain=cast.retail)
    url = f"{LIST}?domain={cast.freight.pk}&ordering=-rank&page_size=2&page=2"
    body = cast.client("lead").get(url).json()
    assert [row["title"] for row in body["results"]] == ["Case 3", "Case 2"]
    assert body["count"] == 5
    assert "page=3" in body["next"]
    assert cast.client("lead").get(f"{LIST}?page=9").status_code == 404
    assert cast.client("lead").get(f"{LIST}?page=0").status_code == 404


@pytest.mark.parametrize(
    ("query", "field"),
    [("stage=nope", "stage"), ("domain=0", "domain"), ("ordering=x", "ordering")],
)
def test_an_unknown_value_is_refused_by_name(cast: Cast, query: str, field: str) -> None:
    response = cast.client("lead").get(f"{LIST}?{query}")
    assert response.status_code == 400
    assert list(response.json()["errors"]) == [field]


@pytest.mark.parametrize("count", [10, 200])
def test_the_list_takes_six_queries_at_any_length(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for rank in range(1, count + 1):
        make_scored(rank, domain=cast.freight, data_owner=cast.lead)
    client, rater = cast.client("executive"), cast.client("lead")
    with django_assert_max_num_queries(6):
        client.get(LIST)
    with django_assert_max_num_queries(6):
        body = client.get(f"{LIST}?domain={cast.root.pk}&stage=idea").json()
    assert body["count"] == count
    # Of who may rate one more asks which scores they do not read yet.
    with django_assert_max_num_queries(7):
        rater.get(LIST)


def test_an_empty_domain_is_told_from_one_that_is_not_there_to_be_seen(cast: Cast) -> None:
    make_scored(1, domain=cast.freight)
    make_scored(2, domain=cast.retail)
    client = cast.client("freight_owner")
    assert client.get(f"{LIST}?domain={cast.depots.pk}").json()["count"] == 0
    for unseen in (cast.retail.pk, cast.root.pk, 10**8):
        response = client.get(f"{LIST}?domain={unseen}")
        assert response.status_code == 400
        assert response.json()["errors"] == {"domain": [f"There is no “{unseen}”."]}


def test_a_registration_answers_with_the_whole_use_case(cast: Cast) -> None:
    response = post(
        cast.client("freight_owner"),
        LIST,
        said(
            cast,
            techniques=["vision"],
            business_owner=cast.freight_owner.pk,
            impact=4,
            autonomy=3,
            bucket={"answers": {"new_offer": "yes"}},
            planned_cost="1200.50",
            stage="pilot",
        ),
    )
    body = response.json()
    assert (response.status_code, response["ETag"]) == (201, '"1"')
    assert (body["tier"], body["bucket"], body["stage"], body["planned_cost"]) == (
        4,
        "transformation",
        "pilot",
        "1200.50",
    )
    assert body["owner_ids"]["business_owner"] == cast.freight_owner.pk
    assert body["allowed_moves"][0] == "production"
    assert UseCase.objects.get().title == "Dock scheduling"


@pytest.mark.parametrize(
    ("fields", "status", "field"),
    [
        ({"title": ""}, 400, "title"),
        ({"domain": 999}, 400, "domain"),
        ({"data_owner": 999}, 400, "data_owner"),
        ({"impact": 9}, 400, "impact"),
        ({"live_on": "2026-03-01", "retired_on": "2026-02-01"}, 422, "retired_on"),
        ({"bucket": {"answers": {"other": "yes"}}}, 422, None),
    ],
)
def test_input_that_does_not_hold_registers_nothing(
    cast: Cast, fields: dict[str, Any], status: int, field: str | None
) -> None:
    response = post(cast.client("freight_owner"), LIST, said(cast, **fields))
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert list(response.json().get("errors", {})) == ([field] if field else [])
    assert not UseCase.objects.exists()


def test_all_that_does_not_hold_is_told_in_one_answer(cast: Cast) -> None:
    fields = {
        "outcome": "",
        "impact": 9,
        "domain": 999,
        "model_owner": 999,
        "data_owner": cast.stranger.pk,
        "live_on": "2026-03-01",
        "retired_on": "2026-02-01",
        "bucket": {"answers": {"other": "yes"}},
    }
    response = post(cast.client("lead"), LIST, said(cast, **fields))
    assert (response.status_code, response.json()["code"]) == (400, "invalid_input")
    assert set(response.json()["errors"]) == {
        *("outcome", "impact", "domain", "model_owner", "data_owner", "retired_on", "bucket"),
    }
    assert not UseCase.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_several_broken_rules_are_told_in_one_answer(cast: Cast) -> None:
    make_use_case(source="fleet", external_reference="A-1")
    fields = {
        "data_owner": cast.stranger.pk,
        "live_on": "2026-03-01",
        "retired_on": "2026-02-01",
        "source": "fleet",
        "external_reference": "A-1",
    }
    response = post(cast.client("lead"), LIST, said(cast, **fields))
    assert (response.status_code, response.json()["code"]) == (422, "several_faults")
    assert response.json()["errors"] == {
        "retired_on": "It was retired before it went live.",
        "data_owner": "Stranger holds no role here today. Choose somebody else.",
        "external_reference": "Another use case has the reference A-1 already.",
    }
    assert UseCase.objects.count() == 1


@pytest.mark.parametrize("body", [[], "x", [1]])
def test_what_is_no_object_is_refused(cast: Cast, body: Any) -> None:
    answer = cast.client("lead").post(LIST, body, content_type="application/json")
    assert answer.status_code == 400
    assert not UseCase.objects.exists()


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("executive", 403),
        ("auditor", 403),
        ("retail_owner", 400),
        ("contributor", 404),
        ("stranger", 404),
    ],
)
def test_who_may_not_register_over_the_api(cast: Cast, name: str, status: int) -> None:
    assert post(cast.client(name), LIST, said(cast)).status_code == status
    assert not UseCase.objects.exists()


def test_without_a_key_there_is_no_answer(cast: Cast) -> None:
    assert Client().get(LIST).status_code == 401


def test_a_change_says_which_version_it_was_made_from(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight, title="Yard plan", problem="Queues.")
    client, url = cast.client("freight_owner"), f"{LIST}{use_case.pk}/"
    assert client.get(url)["ETag"] == '"1"'
    assert patch(client, url, {"title": "X"}).status_code == 428
    assert patch(client, url, {"title": "X"}, if_match='"7"').status_code == 412
    assert UseCase.objects.get().title == "Yard plan"
    response = patch(client, url, {"title": "Dock plan"}, if_match='"1"')
    assert (response.status_code, response["ETag"]) == (200, '"2"')
    row = UseCase.objects.get()
    assert (row.title, row.problem) == ("Dock plan", "Queues.")


def test_a_change_of_one_owner_keeps_the_others(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight, data_owner=cast.lead)
    url = f"{LIST}{use_case.pk}/"
    body = {"model_owner": cast.freight_owner.pk}
    patch(cast.client("lead"), url, body, if_match='"1"')
    row = UseCase.objects.get()
    assert (row.data_owner, row.model_owner) == (cast.lead, cast.freight_owner)


def test_all_that_does_not_hold_of_a_change_is_told_in_one_answer(cast: Cast) -> None:
    make_use_case(source="fleet", external_reference="A-1")
    use_case = make_use_case(domain=cast.freight, title="Yard plan", source="fleet")
    before = LedgerEntry.objects.count()
    url, client = f"{LIST}{use_case.pk}/", cast.client("freight_owner")
    fields = {
        "stage": "pilot",
        "colour": "red",
        "title": "",
        "impact": 9,
        "domain": 999,
        "model_owner": 999,
        "data_owner": cast.stranger.pk,
        "live_on": "2026-03-01",
        "retired_on": "2026-02-01",
        "external_reference": "A-1",
        "bucket": {"overide": "efficiency"},
    }
    response = patch(client, url, fields, if_match='"1"')
    assert (response.status_code, response.json()["code"]) == (400, "invalid_input")
    assert response.json()["errors"] == {
        "stage": ["A stage is changed at its own address, …/stage/."],
        "colour": ["There is no such field."],
        "title": ["This field may not be blank."],
        "impact": ["Ensure this value is less than or equal to 4."],
        "domain": ["There is no such domain."],
        "model_owner": ["There is no such person."],
        "data_owner": ["Stranger holds no role here today. Choose somebody else."],
        "retired_on": ["It was retired before it went live."],
        "external_reference": ["Another use case has the reference A-1 already."],
        "bucket": {"overide": ["There is no such field."]},
    }
    use_case.refresh_from_db()
    assert (use_case.title, use_case.version, LedgerEntry.objects.count()) == (
        *("Yard plan", 1),
        before,
    )


def test_several_rules_a_change_breaks_are_told_in_one_answer(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight)
    fields = {
        "data_owner": cast.stranger.pk,
        "live_on": "2026-03-01",
        "retired_on": "2026-02-01",
    }
    response = patch(cast.client("lead"), f"{LIST}{use_case.pk}/", fields, if_match='"1"')
    assert (response.status_code, response.json()["code"]) == (422, "several_faults")
    assert set(response.json()["errors"]) == {"retired_on", "data_owner"}
    assert UseCase.objects.get().version == 1


def test_a_change_is_not_held_against_what_it_leaves_alone(cast: Cast) -> None:
    use_case = make_use_case(
        domain=cast.depots,
        data_owner=cast.stranger,
        source="fleet",
        external_reference="A-1",
    )
    Domain.objects.filter(pk=cast.depots.pk).update(archived_at=NOW)
    url, client = f"{LIST}{use_case.pk}/", cast.client("lead")
    refused = patch(client, url, {"title": "Dock plan", "impact": 9}, if_match='"1"')
    assert set(refused.json()["errors"]) == {"impact"}
    assert patch(client, url, {"title": "Dock plan"}, if_match='"1"').status_code == 200


def test_a_registration_refuses_a_field_nobody_knows(cast: Cast) -> None:
    response = post(cast.client("lead"), LIST, said(cast, priority=100, outcome=""))
    assert response.json()["errors"] == {
        "priority": ["There is no such field."],
        "outcome": ["This field may not be blank."],
    }
    assert not UseCase.objects.exists()


def test_a_stage_has_an_address_of_its_own(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight)
    client, url = cast.client("freight_owner"), f"{LIST}{use_case.pk}/"
    assert patch(client, url, {"stage": "assessed"}, if_match='"1"').status_code == 400
    assert post(client, f"{url}stage/", {"stage": "assessed"}).status_code == 428
    moved = post(client, f"{url}stage/", {"stage": "assessed"}, if_match='"1"')
    assert (moved.status_code, moved.json()["stage"]) == (200, "assessed")
    refused = post(client, f"{url}stage/", {"stage": "production"}, if_match='"2"')
    assert (refused.status_code, refused.json()["code"]) == (409, "move_not_allowed")


def test_archiving_and_restoring(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight)
    client, url = cast.client("freight_owner"), f"{LIST}{use_case.pk}/"
    assert post(client, f"{url}archive/").status_code == 428
    stale = post(client, f"{url}archive/", if_match='"7"')
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    assert UseCase.objects.get().archived_at is None
    archived = post(client, f"{url}archive/", if_match='"1"')
    assert (archived.json()["is_archived"], archived["ETag"]) == (True, '"2"')
    assert client.get(LIST).json()["count"] == 0
    assert client.get(f"{LIST}?archived=yes").json()["count"] == 1
    assert post(client, f"{url}archive/", if_match='"2"').status_code == 409
    assert post(client, f"{url}restore/").status_code == 428
    assert post(client, f"{url}restore/", if_match='"1"').status_code == 412
    assert UseCase.objects.get().archived_at is not None
    restored = post(client, f"{url}restore/", if_match='"2"')
    assert (restored.json()["is_archived"], restored["ETag"]) == (False, '"3"')


@pytest.mark.parametrize(("name", "status"), [("auditor", 403), ("retail_owner", 404)])
def test_who_may_not_change_over_the_api(cast: Cast, name: str, status: int) -> None:
    use_case = make_use_case(domain=cast.freight)
    client, url = cast.client(name), f"{LIST}{use_case.pk}/"
    assert patch(client, url, {"title": "X"}, if_match='"1"').status_code == status
    assert post(client, f"{url}stage/", {"stage": "assessed"}, if_match='"1"').status_code == status
    assert post(client, f"{url}archive/").status_code == status
    assert post(client, f"{url}restore/").status_code == status
    assert UseCase.objects.get().version == 1
    assert not LedgerEntry.objects.exists()
