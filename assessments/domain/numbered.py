"""Numbered respondents: how a file names people without saying who they are."""

import re
from typing import Final

from portal.domain.wording import gettext as _

_REFERENCE: Final = re.compile(r"respondent-([1-9][0-9]{0,3})")


def reference(number: int) -> str:
    """Give what stands for a respondent in a file, where an address would stand otherwise.

    Examples
    --------
    >>> reference(3)
    'respondent-3'
    """
    return f"respondent-{number}"


def number_in(text: str) -> int | None:
    """Give the number of a respondent who is named by one, and None for an address.

    Parameters
    ----------
    text
        What stands in the file; capital letters do not matter.

    Examples
    --------
    >>> number_in("Respondent-3"), number_in("mara@tessenbrook.example"), number_in("respondent-0")
    (3, None, None)
    """
    found = _REFERENCE.fullmatch(text.lower())
    return int(found.group(1)) if found else None


def numbered_name(number: int) -> str:
    """Give what people call a numbered respondent.

    Examples
    --------
    >>> numbered_name(3)
    'Respondent 3'
    """
    return _("Respondent {number}", number=number)
