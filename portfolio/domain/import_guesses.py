"""Guesses: a mapping for a file without one, from the names of its columns and what they hold."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from difflib import get_close_matches
from typing import Any, Final

from portfolio.domain.import_cells import plain
from portfolio.domain.import_lists import items
from portfolio.domain.import_mapping_files import read_guessed_data
from portfolio.domain.import_mappings import CHOICES, NOTHING, ChoiceField, ImportMapping
from portfolio.domain.import_suggestions import ValueTable
from portfolio.domain.import_surveys import Column
from portfolio.domain.ownership import OwnerRole

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

_TECHNIQUES: Final = {
    "machine learning": "predictive",
    "prediction": "predictive",
    "predictive analytics": "predictive",
    "forecasting": "predictive",
    "classification": "predictive",
    "natural language processing": "nlp",
    "natural language processing nlp": "nlp",
    "text mining": "nlp",
    "speech recognition": "nlp",
    "computer vision": "vision",
    "machine vision": "vision",
    "image recognition": "vision",
    "generative ai": "generative",
    "genai": "generative",
    "llm": "generative",
    "large language model": "generative",
    "large language models": "generative",
    "ai agent": "agentic",
    "ai agents": "agentic",
    "optimization": "optimisation",
}

_WORDS: Final = {ChoiceField.STAGE: _STAGES, ChoiceField.TECHNIQUES: _TECHNIQUES}

KNOWN_NAMES: Final = frozenset(plain(name) for names in _NAMES.values() for name in names)
"""Column names that are understood without a mapping, in plain form."""

COUNT_NAMES: Final = frozenset({"count", "total", "total count", "n records", "number of records"})
"""What files call the number of their records, in plain form."""

PATH_SEPARATOR: Final = ">"


_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_NOTHING: Final = frozenset(map(plain, NOTHING))
_WORDY: Final = re.compile(r"[^\W\d_]{3}")
_MOST_CHOICES: Final = 20
_ENOUGH: Final = 0.8
"""Share of the rows, or of the values, whose content has to speak for a guess."""


def guess_mapping(
    header: Sequence[str],
    *,
    source: str = "file",
    columns: Sequence[Column] = (),
    domains: Collection[str] = (),
) -> ImportMapping:
    """Make a mapping from column names that are ours or close to ours, and from what they hold.

    Parameters
    ----------
    header
        The cells of the header row.
    source
        Where the rows come from.
    columns
        What the columns hold, in the same order; without it names alone decide.
    domains
        Names of domains there are, so that a column of them is known.

    Returns
    -------
    ImportMapping
        A mapping with the columns that were recognised; it may lack a title.

    Examples
    --------
    >>> mapping = guess_mapping(["Use case", "Busines owner", "Colour"])
    >>> sorted(mapping.columns)
    ['business_owner', 'title']
    """
    found = guess_mapping_data(header, source=source, columns=columns, domains=domains)
    return read_guessed_data(found)


def guess_mapping_data(
    header: Sequence[str],
    *,
    source: str = "file",
    columns: Sequence[Column] = (),
    domains: Collection[str] = (),
) -> dict[str, Any]:
    """Make what a mapping file would say; parameters as for `guess_mapping`.

    Notes
    -----
    An exact name wins over a close one (ratio of matching characters of at least 0.88), and a name
    over content: a column of nothing but stages, techniques, addresses of people or domains there
    are, and for the title the first column whose cells all differ. A column is used once. Dates
    are read as ISO 8601 or day first with dots, because a date such as 3/4/2026 would be a guess
    of another kind.

    Examples
    --------
    >>> guess_mapping_data(["Name"], source="box")["columns"]
    {'title': [{'column': 'name', 'occurrence': 1}]}
    """
    places = _by_name(header)
    for name, place in _by_content(columns, set(places.values()), domains):
        if name not in places and place not in places.values():
            places[name] = place
    path = [name for name in (DOMAIN, SUBDOMAIN) if name in places]
    return {
        "source": source,
        "columns": {name: [spelled(header, place)] for name, place in places.items()},
        "domain": {"path": path, "separator": PATH_SEPARATOR, "create": True},
        "values": {field.value: dict(words) for field, words in _WORDS.items()},
        "dates": {"formats": ["%d.%m.%Y", "%d %B %Y", "%d %b %Y"]},
        "evidence": {"text": [name for name in ("title", "problem", "outcome") if name in places]},
    }


def spelled(header: Sequence[str], place: int) -> dict[str, Any]:
    """Return how a mapping file names one column of a file, also among others of its name.

    Examples
    --------
    >>> spelled(["Remark", "Title *", "remark"], 2)
    {'column': 'remark', 'occurrence': 2}
    """
    names = [plain(cell) for cell in header]
    return {"column": names[place], "occurrence": names[: place + 1].count(names[place])}


def _by_name(header: Sequence[str]) -> dict[str, int]:
    names = [plain(cell) for cell in header]
    left = list(names)
    places: dict[str, int] = {}
    for is_close in (False, True):
        for ours, synonyms in _NAMES.items():
            name = _find(left, synonyms, is_close=is_close) if ours not in places else None
            if name is not None:
                places[ours] = names.index(name)
                left = [other for other in left if other != name]
    return places


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


def _by_content(
    columns: Sequence[Column], taken: Collection[int], domains: Collection[str]
) -> list[tuple[str, int]]:
    """Say what columns seem to be by what they hold, the surest guess first."""
    free = [(place, each) for place, each in enumerate(columns) if place not in taken and each.name]
    known = frozenset(map(plain, domains))
    found: list[tuple[str, int]] = []
    for field in (ChoiceField.STAGE, ChoiceField.TECHNIQUES):
        table = _table(field)
        found += [(field.value, place) for place, each in free if _are_choices(each, table)]
    found += [(DOMAIN, place) for place, each in free if _are_domains(each, known)]
    found += [
        (OwnerRole.BUSINESS_OWNER.value, place)
        for place, each in free
        if each.examples and all(map(_EMAIL.fullmatch, each.examples))
    ]
    used = {place for _name, place in found}
    rows = max((each.filled for each in columns), default=0)
    titles = [(place, each) for place, each in free if place not in used]
    return found + [("title", place) for place, each in titles if _are_titles(each, rows)]


def _table(field: ChoiceField) -> ValueTable:
    labels = {label: value for value, label in CHOICES[field].items() if value != "other"}
    values = {value: value for value in CHOICES[field] if value != "other"}
    return ValueTable.of(labels | values | _WORDS[field])


def _are_choices(column: Column, table: ValueTable) -> bool:
    if not column.values or len(column.values) > _MOST_CHOICES:
        return False
    said = [(text, count) for text, count in column.values if plain(text) not in _NOTHING]
    known = sum(
        count
        for text, count in said
        if any(table.look_up(part) is not None for part in (text, *items(text)))
    )
    return bool(said) and known >= _ENOUGH * sum(count for _text, count in said)


def _are_domains(column: Column, known: Collection[str]) -> bool:
    names = Counter({plain(text): count for text, count in column.values})
    hits = sum(count for name, count in names.items() if name in known)
    return bool(names) and hits >= _ENOUGH * column.filled


def _are_titles(column: Column, rows: int) -> bool:
    """Whether a column holds short texts that all differ, one in nearly every row."""
    are_words = bool(column.examples) and all(map(_WORDY.search, column.examples))
    differ = not column.values or len(column.values) >= _ENOUGH * column.filled
    return are_words and differ and column.filled >= _ENOUGH * rows
