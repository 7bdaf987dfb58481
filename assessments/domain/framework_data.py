"""Frameworks as plain data: from a file or a stored row, and back."""

from collections.abc import Mapping
from typing import Any

from assessments.domain.framework_checks import framework_problems
from assessments.domain.frameworks import (
    Capability,
    Framework,
    FrameworkInvalid,
    Layer,
    Level,
    ScoringRule,
    Step,
    Subject,
)
from assessments.domain.questions import Option, Question
from assessments.domain.scales import Scale

YES_OR_NO = ({"label": "No", "value": 0}, {"label": "Yes", "value": 1})
"""The options of a question that lists none."""


def framework_from_data(data: Mapping[str, Any]) -> Framework:
    """Build a framework from plain data, or say everything that is wrong with it.

    Parameters
    ----------
    data
        The framework as it stands in a YAML or JSON file.

    Returns
    -------
    Framework
        The framework, with every reference known and every level and step present.

    Raises
    ------
    FrameworkInvalid
        Carrying every problem with its path, when there is one.

    Notes
    -----
    Beyond the shape this checks what a JSON schema cannot: layer and capability keys are unique,
    ``stands_on`` names known layers and runs in no circle, levels cover the scale once each, there
    is one step from each level to the next, and ``unlocks`` names known capabilities. ``weight``
    may be left out (1), and so may ``stands_on`` and ``unlocks`` (nothing).

    Examples
    --------
    >>> try:
    ...     framework_from_data({"key": "small"})
    ... except FrameworkInvalid as refusal:
    ...     print(refusal.problems[0].path, "-", refusal.problems[0].sentence)
    version - Give the version as text.
    """
    problems = framework_problems(data, rules=tuple(ScoringRule), subjects=tuple(Subject))
    if problems:
        raise FrameworkInvalid(problems)
    scale = data["scale"]
    return Framework(
        key=data["key"],
        version=data["version"],
        title=data["title"],
        summary=data["summary"],
        rule=ScoringRule(data["rule"]),
        scale=Scale(scale["minimum"], scale["maximum"], tuple(scale["names"])),
        layers=tuple(_layer(row) for row in data["layers"]),
        subject=Subject(data.get("subject", Subject.DOMAIN)),
    )


def framework_to_data(framework: Framework) -> dict[str, Any]:
    """Write a framework as plain data, in the shape that `framework_from_data` reads.

    Parameters
    ----------
    framework
        A framework.

    Returns
    -------
    dict
        Lists, dicts, text and numbers only: it can be dumped as YAML or JSON as it is.

    Examples
    --------
    >>> from assessments.domain.scales import FIVE_LEVELS
    >>> empty = Framework("small", "1", "Small", "None yet.", ScoringRule.LEVELS, FIVE_LEVELS, ())
    >>> framework_to_data(empty)["scale"]["names"][0]
    'initial'
    """
    scale = framework.scale
    return {
        **({} if framework.subject is Subject.DOMAIN else {"subject": framework.subject.value}),
        "key": framework.key,
        "version": framework.version,
        "title": framework.title,
        "summary": framework.summary,
        "rule": framework.rule.value,
        "scale": {"minimum": scale.minimum, "maximum": scale.maximum, "names": list(scale.names)},
        "layers": [_layer_data(layer) for layer in framework.layers],
    }


def _layer(row: Mapping[str, Any]) -> Layer:
    return Layer(
        key=row["key"],
        title=row["title"],
        summary=row["summary"],
        stands_on=tuple(row.get("stands_on", ())),
        capabilities=tuple(_capability(each) for each in row["capabilities"]),
    )


def _capability(row: Mapping[str, Any]) -> Capability:
    return Capability(
        key=row["key"],
        title=row["title"],
        question=row["question"],
        weight=float(row.get("weight", 1)),
        levels=tuple(Level(each["level"], each["text"]) for each in row.get("levels", ())),
        steps=tuple(_step(each) for each in row.get("steps", ())),
        practice=row.get("practice", ""),
        questions=tuple(_question(each) for each in row.get("questions", ())),
    )


def _question(row: Mapping[str, Any]) -> Question:
    options = row.get("options") or YES_OR_NO
    return Question(
        key=row["key"],
        text=row["text"],
        options=tuple(
            Option(number, each["label"], float(each["value"]), each.get("text", ""))
            for number, each in enumerate(options)
        ),
        level=row["level"],
        stream=row.get("stream", ""),
        criteria=tuple(row.get("criteria", ())),
    )


def _step(row: Mapping[str, Any]) -> Step:
    return Step(
        from_level=row["from"],
        to_level=row["to"],
        title=row["title"],
        text=row["text"],
        effort=row["effort"],
        weeks=row["weeks"],
        who=row["who"],
        unlocks=tuple(row.get("unlocks", ())),
    )


def _layer_data(layer: Layer) -> dict[str, Any]:
    return {
        "key": layer.key,
        "title": layer.title,
        "summary": layer.summary,
        "stands_on": list(layer.stands_on),
        "capabilities": [_capability_data(capability) for capability in layer.capabilities],
    }


def _capability_data(capability: Capability) -> dict[str, Any]:
    return {
        "key": capability.key,
        "title": capability.title,
        "question": capability.question,
        "weight": capability.weight,
        # What a capability does without is left out: an empty list would be read as a mistake.
        **_listed(
            "levels", [{"level": each.level, "text": each.text} for each in capability.levels]
        ),
        **_listed("steps", [_step_data(step) for step in capability.steps]),
        **({"practice": capability.practice} if capability.practice else {}),
        **_listed("questions", [_question_data(each) for each in capability.questions]),
    }


def _listed(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {name: rows} if rows else {}


def _question_data(question: Question) -> dict[str, Any]:
    return {
        "key": question.key,
        "text": question.text,
        "level": question.level,
        "stream": question.stream,
        "criteria": list(question.criteria),
        "options": [
            {"label": each.label, "value": each.value, **({"text": each.text} if each.text else {})}
            for each in question.options
        ],
    }


def _step_data(step: Step) -> dict[str, Any]:
    return {
        "from": step.from_level,
        "to": step.to_level,
        "title": step.title,
        "text": step.text,
        "effort": step.effort,
        "weeks": step.weeks,
        "who": step.who,
        "unlocks": list(step.unlocks),
    }
