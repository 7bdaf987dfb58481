"""Mapping texts: a mapping as the file people write, so that it can be taken along."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")


def mapping_text(data: Mapping[str, Any]) -> str:
    r"""Write a mapping as a TOML file.

    Parameters
    ----------
    data
        What the file says: texts, numbers, truth values, lists and tables.

    Returns
    -------
    str
        A text that says the same when it is read again.

    Examples
    --------
    >>> print(mapping_text({"source": "box", "columns": {"title": ["Our \"idea\""]}}), end="")
    source = "box"
    <BLANKLINE>
    [columns]
    title = ["Our \"idea\""]
    """
    return "\n".join(_lines(data, ())) + "\n"


def _lines(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    tables = {key: value for key, value in table.items() if isinstance(value, Mapping)}
    plain = {key: value for key, value in table.items() if key not in tables}
    if path and (plain or not tables):
        yield f"\n[{'.'.join(map(_key, path))}]"
    for key, value in plain.items():
        yield f"{_key(key)} = {_value(value)}"
    for key, value in tables.items():
        yield from _lines(value, (*path, key))


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _value(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case list() | tuple():
            return f"[{', '.join(map(_value, value))}]"
        case dict():
            pairs = (f"{_key(key)} = {_value(each)}" for key, each in value.items())
            return f"{{ {', '.join(pairs)} }}" if value else "{}"
        case _:
            return _text(str(value))


def _text(text: str) -> str:
    # What JSON escapes is what TOML escapes, but for one control character.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
