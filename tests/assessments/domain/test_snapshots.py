"""Frozen values become plain data and come back the same, or a sentence says where they do not."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from assessments.domain.answers import Missing, NotScored
from assessments.domain.figures import Figure
from assessments.domain.snapshots import SnapshotUnreadable, from_plain, to_plain
from assessments.domain.traces import Coverage


@dataclass(frozen=True, slots=True)
class Sample:
    figure: Figure
    cap: str | None
    parts: tuple[Coverage, ...]
    why: Missing
    share: float
    count: int
    done: bool


SAMPLE = Sample(
    NotScored(Missing.DONT_KNOW),
    None,
    (Coverage(1, 2, 3),),
    Missing.INCOMPLETE,
    2.0,
    3,
    done=True,
)


def test_a_value_survives_a_round_through_json() -> None:
    assert from_plain(Sample, json.loads(json.dumps(to_plain(SAMPLE)))) == SAMPLE


def test_a_missing_score_is_written_so_that_nobody_takes_it_for_a_number() -> None:
    data: Any = to_plain(SAMPLE)
    assert data["figure"] == {"not_scored": "dont_know"}


def test_a_whole_float_that_lost_its_point_is_a_float_again() -> None:
    data: Any = to_plain(SAMPLE)
    read = from_plain(Sample, {**data, "share": 2, "figure": 3})
    assert (read.share, read.figure) == (2.0, 3.0)
    assert isinstance(read.share, float)
    assert isinstance(read.figure, float)


def test_fields_of_a_later_version_are_passed_over() -> None:
    data: Any = to_plain(SAMPLE)
    assert from_plain(Sample, {**data, "later": 1}) == SAMPLE


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"figure": "high"}, "Sample.figure"),
        ({"figure": {"not_scored": "lost"}}, "Sample.figure"),
        ({"cap": 3}, "Sample.cap"),
        ({"parts": "abc"}, "Sample.parts"),
        ({"parts": [{"answered": 1, "applicable": 2}]}, r"Sample.parts\[0\].total"),
        ({"parts": [None]}, r"Sample.parts\[0\]"),
        ({"why": "because"}, "Sample.why"),
        ({"share": True}, "Sample.share"),
        ({"count": 2.5}, "Sample.count"),
        ({"count": True}, "Sample.count"),
        ({"done": 1}, "Sample.done"),
    ],
)
def test_what_cannot_be_read_is_named(change: dict[str, Any], path: str) -> None:
    data: Any = to_plain(SAMPLE)
    with pytest.raises(SnapshotUnreadable, match=f"cannot be read at {path}\\.$"):
        from_plain(Sample, data | change)


def test_a_value_without_a_plain_form_is_refused() -> None:
    with pytest.raises(TypeError, match="set has no plain form"):
        to_plain({1, 2})
