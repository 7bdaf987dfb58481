"""Labels get room or are dropped; they never overlap."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.charts import matrix
from portal.charts.labels import Room, Wanted
from portal.charts.svg import Anchor, Box, Medium
from portal.domain.chart_specs.figures import BucketMark
from tests.portal.charts.specs import make_matrix, make_point, texts

SCORES = st.floats(0, 100)
POINTS = st.lists(
    st.builds(
        lambda bucket, value, feasibility, discount, cost, name: {
            "bucket": bucket,
            "value": value,
            "feasibility": feasibility,
            "raw_feasibility": min(feasibility + discount, 100),
            "cost": cost,
            "name": name,
        },
        st.sampled_from(BucketMark),
        SCORES,
        SCORES,
        st.floats(0, 40),
        st.floats(0, 5000),
        st.text(st.characters(min_codepoint=65, max_codepoint=122), min_size=1, max_size=30),
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(POINTS, st.sampled_from([Medium.WIDE, Medium.NARROW, Medium.REPORT]))
def test_no_two_texts_of_a_matrix_ever_overlap(
    drawn: list[dict[str, object]], medium: Medium
) -> None:
    points = [make_point(str(place), **values) for place, values in enumerate(drawn)]
    spec = make_matrix(*points, selected="0")
    written = texts(matrix.draw(spec, medium))
    for one, other in combinations(written, 2):
        assert not shrunk(one.box).meets(shrunk(other.box)), (one.words, other.words)


def shrunk(box: Box) -> Box:
    # Coordinates are written with one decimal, so boxes may be off by as much.
    return Box(box.left + 0.1, box.top + 0.1, box.right - 0.1, box.bottom - 0.1)


def test_a_label_stands_right_of_its_mark_where_it_can() -> None:
    placed = Room(Box(0, 0, 200, 100)).place(Wanted("Label", Box(90, 40, 110, 60)))
    assert placed is not None
    assert (placed.anchor, placed.x, placed.y) == (Anchor.START, 116, 54)


def test_a_label_goes_left_then_above_then_below() -> None:
    mark = Box(90, 40, 110, 60)
    right, left, above = Box(110, 38, 200, 62), Box(0, 38, 90, 62), Box(0, 0, 200, 40)
    anchors = []
    taken: list[Box] = []
    for obstacle in (right, left, above):
        taken.append(obstacle)
        placed = Room(Box(0, 0, 200, 100), taken).place(Wanted("Label", mark))
        assert placed is not None
        anchors.append((placed.anchor, placed.y > 60))
    assert anchors == [(Anchor.END, False), (Anchor.MIDDLE, False), (Anchor.MIDDLE, True)]


def test_a_label_without_room_is_dropped() -> None:
    assert Room(Box(0, 0, 40, 20)).place(Wanted("Too long for this", Box(0, 0, 20, 20))) is None


def test_a_label_that_would_have_to_cross_a_line_is_dropped() -> None:
    mark, line = Box(90, 40, 110, 60), Box(130, 0, 132, 100)
    free = Room(Box(0, 0, 200, 100), lines=[line]).place(Wanted("Label", mark))
    tight = Room(Box(90, 40, 200, 60), lines=[line]).place(Wanted("Label", mark))
    assert free is not None
    assert free.anchor is Anchor.END
    assert tight is None
