from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.requirements import (
    BY_TECHNIQUE,
    BY_TIER,
    EVERY_USE_CASE,
    Requirement,
    requirements,
)
from portfolio.domain.techniques import Technique

FIVE_LAYERS = Path(__file__).parents[3] / "assessments" / "library" / "five_layers.yaml"

techniques = st.frozensets(st.sampled_from(Technique))
tiers = st.none() | st.integers(1, 4)


def levels(needs: tuple[Requirement, ...]) -> dict[str, float]:
    return {need.capability: need.level for need in needs}


def test_only_capabilities_of_the_default_framework_are_asked_for() -> None:
    framework = yaml.safe_load(FIVE_LAYERS.read_text(encoding="utf-8"))
    capabilities = {c["key"] for layer in framework["layers"] for c in layer["capabilities"]}
    assert levels(requirements(Technique, tier=4)).keys() <= capabilities


@pytest.mark.parametrize("technique", Technique)
@pytest.mark.parametrize("tier", [None, 1, 2, 3, 4])
def test_every_need_lies_above_the_lowest_level_and_carries_weight(
    technique: Technique, tier: int | None
) -> None:
    needs = requirements([technique], tier)
    assert all(1 < need.level <= 5 and need.weight in {1, 2, 3} for need in needs)


def test_every_technique_and_every_tier_has_its_row() -> None:
    assert set(BY_TECHNIQUE) == set(Technique)
    assert list(BY_TIER) == [1, 2, 3, 4]


def test_a_use_case_without_technique_or_tier_needs_what_every_use_case_needs() -> None:
    assert set(requirements([], None)) == set(EVERY_USE_CASE)


def test_the_highest_level_and_the_highest_weight_hold() -> None:
    needs = {need.capability: need for need in requirements([Technique.AGENTIC], tier=4)}
    assert needs["accountability-split"] == Requirement("accountability-split", 4, 3)
    assert needs["risk-tiering"] == Requirement("risk-tiering", 3, 2)


@given(techniques, techniques, tiers)
def test_adding_a_technique_never_asks_for_less(
    some: frozenset[Technique], more: frozenset[Technique], tier: int | None
) -> None:
    fewer, all_of_them = levels(requirements(some, tier)), levels(requirements(some | more, tier))
    assert all(all_of_them[capability] >= level for capability, level in fewer.items())


@given(techniques)
def test_a_higher_tier_never_asks_for_less(some: frozenset[Technique]) -> None:
    for lower, higher in pairwise(
        [levels(requirements(some, tier)) for tier in (None, 1, 2, 3, 4)]
    ):
        assert all(higher[capability] >= level for capability, level in lower.items())


@given(techniques, tiers)
def test_each_capability_is_asked_for_once_and_the_heaviest_come_first(
    some: frozenset[Technique], tier: int | None
) -> None:
    needs = requirements(some, tier)
    assert len(levels(needs)) == len(needs)
    assert [need.weight for need in needs] == sorted((n.weight for n in needs), reverse=True)
