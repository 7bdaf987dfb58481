"""The history of a use case for programs, and the reasons it tells."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from portal.models import LedgerEntry
from portfolio.domain.bucket_suggestions import suggest
from portfolio.models import UseCase
from portfolio.services.ratings import RatingInput, rate_use_case
from portfolio.services.use_case_inputs import UseCaseInput, input_of
from portfolio.services.use_case_upserts import UseCaseUpsert, bulk_upsert
from portfolio.services.use_cases import change_use_case, register_use_case
from tests.builders import NOW, make_use_case
from tests.conftest import Cast

LIST = "/api/v1/use-cases/"


def registered(cast: Cast) -> UseCase:
    wanted = UseCaseInput(domain=cast.freight, title="Yard plan", outcome="Shorter waits.")
    return register_use_case(wanted, by=cast.member("freight_owner"), at=NOW)


def send(cast: Cast, method: str, url: str, data: Any, version: int) -> Any:
    call = getattr(cast.client("freight_owner"), method)
    return call(url, data, content_type="application/json", headers={"If-Match": f'"{version}"'})


def history(cast: Cast, use_case: UseCase, query: str = "") -> Any:
    return cast.client("lead").get(f"{LIST}{use_case.pk}/history/{query}").json()


def test_each_entry_tells_when_who_what_which_fields_and_why(cast: Cast) -> None:
    use_case = registered(cast)
    said = {"domain": cast.depots.pk, "planned_cost": "1200.50", "reason": " The depots pay. "}
    assert send(cast, "patch", f"{LIST}{use_case.pk}/", said, 1).status_code == 200

    body = history(cast, use_case)
    assert (body["count"], body["next"], body["previous"]) == (2, None, None)
    changed, first = body["results"]
    assert {name: changed[name] for name in ("who", "event", "what", "sentence", "reason")} == {
        "who": "Freight owner",
        "event": "portfolio.use_case.changed",
        "what": "Changed",
        "sentence": f"Freight owner changed the use case {use_case}.",
        "reason": "The depots pay.",
    }
    assert changed["changes"] == [
        {
            "field": "domain",
            "name": "domain",
            "before": {"id": cast.freight.pk, "label": "Freight"},
            "after": {"id": cast.depots.pk, "label": "Depots"},
            "before_text": "Freight",
            "after_text": "Depots",
        },
        {
            "field": "planned_cost",
            "name": "planned cost",
            "before": None,
            "after": "1200.50",
            "before_text": "–",
            "after_text": "€1,200.50",
        },
    ]
    assert (first["at"], first["event"], first["reason"]) == (
        NOW.isoformat().replace("+00:00", "Z"),
        "portfolio.use_case.registered",
        "",
    )
    said_first = {each["field"]: each["after"] for each in first["changes"]}
    assert (said_first["title"], said_first["outcome"]) == ("Yard plan", "Shorter waits.")


def test_an_import_is_told_in_the_same_shape(cast: Cast) -> None:
    row = UseCaseUpsert("A-1", cast.freight, "Yard plan", suggest("Yard plan"))
    bulk_upsert([row], source="register", by=cast.member("freight_owner"), at=NOW)
    moved = UseCaseUpsert("A-1", cast.depots, "Yard plan", suggest("Yard plan"))
    later = NOW + timedelta(days=1)
    bulk_upsert([moved], source="register", by=cast.member("freight_owner"), at=later)

    updated, imported = history(cast, UseCase.objects.get())["results"]
    assert (updated["event"], updated["what"], updated["sentence"]) == (
        "portfolio.use_cases.imported",
        "Updated by an import",
        "Freight owner updated Yard plan by an import.",
    )
    assert [(each["field"], each["before"], each["after"]) for each in updated["changes"]] == [
        (
            "domain",
            {"id": cast.freight.pk, "label": "Freight"},
            {"id": cast.depots.pk, "label": "Depots"},
        )
    ]
    assert (imported["what"], imported["changes"]) == ("Imported", [])


def test_the_history_comes_in_pages_and_in_as_many_queries_at_any_length(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    use_case = registered(cast)
    for number in range(1, 8):
        change_use_case(
            use_case,
            UseCaseInput(domain=cast.freight, title=f"Plan {number}", outcome="Shorter waits."),
            version=number,
            by=cast.member("freight_owner"),
            at=NOW + timedelta(hours=number),
        )
    client = cast.client("lead")
    with django_assert_max_num_queries(8):
        body = client.get(f"{LIST}{use_case.pk}/history/?page_size=3&page=2").json()
    assert body["count"] == 8
    titles = [each["changes"][0]["after"] for each in body["results"]]
    assert titles == ["Plan 4", "Plan 3", "Plan 2"]
    last = history(cast, use_case, "?page_size=3&page=3")["results"]
    assert [each["what"] for each in last] == ["Changed", "Registered"]
    assert client.get(f"{LIST}{use_case.pk}/history/?page_size=3&page=4").status_code == 404


def test_the_history_of_what_one_may_not_see_is_not_there(cast: Cast) -> None:
    use_case = registered(cast)
    url = f"{LIST}{use_case.pk}/history/"
    assert cast.client("retail_owner").get(url).status_code == 404
    assert cast.client("auditor").get(url).status_code == 200


def test_what_others_said_of_a_criterion_waits_until_one_has_rated_it_oneself(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight)
    rated = {"skills": RatingInput(4, "A trial.")}
    rate_use_case(use_case, rated, version=1, by=cast.member("freight_owner"), at=NOW)

    changes = history(cast, use_case)["results"][0]["changes"]
    assert [(each["field"], each["before"], each["after"]) for each in changes] == [
        ("skills", None, None)
    ]
    assert changes[0]["after_text"] == "Shown once you have rated it yourself"
    assert "A trial." not in str(changes)


def test_a_reason_alone_changes_nothing(cast: Cast) -> None:
    use_case = registered(cast)
    answer = send(cast, "patch", f"{LIST}{use_case.pk}/", {"reason": "Just so."}, 1)
    assert (answer.status_code, answer["ETag"]) == (200, '"1"')
    assert LedgerEntry.objects.count() == 1


def test_a_change_over_another_version_keeps_its_reason_out_of_the_history(cast: Cast) -> None:
    use_case = registered(cast)
    answer = send(cast, "patch", f"{LIST}{use_case.pk}/", {"title": "X", "reason": "Why."}, 7)
    assert answer.status_code == 412
    assert LedgerEntry.objects.count() == 1


def test_a_registration_takes_no_reason(cast: Cast) -> None:
    said = {"title": "A", "outcome": "B", "domain": cast.freight.pk, "reason": "Why."}
    answer = send(cast, "post", LIST, said, 1)
    assert answer.status_code == 400
    assert not UseCase.objects.exists()


@pytest.mark.parametrize("action", ["archive", "restore"])
def test_archiving_and_restoring_keep_their_reason(cast: Cast, action: str) -> None:
    at = NOW if action == "restore" else None
    use_case = make_use_case(domain=cast.freight, archived_at=at)
    url = f"{LIST}{use_case.pk}/{action}/"
    assert send(cast, "post", url, {"why": "x"}, 1).status_code == 400
    assert send(cast, "post", url, {"reason": "x" * 1001}, 1).status_code == 400
    assert UseCase.objects.get().version == 1

    assert send(cast, "post", url, {"reason": "Budget is gone."}, 1).status_code == 200
    newest = history(cast, use_case)["results"][0]
    assert (newest["event"], newest["reason"]) == (
        f"portfolio.use_case.{action}d",
        "Budget is gone.",
    )


def test_an_outcome_once_given_cannot_be_emptied(cast: Cast) -> None:
    use_case = registered(cast)
    answer = send(cast, "patch", f"{LIST}{use_case.pk}/", {"outcome": " ", "title": "New"}, 1)
    assert answer.status_code == 422
    sentence = "Say what will be different: an outcome, once given, cannot be emptied."
    assert sentence in answer.content.decode()
    row = UseCase.objects.get()
    assert (row.title, row.outcome, row.version) == ("Yard plan", "Shorter waits.", 1)


def test_what_came_without_an_outcome_is_edited_without_one_until_it_has_one(cast: Cast) -> None:
    row = UseCaseUpsert("A-1", cast.freight, "Yard plan", suggest("Yard plan"))
    bulk_upsert([row], source="register", by=cast.member("freight_owner"), at=NOW)
    use_case = UseCase.objects.get()
    url = f"{LIST}{use_case.pk}/"
    assert send(cast, "patch", url, {"title": "Dock plan", "outcome": ""}, 1).status_code == 200
    assert send(cast, "patch", url, {"outcome": "Shorter waits."}, 2).status_code == 200
    assert send(cast, "patch", url, {"outcome": ""}, 3).status_code == 422

    again = UseCaseUpsert("A-1", cast.freight, "Quay plan", suggest("Quay plan"))
    told = {"title", "outcome"}
    bulk_upsert([again], source="register", by=cast.member("lead"), at=NOW, stated=told)
    use_case.refresh_from_db()
    assert (use_case.title, use_case.outcome) == ("Quay plan", "Shorter waits.")
    assert input_of(use_case, ()).outcome == "Shorter waits."
