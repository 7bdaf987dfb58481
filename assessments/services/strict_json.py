"""Reading JSON as strictly as a file from elsewhere deserves."""

import json
import math
from typing import Any

from django.utils.translation import gettext as _

from portal.domain.errors import Invalid


class JsonInvalid(Invalid):
    """A file that is no JSON, or not one that means one thing only.

    Parameters
    ----------
    faults
        One sentence for each thing that is wrong.
    """

    code = "json_invalid"

    def __init__(self, *faults: str) -> None:
        super().__init__(" ".join(faults))
        self.faults = faults


def read_object(source: bytes) -> dict[str, Any]:
    """Read the one object of a JSON file in UTF-8.

    Raises
    ------
    JsonInvalid
        When it is no JSON, holds a key twice or a number that is none, is nested beyond what can
        be read, or is no object.
    """
    strict = _Strict()
    try:
        data = json.loads(
            source.decode("utf-8-sig"),
            object_pairs_hook=strict.pairs,
            parse_float=strict.number,
            parse_constant=strict.number,
        )
    except UnicodeDecodeError as error:
        raise JsonInvalid(_("The file is not UTF-8.")) from error
    except json.JSONDecodeError as error:
        sentence = _("The file is not JSON: line %(line)s, column %(column)s.")
        raise JsonInvalid(sentence % {"line": error.lineno, "column": error.colno}) from error
    except RecursionError as error:
        raise JsonInvalid(_("The file is nested too deep.")) from error
    except ValueError as error:
        raise JsonInvalid(_("The file is not JSON.")) from error
    if not isinstance(data, dict):
        strict.faults.append(_("The file must hold one object."))
    if strict.faults:
        raise JsonInvalid(*dict.fromkeys(strict.faults))
    return dict(data)


class _Strict:
    """Takes a file in piece by piece and remembers what was wrong with it."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def pairs(self, found: list[tuple[str, Any]]) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key, value in found:
            if key in data:
                shown = key[:60].encode("utf-8", "replace").decode()
                sentence = _("The key “%(key)s” stands twice in one object.")
                self.faults.append(sentence % {"key": shown})
            data[key] = value
        return data

    def number(self, text: str) -> float:
        value = float(text)
        if not math.isfinite(value):
            self.faults.append(_("“%(text)s” is no number.") % {"text": text[:20]})
        return value
