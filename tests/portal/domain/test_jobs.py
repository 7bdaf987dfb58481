"""The pauses between attempts, and progress that never lies."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.jobs import MAX_ATTEMPTS, back_off, percent

ATTEMPTS = st.integers(1, MAX_ATTEMPTS)
JITTER = st.floats(0, 1, exclude_max=True)


@given(ATTEMPTS, JITTER, JITTER)
def test_every_pause_is_longer_than_the_one_before_whatever_the_jitter(
    attempts: int, one: float, other: float
) -> None:
    assert back_off(attempts + 1, jitter=one) > back_off(attempts, jitter=other)


@given(ATTEMPTS, JITTER)
def test_jitter_adds_less_than_half_of_the_pause(attempts: int, jitter: float) -> None:
    pause = back_off(attempts)
    assert pause <= back_off(attempts, jitter=jitter) <= pause * 1.5


def test_all_pauses_together_take_minutes_not_hours() -> None:
    pauses = [back_off(n, jitter=0.999) for n in range(1, MAX_ATTEMPTS)]
    assert sum(pauses, timedelta()) < timedelta(minutes=5)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_progress_is_a_percentage_that_is_full_only_at_the_end(done: int, total: int) -> None:
    shown = percent(done, total)
    assert 0 <= shown <= 100
    assert (shown == 100) is (0 < total <= done)
