"""Saved views: which lists can be kept as views, and who sees a view that is shared."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from portal.domain.errors import Invalid
from portal.domain.roles import Capability, Member
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop

LONGEST_NAME: Final = 80
LONGEST_QUERY: Final = 2_000
MOST_VIEWS: Final = 100
"""Views one person keeps of one list."""


class Sharing(StrEnum):
    """Who sees a view besides its owner."""

    PRIVATE = "private"
    EVERYONE = "everyone"
    DOMAIN = "domain"

    @property
    def label(self) -> str:
        """What a reader chooses from."""
        return _(_LABELS[self])


_LABELS: Final[Mapping[Sharing, str]] = {
    Sharing.PRIVATE: gettext_noop("Only me"),
    Sharing.EVERYONE: gettext_noop("Everyone who sees the list"),
    Sharing.DOMAIN: gettext_noop("People of one domain and of those above and beneath it"),
}


@dataclass(frozen=True, slots=True)
class CheckedQuery:
    """A query string in its one form, and what of it meant nothing: label and sentence."""

    query: str
    left_out: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ListedPage:
    """A list of which views can be saved.

    Attributes
    ----------
    key
        How saved views and programs name it.
    label
        What it is called, in the language the code is written in.
    capability
        What lets somebody see it.
    url_name
        The address of the list.
    check
        Reads a query string for a member, as the list itself does.
    """

    key: str
    label: str
    capability: Capability
    url_name: str
    check: Callable[[Member, str], CheckedQuery]


class PageUnknown(Invalid):
    """No list of that name keeps views."""

    code = "page_unknown"


_PAGES: Final[dict[str, ListedPage]] = {}


def keep_views_of(page: ListedPage) -> None:
    """Let views of a list be saved; said once, while the portal starts."""
    _PAGES[page.key] = page


def listed_pages() -> Mapping[str, ListedPage]:
    """Return the lists of which views can be saved, by key."""
    return _PAGES


def listed_page(key: str) -> ListedPage:
    """Return the list of that key.

    Raises
    ------
    PageUnknown
        With the keys that there are.
    """
    page = _PAGES.get(key)
    if page is None:
        sentence = _("Views are kept of these lists: {keys}.", keys=", ".join(sorted(_PAGES)))
        raise PageUnknown(sentence, fields={"page": sentence})
    return page


def checked_name(name: str) -> str:
    """Return a name on one line.

    Raises
    ------
    Invalid
        When nothing is left, or too much.

    Examples
    --------
    >>> checked_name("  My   pilots ")
    'My pilots'
    """
    called = " ".join(name.split())
    if not called or len(called) > LONGEST_NAME:
        sentence = _("Give the view a name of at most {most} characters.", most=LONGEST_NAME)
        raise Invalid(sentence, fields={"name": sentence})
    return called
