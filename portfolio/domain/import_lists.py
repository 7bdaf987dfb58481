"""Lists in one cell: the items of a cell that names several things."""

import re
from typing import Final

from portfolio.domain.import_cells import clean

_BULLET: Final = re.compile(r"^\s*(?:[-–—•·*‣▪◦]|\(?\d{1,3}[.)])\s+")
_BRACKETS: Final = {"[": "]", "{": "}", "(": ")"}
_QUOTED: Final = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^,;|\n]+))\s*""")
_APART: Final = re.compile(r"[\n;|,]")


def items(text: str) -> tuple[str, ...]:
    r"""Take a cell apart that may list several things.

    Parameters
    ----------
    text
        A cell: a list as programs write it, lines with or without bullets, or items between
        semicolons, bars or commas.

    Returns
    -------
    tuple of str
        The items without bullets and quotation marks; one for a cell that is no list.

    Examples
    --------
    >>> items("['Vision', \"Natural language\"]"), items("- Vision\n- Language")
    (('Vision', 'Natural language'), ('Vision', 'Language'))
    >>> items("Vision; Language, "), items("Vision"), items("[]")
    (('Vision', 'Language'), ('Vision',), ())
    """
    whole = text.strip()
    if len(whole) > 1 and _BRACKETS.get(whole[0]) == whole[-1]:
        inner = whole[1:-1]
        parts = ["".join(match.groups("")) for match in _QUOTED.finditer(inner)]
    else:
        parts = [_BULLET.sub("", part) for part in _APART.split(whole)]
    return tuple(item for item in map(clean, parts) if item)
