from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Assessment, AssessmentRespondent, Campaign
from portal.models import Job
from tests.assessments.builders import answer, campaign, load_small, opened
from tests.builders import make_domain
from tests.conftest import Cast


def url(name: str, *args: int) -> Any:
    return reverse(f"assessments:campaign-{name}", args=args)


def text(response: Any) -> Any:
    return response.content.decode()


def set_up(cast: Cast, **fields: Any) -> Any:
    return {
        "title": "Autumn round",
        "starts_on": "2026-03-02",
        "due_on": "2026-03-31",
        "facilitator": cast.lead.pk,
        "domains": [cast.freight.pk, cast.depots.pk],
        "target_level": "3.5",
        "target_data": "4",
        "message": "Be frank.",
        "remind_days": "5",
    } | fields


def test_a_campaign_is_set_up_over_the_scope_that_was_chosen(cast: Cast) -> None:
    client, framework = cast.client("lead"), load_small()
    address = f"{url('create')}?domain={cast.freight.pk}&framework={framework.pk}"

    page = text(client.get(address))
    assert "Depots" in page
    assert "Retail" not in page.split('<form class="st-form" method="post"')[1]
    made = client.post(address, set_up(cast))

    row = Campaign.objects.get()
    assert (made.status_code, made["Location"]) == (302, url("respondents", row.pk))
    assert (row.domain, row.remind_days, row.target) == (cast.freight, 5, {"layers": {"data": 4.0}})
    assert row.assessments.count() == 2


def test_what_is_wrong_with_a_set_up_stands_beside_its_field(cast: Cast) -> None:
    load_small()

    page = cast.client("lead").post(url("create"), set_up(cast, due_on="2026-03-01", domains=[]))

    assert page.status_code == 422
    assert "Choose at least one domain to be assessed." in text(page)
    page = cast.client("lead").post(url("create"), set_up(cast, target_data="9"))
    assert "A target lies between 1 and 5." in text(page)
    assert not Campaign.objects.exists()


def test_two_who_change_a_campaign_see_each_other_s_words(cast: Cast) -> None:
    row = campaign(cast.member("lead"), cast.root)
    ids = list(row.assessments.values_list("domain_id", flat=True))
    client = cast.client("lead")
    first = set_up(cast, title="Mine", domains=ids, version="1")
    assert client.post(url("edit", row.pk), first).status_code == 302

    second = client.post(url("edit", row.pk), first | {"title": "Yours"})

    assert second.status_code == 412
    assert "Mine" in text(second)
    assert Campaign.objects.get().title == "Mine"


def test_people_are_found_by_name_and_asked_in_the_ticked_domains(cast: Cast) -> None:
    row = campaign(cast.member("lead"), cast.root)
    client = cast.client("lead")
    parts = list(row.assessments.values_list("pk", flat=True))

    page = text(client.get(url("respondents", row.pk), {"q": "contrib"}))
    assert "contributor@example.org" in page
    assert "retail_owner@example.org" not in page
    posted = {
        "people": [cast.contributor.pk],
        "perspective": "evidence",
        "layers": ["data"],
        "assessments": parts,
    }
    assert client.post(url("respondents", row.pk), posted).status_code == 302

    rows = AssessmentRespondent.objects.filter(assessment__campaign=row)
    assert [(each.perspective, each.layers) for each in rows] == [("evidence", ["data"])] * 2
    refused = client.post(url("respondents", row.pk), posted | {"assessments": []})
    assert refused.status_code == 422
    assert "Tick the domains to ask them about." in text(refused)


def test_one_domain_s_people_are_changed_and_left_out(cast: Cast) -> None:
    row = campaign(cast.member("lead"), cast.root)
    client = cast.client("lead")
    rows = "Freight,contributor@example.org\nFreight,freight_owner@example.org"
    client.post(url("rows", row.pk), {"rows": rows})
    part = row.assessments.get(domain=cast.freight)
    me, other = cast.contributor.pk, cast.freight_owner.pk

    saved = client.post(
        url("domain", row.pk, part.pk),
        {
            "version": part.version,
            f"perspective_{me}": "peer",
            f"layers_{me}": ["data", "people"],
            f"perspective_{other}": "self",
            f"remove_{other}": "on",
        },
    )

    assert saved.status_code == 302
    left = AssessmentRespondent.objects.get(assessment=part)
    assert (left.user, left.perspective, left.layers) == (
        cast.contributor,
        "peer",
        ["data", "people"],
    )


def test_a_list_with_errors_says_all_of_them_and_asks_nobody(cast: Cast) -> None:
    row = campaign(cast.member("lead"), cast.root)

    page = cast.client("lead").post(
        url("rows", row.pk), {"rows": "Moon,contributor@example.org\nFreight,nobody@example.org"}
    )

    assert page.status_code == 422
    assert "The campaign has no domain “Moon”." in text(page)
    assert "Nobody here has the e-mail address nobody@example.org." in text(page)
    assert not AssessmentRespondent.objects.exists()


def test_progress_is_told_by_domain_and_by_person(cast: Cast) -> None:
    row = campaign(cast.member("lead"), cast.root)
    client = cast.client("lead")
    rows = "Freight,contributor@example.org\nRetail,retail_owner@example.org,,data"
    client.post(url("rows", row.pk), {"rows": rows})
    client.post(url("open", row.pk))
    freight = row.assessments.get(domain=cast.freight)
    answer(freight, cast.contributor, {"owners": 3, "vision": 2})

    page = text(client.get(url("detail", row.pk)))
    assert "2 of 6" in page
    assert "0 of 2" in page
    people = text(client.get(url("people", row.pk), {"left": "yes"}))
    assert "contributor@example.org" in people
    assert "Under way" in people

    client.post(url("close", row.pk), {"which": "ticked", "assessments": [freight.pk]})
    people = text(client.get(url("people", row.pk), {"left": "yes"}))
    assert "contributor@example.org" not in people
    assert "retail_owner@example.org" in people


def test_ticked_domains_move_and_the_others_stay(cast: Cast) -> None:
    row = campaign(cast.member("lead"), cast.root)
    client = cast.client("lead")
    rows = "Freight,contributor@example.org\nRetail,retail_owner@example.org"
    client.post(url("rows", row.pk), {"rows": rows})
    freight = row.assessments.get(domain=cast.freight)

    def states() -> list[str]:
        return list(row.assessments.order_by("domain__path").values_list("state", flat=True))

    page = client.post(url("open", row.pk), {"which": "ticked"}, follow=True)
    assert "Tick the domains first" in text(page)
    assert states() == ["draft", "draft"]
    client.post(url("open", row.pk), {"which": "ticked", "assessments": [freight.pk]})
    assert states() == ["open", "draft"]
    client.post(url("close", row.pk))
    page = client.post(url("reopen", row.pk), {"reason": ""}, follow=True)
    assert "Give a reason" in text(page) or "reason" in text(page)
    assert states() == ["closed", "draft"]
    client.post(url("reopen", row.pk), {"reason": "A team was on leave."})
    assert states() == ["open", "draft"]


def test_a_refused_mail_says_why_and_a_reminder_is_on_its_way(cast: Cast) -> None:
    row = campaign(cast.member("lead"), cast.root)
    client = cast.client("lead")

    page = client.post(url("mails", row.pk), {"kind": "reminder"}, follow=True)
    assert "Nobody is left to remind" in text(page)
    client.post(url("rows", row.pk), {"rows": "Freight,contributor@example.org"})
    client.post(url("open", row.pk))
    page = client.post(url("mails", row.pk), {"kind": "reminder", "back": "people"}, follow=True)

    assert page.redirect_chain[0][0] == url("people", row.pk)
    assert "Reminders are on their way" in text(page)
    kinds = Job.objects.filter(requested_by=cast.lead).values_list("args__kind", flat=True)
    assert set(kinds) == {"invitation", "reminder"}


def test_who_reads_sees_progress_and_no_names_and_no_buttons(cast: Cast) -> None:
    row = campaign(cast.member("lead"), cast.root)
    cast.client("lead").post(url("rows", row.pk), {"rows": "Freight,contributor@example.org"})

    page = text(cast.client("executive").get(url("detail", row.pk)))

    assert "Freight" in page
    assert "contributor@example.org" not in page
    assert "<form" not in page.split("<main")[1]


@pytest.mark.parametrize("name", ["detail", "people", "respondents", "list", "edit"])
def test_many_domains_cost_no_more_queries_than_two(cast: Cast, name: str) -> None:
    lead, client = cast.member("lead"), cast.client("lead")
    small = campaign(lead, cast.root)
    wide = campaign(
        lead, cast.root, [make_domain() for _number in range(15)], framework=small.framework
    )

    def queries(row: Campaign) -> int:
        address = url(name) if name == "list" else url(name, row.pk)
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    assert queries(wide) == queries(small) <= 15
    assert Assessment.objects.count() == 17


def test_a_single_assessment_offers_the_same_choices(cast: Cast) -> None:
    row = opened(cast.member("lead"), [cast.contributor], domain=cast.freight)
    client, me = cast.client("lead"), cast.contributor.pk
    address = reverse("assessments:assessment-respondents", args=[row.pk])
    assert address in text(client.get(reverse("assessments:assessment-detail", args=[row.pk])))

    posted = {"version": row.version, f"perspective_{me}": "evidence", f"layers_{me}": ["data"]}
    assert client.post(address, posted).status_code == 302

    left = AssessmentRespondent.objects.get(assessment=row)
    assert (left.perspective, left.layers) == ("evidence", ["data"])
    assert client.post(address, posted).status_code == 422


def test_the_people_of_a_domain_that_is_over_are_not_offered_for_changing(cast: Cast) -> None:
    client = cast.client("lead")
    row = campaign(cast.member("lead"), cast.root, [cast.freight, cast.retail])
    open_one, over = row.assessments.order_by("pk")
    posted = {
        "people": [cast.contributor.pk],
        "perspective": "self",
        "assessments": [open_one.pk, over.pk],
    }
    assert client.post(url("respondents", row.pk), posted).status_code == 302
    Assessment.objects.filter(pk=over.pk).update(state="closed")

    page = text(client.get(url("respondents", row.pk)))

    assert url("domain", row.pk, open_one.pk) in page
    assert url("domain", row.pk, over.pk) not in page
