"""What is wrong with the content of a file, held against its framework."""

from collections.abc import Collection, Iterator
from typing import Final

from assessments.domain.assessment_contents import (
    LONGEST_TITLE,
    Content,
    FileAnswer,
    FileSettlement,
    ReadFile,
)
from assessments.domain.assessment_files import HEAD, FileError
from assessments.domain.confidence import Confidence
from assessments.domain.frameworks import Framework, NotInFramework
from assessments.domain.gaps import TargetInvalid, target_profile
from assessments.domain.invitations import LayerUnknown, Perspective, in_order
from assessments.domain.lifecycle import AssessmentState
from assessments.domain.links import LinkInvalid, checked_link
from assessments.domain.numbered import number_in
from assessments.domain.parts import part_of
from assessments.domain.questions import Question
from assessments.domain.settling import LevelInvalid, require_level
from portal.domain.wording import gettext as _

LONGEST_COMMENT: Final = 4000
ANSWER_KINDS: Final = ("level", "not_applicable", "dont_know")
SETTLED_KINDS: Final = ("level", "not_applicable")

type _Found = Iterator[tuple[str, int | None, str, str]]


def content_errors(read: ReadFile, framework: Framework, content: Content) -> tuple[FileError, ...]:
    """Find everything in which a file contradicts its framework or itself.

    Parameters
    ----------
    read
        The file, for the places.
    framework
        The framework that was asked about.
    content
        What the file holds.

    Returns
    -------
    tuple of FileError
        In the order of the file; empty when it can be read in.
    """
    parts = {each.email.lower(): _part(framework, each.layers) for each in content.respondents}
    found = (
        *_set_up(framework, content),
        *_respondents(framework, content),
        *_answers(framework, content, parts),
        *_settled(framework, content),
        *_evidence(framework, content, parts),
    )
    return tuple(
        FileError(read.place(table, number, column), sentence)
        for table, number, column, sentence in found
    )


def _part(framework: Framework, layers: tuple[str, ...]) -> frozenset[str]:
    return frozenset(part_of(framework, layers))


def _set_up(framework: Framework, content: Content) -> _Found:
    set_up = content.set_up
    if set_up.due_on < set_up.starts_on:
        yield HEAD, None, "due_on", _("The due date lies before the first day.")
    if set_up.state is AssessmentState.DRAFT and (content.answers or content.settled):
        yield HEAD, None, "state", _("A draft has no answers; this one has some.")
    try:
        target_profile(
            framework,
            float(set_up.target_level),
            layers=set_up.target.get("layers"),
            capabilities=set_up.target.get("capabilities"),
        )
    except TargetInvalid as refusal:
        yield HEAD, None, "target", refusal.sentence


def _respondents(framework: Framework, content: Content) -> _Found:
    seen: set[str] = set()
    for each in content.respondents:
        email = each.email.lower()
        if not email:
            yield "respondents", each.number, "email", _("The address is missing.")
        elif email in seen:
            sentence = _("“{email}” is asked twice.", email=each.email)
            yield "respondents", each.number, "email", sentence
        seen.add(email)
        if each.perspective not in set(Perspective):
            kinds = ", ".join(Perspective)
            sentence = _("The perspective must be one of: {kinds}.", kinds=kinds)
            yield "respondents", each.number, "perspective", sentence
        try:
            in_order(framework, each.layers)
        except LayerUnknown as refusal:
            yield "respondents", each.number, "layers", refusal.sentence
        if each.invited_at is None and number_in(email) is None:
            yield "respondents", each.number, "invited_at", _missing_moment()


def _answers(framework: Framework, content: Content, parts: dict[str, frozenset[str]]) -> _Found:
    seen: set[tuple[str, str]] = set()
    for each in content.answers:
        email = each.respondent.lower()
        for column, sentence in _asked(framework, parts, email, each.question):
            yield "answers", each.number, column, sentence
        if (email, each.question) in seen:
            sentence = _("“{email}” answers “{key}” twice.", email=email, key=each.question)
            yield "answers", each.number, "question", sentence
        seen.add((email, each.question))
        question = _question(framework, each.question)
        for column, sentence in _answer(question, each):
            yield "answers", each.number, column, sentence


def _answer(question: Question | None, each: FileAnswer) -> Iterator[tuple[str, str]]:
    yield from _kind_and_level(question, each, ANSWER_KINDS)
    if each.confidence is not None and each.confidence not in set(Confidence):
        yield "confidence", _("Give the confidence from 1 to 3, or nothing.")
    elif each.confidence is not None and each.kind == "dont_know":
        yield "confidence", _("Who cannot say has no confidence in it.")
    if len(each.comment) > LONGEST_COMMENT:
        yield "comment", _("Use at most {count} characters.", count=LONGEST_COMMENT)
    elif each.kind == "not_applicable" and not each.comment.strip():
        yield "comment", _("Say why it does not apply here.")
    if each.saved_at is None and number_in(each.respondent) is None:
        yield "saved_at", _missing_moment()


def _settled(framework: Framework, content: Content) -> _Found:
    seen: set[str] = set()
    for each in content.settled:
        if each.question in seen:
            sentence = _("“{key}” is settled twice.", key=each.question)
            yield "settled", each.number, "question", sentence
        seen.add(each.question)
        question = _question(framework, each.question)
        if question is None:
            yield "settled", each.number, "question", _unknown(framework, each.question)
        for column, sentence in _kind_and_level(question, each, SETTLED_KINDS):
            yield "settled", each.number, column, sentence
        if not each.reason.strip():
            yield "settled", each.number, "reason", _("Say why, in a sentence.")
        elif len(each.reason) > LONGEST_COMMENT:
            sentence = _("Use at most {count} characters.", count=LONGEST_COMMENT)
            yield "settled", each.number, "reason", sentence
        if each.settled_at is None:
            yield "settled", each.number, "settled_at", _missing_moment()


def _evidence(framework: Framework, content: Content, parts: dict[str, frozenset[str]]) -> _Found:
    for each in content.evidence:
        for column, sentence in _asked(framework, parts, each.respondent.lower(), each.question):
            yield "evidence", each.number, column, sentence
        if not each.title.strip() or len(each.title) > LONGEST_TITLE:
            sentence = _("Give a title of at most {count} characters.", count=LONGEST_TITLE)
            yield "evidence", each.number, "title", sentence
        if each.added_at is None and number_in(each.respondent) is None:
            yield "evidence", each.number, "added_at", _missing_moment()
        if bool(each.link) == bool(each.file_name):
            sentence = _("Evidence is a link or a file, and not both.")
            yield "evidence", each.number, "link", sentence
        elif each.link:
            try:
                checked_link(each.link)
            except LinkInvalid as refusal:
                yield "evidence", each.number, "link", refusal.sentence


def _asked(
    framework: Framework, parts: dict[str, frozenset[str]], email: str, key: str
) -> Iterator[tuple[str, str]]:
    question = _question(framework, key)
    if question is None:
        yield "question", _unknown(framework, key)
    if email not in parts:
        yield "respondent", _("“{email}” is not among the respondents of this file.", email=email)
    elif question is not None and key not in parts[email]:
        yield "question", _("“{email}” is not asked “{key}”.", email=email, key=key)


def _kind_and_level(
    question: Question | None, each: FileAnswer | FileSettlement, kinds: Collection[str]
) -> Iterator[tuple[str, str]]:
    if each.kind not in kinds:
        yield "kind", _("The kind must be one of: {kinds}.", kinds=", ".join(kinds))
    elif each.kind != "level":
        if each.level is not None:
            yield "level", _("Only the kind “level” has a level.")
    elif each.level is None:
        yield "level", _("The level is missing.")
    elif question is not None:
        try:
            require_level(question.scale, each.level)
        except LevelInvalid as refusal:
            yield "level", refusal.sentence


def _question(framework: Framework, key: str) -> Question | None:
    try:
        return framework.question(key)
    except NotInFramework:
        return None


def _unknown(framework: Framework, key: str) -> str:
    return _("“{framework}” asks nothing under “{key}”.", framework=framework.title, key=key[:80])


def _missing_moment() -> str:
    return _("Say when that was.")
