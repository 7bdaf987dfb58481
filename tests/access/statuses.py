"""How rows say who gets what: ten people, one status each, in the order of ``COLUMNS``.

anonymous · stranger · contributor · retail owner · freight owner · executive · board · auditor ·
lead · administrator. The objects belong to freight, so the retail owner is the neighbour.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One call of one address and the status everybody gets."""

    name: str
    statuses: str
    method: str = "get"
    key: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)


def everybody(status: int, anonymous: int = 302) -> str:
    return " ".join([str(anonymous), *[str(status)] * 9])


def readers(ok: int = 200, anonymous: int = 302) -> str:
    """Lists of the portfolio, of assessments and roadmaps: whoever may read some of them."""
    return f"{anonymous} 404 404 {ok} {ok} {ok} {ok} {ok} {ok} 404"


def freight_readers(ok: int = 200, anonymous: int = 302) -> str:
    """Something of freight: the neighbour does not see it."""
    return f"{anonymous} 404 404 404 {ok} {ok} {ok} {ok} {ok} 404"


def owners(ok: int = 200, anonymous: int = 302) -> str:
    """What a domain owner may do somewhere, and others may only watch."""
    return f"{anonymous} 404 404 {ok} {ok} 403 403 403 {ok} 404"


def freight_owners(ok: int = 200, anonymous: int = 302) -> str:
    """What only the owner of freight and the lead may do to something of freight."""
    return f"{anonymous} 404 404 404 {ok} 403 403 403 {ok} 404"


def lead_somewhere(ok: int = 200, anonymous: int = 302) -> str:
    """What only the lead may do, in no particular domain."""
    return f"{anonymous} 404 404 403 403 403 403 403 {ok} 404"


def lead_only(ok: int = 200, anonymous: int = 302) -> str:
    """What the lead alone sees, in no particular domain."""
    return f"{anonymous} 404 404 404 404 404 404 404 {ok} 404"


def freight_lead(ok: int = 200, anonymous: int = 302) -> str:
    """What only the lead may do to something of freight."""
    return f"{anonymous} 404 404 404 403 403 403 403 {ok} 404"


def sides(ok: int = 200, anonymous: int = 302) -> str:
    """What only an owner does who reads one side of something and finds the other."""
    return f"{anonymous} 404 404 {ok} {ok} 403 403 403 403 404"


def freight_nobody(anonymous: int = 302) -> str:
    """What nobody who sees something of freight may do to it."""
    return f"{anonymous} 404 404 404 403 403 403 403 403 404"


def respondent(ok: int = 200, anonymous: int = 302) -> str:
    """The part of the one who was asked; nobody else sees it, whatever they may do otherwise."""
    return f"{anonymous} 404 {ok} 404 404 404 404 404 404 404"


def auditable(ok: int = 200, others: int = 200, anonymous: int = 302) -> str:
    """An import of the freight owner, which the lead and the auditor may read."""
    return f"{anonymous} 404 404 404 {ok} 404 404 {others} {others} 404"


def importers(ok: int = 200, anonymous: int = 302) -> str:
    """Imports: whoever may make some, and the auditor."""
    return f"{anonymous} 404 404 {ok} {ok} 403 403 {ok} {ok} 404"


def uploader(ok: int = 200, lead: int = 200, anonymous: int = 302) -> str:
    """An import of the freight owner."""
    return f"{anonymous} 404 404 404 {ok} 404 404 404 {lead} 404"


def members(ok: int = 200, anonymous: int = 302) -> str:
    """What the whole house may know: whoever holds any role today."""
    return f"{anonymous} 404 {' '.join([str(ok)] * 8)}"


def author(ok: int = 200) -> str:
    """A draft of the freight owner, which is nobody else's to see."""
    return f"302 404 404 404 {ok} 404 404 404 404 404"


def api_author(ok: int = 200) -> str:
    """The same draft for programs, which are told first that they may not register at all."""
    return f"401 404 404 404 {ok} 403 403 403 404 404"


def owners_of_mappings(shared: int = 200, own: int = 200, anonymous: int = 302) -> str:
    """A mapping the freight owner keeps and shares with all who may import."""
    return f"{anonymous} 404 404 {shared} {own} 404 404 404 {shared} 404"


def api_mappings(ok: int = 200) -> str:
    """The same mapping for programs, which are told first that they may not import at all."""
    return f"401 404 404 {ok} {ok} 403 403 403 {ok} 404"


def watchers(ok: int = 200, anonymous: int = 302) -> str:
    """People and jobs: the auditor, the lead and the administrator."""
    return f"{anonymous} 404 404 404 404 404 404 {ok} {ok} {ok}"


def administrator(ok: int = 200, anonymous: int = 302) -> str:
    """What only an administrator may do; those who see people are told so."""
    return f"{anonymous} 404 404 404 404 404 404 403 403 {ok}"


def owner_of_view(ok: int = 200, lead: int = 403) -> str:
    """A shared view of the freight owner: others who see the list see it and change nothing."""
    return f"302 404 404 403 {ok} 403 403 403 {lead} 404"


def curator(ok: int) -> str:
    """What the lead does with views for everybody."""
    return f"401 404 404 403 403 403 403 403 {ok} 404"


LEDGER = "{} 404 404 404 404 200 200 200 200 200"
DOMAIN_EDIT = "{} 404 403 404 403 403 403 403 {} {}"
OPEN = everybody(200, 200)
NO_MATCH = 428

FIRST = {"version": 1}
VIEW = {"slug": "saved_view"}
