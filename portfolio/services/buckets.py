"""Deciding suggested buckets, many at once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import transaction

from portal.domain.errors import Invalid, Refusal
from portal.domain.roles import Member
from portal.domain.wording import gettext as _
from portfolio.domain.buckets import Bucket, DecisionSource
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.techniques import Technique
from portfolio.domain.use_cases import code
from portfolio.models import UseCase
from portfolio.services.use_case_inputs import BucketChoice, input_of
from portfolio.services.use_cases import change_use_case

MOST: Final = 100
"""So many can be decided in one go."""


class NothingTicked(Invalid):
    """Nobody said which."""

    code = "nothing_ticked"


class TooManyTicked(Invalid):
    """More than can be decided in one go."""

    code = "too_many_ticked"


class ReasonMissing(Invalid):
    """A bucket other than the suggested one needs a reason."""

    code = "reason_missing"


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A use case that was not decided, and why."""

    pk: int
    code: str
    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of the use cases that were ticked."""

    confirmed: tuple[UseCase, ...]
    left: tuple[LeftAlone, ...]


def decide_buckets(
    ticked: Mapping[int, int],
    *,
    bucket: Bucket | None = None,
    reason: str = "",
    by: Member,
    at: datetime,
) -> Decided:
    """Confirm suggested buckets, or put their use cases into another one.

    Each use case is decided on its own, with its history and its entry in the ledger, so that one
    that somebody else changed meanwhile stops no other.

    Parameters
    ----------
    ticked
        Use case to the version that was looked at. What the member may not see is not there.
    bucket
        The bucket they shall be in; None for the one that is suggested for each.
    reason
        Why; may be empty where the suggestion is confirmed.
    by, at
        Who decides, and when.

    Raises
    ------
    NothingTicked, TooManyTicked
        When there is nothing to decide, or more than `MOST`.
    ReasonMissing
        When they are put into a bucket without saying why; nothing is changed then.
    """
    if not ticked:
        sentence = _("Tick at least one use case.")
        raise NothingTicked(sentence, fields={"ticked": sentence})
    if len(ticked) > MOST:
        sentence = _("Tick at most {count}.", count=MOST)
        raise TooManyTicked(sentence, fields={"ticked": sentence})
    if bucket is not None and not reason.strip():
        sentence = _("Say why they belong in that bucket.")
        raise ReasonMissing(sentence, fields={"reason": sentence})
    confirmed, left = [], []
    rows = UseCase.objects.visible_to(by).filter(pk__in=ticked).order_by("pk")
    for row in rows.select_related("domain", *OwnerRole):
        try:
            confirmed.append(_decide(row, bucket, reason, version=ticked[row.pk], by=by, at=at))
        except Refusal as refusal:
            left.append(LeftAlone(row.pk, code(row.pk), row.title, refusal.sentence))
    return Decided(tuple(confirmed), tuple(left))


@transaction.atomic
def _decide(
    row: UseCase, bucket: Bucket | None, reason: str, *, version: int, by: Member, at: datetime
) -> UseCase:
    if row.bucket_source != DecisionSource.SUGGESTION:
        raise AlreadyDecided
    techniques = [Technique(each) for each in row.techniques.values_list("technique", flat=True)]
    words = reason.strip() or _("Confirmed as suggested. {reason}", reason=row.bucket_reason)
    choice = BucketChoice({}, bucket or Bucket(row.bucket), words)
    wanted = replace(input_of(row, techniques), bucket=choice)
    return change_use_case(row, wanted, version=version, by=by, at=at)


class AlreadyDecided(Refusal):
    """Somebody has decided the bucket meanwhile."""

    code = "bucket_already_decided"

    def __init__(self) -> None:
        super().__init__(_("Somebody has decided its bucket meanwhile."))
