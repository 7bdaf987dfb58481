"""Packed rows behave as the sequence they hold, whatever its length."""

import pytest

from portal.domain.packed import BLOCK, Packed, Rest

LENGTHS = [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7]


@pytest.mark.parametrize("length", LENGTHS)
def test_it_holds_what_was_put_in_in_order(length: int) -> None:
    items = [(number, f"row {number}") for number in range(length)]
    packed = Packed(items)
    assert len(packed) == length
    assert list(packed) == items
    assert packed == items
    assert packed != [*items, (0, "")]


@pytest.mark.parametrize("skipped", [0, 1, BLOCK, BLOCK + 5, 3 * BLOCK, 9 * BLOCK])
def test_the_rest_begins_after_the_first_items(skipped: int) -> None:
    items = list(range(3 * BLOCK + 7))
    rest = Rest(Packed(items), skipped)
    assert list(rest) == items[skipped:]
    assert len(rest) == len(items[skipped:])
    assert rest == Rest(tuple(items), skipped)


def test_items_are_found_from_either_end() -> None:
    packed = Packed(range(2 * BLOCK + 3))
    assert [packed[place] for place in (0, BLOCK, 2 * BLOCK, -1, -BLOCK)] == [
        *(0, 1_000, 2_000, 2_002, 1_003)
    ]
    assert packed[998:1_002] == (998, 999, 1_000, 1_001)
    assert Rest(packed, 2_000)[1] == 2_001
    for place in (len(packed), -len(packed) - 1):
        with pytest.raises(IndexError):
            packed[place]


def test_a_row_that_is_added_later_comes_last() -> None:
    packed = Packed(["a"])
    packed.extend(["b"] * BLOCK)
    packed.append("c")
    assert (packed[0], packed[-1], len(packed)) == ("a", "c", BLOCK + 2)
