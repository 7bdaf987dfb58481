"""Read the OWASP AI Maturity Assessment from its own toolkit, a workbook, as a framework.

The toolkit is published by OWASP under CC BY-SA 4.0. It is read where it lies and never shipped.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any

import openpyxl

from assessments.domain.framework_data import framework_from_data
from assessments.domain.frameworks import Framework, FrameworkInvalid
from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _

SHEET = "Assessment Questions"
MOST_ROWS = 2_000
MOST_BYTES = 10_000_000
MOST_EXPANDED = 50_000_000

_STREAM = re.compile(r"^(?P<practice>.*\S)\s+-\s+Stream\s+(?P<letter>[A-Z])$")
_WEEKS_PER_EFFORT = 4


class AimaInvalid(Invalid):
    """The workbook is not the toolkit, or its rows do not fit together."""

    code = "aima_invalid"


def read_aima(source: bytes, *, version: str = "1") -> Framework:
    """Read the toolkit's questions.

    Parameters
    ----------
    source
        The bytes of the workbook.
    version
        What to call this version of the model.

    Returns
    -------
    Framework
        Practice areas as layers, practices as capabilities, yes-or-no questions in two streams
        on three levels. Question keys are the practice's key, level and stream:
        ``fairness-bias-2-a``.

    Raises
    ------
    AimaInvalid
        When the file is no such workbook.

    Notes
    -----
    The toolkit states no effort. A step to level *n* is taken to be of effort *n* + 1 and to last
    four weeks for each point of effort: a starting point for the plan, not part of the model.
    """
    layers: list[dict[str, Any]] = []
    for row in _rows(source):
        _take(layers, row)
    if not layers:
        raise AimaInvalid(_("The sheet “{name}” holds no questions.", name=SHEET))
    data = {
        "key": "owasp-aima",
        "version": version,
        "title": "OWASP AIMA",
        "summary": _(
            "The AI Maturity Assessment by OWASP, licensed under CC BY-SA 4.0. "
            "A level is reached when every question up to it is answered with yes."
        ),
        "rule": "staged",
        "scale": {
            "minimum": 0,
            "maximum": 3,
            "names": ["none", "initial", "defined", "optimised"],
        },
        "layers": [_with_steps(layer) for layer in layers],
    }
    try:
        return framework_from_data(data)
    except FrameworkInvalid as refusal:
        raise AimaInvalid(refusal.sentence) from refusal


def _rows(source: bytes) -> Iterator[Sequence[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            expanded = sum(each.file_size for each in archive.infolist())
        if len(source) > MOST_BYTES or expanded > MOST_EXPANDED:
            raise AimaInvalid(_("The workbook is larger than the toolkit can be."))
        book = openpyxl.load_workbook(io.BytesIO(source), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise AimaInvalid(_("This is not a workbook (.xlsx), or it is damaged.")) from error
    if SHEET not in book.sheetnames:
        raise AimaInvalid(_("The workbook has no sheet “{name}”.", name=SHEET))
    for number, cells in enumerate(book[SHEET].iter_rows(max_col=4, values_only=True)):
        if number > MOST_ROWS:
            raise AimaInvalid(_("The sheet has more than {count} rows.", count=MOST_ROWS))
        yield [" ".join(str(cell or "").split()) for cell in cells]
    book.close()


def _take(layers: list[dict[str, Any]], row: Sequence[str]) -> None:
    area, stream, level, text = row
    found = _STREAM.match(stream)
    if found is None or not level or not text:
        return
    if area or not layers:
        layers.append(_layer(area or stream))
    practice, letter = found["practice"], found["letter"]
    capabilities: list[dict[str, Any]] = layers[-1]["capabilities"]
    if not capabilities or capabilities[-1]["title"] != practice:
        capabilities.append(_practice(practice))
    number = int(float(level))
    key = f"{capabilities[-1]['key']}-{number}-{letter.lower()}"
    capabilities[-1]["questions"].append(
        {"key": key, "text": text, "level": number, "stream": letter}
    )


def _layer(title: str) -> dict[str, Any]:
    return {
        "key": _key(title),
        "title": title,
        "summary": _("The practice area “{title}” of the toolkit.", title=title),
        "capabilities": [],
    }


def _practice(title: str) -> dict[str, Any]:
    return {"key": _key(title), "title": title, "question": title, "questions": []}


def _with_steps(layer: dict[str, Any]) -> dict[str, Any]:
    for practice in layer["capabilities"]:
        levels = sorted({each["level"] for each in practice["questions"]})
        practice["steps"] = [_step(practice, number) for number in levels]
    return layer


def _step(practice: dict[str, Any], number: int) -> dict[str, Any]:
    asked = [each["text"] for each in practice["questions"] if each["level"] == number]
    return {
        "from": number - 1,
        "to": number,
        "title": _("Reach level {level} of {practice}", level=number, practice=practice["title"]),
        "text": _("Work until each of these is a yes: {questions}", questions=" ".join(asked)),
        "effort": number + 1,
        "weeks": _WEEKS_PER_EFFORT * (number + 1),
        "who": _("Whoever answers for the practice"),
        "unlocks": [],
    }


def _key(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
