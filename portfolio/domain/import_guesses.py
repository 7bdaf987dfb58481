"""Guesses: a mapping for a file that comes without one, from the names of its columns."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Final

from portfolio.domain.import_cells import DateRules, plain
from portfolio.domain.import_columns import ColumnName
from portfolio.domain.import_mappings import CHOICES, ChoiceField, ImportMapping
from portfolio.domain.import_suggestions import ValueTable

DOMAIN: Final = "domain"
SUBDOMAIN: Final = "subdomain"

_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "title": ("title", "name", "use case", "use case name", "use case title", "initiative"),
    "outcome": ("outcome", "expected outcome", "benefit", "expected benefits", "goal", "purpose"),
    "problem": ("problem", "problem statement", "challenge", "pain point", "description"),
    "stage": ("stage", "lifecycle stage", "status", "phase", "state"),
    "techniques": ("techniques", "technique", "technology", "ai type", "type of ai", "method"),
    "initiated_on": ("initiated on", "date initiated", "start date", "started", "idea date"),
    "development_started_on": ("development started on", "development start", "build start"),
    "live_on": ("live on", "go live", "go live date", "live since", "production date"),
    "retired_on": ("retired on", "date retired", "end date", "retirement date"),
    "planned_cost": ("planned cost", "cost", "budget", "planned budget", "investment"),
    "planned_benefit": ("planned benefit", "benefit per year", "expected value", "savings"),
    "effort_weeks": ("effort weeks", "effort in weeks", "effort", "person weeks"),
    "business_owner": ("business owner", "owner", "sponsor", "responsible", "contact"),
    "model_owner": ("model owner", "ai owner"),
    "data_owner": ("data owner", "data steward"),
    "technical_steward": ("technical steward", "technical owner", "it owner", "tech lead"),
    "impact": ("impact", "impact severity", "severity"),
    "autonomy": ("autonomy", "autonomy level"),
    "reference": ("reference", "external reference", "id", "key", "number", "use case id"),
    DOMAIN: ("domain", "business domain", "department", "division", "agency", "group", "function"),
    SUBDOMAIN: ("subdomain", "sub domain", "business unit", "unit", "team", "bureau"),
}

_STAGES: Final = {
    "live": "production",
    "in production": "production",
    "in operation": "production",
    "operational": "production",
    "poc": "pilot",
    "proof of concept": "pilot",
    "in pilot": "pilot",
    "piloting": "pilot",
    "planned": "idea",
    "proposed": "idea",
    "new": "idea",
    "paused": "on_hold",
    "stopped": "rejected",
    "declined": "rejected",
    "decommissioned": "retired",
}

KNOWN_NAMES: Final = frozenset(plain(name) for names in _NAMES.values() for name in names)
"""Column names that are understood without a mapping, in plain form."""

COUNT_NAMES: Final = frozenset({"count", "total", "total count", "n records", "number of records"})
"""What files call the number of their records, in plain form."""

PATH_SEPARATOR: Final = ">"


def guess_mapping(header: Sequence[str], *, source: str = "file") -> ImportMapping:
    """Make a mapping from column names that are ours or close to ours.

    Parameters
    ----------
    header
        The cells of the header row.
    source
        Where the rows come from.

    Returns
    -------
    ImportMapping
        A mapping with the columns that were recognised; it may lack a title.

    Notes
    -----
    An exact name wins over a close one (ratio of matching characters of at least 0.88), and a
    column is used once. Dates are read as ISO 8601 or day first with dots, because a date such as
    3/4/2026 would be a guess of another kind.

    Examples
    --------
    >>> mapping = guess_mapping(["Use case", "Busines owner", "Colour"])
    >>> sorted(mapping.columns)
    ['business_owner', 'title']
    """
    names = [plain(cell) for cell in header]
    columns: dict[str, tuple[ColumnName, ...]] = {}
    for is_close in (False, True):
        for ours, synonyms in _NAMES.items():
            name = _find(names, synonyms, is_close=is_close) if ours not in columns else None
            if name is not None:
                columns[ours] = (ColumnName(name),)
                names = [other for other in names if other != name]
    words = {ChoiceField.STAGE: _STAGES}
    return ImportMapping(
        source=source,
        columns=columns,
        domain=tuple(name for name in (DOMAIN, SUBDOMAIN) if name in columns),
        domain_separator=PATH_SEPARATOR,
        adds_domains=True,
        choices={
            field: ValueTable.of(
                {label: value for value, label in ours.items()}
                | {value: value for value in ours}
                | words.get(ChoiceField(field), {})
            )
            for field, ours in CHOICES.items()
        },
        dates=DateRules(formats=("%d.%m.%Y", "%d %B %Y", "%d %b %Y")),
    )


def _find(names: Sequence[str], synonyms: Sequence[str], *, is_close: bool) -> str | None:
    """First column that goes by one of the names, or comes close to one."""
    for synonym in synonyms:
        if not is_close and synonym in names:
            return synonym
        if is_close and len(synonym) > 4:
            close = get_close_matches(synonym, names, n=1, cutoff=0.88)
            if close:
                return close[0]
    return None
