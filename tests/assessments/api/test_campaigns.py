from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Assessment, AssessmentRespondent, Campaign
from portal.models import Job
from tests.assessments.builders import answer, campaign, load_small
from tests.builders import make_domain
from tests.conftest import Cast

JSON = "application/json"


def url(name: str, *args: int) -> Any:
    return reverse(f"api:campaign-{name}", args=args)


def body(cast: Cast, **fields: Any) -> Any:
    return {
        "title": "Autumn round",
        "domain_id": cast.root.pk,
        "framework_id": load_small().pk,
        "starts_on": "2026-03-02",
        "due_on": "2026-03-31",
    } | fields


def test_a_campaign_goes_its_whole_way_over_the_api(cast: Cast) -> None:
    lead = cast.client("lead")

    made = lead.post(url("list"), body(cast, target_layers={"data": "4"}), content_type=JSON)
    assert (made.status_code, made["ETag"]) == (201, '"1"')
    pk = made.json()["id"]
    assert (made.json()["domains"], made.json()["target_layers"]) == (2, {"data": 4.0})

    freight = Assessment.objects.get(campaign=pk, domain=cast.freight)
    asked = lead.put(
        url("domain-respondents", pk, freight.pk),
        {"invitations": [{"user_id": cast.contributor.pk, "layers": ["data"]}]},
        content_type=JSON,
        headers={"If-Match": '"1"'},
    )
    assert asked.json() == {"changed": 1}
    listed = lead.post(
        url("respondents", pk), {"rows": "Retail,retail_owner@example.org,peer"}, content_type=JSON
    )
    assert listed.json() == {"changed": 1}
    assert lead.post(url("open", pk), {}, content_type=JSON).json() == {
        "moved": ["Freight", "Retail"],
        "stayed": [],
    }
    answer(freight, cast.contributor, {"catalogue": 2})

    progress = lead.get(url("progress", pk)).json()
    assert [
        (row["domain"], row["invited"], row["started"], row["answered"], row["asked"])
        for row in progress["domains"]
    ] == [("Freight", 1, 1, 1, 2), ("Retail", 1, 0, 0, 6)]
    assert [(row["name"], row["is_done"]) for row in progress["people"]] == [
        ("Contributor", False),
        ("Retail owner", False),
    ]
    assert lead.post(url("close", pk), {}, content_type=JSON).status_code == 200
    reason = {"reason": "A team was on leave.", "assessments": [freight.pk]}
    assert lead.post(url("reopen", pk), reason, content_type=JSON).json()["moved"] == ["Freight"]
    found = lead.get(url("list")).json()["results"][0]
    assert (found["state"], found["asked"], found["finished"]) == ("open", 2, 0)


def test_a_change_needs_the_version_it_was_made_from(cast: Cast) -> None:
    row = campaign(cast.member("lead"), cast.root)
    lead = cast.client("lead")

    def patch(match: str | None, **fields: Any) -> Any:
        headers = {"If-Match": match} if match else {}
        return lead.patch(url("detail", row.pk), fields, content_type=JSON, headers=headers)

    assert patch(None, title="New").status_code == 428
    changed = patch('"1"', due_on="2026-04-15", domains=[cast.freight.pk])
    assert (changed.status_code, changed["ETag"], changed.json()["domains"]) == (200, '"2"', 1)
    assert patch('"1"', title="New").status_code == 412
    assert str(Assessment.objects.get().due_on) == "2026-04-15"


def test_all_errors_of_a_list_come_back_at_once(cast: Cast) -> None:
    row = campaign(cast.member("lead"), cast.root)

    refused = cast.client("lead").post(
        url("respondents", row.pk),
        {"rows": "Freight,nobody@example.org\nMoon,contributor@example.org"},
        content_type=JSON,
    )

    assert refused.status_code == 422
    assert refused.json()["errors"] == {
        "1.e-mail": "Nobody here has the e-mail address nobody@example.org.",
        "2.domain": "The campaign has no domain “Moon”.",
    }
    assert not AssessmentRespondent.objects.exists()


def test_reminders_are_sent_by_a_job(cast: Cast) -> None:
    row = campaign(cast.member("lead"), cast.root)
    lead = cast.client("lead")
    lead.post(url("respondents", row.pk), {"rows": "Freight,contributor@example.org"}, JSON)
    lead.post(url("open", row.pk), {"is_mailed": False}, content_type=JSON)

    asked = lead.post(url("mails", row.pk), {"kind": "reminder"}, content_type=JSON)

    assert asked.status_code == 202
    assert str(Job.objects.get(pk=asked.json()["job_id"]).args["kind"]) == "reminder"


def test_who_reads_sees_domains_and_nobody_s_progress(cast: Cast) -> None:
    row = campaign(cast.member("lead"), cast.root)
    cast.client("lead").post(
        url("respondents", row.pk), {"rows": "Freight,contributor@example.org"}, JSON
    )

    progress = cast.client("executive").get(url("progress", row.pk)).json()

    assert [each["invited"] for each in progress["domains"]] == [1, 0]
    assert progress["people"] == []


def test_a_domain_outside_one_s_own_is_not_found_and_nothing_is_made(cast: Cast) -> None:
    refused = cast.client("freight_owner").post(url("list"), body(cast), content_type=JSON)

    assert refused.status_code == 403
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("name", ["progress", "detail"])
def test_reading_many_domains_costs_no_more_queries_than_two(cast: Cast, name: str) -> None:
    lead, client = cast.member("lead"), cast.client("lead")
    small = campaign(lead, cast.root)
    wide = campaign(
        lead,
        cast.root,
        [make_domain() for _number in range(20)],
        framework=small.framework,
    )

    def queries(row: Campaign) -> int:
        client.get(url(name, row.pk))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url(name, row.pk)).status_code == 200
        return len(seen)

    assert queries(wide) == queries(small) <= 12
