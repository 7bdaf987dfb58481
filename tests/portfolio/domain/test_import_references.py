import random

from hypothesis import given
from hypothesis import strategies as st

from portfolio.domain.import_references import Named, references

NAMED = st.builds(
    Named,
    st.tuples(st.sampled_from(["Freight", "Retail"]), st.sampled_from(["Chatbot", "Yard plan"])),
    st.tuples(st.text(alphabet="ab?", max_size=2), st.text(alphabet="xy", max_size=2)),
)


@given(st.lists(NAMED, max_size=12), st.randoms())
def test_references_are_unique_and_do_not_depend_on_the_order_of_rows(
    rows: list[Named], dice: random.Random
) -> None:
    before = references(rows)
    assert len(set(before)) == len(rows)
    shuffled = list(rows)
    dice.shuffle(shuffled)
    pairs = sorted(zip(before, rows, strict=True), key=str)
    assert sorted(zip(references(shuffled), shuffled, strict=True), key=str) == pairs


def test_spelling_and_punctuation_do_not_change_a_reference() -> None:
    rows = [Named(("Retail", "Chat-Bot."), ()), Named(("RETAIL ", "chat bot"), ())]
    assert references(rows[:1]) == references(rows[1:])


def test_the_known_value_of_a_reference_stays_for_ever() -> None:
    assert references([Named(("Freight", "Yard plan"), ())]) == ["7dfca71bf01db345"]


def test_other_parts_give_another_reference() -> None:
    rows = [
        Named(("Freight", "Plan"), ()),
        Named(("Retail", "Plan"), ()),
        Named(("Freight Plan",), ()),
    ]
    assert len(set(references(rows))) == 3


def test_rows_of_one_name_are_numbered_by_what_tells_them_apart() -> None:
    rows = [Named(("a",), ("z",)), Named(("a",), ("k",)), Named(("a",), ("m",))]
    bare = references([Named(("a",), ("",))])[0]
    assert references(rows) == [f"{bare}-3", bare, f"{bare}-2"]


def test_a_row_added_at_the_end_leaves_the_others_alone() -> None:
    rows = [Named(("a",), ("k",)), Named(("a",), ("m",))]
    assert references([*rows, Named(("a",), ("z",))])[:2] == references(rows)
