"""What a diagnosis of the operating model says, in sentences, and the advice that follows."""

from collections.abc import Mapping
from enum import StrEnum

from assessments.domain.findings import in_words
from assessments.domain.operating_model import Diagnosis, Failure, OperatingModel, Signal
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop

HARDLY_APART = 0.03
"""Two models that fit within so much of each other cannot be told apart."""
CLOSE = 0.1
"""A runner-up within so much is worth naming in the same breath."""


class Stage(StrEnum):
    """How far an organisation is, by the AI systems it runs; advice differs by it."""

    FIRST = "first"
    SEVERAL = "several"
    MANY = "many"
    THIRTY = "thirty"


MODELS: Mapping[OperatingModel, str] = {
    OperatingModel.PROJECT_BY_PROJECT: gettext_noop("Project by project"),
    OperatingModel.PLATFORM_FIRST: gettext_noop("Platform first"),
    OperatingModel.CENTRALISED: gettext_noop("Centralised"),
    OperatingModel.DECENTRALISED: gettext_noop("Decentralised"),
    OperatingModel.FEDERATED: gettext_noop("Federated"),
}
DESCRIPTIONS: Mapping[OperatingModel, str] = {
    OperatingModel.PROJECT_BY_PROJECT: gettext_noop(
        "Every use case finds its own people, tools and rules, and takes them along when it ends."
    ),
    OperatingModel.PLATFORM_FIRST: gettext_noop(
        "Tools are bought and run for everybody, while nobody in the business answers for what "
        "is done with them."
    ),
    OperatingModel.CENTRALISED: gettext_noop(
        "One team sets the rules and builds the use cases; domains order and wait."
    ),
    OperatingModel.DECENTRALISED: gettext_noop(
        "Domains own and build what they need, each by its own rules and with its own parts."
    ),
    OperatingModel.FEDERATED: gettext_noop(
        "The centre sets standards and offers platform and parts; domains own data, models and "
        "use cases."
    ),
}
SIGNALS: Mapping[Signal, str] = {
    Signal.DOMAIN_OWNERSHIP: gettext_noop("Ownership in the domains"),
    Signal.CENTRAL_DELIVERY: gettext_noop("Delivery by a central team"),
    Signal.CENTRAL_STANDARDS: gettext_noop("Common standards"),
    Signal.SHARED_PLATFORM: gettext_noop("Shared platform"),
    Signal.REUSE: gettext_noop("Reuse"),
    Signal.FUNDING: gettext_noop("Funding and sponsorship"),
}
FAILURES: Mapping[Failure, str] = {
    Failure.BUILT_TWICE: gettext_noop(
        "The same thing is built twice: a use case that starts cannot see what others have made."
    ),
    Failure.NOBODY_WATCHES: gettext_noop(
        "Systems go live that nobody approved and nobody watches, because each brought rules of "
        "its own."
    ),
    Failure.PILOT_MONEY_ENDS: gettext_noop(
        "Pilots succeed and stop: nobody has a budget for what comes after them."
    ),
    Failure.PLATFORM_WITHOUT_OWNERS: gettext_noop(
        "The platform is there and stands half empty: without owners in the domains no use case "
        "is carried to the end."
    ),
    Failure.LOCK_IN: gettext_noop(
        "The supplier's way of working becomes the organisation's, and leaving it gets dearer "
        "each year."
    ),
    Failure.PLATFORM_WITHOUT_USERS: gettext_noop(
        "The platform costs before it is used, and its budget is questioned before it pays."
    ),
    Failure.BOTTLENECK: gettext_noop(
        "The central team becomes the bottleneck: its queue grows, and domains hire people and "
        "buy tools it does not know of."
    ),
    Failure.ASKED_AND_NOT_GIVEN: gettext_noop(
        "What the central team builds stays with it: domains order the next system instead of "
        "learning from the last."
    ),
    Failure.INCOMPARABLE: gettext_noop(
        "Domains drift apart: the same words mean different things, and nobody can compare their "
        "risks or results."
    ),
    Failure.DOMAINS_BUILD_TWICE: gettext_noop(
        "Domains pay for the same groundwork side by side, and none of it is good enough to share."
    ),
    Failure.STARVED: gettext_noop(
        "The shared foundations lose their money before they pay, and domains go back to building "
        "their own."
    ),
    Failure.LABEL_ONLY: gettext_noop(
        "It stays a label: ownership is written down, while decisions are still taken elsewhere."
    ),
    Failure.RULES_HARDEN: gettext_noop(
        "Standards harden: made for yesterday's use cases, they slow down the next ones unless "
        "domains may change them."
    ),
}
ADVICE: Mapping[tuple[OperatingModel, Stage], str] = {
    (OperatingModel.PROJECT_BY_PROJECT, Stage.FIRST): gettext_noop(
        "For the first one or two this is fine. Carry one use case to the end with a named owner, "
        "and write down which parts the next one could take."
    ),
    (OperatingModel.PROJECT_BY_PROJECT, Stage.SEVERAL): gettext_noop(
        "It stops being fine about now. Put three things in common before the next start: one "
        "list of use cases, one way to set the risk tier, one place where data is described."
    ),
    (OperatingModel.PROJECT_BY_PROJECT, Stage.MANY): gettext_noop(
        "So many systems cannot each be special. Start no new one until those that run have an "
        "owner in a domain and are watched from one place; then fund the shared parts."
    ),
    (OperatingModel.PROJECT_BY_PROJECT, Stage.THIRTY): gettext_noop(
        "This is a fleet run like a handful of trials. Bring it under common rules first, domain "
        "by domain, and retire what nobody will own."
    ),
    (OperatingModel.PLATFORM_FIRST, Stage.FIRST): gettext_noop(
        "Hold back the rest of the platform. Choose one use case with an owner who wants its "
        "outcome, and build only what that one needs."
    ),
    (OperatingModel.PLATFORM_FIRST, Stage.SEVERAL): gettext_noop(
        "Buy nothing more for now. Give every live system an owner in a domain and let these "
        "owners say what the platform lacks."
    ),
    (OperatingModel.PLATFORM_FIRST, Stage.MANY): gettext_noop(
        "Use of the platform is not yet a way of working. Tie its next budget to use cases that "
        "domains own, and secure the export of data, prompts and models."
    ),
    (OperatingModel.PLATFORM_FIRST, Stage.THIRTY): gettext_noop(
        "The platform carries a fleet that nobody steers. Split the remits of board, centre and "
        "domains in writing, and try once whether a system can be moved elsewhere."
    ),
    (OperatingModel.CENTRALISED, Stage.FIRST): gettext_noop(
        "For the first use cases one small team is the quickest way. Let the domain name the "
        "owner from the first day, so that handing over later is not a surprise."
    ),
    (OperatingModel.CENTRALISED, Stage.SEVERAL): gettext_noop(
        "It works while the queue is short. Count the waiting time now, and let the next use case "
        "be built by a squad inside the domain, with the centre's parts."
    ),
    (OperatingModel.CENTRALISED, Stage.MANY): gettext_noop(
        "Hand over. Move ownership and delivery to the domains that are ready, and keep "
        "standards, platform and reusable parts at the centre."
    ),
    (OperatingModel.CENTRALISED, Stage.THIRTY): gettext_noop(
        "No central team can build and watch so many. Let low tiers certify themselves, give "
        "running systems to the domains, and measure the centre by what it no longer does."
    ),
    (OperatingModel.DECENTRALISED, Stage.FIRST): gettext_noop(
        "Speed is worth more than order for the first ones. Agree only on who owns what, and on "
        "how risk is tiered."
    ),
    (OperatingModel.DECENTRALISED, Stage.SEVERAL): gettext_noop(
        "Keep the ownership and add what is common: the same few particulars for data, models and "
        "use cases in every domain, and one list of everything."
    ),
    (OperatingModel.DECENTRALISED, Stage.MANY): gettext_noop(
        "Make the standards binding for what crosses domains: definitions, lineage, protection "
        "and contracts. Leave the rest to the domains."
    ),
    (OperatingModel.DECENTRALISED, Stage.THIRTY): gettext_noop(
        "Nobody can compare so many systems built to so many rules. Bring the risk tiers into one "
        "grid, then merge what was built several times into components with owners."
    ),
    (OperatingModel.FEDERATED, Stage.FIRST): gettext_noop(
        "This is more organisation than the first use cases need. Keep the split of remits, and "
        "let everything else grow with what is live."
    ),
    (OperatingModel.FEDERATED, Stage.SEVERAL): gettext_noop(
        "The shape is right. Fund the shared parts for the years in which they cost, and let two "
        "use cases prove that reuse saves time."
    ),
    (OperatingModel.FEDERATED, Stage.MANY): gettext_noop(
        "Watch the centre as closely as the domains: waiting time, reuse and effort per system "
        "should improve while the number of systems grows."
    ),
    (OperatingModel.FEDERATED, Stage.THIRTY): gettext_noop(
        "Run it like a factory that can be rebuilt: most of a use case comes from the shelf, and "
        "a standard that helped nobody for a year is withdrawn."
    ),
}
_BANDS = ((0, 0, "0"), (1, 2, "1–2"), (3, 9, "3–9"), (10, 29, "10–29"))


def stage(in_production: int) -> Stage:
    """Tell how far an organisation is from the AI systems it runs.

    Parameters
    ----------
    in_production
        How many, 0 or more.

    Returns
    -------
    Stage
        Up to two, up to nine, up to 29, or more.

    Examples
    --------
    >>> [stage(count).value for count in (0, 2, 3, 10, 30)]
    ['first', 'first', 'several', 'many', 'thirty']
    """
    if in_production <= 2:
        return Stage.FIRST
    if in_production <= 9:
        return Stage.SEVERAL
    return Stage.MANY if in_production <= 29 else Stage.THIRTY


def production_band(in_production: int) -> str:
    """Write how many AI systems run as the range it lies in.

    Parameters
    ----------
    in_production
        How many, 0 or more.

    Returns
    -------
    str
        A range, because nobody's count is exact.

    Examples
    --------
    >>> [production_band(count) for count in (0, 1, 9, 12, 80)]
    ['0', '1–2', '3–9', '10–29', '30+']
    """
    return next((words for low, high, words in _BANDS if low <= in_production <= high), "30+")


def diagnosis_sentence(found: Diagnosis) -> tuple[str, str]:
    """Say which operating model the answers describe, or why that cannot be said.

    Parameters
    ----------
    found
        The diagnosis.

    Returns
    -------
    tuple of str
        The sentence, and the part of it to set bold.
    """
    if found.model is None:
        strong = _("Not enough answers")
        missing = [_(SIGNALS[each]) for each in found.missing]
        if not missing:
            return _("{strong} to tell the operating model.", strong=strong), strong
        sentence = _(
            "{strong} to tell the operating model: nothing is known of {signals}.",
            strong=strong,
            signals=in_words(missing),
        )
        return sentence, strong
    model = _(MODELS[found.model])
    if found.runner_up is None or not is_close(found):
        strong = _("{model} fits best", model=model)
        return _("{strong}, and nothing else comes close.", strong=strong), strong
    other = _(MODELS[found.runner_up])
    if found.margin < HARDLY_APART:
        strong = _("{model} or {other}", model=model, other=other.lower())
        return _("{strong}: the answers hardly tell them apart.", strong=strong), strong
    strong = _("{model} fits best", model=model)
    return _("{strong}; {other} comes close.", strong=strong, other=other.lower()), strong


def is_close(found: Diagnosis) -> bool:
    """Say whether the two best models are too close for one to be acted on as if it were certain.

    Parameters
    ----------
    found
        The diagnosis.

    Returns
    -------
    bool
        False without a model, and where the next one fits a tenth or more worse.
    """
    return found.model is not None and found.runner_up is not None and found.margin < CLOSE


def close_sentence(found: Diagnosis) -> str:
    """Say in figures that the two best models are close.

    Parameters
    ----------
    found
        The diagnosis.

    Returns
    -------
    str
        Empty where they are not.
    """
    if found.model is None or found.runner_up is None or not is_close(found):
        return ""
    return _(
        "The two are close: of 100, {model} fits {first} and {other} {second}. "
        "What follows is said of the first; read it as likely, not as certain.",
        model=_(MODELS[found.model]).lower(),
        other=_(MODELS[found.runner_up]).lower(),
        first=f"{100 * found.fits[0].fit:.0f}",
        second=f"{100 * found.fits[1].fit:.0f}",
    )


def advice_sentence(found: Diagnosis) -> str:
    """Say what to do next under an operating model, as far as the organisation has come.

    Parameters
    ----------
    found
        The diagnosis.

    Returns
    -------
    str
        Empty without a model. Where it was not said how many systems run, the advice for the
        first ones and for many stand side by side.
    """
    if found.model is None:
        return ""
    if found.in_production is not None:
        return _(ADVICE[found.model, stage(found.in_production)])
    return _(
        "It was not said how many AI systems run. With one or two: {first} With ten or "
        "more: {many}",
        first=_(ADVICE[found.model, Stage.FIRST]),
        many=_(ADVICE[found.model, Stage.MANY]),
    )
