"""Somebody who is asked about some layers is asked their questions and no others."""

import pytest

from assessments.domain.parts import part_of
from tests.assessments.builders import KEYS, small_framework


@pytest.mark.parametrize(
    ("layers", "part"),
    [
        ([], KEYS),
        (["people"], ("skills",)),
        (["mlops", "data"], ("catalogue", "lineage", "testing")),
        (["telepathy"], ()),
        (["telepathy", "people"], ("skills",)),
    ],
)
def test_a_part_is_the_questions_of_its_layers_in_their_order(
    layers: list[str], part: tuple[str, ...]
) -> None:
    assert part_of(small_framework(), layers) == part
