"""The heat map: domains by layers."""

from dataclasses import dataclass, field

from portal.domain.chart_specs.figures import (
    DOES_NOT_APPLY,
    NOT_ANSWERED,
    NOT_KNOWN,
    Finding,
    Unknown,
)
from portal.domain.chart_specs.levels import FIVE_LEVELS, LevelScale
from portal.domain.wording import gettext as _

_ABSENCES = {NOT_ANSWERED: "open", DOES_NOT_APPLY: "na"}


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One cell of the heat map.

    Attributes
    ----------
    level
        The effective level as an exact number, or why there is none.
    raw
        The raw level, where it was pressed below it; equal to ``level`` otherwise.
    url
        Where the cell leads.
    scale
        What its levels are measured on, for its colour.
    """

    level: float | Unknown
    raw: float | Unknown = NOT_KNOWN
    url: str = ""
    scale: LevelScale = FIVE_LEVELS

    @property
    def is_capped(self) -> bool:
        """Whether the layers beneath press the cell below its raw level."""
        match self.level, self.raw:
            case (int() | float() as level, int() | float() as raw):
                return round(raw, 1) > round(level, 1)
            case _:
                return False

    @property
    def is_known(self) -> bool:
        """Whether there is a level; zero is one."""
        return not isinstance(self.level, Unknown)

    @property
    def absence(self) -> str:
        """Which kind of cell stands where there is no level: open, na, or "" where none was asked.

        What was not answered may be yet; what does not apply never will; neither is zero.
        """
        return _ABSENCES.get(self.level, "") if isinstance(self.level, Unknown) else ""

    @property
    def step(self) -> int:
        """The colour, from 1 at the lowest level to 5; 0 beneath it, and without a level too."""
        if isinstance(self.level, Unknown):
            return 0
        return self.scale.tone(self.level)

    @property
    def shown(self) -> str:
        """The level as it is written, or why there is none."""
        return self.level.words if isinstance(self.level, Unknown) else f"{self.level:.1f}"

    @property
    def raw_shown(self) -> str:
        """The raw level as it is written."""
        return self.raw.words if isinstance(self.raw, Unknown) else f"{self.raw:.1f}"


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One domain: its name, where it leads, and one cell for each layer."""

    name: str
    cells: tuple[HeatCell, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class HeatSpec:
    """Domains by layers. It is a table already, so the page draws it as one."""

    finding: Finding
    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    title: str = field(default_factory=lambda: _("Effective level by domain and layer"))
    note: str = ""
    """What the picture leaves out, in a sentence."""

    @property
    def scale(self) -> LevelScale | None:
        """The scale of every cell; None where they were measured on different ones."""
        scales = {
            (cell.scale.lowest, cell.scale.highest)
            for row in self.rows
            for cell in row.cells
            if cell.is_known
        }
        return LevelScale(*scales.pop()) if len(scales) == 1 else None
