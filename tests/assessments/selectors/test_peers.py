"""A result stands beside the latest of the other domains that a reader may read."""

from typing import Any

from django.urls import reverse

from assessments.models import Assessment
from tests.assessments.builders import published
from tests.conftest import Cast


def beside(cast: Cast, who: str, row: Assessment) -> Any:
    url = reverse("api:assessment-results", args=[row.pk])
    return cast.client(who).get(url).json()["peers"]


def test_a_domain_stands_beside_the_latest_of_the_others(cast: Cast) -> None:
    lead, who = cast.member("lead"), cast.contributor
    published(lead, {who: {"owners": 1, "vision": 5}}, domain=cast.retail)
    published(lead, {who: {"owners": 2}}, domain=cast.retail, days=30)
    published(lead, {who: {"owners": 4}}, domain=cast.root)
    own = published(lead, {who: {"owners": 3, "vision": 3}}, domain=cast.freight)

    found = beside(cast, "lead", own.assessment)

    assert (found["domains"], found["above"]) == (["Harbour group", "Retail"], "Harbour group")
    assert found["without"] == "No result yet: Depots."
    governance, strategy = found["layers"][:2]
    assert governance == {
        "key": "governance",
        "own": 3.0,
        "above": 4.0,
        "others": {"median": 3.0, "mean": 3.0, "low": 2.0, "high": 4.0, "count": 2},
    }
    assert (strategy["own"], strategy["above"], strategy["others"]) == (3.0, None, None)
    page = cast.client("lead").get(
        reverse("assessments:assessment-results", args=[own.assessment_id])
    )
    assert "Compared with: Harbour group; Retail." in page.content.decode()


def test_a_reader_of_one_domain_compares_with_no_other(cast: Cast) -> None:
    lead, who = cast.member("lead"), cast.contributor
    published(lead, {who: {"owners": 1}}, domain=cast.retail)
    own = published(lead, {who: {"owners": 3}}, domain=cast.freight)

    found = beside(cast, "freight_owner", own.assessment)

    assert found["domains"] == []
    assert found["finding"] == "No other domain has a result to compare with yet."
