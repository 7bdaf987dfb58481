"""Which operating model the answers describe, and what they never make of what is missing."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.domain.operating_model import (
    Diagnosis,
    Failure,
    Observed,
    OperatingModel,
    Signal,
    Table,
    diagnose,
)
from assessments.domain.operating_model_table import TableInvalid, table_from_data
from assessments.domain.operating_model_words import (
    ADVICE,
    DESCRIPTIONS,
    FAILURES,
    MODELS,
    SIGNALS,
    Stage,
    advice_sentence,
    close_sentence,
    diagnosis_sentence,
    is_close,
)
from assessments.domain.snapshots import from_plain, to_plain

DATA: Mapping[str, Any] = yaml.safe_load(
    (
        Path(__file__).parents[3] / "assessments" / "library" / "operating_model" / "table.yaml"
    ).read_text(encoding="utf-8")
)
TABLE: Table = table_from_data(DATA)
KEYS = sorted(
    {(each.framework, each.capability) for rule in TABLE.signals for each in rule.readings}
)
OWNERSHIP = {
    (each.framework, each.capability)
    for rule in TABLE.signals
    if rule.signal is Signal.DOMAIN_OWNERSHIP
    for each in rule.readings
}

#: The five-layer framework at levels as somebody who knows the model would answer.
SMALL_CENTRE = {
    "accountability-split": 1,
    "embedded-squads": 1,
    "federated-centre": 1,
    "policies-and-approval": 1,
    "risk-tiering": 1,
    "interoperability": 1,
    "data-platform": 1,
    "delivery-pipeline": 2,
    "model-registry": 1,
    "knowledge-transfer": 1,
    "sponsorship-and-budget": 1,
    "vision-and-alignment": 2,
}
TYPICAL: Mapping[OperatingModel, Mapping[str, int]] = {
    OperatingModel.PROJECT_BY_PROJECT: SMALL_CENTRE,
    OperatingModel.PLATFORM_FIRST: SMALL_CENTRE
    | {"data-platform": 4, "delivery-pipeline": 4, "model-registry": 3, "interoperability": 2}
    | {"sponsorship-and-budget": 3, "vision-and-alignment": 3},
    OperatingModel.CENTRALISED: SMALL_CENTRE
    | {"federated-centre": 2, "policies-and-approval": 3, "risk-tiering": 4}
    | {"interoperability": 3, "data-platform": 3, "model-registry": 3}
    | {"sponsorship-and-budget": 3, "vision-and-alignment": 3},
    OperatingModel.DECENTRALISED: SMALL_CENTRE
    | {"accountability-split": 4, "embedded-squads": 5, "vision-and-alignment": 3}
    | {"sponsorship-and-budget": 3},
    OperatingModel.FEDERATED: dict.fromkeys(SMALL_CENTRE, 4),
}


def observed(levels: Mapping[str, float], framework: str = "five-layers") -> tuple[Observed, ...]:
    return tuple(
        Observed(framework, key, key.capitalize(), level, 1.0, 5.0) for key, level in levels.items()
    )


@pytest.mark.parametrize("model", list(OperatingModel))
def test_the_typical_answers_of_a_model_are_recognised(model: OperatingModel) -> None:
    found = diagnose(TABLE, observed(TYPICAL[model]))

    assert found.model is model
    assert found.fits[0].fit > found.fits[1].fit


def test_the_next_failure_names_the_answers_that_say_so() -> None:
    found = diagnose(TABLE, observed(TYPICAL[OperatingModel.CENTRALISED]))

    assert found.failure is Failure.BOTTLENECK
    assert {each.capability for each in found.failure_witnesses} == {
        "accountability-split",
        "embedded-squads",
    }


def test_federated_fails_for_want_of_money_when_nothing_is_funded() -> None:
    levels = dict(TYPICAL[OperatingModel.FEDERATED]) | {
        "sponsorship-and-budget": 2,
        "vision-and-alignment": 2,
    }

    found = diagnose(TABLE, observed(levels))

    assert (found.model, found.failure) == (OperatingModel.FEDERATED, Failure.STARVED)


def test_what_was_not_answered_is_not_taken_for_a_no() -> None:
    asked = {"accountability-split", "embedded-squads"}
    levels = {key: 1 for key in SMALL_CENTRE if key not in asked}

    found = diagnose(TABLE, observed(levels))

    assert found.model is None
    assert found.missing == (Signal.DOMAIN_OWNERSHIP,)
    assert (found.fits, found.failure, advice_sentence(found)) == ((), None, "")
    assert diagnosis_sentence(found)[0] == (
        "Not enough answers to tell the operating model: "
        "nothing is known of ownership in the domains."
    )


def test_too_few_signals_make_no_diagnosis() -> None:
    levels = {"accountability-split": 3, "federated-centre": 2, "risk-tiering": 2}

    found = diagnose(TABLE, observed(levels))

    assert found.model is None
    assert found.missing == (Signal.SHARED_PLATFORM, Signal.FUNDING)


def test_four_signals_from_four_answers_make_no_diagnosis() -> None:
    levels = {"accountability-split": 3, "federated-centre": 2, "risk-tiering": 2}
    more = {"data-platform": 3, "sponsorship-and-budget": 3}

    found = diagnose(TABLE, observed(levels | more))

    assert (found.model, found.missing) == (None, ())
    assert diagnosis_sentence(found)[0] == "Not enough answers to tell the operating model."


def test_scaling_prerequisites_alone_do_not_tell_who_owns() -> None:
    keys = [key for framework, key in KEYS if framework == "scaling-prerequisites"]

    found = diagnose(TABLE, observed(dict.fromkeys(keys, 3), "scaling-prerequisites"))

    assert found.model is None
    assert set(found.missing) == {Signal.DOMAIN_OWNERSHIP, Signal.CENTRAL_DELIVERY}


def test_advice_differs_by_how_many_systems_run() -> None:
    levels = observed(TYPICAL[OperatingModel.PROJECT_BY_PROJECT])

    first, thirty, unknown = (
        diagnose(TABLE, levels, in_production=count) for count in (1, 30, None)
    )

    assert "For the first one or two this is fine." in advice_sentence(first)
    assert "a fleet run like a handful of trials" in advice_sentence(thirty)
    assert "It was not said how many AI systems run." in advice_sentence(unknown)
    assert first.fits == thirty.fits == unknown.fits


def test_everything_that_can_be_found_has_words() -> None:
    assert set(MODELS) == set(DESCRIPTIONS) == set(OperatingModel)
    assert set(SIGNALS) == set(Signal)
    assert set(FAILURES) == set(Failure)
    assert set(ADVICE) == {(model, stage) for model in OperatingModel for stage in Stage}


def test_every_failure_in_the_words_can_be_found() -> None:
    assert {each.failure for row in TABLE.patterns for each in row.failures} == set(Failure)


def test_a_diagnosis_survives_being_stored() -> None:
    found = diagnose(TABLE, observed(TYPICAL[OperatingModel.FEDERATED]), in_production=4)

    assert from_plain(Diagnosis, to_plain(found)) == found


@pytest.mark.parametrize(
    "broken",
    [
        {"patterns": DATA["patterns"][1:]},
        {"signals": DATA["signals"][1:]},
        {"failures": DATA["failures"][1:]},
        {"patterns": [{"model": "none", "bands": {}}]},
        {"patterns": [{**each, "bands": {"reuse": [0.9, 0.1]}} for each in DATA["patterns"]]},
    ],
)
def test_a_table_that_leaves_something_out_is_refused(broken: Mapping[str, Any]) -> None:
    with pytest.raises(TableInvalid):
        table_from_data({**DATA, **broken})


#: One byte per capability: a level from 1 to 5 in halves, or no answer. Dictionaries draw slowly.
answers = st.binary(min_size=len(KEYS), max_size=len(KEYS)).map(
    lambda drawn: {
        key: byte % 11 / 2 for key, byte in zip(KEYS, drawn, strict=True) if byte % 11 >= 2
    }
)


def seen(levels: Mapping[tuple[str, str], float]) -> list[Observed]:
    return [Observed(each[0], each[1], each[1], level, 1.0, 5.0) for each, level in levels.items()]


@settings(max_examples=150)
@given(levels=answers, key=st.sampled_from(sorted(OWNERSHIP)), rise=st.floats(0, 4))
def test_more_ownership_in_the_domains_never_reads_as_more_centralised(
    levels: dict[tuple[str, str], float], key: tuple[str, str], rise: float
) -> None:
    before = diagnose(TABLE, seen(levels | {key: levels.get(key, 1.0)}))
    raised = {key: min(5.0, levels.get(key, 1.0) + rise)}
    after = diagnose(TABLE, seen(levels | raised))

    if before.model is not None:
        fits = [{each.model: each.fit for each in found.fits} for found in (before, after)]
        centralised = OperatingModel.CENTRALISED
        assert fits[1][centralised] <= fits[0][centralised] + 1e-3
        if before.model is not centralised and before.margin > 1e-3:
            assert after.model is not centralised


@settings(max_examples=80)
@given(levels=answers, dice=st.randoms(use_true_random=False))
def test_the_order_of_the_answers_changes_nothing(levels: Any, dice: Any) -> None:
    shuffled = seen(levels)
    dice.shuffle(shuffled)

    assert diagnose(TABLE, shuffled) == diagnose(TABLE, seen(levels))


@settings(max_examples=80)
@given(levels=answers)
def test_signals_and_fits_lie_between_nought_and_one(levels: Any) -> None:
    found = diagnose(TABLE, seen(levels))

    assert all(each.value is None or 0 <= each.value <= 1 for each in found.signals)
    assert all(0 <= each.fit <= 1 for each in found.fits)
    assert [each.fit for each in found.fits] == sorted(
        (each.fit for each in found.fits), reverse=True
    )
    assert {each.signal for each in found.signals if each.value is None} == set(found.missing)


@pytest.mark.parametrize(
    ("second", "is_told"), [(0.80, True), (0.7501, True), (0.71, True), (0.70, False), (0.3, False)]
)
def test_two_models_that_are_close_are_told_to_be_with_their_figures(
    second: float, is_told: bool
) -> None:
    found = diagnose(TABLE, seen(dict.fromkeys(KEYS, 4.0)))
    best, other, *rest = found.fits
    close = replace(found, fits=(replace(best, fit=0.8), replace(other, fit=second), *rest))

    sentence = close_sentence(close)

    assert bool(sentence) is is_told is is_close(close)
    assert ("nothing else comes close" in diagnosis_sentence(close)[0]) is not is_told
    if is_told:
        assert f" fits 80 and {MODELS[other.model].lower()} {100 * second:.0f}." in sentence


def test_without_a_model_nothing_is_close() -> None:
    found = diagnose(TABLE, [])
    assert (found.model, close_sentence(found), is_close(found)) == (None, "", False)
