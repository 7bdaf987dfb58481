"""Owners in a file: what stands in the way of the person a cell names."""

from portal.domain.wording import gettext as _
from portal.domain.wording import ngettext
from portfolio.domain.import_cells import quoted


def holds_no_role(address: str) -> str:
    """Say that an address belongs to nobody who could own a use case."""
    return _(
        "{address} holds no role here today. Invite this person first, or leave the cell empty.",
        address=quoted(address),
    )


def not_one_person(name: str, count: int) -> str:
    """Say why a name does not tell who is meant.

    Examples
    --------
    >>> not_one_person("Ines Okafor", 2)
    '2 people here are called “Ines Okafor”. Write the e-mail address of the one you mean.'
    """
    if not count:
        return _(
            "Nobody who holds a role here today is called {name}. Write the e-mail address of the"
            " person, or leave the cell empty.",
            name=quoted(name),
        )
    return ngettext(
        "{count} person here is called {name}. Write the e-mail address of the one you mean.",
        "{count} people here are called {name}. Write the e-mail address of the one you mean.",
        count,
        name=quoted(name),
    )
