"""Where use cases were imported from, in words: a source is stored as a short key."""

import re
from collections.abc import Mapping
from typing import Final

from portal.domain.wording import gettext as _
from portfolio.domain.import_reports import LIST_SOURCE

_KEY: Final = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_LIST_OF: Final = re.compile(rf"{LIST_SOURCE}-([0-9]{{1,18}})")
_INITIALS: Final = frozenset({"ai", "api", "crm", "erp", "eu", "hr", "it", "nl", "uk", "us"})


def list_domain(source: str) -> int | None:
    """Return the id of the domain whose lists a source is, or None where it is another source.

    Examples
    --------
    >>> list_domain("spreadsheet-7"), list_domain("freight-list")
    (7, None)
    """
    match = _LIST_OF.fullmatch(source)
    return int(match[1]) if match else None


def source_words(source: str, domains: Mapping[int, str]) -> str:
    """Say where use cases come from.

    Parameters
    ----------
    source
        A source as it is stored: a key such as ``freight-list``, words, or nothing.
    domains
        Id to name, of the domains the reader may be told about.

    Returns
    -------
    str
        Words of a person stay as they are; empty where nothing was imported.

    Examples
    --------
    >>> source_words("us-federal-inventory-2024", {}), source_words("Fleet register", {})
    ('US federal inventory 2024', 'Fleet register')
    >>> source_words("spreadsheet-7", {7: "Claims"}), source_words("spreadsheet-8", {})
    ('Lists of Claims', 'Lists of another domain')
    """
    if source == LIST_SOURCE:
        return _("Lists of the whole enterprise")
    pk = list_domain(source)
    if pk is not None:
        return (
            _("Lists of {domain}", domain=domains[pk])
            if pk in domains
            else _("Lists of another domain")
        )
    return key_words(source) if _KEY.fullmatch(source) else source


def key_words(key: str) -> str:
    """Write a short key as words.

    Examples
    --------
    >>> key_words("transparency_records_uk"), key_words("freight-list")
    ('Transparency records UK', 'Freight list')
    """
    words = re.split("[-_]", key)
    said = " ".join(word.upper() if word in _INITIALS else word for word in words)
    return said[:1].upper() + said[1:]
