from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from assessments.selectors import frameworks
from assessments.selectors.results import latest_readiness, readiness_for
from assessments.services.frameworks import load_framework
from portal.services.ledger import SYSTEM
from tests.assessments.builders import closed, load_small, published, small_framework
from tests.builders import NOW, make_domain
from tests.conftest import Cast

LEVELS = {"owners": 3, "catalogue": 2, "lineage": 2, "testing": 4}


def test_the_latest_published_assessment_says_what_a_domain_can_do(cast: Cast) -> None:
    lead = cast.member("lead")
    published(lead, {cast.contributor: {"owners": 1}}, domain=cast.freight)
    latest = published(lead, {cast.contributor: LEVELS}, domain=cast.freight, days=30)
    closed(lead, {cast.contributor: {"owners": 5}}, domain=cast.freight)

    found = latest_readiness()

    assert found.keys() == {cast.freight.pk}
    freight = found[cast.freight.pk]
    assert (freight.assessment_id, freight.title) == (latest.assessment_id, "Spring review")
    assert freight.published_at == NOW + timedelta(days=30)
    assert freight.capability_levels == {
        "owners": 3.0,
        "catalogue": 2.0,
        "lineage": 2.0,
        "testing": 4.0,
    }
    assert freight.layer_effective == {"governance": 3.0, "data": 2.0, "mlops": 2.0}
    assert freight.layer_of["testing"] == "mlops"
    assert freight.titles["data"] == "Data infrastructure"
    assert freight.minimum == 1.0


def test_a_domain_without_a_result_takes_its_nearest_ancestors(cast: Cast) -> None:
    lead = cast.member("lead")
    published(lead, {cast.contributor: {"owners": 1}})
    published(lead, {cast.contributor: {"owners": 3}}, domain=cast.freight)
    readiness = latest_readiness()

    assert readiness_for(cast.depots.path, readiness).domain_id == cast.freight.pk
    assert readiness_for(cast.freight.path, readiness).domain_id == cast.freight.pk
    assert readiness_for(cast.retail.path, readiness).domain_id == cast.root.pk
    assert readiness_for(cast.depots.path, {}) is None


def test_an_assessment_of_something_else_does_not_hide_an_earlier_one(cast: Cast) -> None:
    lead = cast.member("lead")
    first = published(lead, {cast.contributor: {"owners": 3}}, domain=cast.freight)
    other = load_framework(
        replace(small_framework(), key="partners"), source="x", by=SYSTEM, at=NOW
    )
    published(lead, {cast.contributor: {"owners": 1}}, domain=cast.freight, framework=other, days=9)

    assert latest_readiness()[cast.freight.pk].assessment_id == first.assessment_id


@pytest.mark.parametrize("count", [1, 8])
def test_two_queries_however_many_domains(
    cast: Cast, django_assert_num_queries: Any, count: Any
) -> None:
    for _ in range(count):
        published(cast.member("lead"), {cast.contributor: {"owners": 3}}, domain=make_domain())

    with django_assert_num_queries(2):
        assert len(latest_readiness()) == count


def test_a_framework_is_read_and_parsed_once(db: None, django_assert_num_queries: Any) -> None:
    row = load_small()
    frameworks._parsed.clear()
    first = frameworks.framework_of(row)

    with django_assert_num_queries(0):
        assert frameworks.framework_of(row) is first
    with django_assert_num_queries(1):
        assert frameworks.frameworks_of({row.pk}) == {row.pk: first}
