"""What the questions of a framework written as plain data must satisfy, rule by rule."""

from collections.abc import Sequence
from itertools import pairwise

from assessments.domain.framework_findings import QUESTION, Findings, Node, Row
from portal.domain.wording import gettext as _

BY_LEVEL = ("samm", "staged")
"""The rules under which a capability has questions for each of its levels."""


def question_problems(
    findings: Findings, capabilities: Sequence[Row], rule: str, levels: range
) -> None:
    """Note everything that keeps the questions of a framework from being asked.

    Parameters
    ----------
    findings
        Where to note it.
    capabilities
        Every capability with its path.
    rule
        The framework's scoring rule.
    levels
        The levels of its scale.
    """
    if rule == "conformity" and levels != range(2):
        findings.note("scale", _("Conformity is measured from 0, not met, to 1, met."))
    if rule in BY_LEVEL and levels[0] != 0:
        findings.note("scale.minimum", _("Under this rule the scale begins at 0, nothing reached."))
    asked: list[Row] = []
    for path, node in capabilities:
        if rule not in BY_LEVEL:
            if "questions" in node:
                sentence = _("Under this rule a capability is asked about by its one question.")
                findings.note(f"{path}.questions", sentence)
            continue
        rows = findings.rows(node, path, "questions")
        asked += rows
        _check_coverage(findings, rows, f"{path}.questions", levels)
        for at, row in rows:
            _check_question(findings, row, at, rule)
    findings.unique(asked, QUESTION)


def _check_coverage(findings: Findings, rows: Sequence[Row], path: str, levels: range) -> None:
    named = {row.get("level") for _, row in rows}
    if rows and named != set(levels[1:]):
        limits = {"low": levels[0] + 1, "high": levels[-1]}
        sentence = _("Ask at least one question for every level from {low} to {high}.", **limits)
        findings.note(path, sentence)


def _check_question(findings: Findings, row: Node, at: str, rule: str) -> None:
    findings.texts(row, at, "key", "text")
    findings.whole(row, at, "level")
    if not isinstance(row.get("stream", ""), str):
        findings.texts(row, at, "stream")
    findings.keys(row, at, "criteria")
    if "options" not in row and rule == "staged":
        return
    values: list[float] = []
    for place, option in findings.rows(row, at, "options"):
        findings.texts(option, place, "label")
        value = option.get("value")
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            findings.note(f"{place}.value", _("The value must be a number from 0 to 1."))
        else:
            values.append(float(value))
    _check_values(findings, values, f"{at}.options", rule)


def _check_values(findings: Findings, values: Sequence[float], path: str, rule: str) -> None:
    if not values:
        return
    if rule == "staged" and values != [0.0, 1.0]:
        findings.note(path, _("Give two options: the first worth 0, the second worth 1."))
    elif values[0] != 0 or values[-1] != 1 or any(low >= high for low, high in pairwise(values)):
        findings.note(path, _("The options must rise from 0 to 1, the least first."))
