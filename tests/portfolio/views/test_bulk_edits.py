"""Changing many use cases at once, from the page and for programs."""

import re
from typing import Any

import pytest
from django.urls import reverse

from portal.tasks import work_once
from portfolio.domain.stages import Stage
from portfolio.models import BulkEdit, UseCase
from portfolio.services import bulk_edit_previews, bulk_edits
from portfolio.services.use_cases import change_stage
from tests.builders import NOW, make_use_case
from tests.conftest import Cast
from tests.portfolio.register_builders import carried

CHOOSE = reverse("portfolio:bulk-choose")
LIST = reverse("portfolio:use-case-list")
API = reverse("api:use-case-bulk")


def posted(cast: Cast, name: str, query: str = "", **data: Any) -> Any:
    return cast.client(name).post(f"{CHOOSE}{query}", {"which": "ticked", "said": "1"} | data)


def sent(cast: Cast, name: str, url: str = API, **data: Any) -> Any:
    return cast.client(name).post(url, data, content_type="application/json")


def test_ticked_use_cases_are_previewed_and_changed(cast: Cast) -> None:
    ids = [make_use_case(domain=cast.freight, title=f"Plan {n}").pk for n in range(3)]
    answer = posted(cast, "freight_owner", ticked=ids[:2], stage="assessed")
    edit = BulkEdit.objects.get()
    page = reverse("portfolio:bulk-edit", args=[edit.pk])
    assert (answer.status_code, answer["Location"]) == (302, page)
    shown = cast.client("freight_owner").get(page).content.decode()
    assert "Change 2 use cases" in shown
    assert re.search(r"Stage: .*Idea.* → .*Assessed", shown)
    assert UseCase.objects.filter(stage="assessed").count() == 0
    refused = cast.client("freight_owner").post(page, {"reason": " "})
    assert refused.status_code == 422
    assert "Say why they are changed." in refused.content.decode()
    assert cast.client("freight_owner").post(page, {"reason": "Spring."}).status_code == 302
    assert set(UseCase.objects.filter(stage="assessed").values_list("pk", flat=True)) == {*ids[:2]}
    assert "Reason: Spring." in cast.client("freight_owner").get(page).content.decode()


def test_ticks_of_the_list_lead_to_what_shall_change(cast: Cast) -> None:
    ids = [make_use_case(domain=cast.freight, title=f"Plan {n}").pk for n in range(3)]
    said = {"which": "ticked", "ticked": [ids[0], f"{ids[2]},{ids[0]}"]}
    page = cast.client("freight_owner").post(CHOOSE, said)
    assert page.status_code == 200
    assert "For <b>2 use cases</b>." in page.text
    assert f'<input type="hidden" name="ticked" value="{ids[0]},{ids[2]}">' in page.text
    assert "<html" in page.text
    part = cast.client("freight_owner").post(CHOOSE, said, headers={"HX-Request": "true"})
    assert "For <b>2 use cases</b>." in part.text
    assert "<html" not in part.text
    assert not BulkEdit.objects.exists()


def test_all_that_match_are_counted_and_named_by_their_filters(cast: Cast) -> None:
    for stage in ("pilot", "pilot", "idea"):
        make_use_case(domain=cast.freight, stage=stage)
    page = cast.client("lead").post(f"{CHOOSE}?stage=pilot", {"which": "all", "ticked": ["1"]})
    assert "For <b>2 use cases</b>." in page.text
    assert '<span class="st-chip">Stage: <b>Pilot</b></span>' in page.text
    assert 'name="ticked"' not in page.text


def test_nothing_is_asked_about_nothing(cast: Cast) -> None:
    make_use_case(domain=cast.freight)
    page = cast.client("lead").post(CHOOSE, {"which": "ticked"})
    assert page.status_code == 422
    assert "Tick at least one use case." in page.text
    page = cast.client("lead").post(f"{CHOOSE}?stage=retired", {"which": "all"})
    assert page.status_code == 422


@pytest.mark.parametrize("name", ["executive", "board", "auditor"])
def test_who_may_only_read_is_offered_no_ticks(cast: Cast, name: str) -> None:
    make_use_case(domain=cast.freight)
    page = cast.client(name).get(LIST).text
    assert "Change several" not in page
    assert 'type="checkbox" name="ticked"' not in page
    assert "picks.js" not in page


def test_rows_of_other_domains_have_no_tick(cast: Cast) -> None:
    mine = make_use_case(domain=cast.depots, title="Dock <plan>")
    make_use_case(domain=cast.freight, title="Yard plan")
    theirs = make_use_case(domain=cast.retail, title="Shelf plan")
    box = f'name="ticked" value="{mine.pk}" aria-label="Select {mine.code} Dock &lt;plan&gt;"></td>'
    page = cast.client("freight_owner").get(LIST).text
    assert box in page
    assert page.count('name="ticked" value=') == 2
    everything = cast.client("lead").get(LIST).text
    assert f'name="ticked" value="{theirs.pk}"' in everything
    assert everything.count('name="ticked" value=') == 3


def test_all_that_match_are_offered_where_they_are_more_than_a_page(cast: Cast) -> None:
    for _number in range(26):
        make_use_case(domain=cast.freight, stage="pilot")
    make_use_case(domain=cast.freight, stage="idea")
    page = cast.client("lead").get(f"{LIST}?stage=pilot&per_page=25").text
    assert "Change all 26 that match" in page
    assert f'action="{CHOOSE}?stage=pilot"' in page
    assert "that match" not in cast.client("lead").get(f"{LIST}?stage=pilot&per_page=50").text


def test_all_that_pass_the_filter_are_meant_also_on_other_pages(cast: Cast) -> None:
    for _number in range(30):
        make_use_case(domain=cast.freight, stage="pilot")
    make_use_case(domain=cast.freight, stage="idea")
    query = "?stage=pilot&per_page=25"
    answer = posted(cast, "lead", query, which="all", data_owner=str(cast.lead.pk))
    assert answer.status_code == 302
    edit = BulkEdit.objects.get()
    assert len(edit.rows) == 30
    page = cast.client("lead").get(answer["Location"])
    assert "Data owner: " in page.content.decode()


def test_nothing_ticked_and_nothing_to_change_are_said(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight)
    answer = posted(cast, "lead", stage="assessed")
    assert answer.status_code == 422
    assert "Tick at least one use case." in answer.content.decode()
    answer = posted(cast, "lead", ticked=[use_case.pk])
    assert answer.status_code == 422
    assert "Choose at least one thing to change." in answer.content.decode()
    assert not BulkEdit.objects.exists()


@pytest.mark.parametrize("ticked", ["x", "-1", "9" * 40, "1; DROP TABLE", "٣", "999999"])
def test_hostile_ticks_are_no_ticks(cast: Cast, ticked: str) -> None:
    make_use_case(domain=cast.freight)
    answer = posted(cast, "lead", ticked=[ticked], stage="assessed")
    assert answer.status_code == 422
    assert not BulkEdit.objects.exists()


def test_the_neighbour_changes_nothing_of_another_domain(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight)
    before = carried()
    assert posted(cast, "retail_owner", ticked=[use_case.pk], stage="assessed").status_code == 422
    answer = sent(cast, "retail_owner", use_cases=[use_case.pk], stage="assessed", reason="Mine.")
    assert (answer.status_code, answer.json()["code"]) == (422, "nothing_selected")
    edit = BulkEdit.objects.create(
        change={}, rows=[], created_by=cast.freight_owner, created_at=NOW
    )
    page = reverse("portfolio:bulk-edit", args=[edit.pk])
    assert cast.client("retail_owner").post(page, {"reason": "Mine."}).status_code == 404
    assert carried() == before


def test_programs_preview_and_confirm_and_what_came_between_is_left(cast: Cast) -> None:
    stale = make_use_case(domain=cast.freight, stage="idea")
    fresh = make_use_case(domain=cast.freight, stage="idea")
    told = sent(cast, "lead", use_cases=[stale.pk, fresh.pk], domain=cast.retail.pk, dry_run=True)
    assert told.status_code == 200
    body = told.json()
    assert (body["state"], body["counts"]) == (
        "previewed",
        {"change": 2, "same": 0, "refused": 0},
    )
    change_stage(stale, Stage.ASSESSED, version=1, by=cast.member("lead"), at=NOW)
    url = reverse("api:use-case-bulk-edit", args=[body["id"]])
    done = sent(cast, "lead", url, reason="Reorganised.").json()
    assert (done["state"], done["changed"]) == ("done", [fresh.pk])
    assert [each["id"] for each in done["left"]] == [stale.pk]
    assert cast.client("lead").get(url).json() == done


def test_programs_change_at_once_with_a_reason(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight, data_owner=cast.lead)
    answer = sent(cast, "lead", use_cases=[use_case.pk], data_owner=None)
    assert (answer.status_code, answer.json()["code"]) == (422, "reason_missing")
    assert not BulkEdit.objects.exists()
    answer = sent(cast, "lead", use_cases=[use_case.pk], data_owner=None, reason="She left.")
    assert answer.json()["changed"] == [use_case.pk]
    use_case.refresh_from_db()
    assert use_case.data_owner is None


def test_more_than_fit_are_refused(cast: Cast) -> None:
    answer = sent(cast, "lead", use_cases=list(range(10_001)), stage="idea", dry_run=True)
    assert (answer.status_code, answer.json()["code"]) == (422, "too_many_selected")


def test_fields_nobody_knows_are_refused_by_name(cast: Cast) -> None:
    answer = sent(cast, "lead", use_cases=[1], title="Same for all")
    assert answer.json()["errors"]["title"] == ["There is no such field."]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let three use cases be many."""
    monkeypatch.setattr(bulk_edit_previews, "PREVIEWED_AT_ONCE", 2)
    monkeypatch.setattr(bulk_edits, "PREVIEWED_AT_ONCE", 2)
    monkeypatch.setattr(bulk_edits, "DONE_AT_ONCE", 2)


@pytest.mark.usefixtures("few")
def test_a_large_preview_shows_its_progress_and_then_itself(cast: Cast) -> None:
    for _number in range(3):
        make_use_case(domain=cast.freight, stage="idea")
    answer = posted(cast, "lead", which="all", stage="assessed")
    page, lead = answer["Location"], cast.client("lead")
    waiting = lead.get(page).text
    job = BulkEdit.objects.get().job_id
    assert f'id="job-{job}"' in waiting
    assert "Nothing is written." in waiting
    assert "Cancel this change" in waiting
    assert f'href="{page}"' in waiting
    assert "Why are they changed?" not in waiting
    early = lead.post(page, {"reason": "Spring."})
    assert early.status_code == 422
    assert "The preview is still being worked out." in early.text
    work_once()
    assert "Change 3 use cases" in lead.get(page).text
    lead.post(page, {"reason": "Spring."})
    assert "You can leave this page. The work goes on." in lead.get(page).text
    work_once()
    assert "Reason: Spring." in lead.get(page).text
    assert UseCase.objects.filter(stage="assessed").count() == 3


@pytest.mark.usefixtures("few")
def test_a_change_is_cancelled_on_its_page_and_nothing_was_changed(cast: Cast) -> None:
    for _number in range(3):
        make_use_case(domain=cast.freight, stage="idea")
    before, lead = carried(), cast.client("lead")
    page = posted(cast, "lead", which="all", stage="assessed")["Location"]
    work_once()
    lead.post(page, {"reason": "Spring."})
    cancelled = lead.post(f"{page}cancel/", follow=True)
    assert "This change was cancelled. Nothing was changed." in cancelled.text
    assert "Change cancelled" in cancelled.text
    work_once()
    assert carried() == before
    again = lead.post(page, {"reason": "Spring."})
    assert (again.status_code, BulkEdit.objects.get().state) == (422, "cancelled")


def test_what_was_changed_says_so_to_who_cancels(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight, stage="idea")
    page = posted(cast, "lead", ticked=[use_case.pk], stage="assessed")["Location"]
    cast.client("lead").post(page, {"reason": "Spring."})
    answer = cast.client("lead").post(f"{page}cancel/", follow=True)
    assert "The use cases were changed meanwhile" in answer.text
    url = reverse("api:use-case-bulk-cancel", args=[BulkEdit.objects.get().pk])
    told = sent(cast, "lead", url)
    assert (told.status_code, told.json()["code"]) == (409, "bulk_edit_done")
    assert UseCase.objects.get().stage == "assessed"


def test_ticked_ones_that_are_not_there_are_told(cast: Cast) -> None:
    use_case = make_use_case(domain=cast.freight)
    page = posted(cast, "lead", ticked=[use_case.pk, 999_999], stage="assessed")["Location"]
    assert "<b>not there</b> any more, or not yours to see" in cast.client("lead").get(page).text


@pytest.mark.usefixtures("few")
def test_programs_wait_for_a_large_preview_confirm_and_cancel(cast: Cast) -> None:
    ids = [make_use_case(domain=cast.freight, stage="idea").pk for _number in range(3)]
    told = sent(cast, "lead", use_cases=[*ids, 999_999], stage="assessed", dry_run=True)
    body = told.json()
    url = reverse("api:use-case-bulk-edit", args=[body["id"]])
    assert (told.status_code, body["state"]) == (202, "previewing")
    assert cast.client("lead").get(f"/api/v1/jobs/{body['job']}/").json()["state"] == "queued"
    early = sent(cast, "lead", url, reason="Spring.")
    assert (early.status_code, early.json()["code"]) == (409, "bulk_edit_not_previewed")
    work_once()
    shown = cast.client("lead").get(url).json()
    assert (shown["state"], shown["missing"]) == ("previewed", 1)
    assert shown["counts"] == {"change": 3, "same": 0, "refused": 0}
    confirmed = sent(cast, "lead", url, reason="Spring.")
    assert (confirmed.status_code, confirmed.json()["state"]) == (202, "working")
    cancelled = sent(cast, "lead", f"{url}cancel/")
    assert (cancelled.status_code, cancelled.json()["state"]) == (202, "cancelled")
    work_once()
    assert UseCase.objects.filter(stage="idea", version=1).count() == 3
    assert sent(cast, "retail_owner", f"{url}cancel/").status_code == 404


@pytest.mark.usefixtures("few")
def test_programs_change_many_at_once_in_a_job(cast: Cast) -> None:
    ids = [make_use_case(domain=cast.freight, stage="idea").pk for _number in range(3)]
    answer = sent(cast, "lead", use_cases=ids, stage="assessed", reason="Spring.")
    assert (answer.status_code, answer.json()["state"]) == (202, "working")
    work_once()
    url = reverse("api:use-case-bulk-edit", args=[answer.json()["id"]])
    assert cast.client("lead").get(url).json()["changed"] == ids
