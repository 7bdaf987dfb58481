"""What the published assessments say about a place in the tree."""

from datetime import timedelta

from pytest_django import DjangoAssertNumQueries

from assessments.selectors.results import latest_readiness, readiness_at, readiness_for
from portfolio.domain.readiness import NotAssessed, Readiness
from portfolio.selectors.readiness import NOTHING_PUBLISHED, ReadinessBook
from tests.builders import NOW
from tests.conftest import Cast
from tests.portfolio.builders import READY, SHORT, assessed


def test_asking_about_one_place_says_the_same_as_reading_all(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assessed(cast.root, READY)
    assessed(cast.freight, READY)
    assessed(cast.freight, SHORT, at=NOW + timedelta(days=1))
    everything = latest_readiness()
    for domain in (cast.root, cast.freight, cast.depots, cast.retail):
        with django_assert_num_queries(1):
            found = readiness_at(domain.path)
        assert found == readiness_for(domain.path, everything)
    assert everything[cast.freight.pk].capability_levels["data-quality"] == 1.0


def test_a_place_nobody_assessed_has_no_readiness(cast: Cast) -> None:
    assessed(cast.freight, SHORT)
    assert readiness_at(cast.retail.path) is None
    answer = ReadinessBook.read_for(cast.retail.path).answer(cast.retail.path, (), None)
    assert answer == NotAssessed(NOTHING_PUBLISHED)


def test_use_cases_that_need_the_same_share_one_answer(cast: Cast) -> None:
    assessed(cast.freight, SHORT)
    book = ReadinessBook.read()
    first = book.answer(cast.depots.path, (), None)
    assert isinstance(first, Readiness)
    assert first.factor == 0.85
    assert book.answer(cast.freight.path, (), None) is first
