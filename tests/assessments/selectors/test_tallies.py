from typing import Any

import pytest

from assessments.domain.perspectives import Perspective
from assessments.domain.settling import Standpoint, StillSplit
from assessments.models import Assessment
from assessments.selectors.frameworks import framework_of
from assessments.selectors.tallies import standings
from assessments.services.results import publish_assessment
from assessments.services.settling import settle_level
from tests.assessments.builders import closed
from tests.builders import NOW
from tests.conftest import Cast


@pytest.fixture
def assessment(cast: Cast) -> Assessment:
    """The domain says 4 of its owners, a peer says 2; both say 3 of the vision."""
    answers = {
        cast.contributor: {"owners": 4, "vision": 3},
        cast.freight_owner: {"owners": 4, "vision": 3},
        cast.retail_owner: {"owners": 2, "vision": 3},
    }
    row = closed(cast.member("lead"), answers, domain=cast.freight)
    row.respondents.filter(user=cast.retail_owner).update(perspective="peer")
    return row


def test_each_perspective_is_counted_on_its_own(assessment: Assessment) -> None:
    found = standings(assessment, framework_of(assessment.framework))

    owners = found.tallies["owners"]
    assert owners.of(Perspective.SELF).levels.counts == (0, 0, 0, 2, 0)
    assert owners.of(Perspective.PEER).levels.counts == (0, 1, 0, 0, 0)
    assert found.settled["owners"].standpoint is Standpoint.DIFFERING
    assert found.settled["vision"].standpoint is Standpoint.AGREED


def test_counting_takes_two_queries(assessment: Assessment, django_assert_num_queries: Any) -> None:
    framework = framework_of(assessment.framework)

    with django_assert_num_queries(2):
        standings(assessment, framework)


def test_a_difference_between_perspectives_is_not_published(
    cast: Cast, assessment: Assessment
) -> None:
    lead = cast.member("lead")

    with pytest.raises(StillSplit) as refused:
        publish_assessment(assessment, by=lead, at=NOW)

    assert refused.value.fields == {"owners": "Peers say 2, the domain says 4."}
    settle_level(assessment, question="owners", level=3, reason="Looked at.", by=lead, at=NOW)
    snapshot = publish_assessment(assessment, by=lead, at=NOW)
    kept = snapshot.data["evidence"]["capabilities"][0]
    assert [(each["perspective"], each["counts"]) for each in kept["perspectives"]] == [
        ("self", [0, 0, 0, 2, 0]),
        ("peer", [0, 1, 0, 0, 0]),
    ]
