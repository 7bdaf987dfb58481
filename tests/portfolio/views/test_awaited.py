"""A newer ranking or comparison that waits or runs is said where its results are read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.domain.jobs import JobState
from portal.models import Job
from portal.services import jobs
from portfolio.services.follow_ups import comparison_job, request_ranking
from tests.builders import NOW, make_scored
from tests.conftest import Cast

RANKED = (
    *("/portfolio/ranking/", "/portfolio/matrix/", "/portfolio/balance/"),
    *("/portfolio/ranking/movers/", "/portfolio/ranking/by/wsjf/", "/portfolio/ranking/by/rice/"),
    *("/portfolio/ranking/robustness/", "/portfolio/steel-thread/", "/portfolio/compare/"),
)
COMPARED = ("/portfolio/overlap/",)
SHOWN_BEFORE = "This page shows the one before it."


@pytest.mark.parametrize("page", [*RANKED, *COMPARED])
def test_nothing_is_said_where_nothing_waits(cast: Cast, page: str) -> None:
    make_scored(1, domain=cast.freight)
    assert SHOWN_BEFORE not in cast.client("lead").get(page).content.decode()


@pytest.mark.parametrize("page", RANKED)
def test_a_ranking_that_waits_or_runs_is_said(cast: Cast, page: str) -> None:
    request_ranking(by=cast.member("lead"), at=NOW)
    client, when = cast.client("freight_owner"), timezone.localtime(NOW).strftime("%H:%M")
    html = client.get(page).content.decode()
    assert "A newer ranking waits for its turn, asked for" in html
    assert when in html
    assert SHOWN_BEFORE in html
    Job.objects.update(state=JobState.RUNNING, lease_until=NOW)
    assert "A newer ranking is being worked out, asked for" in client.get(page).content.decode()
    Job.objects.update(state=JobState.DONE)
    assert SHOWN_BEFORE not in client.get(page).content.decode()


@pytest.mark.parametrize("page", COMPARED)
def test_a_comparison_that_waits_or_runs_is_said(cast: Cast, page: str) -> None:
    comparison_job(by=cast.member("lead"), at=NOW)
    client = cast.client("freight_owner")
    assert "A newer comparison waits for its turn" in client.get(page).content.decode()
    Job.objects.update(state=JobState.RUNNING, lease_until=NOW)
    assert "A newer comparison is being worked out" in client.get(page).content.decode()


def test_of_one_that_runs_and_one_that_waits_the_later_is_told(cast: Cast) -> None:
    member, later = cast.member("lead"), NOW + timedelta(minutes=5)
    request_ranking(by=member, at=NOW)
    first = Job.objects.get()
    assert jobs.claim(first.pk, now=NOW) is not None
    request_ranking(by=member, at=later)
    told = cast.client("lead").get("/api/v1/matrix/").json()["awaited"]
    assert (told["state"], told["requested_at"]) == ("queued", f"{later:%Y-%m-%dT%H:%M:%S}Z")


@pytest.mark.parametrize(
    "address",
    [
        *("/api/v1/ranking/", "/api/v1/matrix/", "/api/v1/balance/", "/api/v1/ranking/movers/"),
        *("/api/v1/ranking/by/wsjf/", "/api/v1/ranking/robustness/", "/api/v1/steel-thread/"),
        "/api/v1/compare/",
    ],
)
def test_programs_are_told_of_a_ranking(cast: Cast, address: str) -> None:
    client = cast.client("lead")
    assert client.get(address).json()["awaited"] is None
    comparison_job(by=cast.member("lead"), at=NOW)
    assert client.get(address).json()["awaited"] is None
    request_ranking(by=cast.member("lead"), at=NOW)
    assert client.get(address).json()["awaited"] == {
        "state": "queued",
        "requested_at": f"{NOW:%Y-%m-%dT%H:%M:%S}Z",
    }


def test_programs_are_told_of_a_comparison(cast: Cast) -> None:
    client = cast.client("lead")
    assert client.get("/api/v1/overlap/figures/").json()["awaited"] is None
    comparison_job(by=cast.member("lead"), at=NOW)
    assert client.get("/api/v1/overlap/figures/").json()["awaited"]["state"] == "queued"


def test_why_a_use_case_ranks_where_it_does_says_it_too(cast: Cast) -> None:
    use_case = make_scored(1, domain=cast.freight)
    request_ranking(by=cast.member("lead"), at=NOW)
    client = cast.client("freight_owner")
    page = client.get(f"/portfolio/use-cases/{use_case.pk}/standing/").content.decode()
    assert "A newer ranking waits for its turn" in page
    told = client.get(f"/api/v1/use-cases/{use_case.pk}/standing/").json()
    assert told["awaited"]["state"] == "queued"
    # Beside a list that says it already, it is not said twice.
    beside = client.get(f"/portfolio/ranking/?selected={use_case.pk}").content.decode()
    assert beside.count("A newer ranking waits for its turn") == 1
