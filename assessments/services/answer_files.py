"""Read files of answers: JSON, one value per question, every fault told at once."""

import json
import math
from typing import Any

from django.utils.translation import gettext as _

from assessments.domain.answers import Answer
from assessments.domain.frameworks import Framework
from assessments.domain.stated_values import ValuesInvalid, answers_from_values, shortened
from portal.domain.errors import Invalid

MAX_BYTES = 5_000_000


class AnswerFileInvalid(Invalid):
    """The file does not hold answers to the framework.

    Parameters
    ----------
    faults
        One sentence for each thing that is wrong.
    """

    code = "answer_file_invalid"

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


def read_answers(source: bytes, framework: Framework) -> dict[str, Answer]:
    """Read the answers to a framework's questions.

    Parameters
    ----------
    source
        JSON in UTF-8: an object of question id to value; see `answers_from_values`.
    framework
        The framework that was asked about.

    Returns
    -------
    dict
        Question id to answer, ready to be scored.

    Raises
    ------
    AnswerFileInvalid
        With every fault of the file.
    """
    values, faults = _values(source)
    try:
        answers = answers_from_values(framework, values)
    except ValuesInvalid as refusal:
        faults += [f"{_shown(key)}: {sentence}" for key, sentence in refusal.fields.items()]
    if faults:
        raise AnswerFileInvalid(tuple(faults))
    return answers


def _values(source: bytes) -> tuple[dict[str, Any], list[str]]:
    pairs = _parsed(source)
    values: dict[str, Any] = {}
    faults: list[str] = []
    for key, value in pairs:
        if key in values:
            faults.append(_("%(key)s: It is answered twice.") % {"key": _shown(key)})
        elif isinstance(value, _Pairs | list):
            sentence = _("%(key)s: The value must be a number or a word, not a list or an object.")
            faults.append(sentence % {"key": _shown(key)})
        elif isinstance(value, float) and not math.isfinite(value):
            faults.append(_("%(key)s: The value is not a number.") % {"key": _shown(key)})
        values.setdefault(key, value)
    told = {key for key, value in values.items() if _is_told(value)}
    return {key: value for key, value in values.items() if key not in told}, faults


class _Pairs(list[tuple[str, Any]]):
    """The fields of a JSON object as they stand, doubles included."""


def _parsed(source: bytes) -> _Pairs:
    if len(source) > MAX_BYTES:
        raise AnswerFileInvalid((_("The file of answers is larger than 5 MB."),))
    try:
        data = json.loads(source.decode("utf-8-sig"), object_pairs_hook=_Pairs)
    except UnicodeDecodeError as error:
        raise AnswerFileInvalid((_("The file of answers is not UTF-8."),)) from error
    except json.JSONDecodeError as error:
        sentence = _("The file of answers is not JSON: line %(line)s, column %(column)s.")
        words = {"line": error.lineno, "column": error.colno}
        raise AnswerFileInvalid((sentence % words,)) from error
    except (ValueError, RecursionError) as error:
        raise AnswerFileInvalid((_("The file of answers is not JSON."),)) from error
    if not isinstance(data, _Pairs):
        sentence = _("The file of answers must hold one object: question id to value.")
        raise AnswerFileInvalid((sentence,))
    return data


def _is_told(value: object) -> bool:
    return isinstance(value, list) or (isinstance(value, float) and not math.isfinite(value))


def _shown(key: str) -> str:
    """Write a key so that any terminal can show it."""
    return shortened(key).encode("utf-8", "backslashreplace").decode() or '""'
