"""Answers: what a person says about the columns and words of a file, as a mapping says it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, Final

from portfolio.domain.import_cells import plain
from portfolio.domain.import_columns import locate
from portfolio.domain.import_guesses import spelled
from portfolio.domain.import_lists import items
from portfolio.domain.import_mappings import (
    CHOICES,
    FIELDS,
    AmountField,
    ChoiceField,
    DateField,
    ImportMapping,
    TextField,
)
from portfolio.domain.import_surveys import Column, Survey

DETAIL: Final = "detail"
LEFT_OUT: Final = "left_out"
LEVELS: Final = ("domain", "domain_2", "domain_3")
"""The levels of the domain, from the top; a column with whole paths is the first alone."""

EMPTY: Final = ""
"""Stands for cells that say nothing."""

UNDECIDED: Final = "?"
"""The meaning of a word that nobody has mapped."""

SAYS_NOTHING: Final = ""
"""The meaning of a word that says nothing."""


@dataclass(frozen=True, slots=True)
class Word:
    """One different value of a column of choices.

    Attributes
    ----------
    text
        The value; `EMPTY` for all cells that say nothing.
    count
        How many rows say so.
    meaning
        Our value, `SAYS_NOTHING`, or `UNDECIDED`.
    is_ours
        Whether it is our own word for that meaning.
    """

    text: str
    count: int
    meaning: str
    is_ours: bool = False

    @property
    def is_undecided(self) -> bool:
        """Whether nobody has mapped it."""
        return self.meaning == UNDECIDED


@dataclass(frozen=True, slots=True)
class Words:
    """The different values of a column of choices.

    Attributes
    ----------
    field
        Our name of the column, such as ``stage``.
    column
        The file's own name.
    words
        Its different values, the most frequent first.
    is_listed
        False when there are too many different values to list.
    """

    field: str
    column: str
    words: tuple[Word, ...]
    is_listed: bool = True

    @property
    def undecided(self) -> int:
        """How many of the words nobody has mapped."""
        return sum(word.meaning == UNDECIDED for word in self.words)


def step_that_mends(field: str) -> str:
    """Return the step in which what is wrong with a field of a file can be put right.

    Parameters
    ----------
    field
        Our name of the column in which something is wrong.

    Returns
    -------
    str
        ``words`` where a word can be given a meaning, ``columns`` where can be said how dates or
        decimals are written, and nothing where the file itself has to be mended.

    Examples
    --------
    >>> [step_that_mends(field) for field in ("stage", "live_on", "planned_cost", "title")]
    ['words', 'columns', 'columns', '']
    """
    if field in set(ChoiceField):
        return "words"
    return "columns" if field in {*DateField, *AmountField} else ""


def meanings_of(mapping: ImportMapping, header: Sequence[str]) -> list[str]:
    """Say what each column of a file means.

    Parameters
    ----------
    mapping
        A mapping.
    header
        The names of the columns.

    Returns
    -------
    list of str
        For each column one of our fields, one of `LEVELS`, `DETAIL` or `LEFT_OUT`.

    Examples
    --------
    >>> from portfolio.domain.import_guesses import guess_mapping
    >>> header = ["Use case", "Department", "Hue"]
    >>> meanings_of(guess_mapping(header), header)
    ['title', 'domain', 'detail']
    """
    places = locate(mapping.columns, header)
    found = [DETAIL] * len(header)
    for name in mapping.leave_out:
        if name in places:
            found[places[name]] = LEFT_OUT
    for name, place in places.items():
        if name in FIELDS:
            found[place] = name
    for level, name in zip(LEVELS, mapping.domain, strict=False):
        if name in places and found[places[name]] == DETAIL:
            found[places[name]] = level
    return found


def with_columns(
    data: Mapping[str, Any], header: Sequence[str], meanings: Sequence[str], *, fills_down: bool
) -> dict[str, Any]:
    """Say in a mapping what the columns of a file mean.

    Parameters
    ----------
    data
        The mapping so far, as a mapping file says it.
    header
        The names of the columns.
    meanings
        What each of them means, as `meanings_of` says it; a field at most once.
    fills_down
        Whether an empty cell of a domain means the one above it.

    Returns
    -------
    dict
        The mapping with these columns; what it says about details, words and ratings stays.

    Examples
    --------
    >>> data = {"source": "box", "columns": {"title": ["Idea"]}}
    >>> said = with_columns(data, ["Idea", "Team"], ["title", "domain"], fills_down=False)
    >>> sorted(said["columns"]), said["domain"]["path"]
    (['domain', 'title'], ['domain'])
    """
    made = deepcopy(dict(data))
    path_before = made.get("domain", {}).get("path", [])
    columns = {
        name: spellings
        for name, spellings in made.get("columns", {}).items()
        if name not in FIELDS and name not in path_before
    }
    needed = _names_needed(made)
    columns |= {name: made["columns"][name] for name in needed if name in made.get("columns", {})}
    path: list[str] = []
    left_out: list[str] = []
    for level in LEVELS:
        path += [level for meaning in meanings if meaning == level]
    for place, meaning in enumerate(meanings):
        if meaning == LEFT_OUT:
            name = f"left_out_{place + 1}"
            left_out.append(name)
            columns[name] = [spelled(header, place)]
        elif meaning != DETAIL:
            columns[meaning] = [spelled(header, place)]
    made["columns"] = columns
    made["domain"] = made.get("domain", {}) | {"path": path}
    made["rows"] = {"fill_down": path if fills_down else [], "leave_out": left_out}
    return _without_strangers(made)


def words_of(mapping: ImportMapping, survey: Survey) -> list[Words]:
    """List the different values of the columns of choices, with what each means.

    Parameters
    ----------
    mapping
        The mapping with its columns.
    survey
        What the columns of the file hold.

    Returns
    -------
    list of Words
        One for each field of choices that the file has a column for.
    """
    places = locate(mapping.columns, survey.header)
    return [
        _words(mapping, field, survey.columns[places[field]], survey.rows)
        for field in ChoiceField
        if field in places
    ]


def with_words(data: Mapping[str, Any], said: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """Say in a mapping what words of a file mean.

    Parameters
    ----------
    data
        The mapping so far, as a mapping file says it.
    said
        Our field to word to our value; `SAYS_NOTHING` where it has none, and `UNDECIDED` to leave
        the word as it is. The word `EMPTY` of the stage is what rows without one are.

    Returns
    -------
    dict
        The mapping with these words, beside those it knew.

    Examples
    --------
    >>> said = with_words({"source": "box"}, {"stage": {"live": "production", "": "idea"}})
    >>> said["values"]["stage"], said["default_stage"]
    ({'live': 'production'}, 'idea')
    """
    made = deepcopy(dict(data))
    for field, meanings in said.items():
        words = made.setdefault("values", {}).setdefault(field, {})
        for text, meaning in meanings.items():
            if text != EMPTY:
                _replace(words, text, meaning)
            elif field == ChoiceField.STAGE:
                made.pop("default_stage", None)
                words.pop(EMPTY, None)
                if meaning not in (UNDECIDED, SAYS_NOTHING):
                    made["default_stage"] = meaning
    return made


def _replace(words: dict[str, str], text: str, meaning: str) -> None:
    for known in [word for word in words if plain(word) == plain(text) and word[-1:] != "*"]:
        del words[known]
    if meaning != UNDECIDED:
        # A trailing star would leave the end of the word open.
        words[text.rstrip("* ") or text] = meaning


def _words(mapping: ImportMapping, field: ChoiceField, column: Column, rows: int) -> Words:
    counts: Counter[str] = Counter()
    spelling: dict[str, str] = {}
    said = 0
    for text, count in column.values:
        if plain(text) in mapping.nothing:
            continue
        said += count
        is_whole = mapping.choices[field].look_up(text) is not None
        is_list = field == ChoiceField.TECHNIQUES and not is_whole
        for part in items(text) if is_list else (text,):
            spelling.setdefault(plain(part), part)
            counts[plain(part)] += count
    words = [_word(mapping, field, spelling[name], count) for name, count in counts.most_common()]
    empty = rows - (said if column.values else column.filled)
    if field == ChoiceField.STAGE and empty > 0:
        exact = mapping.choices[field].exact.get(EMPTY) or mapping.default_stage
        words.append(Word(EMPTY, empty, exact or UNDECIDED))
    is_listed = bool(column.values) or not column.filled
    return Words(field.value, column.name, tuple(words), is_listed)


def _word(mapping: ImportMapping, field: ChoiceField, text: str, count: int) -> Word:
    meaning = mapping.choices[field].look_up(text)
    if meaning is None:
        return Word(text, count, UNDECIDED)
    ours = (plain(meaning), plain(CHOICES[field].get(meaning, "")))
    return Word(text, count, meaning, is_ours=plain(text) in ours)


def _names_needed(data: Mapping[str, Any]) -> set[str]:
    """Return the columns of the former domain path that suggestions still read."""
    rules = [rule for listed in data.get("ratings", {}).values() for rule in listed]
    named = {rule.get("column") for rule in rules}
    named |= {name for rule in rules for name in rule.get("when", {})}
    return {name for name in named if isinstance(name, str) and name not in FIELDS}


def _without_strangers(data: dict[str, Any]) -> dict[str, Any]:
    """Drop from lists of columns what is no column any more."""
    columns = data["columns"]
    for table, keys in (
        ("reference", ("parts", "told_apart_by", "passing")),
        ("evidence", ("text",)),
    ):
        part = data.get(table, {})
        for key in keys:
            if key in part:
                part[key] = [name for name in part[key] if name in columns]
    recognised = data.pop("recognised_by", [])
    if recognised and all(name in columns for name in recognised):
        data["recognised_by"] = recognised
    known = {*columns, *CHOICES}
    if "values" in data:
        data["values"] = {name: part for name, part in data["values"].items() if name in known}
    for criterion, rules in list(data.get("ratings", {}).items()):
        kept = [
            rule
            for rule in rules
            if rule.get("column") in columns
            and all(name in columns for name in rule.get("when", {}))
        ]
        data["ratings"][criterion] = kept
    if not data.get("evidence", {}).get("text", True):
        data["evidence"]["text"] = [name for name in TextField if name in columns]
    return data
