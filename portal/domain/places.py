"""Where one can go and what one can start: the one registry behind navigation and palette."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from portal.domain.finds import Kind
from portal.domain.roles import Capability, Member
from portal.domain.wording import gettext_noop


@dataclass(frozen=True, slots=True)
class Place:
    """A page to open or a thing to start, and the capability that makes it visible.

    Attributes
    ----------
    also
        Other words it is looked for by.
    kind
        A page, or an action.
    is_in_navigation
        Whether it stands beside every page; the palette has all places.
    sends
        What a form posts there; None for what is only opened.
    """

    label: str
    url_name: str
    icon: str
    capability: Capability | None = None
    also: str = ""
    kind: Kind = Kind.PAGE
    is_in_navigation: bool = True
    sends: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Places that belong together; the first section of the navigation has no label."""

    label: str
    places: tuple[Place, ...]


def _page(label: str, url_name: str, icon: str, needs: Capability | None, also: str = "") -> Place:
    return Place(label, url_name, icon, needs, also)


def _more(label: str, url_name: str, icon: str, needs: Capability | None, also: str = "") -> Place:
    return Place(label, url_name, icon, needs, also, is_in_navigation=False)


def _start(label: str, url_name: str, icon: str, needs: Capability, also: str = "") -> Place:
    return Place(label, url_name, icon, needs, also, Kind.ACTION, is_in_navigation=False)


def _post(label: str, url_name: str, icon: str, also: str, *sends: tuple[str, str]) -> Place:
    return Place(
        label, url_name, icon, None, also, Kind.ACTION, is_in_navigation=False, sends=sends
    )


_C = Capability
HOME: Final = "portal:home"
_PORTFOLIO: Final = (
    _start(
        gettext_noop("Register a use case"),
        "portfolio:use-case-create",
        "plus",
        _C.REGISTER_USE_CASE,
        gettext_noop("new add create idea"),
    ),
    _start(
        gettext_noop("Import use cases"),
        "portfolio:import-create",
        "table-import",
        _C.IMPORT_USE_CASES,
        gettext_noop("upload load spreadsheet file excel csv inventory"),
    ),
    _start(
        gettext_noop("Plan a roadmap"),
        "portfolio:roadmap-create",
        "timeline",
        _C.PLAN_ROADMAP,
        gettext_noop("new add create waves"),
    ),
    _start(
        gettext_noop("Confirm suggested buckets"),
        "portfolio:suggested-buckets",
        "check",
        _C.EDIT_USE_CASE,
        gettext_noop("classify"),
    ),
    _start(
        gettext_noop("Set target bands of the balance"),
        "portfolio:balance-targets",
        "columns-3",
        _C.MANAGE_SCORING,
        gettext_noop("change edit shares"),
    ),
    _start(
        gettext_noop("Set the weights of the criteria"),
        "portfolio:scoring-model-weights",
        "adjustments",
        _C.MANAGE_SCORING,
        gettext_noop("change edit pairwise swing"),
    ),
    _page(
        gettext_noop("Use cases"),
        "portfolio:use-case-list",
        "list-details",
        _C.VIEW_PORTFOLIO,
        gettext_noop("list inventory initiatives"),
    ),
    _page(
        gettext_noop("Register"),
        "portfolio:register-list",
        "notebook",
        None,
        gettext_noop("house everybody twins all domains who"),
    ),
    _page(
        gettext_noop("Ranking"),
        "portfolio:ranking",
        "sort-descending",
        _C.VIEW_PORTFOLIO,
        gettext_noop("rank order priority top"),
    ),
    _page(
        gettext_noop("Matrix"),
        "portfolio:matrix",
        "chart-bubble",
        _C.VIEW_PORTFOLIO,
        gettext_noop("value feasibility quadrant bubble"),
    ),
    _page(
        gettext_noop("Balance"),
        "portfolio:balance",
        "columns-3",
        _C.VIEW_PORTFOLIO,
        gettext_noop("mix buckets horizons"),
    ),
    _page(
        gettext_noop("Steel thread"),
        "portfolio:steel-thread",
        "needle-thread",
        _C.VIEW_PORTFOLIO,
        gettext_noop("first end to end"),
    ),
    _page(
        gettext_noop("Overlap"),
        "portfolio:overlap-list",
        "files",
        _C.VIEW_PORTFOLIO,
        gettext_noop("duplicates similar alike"),
    ),
    _page(
        gettext_noop("Roadmap"),
        "portfolio:roadmap-list",
        "timeline",
        _C.VIEW_ROADMAP,
        gettext_noop("plan waves editions"),
    ),
    _more(
        gettext_noop("Movers"),
        "portfolio:ranking-movers",
        "trending-up",
        _C.VIEW_PORTFOLIO,
        gettext_noop("who moved ranks changes"),
    ),
    _more(
        gettext_noop("Robustness of the ranking"),
        "portfolio:robustness",
        "shield-check",
        _C.VIEW_PORTFOLIO,
        gettext_noop("weights sensitivity sure stable"),
    ),
    _more(
        gettext_noop("Compare use cases"),
        "portfolio:use-case-compare",
        "columns-2",
        _C.VIEW_PORTFOLIO,
        gettext_noop("side by side"),
    ),
)
_ASSESSMENTS: Final = (
    _start(
        gettext_noop("Start an assessment"),
        "assessments:assessment-create",
        "plus",
        _C.RUN_ASSESSMENT,
        gettext_noop("new add create set up maturity"),
    ),
    _start(
        gettext_noop("Start a campaign"),
        "assessments:campaign-create",
        "send",
        _C.RUN_ASSESSMENT,
        gettext_noop("new add create invite many domains"),
    ),
    _start(
        gettext_noop("Import an assessment"),
        "assessments:assessment-import",
        "upload",
        _C.RUN_ASSESSMENT,
        gettext_noop("upload load file"),
    ),
    _start(
        gettext_noop("Add a foundation action"),
        "assessments:action-create",
        "tool",
        _C.MANAGE_ACTIONS,
        gettext_noop("new create"),
    ),
    _start(
        gettext_noop("Add a partner"),
        "assessments:partner-create",
        "building",
        _C.RUN_ASSESSMENT,
        gettext_noop("new create vendor supplier"),
    ),
    _start(
        gettext_noop("Load a framework"),
        "assessments:framework-load",
        "upload",
        _C.MANAGE_FRAMEWORKS,
        gettext_noop("import upload maturity model yaml"),
    ),
    _page(
        gettext_noop("Assessments"),
        "assessments:assessment-list",
        "stack-2",
        _C.VIEW_ASSESSMENTS,
        gettext_noop("maturity results heat map"),
    ),
    _page(gettext_noop("Campaigns"), "assessments:campaign-list", "send", _C.VIEW_ASSESSMENTS),
    _page(
        gettext_noop("My answers"),
        "assessments:my-answers",
        "checkbox",
        _C.ANSWER_ASSESSMENT,
        gettext_noop("questionnaire questions"),
    ),
    _page(
        gettext_noop("Foundation actions"), "assessments:action-list", "tool", _C.VIEW_ASSESSMENTS
    ),
    _page(
        gettext_noop("Partners"),
        "assessments:partner-list",
        "building",
        _C.VIEW_ASSESSMENTS,
        gettext_noop("vendors suppliers"),
    ),
    _page(
        gettext_noop("Frameworks"),
        "assessments:framework-list",
        "books",
        _C.VIEW_ASSESSMENTS,
        gettext_noop("maturity models"),
    ),
)
_ADMINISTRATION: Final = (
    _start(
        gettext_noop("Add a domain"),
        "portal:domain-create",
        "plus",
        _C.MANAGE_DOMAINS,
        gettext_noop("new create unit team"),
    ),
    _start(
        gettext_noop("Invite a person"),
        "portal:person-invite",
        "user-plus",
        _C.ADMIT_PEOPLE,
        gettext_noop("new add account user member"),
    ),
    _page(
        gettext_noop("Domains"),
        "portal:domain-list",
        "sitemap",
        None,
        gettext_noop("tree organisation units"),
    ),
    _page(
        gettext_noop("People and roles"),
        "portal:person-list",
        "users",
        _C.VIEW_PEOPLE,
        gettext_noop("members accounts users rights"),
    ),
    _page(
        gettext_noop("Scoring model"),
        "portfolio:scoring-model",
        "scale",
        _C.VIEW_PORTFOLIO,
        gettext_noop("criteria weights thresholds"),
    ),
    _page(
        gettext_noop("Domain standards"),
        "portfolio:domain-standards",
        "stairs",
        _C.VIEW_PORTFOLIO,
        gettext_noop("stricter own criteria thresholds"),
    ),
    _page(
        gettext_noop("Jobs"),
        "portal:job-list",
        "progress",
        _C.VIEW_JOBS,
        gettext_noop("background work"),
    ),
    _page(
        gettext_noop("Ledger"),
        "portal:ledger-list",
        "notebook",
        _C.VIEW_LEDGER,
        gettext_noop("audit log record"),
    ),
)
_ACCOUNT: Final = (
    _more(
        gettext_noop("Your account"),
        "portal:account",
        "user",
        None,
        gettext_noop("profile settings time zone keys token"),
    ),
    _more(gettext_noop("Change password"), "account_change_password", "lock", None),
    _more(
        gettext_noop("API for programs"),
        "api:docs",
        "code",
        None,
        gettext_noop("documentation reference keys"),
    ),
    _post(
        gettext_noop("Use the dark theme"),
        "portal:theme",
        "moon",
        gettext_noop("switch colours night mode"),
        ("theme", "dark"),
    ),
    _post(
        gettext_noop("Use the light theme"),
        "portal:theme",
        "sun",
        gettext_noop("switch colours day mode"),
        ("theme", "light"),
    ),
    _post(
        gettext_noop("Use the theme of your device"),
        "portal:theme",
        "device-desktop",
        gettext_noop("switch colours system mode"),
        ("theme", "system"),
    ),
    _post(
        gettext_noop("Sign out"),
        "account_logout",
        "logout",
        gettext_noop("log out logout leave end session"),
    ),
)
SECTIONS: Final = (
    Section(
        "",
        (
            _page(
                gettext_noop("Overview"), HOME, "layout-dashboard", None, gettext_noop("home start")
            ),
        ),
    ),
    Section(gettext_noop("Portfolio"), _PORTFOLIO),
    Section(gettext_noop("Assessments"), _ASSESSMENTS),
    Section(gettext_noop("Administration"), _ADMINISTRATION),
    Section(gettext_noop("Account"), _ACCOUNT),
)


def may_go(member: Member, place: Place) -> bool:
    """Tell whether a place answers this member; a stranger has the first page alone.

    Examples
    --------
    >>> [place.label for _section, place in places_of(Member(1, "Ada"))]
    ['Overview']
    """
    if place.capability is None:
        return not member.is_stranger or place.url_name == HOME
    return member.can(place.capability)


def places_of(member: Member) -> Iterator[tuple[Section, Place]]:
    """Yield what a member can open or start, in the order of the registry."""
    for section in SECTIONS:
        yield from ((section, place) for place in section.places if may_go(member, place))
