"""What a ledger entry says to a person: one sentence for every event, and its changes in words."""

import re
from collections.abc import Mapping
from typing import Any, Final

from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop

NOTHING: Final = "–"

SENTENCES: Final[Mapping[str, str]] = {
    "portal.domain.added": gettext_noop("{actor} added the domain {subject}."),
    "portal.domain.branches_added": gettext_noop("{actor} added domains beneath {subject}."),
    "portal.domain.changed": gettext_noop("{actor} changed the domain {subject}."),
    "portal.domain.moved": gettext_noop("{actor} moved the domain {subject}."),
    "portal.domain.archived": gettext_noop("{actor} archived the domain {subject}."),
    "portal.person.added": gettext_noop("{actor} added {subject} to the people."),
    "portal.person.deactivated": gettext_noop("{actor} closed the account of {subject}."),
    "portal.person.reactivated": gettext_noop("{actor} opened the account of {subject} again."),
    "portal.role.granted": gettext_noop("{actor} gave {subject} a role."),
    "portal.role.ended": gettext_noop("{actor} ended a role of {subject}."),
    "portal.token.created": gettext_noop("{actor} created the API key {subject}."),
    "portal.token.revoked": gettext_noop("{actor} revoked the API key {subject}."),
    "portal.publication.stored": gettext_noop("{actor} stored the document {subject}."),
    "portal.view.saved": gettext_noop("{actor} saved the view {subject}."),
    "portal.view.changed": gettext_noop("{actor} changed the view {subject}."),
    "portal.view.unshared": gettext_noop("{actor} stopped sharing the view {subject}."),
    "portal.view.removed": gettext_noop("{actor} removed the view {subject}."),
    "portal.view.made_usual": gettext_noop("{actor} made {subject} the view a list opens with."),
    "portal.view.no_longer_usual": gettext_noop(
        "{actor} let a list open without the view {subject} again."
    ),
    "portal.demo.loaded": gettext_noop("{actor} loaded the demo organisation {subject}."),
    "portal.demo.removed": gettext_noop("{actor} removed the demo organisation {subject}."),
    "assessments.framework.loaded": gettext_noop("{actor} loaded the framework {subject}."),
    "assessments.framework.made_default": gettext_noop(
        "{actor} made {subject} the framework that is offered first."
    ),
    "assessments.framework.drafted": gettext_noop("{actor} drafted the framework {subject}."),
    "assessments.framework.changed": gettext_noop("{actor} changed the framework {subject}."),
    "assessments.framework.published": gettext_noop("{actor} published the framework {subject}."),
    "assessments.framework.retired": gettext_noop("{actor} retired the framework {subject}."),
    "assessments.framework.discarded": gettext_noop("{actor} discarded the framework {subject}."),
    "assessments.partner.added": gettext_noop("{actor} added the partner {subject}."),
    "assessments.partner.changed": gettext_noop("{actor} changed the partner {subject}."),
    "assessments.names.revealed": gettext_noop(
        "{actor} had the names behind answers shown in {subject}."
    ),
    "assessments.assessment.created": gettext_noop("{actor} set up the assessment {subject}."),
    "assessments.assessment.changed": gettext_noop("{actor} changed the assessment {subject}."),
    "assessments.assessment.opened": gettext_noop("{actor} opened {subject} for answers."),
    "assessments.assessment.closed": gettext_noop("{actor} closed {subject} for answers."),
    "assessments.assessment.reopened": gettext_noop("{actor} opened {subject} for answers again."),
    "assessments.assessment.published": gettext_noop("{actor} published the result of {subject}."),
    "assessments.assessment.imported": gettext_noop(
        "{actor} imported the assessment {subject} from a file."
    ),
    "assessments.answers.exported_numbered": gettext_noop(
        "{actor} took out the answers to {subject}, with numbers in place of names."
    ),
    "assessments.answers.exported": gettext_noop(
        "{actor} took out the answers to {subject}, with the names of who gave them."
    ),
    "assessments.campaign.created": gettext_noop("{actor} set up the campaign {subject}."),
    "assessments.campaign.changed": gettext_noop("{actor} changed the campaign {subject}."),
    "assessments.campaign.respondents_changed": gettext_noop(
        "{actor} changed who answers in the campaign {subject}."
    ),
    "assessments.campaign.mailed": gettext_noop("{actor} wrote to the respondents of {subject}."),
    "assessments.responses.handed_in": gettext_noop(
        "{actor} handed in answers to {subject} for somebody else."
    ),
    "assessments.responses.finished": gettext_noop("{actor} finished their answers to {subject}."),
    "assessments.level.settled": gettext_noop("{actor} settled a level in {subject}."),
    "assessments.level.unsettled": gettext_noop("{actor} took back a settled level in {subject}."),
    "assessments.action.added": gettext_noop("{actor} added the foundation action “{subject}”."),
    "assessments.action.changed": gettext_noop(
        "{actor} changed the foundation action “{subject}”."
    ),
    "portfolio.use_case.registered": gettext_noop("{actor} registered the use case {subject}."),
    "portfolio.use_case.changed": gettext_noop("{actor} changed the use case {subject}."),
    "portfolio.use_case.stage_changed": gettext_noop("{actor} moved {subject} to another stage."),
    "portfolio.use_case.archived": gettext_noop("{actor} archived the use case {subject}."),
    "portfolio.use_case.restored": gettext_noop("{actor} restored the use case {subject}."),
    "portfolio.use_case.rated": gettext_noop("{actor} rated the use case {subject}."),
    "portfolio.use_cases.changed_together": gettext_noop(
        "{actor} changed several use cases together ({subject})."
    ),
    "portfolio.use_cases.imported": gettext_noop("{actor} imported use cases from {subject}."),
    "portfolio.use_cases.import_undone": gettext_noop(
        "{actor} undid the import of use cases from {subject}."
    ),
    "portfolio.import_mapping.saved": gettext_noop(
        "{actor} saved the mapping {subject} for imports."
    ),
    "portfolio.import_mapping.removed": gettext_noop(
        "{actor} removed the mapping {subject} for imports."
    ),
    "portfolio.overlap.merged": gettext_noop(
        "{actor} merged two use cases that are the same, {subject} among them."
    ),
    "portfolio.overlap.linked": gettext_noop("{actor} linked {subject} with a use case like it."),
    "portfolio.overlap.told_apart": gettext_noop(
        "{actor} said that {subject} is not the same as a use case like it."
    ),
    "portfolio.overlap.taken_back": gettext_noop(
        "{actor} took back what was decided about {subject} and a use case like it."
    ),
    "portfolio.overlap.proposed": gettext_noop(
        "{actor} proposed what becomes of {subject} and a use case like it."
    ),
    "portfolio.overlap.proposal_withdrawn": gettext_noop(
        "{actor} withdrew what was proposed about {subject} and a use case like it."
    ),
    "portfolio.overlap.joined": gettext_noop(
        "{actor} joined the use case {subject} instead of registering another."
    ),
    "portfolio.overlap.extended": gettext_noop(
        "{actor} said that {subject} extends another use case."
    ),
    "portfolio.robustness.requested": gettext_noop(
        "{actor} had the weights of the ranking varied, {subject}."
    ),
    "portfolio.scoring_model.adopted": gettext_noop("{actor} adopted the scoring model {subject}."),
    "portfolio.balance_targets.set": gettext_noop(
        "{actor} set the target bands of the balance, {subject}."
    ),
    "portfolio.scoring_model.drafted": gettext_noop(
        "{actor} began a draft of the scoring model {subject}."
    ),
    "portfolio.scoring_model.draft_changed": gettext_noop(
        "{actor} changed the draft of the scoring model {subject}."
    ),
    "portfolio.scoring_model.draft_discarded": gettext_noop(
        "{actor} discarded the draft of the scoring model {subject}."
    ),
    "portfolio.domain_standard.drafted": gettext_noop(
        "{actor} began a draft of the standard of {subject}."
    ),
    "portfolio.domain_standard.draft_changed": gettext_noop(
        "{actor} changed the draft of the standard of {subject}."
    ),
    "portfolio.domain_standard.draft_discarded": gettext_noop(
        "{actor} discarded the draft of the standard of {subject}."
    ),
    "portfolio.domain_standard.published": gettext_noop(
        "{actor} published the standard of {subject}."
    ),
    "portfolio.domain_standard.withdrawn": gettext_noop(
        "{actor} withdrew the standard of {subject}."
    ),
    "portfolio.roadmap.created": gettext_noop("{actor} created the roadmap {subject}."),
    "portfolio.roadmap.changed": gettext_noop("{actor} changed the roadmap {subject}."),
    "portfolio.roadmap.items_added": gettext_noop("{actor} put items on the roadmap {subject}."),
    "portfolio.roadmap.item_removed": gettext_noop("{actor} took an item off {subject}."),
    "portfolio.roadmap.item_changed": gettext_noop("{actor} changed an item of {subject}."),
    "portfolio.roadmap.dependency_added": gettext_noop(
        "{actor} said in {subject} what an item waits for."
    ),
    "portfolio.roadmap.dependency_removed": gettext_noop(
        "{actor} said in {subject} that an item no longer waits for another."
    ),
    "portfolio.roadmap.planned": gettext_noop("{actor} planned the waves of {subject}."),
    "portfolio.roadmap.edition_published": gettext_noop("{actor} published {subject}."),
}
"""Event to its sentence, in the language the code is written in."""

PROOF: Final = frozenset({"sha256", "size", "version"})
"""What proves a record and tells a reader nothing; it stays in the record."""

FIELDS: Final[Mapping[str, str]] = {
    "is_default": gettext_noop("offered first"),
    "can_write": gettext_noop("may write"),
    "bucket_source": gettext_noop("bucket chosen by"),
    "bucket_reason": gettext_noop("why this bucket"),
    "bucket_answers": gettext_noop("answers on the bucket"),
    "planned_benefit": gettext_noop("planned benefit each year"),
    "effort_weeks": gettext_noop("effort in person-weeks"),
    "reach": gettext_noop("people it reaches in a quarter"),
    "live_on": gettext_noop("live on"),
    "tier": gettext_noop("risk tier"),
    "external_reference": gettext_noop("reference"),
    "media_type": gettext_noop("file type"),
    "filename": gettext_noop("file"),
    "other": gettext_noop("the other"),
}
"""What a reader calls a field whose own name would not tell."""

CODED: Final = re.compile("[a-z]+(_[a-z]+)+")
"""What a coded value looks like: lower-case words joined by underscores, nothing else."""

ABBREVIATIONS: Final[Mapping[str, str]] = {"pdf": "PDF", "coe": "CoE", "ai": "AI", "csv": "CSV"}
"""Parts of a code that are no plain words."""

LISTS: Final = frozenset({"items", "left_out", "respondents", "levels", "domains", "frameworks"})
"""Fields whose lists name things, and are never a value before and after."""


def sentence(event: str, *, actor: str, subject: str) -> str:
    """Say what an entry records.

    Parameters
    ----------
    event
        The event as it is stored; one that no sentence knows is told by its name.
    actor, subject
        Who did it, and to what.

    Returns
    -------
    str
        One sentence.

    Examples
    --------
    >>> sentence("portfolio.use_case.rated", actor="Ada", subject="Price match")
    'Ada rated the use case Price match.'
    >>> sentence("portfolio.model.checked", actor="Ada", subject="Price match")
    'Ada recorded “model checked” for Price match.'
    """
    if event in SENTENCES:
        told = _(SENTENCES[event], actor=actor, subject=subject)
        return told[:1].upper() + told[1:]
    name = event.partition(".")[2] or event
    words = name.replace(".", " ").replace("_", " ")
    return _("{actor} recorded “{words}” for {subject}.", actor=actor, words=words, subject=subject)


def details(changes: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Say what changed, field by field, without what only proves it.

    Parameters
    ----------
    changes
        As recorded: a field to its value, or to a list of its value before and after.

    Returns
    -------
    tuple of tuple
        Name of the field and its value in words.

    Examples
    --------
    >>> details({"effort_weeks": [52, 58], "sha256": "ab", "is_default": True})
    (('effort in person-weeks', '52 → 58'), ('offered first', 'yes'))
    """
    return tuple(
        (_(FIELDS[name]) if name in FIELDS else decoded(name), text(value, is_list=name in LISTS))
        for name, value in changes.items()
        if name not in PROOF
    )


def text(value: Any, *, is_list: bool = False) -> str:
    """Write a recorded value for a reader.

    Parameters
    ----------
    value
        As recorded.
    is_list
        Whether a list of two names two things; otherwise it is a value before and after.

    Returns
    -------
    str
        In words; a dash for nothing.

    Examples
    --------
    >>> text([None, {"id": 3, "label": "Rail"}]), text(["a", "b"], is_list=True)
    ('– → Rail', 'a, b')
    >>> text({"1": ["a", "b"], "2": []})
    '1: a, b; 2: –'
    """
    match value:
        case None | "":
            return NOTHING
        case bool():
            return _("yes") if value else _("no")
        case [before, after] if not is_list:
            return f"{text(before)} → {text(after)}"
        case {"label": label}:
            return str(label)
        case list() | dict():
            return _joined(value)
        case _:
            told = str(value)
            return decoded(told) if CODED.fullmatch(told) else told


def decoded(code: str) -> str:
    """Write a code as the words it is made of.

    Parameters
    ----------
    code
        Words joined by underscores.

    Returns
    -------
    str
        The words.

    Examples
    --------
    >>> decoded("in_progress"), decoded("roadmap_pdf")
    ('in progress', 'roadmap PDF')
    """
    return " ".join(ABBREVIATIONS.get(part, part) for part in code.split("_"))


def _joined(value: list[Any] | dict[str, Any]) -> str:
    if isinstance(value, list):
        return ", ".join(text(each) for each in value) or NOTHING
    parts = (f"{decoded(str(name))}: {text(each, is_list=True)}" for name, each in value.items())
    return "; ".join(parts) or NOTHING
