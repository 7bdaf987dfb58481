from datetime import UTC, date, datetime

from portal.demo.calendar import Calendar

WEDNESDAY = datetime(2027, 3, 3, 9, 30, tzinfo=UTC)


def test_days_count_from_today() -> None:
    assert Calendar(WEDNESDAY).day(-3) == date(2027, 2, 28)
    assert Calendar(WEDNESDAY).day(28) == date(2027, 3, 31)


def test_nobody_works_on_a_weekend() -> None:
    calendar = Calendar(WEDNESDAY)

    assert calendar.moment(-4, 10).date() == date(2027, 2, 26)  # a Saturday becomes Friday
    assert calendar.moment(-3, 10).date() == date(2027, 3, 1)  # a Sunday becomes Monday
    days = [calendar.moment(offset, 10).weekday() for offset in range(-21, 0)]
    assert max(days) == 4


def test_days_run_forward() -> None:
    calendar = Calendar(WEDNESDAY)
    days = [calendar.moment(offset, 10).date() for offset in range(-21, 0)]

    assert days == sorted(days)


def test_nothing_happens_after_now() -> None:
    assert Calendar(WEDNESDAY).moment(0, 23) == WEDNESDAY


def test_a_roadmap_starts_on_a_monday() -> None:
    assert Calendar(WEDNESDAY).monday(5) == date(2027, 3, 8)
    assert Calendar(WEDNESDAY).monday(6) == date(2027, 3, 15)
