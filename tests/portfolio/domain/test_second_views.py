"""WSJF and RICE from what a use case has."""

import pytest

from portfolio.domain.criteria import DEFAULT_MODEL
from portfolio.domain.second_views import Inputs, SecondView, rice, view_score, wsjf

KEYS = [criterion.key for criterion in DEFAULT_MODEL.criteria]
RATED = dict.fromkeys(KEYS, 3) | {"urgency": 5, "risk_reduction": 1, "customer_benefit": 4}


def whole(view: SecondView, **more: object) -> Inputs:
    told = {"ratings": RATED, "confirmed": frozenset(KEYS), "effort_weeks": 13, "reach": 2000}
    return Inputs(**(told | more))  # type: ignore[arg-type]


def test_the_formulas_give_the_published_figures() -> None:
    assert wsjf(7, 9, 5, 2) == 10.5
    assert wsjf(8, 3, 4, 8) == 1.875
    assert round(rice(2000, 2, 0.8, 3)) == 1067
    assert rice(5000, 0.5, 1, 1) == 2500


def test_wsjf_reads_the_ratings_and_the_effort() -> None:
    found = view_score(SecondView.WSJF, DEFAULT_MODEL, whole(SecondView.WSJF))
    # (0.25 · 3 + 0.25 · 3 + 0.20 · 4) / 0.70, on 0 to 10
    value = 2 * 2.3 / 0.7
    assert [term.value for term in found.terms] == [pytest.approx(value), 10, 2, 13]
    assert found.score == pytest.approx((value + 10 + 2) / 13)
    assert found.terms[0].origin == "from Strategic fit, Financial benefit, Customer benefit"


def test_rice_reads_reach_impact_confidence_and_effort() -> None:
    found = view_score(SecondView.RICE, DEFAULT_MODEL, whole(SecondView.RICE))
    assert [term.value for term in found.terms] == [2000, 2, 1.0, 3]
    assert found.score == pytest.approx(2000 * 2 / 3)


@pytest.mark.parametrize(
    ("confirmed", "confidence"), [(KEYS, 1.0), (KEYS[:3], 0.8), (["gone"], 0.5), ([], 0.5)]
)
def test_confidence_is_how_many_ratings_people_gave(
    confirmed: list[str], confidence: float
) -> None:
    inputs = whole(SecondView.RICE, confirmed=frozenset(confirmed))
    assert view_score(SecondView.RICE, DEFAULT_MODEL, inputs).terms[2].value == confidence


@pytest.mark.parametrize(
    ("view", "more", "missing"),
    [
        (SecondView.WSJF, {"effort_weeks": None}, ["the effort is not estimated"]),
        (SecondView.WSJF, {"effort_weeks": 0}, ["the effort is not estimated"]),
        (
            SecondView.WSJF,
            {"ratings": {"skills": 2}},
            [
                "no other value criterion is rated",
                "Urgency is not rated",
                "Risk reduction is not rated",
            ],
        ),
        (
            SecondView.RICE,
            {"reach": None, "ratings": {}},
            [
                "nobody said how many people it reaches in a quarter",
                "Customer benefit is not rated",
                "nothing is rated",
            ],
        ),
        (
            SecondView.RICE,
            {"ratings": RATED | {"customer_benefit": 0}},
            ["customers gain nothing, so there is no impact"],
        ),
    ],
)
def test_nothing_is_assumed_and_what_is_missing_is_named(
    view: SecondView, more: dict[str, object], missing: list[str]
) -> None:
    found = view_score(view, DEFAULT_MODEL, whole(view, **more))
    assert found.score is None
    assert list(found.missing) == missing
