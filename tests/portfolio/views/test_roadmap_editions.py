"""The pages of editions: publishing, reading what was published, its PDF."""

import hashlib

from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from portal.models import Job, Publication
from portal.tasks import work_once
from portfolio.models import RoadmapEdition, UseCase
from portfolio.services.roadmap_items import remove_item
from tests.builders import NOW
from tests.conftest import Cast
from tests.portfolio.roadmap_builders import item, make_roadmap, planned_roadmap, published


def url(name: str, edition: RoadmapEdition) -> str:
    return reverse(f"portfolio:{name}", args=[edition.pk])


def test_the_page_reads_the_snapshot_alone(cast: Cast) -> None:
    lead = cast.member("lead")
    roadmap = planned_roadmap(lead)
    edition = published(roadmap, lead)
    client = cast.client("executive")
    before = client.get(url("edition-detail", edition)).content.decode()
    assert "“Slots” waits for “Catalogue”." in before
    UseCase.objects.filter(title="Slots").update(title="Renamed")
    remove_item(item(roadmap, "Claims"), version=roadmap.version, by=lead, at=NOW)
    after = client.get(url("edition-detail", edition)).content.decode()
    assert "Renamed" not in after
    assert "Claims" in after
    assert before.split("<main")[1] == after.split("<main")[1]


def test_the_pdf_is_offered_once_it_is_built_with_its_size_and_hash(cast: Cast) -> None:
    lead = cast.member("lead")
    edition = published(planned_roadmap(lead), lead)
    client = cast.client("lead")
    waiting = client.get(url("edition-detail", edition)).content.decode()
    assert f"job-{edition.job_id}" in waiting
    assert "Download PDF" not in waiting
    assert client.get(url("edition-pdf", edition)).status_code == 404
    work_once()
    kept = Publication.objects.get()
    ready = client.get(url("edition-detail", edition)).content.decode()
    assert "Download PDF" in ready
    assert kept.sha256 in ready
    answer = client.get(url("edition-pdf", edition))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert hashlib.sha256(answer.content).hexdigest() == kept.sha256


def test_a_reader_who_did_not_ask_for_the_pdf_sees_its_progress_too(cast: Cast) -> None:
    lead = cast.member("lead")
    edition = published(planned_roadmap(lead), lead)
    body = cast.client("executive").get(url("edition-detail", edition)).content.decode()
    assert f"job-{edition.job_id}" in body
    progress = url("edition-progress", edition)
    assert progress in body
    asking = {"HX-Request": "true"}
    assert cast.client("executive").get(progress, headers=asking).status_code == 200
    assert cast.client("freight_owner").get(progress, headers=asking).status_code == 404
    work_once()
    over = cast.client("executive").get(progress, headers=asking)
    assert (over.status_code, over["HX-Refresh"]) == (286, "true")


def test_a_failed_build_says_so(cast: Cast) -> None:
    lead = cast.member("lead")
    edition = published(planned_roadmap(lead), lead)
    Job.objects.filter(pk=edition.job_id).update(state="failed", error="Gave up.")
    body = cast.client("lead").get(url("edition-detail", edition)).content.decode()
    assert "The PDF could not be built. Gave up." in body
    assert reverse("portal:job-retry", args=[edition.job_id]) in body
    body = cast.client("executive").get(url("edition-detail", edition)).content.decode()
    assert reverse("portal:job-retry", args=[edition.job_id]) not in body


def test_who_may_not_see_the_domain_finds_neither_page_nor_pdf(cast: Cast) -> None:
    lead = cast.member("lead")
    edition = published(planned_roadmap(lead), lead)
    work_once()
    for name in ("stranger", "contributor", "freight_owner", "administrator"):
        for page in ("edition-detail", "edition-pdf"):
            assert cast.client(name).get(url(page, edition)).status_code == 404


def test_a_plan_that_does_not_hold_is_refused_in_the_form(cast: Cast) -> None:
    roadmap = make_roadmap(cast.member("lead"))
    answer = cast.client("lead").post(
        reverse("portfolio:roadmap-publish", args=[roadmap.pk]),
        {"title": "Kept", "summary": "Words to keep.", "version": roadmap.version},
    )
    assert answer.status_code == 422
    body = answer.content.decode()
    assert "Nothing has a wave yet." in body
    assert "Words to keep." in body
    assert not RoadmapEdition.objects.exists()


def test_a_stale_publisher_keeps_the_words_and_sees_the_newest_plan(cast: Cast) -> None:
    roadmap = planned_roadmap(cast.member("lead"))
    client = cast.client("lead")
    where = reverse("portfolio:roadmap-publish", args=[roadmap.pk])
    data = {"title": "Kept", "summary": "Words to keep.", "version": roadmap.version - 1}
    answer = client.post(where, data)
    assert answer.status_code == 412
    assert "Words to keep." in answer.content.decode()
    assert not RoadmapEdition.objects.exists()
    again = data | {"version": answer.context["form"]["version"].value()}
    assert client.post(where, again).status_code == 302
    assert RoadmapEdition.objects.count() == 1


def test_the_page_of_an_edition_takes_few_queries(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    lead = cast.member("lead")
    edition = published(planned_roadmap(lead), lead)
    client = cast.client("lead")
    with django_assert_max_num_queries(10):
        client.get(url("edition-detail", edition))
