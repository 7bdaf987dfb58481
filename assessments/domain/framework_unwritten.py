"""Texts of a framework that somebody has still to write."""

from collections.abc import Iterator, Mapping
from typing import Any

from assessments.domain.framework_findings import Problem
from portal.domain.wording import gettext as _

UNWRITTEN = "…"
"""Stands where a text is still to be written; a framework with one is not published."""


def unwritten(data: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Find the texts that are still to be written.

    Parameters
    ----------
    data
        A framework as plain data.

    Returns
    -------
    tuple of Problem
        One for each capability that has such a text, naming the places in it.

    Examples
    --------
    >>> unwritten({"summary": "…", "layers": []})[0].sentence
    'The summary is still to be written.'
    """
    found = []
    if _is_unwritten(data["summary"]):
        found.append(Problem("summary", _("The summary is still to be written.")))
    for at, layer in enumerate(data["layers"]):
        if _is_unwritten(layer["summary"]):
            sentence = _("The summary of “{title}” is still to be written.", title=layer["title"])
            found.append(Problem(f"layers[{at}].summary", sentence))
        for number, capability in enumerate(layer["capabilities"]):
            places = ", ".join(_unwritten_places(capability))
            if places:
                sentence = _(
                    "“{title}” is still to be written: {places}.",
                    title=capability["title"],
                    places=places,
                )
                found.append(Problem(f"layers[{at}].capabilities[{number}]", sentence))
    return tuple(found)


def _unwritten_places(capability: Mapping[str, Any]) -> Iterator[str]:
    if _is_unwritten(capability["question"]):
        yield _("the question")
    for level in capability.get("levels", ()):
        if _is_unwritten(level["text"]):
            yield _("level {level}", level=level["level"])
    for step in capability.get("steps", ()):
        if any(_is_unwritten(step[name]) for name in ("title", "text", "who")):
            yield _("the step to level {level}", level=step["to"])
    for question in capability.get("questions", ()):
        if _is_unwritten(question["text"]):
            yield _("the question “{key}”", key=question["key"])


def _is_unwritten(text: str) -> bool:
    return text.strip() == UNWRITTEN
