"""Bodies of requests are read to a bounded depth, whatever they are sent to."""

import io

import pytest
from rest_framework.exceptions import ParseError

from portal.api.parsers import MOST_NESTED, BoundedJSONParser, is_deeper


def nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


def test_as_deep_as_yaml_may_be_is_read() -> None:
    assert BoundedJSONParser().parse(io.BytesIO(nested(MOST_NESTED))) is not None


@pytest.mark.parametrize("depth", [MOST_NESTED + 1, 5_000, 1_000_000])
def test_anything_deeper_is_refused(depth: int) -> None:
    with pytest.raises(ParseError, match="More than 50 lists or groups"):
        BoundedJSONParser().parse(io.BytesIO(nested(depth)))


def test_depth_counts_lists_and_groups_alike() -> None:
    assert not is_deeper({"a": [{"b": 1}, 2]}, 3)
    assert is_deeper({"a": [{"b": 1}, 2]}, 2)
    assert not is_deeper("text", 1)
