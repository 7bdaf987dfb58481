"""Who may do what, and where: the one Role × Capability table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from portal.domain.errors import NotAllowed
from portal.domain.role_names import ROLE_LABELS, Capability, Role, whom_to_ask

__all__ = [
    "ENTERPRISE_WIDE",
    "GRANTS",
    "ROLE_LABELS",
    "Capability",
    "Grant",
    "Member",
    "Role",
    "Scope",
    "holds_on",
    "require",
]


_C = Capability
_READS = frozenset({_C.VIEW_PORTFOLIO, _C.VIEW_ASSESSMENTS, _C.VIEW_ROADMAP})

#: The centre sets standards, domains own their use cases, the board decides, auditors read.
GRANTS: Mapping[Role, frozenset[Capability]] = {
    Role.EXECUTIVE: _READS | {_C.VIEW_LEDGER},
    Role.COE_LEAD: _READS
    | {
        _C.REGISTER_USE_CASE,
        _C.EDIT_USE_CASE,
        _C.RATE_USE_CASE,
        _C.IMPORT_USE_CASES,
        _C.VIEW_IMPORTS,
        _C.MANAGE_SCORING,
        _C.SET_STANDARD,
        _C.RUN_ASSESSMENT,
        _C.ANSWER_ASSESSMENT,
        _C.MANAGE_FRAMEWORKS,
        _C.MANAGE_ACTIONS,
        _C.PLAN_ROADMAP,
        _C.PUBLISH_ROADMAP,
        _C.VIEW_LEDGER,
        _C.VIEW_JOBS,
        _C.VIEW_PEOPLE,
        _C.MANAGE_DOMAINS,
        _C.CURATE_VIEWS,
    },
    Role.DOMAIN_OWNER: _READS
    | {
        _C.REGISTER_USE_CASE,
        _C.EDIT_USE_CASE,
        _C.RATE_USE_CASE,
        _C.IMPORT_USE_CASES,
        _C.SET_STANDARD,
        _C.ANSWER_ASSESSMENT,
        _C.MANAGE_ACTIONS,
    },
    Role.RISK_BOARD: _READS | {_C.VIEW_LEDGER},
    Role.CONTRIBUTOR: frozenset({_C.ANSWER_ASSESSMENT}),
    Role.AUDITOR: _READS | {_C.VIEW_IMPORTS, _C.VIEW_LEDGER, _C.VIEW_JOBS, _C.VIEW_PEOPLE},
    Role.ADMINISTRATOR: frozenset(
        {
            _C.VIEW_LEDGER,
            _C.VIEW_JOBS,
            _C.VIEW_PEOPLE,
            _C.MANAGE_DOMAINS,
            _C.MANAGE_PEOPLE,
            _C.ADMIT_PEOPLE,
        }
    ),
}

#: What touches every domain at once, so that a role over one domain does not include it. The
#: ledger, the jobs, the scoring model and the frameworks belong to no domain; an account opens
#: the whole portal. All other capabilities hold in the domain of the grant and beneath it.
ENTERPRISE_WIDE: frozenset[Capability] = frozenset(
    {
        _C.VIEW_LEDGER,
        _C.VIEW_JOBS,
        _C.MANAGE_SCORING,
        _C.MANAGE_FRAMEWORKS,
        _C.ADMIT_PEOPLE,
        _C.CURATE_VIEWS,
    }
)


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held over one domain and everything beneath it.

    ``path`` is the domain's path in the tree; a domain's descendants start with its path.
    """

    role: Role
    path: str
    domain_id: int


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a member may use one capability: everywhere, or beneath some domains."""

    is_everything: bool
    paths: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.is_everything or bool(self.paths)

    def covers(self, path: str) -> bool:
        """Return whether the domain at ``path`` lies within the scope."""
        return self.is_everything or any(path.startswith(own) for own in self.paths)


@dataclass(frozen=True, slots=True)
class Member:
    """A signed-in person with the grants that hold today; a stranger has none."""

    user_id: int
    label: str
    grants: tuple[Grant, ...] = ()
    root_path: str = ""
    _scopes: dict[Capability, Scope] = field(
        default_factory=dict, compare=False, repr=False, hash=False
    )

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held anywhere."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def is_stranger(self) -> bool:
        """Whether no grant holds today."""
        return not self.grants

    def scope(self, capability: Capability) -> Scope:
        """Return where this member holds ``capability``.

        Notes
        -----
        What is :data:`ENTERPRISE_WIDE` is held everywhere, by a grant over the enterprise, or
        nowhere.

        Examples
        --------
        >>> owner = Member(1, "Ada", (Grant(Role.DOMAIN_OWNER, "00010002", 2),), "0001")
        >>> owner.scope(Capability.EDIT_USE_CASE).paths
        ('00010002',)
        >>> bool(owner.scope(Capability.MANAGE_PEOPLE))
        False
        """
        known = self._scopes.get(capability)
        if known is None:
            paths = _outermost(g.path for g in self.grants if capability in GRANTS[g.role])
            everything = bool(self.root_path) and self.root_path in paths
            is_local = not everything and capability not in ENTERPRISE_WIDE
            known = Scope(everything, paths if is_local else ())
            self._scopes[capability] = known
        return known

    def can(self, capability: Capability, path: str | None = None) -> bool:
        """Return whether the member may use ``capability`` at ``path``, or anywhere at all."""
        scope = self.scope(capability)
        return bool(scope) if path is None else scope.covers(path)


def _outermost(paths: Iterable[str]) -> tuple[str, ...]:
    kept: list[str] = []
    for path in sorted(set(paths)):
        if not any(path.startswith(own) for own in kept):
            kept.append(path)
    return tuple(kept)


def require(member: Member, capability: Capability, path: str | None = None) -> None:
    """Refuse unless ``member`` may use ``capability`` at ``path`` (or anywhere, without one).

    Raises
    ------
    NotAllowed
        With the sentence that tells the reader who can.

    Examples
    --------
    >>> require(Member(1, "Ada"), Capability.RATE_USE_CASE)
    Traceback (most recent call last):
    ...
    portal.domain.errors.NotAllowed: You may not rate this. Ask a CoE lead or a domain owner.
    """
    if not member.can(capability, path):
        able = [role for role in Role if capability in GRANTS[role]]
        whom = whom_to_ask(able, of_the_enterprise=capability in ENTERPRISE_WIDE)
        raise NotAllowed(f"{capability.refusal} {whom}")


def holds_on(day: date, starts_on: date, ends_on: date | None) -> bool:
    """Return whether a grant over ``[starts_on, ends_on]`` holds on ``day``, both ends included.

    Examples
    --------
    >>> holds_on(date(2026, 3, 1), date(2026, 1, 1), date(2026, 3, 1))
    True
    """
    return starts_on <= day and (ends_on is None or day <= ends_on)
