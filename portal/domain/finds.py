"""What a search of the whole portal finds: one thing of any kind, and the things of one kind."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop


class Kind(StrEnum):
    """What something is, in the order in which the kinds are listed."""

    ACTION = "action"
    PAGE = "page"
    USE_CASE = "use_case"
    REGISTER_ENTRY = "register_entry"
    DOMAIN = "domain"
    ASSESSMENT = "assessment"
    FRAMEWORK = "framework"
    ROADMAP = "roadmap"
    PERSON = "person"

    @property
    def label(self) -> str:
        """What many of them are called."""
        return _(_LABELS[self])

    @property
    def icon(self) -> str:
        """The drawing that stands for the kind."""
        return _ICONS[self]


_LABELS: Final[Mapping[Kind, str]] = {
    Kind.ACTION: gettext_noop("Actions"),
    Kind.PAGE: gettext_noop("Pages"),
    Kind.USE_CASE: gettext_noop("Use cases"),
    Kind.REGISTER_ENTRY: gettext_noop("In the register"),
    Kind.DOMAIN: gettext_noop("Domains"),
    Kind.ASSESSMENT: gettext_noop("Assessments"),
    Kind.FRAMEWORK: gettext_noop("Frameworks"),
    Kind.ROADMAP: gettext_noop("Roadmaps and editions"),
    Kind.PERSON: gettext_noop("People"),
}
_ICONS: Final[Mapping[Kind, str]] = {
    Kind.ACTION: "arrow-right",
    Kind.PAGE: "arrow-right",
    Kind.USE_CASE: "list-details",
    Kind.REGISTER_ENTRY: "notebook",
    Kind.DOMAIN: "sitemap",
    Kind.ASSESSMENT: "stack-2",
    Kind.FRAMEWORK: "books",
    Kind.ROADMAP: "timeline",
    Kind.PERSON: "user",
}


@dataclass(frozen=True, slots=True)
class Find:
    """One thing that was found.

    Attributes
    ----------
    where
        Where it lies, in words: its domain, its section, its state.
    url_name, pk, query
        Where it leads: the name of an address, and the key of what was found, which is in the
        address unless a query stands there in its place.
    sends
        What a form posts there; None for what is only opened.
    """

    kind: Kind
    title: str
    where: str
    url_name: str
    pk: int | None = None
    query: str = ""
    code: str = ""
    icon: str = ""
    sends: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True, slots=True)
class Finds:
    """What was found of one kind; ``total`` also counts what is not shown."""

    kind: Kind
    finds: tuple[Find, ...]
    total: int
    #: The list that shows all of them, where there is one.
    list_name: str = ""

    @property
    def has_more(self) -> bool:
        """Whether something is left out."""
        return self.total > len(self.finds)
