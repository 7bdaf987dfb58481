from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.models import Assessment
from assessments.services.assessments import change_assessment, close_assessment
from tests.assessments.builders import closed, draft, load_small, opened, published
from tests.builders import NOW
from tests.conftest import Cast

LEVELS = {"owners": 3, "catalogue": 2, "lineage": 2, "testing": 4}


def url(name: str, *args: int) -> Any:
    return reverse(f"assessments:assessment-{name}", args=args)


def set_up(cast: Cast, **fields: Any) -> Any:
    return {
        "title": "Autumn review",
        "domain": cast.freight.pk,
        "framework": load_small().pk,
        "starts_on": "2026-03-02",
        "due_on": "2026-03-31",
        "target_level": "3.5",
        "respondents": [cast.contributor.pk],
    } | fields


def text(response: Any) -> Any:
    return response.content.decode()


def test_the_overview_shows_what_is_lowest_over_all_domains(cast: Cast) -> None:
    lead = cast.member("lead")
    published(lead, {cast.contributor: LEVELS}, domain=cast.freight)
    published(lead, {cast.contributor: {"owners": 4}}, domain=cast.retail)

    page = text(cast.client("lead").get(url("list")))

    assert "Data infrastructure in Freight, at 2.0, is the lowest of all" in page
    assert "and presses 1 layer there down." in page
    assert "not asked" in page
    assert page.count("Published</span>") == 2


def test_the_list_is_narrowed_by_search_state_and_domain(cast: Cast) -> Any:
    lead = cast.member("lead")
    draft(lead, title="Freight draft", domain=cast.freight)
    opened(lead, [cast.contributor], title="Depot round", domain=cast.depots)
    draft(lead, title="Retail draft", domain=cast.retail)
    client = cast.client("lead")

    def titles(**query: Any) -> Any:
        page = text(client.get(url("list"), query, headers={"HX-Request": "true"}))
        return [t for t in ("Freight draft", "Depot round", "Retail draft") if t in page]

    assert titles() == ["Freight draft", "Depot round", "Retail draft"]
    assert titles(q="depot") == ["Depot round"]
    assert titles(state="draft") == ["Freight draft", "Retail draft"]
    assert titles(domain=cast.freight.path) == ["Freight draft", "Depot round"]
    assert titles(q="nothing like it") == []


def test_a_domain_owner_sees_their_own_domain_only(cast: Cast) -> None:
    lead = cast.member("lead")
    draft(lead, title="Freight draft", domain=cast.freight)
    other = draft(lead, title="Retail draft", domain=cast.retail)
    client = cast.client("freight_owner")

    page = text(client.get(url("list")))

    assert "Freight draft" in page
    assert "Retail draft" not in page
    assert client.get(url("detail", other.pk)).status_code == 404


@pytest.mark.parametrize("who", ["contributor", "administrator", "stranger"])
def test_who_reads_no_assessments_finds_none(cast: Cast, who: str) -> None:
    row = draft(cast.member("lead"), [cast.contributor])
    client = cast.client(who)

    assert client.get(url("list")).status_code == 404
    assert client.get(url("detail", row.pk)).status_code == 404


@pytest.mark.parametrize("count", [10, 60])
def test_the_list_takes_the_same_queries_however_long_it_is(cast: Cast, count: Any) -> None:
    lead, framework = cast.member("lead"), load_small()
    for number in range(count):
        draft(lead, title=f"Draft {number}", framework=framework)
    client = cast.client("lead")
    client.get(url("list"))

    with CaptureQueriesContext(connection) as queries:
        client.get(url("list"), {"per_page": "25"})

    assert len(queries) == 6


def test_setting_up_stores_a_draft_with_its_respondents(cast: Cast) -> None:
    response = cast.client("lead").post(url("create"), set_up(cast))

    row = Assessment.objects.get()
    assert response["Location"] == url("detail", row.pk)
    assert (row.title, row.domain_id, str(row.target_level)) == (
        "Autumn review",
        cast.freight.pk,
        "3.5",
    )
    assert row.respondents.get().user_id == cast.contributor.pk


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ""}, "“Title” is needed."),
        ({"due_on": "2026-03-01"}, "The due date lies before the first day."),
        ({"target_level": "6"}, "The target lies between 1 and 5."),
        ({"domain": "999999"}, "Choose one of the answers under “Domain”."),
        ({"framework": "999999"}, "Choose one of the answers under “Framework”."),
    ],
)
def test_a_set_up_that_does_not_fit_comes_back_with_its_reason(
    cast: Cast, fields: dict[str, Any], sentence: Any
) -> None:
    response = cast.client("lead").post(url("create"), set_up(cast, **fields))

    assert response.status_code == 422
    assert sentence in text(response)
    assert not Assessment.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"), [("executive", 403), ("freight_owner", 403), ("contributor", 404)]
)
def test_only_the_centre_sets_up(cast: Cast, who: str, status: int) -> None:
    assert cast.client(who).get(url("create")).status_code == status


def test_the_facilitator_sees_who_is_how_far_and_a_reader_only_how_many(cast: Cast) -> None:
    row = opened(cast.member("lead"), [cast.contributor], domain=cast.freight)

    assert "Contributor" in text(cast.client("lead").get(url("detail", row.pk)))
    seen = text(cast.client("freight_owner").get(url("detail", row.pk)))
    assert "0 of 1 are done" in seen
    assert ">Contributor<" not in seen


def test_an_edit_from_an_old_page_shows_both_versions_and_loses_nothing(cast: Cast) -> None:
    lead = cast.member("lead")
    row = draft(lead, [cast.contributor], domain=cast.freight)
    change_assessment(
        row,
        version=1,
        title="Their title",
        starts_on=row.starts_on,
        due_on=row.due_on + timedelta(days=9),
        target_level=row.target_level,
        respondents=[cast.contributor.pk],
        by=lead,
        at=NOW,
    )
    mine = set_up(cast, title="My title", target_level="3", version="1", framework=row.framework_id)

    response = cast.client("lead").post(url("edit", row.pk), mine)

    page = text(response)
    assert response.status_code == 412
    assert "Someone changed this while you were writing" in page
    assert "Their title" in page
    assert 'value="My title"' in page
    assert 'value="2026-04-09"' in page
    assert 'name="version" value="2"' in page
    row.refresh_from_db()
    assert row.title == "Their title"


def test_the_reader_saves_again_over_the_newest_version(cast: Cast) -> None:
    row = draft(cast.member("lead"), [cast.contributor], domain=cast.freight)
    mine = set_up(cast, title="My title", version="1", framework=row.framework_id)

    response = cast.client("lead").post(url("edit", row.pk), mine)

    assert response.status_code == 302
    row.refresh_from_db()
    assert (row.title, row.version) == ("My title", 2)


def test_the_period_gives_three_weeks_from_today(cast: Cast) -> None:
    page = text(cast.client("lead").get(url("create")))

    today = timezone.localdate()
    assert f'value="{today.isoformat()}"' in page
    assert f'value="{(today + timedelta(days=21)).isoformat()}"' in page


def test_an_empty_overview_says_what_to_do(cast: Cast) -> None:
    page = text(cast.client("lead").get(url("list")))

    assert "No assessment yet" in page
    assert "Domains and layers" not in page


@pytest.mark.parametrize("name", ["edit", "respondents"])
def test_what_can_no_longer_be_changed_is_not_offered_for_changing(cast: Cast, name: str) -> None:
    lead = cast.member("lead")
    over = {cast.contributor: {"owners": 3}}
    done = published(lead, over, domain=cast.freight).assessment
    ended = closed(lead, over, domain=cast.freight, framework=done.framework)
    client = cast.client("lead")

    for row, sentence in (
        (done, "This assessment is published, so it stays as it is. Start a new one instead."),
        (ended, "This assessment is closed, so its set-up stays as it was."),
    ):
        page = client.get(url(name, row.pk))
        assert (page.status_code, sentence in text(page)) == (409, True)
        assert '<form class="st-form"' not in text(page)
        assert url(name, row.pk) not in text(client.get(url("detail", row.pk)))


def test_what_was_typed_before_somebody_closed_it_is_still_there(cast: Cast) -> None:
    row = opened(cast.member("lead"), [cast.contributor], domain=cast.freight)
    posted = {
        "version": row.version,
        "title": "Spring review, longer",
        "starts_on": "2026-03-02",
        "due_on": "2026-04-30",
        "target_level": "3",
        "respondents": [cast.contributor.pk],
    }
    close_assessment(row, by=cast.member("lead"), at=NOW)
    row.refresh_from_db()

    page = cast.client("lead").post(url("edit", row.pk), posted | {"version": row.version})

    assert page.status_code == 422
    assert "This assessment is closed, so its set-up stays as it was." in text(page)
    assert "Spring review, longer" in text(page)
