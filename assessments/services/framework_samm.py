"""Read OWASP SAMM's own model, a folder of small YAML files, as a framework.

The model is published by OWASP under CC BY-SA 4.0. It is read where it lies and never shipped.
"""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessments.domain.framework_data import framework_from_data
from assessments.domain.frameworks import Framework, FrameworkInvalid
from assessments.services.framework_yaml import MAX_BYTES, read_yaml
from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _

MAX_FILES = 2_000
FOLDERS = (
    "business_functions",
    "security_practices",
    "streams",
    "practice_levels",
    "maturity_levels",
    "activities",
    "questions",
    "answer_sets",
)

type Record = Mapping[str, Any]


class SammInvalid(Invalid):
    """The folder does not hold a SAMM model, or its files do not fit together."""

    code = "samm_invalid"


@dataclass(frozen=True, slots=True)
class _Model:
    """The files of each folder, by their id."""

    records: Mapping[str, Mapping[str, Record]]

    def all(self, folder: str) -> list[Record]:
        found = self.records[folder].values()
        return sorted(found, key=lambda each: (each.get("order") or 0, str(each.get("name"))))

    def get(self, folder: str, record: Record, field: str) -> Record:
        found = self.records[folder].get(str(record.get(field)))
        if found is None:
            sentence = _(
                "In “{file}”, “{field}” refers to nothing in {folder}.",
                file=record["file"],
                field=field,
                folder=folder,
            )
            raise SammInvalid(sentence)
        return found


def is_samm(folder: Path) -> bool:
    """Say whether a folder looks like SAMM's model, or holds it."""
    return all((_model_folder(folder) / each).is_dir() for each in FOLDERS)


def read_samm(folder: Path, *, version: str = "2") -> Framework:
    """Read the model from its folder.

    Parameters
    ----------
    folder
        SAMM's ``model`` folder, or the one that holds it.
    version
        What to call this version of the model, which its files do not say.

    Returns
    -------
    Framework
        Functions as layers, practices as capabilities (``G-SM``), and their questions by the ids
        of the model's own files (``G-SM-1-A``: practice, level, stream).

    Raises
    ------
    SammInvalid
        When a folder is missing, a file cannot be read, or the files do not fit together.

    Notes
    -----
    The model states no effort. A step to level *n* is taken to be of effort *n* + 1 and to last
    four weeks for each point of effort: a starting point for the plan, not part of the model.
    """
    model = _Model({name: _records(_model_folder(folder) / name) for name in FOLDERS})
    data = {
        "key": "owasp-samm",
        "version": version,
        "title": "OWASP SAMM",
        "summary": _(
            "The Software Assurance Maturity Model by OWASP, licensed under CC BY-SA 4.0. "
            "What is not answered counts as nought."
        ),
        "rule": "samm",
        "scale": {
            "minimum": 0,
            "maximum": 3,
            "names": ["none", "initial", "structured", "optimised"],
        },
        "layers": _layers(model),
    }
    try:
        return framework_from_data(data)
    except FrameworkInvalid as refusal:
        raise SammInvalid(refusal.sentence) from refusal


def _model_folder(folder: Path) -> Path:
    return folder / "model" if (folder / "model").is_dir() else folder


def _records(folder: Path) -> dict[str, Record]:
    if not folder.is_dir():
        raise SammInvalid(_("There is no folder “{name}” here.", name=folder.name))
    files = sorted(folder.glob("*.yml"))
    if len(files) > MAX_FILES:
        raise SammInvalid(_("There are more than {count} files.", count=MAX_FILES))
    return {str(record["id"]): record for record in map(_record, files)}


def _record(file: Path) -> Record:
    if file.stat().st_size > MAX_BYTES:
        raise SammInvalid(_("“{file}” is larger than 1 MB.", file=file.name))
    document = read_yaml(file.read_bytes())
    if document.problems:
        first = document.problems[0]
        raise SammInvalid(_("“{file}”, {problem}.", file=file.name, problem=str(first)))
    if not isinstance(document.data, dict) or "id" not in document.data:
        raise SammInvalid(_("“{file}” has no field “id”.", file=file.name))
    return {**document.data, "file": file.name, "stem": file.stem}


def _layers(model: _Model) -> list[dict[str, Any]]:
    practices: dict[str, list[dict[str, Any]]] = {}
    for practice in model.all("security_practices"):
        function = model.get("business_functions", practice, "function")
        practices.setdefault(str(function["id"]), []).append(_practice(model, practice, function))
    return [
        {
            "key": str(function["name"])[:1].upper(),
            "title": function["name"],
            "summary": _summary(function.get("description")),
            "capabilities": practices.get(str(function["id"]), []),
        }
        for function in model.all("business_functions")
    ]


def _practice(model: _Model, practice: Record, function: Record) -> dict[str, Any]:
    key = f"{str(function['name'])[:1].upper()}-{practice['shortName']}"
    levels = {
        int(model.get("maturity_levels", each, "maturityLevel")["number"]): each
        for each in model.all("practice_levels")
        if each["practice"] == practice["id"]
    }
    questions = sorted(
        (each for each in model.all("questions") if str(each["stem"]).startswith(f"{key}-")),
        key=lambda each: str(each["stem"]),
    )
    return {
        "key": key,
        "title": practice["name"],
        "question": _summary(practice.get("shortDescription")),
        "questions": [_question(model, each) for each in questions],
        "steps": [_step(model, number, levels[number], questions) for number in sorted(levels)],
    }


def _question(model: _Model, question: Record) -> dict[str, Any]:
    activity = model.get("activities", question, "activity")
    stream = model.get("streams", activity, "stream")
    level = model.get("practice_levels", activity, "level")
    answers = model.get("answer_sets", question, "answerSet")
    options = sorted(answers["values"], key=lambda each: each["order"])
    return {
        "key": question["stem"],
        "text": question["text"],
        "level": int(model.get("maturity_levels", level, "maturityLevel")["number"]),
        "stream": str(stream["letter"]),
        "criteria": [str(each) for each in question.get("quality") or ()],
        "options": [{"label": str(each["text"]), "value": each["value"]} for each in options],
    }


def _step(model: _Model, number: int, level: Record, questions: Sequence[Record]) -> dict[str, Any]:
    activities = [model.get("activities", each, "activity") for each in questions]
    asked = [each for each in activities if each["level"] == level["id"]]
    return {
        "from": number - 1,
        "to": number,
        "title": _headline(asked),
        "text": " ".join(str(each["shortDescription"]) for each in asked),
        "effort": number + 1,
        "weeks": 4 * (number + 1),
        "who": _("Whoever answers for the practice"),
        "unlocks": [],
    }


def _headline(activities: Sequence[Record], limit: int = 120) -> str:
    """Name what a step asks for, in whole words."""
    said = " / ".join(str(each["title"]) for each in activities)
    return textwrap.shorten(said, limit, placeholder="…")


def _summary(text: object, limit: int = 300) -> str:
    """Keep whole sentences of a longer text, as many as fit."""
    said = " ".join(str(text or "").split())
    if len(said) <= limit:
        return said
    end = said[:limit].rfind(". ")
    return said[: end + 1] if end > 0 else f"{said[: limit - 1]}…"
