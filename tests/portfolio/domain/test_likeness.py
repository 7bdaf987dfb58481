"""How alike two use cases read, told by words."""

import pytest

from portfolio.domain.likeness import (
    LIKELY_SAME,
    LOOK,
    Band,
    Boilerplate,
    Text,
    band,
    blend,
    most_alike,
    shared_words,
)

SLOTS = Text(
    1, "Dynamic delivery slots", "Customers choose an hour, and vans drive half empty less."
)
RAIL = Text(2, "Rail damage seen from the train", "Cracks are found before they break.")
INVOICES = Text(3, "Supplier invoices matched without typing", "Clerks only see what differs.")
REGISTER = (SLOTS, RAIL, INVOICES)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Dynamic delivery slots", 1),
        ("dynmic delivry slot", 1),
        ("Delivery slots that are dynamic", 1),
        ("RAIL DAMAGE", 2),
        ("Matching invoices of suppliers", 3),
    ],
)
def test_a_name_is_known_again_with_typos_and_in_other_words(typed: str, found: int) -> None:
    pairs = most_alike(Text(0, typed), REGISTER, floor=0.3)
    assert pairs[0].second == found


def test_something_else_finds_nothing() -> None:
    assert most_alike(Text(0, "Fall risk on geriatric wards"), REGISTER) == []


def test_the_same_again_is_likely_the_same_and_says_why() -> None:
    (pair,) = most_alike(Text(0, SLOTS.name, SLOTS.purpose), REGISTER)
    assert pair.score == 1.0
    assert pair.band is Band.LIKELY_SAME
    assert pair.name_words == ("delivery", "dynamic", "slots")
    assert pair.purpose_words[0] == "choose"


def test_a_purpose_weighs_as_much_as_the_name() -> None:
    (pair,) = most_alike(Text(0, SLOTS.name, "Customers choose a colour; nobody waits."), REGISTER)
    assert pair.name_score == 1.0
    assert LOOK <= pair.score < LIKELY_SAME
    assert pair.score == pytest.approx(0.5 + 0.5 * pair.purpose_score, abs=1e-4)


def test_names_alone_never_make_two_likely_the_same() -> None:
    assert band(blend(1.0, None)) is Band.LOOK
    assert band(blend(None, 1.0)) is Band.LOOK


def test_words_spelt_alike_are_told_as_such() -> None:
    rarity = {"forecast": 2.0, "demand": 1.5}
    found = shared_words(["demand", "forcast"], ["forecast", "demand"], rarity)
    assert found == ("demand", "forcast ~ forecast")
    assert shared_words(["lexis"], ["lexisnexis"], {}) == ("lexis ~ lexisnexis",)


def test_a_phrase_that_many_entries_share_is_left_out_of_their_purposes() -> None:
    phrase = "Reduces cost and improves quality"
    texts = [Text(n, f"Thing {n}", f"{phrase} of part number {n} here") for n in range(1, 9)]
    common = Boilerplate.of(texts)
    assert common.telling_purpose(f"Trucks wait. {phrase}") == []
    assert common.telling_purpose(f"{phrase}. Trucks wait less") == ["trucks", "wait", "less"]


def test_copies_of_one_entry_make_nothing_common() -> None:
    texts = [Text(n, "Yard plan", "Trucks wait less at the gate") for n in range(1, 9)]
    assert Boilerplate.of(texts).phrases == frozenset()


def test_a_name_that_many_entries_bear_tells_nothing() -> None:
    texts = [Text(n, "Chatbot", f"Purpose {n}") for n in range(1, 8)]
    common = Boilerplate.of([*texts, Text(9, "Yard plan")])
    assert common.telling_name("ChatBot") == []
    assert common.telling_name("Yard plan") == ["yard", "plan"]
