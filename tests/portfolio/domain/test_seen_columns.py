"""Columns of a list that was seen: all of them known, or it is any other file."""

import random
from collections import Counter

import pytest

from portfolio.domain.ownership import OwnerRole
from portfolio.domain.seen_columns import (
    TAKEN,
    are_codes,
    field_of,
    seen_columns,
    seen_mapping,
    strange_headings,
)
from portfolio.domain.stages import Stage
from portfolio.domain.use_case_columns import COLUMNS, ColumnKind

ALWAYS = ["Use case", "Id"]


def test_no_two_columns_are_called_the_same() -> None:
    names = Counter(each.name for each in COLUMNS.values() if each.kind is not ColumnKind.PEOPLE)
    assert [name for name, count in names.items() if count > 1] == []


def test_every_choice_of_columns_is_recognised_in_any_order() -> None:
    dice = random.Random(7)
    others = [key for key in COLUMNS if key not in ("code", "title")]
    for _turn in range(200):
        keys = ["code", "title", *dice.sample(others, dice.randint(0, len(others)))]
        dice.shuffle(keys)
        header = [heading for key in keys for heading in COLUMNS[key].headings]
        found = seen_columns(header)
        assert found is not None, header
        people = set(OwnerRole) if "owners" in keys else set()
        assert set(found.keys) == set(TAKEN) & ({*keys} | people)
        assert set(found.left_alone).isdisjoint({COLUMNS[key].name for key in found.keys})
        records = [name for key in keys for name in _names(key)]
        again = seen_columns(records, is_records=True)
        assert again is not None
        assert again.keys == found.keys


def _names(key: str) -> list[str]:
    return [f"owners.{role}" for role in OwnerRole] if key == "owners" else [key]


@pytest.mark.parametrize(
    "header",
    [
        ["Use case", "Domain"],
        ["Id", "Domain"],
        [*ALWAYS, "Remark"],
        [*ALWAYS, ""],
        [*ALWAYS, "Stage", "Stage"],
        [*ALWAYS, "Id"],
        [*ALWAYS, "STAGE"],
        [*ALWAYS, "Owners"],
        [*ALWAYS, *(["Data owner"] * 3)],
        [*ALWAYS, "=Stage"],
        [],
    ],
)
def test_anything_else_is_no_such_list(header: list[str]) -> None:
    assert seen_columns(header) is None


def test_an_owner_may_stand_there_twice() -> None:
    found = seen_columns([*ALWAYS, "Data owner", "Model owner", "Data owner"])
    assert found is not None
    assert found.places["data_owner"] == (2, 4)


def test_names_of_records_belong_to_no_language_and_names_of_columns_to_no_record() -> None:
    assert seen_columns(["code", "title"]) is None
    assert seen_columns(["Id", "Use case"], is_records=True) is None


def test_ids_are_more_than_half_of_what_stands_there() -> None:
    assert are_codes(["UC-001", "new", "uc 7"])
    assert not are_codes(["UC-001", "new"])
    assert are_codes(["UC-99999999999999999999"])


def test_words_are_ours_and_those_of_the_reader() -> None:
    stages = seen_mapping().choices["stage"]
    assert [stages.look_up(each.label) for each in Stage] == [each.value for each in Stage]
    assert (stages.look_up("on_hold"), stages.look_up("Someday")) == ("on_hold", None)


def test_what_keeps_a_file_from_being_such_a_list_is_named() -> None:
    assert strange_headings(["Use case", "Id", "Rank", "Remark", "Hue"]) == ("Remark", "Hue")
    assert strange_headings(["code", "Use case", "owners.data_owner"]) == ()


def test_every_column_fills_a_field_of_its_own() -> None:
    assert len({field_of(key) for key in TAKEN}) == len(TAKEN)
