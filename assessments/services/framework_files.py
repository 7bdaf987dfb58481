"""Read framework files: safely, strictly, and with every problem named by its line."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.framework_data import framework_from_data
from assessments.domain.framework_findings import Problem as DataProblem
from assessments.domain.frameworks import Framework, FrameworkInvalid
from assessments.services.framework_documents import DataPath, Document, Problem, dotted
from assessments.services.framework_events import MAX_PROBLEMS
from assessments.services.framework_sentences import parsed, schema_findings
from assessments.services.framework_yaml import read_yaml
from portal.domain.errors import Invalid

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

LIBRARY = Path(__file__).resolve().parent.parent / "library"
DEFAULT_KEY = "five-layers"


class FrameworkFileInvalid(Invalid):
    """The file does not describe a framework that can be used.

    Parameters
    ----------
    name
        The file, as the reader knows it.
    problems
        Everything that is wrong, in the order of the file.
    """

    code = "framework_file_invalid"

    def __init__(self, name: str, problems: tuple[Problem, ...]) -> None:
        sentence = ngettext(
            "“%(name)s” was not read: there is %(count)s problem. It is on %(first)s.",
            "“%(name)s” was not read: there are %(count)s problems. The first is on %(first)s.",
            len(problems),
        )
        words = {"name": name, "count": len(problems), "first": str(problems[0])}
        super().__init__(sentence % words)
        self.name = name
        self.problems = problems


def read_framework(source: bytes, *, name: str) -> Framework:
    """Read a framework from the bytes of a YAML file.

    Parameters
    ----------
    source
        The bytes; at most 1 MB of UTF-8 without tags, anchors or aliases.
    name
        What to call the file in a refusal.

    Returns
    -------
    Framework
        The framework, complete and free of contradictions.

    Raises
    ------
    FrameworkFileInvalid
        With every problem that the file has, each with its line and path.
    """
    document = read_yaml(source)
    found = list(document.problems)
    framework = None
    if document.is_complete:
        found += _schema_problems(document)
        framework, contradictions = _built(document, found)
        found += contradictions
    if framework is None or found:
        raise FrameworkFileInvalid(name, tuple(sorted(found, key=lambda problem: problem.line)))
    return framework


def checked_framework(data: Mapping[str, Any]) -> Framework:
    """Build a framework from plain data that did not come from a file, as strictly as from one.

    Raises
    ------
    FrameworkInvalid
        With everything that is wrong, each with its path.
    """
    framework = framework_from_data(data)
    found = islice(_schema_findings(data), MAX_PROBLEMS)
    if problems := tuple(DataProblem(dotted(path), sentence) for path, sentence in found):
        raise FrameworkInvalid(problems)
    return framework


def framework_file(data: Mapping[str, Any]) -> str:
    """Write a framework as the YAML that `read_framework` reads."""
    return yaml.dump(
        dict(data), Dumper=_Plain, sort_keys=False, allow_unicode=True, width=100, indent=2
    )


class _Plain(yaml.SafeDumper):
    """Writes everything out, because the reader follows no references."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        """Say that nothing is written as a reference."""
        return True


def shipped_frameworks() -> dict[str, Path]:
    """Give the frameworks that come with the portal, by key, the default one first."""
    files = {file.stem.replace("_", "-"): file for file in sorted(LIBRARY.glob("*.yaml"))}
    # Whatever is loaded first becomes the default, and readiness asks for its capabilities.
    return {DEFAULT_KEY: files[DEFAULT_KEY]} | files


@cache
def _validator() -> "Draft202012Validator":
    schema = json.loads((LIBRARY / "framework.schema.json").read_text(encoding="utf-8"))
    # Loaded with the first file: most web processes read none.
    validator: Draft202012Validator = import_module("jsonschema").Draft202012Validator(schema)
    return validator


def _schema_problems(document: Document) -> list[Problem]:
    if document.data is None:
        return [] if document.problems else [Problem(1, "", _("The file is empty."))]
    taken = {problem.path for problem in document.problems}
    found: list[Problem] = []
    for path, sentence in islice(_schema_findings(document.data), MAX_PROBLEMS):
        # A field that breaks two rules is told the first; what YAML refused is not told again.
        if dotted(path) not in taken:
            taken.add(dotted(path))
            found.append(Problem(document.place.line_of(path), dotted(path), sentence))
    return found


def _schema_findings(data: object) -> Iterator[tuple[DataPath, str]]:
    for error in _validator().iter_errors(data):
        yield from schema_findings(error, data)


def _built(document: Document, known: list[Problem]) -> tuple[Framework | None, list[Problem]]:
    """Build the framework, or find what a schema cannot see (references, circles, gaps)."""
    # Without a sound scale the levels cannot be judged, and each would be reported in vain.
    is_sound = not any(problem.path.startswith(("scale", "rule")) for problem in known)
    if not isinstance(document.data, dict) or not is_sound:
        return None, []
    try:
        return framework_from_data(document.data), []
    except FrameworkInvalid as refusal:
        lines = document.place
        return None, [
            Problem(lines.line_of(parsed(each.path)), each.path, each.sentence)
            for each in refusal.problems[:MAX_PROBLEMS]
            if not any(_repeats(each.path, problem.path) for problem in known)
        ]


def _repeats(path: str, known: str) -> bool:
    """Say whether a problem is known already, there or in a part of the same thing."""
    return path == known or known.startswith((f"{path}.", f"{path}["))
