"""Who may do what, and where: the one Role × Capability table."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from portal.domain.errors import NotAllowed


class Role(StrEnum):
    """What a person is to a part of the organisation."""

    EXECUTIVE = "executive"
    COE_LEAD = "coe_lead"
    DOMAIN_OWNER = "domain_owner"
    RISK_BOARD = "risk_board"
    CONTRIBUTOR = "contributor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Capability(StrEnum):
    """One thing a person may do."""

    VIEW_PORTFOLIO = "view_portfolio"
    REGISTER_USE_CASE = "register_use_case"
    EDIT_USE_CASE = "edit_use_case"
    RATE_USE_CASE = "rate_use_case"
    IMPORT_USE_CASES = "import_use_cases"
    MANAGE_SCORING = "manage_scoring"
    VIEW_ASSESSMENTS = "view_assessments"
    RUN_ASSESSMENT = "run_assessment"
    ANSWER_ASSESSMENT = "answer_assessment"
    MANAGE_FRAMEWORKS = "manage_frameworks"
    MANAGE_ACTIONS = "manage_actions"
    VIEW_ROADMAP = "view_roadmap"
    PLAN_ROADMAP = "plan_roadmap"
    PUBLISH_ROADMAP = "publish_roadmap"
    VIEW_LEDGER = "view_ledger"
    VIEW_JOBS = "view_jobs"
    VIEW_PEOPLE = "view_people"
    MANAGE_DOMAINS = "manage_domains"
    MANAGE_PEOPLE = "manage_people"
    ADMIT_PEOPLE = "admit_people"


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
        _C.MANAGE_SCORING,
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
    },
    Role.DOMAIN_OWNER: _READS
    | {
        _C.REGISTER_USE_CASE,
        _C.EDIT_USE_CASE,
        _C.RATE_USE_CASE,
        _C.IMPORT_USE_CASES,
        _C.ANSWER_ASSESSMENT,
        _C.MANAGE_ACTIONS,
    },
    Role.RISK_BOARD: _READS | {_C.VIEW_LEDGER},
    Role.CONTRIBUTOR: frozenset({_C.ANSWER_ASSESSMENT}),
    Role.AUDITOR: _READS | {_C.VIEW_LEDGER, _C.VIEW_JOBS, _C.VIEW_PEOPLE},
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
    {_C.VIEW_LEDGER, _C.VIEW_JOBS, _C.MANAGE_SCORING, _C.MANAGE_FRAMEWORKS, _C.ADMIT_PEOPLE}
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
        raise NotAllowed(_SENTENCES[capability])


ROLE_LABELS: Mapping[Role, str] = {
    Role.EXECUTIVE: "Executive",
    Role.COE_LEAD: "CoE lead",
    Role.DOMAIN_OWNER: "Domain owner",
    Role.RISK_BOARD: "Risk board member",
    Role.CONTRIBUTOR: "Contributor",
    Role.AUDITOR: "Auditor",
    Role.ADMINISTRATOR: "Administrator",
}

_DEEDS: Mapping[Capability, str] = {
    _C.VIEW_PORTFOLIO: "see the portfolio",
    _C.REGISTER_USE_CASE: "register a use case in this domain",
    _C.EDIT_USE_CASE: "change this use case",
    _C.RATE_USE_CASE: "rate this",
    _C.IMPORT_USE_CASES: "import use cases into this domain",
    _C.MANAGE_SCORING: "change the scoring model",
    _C.VIEW_ASSESSMENTS: "see assessments",
    _C.RUN_ASSESSMENT: "run this assessment",
    _C.ANSWER_ASSESSMENT: "answer this assessment",
    _C.MANAGE_FRAMEWORKS: "change frameworks",
    _C.MANAGE_ACTIONS: "change foundation actions in this domain",
    _C.VIEW_ROADMAP: "see the roadmap",
    _C.PLAN_ROADMAP: "plan this roadmap",
    _C.PUBLISH_ROADMAP: "publish this roadmap",
    _C.VIEW_LEDGER: "read the ledger",
    _C.VIEW_JOBS: "see the jobs",
    _C.VIEW_PEOPLE: "see people and roles",
    _C.MANAGE_DOMAINS: "change the domain tree",
    _C.MANAGE_PEOPLE: "change people and roles",
    _C.ADMIT_PEOPLE: "invite or deactivate people",
}


def in_a_sentence(role: Role) -> str:
    """Return what a role is called within a sentence.

    Examples
    --------
    >>> in_a_sentence(Role.COE_LEAD), in_a_sentence(Role.AUDITOR)
    ('CoE lead', 'auditor')
    """
    label = ROLE_LABELS[role]
    return label if label.startswith("CoE") else label[0].lower() + label[1:]


def _who_can(capability: Capability) -> str:
    named = [in_a_sentence(role) for role in Role if capability in GRANTS[role]]
    article = ["an" if n[0] in "aeiou" else "a" for n in named]
    phrases = [f"{a} {n}" for a, n in zip(article, named, strict=True)]
    return phrases[0] if len(phrases) == 1 else f"{', '.join(phrases[:-1])} or {phrases[-1]}"


def _sentence(capability: Capability, deed: str) -> str:
    where = " of the enterprise" if capability in ENTERPRISE_WIDE else ""
    return f"You may not {deed}. Ask {_who_can(capability)}{where}."


_SENTENCES: Mapping[Capability, str] = {
    capability: _sentence(capability, deed) for capability, deed in _DEEDS.items()
}


def holds_on(day: date, starts_on: date, ends_on: date | None) -> bool:
    """Return whether a grant over ``[starts_on, ends_on]`` holds on ``day``, both ends included.

    Examples
    --------
    >>> holds_on(date(2026, 3, 1), date(2026, 1, 1), date(2026, 3, 1))
    True
    """
    return starts_on <= day and (ends_on is None or day <= ends_on)
