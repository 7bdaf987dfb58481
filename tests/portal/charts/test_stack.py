"""The stack picture: how layers are laid out, and that lengths, caps and words say the levels."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.charts import stack, stack_small
from portal.charts.stack_layout import StackKind, arrange, capped_runs
from portal.charts.stack_words import legend, table
from portal.charts.svg import Medium
from portal.domain.chart_specs.figures import NO_TARGET, NOT_ASKED
from portal.domain.chart_specs.levels import LevelScale
from portal.domain.chart_specs.stack import StackLayer
from tests.portal.charts.specs import SCALE, find, make_layer, make_stack, read, texts, words


def keys(layers: tuple[StackLayer, ...]) -> list[str]:
    return [layer.key for layer in layers]


def test_two_branches_on_one_base_stand_left_and_right_of_a_spine() -> None:
    layout = arrange(make_stack().layers)
    assert layout.kind is StackKind.SPINE
    assert keys(layout.base) == ["governance"]
    assert [keys(branch) for branch in layout.branches] == [
        ["strategy", "people"],
        ["data", "engineering"],
    ]
    assert layout.height == 3


def test_layers_that_stand_on_each_other_in_turn_are_a_chain() -> None:
    layers = (
        make_layer("a", 3),
        make_layer("b", 2, stands_on=("a",)),
        make_layer("c", 1, stands_on=("b",)),
    )
    layout = arrange(layers)
    assert (layout.kind, keys(layout.base)) == (StackKind.CHAIN, ["a"])
    assert [keys(branch) for branch in layout.branches] == [["b", "c"]]


def test_three_branches_are_towers() -> None:
    layers = (make_layer("a", 3), *(make_layer(key, 2, stands_on=("a",)) for key in "bcd"))
    layout = arrange(layers)
    assert (layout.kind, len(layout.branches)) == (StackKind.TOWERS, 3)


def test_a_fork_further_up_shares_everything_below_it_as_base() -> None:
    layers = (
        make_layer("a", 3),
        make_layer("b", 3, stands_on=("a",)),
        make_layer("c", 3, stands_on=("b",)),
        make_layer("d", 3, stands_on=("b",)),
    )
    layout = arrange(layers)
    assert (layout.kind, keys(layout.base)) == (StackKind.SPINE, ["a", "b"])


def test_layers_that_stand_on_nothing_are_a_list_and_one_alone_is_a_chain() -> None:
    assert arrange((make_layer("a", 3), make_layer("b", 2))).kind is StackKind.LIST
    assert arrange((make_layer("a", 3),)).kind is StackKind.CHAIN


def test_a_layer_that_stands_on_something_unknown_stands_on_the_ground() -> None:
    layers = (make_layer("a", 3, stands_on=("gone",)), make_layer("b", 2, stands_on=("a",)))
    assert arrange(layers).kind is StackKind.CHAIN


def test_an_upright_rises_from_the_layer_that_caps_to_the_highest_it_presses() -> None:
    column = (
        make_layer("a", 2.0),
        make_layer("b", 3.0, 2.0, capped_by="a"),
        make_layer("c", 4.0, 2.0, capped_by="a"),
        make_layer("d", 1.0),
    )
    assert capped_runs(column) == [(0, 2, 2.0)]


def test_a_slab_is_as_long_as_its_effective_level_and_the_overhang_as_the_rest() -> None:
    drawing = stack.draw(make_stack())
    unit = 92.0
    lengths = sorted(
        float(each.get("width", "")) / unit for each in find(drawing, "rect", "f-slab")
    )
    assert lengths == pytest.approx([2.1, 2.1, 2.5, 2.8], abs=0.01)
    (base,) = find(drawing, "rect", "f-slabb")
    assert float(base.get("width", "")) / unit == pytest.approx(5.6, abs=0.01)
    overhangs = sorted(
        float(each.get("width", "")) / unit for each in find(drawing, "rect", "f-bads")
    )
    assert overhangs == pytest.approx([0.3, 1.1], abs=0.01)


def test_raw_and_effective_are_both_written_and_the_cap_is_named() -> None:
    said = words(stack.draw(make_stack()))
    assert "Raw 3.2, can be relied on to 2.1" in said
    assert "Data presses 1.1 off it" in said
    assert "Raw 2.5, holds fully" in said
    assert "0.5 short of target" in said
    assert said.count("target 3.0") == 2


def test_an_upright_stands_at_the_edge_of_the_layer_that_caps() -> None:
    drawing = stack.draw(make_stack())
    uprights = {
        (float(line.get("x1", "")) - 560) / 92
        for line in find(drawing, "line", "s-bad")
        if line.get("stroke-width") == "3" and line.get("x1") == line.get("x2")
    }
    assert sorted(uprights) == pytest.approx([-2.8, 2.1], abs=0.01)


def test_the_thread_runs_in_front_behind_and_in_front_again() -> None:
    pieces = find(stack.draw(make_stack()), "line", "s-thread")
    spans = [(float(line.get("y1", "")), float(line.get("y2", ""))) for line in pieces]
    assert spans == [(18, 134), (220, 312)]


def test_a_layer_that_was_not_asked_is_dashed_and_never_level_one() -> None:
    spec = make_stack(
        make_layer("a", 3.0),
        StackLayer("b", "Retrieval", NOT_ASKED, NOT_ASKED, stands_on=("a",)),
    )
    for medium in (Medium.WIDE, Medium.NARROW, Medium.REPORT):
        drawing = stack.draw(spec, medium)
        assert "not asked" in words(drawing)
        assert not {"1.0", "0.0"} & set(words(drawing))
    assert [cell.text for cell in table(spec).rows[1]] == [
        "Retrieval", "A", "not asked", "not asked", "–", "3.0", "–",
    ]  # fmt: skip


@pytest.mark.parametrize("medium", [Medium.NARROW, Medium.REPORT])
@pytest.mark.parametrize("raw", [2.0, 2.4, 2.7, 2.9, 3.0])
def test_the_line_of_the_target_runs_through_no_raw_level(medium: Medium, raw: float) -> None:
    drawing = stack.draw(make_stack(make_layer("a", raw)), medium)
    (line,) = [each for each in find(drawing, "line", "s-ink") if each.get("stroke-dasharray")]
    (label,) = [each for each in texts(drawing) if each.words.startswith("raw")]
    x = float(line.get("x1", ""))
    assert x < label.box.left or label.box.right < x


def test_no_target_draws_no_dotted_line() -> None:
    drawing = stack.draw(make_stack(target=NO_TARGET))
    assert 'stroke-dasharray="2 4"' not in drawing
    assert not [word for word in words(drawing) if word.startswith("target")]


def test_towers_repeat_the_base_they_share() -> None:
    layers = (make_layer("a", 3), *(make_layer(key, 2, stands_on=("a",)) for key in "bcd"))
    drawing = stack.draw(make_stack(*layers))
    assert len(find(drawing, "rect", "f-slabb")) == 3
    narrow = stack.draw(make_stack(*layers), Medium.NARROW)
    assert len(find(narrow, "rect", "f-slabb")) == 1
    assert "Base of all" in words(narrow)


def test_phones_and_the_pdf_read_from_the_top_of_each_side_down_to_the_base() -> None:
    said = words(stack.draw(make_stack(), Medium.REPORT))
    order = [
        word for word in said if word in {"People", "Strategy", "Engineering", "Data", "Governance"}
    ]
    assert order == ["People", "Strategy", "Engineering", "Data", "Governance"]
    assert {"Strategy side", "Data side", "Base of both", "raw 3.2"} <= set(said)


@pytest.mark.parametrize("medium", [Medium.PAGE, Medium.REPORT])
def test_the_small_picture_writes_each_effective_level(medium: Medium) -> None:
    said = words(stack_small.draw(make_stack(), medium))
    assert sorted(word for word in said if "." in word) == ["2.1", "2.1", "2.5", "2.8", "2.8"]


MATURITY = LevelScale(0, 3, ("none", "initial", "defined", "optimised"))
MET = LevelScale(0, 1, ("not met", "met"))
FROM_THREE = LevelScale(3, 6, ("a", "b", "c", "d"))
BELOW_ZERO = LevelScale(-2, 2, ("a", "b", "c", "d", "e"))
LISTED = (make_layer("a", 3.0), make_layer("b", 1.0))


def axis(drawing: str) -> list[str]:
    return [word for word in words(drawing) if word.lstrip("-").isdigit()]


@pytest.mark.parametrize(
    ("scale", "marked"),
    [
        (MATURITY, ["0", "1", "2", "3"]),
        (MET, ["0", "1"]),
        (FROM_THREE, ["2", "3", "4", "5", "6"]),
        (BELOW_ZERO, ["-2", "-1", "0", "1", "2"]),
    ],
)
def test_the_axis_runs_over_the_scale_that_was_asked_on(
    scale: LevelScale, marked: list[str]
) -> None:
    top = float(scale.highest)
    chain = (make_layer("a", top), make_layer("b", top, stands_on=("a",)))
    for layers in (chain, (make_layer("a", top), make_layer("b", top))):
        spec = make_stack(*layers, target=top, scale=scale)
        for medium in (Medium.WIDE, Medium.NARROW, Medium.REPORT):
            drawn = stack.draw(spec, medium)
            assert sorted(axis(drawn), key=int) == marked, medium


def test_names_stand_under_the_levels_they_name() -> None:
    spec = make_stack(make_layer("a", 3.0), scale=MATURITY)
    at = {each.words: each.box for each in texts(stack.draw(spec))}
    for level, name in ((1, "initial"), (2, "defined"), (3, "optimised")):
        middle = (at[name].left + at[name].right) / 2
        assert middle == pytest.approx((at[str(level)].left + at[str(level)].right) / 2, abs=1)
    assert "none" not in at


@pytest.mark.parametrize(("scale", "share"), [(MATURITY, 2 / 3), (MET, 2.0), (SCALE, 0.4)])
def test_two_levels_are_as_long_as_their_share_of_the_scale(
    scale: LevelScale, share: float
) -> None:
    spec = make_stack(make_layer("a", 2.0), make_layer("b", 1.0), target=NO_TARGET, scale=scale)
    slab = max(float(each.get("width", "")) for each in find(stack.draw(spec), "rect", "f-slab"))
    assert slab / (1120 - 66) == pytest.approx(share, abs=0.001)


def test_nought_is_a_level_that_can_be_seen_and_no_missing_one() -> None:
    for base in (("a",), ()):
        layers = (
            make_layer("a", 3.0),
            make_layer("b", 0.0, stands_on=base),
            StackLayer("c", "C", NOT_ASKED, NOT_ASKED, stands_on=base),
        )
        spec = make_stack(*layers, target=2.0, scale=MATURITY)
        for medium in (Medium.WIDE, Medium.NARROW):
            drawing = stack.draw(spec, medium)
            assert min(float(each.get("width", "")) for each in find(drawing, "rect", "f-slab")) > 2
            assert drawing.count('stroke-dasharray="2 3"') == 1


def test_the_small_picture_is_measured_on_the_scale() -> None:
    spec = make_stack(*LISTED, target=NO_TARGET, scale=MATURITY)
    slabs = [
        float(each.get("width", "")) for each in find(stack_small.draw(spec), "rect", "f-slab")
    ]
    assert max(slabs) == pytest.approx(252 - 96 - 32, abs=0.1)
    assert min(slabs) == pytest.approx((252 - 96 - 32) / 3, abs=0.1)


@pytest.mark.parametrize("held", [0.1, 0.15, 0.2, 0.25, 0.3, 0.5])
def test_a_title_that_fits_no_slab_stands_beside_it(held: float) -> None:
    layers = (
        make_layer("policy", 0.5),
        make_layer("risks", held, stands_on=("policy",)),
        make_layer("operation", 1.0, held, capped_by="risks", stands_on=("risks",)),
        make_layer("people", 0.5, stands_on=("policy",)),
    )
    said = words(stack.draw(make_stack(*layers, target=1.0, scale=MET)))
    assert {"Policy", "Risks", "Operation", "People"} <= set(said)


SCALES = st.sampled_from([SCALE, MATURITY, MET, FROM_THREE, BELOW_ZERO])
SHARES = st.floats(0, 1)


@settings(max_examples=60, deadline=None)
@given(SCALES, st.lists(st.tuples(SHARES, SHARES), min_size=5, max_size=5), SHARES)
def test_nothing_leaves_the_picture_whatever_the_scale_and_the_levels(
    scale: LevelScale, shares: list[tuple[float, float]], aim: float
) -> None:
    def level(share: float) -> float:
        return round(scale.lowest + share * (scale.highest - scale.lowest), 1)

    levels, target = [(level(low), level(high)) for low, high in shares], level(aim)
    given_layers = make_stack().layers
    layers = tuple(
        StackLayer(
            layer.key, layer.title, max(pair), min(pair), layer.capped_by or "governance",
            layer.stands_on,
        )
        for layer, pair in zip(given_layers, levels, strict=True)
    )  # fmt: skip
    spec = make_stack(*layers, target=target, scale=scale)
    for medium in (Medium.WIDE, Medium.NARROW):
        drawing = stack.draw(spec, medium)
        width = float(read(drawing).get("width", ""))
        for each in texts(drawing):
            assert each.box.left >= 0, each.words
            assert each.box.right <= width + 0.5, each.words


def test_the_table_names_cap_and_gap() -> None:
    rows = {row[0].text: [cell.text for cell in row[1:]] for row in table(make_stack()).rows}
    assert rows["Engineering"] == ["Data", "3.2", "2.1", "Data", "3.0", "0.9"]
    assert rows["Data"] == ["Governance", "2.1", "2.1", "–", "3.0", "0.9"]


def test_the_legend_explains_only_what_is_drawn() -> None:
    assert len(legend(make_stack())) == 4
    assert [item.words for item in legend(make_stack(make_layer("a", 3.0), target=NO_TARGET))] == [
        "Effective: can be relied on"
    ]
