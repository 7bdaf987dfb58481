from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.pairwise import (
    Judgement,
    JudgementsInvalid,
    compared,
    consistency_note,
    pairs_of,
)

#: The choice of a leader, published with its weights and its consistency ratio.
LEADER = ["experience", "education", "charisma", "age"]
JUDGED = (
    Judgement("experience", "education", 4),
    Judgement("experience", "charisma", 3),
    Judgement("experience", "age", 7),
    Judgement("charisma", "education", 3),
    Judgement("education", "age", 3),
    Judgement("charisma", "age", 5),
)


def test_the_published_leader_case_comes_out_to_the_third_decimal() -> None:
    found = compared(LEADER, JUDGED)
    assert [round(found.weights[key], 3) for key in LEADER] == [0.548, 0.127, 0.270, 0.056]
    assert round(found.consistency_ratio, 3) == 0.044
    assert not found.is_inconsistent
    assert consistency_note(found, {key: key for key in LEADER}) == (
        "The consistency ratio is 0.04: the answers agree."
    )


@pytest.mark.parametrize(
    ("n", "random_index"),
    [(3, 0.58), (4, 0.90), (5, 1.12), (6, 1.24), (7, 1.32), (8, 1.41), (9, 1.45), (10, 1.49)],
)
def test_a_ratio_rests_on_the_published_random_index(n: int, random_index: float) -> None:
    keys = [f"c{number}" for number in range(n)]
    # All matter the same, only the first twice as much as the second.
    judged = [Judgement(more, less, 1) for more, less in combinations(keys, 2)]
    judged[0] = Judgement("c0", "c1", 2)
    matrix = np.ones((n, n))
    matrix[0, 1], matrix[1, 0] = 2, 1 / 2
    index = (max(np.linalg.eigvals(matrix).real) - n) / (n - 1)
    assert compared(keys, judged).consistency_ratio == pytest.approx(index / random_index, rel=1e-6)


def test_answers_in_a_circle_are_told_with_the_one_that_fits_least() -> None:
    names = {"data": "Data", "skills": "Skills", "cost": "Cost", "fit": "Fit"}
    judged = [
        Judgement("data", "skills", 2),
        Judgement("data", "cost", 4),
        Judgement("fit", "data", 9),
        Judgement("skills", "cost", 2),
        Judgement("skills", "fit", 4),
        Judgement("cost", "fit", 2),
    ]
    found = compared(list(names), judged)
    assert found.is_inconsistent
    assert found.odd == Judgement("fit", "data", 9)
    assert found.expected is not None
    assert consistency_note(found, names) == (
        "The consistency ratio is 1.08, above 0.10: the answers contradict one another. "
        "“Fit matters 9 times as much as data” fits the others least; they would rather say "
        "“Data matters 8 times as much as fit”."
    )


@given(st.lists(st.sampled_from([1, 2, 4, 8]), min_size=1, max_size=7))
def test_answers_that_follow_from_weights_give_those_weights_and_no_contradiction(
    worth: list[int],
) -> None:
    keys = [f"criterion {place}" for place in range(len(worth))]
    by_key = dict(zip(keys, worth, strict=True))
    judged = []
    for first, second in combinations(keys, 2):
        more, less = (first, second) if by_key[first] >= by_key[second] else (second, first)
        judged.append(Judgement(more, less, by_key[more] // by_key[less]))
    found = compared(keys, judged)
    assert list(found.weights.values()) == pytest.approx([each / sum(worth) for each in worth])
    assert found.consistency_ratio == 0
    assert found.odd is None


@given(st.permutations(LEADER))
def test_the_order_in_which_criteria_stand_changes_no_weight(order: list[str]) -> None:
    found = compared(order, JUDGED)
    assert found.weights == pytest.approx(compared(LEADER, JUDGED).weights)


@pytest.mark.parametrize(
    ("judged", "pairs"),
    [
        (JUDGED[1:], (("experience", "education"),)),
        ((*JUDGED, JUDGED[0]), (("experience", "education"),)),
        ((*JUDGED[:-1], Judgement("charisma", "age", 10)), (("charisma", "age"),)),
        ((*JUDGED[:-1], Judgement("charisma", "age", 0)), (("charisma", "age"),)),
        ((*JUDGED, Judgement("charm", "age", 2)), (("charm", "age"),)),
    ],
)
def test_a_pair_that_is_missing_doubled_or_off_the_scale_is_refused_by_name(
    judged: tuple[Judgement, ...], pairs: tuple[tuple[str, str], ...]
) -> None:
    with pytest.raises(JudgementsInvalid) as refused:
        compared(LEADER, judged)
    assert refused.value.pairs == pairs


def test_more_than_ten_criteria_cannot_be_compared() -> None:
    keys = [str(number) for number in range(11)]
    with pytest.raises(JudgementsInvalid, match="At most 10 criteria"):
        compared(keys, [Judgement(a, b, 1) for a, b in pairs_of(keys)])
