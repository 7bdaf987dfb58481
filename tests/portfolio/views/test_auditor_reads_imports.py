"""An auditor reads what was imported and what buckets are suggested, and finds no dead button."""

import pytest
from django.urls import reverse

from portal.domain.roles import Role
from portfolio.domain.buckets import DecisionSource
from portfolio.models import ImportRun, SavedMapping
from portfolio.services.import_runs import request_commit, upload
from tests.builders import NOW, grant, make_use_case
from tests.conftest import Cast

pytestmark = pytest.mark.django_db


def uploaded(cast: Cast, who: str = "freight_owner") -> ImportRun:
    by, domain = cast.member(who), cast.freight
    return upload(b"Title\nYard plan\n", filename="yard.csv", domain=domain, by=by, at=NOW)


def test_the_history_and_a_report_are_read_without_a_form(cast: Cast) -> None:
    run, auditor = uploaded(cast), cast.client("auditor")
    page = auditor.get(reverse("portfolio:import-create")).text
    assert "yard.csv" in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]
    shown = auditor.get(reverse("portfolio:import-detail", args=[run.pk])).text
    main = shown.partition("<main")[2].partition("</main>")[0]
    assert "All imports" in main
    assert "<form" not in main
    errors = auditor.get(reverse("portfolio:import-errors", args=[run.pk]))
    assert errors.status_code == 200
    listed = cast.client("auditor").get(reverse("api:import-list")).json()
    assert [row["id"] for row in listed["results"]] == [run.pk]


def test_the_list_of_use_cases_leads_there(cast: Cast) -> None:
    link = f'href="{reverse("portfolio:import-create")}"'
    page = cast.client("auditor").get(reverse("portfolio:use-case-list")).text
    assert link in page
    assert link not in cast.client("executive").get(reverse("portfolio:use-case-list")).text


@pytest.mark.parametrize("action", ["check", "commit", "cancel", "undo"])
def test_an_auditor_changes_no_import(cast: Cast, action: str) -> None:
    run = uploaded(cast)
    request_commit(run, by=cast.member("freight_owner"), at=NOW)
    before = ImportRun.objects.values().get()
    answer = cast.client("auditor").post(reverse(f"portfolio:import-{action}", args=[run.pk]))
    assert answer.status_code == 403
    assert ImportRun.objects.values().get() == before


def test_an_auditor_keeps_no_mapping(cast: Cast) -> None:
    run = uploaded(cast)
    url = reverse("portfolio:import-keep-mapping", args=[run.pk])
    cast.client("auditor").post(url, {"name": "Mine"})
    assert not SavedMapping.objects.exists()


def test_an_auditor_of_one_domain_reads_the_imports_into_it_alone(cast: Cast) -> None:
    run = uploaded(cast)
    cast.auditor.grants.all().delete()
    grant(cast.auditor, Role.AUDITOR, cast.retail)
    url = reverse("portfolio:import-detail", args=[run.pk])
    assert cast.client("auditor").get(url).status_code == 404
    grant(cast.auditor, Role.AUDITOR, cast.freight)
    assert cast.client("auditor").get(url).status_code == 200


def test_suggested_buckets_are_read_without_ticks(cast: Cast) -> None:
    row = make_use_case(domain=cast.freight, title="Yard plan")
    type(row).objects.update(bucket_source=DecisionSource.SUGGESTION)
    url = reverse("portfolio:suggested-buckets")
    main = cast.client("auditor").get(url).text.partition("<main")[2].partition("</main>")[0]
    assert "Yard plan" in main
    assert 'name="ticked"' not in main
    assert 'method="post"' not in main
    assert cast.client("auditor").post(url, {"ticked": f"{row.pk}:1"}).status_code == 403
    told = cast.client("auditor").get(reverse("api:suggested-buckets")).json()
    assert [each["id"] for each in told["results"]] == [row.pk]
    row.refresh_from_db()
    assert (row.bucket_source, row.version) == ("suggestion", 1)
