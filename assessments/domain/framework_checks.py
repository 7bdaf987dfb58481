"""What a framework written as plain data must satisfy before it is used."""

import math
from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from assessments.domain.framework_findings import (
    CAPABILITY,
    LAYER,
    Findings,
    Node,
    Problem,
    Row,
    key_of,
)
from assessments.domain.framework_question_checks import question_problems
from portal.domain.wording import gettext as _

MOST_LEVELS = 100
"""A number in a file may be any number; from here on no list of levels is made of it."""


def framework_problems(
    data: Node, *, rules: Sequence[str], subjects: Sequence[str] = ("domain",)
) -> tuple[Problem, ...]:
    """Find everything that keeps plain data from being a framework.

    Parameters
    ----------
    data
        The framework as read from a file.
    rules
        The scoring rules that exist.
    subjects
        What a framework can be applied to; the first is meant where none is named.

    Returns
    -------
    tuple of Problem
        Every problem, in the order of the file; empty when the framework can be used.

    Examples
    --------
    >>> [problem.path for problem in framework_problems({}, rules=("levels",))]
    ['key', 'version', 'title', 'summary', 'rule', 'scale', 'layers']
    """
    findings = Findings()
    findings.texts(data, "", "key", "version", "title", "summary")
    if data.get("subject", subjects[0]) not in subjects:
        choices = ", ".join(subjects)
        findings.note("subject", _("The subject must be one of: {choices}.", choices=choices))
    if data.get("rule") not in rules:
        choices = ", ".join(rules)
        findings.note("rule", _("The scoring rule must be one of: {choices}.", choices=choices))
    levels = _check_scale(findings, data)
    layers = findings.rows(data, "", "layers")
    capabilities = {path: findings.rows(node, path, "capabilities") for path, node in layers}
    _check_layers(findings, layers)
    every = [row for rows in capabilities.values() for row in rows]
    findings.unique(every, CAPABILITY)
    known = frozenset(key_of(node) for _, node in every)
    rule = data.get("rule")
    for path, node in every:
        _check_capability(findings, node, path)
        if rule == "levels" or rule not in rules:
            _check_levels(findings, node, path, levels)
        elif levels:
            _check_optional_levels(findings, node, path, levels)
        if rule == "levels" or rule not in rules or "steps" in node:
            _check_steps(findings, node, path, levels, known)
    if rule in rules and levels:
        question_problems(findings, every, str(rule), levels)
    return tuple(findings.problems)


def _check_scale(findings: Findings, data: Node) -> range:
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
    if high - low >= MOST_LEVELS:
        findings.note(
            "scale.maximum", _("A scale has fewer than {count} levels.", count=MOST_LEVELS)
        )
        return range(0)
    levels = range(low, high + 1)
    if len(names) != len(levels) or not all(name.strip() for name in names):
        sentence = _("Name each of the {count} levels, lowest first.", count=len(levels))
        findings.note("scale.names", sentence)
    return levels


def _check_layers(findings: Findings, layers: list[Row]) -> None:
    findings.unique(layers, LAYER)
    known = frozenset(key_of(node) for _, node in layers)
    below: dict[str, list[str]] = {}
    for path, node in layers:
        findings.texts(node, path, "key", "title", "summary")
        stands_on = findings.keys(node, path, "stands_on")
        findings.known(stands_on, known, f"{path}.stands_on", LAYER, key_of(node))
        below[key_of(node)] = [key for key in stands_on if key != key_of(node)]
    try:
        TopologicalSorter(below).prepare()
    except CycleError as error:
        circle = " → ".join(reversed(error.args[1]))
        findings.note(
            "layers", _("Layers stand on one another in a circle: {circle}.", circle=circle)
        )


def _check_capability(findings: Findings, node: Node, path: str) -> None:
    findings.texts(node, path, "key", "title", "question")
    weight = node.get("weight", 1)
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not _is_positive(weight):
        findings.note(f"{path}.weight", _("The weight must be a number above zero."))


def _check_optional_levels(findings: Findings, node: Node, path: str, levels: range) -> None:
    if "levels" in node:
        _check_levels(findings, node, path, levels)


def _check_levels(findings: Findings, node: Node, path: str, levels: range) -> None:
    described: list[int | None] = []
    for at, row in findings.rows(node, path, "levels"):
        described.append(findings.whole(row, at, "level"))
        findings.texts(row, at, "text")
    if levels and described and described != list(levels):
        limits = {"low": levels[0], "high": levels[-1]}
        sentence = _("Describe every level from {low} to {high} once, lowest first.", **limits)
        findings.note(f"{path}.levels", sentence)


def _check_steps(
    findings: Findings, node: Node, path: str, levels: range, known: frozenset[str]
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
            findings.keys(row, at, "unlocks"), known, f"{at}.unlocks", CAPABILITY, key_of(node)
        )
    if levels and taken and taken != [(level, level + 1) for level in levels[:-1]]:
        sentence = _(
            "Give one step from each level to the next, from {low} up to {high}.",
            low=levels[0],
            high=levels[-1],
        )
        findings.note(f"{path}.steps", sentence)


def _is_positive(value: float) -> bool:
    return math.isfinite(value) and value > 0
