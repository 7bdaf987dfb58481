"""Names of the roadmap: inside their bar where they fit, otherwise beside it."""

from dataclasses import dataclass

from portal.charts import svg
from portal.charts.palette import INK_3, Tone
from portal.charts.roadmap_arrows import Row
from portal.charts.roadmap_axis import Axis
from portal.charts.svg import Anchor, Box
from portal.domain.chart_specs.roadmap import RoadmapItem
from portal.domain.text_metrics import fit, text_width

SIZE = 12
SIGN = 28.0
"""What the edge and the shape of a bar take before its name."""
BESIDE = 10.0
END = 6.0
LEVEL = 17.0


@dataclass(frozen=True, slots=True)
class Name:
    """A name that was given a place.

    Attributes
    ----------
    words
        The title, cut short only where no place holds it.
    x, anchor
        Where it stands, and which end of it.
    is_inside
        Whether it stands in the bar.
    detail
        What stands behind it in the bar, where there is room.
    """

    words: str
    x: float
    anchor: Anchor
    is_inside: bool
    detail: str = ""

    @property
    def width(self) -> float:
        """How wide the words are."""
        return text_width(self.words, SIZE, is_bold=True)

    def row(self, bar: Box) -> Row:
        """Return what bar and name take up together."""
        if self.is_inside or not self.words:
            return Row(bar, bar.left, bar.right)
        if self.anchor is Anchor.START:
            return Row(bar, bar.left, self.x + self.width)
        return Row(bar, self.x - self.width, bar.right)

    def draw(self, bar: Box, ground: Tone) -> str:
        """Write the name, and what stands behind it."""
        if not self.words:
            return ""
        level = bar.top + LEVEL
        if self.is_inside:
            name = svg.text(self.words, self.x, level, SIZE, is_bold=True)
            if not self.detail:
                return name
            behind = self.x + self.width + 8
            return name + svg.text(self.detail, behind, level, SIZE, fill=INK_3)
        return svg.text(
            self.words,
            self.x,
            level,
            SIZE,
            anchor=self.anchor,
            is_bold=True,
            is_haloed=True,
            ground=ground,
        )


def place_name(item: RoadmapItem, bar: Box, axis: Axis) -> Name:
    """Find the place of a name: in its bar, right of it, left of it, or where most of it fits."""
    width = text_width(item.title, SIZE, is_bold=True)
    inner, after, before = bar.left + SIGN, bar.right + BESIDE, bar.left - BESIDE
    room = bar.right - inner - END
    if width <= room:
        behind = width + 8 + text_width(item.detail, SIZE)
        detail = item.detail if behind <= room else ""
        return Name(item.title, inner, Anchor.START, is_inside=True, detail=detail)
    if after + width <= axis.right:
        return Name(item.title, after, Anchor.START, is_inside=False)
    if before - width >= axis.left:
        return Name(item.title, before, Anchor.END, is_inside=False)
    right, left = axis.right - after, before - axis.left
    if room >= max(right, left):
        return Name(_cut(item.title, room), inner, Anchor.START, is_inside=True)
    if right >= left:
        return Name(_cut(item.title, right), after, Anchor.START, is_inside=False)
    return Name(_cut(item.title, left), before, Anchor.END, is_inside=False)


def _cut(title: str, room: float) -> str:
    return fit(title, SIZE, room, is_bold=True)
