"""Roles and capabilities, and what a reader sees of them."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop


class Role(StrEnum):
    """What a person is to a part of the organisation."""

    EXECUTIVE = "executive"
    COE_LEAD = "coe_lead"
    DOMAIN_OWNER = "domain_owner"
    RISK_BOARD = "risk_board"
    CONTRIBUTOR = "contributor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The role as a reader sees it.

        Examples
        --------
        >>> Role.COE_LEAD.label
        'CoE lead'
        """
        return _(ROLE_LABELS[self])

    @property
    def word(self) -> str:
        """The role in the middle of a sentence."""
        return _(_IN_SENTENCES[self])


class Capability(StrEnum):
    """One thing a person may do."""

    VIEW_PORTFOLIO = "view_portfolio"
    REGISTER_USE_CASE = "register_use_case"
    EDIT_USE_CASE = "edit_use_case"
    RATE_USE_CASE = "rate_use_case"
    IMPORT_USE_CASES = "import_use_cases"
    VIEW_IMPORTS = "view_imports"
    MANAGE_SCORING = "manage_scoring"
    SET_STANDARD = "set_standard"
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
    CURATE_VIEWS = "curate_views"

    @property
    def refusal(self) -> str:
        """What somebody is told who may not do it."""
        return _(_REFUSALS[self])


ROLE_LABELS: Mapping[Role, str] = {
    Role.EXECUTIVE: gettext_noop("Executive"),
    Role.COE_LEAD: gettext_noop("CoE lead"),
    Role.DOMAIN_OWNER: gettext_noop("Domain owner"),
    Role.RISK_BOARD: gettext_noop("Risk board member"),
    Role.CONTRIBUTOR: gettext_noop("Contributor"),
    Role.AUDITOR: gettext_noop("Auditor"),
    Role.ADMINISTRATOR: gettext_noop("Administrator"),
}
"""What each role is called, in the language the code is written in."""

_IN_SENTENCES: Mapping[Role, str] = {
    Role.EXECUTIVE: gettext_noop("executive"),
    Role.COE_LEAD: gettext_noop("CoE lead"),
    Role.DOMAIN_OWNER: gettext_noop("domain owner"),
    Role.RISK_BOARD: gettext_noop("risk board member"),
    Role.CONTRIBUTOR: gettext_noop("contributor"),
    Role.AUDITOR: gettext_noop("auditor"),
    Role.ADMINISTRATOR: gettext_noop("administrator"),
}

_ONE_OF_THEM: Mapping[Role, str] = {
    Role.EXECUTIVE: gettext_noop("an executive"),
    Role.COE_LEAD: gettext_noop("a CoE lead"),
    Role.DOMAIN_OWNER: gettext_noop("a domain owner"),
    Role.RISK_BOARD: gettext_noop("a risk board member"),
    Role.CONTRIBUTOR: gettext_noop("a contributor"),
    Role.AUDITOR: gettext_noop("an auditor"),
    Role.ADMINISTRATOR: gettext_noop("an administrator"),
}

_C = Capability
_REFUSALS: Mapping[Capability, str] = {
    _C.VIEW_PORTFOLIO: gettext_noop("You may not see the portfolio."),
    _C.REGISTER_USE_CASE: gettext_noop("You may not register a use case in this domain."),
    _C.EDIT_USE_CASE: gettext_noop("You may not change this use case."),
    _C.RATE_USE_CASE: gettext_noop("You may not rate this."),
    _C.IMPORT_USE_CASES: gettext_noop("You may not import use cases into this domain."),
    _C.VIEW_IMPORTS: gettext_noop("You may not read what others imported."),
    _C.MANAGE_SCORING: gettext_noop("You may not change the scoring model."),
    _C.SET_STANDARD: gettext_noop("You may not set the standard of this domain."),
    _C.VIEW_ASSESSMENTS: gettext_noop("You may not see assessments."),
    _C.RUN_ASSESSMENT: gettext_noop("You may not run this assessment."),
    _C.ANSWER_ASSESSMENT: gettext_noop("You may not answer this assessment."),
    _C.MANAGE_FRAMEWORKS: gettext_noop("You may not change frameworks."),
    _C.MANAGE_ACTIONS: gettext_noop("You may not change foundation actions in this domain."),
    _C.VIEW_ROADMAP: gettext_noop("You may not see the roadmap."),
    _C.PLAN_ROADMAP: gettext_noop("You may not plan this roadmap."),
    _C.PUBLISH_ROADMAP: gettext_noop("You may not publish this roadmap."),
    _C.VIEW_LEDGER: gettext_noop("You may not read the ledger."),
    _C.VIEW_JOBS: gettext_noop("You may not see the jobs."),
    _C.VIEW_PEOPLE: gettext_noop("You may not see people and roles."),
    _C.MANAGE_DOMAINS: gettext_noop("You may not change the domain tree."),
    _C.MANAGE_PEOPLE: gettext_noop("You may not change people and roles."),
    _C.ADMIT_PEOPLE: gettext_noop("You may not invite or deactivate people."),
    _C.CURATE_VIEWS: gettext_noop("You may not choose views for everybody."),
}


def whom_to_ask(roles: Iterable[Role], *, of_the_enterprise: bool = False) -> str:
    """Tell the reader who could do what they may not.

    Parameters
    ----------
    roles
        At least one role.
    of_the_enterprise
        Whether only somebody who holds the role over everything can.

    Returns
    -------
    str
        One sentence.

    Examples
    --------
    >>> whom_to_ask([Role.COE_LEAD, Role.AUDITOR], of_the_enterprise=True)
    'Ask a CoE lead or an auditor of the enterprise.'
    """
    *before, last = (_(_ONE_OF_THEM[role]) for role in roles)
    people = _("{before} or {last}", before=", ".join(before), last=last) if before else last
    if of_the_enterprise:
        return _("Ask {people} of the enterprise.", people=people)
    return _("Ask {people}.", people=people)
