"""Buckets: whether a use case saves effort, helps people do better, or changes the business."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product
from typing import Final

from portal.domain.errors import Invalid
from portal.domain.packed import packed_by_field
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop


class Bucket(StrEnum):
    """What kind of change a use case brings, from the smallest claim to the largest."""

    EFFICIENCY = "efficiency"
    AUGMENTATION = "augmentation"
    TRANSFORMATION = "transformation"

    @property
    def label(self) -> str:
        """The bucket as a reader sees it.

        Examples
        --------
        >>> Bucket.EFFICIENCY.label, Bucket.EFFICIENCY.word
        ('Efficiency', 'efficiency')
        """
        return _(_LABELS[self])

    @property
    def word(self) -> str:
        """The bucket in the middle of a sentence."""
        return _(_IN_SENTENCES[self])


_LABELS: Final = {
    Bucket.EFFICIENCY: gettext_noop("Efficiency"),
    Bucket.AUGMENTATION: gettext_noop("Augmentation"),
    Bucket.TRANSFORMATION: gettext_noop("Transformation"),
}
_IN_SENTENCES: Final = {
    Bucket.EFFICIENCY: gettext_noop("efficiency"),
    Bucket.AUGMENTATION: gettext_noop("augmentation"),
    Bucket.TRANSFORMATION: gettext_noop("transformation"),
}


class Answer(StrEnum):
    """An answer to one of the five questions."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class DecisionSource(StrEnum):
    """Who or what said which bucket it is."""

    ANSWERS = "answers"
    SUGGESTION = "suggestion"
    OVERRIDE = "override"


@dataclass(frozen=True, slots=True)
class Question:
    """A plain question about the use case, with an example that draws the line."""

    key: str
    text: str
    example: str


QUESTIONS: Final = (
    Question(
        "same_work",
        gettext_noop("Is the same work done as today, only with less time, cost or error?"),
        gettext_noop("Invoices are matched as they always were, without the typing."),
    ),
    Question(
        "person_does_better",
        gettext_noop("Does a person still decide or create, and do it better with this at hand?"),
        gettext_noop("A buyer sees which articles will be missed before dropping them."),
    ),
    Question(
        "new_offer",
        gettext_noop("Will the people we serve get something they could not get before?"),
        gettext_noop("Each shopper is offered delivery hours at a price of their own."),
    ),
    Question(
        "process_redrawn",
        gettext_noop("Does the process have to be drawn anew, with other steps or other hands?"),
        gettext_noop("Claims are settled on the phone; the back office queue is gone."),
    ),
    Question(
        "way_back",
        gettext_noop(
            "Could the work go back to how it is done today, with more effort but nothing lost?"
        ),
        gettext_noop("If the assistant were switched off, drafts would be typed by hand again."),
    ),
)


@packed_by_field
@dataclass(frozen=True, slots=True)
class BucketDecision:
    """Which bucket a use case is in, who or what said so, and why.

    Attributes
    ----------
    bucket
        The bucket.
    reason
        One or two sentences for the reader.
    source
        Answers, suggestion or override.
    evidence
        For a suggestion: the words found that speak for the bucket.
    alternatives
        Buckets it could also be, because an answer is open or speaks against the others.
    replaces
        For an override: the bucket it was in before.
    """

    bucket: Bucket
    reason: str
    source: DecisionSource
    evidence: tuple[str, ...] = ()
    alternatives: tuple[Bucket, ...] = ()
    replaces: Bucket | None = None

    @property
    def is_ambiguous(self) -> bool:
        """Whether another bucket could be argued for as well."""
        return bool(self.alternatives)


class BucketAnswersInvalid(Invalid):
    """An answer belongs to no question."""

    code = "bucket_answers_invalid"


class OverrideReasonMissing(Invalid):
    """A bucket was overridden without saying why."""

    code = "override_reason_missing"


def classify(answers: Mapping[str, Answer]) -> BucketDecision:
    """Put a use case into a bucket by the answers to the five questions.

    Parameters
    ----------
    answers
        Question key to answer; a question left out counts as unsure.

    Returns
    -------
    BucketDecision
        Defined for every combination of answers, with the reason.

    Raises
    ------
    BucketAnswersInvalid
        When a key belongs to no question.

    Notes
    -----
    The deepest change that the answers establish decides: *transformation* when there is a new
    offer, or a redrawn process without a way back; else *augmentation* when a person does better;
    else *efficiency*. Unsure establishes nothing, so an open answer never makes the claim larger.
    The alternatives are the buckets that settling the open answers could lead to, and those that
    the first answer speaks for against the rest.

    Examples
    --------
    >>> decision = classify({"person_does_better": Answer.YES, "new_offer": Answer.NO,
    ...     "same_work": Answer.NO, "process_redrawn": Answer.NO, "way_back": Answer.YES})
    >>> decision.bucket.value, decision.reason, decision.is_ambiguous
    ('augmentation', 'A person still decides or creates, and does it better.', False)
    """
    unknown = sorted(answers.keys() - {question.key for question in QUESTIONS})
    if unknown:
        raise BucketAnswersInvalid(
            _("There is no question called {keys}.", keys=", ".join(unknown))
        )
    complete = {q.key: answers.get(q.key, Answer.UNSURE) for q in QUESTIONS}
    bucket, because = _deepest_change(complete)
    alternatives = (_reachable(complete) | _contradicted(complete, bucket)) - {bucket}
    return BucketDecision(
        bucket=bucket,
        reason=" ".join(filter(None, (_(because), _doubt(complete, alternatives)))),
        source=DecisionSource.ANSWERS,
        alternatives=tuple(b for b in Bucket if b in alternatives),
    )


_NEW_OFFER: Final = gettext_noop("The people we serve get something they could not get before.")
_REDRAWN: Final = gettext_noop("The process is drawn anew and there is no way back.")
_DOES_BETTER: Final = gettext_noop("A person still decides or creates, and does it better.")
_SAME_WORK: Final = gettext_noop("The same work is done with less time, cost or error.")
_NOTHING_DEEPER: Final = gettext_noop("No answer establishes a deeper change.")


def _deepest_change(answers: Mapping[str, Answer]) -> tuple[Bucket, str]:
    if answers["new_offer"] is Answer.YES:
        return Bucket.TRANSFORMATION, _NEW_OFFER
    if answers["process_redrawn"] is Answer.YES and answers["way_back"] is Answer.NO:
        return Bucket.TRANSFORMATION, _REDRAWN
    if answers["person_does_better"] is Answer.YES:
        return Bucket.AUGMENTATION, _DOES_BETTER
    if answers["same_work"] is Answer.YES:
        return Bucket.EFFICIENCY, _SAME_WORK
    return Bucket.EFFICIENCY, _NOTHING_DEEPER


def _reachable(answers: Mapping[str, Answer]) -> set[Bucket]:
    choices = (
        (Answer.YES, Answer.NO) if answer is Answer.UNSURE else (answer,)
        for answer in answers.values()
    )
    return {
        _deepest_change(dict(zip(answers, settled, strict=True)))[0]
        for settled in product(*choices)
    }


def _contradicted(answers: Mapping[str, Answer], bucket: Bucket) -> set[Bucket]:
    if bucket is Bucket.EFFICIENCY:
        return set(Bucket) if answers["same_work"] is Answer.NO else set()
    return {Bucket.EFFICIENCY} if answers["same_work"] is Answer.YES else set()


def _doubt(answers: Mapping[str, Answer], alternatives: set[Bucket]) -> str:
    if not alternatives:
        return ""
    if len(_reachable(answers)) > 1:
        return _("Open answers could still make it {buckets}.", buckets=_either(alternatives))
    if answers["same_work"] is Answer.YES:
        return _("Yet the same work is said to be done as today, which speaks for efficiency.")
    return _("Yet the same work is not said to be done as today; look at the answers again.")


def _either(buckets: set[Bucket]) -> str:
    """Name one bucket or two of the three; with all three the first would be said already."""
    first, *rest = (bucket.word for bucket in Bucket if bucket in buckets)
    return _("{first} or {second}", first=first, second=rest[0]) if rest else first


def override(decision: BucketDecision, bucket: Bucket, reason: str) -> BucketDecision:
    """Replace what was decided before by somebody's own judgement.

    Parameters
    ----------
    decision
        The decision so far.
    bucket
        The bucket it shall be; the same one confirms the decision.
    reason
        Why, in the words of the person who overrides.

    Returns
    -------
    BucketDecision
        The new decision; it remembers the bucket it replaces.

    Raises
    ------
    OverrideReasonMissing
        When the reason is empty.

    Examples
    --------
    >>> said = BucketDecision(Bucket.EFFICIENCY, "It says saves.", DecisionSource.SUGGESTION)
    >>> override(said, Bucket.AUGMENTATION, "Agents answer with it open.").replaces
    <Bucket.EFFICIENCY: 'efficiency'>
    """
    if not reason.strip():
        raise OverrideReasonMissing(
            _("Say why the bucket is changed."), fields={"reason": _("Enter a reason.")}
        )
    return replace(
        decision,
        bucket=bucket,
        reason=reason.strip(),
        source=DecisionSource.OVERRIDE,
        evidence=(),
        alternatives=(),
        replaces=decision.bucket,
    )
