"""The register of columns, and what an address makes of it."""

import pytest

from portfolio.domain.use_case_columns import COLUMNS, USUAL, choose, moved
from portfolio.selectors.use_case_orders import Order, SortKey


def test_every_column_has_a_key_of_its_own_and_the_usual_ones_exist() -> None:
    assert [key for key, column in COLUMNS.items() if column.key != key] == []
    assert len({column.label for column in COLUMNS.values()}) == len(COLUMNS)
    assert set(USUAL) <= set(COLUMNS)


def test_a_list_sorts_by_every_column_that_says_so_and_by_relevance() -> None:
    sortable = {key for key, column in COLUMNS.items() if column.is_sortable}
    assert {key.value for key in SortKey} == sortable | {"relevance"}
    assert all(str(Order.parse(f"-{key}")) == f"-{key}" for key in sortable)


@pytest.mark.parametrize(
    ("asked", "keys", "unknown"),
    [
        ([], USUAL, ()),
        (["code,title"], ("code", "title"), ()),
        (["code", "title", "code"], ("code", "title"), ()),
        (["stage"], ("title", "stage"), ()),
        (["colour"], USUAL, ("colour",)),
        (["stage, <b>,title,"], ("stage", "title"), ("<b>",)),
        (["domain__path,password"], USUAL, ("domain__path", "password")),
        (["x" * 2_000 + ",stage"], USUAL, ("x" * 1_000,)),
    ],
)
def test_an_address_chooses_columns(
    asked: list[str], keys: tuple[str, ...], unknown: tuple[str, ...]
) -> None:
    chosen = choose(asked)
    assert (chosen.keys, chosen.unknown) == (keys, unknown)
    assert choose([str(chosen)]).keys == keys


def test_a_column_moves_one_place_and_stays_at_the_ends() -> None:
    keys = ("code", "title", "stage")
    assert moved(keys, "title", by=1) == ("code", "stage", "title")
    assert moved(keys, "stage", by=1) == keys
    assert moved(keys, "code", by=-1) == keys
    assert moved(keys, "tier", by=1) == keys
