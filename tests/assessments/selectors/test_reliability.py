from functools import partial
from typing import Any

import pytest

from assessments.domain.intraclass import Form, intraclass
from assessments.domain.leanings import leanings
from assessments.domain.ratings import NotMeasured, ratings
from assessments.domain.reliability import Reliability, reliability
from assessments.domain.scales import Scale
from assessments.domain.within_group import within_group
from assessments.selectors.reliability import reliability_of
from assessments.selectors.reviews import review
from tests.assessments.builders import rated
from tests.assessments.domain import examples
from tests.assessments.domain.rating_tables import FOUR_OBSERVERS, SIX_TARGETS, Row, read
from tests.conftest import Cast

TEN = Scale(1, 10, tuple(f"step {number}" for number in range(1, 11)))
SEVEN = Scale(1, 7, tuple(f"step {number}" for number in range(1, 8)))


@pytest.fixture
def answered(cast: Cast) -> Any:
    return partial(rated, cast.member("lead"), cast.freight)


def test_alpha_is_the_published_one_with_its_raters_and_units(answered: Any) -> None:
    (found,) = reliability_of(answered(FOUR_OBSERVERS))

    assert isinstance(found.alpha, Reliability)
    assert found.alpha == reliability(FOUR_OBSERVERS)
    assert round(found.alpha.alpha, 3) == 0.815
    assert (found.alpha.respondents, found.alpha.capabilities) == (4, 11)


def test_correlations_are_those_of_shrout_and_fleiss(answered: Any) -> None:
    (found,) = reliability_of(answered(SIX_TARGETS, TEN))

    table = intraclass(SIX_TARGETS)
    assert not isinstance(table, NotMeasured)
    assert found.correlations == {form.value: table.correlation(form) for form in Form}
    rounded = {form: round(value or 0, 2) for form, value in found.correlations.items()}
    assert rounded == {"1,1": 0.17, "2,1": 0.29, "3,1": 0.71, "1,k": 0.44, "2,k": 0.62, "3,k": 0.91}


def test_consensus_is_the_published_one(answered: Any) -> None:
    frequencies = (3, 4, 21, 13, 53, 5, 1)
    levels: list[Row] = [[float(at)] for at, n in enumerate(frequencies, 1) for _each in range(n)]

    (row,) = review(answered(levels, SEVEN)).rows

    assert row.consensus is not None
    assert round(row.consensus, 7) == 0.7256876


@pytest.mark.parametrize(("levels", "value"), [("33443", 0.85), ("1515", 0.0)])
def test_agreement_within_the_group_is_the_published_one(
    answered: Any, levels: str, value: float
) -> None:
    table: list[Row] = [[float(each)] for each in levels]

    (row,) = review(answered(table)).rows

    found = within_group(table, examples.FIVE_LEVELS)
    assert not isinstance(found, NotMeasured)
    assert row.within_group == found.value == pytest.approx(value)


ROOM = read("1 1 2 3 1 1", "3 3 4 5 3 3", "3 2 4 4 3 3", "2 3 3 5 3 4")


def test_who_leans_goes_by_a_code(answered: Any) -> None:
    (found,) = reliability_of(answered(ROOM))

    table = ratings(
        (who, key, level)
        for who, row in enumerate(ROOM)
        for key, level in ((str(at), float(each or 0)) for at, each in enumerate(row))
    )
    expected = leanings(table)
    assert not isinstance(expected, NotMeasured)
    assert [each.deviation for each in found.leaning] == [each.deviation for each in expected]
    (sentence,) = found.leaning_sentences
    assert sentence.endswith("rates 1.8 levels lower than the others on 6 capabilities.")
    assert sentence.startswith("R")
    assert "Rater" not in sentence


def test_each_perspective_is_measured_on_its_own(answered: Any) -> None:
    row = answered(ROOM)
    first = row.respondents.order_by("pk").first()
    row.respondents.filter(pk=first.pk).update(perspective="peer")

    selves, peers = reliability_of(row)

    assert selves.measured == reliability(ROOM[1:])
    assert peers.measured is None
    assert peers.finding == "No capability was given a level by two respondents."
    assert peers.not_compared.startswith("Nobody shares enough capabilities")


def test_nobody_is_measured_before_a_level_was_given(answered: Any) -> None:
    assert reliability_of(answered([[None, None]])) == ()
