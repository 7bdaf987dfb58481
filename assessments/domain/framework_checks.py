"""What a framework written as plain data must satisfy before it is used."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter

from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop

type Node = Mapping[str, object]
type Row = tuple[str, Node]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the data, and where.

    Parameters
    ----------
    path
        Where in the data, for example ``layers[0].capabilities[2].steps``.
    sentence
        What is wrong there, fit for whoever wrote the file.
    """

    path: str
    sentence: str


@dataclass(frozen=True, slots=True)
class _Noun:
    """What is said of the keys of one kind of thing, each a sentence of its own to translate."""

    taken: str
    itself: str
    unknown: str


_LAYER = _Noun(
    gettext_noop("Another layer already has the key “{key}”."),
    gettext_noop("The layer “{key}” cannot name itself here."),
    gettext_noop("There is no layer with the key “{key}”."),
)
_CAPABILITY = _Noun(
    gettext_noop("Another capability already has the key “{key}”."),
    gettext_noop("The capability “{key}” cannot name itself here."),
    gettext_noop("There is no capability with the key “{key}”."),
)


@dataclass(slots=True)
class _Findings:
    """Reads fields of plain data and notes what is missing or of the wrong kind."""

    problems: list[Problem] = field(default_factory=list)

    def note(self, path: str, sentence: str) -> None:
        self.problems.append(Problem(path, sentence))

    def texts(self, node: Node, path: str, *names: str) -> None:
        for name in names:
            value = node.get(name)
            if not isinstance(value, str) or not value.strip():
                self.note(_join(path, name), _("Give the {name} as text.", name=name))

    def whole(self, node: Node, path: str, name: str) -> int | None:
        value = node.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self.note(_join(path, name), _("Give {name} as a whole number.", name=name))
        return None

    def rows(self, node: Node, path: str, name: str) -> list[Row]:
        at = _join(path, name)
        value = node.get(name)
        if not isinstance(value, list | tuple) or not value:
            self.note(at, _("List the {name}; there must be at least one.", name=name))
            return []
        rows: list[Row] = []
        for index, item in enumerate(value):
            if isinstance(item, Mapping):
                rows.append((f"{at}[{index}]", item))
            else:
                self.note(f"{at}[{index}]", _("This entry must be a set of named fields."))
        return rows

    def keys(self, node: Node, path: str, name: str) -> list[str]:
        value = node.get(name, ())
        if isinstance(value, list | tuple) and all(isinstance(item, str) for item in value):
            return list(value)
        self.note(_join(path, name), _("Give {name} as a list of keys.", name=name))
        return []

    def unique(self, rows: Iterable[Row], noun: _Noun) -> None:
        keyed = [(path, key) for path, key in ((path, _key(node)) for path, node in rows) if key]
        counts = Counter(key for _, key in keyed)
        seen: set[str] = set()
        for path, key in keyed:
            if counts[key] > 1 and key in seen:
                self.note(_join(path, "key"), _(noun.taken, key=key))
            seen.add(key)

    def known(
        self, keys: Sequence[str], known: frozenset[str], path: str, noun: _Noun, own: str
    ) -> None:
        for key, count in Counter(keys).items():
            if key == own:
                self.note(path, _(noun.itself, key=own))
            elif key not in known:
                self.note(path, _(noun.unknown, key=key))
            if count > 1:
                self.note(path, _("“{key}” is listed more than once.", key=key))


def framework_problems(data: Node, *, rules: Sequence[str]) -> tuple[Problem, ...]:
    """Find everything that keeps plain data from being a framework.

    Parameters
    ----------
    data
        The framework as read from a file.
    rules
        The scoring rules that exist.

    Returns
    -------
    tuple of Problem
        Every problem, in the order of the file; empty when the framework can be used.

    Examples
    --------
    >>> [problem.path for problem in framework_problems({}, rules=("levels",))]
    ['key', 'version', 'title', 'summary', 'rule', 'scale', 'layers']
    """
    findings = _Findings()
    findings.texts(data, "", "key", "version", "title", "summary")
    if data.get("rule") not in rules:
        choices = ", ".join(rules)
        findings.note("rule", _("The scoring rule must be one of: {choices}.", choices=choices))
    levels = _check_scale(findings, data)
    layers = findings.rows(data, "", "layers")
    capabilities = {path: findings.rows(node, path, "capabilities") for path, node in layers}
    _check_layers(findings, layers)
    every = [row for rows in capabilities.values() for row in rows]
    findings.unique(every, _CAPABILITY)
    known = frozenset(_key(node) for _, node in every)
    for path, node in every:
        _check_capability(findings, node, path, levels, known)
    return tuple(findings.problems)


def _check_scale(findings: _Findings, data: Node) -> range:
    scale = data.get("scale")
    if not isinstance(scale, Mapping):
        findings.note("scale", _("Give the scale its minimum, maximum and names."))
        return range(0)
    low = findings.whole(scale, "scale", "minimum")
    high = findings.whole(scale, "scale", "maximum")
    names = findings.keys(scale, "scale", "names")
    if low is None or high is None:
        return range(0)
    if high <= low:
        findings.note("scale.maximum", _("The highest level must lie above the lowest."))
        return range(0)
    levels = range(low, high + 1)
    if len(names) != len(levels) or not all(name.strip() for name in names):
        sentence = _("Name each of the {count} levels, lowest first.", count=len(levels))
        findings.note("scale.names", sentence)
    return levels


def _check_layers(findings: _Findings, layers: list[Row]) -> None:
    findings.unique(layers, _LAYER)
    known = frozenset(_key(node) for _, node in layers)
    below: dict[str, list[str]] = {}
    for path, node in layers:
        findings.texts(node, path, "key", "title", "summary")
        stands_on = findings.keys(node, path, "stands_on")
        findings.known(stands_on, known, f"{path}.stands_on", _LAYER, _key(node))
        below[_key(node)] = [key for key in stands_on if key != _key(node)]
    try:
        TopologicalSorter(below).prepare()
    except CycleError as error:
        circle = " → ".join(reversed(error.args[1]))
        findings.note(
            "layers", _("Layers stand on one another in a circle: {circle}.", circle=circle)
        )


def _check_capability(
    findings: _Findings, node: Node, path: str, levels: range, known: frozenset[str]
) -> None:
    findings.texts(node, path, "key", "title", "question")
    weight = node.get("weight", 1)
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not _is_positive(weight):
        findings.note(f"{path}.weight", _("The weight must be a number above zero."))
    described: list[int | None] = []
    for at, row in findings.rows(node, path, "levels"):
        described.append(findings.whole(row, at, "level"))
        findings.texts(row, at, "text")
    if levels and described and described != list(levels):
        limits = {"low": levels[0], "high": levels[-1]}
        sentence = _("Describe every level from {low} to {high} once, lowest first.", **limits)
        findings.note(f"{path}.levels", sentence)
    _check_steps(findings, node, path, levels, known)


def _check_steps(
    findings: _Findings, node: Node, path: str, levels: range, known: frozenset[str]
) -> None:
    taken: list[tuple[int | None, int | None]] = []
    for at, row in findings.rows(node, path, "steps"):
        taken.append((findings.whole(row, at, "from"), findings.whole(row, at, "to")))
        findings.texts(row, at, "title", "text", "who")
        effort, weeks = findings.whole(row, at, "effort"), findings.whole(row, at, "weeks")
        if effort is not None and not 1 <= effort <= 5:
            findings.note(f"{at}.effort", _("Effort runs from 1 to 5."))
        if weeks is not None and weeks < 1:
            findings.note(f"{at}.weeks", _("A step takes at least one week."))
        findings.known(
            findings.keys(row, at, "unlocks"), known, f"{at}.unlocks", _CAPABILITY, _key(node)
        )
    if levels and taken and taken != [(level, level + 1) for level in levels[:-1]]:
        sentence = _(
            "Give one step from each level to the next, from {low} up to {high}.",
            low=levels[0],
            high=levels[-1],
        )
        findings.note(f"{path}.steps", sentence)


def _key(node: Node) -> str:
    value = node.get("key")
    return value if isinstance(value, str) else ""


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _is_positive(value: float) -> bool:
    return math.isfinite(value) and value > 0
