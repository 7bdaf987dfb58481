"""Editions: stored and read back unchanged, compared, summed up, and their weak places named."""

import json
from dataclasses import replace

import pytest

from assessments.domain.snapshots import SnapshotUnreadable
from portfolio.domain.buckets import Bucket
from portfolio.domain.criteria import Axis
from portfolio.domain.edition_changes import changes_since
from portfolio.domain.edition_risks import plan_risks
from portfolio.domain.edition_summary import summarise, total, unlocked_by
from portfolio.domain.editions import (
    SCHEMA,
    Edition,
    EditionCriterion,
    EditionItem,
    EditionLeftOut,
    EditionMethod,
    EditionOwner,
    EditionUseCase,
    EditionWave,
    Plan,
    edition_from_data,
    edition_to_data,
)
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.priority import Quadrant
from portfolio.domain.stages import Stage
from portfolio.domain.waves import ItemKind

OWNED = tuple(EditionOwner(role, "Ines Okafor") for role in OwnerRole)


def use_case(key: str, **fields: object) -> EditionItem:
    defaults: dict[str, object] = {
        "key": key,
        "kind": ItemKind.USE_CASE,
        "code": "UC-001",
        "title": key.capitalize(),
        "domain": "Freight",
        "bucket": Bucket.EFFICIENCY,
        "stage": Stage.ASSESSED,
        "tier": 2,
        "priority": 70.0,
        "effort": 10,
        "cost": 100_000.0,
        "benefit": 240_000.0,
        "is_pinned": False,
        "owners": OWNED,
        "needs": (),
    }
    return EditionItem(**(defaults | fields))  # type: ignore[arg-type]


def action(key: str, **fields: object) -> EditionItem:
    defaults: dict[str, object] = {
        "kind": ItemKind.FOUNDATION_ACTION,
        "code": "",
        "bucket": None,
        "stage": None,
        "tier": None,
        "priority": None,
        "benefit": None,
        "owners": (),
        "effort": 6,
        "cost": 60_000.0,
    }
    return use_case(key, **(defaults | fields))


def wave(number: int, *items: EditionItem) -> EditionWave:
    starts = ("2027-01-04", "2027-04-05", "2027-07-05")[number - 1]
    ends = ("2027-04-04", "2027-07-04", "2027-10-03")[number - 1]
    return EditionWave(number, starts, ends, 20, sum(item.effort for item in items), items)


def make_plan(*waves: EditionWave, **fields: object) -> Plan:
    defaults: dict[str, object] = {
        "starts_on": "2027-01-04",
        "wave_weeks": 13,
        "capacity": 20,
        "left_out": (),
        "done": (),
        "use_case_count": 41,
        "action_count": 14,
    }
    return Plan(waves=waves, **(defaults | fields))  # type: ignore[arg-type]


CATALOGUE = action("catalogue")
SLOTS = use_case("slots", needs=("catalogue",), priority=90.0)
REORDER = use_case("reorder", needs=("slots",), priority=80.0)
CLAIMS = use_case("claims")
PLAN = make_plan(wave(1, CATALOGUE, CLAIMS), wave(2, SLOTS), wave(3, REORDER))


def make_edition(plan: Plan = PLAN, number: int = 1) -> Edition:
    ranked = EditionUseCase(
        *("slots", "UC-001", "Slots", "Freight", Bucket.EFFICIENCY, Stage.ASSESSED, 2),
        *(90.0, 80.0, 70.0, 79.4, Quadrant.DO_NOW, 2, 1, 4, True, False, None),
    )
    method = EditionMethod(
        "Value", 3, 0.5, 55.0, 55.0, (EditionCriterion("Urgency", Axis.VALUE, 1.0),), ""
    )
    return Edition(
        *(SCHEMA, "Harbour", "Harbour", "Roadmap", "AI roadmap", "", number, "2026-11-20"),
        *("Lena Cole", "EUR", summarise(plan, currency="EUR"), plan, (ranked,), 2),
        *(None, (), method, None),
    )


def test_an_edition_comes_back_from_json_as_it_was_written() -> None:
    edition = make_edition()
    assert edition_from_data(json.loads(json.dumps(edition_to_data(edition)))) == edition


def test_an_edition_of_another_schema_is_refused() -> None:
    data = edition_to_data(make_edition()) | {"schema": 2}
    with pytest.raises(SnapshotUnreadable, match="has schema 2; this version reads 1"):
        edition_from_data(data)


def test_a_field_that_is_missing_is_named() -> None:
    data = edition_to_data(make_edition())
    del data["currency"]
    with pytest.raises(SnapshotUnreadable, match=r"Edition\.currency"):
        edition_from_data(data)


def test_a_rank_is_written_as_the_range_it_may_lie_in() -> None:
    [row] = make_edition().use_cases
    assert row.rank_label == "1–4"
    assert replace(row, rank_low=2, rank_high=2).rank_label == "2"
    assert replace(row, rank=None).rank_label == "–"


def test_what_entered_left_and_moved_is_told() -> None:
    before = make_edition()
    after = make_plan(
        wave(1, CLAIMS, use_case("yard")),
        wave(2),
        wave(3, SLOTS),
        done=(CATALOGUE,),
        left_out=(EditionLeftOut(REORDER, "Wave 3 is full."),),
    )
    found = changes_since(before, after)
    assert [(c.key, c.words) for c in found.entered] == [("yard", "wave 1")]
    assert [(c.key, c.words) for c in found.left] == [
        ("catalogue", "done"),
        ("reorder", "below the cut line. Wave 3 is full."),
    ]
    assert [(c.key, c.words) for c in found.moved] == [("slots", "from wave 2 to wave 3")]
    assert found.count == 4


def test_nothing_changed_is_nothing_told() -> None:
    assert changes_since(make_edition(), PLAN).count == 0


def test_the_message_counts_weighs_and_names_the_foundations() -> None:
    assert summarise(PLAN, currency="EUR").message == (
        "Three use cases and one foundation action start in three waves. "
        "They cost €360k and are planned to bring €720k a year. "
        "38% of the first wave goes into foundations, because two use cases wait for them."
    )


def test_the_four_numbers_say_what_was_not_estimated() -> None:
    figures = summarise(PLAN, currency="EUR").figures
    assert [(f.value, f.note) for f in figures] == [
        ("€720k", "all estimated"),
        ("€360k", "of it €60k foundations"),
        ("3 + 1", "from 41 and 14"),
        ("6 months", "on planned value"),
    ]
    unknown = make_plan(wave(1, use_case("a", cost=None, benefit=None), CLAIMS))
    assert [(f.value, f.note) for f in summarise(unknown, currency="EUR").figures] == [
        ("€240k", "estimated for 1 of 2"),
        ("€100k", "estimated for 1 of 2"),
        ("2 + 0", "from 41 and 14"),
        ("20", "of 20 there are"),
    ]


def test_what_is_asked_for_names_date_and_cost_of_delay() -> None:
    asks = summarise(PLAN, currency="EUR").asks
    assert [(ask.what, ask.why) for ask in asks] == [
        (
            "Release €160k and 16 person-weeks for wave 1 by 4 January 2027.",
            "Each month later puts off €60k of planned value.",
        ),
        (
            "Fund “Catalogue” with €60k by 4 January 2027.",
            "“Slots” and “Reorder” wait for it, €480k of planned value a year.",
        ),
    ]


def test_a_missing_owner_and_the_cut_line_are_asked_about() -> None:
    vacant = (EditionOwner(OwnerRole.DATA_OWNER, ""),)
    plan = make_plan(
        wave(1, use_case("claims", owners=vacant)),
        left_out=(EditionLeftOut(REORDER, "Wave 1 is full."),),
    )
    asks = summarise(plan, currency="EUR").asks
    assert [ask.what for ask in asks[1:]] == [
        "Name a data owner for “Claims” by 4 January 2027.",
        "Accept that “Reorder” stays out of this plan.",
    ]
    gone = (*vacant, EditionOwner(OwnerRole.MODEL_OWNER, "Bo Lindqvist", has_left=True))
    both = make_plan(wave(1, use_case("claims", owners=gone)))
    assert summarise(both, currency="EUR").asks[1].what == (
        "Name the two missing owners by 4 January 2027."
    )


def test_unlocking_reaches_through_others() -> None:
    assert [item.key for item in unlocked_by("catalogue", PLAN)] == ["slots", "reorder"]
    assert unlocked_by("claims", PLAN) == ()
    assert total([]) is None


def test_nothing_waits_for_what_is_done() -> None:
    finished = make_plan(wave(1, CLAIMS), wave(2, SLOTS), wave(3, REORDER), done=(CATALOGUE,))
    assert unlocked_by("catalogue", finished) == ()
    through = replace(PLAN, done=(SLOTS,))
    assert unlocked_by("catalogue", through) == ()
    said = summarise(finished, currency="EUR")
    assert "wait" not in said.message
    assert not any("wait" in ask.why or "Catalogue" in ask.what for ask in said.asks)


def test_the_weak_places_of_a_plan_are_named() -> None:
    plan = replace(PLAN, left_out=(EditionLeftOut(use_case("chat", effort=25), "Too large."),))
    assert [(risk.when, risk.then) for risk in plan_risks(plan, currency="EUR")] == [
        (
            "“Catalogue” slips by a wave",
            "“Slots” and “Reorder” move with it: €480k of planned value a year",
        ),
        (
            "Wave 1 has four person-weeks to spare",
            "“Claims” is the first to move when something takes longer",
        ),
        (
            "One wave gets 15 more person-weeks",
            "“Chat” could come in: it is the first below the cut line",
        ),
    ]
