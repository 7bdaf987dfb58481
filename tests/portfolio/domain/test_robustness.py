import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from portal.management.bench.measuring import peak_megabytes
from portfolio.domain.rank_draws import Floats
from portfolio.domain.robustness import RankAcceptability, rank_acceptability
from portfolio.domain.weight_draws import RankedWeights, WeightsWithin

DRAWS = 10_000
matrices = st.tuples(st.integers(1, 9), st.integers(1, 5)).flatmap(
    lambda shape: arrays(float, shape, elements=st.integers(0, 5).map(lambda p: 20.0 * p))
)


def assert_shares(counted: Floats, true: list[list[float]]) -> None:
    expected = np.asarray(true)
    standard_errors = np.sqrt(expected * (1 - expected) / DRAWS)
    assert (np.abs(counted - expected) <= 4 * standard_errors + 1e-12).all()


def assert_central(result: RankAcceptability, i: int, true: tuple[float, ...]) -> None:
    winning = result.weights[result.ranks[:, i] == 1]
    standard_errors = winning.std(axis=0) / np.sqrt(len(winning))
    assert (np.abs(result.central_weights[i] - true) <= 4 * standard_errors + 1e-12).all()


def test_two_specialists_and_a_compromise_match_the_closed_form() -> None:
    result = rank_acceptability([[1, 0], [0, 1], [0.6, 0.6]], draws=DRAWS, seed=20)
    assert_shares(result.acceptability, [[0.4, 0.1, 0.5], [0.4, 0.1, 0.5], [0.2, 0.8, 0]])
    for i, central in enumerate([(0.8, 0.2), (0.2, 0.8), (0.5, 0.5)]):
        assert_central(result, i, central)
    assert result.confidence.tolist() == [1, 1, 1]
    assert_shares(result.pairwise, [[0, 0.5, 0.4], [0.5, 0, 0.4], [0.6, 0.6, 0]])


def test_three_specialists_share_every_rank_alike() -> None:
    result = rank_acceptability(np.eye(3), draws=DRAWS, seed=21)
    assert_shares(result.acceptability, [[1 / 3] * 3] * 3)
    for i in range(3):
        assert_central(result, i, tuple(11 / 18 if j == i else 7 / 36 for j in range(3)))


def test_with_ranked_weights_the_specialist_for_the_first_criterion_always_wins() -> None:
    result = rank_acceptability(np.eye(3), weights=RankedWeights((0, 1, 2)), draws=DRAWS, seed=22)
    assert result.acceptability[0].tolist() == [1, 0, 0]
    assert_central(result, 0, (11 / 18, 5 / 18, 2 / 18))


def test_an_alternative_that_is_never_first_has_no_central_weights() -> None:
    result = rank_acceptability([[100, 80], [40, 60], [70, 20]], seed=1)
    assert result.central_weights[0] == pytest.approx([0.5, 0.5], abs=0.02)
    assert np.isnan(result.central_weights[1:]).all()
    assert result.confidence.tolist() == [1, 0, 0]


def test_twins_tie_in_every_draw_however_many_stand_between_them() -> None:
    rng = np.random.default_rng(3)
    scores = rng.random((300, 7)) * 100
    scores[299] = scores[0]
    result = rank_acceptability(scores, draws=500, seed=3)
    assert (result.ranks[:, 0] == result.ranks[:, 299]).all()
    assert result.beats(0, 299) == result.beats(299, 0) == 0
    assert result.cannot_be_separated(0, 299)


def test_alternatives_are_separated_when_one_wins_in_more_than_six_draws_of_ten() -> None:
    weights = [[1, 0]] * 6 + [[0, 1]] * 4
    assert rank_acceptability(np.eye(2), weights=weights, seed=0).cannot_be_separated(0, 1)
    weights = [[1, 0]] * 61 + [[0, 1]] * 39
    result = rank_acceptability(np.eye(2), weights=weights, seed=0)
    assert result.beats(0, 1) == 0.61
    assert not result.cannot_be_separated(0, 1)


def test_weights_that_are_drawn_already_are_taken_as_they_are() -> None:
    result = rank_acceptability([[90, 10], [40, 60]], weights=[[1, 0], [0, 1], [0.5, 0.5]], seed=0)
    assert result.draws == 3
    assert result.ranks.tolist() == [[1, 2], [2, 1], [1, 1]]
    assert result.top_share(1).tolist() == [2 / 3, 2 / 3]


def test_firmly_held_weights_leave_no_doubt() -> None:
    result = rank_acceptability(
        [[90, 10], [40, 60]], weights=WeightsWithin((0.8, 0.2), 0.01), seed=0
    )
    assert result.acceptability.tolist() == [[1, 0], [0, 1]]


def test_sampled_scores_are_ranked_draw_by_draw() -> None:
    sampled = np.array([[[9.0, 9.0], [5.0, 5.0]], [[1.0, 1.0], [5.0, 5.0]]] * 50)
    result = rank_acceptability(sampled, seed=4)
    assert result.acceptability.tolist() == [[0.5, 0.5], [0.5, 0.5]]
    assert result.confidence.tolist() == [0.5, 0.5]


def test_ten_thousand_draws_put_a_share_within_one_percent() -> None:
    assert rank_acceptability(np.eye(2), seed=1).error == pytest.approx(0.0098)


def test_the_same_seed_gives_the_same_bytes_however_the_cores_share_the_work() -> None:
    scores = np.random.default_rng(2).random((2_000, 12)) * 100
    first, second = (rank_acceptability(scores, draws=2_000, seed=9) for _ in range(2))
    assert first.ranks.tobytes() == second.ranks.tobytes()
    assert first.weights.tobytes() == second.weights.tobytes()
    assert first.acceptability.tobytes() == second.acceptability.tobytes()
    other = rank_acceptability(scores, draws=2_000, seed=10)
    assert other.ranks.tobytes() != first.ranks.tobytes()


def test_a_large_portfolio_stays_within_300_megabytes() -> None:
    script = (
        "import numpy as np\n"
        "from portfolio.domain.robustness import rank_acceptability\n"
        "scores = np.random.default_rng(1).random((2_000, 12)) * 100\n"
        "rank_acceptability(scores, draws=10_000, seed=1).acceptability"
    )
    assert peak_megabytes(script) <= 300


@pytest.mark.parametrize(
    ("scores", "weights"),
    [
        ([1, 2, 3], None),
        ([[1, float("nan")]], None),
        ([[1, 2]], [[1, 0, 0]]),
        (np.ones((5, 2, 2)), [[0.5, 0.5]]),
    ],
)
def test_shapes_that_do_not_fit_are_refused(scores: object, weights: object) -> None:
    with pytest.raises(ValueError, match="cores"):
        rank_acceptability(scores, weights=weights, seed=0)


@settings(max_examples=40)
@given(matrices)
def test_every_alternative_takes_some_rank_and_ties_leave_the_later_ranks_empty(
    scores: Floats,
) -> None:
    result = rank_acceptability(scores, draws=300, seed=5)
    np.testing.assert_allclose(result.acceptability.sum(axis=1), 1)
    np.testing.assert_allclose(result.acceptability[:, 0], result.top_share(1))
    assert (result.acceptability.sum(axis=0).cumsum() >= np.arange(1, len(scores) + 1) - 1e-9).all()


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(1, 9), st.integers(1, 5))
def test_without_ties_shares_add_up_to_one_by_alternative_and_by_rank(
    seed: int, n: int, m: int
) -> None:
    scores = np.random.default_rng(seed).random((n, m)) * 100
    shares = rank_acceptability(scores, draws=200, seed=5).acceptability
    np.testing.assert_allclose(shares.sum(axis=1), 1)
    np.testing.assert_allclose(shares.sum(axis=0), 1)


@settings(max_examples=40)
@given(matrices, st.floats(0.01, 100))
def test_scaling_weights_changes_nothing(scores: Floats, scale: float) -> None:
    first = rank_acceptability(scores, draws=200, seed=8)
    scaled = rank_acceptability(scores, weights=first.weights * scale, seed=0)
    np.testing.assert_array_equal(first.ranks, scaled.ranks)


@settings(max_examples=40)
@given(matrices.filter(lambda scores: len(scores) > 1))
def test_leaving_one_out_never_swaps_two_others(scores: Floats) -> None:
    whole = rank_acceptability(scores, draws=200, seed=8).ranks[:, :-1].astype(int)
    fewer = rank_acceptability(scores[:-1], draws=200, seed=8).ranks.astype(int)
    ahead = whole[:, :, None] < whole[:, None, :]
    np.testing.assert_array_equal(ahead, fewer[:, :, None] < fewer[:, None, :])


@settings(max_examples=40)
@given(matrices)
def test_whoever_is_ever_first_is_not_dominated(scores: Floats) -> None:
    first = rank_acceptability(scores, draws=300, seed=6).acceptability[:, 0] > 0
    for i in np.flatnonzero(first):
        better_everywhere = (scores > scores[i]).all(axis=1)
        assert not better_everywhere.any()


@settings(max_examples=40)
@given(matrices)
def test_wins_losses_and_ties_of_a_pair_make_up_all_draws(scores: Floats) -> None:
    result = rank_acceptability(scores, draws=200, seed=7)
    for i in range(len(scores)):
        for k in range(len(scores)):
            ties = (result.ranks[:, i] == result.ranks[:, k]).mean()
            assert result.pairwise[i, k] == result.beats(i, k)
            assert result.pairwise[i, k] + result.pairwise[k, i] + ties == pytest.approx(1)


@settings(max_examples=40)
@given(matrices, st.floats(-50, 50))
def test_shifting_all_scores_changes_no_rank(scores: Floats, shift: float) -> None:
    first = rank_acceptability(scores, draws=200, seed=8)
    second = rank_acceptability(scores + shift, draws=200, seed=8)
    np.testing.assert_array_equal(first.ranks, second.ranks)
