"""Mappings: how the columns and values of a foreign file become ours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from portfolio.domain import stages, techniques
from portfolio.domain.import_cells import DateRules, plain
from portfolio.domain.import_columns import ColumnName, locate
from portfolio.domain.import_suggestions import RatingRule, TechniqueWords, ValueTable
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.register_columns import SEEN_SOURCE
from portfolio.domain.risk_tiers import AUTONOMY_LABELS, IMPACT_LABELS, Autonomy, Impact
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique

NOTHING: Final = ("", "-", "n/a", "na", "none", "null", "not applicable", "tbd", "?")
"""How people write that they have nothing to say, unless a mapping says otherwise."""


class TextField(StrEnum):
    """What a use case says in words."""

    TITLE = "title"
    OUTCOME = "outcome"
    PROBLEM = "problem"


class DateField(StrEnum):
    """The days a use case remembers."""

    INITIATED_ON = "initiated_on"
    DEVELOPMENT_STARTED_ON = "development_started_on"
    LIVE_ON = "live_on"
    RETIRED_ON = "retired_on"


class AmountField(StrEnum):
    """The amounts a use case plans with."""

    PLANNED_COST = "planned_cost"
    PLANNED_BENEFIT = "planned_benefit"
    EFFORT_WEEKS = "effort_weeks"


class ChoiceField(StrEnum):
    """What a use case chooses from a list."""

    STAGE = "stage"
    TECHNIQUES = "techniques"
    IMPACT = "impact"
    AUTONOMY = "autonomy"


REFERENCE: Final = "reference"

FIELDS: Final = frozenset(
    [*TextField, *DateField, *AmountField, *ChoiceField, *OwnerRole, REFERENCE]
)
"""Names of columns that fill a field of the use case; all others are kept as details."""

CHOICES: Final[Mapping[str, Mapping[str, str]]] = {
    ChoiceField.STAGE: {stage.value: stages.LABELS[stage] for stage in Stage},
    ChoiceField.TECHNIQUES: {each.value: techniques.LABELS[each] for each in Technique},
    ChoiceField.IMPACT: {str(int(level)): IMPACT_LABELS[level] for level in Impact},
    ChoiceField.AUTONOMY: {str(int(level)): AUTONOMY_LABELS[level] for level in Autonomy},
}
"""For each choice our values and the words files have for them, the same in every language."""


@dataclass(frozen=True, slots=True)
class ImportMapping:
    """What is known about a kind of file.

    Attributes
    ----------
    source
        Short stable name of where the rows come from; a reference is unique within it.
    columns
        Our name of a column to the names it goes by in the file.
    domain
        Names of the columns that lead from the enterprise down to the domain.
    domain_separator
        What separates the steps when one column holds the whole path, or nothing.
    adds_domains
        Whether domains that are missing are added, for those who may change the tree.
    may_lack_domain
        Whether a row that names no domain belongs to the chosen one instead of being an error.
    keeps_domain_words
        Whether the file's own words for the domain are kept as details, so that a new spelling
        is a change.
    fill_down
        Columns in which an empty cell means what the cell above it says.
    leave_out
        Columns that are not kept at all.
    values
        For columns whose words need translating.
    choices
        For each field with a list of choices, the file's words to ours.
    default_stage
        The stage of a row that states none although the file has a column for it; without one
        such a row is an error.
    nothing
        Spellings that say nothing, in plain form.
    dates
        How dates are written.
    decimal_mark
        What stands before decimals, a dot or a comma; empty when nobody said.
    reference_parts
        Columns that together name a use case, where the file has no reference of its own.
        The domain and the title, unless the mapping says otherwise.
    told_apart_by
        Columns that tell rows with the same name apart, steadiest first.
    passing
        Columns kept as details whose change alone makes no row a changed one, such as addresses.
    recognised_by
        Columns that together show that a file is of this kind, whatever else it lacks.
    evidence
        Columns whose text a bucket and techniques are suggested from.
    technique_words
        Words that speak for a technique.
    rating_rules
        Which answers speak for which rating.
    is_own
        Whether the file is the portal's own export, whose texts are taken letter by letter and
        whose rows name their own source.
    """

    source: str
    columns: Mapping[str, tuple[ColumnName, ...]]
    domain: tuple[str, ...] = ()
    domain_separator: str = ""
    adds_domains: bool = False
    may_lack_domain: bool = False
    keeps_domain_words: bool = False
    fill_down: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    values: Mapping[str, ValueTable] = field(default_factory=dict)
    choices: Mapping[str, ValueTable] = field(default_factory=dict)
    default_stage: Stage | None = None
    nothing: frozenset[str] = frozenset(plain(word) for word in NOTHING)
    dates: DateRules = field(default_factory=DateRules)
    decimal_mark: str = ""
    reference_parts: tuple[str, ...] = ()
    told_apart_by: tuple[str, ...] = ()
    passing: tuple[str, ...] = ()
    recognised_by: tuple[str, ...] = ()
    evidence: tuple[str, ...] = (TextField.TITLE, TextField.PROBLEM, TextField.OUTCOME)
    technique_words: TechniqueWords = field(default_factory=TechniqueWords)
    rating_rules: tuple[RatingRule, ...] = ()
    is_own: bool = False

    @property
    def is_seen(self) -> bool:
        """Whether it reads a list exported as it was seen, whose columns are recognised anew."""
        return self.is_own and self.source == SEEN_SOURCE

    @property
    def names(self) -> frozenset[str]:
        """Plain names under which the file's columns are expected."""
        spellings = (name for names in self.columns.values() for name in names)
        return frozenset(name.text for name in spellings if not name.is_prefix)


def fit(mapping: ImportMapping, header: Sequence[str]) -> float:
    """Say how well a mapping fits the header of a file.

    Parameters
    ----------
    mapping
        A mapping.
    header
        The cells of the header row.

    Returns
    -------
    float
        Share of the mapping's columns that the file has, 0 to 1; 1 also when it has all columns
        that the mapping is recognised by.

    Examples
    --------
    >>> columns = {"title": (ColumnName.parse("Name"),), "stage": (ColumnName.parse("Status"),)}
    >>> fit(ImportMapping("freight-list", columns), ["Name", "Colour"])
    0.5
    """
    found = locate(mapping.columns, header)
    if mapping.recognised_by and found.keys() >= set(mapping.recognised_by):
        return 1.0
    return len(found) / len(mapping.columns) if mapping.columns else 0.0
