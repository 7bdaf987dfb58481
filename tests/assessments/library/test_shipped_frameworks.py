"""Every framework that ships: complete, readable, and told apart from the others."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest

from assessments.domain.frameworks import Capability, Framework, Step, Subject
from assessments.services.framework_files import read_framework, shipped_frameworks

STACKS = {
    "scaling-prerequisites": {
        "data-standardisation": (4, ("sustained-sponsorship",)),
        "governance-at-scale": (4, ("cross-functional-literacy",)),
        "reusable-components": (4, ("data-standardisation",)),
        "cross-functional-literacy": (3, ("sustained-sponsorship",)),
        "sustained-sponsorship": (3, ()),
    },
    "federated-operating-model": {
        "explicit-ownership": (4, ()),
        "domain-contracts": (3, ("explicit-ownership",)),
        "indicators": (3, ("central-standards",)),
        "central-standards": (4, ("explicit-ownership",)),
        "lifecycle-in-roles": (4, ("indicators",)),
    },
    "partner-evaluation": {
        "reusable-assets": (3, ("exit-and-portability",)),
        "multi-system-governance": (4, ()),
        "knowledge-handover": (4, ("exit-and-portability",)),
        "exit-and-portability": (4, ()),
        "scaling-measures": (3, ("multi-system-governance",)),
    },
}
SENTENCE_END = re.compile(r"(?<=[.?!])\s+")


@cache
def shipped(key: str) -> Framework:
    path = shipped_frameworks()[key]
    return read_framework(path.read_bytes(), name=path.name)


@pytest.fixture(params=shipped_frameworks())
def framework(request: pytest.FixtureRequest) -> Framework:
    return shipped(request.param)


@pytest.fixture
def every_framework() -> list[Framework]:
    return [shipped(key) for key in shipped_frameworks()]


def steps(framework: Framework) -> list[tuple[Capability, Step]]:
    return [(each, step) for each in framework.capabilities for step in each.steps]


def texts(framework: Framework) -> Iterator[str]:
    yield framework.summary
    yield from (layer.summary for layer in framework.layers)
    for capability in framework.capabilities:
        yield capability.question
        yield from (level.text for level in capability.levels)
        yield from (step.text for step in capability.steps)


def sentences(framework: Framework) -> list[str]:
    return [part for text in texts(framework) for part in SENTENCE_END.split(text)]


def test_it_asks_enough_to_be_worth_an_assessment(framework: Framework) -> None:
    assert len(framework.capabilities) >= 15


def test_every_capability_has_every_level_and_the_steps_between(framework: Framework) -> None:
    levels = framework.scale.levels
    for capability in framework.capabilities:
        assert tuple(level.level for level in capability.levels) == levels, capability.key
        assert [(step.from_level, step.to_level) for step in capability.steps] == [
            (level, level + 1) for level in levels[:-1]
        ], capability.key


def test_no_two_capabilities_ask_the_same(framework: Framework) -> None:
    questions = [capability.question for capability in framework.capabilities]
    titles = [capability.title for capability in framework.capabilities]
    assert len(set(questions)) == len(questions)
    assert len(set(titles)) == len(titles)


def test_no_level_text_is_used_twice_and_all_fit_a_phone(framework: Framework) -> None:
    found = [level.text for each in framework.capabilities for level in each.levels]
    assert len(found) == len(set(found))
    assert max(map(len, found)) <= 220
    assert max(len(each.question) for each in framework.capabilities) <= 140


def test_no_sentence_is_longer_than_forty_words(framework: Framework) -> None:
    assert [text for text in sentences(framework) if len(text.split()) > 40] == []


def test_every_text_ends_as_a_sentence_and_every_question_as_a_question(
    framework: Framework,
) -> None:
    assert [text for text in texts(framework) if text[-1] not in ".?"] == []
    assert all(each.question.endswith("?") for each in framework.capabilities)


def test_a_step_is_one_to_three_sentences_and_its_title_a_phrase(framework: Framework) -> None:
    for capability, step in steps(framework):
        assert 1 <= len(SENTENCE_END.split(step.text)) <= 3, (capability.key, step.title)
        assert len(step.title) <= 60
        assert step.title[-1] not in ".?!"


def test_steps_unlock_other_capabilities_and_each_is_unlocked_by_one(
    framework: Framework,
) -> None:
    keys = {capability.key for capability in framework.capabilities}
    for capability, step in steps(framework):
        assert 1 <= len(step.unlocks) == len(set(step.unlocks)), (capability.key, step.title)
        assert set(step.unlocks) <= keys - {capability.key}, (capability.key, step.title)
    assert {key for _, step in steps(framework) for key in step.unlocks} == keys


def test_first_steps_are_small(framework: Framework) -> None:
    for capability in framework.capabilities:
        first = capability.step_from(framework.scale.levels[0])
        assert first is not None
        assert first.effort <= 2, capability.key
        assert first.weeks <= 6, capability.key


@pytest.mark.parametrize("key", STACKS)
def test_a_framework_keeps_its_layers_and_what_they_stand_on(key: str) -> None:
    framework = shipped(key)
    assert {
        layer.key: (len(layer.capabilities), layer.stands_on) for layer in framework.layers
    } == STACKS[key]
    assert framework.summary.startswith("Eighteen capabilities")


def test_only_the_partner_evaluation_is_applied_to_a_partner() -> None:
    subjects = {key: shipped(key).subject for key in shipped_frameworks()}
    partners = [key for key, subject in subjects.items() if subject is Subject.PARTNER]
    assert partners == ["partner-evaluation"]


def test_some_layers_carry_others_and_some_stand_on_the_ground(framework: Framework) -> None:
    below = framework.stands_on
    assert any(below.values())
    assert any(not keys for keys in below.values())


def test_no_sentence_and_no_step_title_is_used_twice(every_framework: list[Framework]) -> None:
    counted = Counter(text for each in every_framework for text in sentences(each))
    counted.update(step.title for each in every_framework for _, step in steps(each))
    assert [text for text, count in counted.items() if count > 1] == []


def test_no_two_frameworks_share_a_capability_key(every_framework: list[Framework]) -> None:
    # What a use case needs is asked by key alone, so an equal key would pass for an answer.
    counted = Counter(each.key for one in every_framework for each in one.capabilities)
    assert [key for key, count in counted.items() if count > 1] == []
