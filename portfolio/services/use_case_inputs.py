"""What somebody says about a use case, and what becomes of it on the row."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _
from portal.models import Domain, LedgerEntry, User
from portfolio.domain.bucket_suggestions import suggest
from portfolio.domain.buckets import (
    Answer,
    Bucket,
    BucketDecision,
    DecisionSource,
    classify,
    override,
)
from portfolio.domain.listing import Listing, checked_listing
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.risk_tiers import UNKNOWN, Autonomy, Impact, NotTiered, Unknown, tier
from portfolio.domain.techniques import Technique
from portfolio.domain.use_cases import check_dates, checked_outcome
from portfolio.models import UseCase


@dataclass(frozen=True, slots=True)
class BucketChoice:
    """The answers to the five questions, and the bucket somebody chose against them, if any."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    override: Bucket | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class UseCaseInput:
    """Everything a person can say about a use case in one sitting."""

    domain: Domain
    title: str
    outcome: str
    problem: str = ""
    techniques: tuple[Technique, ...] = ()
    owners: Mapping[OwnerRole, User | None] = field(default_factory=dict)
    planned_cost: Decimal | None = None
    planned_benefit: Decimal | None = None
    effort_weeks: int | None = None
    reach: int | None = None
    initiated_on: date | None = None
    development_started_on: date | None = None
    live_on: date | None = None
    retired_on: date | None = None
    impact: Impact | Unknown = UNKNOWN
    autonomy: Autonomy | Unknown = UNKNOWN
    bucket: BucketChoice = field(default_factory=BucketChoice)
    source: str = ""
    external_reference: str = ""
    listing: Listing = Listing.HOUSE
    listing_reason: str = ""


class TitleMissing(Invalid):
    """A use case needs a title."""

    code = "title_missing"


#: Fields of the row that a person edits, in the order in which changes are told.
EDITED: Final = (
    "title",
    "domain",
    "outcome",
    "problem",
    *OwnerRole,
    "planned_cost",
    "planned_benefit",
    "effort_weeks",
    "reach",
    "initiated_on",
    "development_started_on",
    "live_on",
    "retired_on",
    "impact",
    "autonomy",
    "tier",
    "bucket",
    "bucket_source",
    "bucket_reason",
    "bucket_answers",
    "source",
    "external_reference",
    "listing",
    "listing_reason",
)
#: Fields whose change moves ranks, overall, within a group or in a second view.
RANKED_BY: Final = frozenset({"domain", "tier", "techniques", "bucket", "effort_weeks", "reach"})
#: Fields a search looks into.
SEARCHED: Final = frozenset({"title", "outcome", "problem", "external_reference"})
#: Fields by which overlap is found, and by whom.
COMPARED: Final = frozenset({"title", "outcome", "problem", "listing"})
_COPIED: Final = (
    "domain",
    "planned_cost",
    "planned_benefit",
    "effort_weeks",
    "reach",
    "initiated_on",
    "development_started_on",
    "live_on",
    "retired_on",
)


_SAID = ("bucket", "bucket_source", "bucket_answers")


def field_values(wanted: UseCaseInput, current: UseCase | None = None) -> dict[str, Any]:
    """Return field name to value for the row, with tier and bucket derived.

    Raises
    ------
    TitleMissing
        When the title is blank.
    OutcomeMissing
        When the outcome is blank, unless an import left ``current`` without one.
    DatesOutOfOrder
        When the dates run backwards.
    ListingReasonMissing
        When it is kept from the house without a reason.
    """
    values = {name: getattr(wanted, name) for name in _COPIED}
    for name in ("title", "outcome", "problem", "source", "external_reference"):
        values[name] = getattr(wanted, name).strip()
    if not values["title"]:
        sentence = _("Enter a title.")
        raise TitleMissing(sentence, fields={"title": sentence})
    values["outcome"] = checked_outcome(wanted.outcome, current.outcome if current else None)
    check_dates(values)
    listing, values["listing_reason"] = checked_listing(wanted.listing, wanted.listing_reason)
    values["listing"] = listing.value
    values |= {role.value: wanted.owners.get(role) for role in OwnerRole}
    values |= risk_values(wanted.impact, wanted.autonomy)
    return values | bucket_values(wanted, current)


def risk_values(impact: Impact | Unknown, autonomy: Autonomy | Unknown) -> dict[str, int | None]:
    """Return impact, autonomy and the tier that follows, as the row stores them."""
    placed = tier(impact, autonomy)
    return {
        "impact": None if isinstance(impact, Unknown) else impact.value,
        "autonomy": None if isinstance(autonomy, Unknown) else autonomy.value,
        "tier": None if isinstance(placed, NotTiered) else placed.value,
    }


def decision_values(decision: BucketDecision, answers: Mapping[str, Answer]) -> dict[str, Any]:
    """Return a bucket decision as the row stores it."""
    return {
        "bucket": decision.bucket.value,
        "bucket_source": decision.source.value,
        "bucket_reason": decision.reason,
        "bucket_answers": {key: answer.value for key, answer in answers.items()},
    }


def bucket_values(wanted: UseCaseInput, current: UseCase | None = None) -> dict[str, Any]:
    """Return the bucket as the row stores it: chosen, answered, as before, or suggested."""
    choice = wanted.bucket
    text = f"{wanted.title}\n{wanted.problem}\n{wanted.outcome}"
    if choice.override is not None:
        said = classify(choice.answers) if choice.answers else suggest(text)
        return decision_values(override(said, choice.override, choice.reason), choice.answers)
    if choice.answers:
        decided = decision_values(classify(choice.answers), choice.answers)
        if current is not None and all(getattr(current, name) == decided[name] for name in _SAID):
            # The same said in another language is no change.
            decided["bucket_reason"] = current.bucket_reason
        return decided
    if current is not None and _still_suggested(wanted, current):
        names = ("bucket", "bucket_source", "bucket_reason", "bucket_answers")
        return {name: getattr(current, name) for name in names}
    return decision_values(suggest(text), {})


def _still_suggested(wanted: UseCaseInput, current: UseCase) -> bool:
    # An import may have read more words than these three; its suggestion stands until they change.
    is_same = all(
        getattr(wanted, name).strip() == getattr(current, name)
        for name in ("title", "problem", "outcome")
    )
    return is_same and current.bucket_source == DecisionSource.SUGGESTION


def input_of(use_case: UseCase, techniques: Collection[Technique]) -> UseCaseInput:
    """Return what a use case says now, as if somebody had just said it."""
    return UseCaseInput(
        **{name: getattr(use_case, name) for name in _COPIED},
        title=use_case.title,
        outcome=use_case.outcome,
        problem=use_case.problem,
        techniques=tuple(techniques),
        owners={role: getattr(use_case, role) for role in OwnerRole},
        impact=UNKNOWN if use_case.impact is None else Impact(use_case.impact),
        autonomy=UNKNOWN if use_case.autonomy is None else Autonomy(use_case.autonomy),
        bucket=bucket_choice_of(use_case),
        source=use_case.source,
        external_reference=use_case.external_reference,
        listing=Listing(use_case.listing),
        listing_reason=use_case.listing_reason,
    )


def bucket_choice_of(use_case: UseCase) -> BucketChoice:
    """Return the answers behind the bucket, and the choice that overrides them, if any."""
    answers = {key: Answer(value) for key, value in use_case.bucket_answers.items()}
    if use_case.bucket_source != DecisionSource.OVERRIDE:
        return BucketChoice(answers)
    return BucketChoice(answers, Bucket(use_case.bucket), use_case.bucket_reason)


def input_at(use_case: UseCase, version: int) -> UseCaseInput | None:
    """Return what a use case said in an earlier version, or nothing if that is not known."""
    record = use_case.history.filter(version=version).order_by("-history_id").first()
    if record is None:
        return None
    return input_of(record.instance, _techniques_at(use_case, record.history_date))


def _techniques_at(use_case: UseCase, moment: datetime) -> tuple[Technique, ...]:
    # Techniques are rows of their own: the first change after the moment tells what was before.
    later = LedgerEntry.objects.filter(
        subject_type=use_case._meta.label_lower,  # noqa: SLF001
        subject_id=str(use_case.pk),
        recorded_at__gt=moment,
    ).order_by("seq")
    for payload in later.values_list("payload", flat=True):
        told = json.loads(bytes(payload))["changes"].get("techniques")
        if told:
            return tuple(Technique(value) for value in told[0])
    now = use_case.techniques.values_list("technique", flat=True)
    return tuple(Technique(value) for value in now)
