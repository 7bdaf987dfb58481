"""Suggested buckets: the words behind them, and deciding many at once, by page and program."""

from html import unescape

import pytest

from portal.models import LedgerEntry
from portfolio.models import UseCase
from tests.builders import make_use_case
from tests.conftest import Cast

PAGE = "/portfolio/buckets/"
API = "/api/v1/suggested-buckets/"


@pytest.fixture
def rows(cast: Cast) -> list[UseCase]:
    return [
        make_use_case(
            domain=cast.freight,
            title="Slot bidding",
            outcome="Automates manual routing, faster; recommends slots.",
            bucket_reason="The description says automates, manual, routing, faster.",
        ),
        make_use_case(domain=cast.freight, title="Dock talk", outcome="Talks."),
        make_use_case(domain=cast.retail, title="Shelf scan", outcome="Detects gaps."),
        make_use_case(domain=cast.freight, title="Decided", bucket_source="answers"),
    ]


def test_the_page_shows_the_words_for_and_against_and_what_they_are_worth(
    cast: Cast, rows: list[UseCase]
) -> None:
    html = unescape(cast.client("lead").get(PAGE).text)
    assert "3 suggestions" in html
    assert "automates, manual, routing, faster" in html
    assert "for augmentation: recommends" in html
    assert "Strong" in html
    assert "Weak" in html
    assert "Decided</" not in html


def test_owners_decide_about_their_own_domain_only(cast: Cast, rows: list[UseCase]) -> None:
    told = cast.client("freight_owner").get(API).json()
    assert [each["title"] for each in told["results"]] == ["Dock talk", "Slot bidding"]
    assert told["results"][1]["confidence"] == "strong"
    assert told["results"][1]["share"] == 4 / 6
    shelf = rows[2]
    answer = cast.client("freight_owner").post(
        API,
        {"use_cases": [{"id": shelf.pk, "version": 1}]},
        content_type="application/json",
    )
    assert answer.json()["decided"] == []
    shelf.refresh_from_db()
    assert (shelf.bucket_source, shelf.version) == ("suggestion", 1)


def test_suggestions_are_narrowed_by_source(cast: Cast, rows: list[UseCase]) -> None:
    make_use_case(domain=cast.freight, title="Berth plan", source="fleet", external_reference="1")
    client = cast.client("lead")
    told = client.get(f"{API}?source=fleet").json()
    assert [each["title"] for each in told["results"]] == ["Berth plan"]
    assert client.get(f"{API}?source=nowhere").status_code == 400


def test_confirming_keeps_the_bucket_and_says_who_said_so(cast: Cast, rows: list[UseCase]) -> None:
    slot, dock, *_others = rows
    answer = cast.client("lead").post(
        PAGE, {"ticked": [f"{slot.pk}:1", f"{dock.pk}:1"], "bucket": "", "reason": ""}
    )
    assert answer.status_code == 302
    slot.refresh_from_db()
    assert (slot.bucket, slot.bucket_source, slot.version) == ("efficiency", "override", 2)
    assert slot.bucket_reason == (
        "Confirmed as suggested. The description says automates, manual, routing, faster."
    )
    entries = LedgerEntry.objects.filter(event="portfolio.use_case.changed")
    assert entries.count() == 2
    assert slot.history.count() >= 1
    assert "1 suggestion" in cast.client("lead").get(PAGE).text


def test_a_whole_page_is_decided_at_once(cast: Cast, rows: list[UseCase]) -> None:
    shown = [f"{row.pk}:1" for row in rows[:3]]
    said = {"shown": shown, "ticked": shown[:1], "which": "page", "bucket": "", "reason": ""}
    assert cast.client("lead").post(PAGE, said).status_code == 302
    assert not UseCase.objects.filter(bucket_source="suggestion").exists()


def test_another_bucket_needs_a_reason_and_takes_it_along(cast: Cast, rows: list[UseCase]) -> None:
    slot = rows[0]
    said = {"ticked": [f"{slot.pk}:1"], "bucket": "transformation", "reason": ""}
    refused = cast.client("lead").post(PAGE, said)
    assert refused.status_code == 422
    assert "Say why they belong in that bucket." in refused.text
    assert f'value="{slot.pk}:1" checked' in refused.text
    slot.refresh_from_db()
    assert (slot.bucket, slot.version) == ("efficiency", 1)
    taken = cast.client("lead").post(PAGE, said | {"reason": "The trade itself changes."})
    assert taken.status_code == 302
    slot.refresh_from_db()
    assert (slot.bucket, slot.bucket_reason) == ("transformation", "The trade itself changes.")


def test_one_that_changed_meanwhile_is_named_and_stops_no_other(
    cast: Cast, rows: list[UseCase]
) -> None:
    slot, dock, *_others = rows
    UseCase.objects.filter(pk=slot.pk).update(version=5)
    answer = cast.client("lead").post(
        API,
        {"use_cases": [{"id": slot.pk, "version": 1}, {"id": dock.pk, "version": 1}]},
        content_type="application/json",
    )
    told = answer.json()
    assert told["decided"] == [dock.pk]
    assert [each["id"] for each in told["left"]] == [slot.pk]
    slot.refresh_from_db()
    assert slot.bucket_source == "suggestion"


def test_nothing_ticked_and_too_many_are_refused(cast: Cast, rows: list[UseCase]) -> None:
    client = cast.client("lead")
    nothing = client.post(PAGE, {"ticked": ["charm", "1:x"], "bucket": "", "reason": ""})
    assert nothing.status_code == 422
    assert "Tick at least one use case." in nothing.text
    many = [{"id": number, "version": 1} for number in range(1, 102)]
    answer = client.post(API, {"use_cases": many}, content_type="application/json")
    assert (answer.status_code, answer.json()["detail"]) == (422, "Tick at most 100.")
    assert not LedgerEntry.objects.filter(event="portfolio.use_case.changed").exists()


def test_once_all_are_decided_the_page_says_so(cast: Cast) -> None:
    assert "Every bucket is decided" in cast.client("lead").get(PAGE).text
