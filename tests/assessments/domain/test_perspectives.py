from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.domain.answers import Answered, NotApplicable, Unanswered
from assessments.domain.perspectives import Perspective, tallies
from assessments.domain.scales import FIVE_LEVELS
from assessments.domain.settling import Standpoint, StillSplit, require_settled, settle
from assessments.domain.tallies import tally

SELF, PEER, EVIDENCE = Perspective.SELF, Perspective.PEER, Perspective.EVIDENCE
LEVELS = st.lists(st.integers(1, 5), max_size=12)


def sides(**levels: Any) -> Any:
    """Count levels by perspective; what is no list is the keywords of a tally."""
    counted = {
        Perspective(name.rstrip("_")): tally(FIVE_LEVELS, given)
        if isinstance(given, list)
        else tally(FIVE_LEVELS, [], **given)
        for name, given in levels.items()
    }
    return tallies(FIVE_LEVELS, counted)


@pytest.mark.parametrize(
    ("said", "perspective", "answer"),
    [
        ({}, SELF, Unanswered()),
        ({"self": [3, 3]}, SELF, Answered(3.0)),
        ({"peer": [2]}, PEER, Answered(2.0)),
        ({"self": [3, 3], "peer": [3]}, SELF, Answered(3.0)),
        ({"self": [3, 3, 4], "peer": [3], "evidence": [3]}, EVIDENCE, Answered(3.0)),
        ({"self": [3], "evidence": {"dont_know": 1}}, SELF, Answered(3.0)),
        ({"evidence": {"not_applicable": 1}}, EVIDENCE, "1 respondent said that"),
    ],
)
def test_checked_evidence_stands_before_the_domain_and_the_domain_before_its_peers(
    said: Any, perspective: Perspective, answer: Any
) -> None:
    found = settle(sides(**said))

    assert found.perspective is perspective
    if isinstance(found.answer, NotApplicable):
        assert found.answer.reason.startswith(answer)
    else:
        assert found.answer == answer


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"self": [4, 4], "peer": [2]}, "Peers say 2, the domain says 4."),
        ({"self": [3], "peer": [4]}, "The domain says 3, peers say 4."),
        (
            {"self": [4], "peer": [3, 4], "evidence": [2]},
            "Checked evidence says 2, peers say 3.5, the domain says 4.",
        ),
        (
            {"self": {"not_applicable": 2}, "peer": [3]},
            "Peers say 3, the domain says that it does not apply.",
        ),
    ],
)
def test_perspectives_a_level_apart_wait_for_a_facilitator(said: Any, sentence: str) -> None:
    found = settle(sides(**said))

    assert (found.standpoint, found.answer) == (Standpoint.DIFFERING, Unanswered())
    assert found.difference is not None
    assert found.difference.sentence == sentence
    with pytest.raises(StillSplit) as refused:
        require_settled({"owners": found})
    assert refused.value.fields == {"owners": sentence}


@pytest.mark.parametrize(
    "said",
    [
        {"self": [3, 4], "peer": [3]},
        {"self": {"dont_know": 3}, "peer": [3]},
        {"self": {"not_applicable": 1}, "peer": {"not_applicable": 2}},
    ],
)
def test_less_than_a_level_and_not_knowing_are_no_difference(said: Any) -> None:
    found = settle(sides(**said))

    assert found.difference is None
    assert not found.needs_settling


def test_a_split_within_the_perspective_that_stands_is_called_a_split() -> None:
    found = settle(sides(self=[1, 5], peer=[5]))

    assert found.standpoint is Standpoint.SPLIT
    assert found.difference is not None


def test_what_was_settled_stands_over_a_difference() -> None:
    found = settle(sides(self=[4], peer=[2]), Answered(3))

    assert (found.answer, found.needs_settling) == (Answered(3), False)


@given(LEVELS, LEVELS, LEVELS, st.randoms())
def test_the_order_of_respondents_does_not_matter(
    selves: list[int], peers: list[int], checked: list[int], chance: Any
) -> None:
    before = settle(sides(self=selves, peer=peers, evidence=checked))
    shuffled = [chance.sample(each, len(each)) for each in (selves, peers, checked)]

    after = settle(sides(evidence=shuffled[2], peer=shuffled[1], self=shuffled[0]))

    assert after == before


@given(LEVELS.filter(bool), LEVELS)
def test_a_peer_never_moves_what_the_domain_says_of_itself(
    selves: list[int], peers: list[int]
) -> None:
    alone, beside = settle(sides(self=selves)), settle(sides(self=selves, peer=peers))

    assert beside.perspective is SELF
    assert beside.agreement == alone.agreement
    assert sides(self=selves, peer=peers).of(SELF) == sides(self=selves).of(SELF)
    assert beside.answer == alone.answer or beside.standpoint is Standpoint.DIFFERING


@given(LEVELS, LEVELS, LEVELS)
def test_perspectives_apart_are_never_averaged(
    selves: list[int], peers: list[int], checked: list[int]
) -> None:
    found = settle(sides(self=selves, peer=peers, evidence=checked))

    if isinstance(found.answer, Answered):
        stands = {SELF: selves, PEER: peers, EVIDENCE: checked}[found.perspective]
        assert found.answer == settle(tally(FIVE_LEVELS, stands)).answer
        assert found.difference is None
