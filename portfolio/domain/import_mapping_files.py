"""Mapping files: a mapping as people write it, read with every mistake named."""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _
from portfolio.domain.criteria import HIGHEST_RATING
from portfolio.domain.import_cells import DateRules, plain
from portfolio.domain.import_columns import ColumnName
from portfolio.domain.import_mappings import CHOICES, NOTHING, ImportMapping, TextField
from portfolio.domain.import_suggestions import RatingRule, TechniqueWords, ValueTable
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique

_TABLES: Final = (
    "source",
    "title",
    "columns",
    "domain",
    "values",
    "default_stage",
    "nothing",
    "dates",
    "numbers",
    "reference",
    "evidence",
    "ratings",
    "rows",
    "recognised_by",
    "own",
)

_RULE: Final = ("column", "values", "words", "score", "when")


class MappingInvalid(Invalid):
    """The mapping file breaks its own format; ``problems`` holds one sentence for each."""

    code = "mapping_invalid"

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)


def read_mapping(content: bytes) -> ImportMapping:
    """Read a mapping file; what its tables hold is said at `read_mapping_data`.

    Parameters
    ----------
    content
        The bytes of a TOML file.

    Returns
    -------
    ImportMapping
        The mapping, ready to be applied to a header.

    Raises
    ------
    MappingInvalid
        With one sentence for everything that is wrong.

    Examples
    --------
    >>> mapping = read_mapping(b'''
    ... source = "freight-list"
    ... [columns]
    ... title = ["Name", "What"]
    ... stage = ["Status"]
    ... [values.stage]
    ... "live" = "production"
    ... ''')
    >>> mapping.choices["stage"].look_up("Live")
    'production'
    """
    return read_mapping_data(parse_mapping_file(content))


def parse_mapping_file(content: bytes) -> dict[str, Any]:
    """Return what a mapping file says, not yet looked at.

    Raises
    ------
    MappingInvalid
        When it is no UTF-8 text or no TOML.
    """
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise MappingInvalid([_("The mapping file is not UTF-8 text.")]) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        problem = _("The mapping file is not valid TOML: {error}.", error=error)
        raise MappingInvalid([problem]) from None


def read_mapping_data(data: Mapping[str, Any]) -> ImportMapping:
    """Read a mapping from plain values, as a mapping file or a saved mapping holds them.

    Parameters
    ----------
    data
        What the file says, entry by entry.

    Returns
    -------
    ImportMapping
        The mapping, ready to be applied to a header.

    Raises
    ------
    MappingInvalid
        With one sentence for everything that is wrong.

    Notes
    -----
    Entries: ``columns`` (name to header spellings; a spelling may end in ``*``, and
    ``{column = "…", occurrence = 2}`` means the second column of that name), ``domain`` (``path``,
    ``separator``, ``create`` to add domains that are missing, ``optional`` to let rows without
    one belong to the chosen domain, ``keep_words`` to keep the file's own words as details),
    ``values.<column>``, ``default_stage``, ``nothing``, ``dates``, ``numbers``, ``rows``
    (``fill_down``, ``leave_out``), ``reference`` (``parts``, ``told_apart_by``, ``passing``),
    ``recognised_by``, ``own`` for the portal's own export, ``evidence`` (``text``,
    ``techniques``) and ``[[ratings.<criterion>]]``.

    Examples
    --------
    >>> read_mapping_data({"source": "box", "columns": {"title": "Idea"}}).source
    'box'
    """
    return _Reader(data).mapping()


def read_guessed_data(data: Mapping[str, Any]) -> ImportMapping:
    """Read a mapping that was guessed, as `read_mapping_data` does; it may lack a title."""
    return _Reader(data, needs_title=False).mapping()


class _Reader:
    """One pass over the parsed file that collects everything wrong with it."""

    def __init__(self, data: Mapping[str, Any], *, needs_title: bool = True) -> None:
        self.data = data
        self.needs_title = needs_title
        self.problems: list[str] = []

    def mapping(self) -> ImportMapping:
        """Build the mapping or refuse it with all problems."""
        self._known(self.data, _TABLES, _("The mapping file"))
        domain = self._table("domain", {"path", "separator", "create", "optional", "keep_words"})
        reference = self._table("reference", {"parts", "told_apart_by", "passing"})
        rows = self._table("rows", {"fill_down", "leave_out"})
        evidence = self._table("evidence", {"text", "techniques"})
        numbers = self._table("numbers", {"decimal_mark"})
        columns = self._columns()
        mapping = ImportMapping(
            source=self._source(),
            columns=columns,
            domain=self._names(domain, "path", columns),
            domain_separator=str(domain.get("separator", "")),
            adds_domains=self._is_set(domain, "create"),
            may_lack_domain=self._is_set(domain, "optional"),
            keeps_domain_words=self._is_set(domain, "keep_words"),
            fill_down=self._names(rows, "fill_down", columns),
            leave_out=self._names(rows, "leave_out", columns),
            values=self._values(columns),
            choices={name: self._choice(name) for name in CHOICES},
            default_stage=self._default_stage(),
            nothing=self._nothing(),
            dates=self._dates(),
            decimal_mark=self._decimal_mark(numbers),
            reference_parts=self._names(reference, "parts", columns),
            told_apart_by=self._names(reference, "told_apart_by", columns),
            passing=self._names(reference, "passing", columns),
            recognised_by=self._names(self.data, "recognised_by", columns),
            evidence=self._names(evidence, "text", columns) or tuple(TextField),
            technique_words=self._technique_words(evidence),
            rating_rules=self._ratings(columns),
            is_own=self._is_set(self.data, "own"),
        )
        if self.problems:
            raise MappingInvalid(self.problems)
        return mapping

    def _known(self, table: Mapping[str, Any], allowed: Collection[str], what: str) -> None:
        self.problems += [
            _("{where} knows no entry “{key}”.", where=what, key=key)
            for key in table
            if key not in allowed
        ]

    def _table(self, name: str, allowed: Collection[str] | None = None) -> Mapping[str, Any]:
        return self._part(self.data, name, name, allowed)

    def _part(
        self, parent: Mapping[str, Any], key: str, what: str, allowed: Collection[str] | None = None
    ) -> Mapping[str, Any]:
        """Return a table within a table; an empty one when it is missing or no table."""
        table = parent.get(key, {})
        if not isinstance(table, dict):
            self.problems.append(_("“{what}” is not a table.", what=what))
            return {}
        if allowed is not None:
            self._known(table, allowed, f"“{what}”")
        return table

    def _source(self) -> str:
        source = self.data.get("source")
        if isinstance(source, str) and 0 < len(source) <= 60:
            return source
        self.problems.append(_("The mapping file needs a “source” of at most 60 characters."))
        return ""

    def _columns(self) -> dict[str, tuple[ColumnName, ...]]:
        table = self._table("columns")
        if "title" not in table and self.needs_title:
            self.problems.append(_("“columns” has no entry “title”."))
        return {name: self._spellings(name, listed) for name, listed in table.items()}

    def _spellings(self, name: str, listed: object) -> tuple[ColumnName, ...]:
        found = []
        for spelling in listed if isinstance(listed, list) else [listed]:
            match spelling:
                case str() as text if text:
                    found.append(ColumnName.parse(text))
                case {"column": str() as text, "occurrence": int() as number} if number > 0:
                    found.append(ColumnName.parse(text, number))
                case _:
                    problem = _("A spelling of the column “{name}” cannot be read.", name=name)
                    self.problems.append(problem)
        return tuple(found)

    def _strings(self, table: Mapping[str, Any], key: str) -> tuple[str, ...]:
        listed = table.get(key, [])
        if isinstance(listed, list) and all(isinstance(text, str) for text in listed):
            return tuple(listed)
        self.problems.append(_("“{key}” is not a list of texts.", key=key))
        return ()

    def _names(
        self, table: Mapping[str, Any], key: str, columns: Mapping[str, object]
    ) -> tuple[str, ...]:
        names = self._strings(table, key)
        self.problems += [
            _("“{where}” names the unknown column “{name}”.", where=key, name=name)
            for name in names
            if name not in columns
        ]
        return names

    def _values(self, columns: Mapping[str, object]) -> dict[str, ValueTable]:
        tables = self._table("values", {*columns, *CHOICES})
        parts = {
            name: self._part(tables, name, f"values.{name}")
            for name in tables
            if name not in CHOICES
        }
        return {
            name: ValueTable.of({word: str(value) for word, value in part.items()})
            for name, part in parts.items()
        }

    def _choice(self, name: str) -> ValueTable:
        ours = CHOICES[name]
        table = {label: value for value, label in ours.items()} | {value: value for value in ours}
        for word, value in self._part(self._table("values"), name, f"values.{name}").items():
            if str(value) not in (*ours, ""):
                self.problems.append(
                    _(
                        "“{where}” maps to “{value}”, which does not exist.",
                        where=f"values.{name}",
                        value=value,
                    )
                )
            table[word] = str(value)
        return ValueTable.of(table)

    def _default_stage(self) -> Stage | None:
        stage = self.data.get("default_stage")
        if stage is None:
            return None
        if stage in tuple(Stage):
            return Stage(stage)
        self.problems.append(_("“default_stage” is “{stage}”, which is no stage.", stage=stage))
        return None

    def _decimal_mark(self, numbers: Mapping[str, Any]) -> str:
        mark = numbers.get("decimal_mark", "")
        if "decimal_mark" in numbers and mark not in (".", ","):
            self.problems.append(_("“decimal_mark” is neither a dot nor a comma."))
        return str(mark)

    def _is_set(self, table: Mapping[str, Any], key: str) -> bool:
        value = table.get(key, False)
        if not isinstance(value, bool):
            self.problems.append(_("“{key}” is neither true nor false.", key=key))
        return value is True

    def _nothing(self) -> frozenset[str]:
        return frozenset(plain(word) for word in (*NOTHING, *self._strings(self.data, "nothing")))

    def _dates(self) -> DateRules:
        table = self._table("dates", {"formats", "year_as_serial", "keep_unreadable"})
        return DateRules(
            formats=self._strings(table, "formats"),
            year_as_serial=table.get("year_as_serial") is True,
            keep_unreadable=table.get("keep_unreadable") is True,
        )

    def _technique_words(self, evidence: Mapping[str, Any]) -> TechniqueWords:
        known = {technique.value: technique for technique in Technique}
        table = self._part(evidence, "techniques", "evidence.techniques", known)
        return TechniqueWords.of(
            {known[name]: self._strings(table, name) for name in table if name in known}
        )

    def _ratings(self, columns: Mapping[str, object]) -> tuple[RatingRule, ...]:
        found = []
        for criterion, rules in self._table("ratings").items():
            where = f"ratings.{criterion}"
            if not isinstance(rules, list):
                self.problems.append(_("“{where}” is not a list of rules.", where=where))
                continue
            for number, rule in enumerate(rules, start=1):
                what = _("{where}, rule {number}", where=where, number=number)
                called = _("Rule {number} of “{where}”", where=where, number=number)
                checked = self._part({"rule": rule}, "rule", what, _RULE)
                if self._is_rule(checked, called, columns):
                    found.append(RatingRule.of(criterion, checked))
        return tuple(found)

    def _is_rule(self, rule: Mapping[str, Any], where: str, columns: Mapping[str, object]) -> bool:
        """Whether a rule can be applied; what stands in the way is remembered."""
        before = len(self.problems)
        values, when = self._part(rule, "values", where), self._part(rule, "when", where)
        for name in (rule.get("column"), *when):
            if not isinstance(name, str) or name not in columns:
                self.problems.append(
                    _("{where} names the unknown column “{name}”.", where=where, name=name)
                )
        scores = [score for score in values.values() if score != "none"]
        if any(score not in range(HIGHEST_RATING + 1) for score in (*scores, rule.get("score", 0))):
            self.problems.append(
                _(
                    "{where} has a score that is not 0 to {highest}.",
                    where=where,
                    highest=HIGHEST_RATING,
                )
            )
        for table, key in ((rule, "words"), *((when, name) for name in when)):
            self._strings(table, key)
        return len(self.problems) == before
