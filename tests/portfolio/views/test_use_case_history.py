"""The history on the page of a use case, back to the beginning, with the reasons it tells."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from portal.models import LedgerEntry
from portfolio.domain.bucket_suggestions import suggest
from portfolio.models import UseCase
from portfolio.services.use_case_inputs import UseCaseInput, input_of
from portfolio.services.use_case_upserts import UseCaseUpsert, bulk_upsert
from portfolio.services.use_cases import change_use_case, register_use_case
from tests.builders import NOW, make_use_case
from tests.conftest import Cast

LIST = "/portfolio/use-cases/"
OLDER = re.compile(r'id="history-older" href="([^"]+)"[^>]*>Show (\d+) older')


def page(response: Any) -> str:
    return str(response.content.decode())


def with_changes(cast: Cast, count: int) -> UseCase:
    owner = cast.member("freight_owner")
    wanted = UseCaseInput(domain=cast.freight, title="Plan 0", outcome="Shorter waits.")
    use_case = register_use_case(wanted, by=owner, at=NOW)
    for number in range(1, count + 1):
        said = UseCaseInput(domain=cast.freight, title=f"Plan {number}", outcome="Shorter waits.")
        # Two at each moment: what happened together is parted by a page as well.
        at = NOW + timedelta(hours=1 + number // 2)
        change_use_case(use_case, said, version=number, by=owner, at=at)
    return use_case


def edited(cast: Cast, **fields: Any) -> dict[str, Any]:
    said = {"title": "Plan 0", "outcome": "Shorter waits.", "domain": cast.freight.pk}
    return {**said, "version": 1, **fields}


def test_the_page_leads_back_to_the_registration_itself(cast: Cast) -> None:
    use_case = with_changes(cast, 64)
    client = cast.client("lead")
    html = page(client.get(f"{LIST}{use_case.pk}/"))
    seen = re.findall(r"Plan (\d+) → Plan (\d+)", html)
    counts = []
    while match := OLDER.search(html):
        counts.append(int(match[2]))
        html = page(client.get(match[1], headers={"HX-Request": "true"}))
        assert "<html" not in html
        seen += re.findall(r"Plan (\d+) → Plan (\d+)", html)
    assert counts == [30, 5]
    assert [int(after) for _before, after in seen] == list(range(64, 0, -1))
    assert "Registered" in html


def test_without_script_the_older_ones_are_a_page(cast: Cast) -> None:
    use_case = with_changes(cast, 31)
    client = cast.client("lead")
    match = OLDER.search(page(client.get(f"{LIST}{use_case.pk}/")))
    assert match is not None
    assert match[2] == "2"
    html = page(client.get(match[1]))
    assert "<h1" in html
    assert "Plan 0 → Plan 1" in html
    assert "Plan 1 → Plan 2" not in html
    assert f'href="{LIST}{use_case.pk}/history/"' in html
    assert client.get(f"{LIST}{use_case.pk}/history/?after=x").status_code == 404


def test_imports_and_changes_by_people_stand_in_one_order(cast: Cast) -> None:
    owner = cast.member("freight_owner")
    row = UseCaseUpsert("A-1", cast.freight, "Import 1", suggest("Plan"))
    bulk_upsert([row], source="register", by=owner, at=NOW)
    use_case = UseCase.objects.get()
    for number in range(2, 42, 2):
        said = replace(input_of(use_case, ()), title=f"Hand {number}", outcome="Shorter waits.")
        at = NOW + timedelta(hours=number)
        change_use_case(use_case, said, version=number - 1, by=owner, at=at)
        again = UseCaseUpsert("A-1", cast.freight, f"Import {number + 1}", suggest("Plan"))
        bulk_upsert([again], source="register", by=owner, at=at + timedelta(hours=1))

    client = cast.client("lead")
    html = page(client.get(f"{LIST}{use_case.pk}/"))
    match = OLDER.search(html)
    assert match is not None
    assert match[2] == "11"
    html += page(client.get(match[1], headers={"HX-Request": "true"}))
    after = re.findall(r"Title: (?:Hand|Import) \d+ → ((?:Hand|Import) \d+)", html)
    assert after == [
        name for number in range(40, 0, -2) for name in (f"Import {number + 1}", f"Hand {number}")
    ]
    assert "Imported" in html


@pytest.mark.parametrize("count", [0, 70])
def test_the_history_takes_the_same_queries_at_any_length(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    use_case = with_changes(cast, count)
    client = cast.client("lead")
    with django_assert_max_num_queries(7):
        client.get(f"{LIST}{use_case.pk}/history/")


def test_an_edit_says_why_and_the_history_shows_it(cast: Cast) -> None:
    use_case = with_changes(cast, 0)
    client = cast.client("freight_owner")
    url = f"{LIST}{use_case.pk}/edit/"
    assert "Why it changes" in page(client.get(url))
    assert client.post(url, edited(cast, title="Dock plan", reason="Renamed.")).status_code == 302
    assert "Reason: Renamed." in page(client.get(f"{LIST}{use_case.pk}/"))


def test_a_reason_survives_a_change_by_somebody_else(cast: Cast) -> None:
    use_case = with_changes(cast, 1)
    said = edited(cast, title="Mine", reason="Because of the audit.")
    answer = cast.client("freight_owner").post(f"{LIST}{use_case.pk}/edit/", said)
    assert answer.status_code == 412
    assert 'value="Because of the audit."' in page(answer)
    assert LedgerEntry.objects.count() == 2


def test_the_form_refuses_to_empty_an_outcome_and_keeps_the_rest(cast: Cast) -> None:
    use_case = with_changes(cast, 0)
    said = edited(cast, title="Dock plan", outcome="", reason="Why.")
    answer = cast.client("freight_owner").post(f"{LIST}{use_case.pk}/edit/", said)
    assert answer.status_code == 422
    assert "an outcome, once given, cannot be emptied" in page(answer)
    assert 'value="Dock plan"' in page(answer)
    assert UseCase.objects.get().outcome == "Shorter waits."


def test_the_form_changes_what_came_without_an_outcome(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight, outcome="")
    said = edited(cast, title="Dock plan", outcome="")
    answer = cast.client("freight_owner").post(f"{LIST}{use_case.pk}/edit/", said)
    assert answer.status_code == 302
    row = UseCase.objects.get()
    assert (row.title, row.outcome) == ("Dock plan", "")


@pytest.mark.parametrize("action", ["archive", "restore"])
def test_the_page_asks_why_it_is_archived_or_restored(cast: Cast, action: str) -> None:
    at = NOW if action == "restore" else None
    use_case = make_use_case(domain=cast.freight, archived_at=at)
    client = cast.client("freight_owner")
    here = f"{LIST}{use_case.pk}/"
    assert f'<dialog class="st-dialog" id="{action}"' in page(client.get(here))
    refused = client.post(f"{here}{action}/", {"version": 1, "reason": "x" * 1001})
    assert refused.status_code == 422
    assert UseCase.objects.get().version == 1
    stale = client.post(f"{here}{action}/", {"version": 7, "reason": "Budget is gone."})
    assert stale.status_code == 412
    assert "Budget is gone.</textarea>" in page(stale)

    assert client.post(f"{here}{action}/", {"version": 1, "reason": "Budget is gone."})
    assert "Reason: Budget is gone." in page(client.get(here))


@pytest.mark.parametrize("action", ["archive", "restore"])
def test_a_sign_in_in_between_leads_back_to_the_page(cast: Cast, action: str) -> None:
    use_case = make_use_case(domain=cast.freight)
    answer = cast.client("freight_owner").get(f"{LIST}{use_case.pk}/{action}/")
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}{use_case.pk}/")
