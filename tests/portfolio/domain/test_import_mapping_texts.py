"""Mappings as files: what is written says the same when it is read again."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.import_mapping_files import parse_mapping_file
from portfolio.domain.import_mapping_texts import mapping_text
from portfolio.services.import_mappings import LIBRARY

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
values = st.recursive(
    texts | st.booleans() | st.integers(-9, 9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(texts, values, max_size=4))
def test_anything_a_mapping_can_say_comes_back(data: dict[str, Any]) -> None:
    assert parse_mapping_file(mapping_text(data).encode()) == data


@pytest.mark.parametrize("file", sorted(LIBRARY.glob("*.toml")), ids=lambda file: file.stem)
def test_the_mappings_that_ship_come_back(file: Any) -> None:
    data = parse_mapping_file(file.read_bytes())
    assert parse_mapping_file(mapping_text(data).encode()) == data
