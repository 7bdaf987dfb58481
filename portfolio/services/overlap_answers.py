"""Registering what is like something else: join it, extend it, or say what differs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from portal.domain.errors import Invalid, Refusal
from portal.domain.roles import Capability, Member, require
from portal.domain.wording import gettext as _
from portal.models import User
from portal.services import ledger
from portfolio.domain.likeness import Pair, most_alike
from portfolio.domain.overlap import Answer, LinkKind, ReviewState, checked_reason
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.stages import Stage
from portfolio.models import JoinedRegistration, OverlapPair, UseCase, UseCaseLink
from portfolio.selectors.overlap_inputs import digests, entry_of, pair_digest, text_of
from portfolio.selectors.similar_use_cases import SimilarUseCase, similar_to_text
from portfolio.services.events import PortfolioEvent
from portfolio.services.use_case_faults import input_faults, refuse
from portfolio.services.use_case_inputs import UseCaseInput
from portfolio.services.use_cases import register_use_case


@dataclass(frozen=True, slots=True)
class OverlapAnswer:
    """What somebody says of the use cases that read like theirs.

    ``use_case`` is the one that is joined or extended.
    """

    kind: Answer
    use_case: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Registration:
    """The use case that was registered, or the one that was joined instead."""

    use_case: UseCase
    is_joined: bool


class SimilarFound(Refusal):
    """Something like it exists; whoever registers says what theirs is to it."""

    code = "similar_use_cases"

    def __init__(self, similar: Sequence[SimilarUseCase]) -> None:
        super().__init__(
            _("Something like this is registered already. Join it, extend it, or say what differs.")
        )
        self.similar = tuple(similar)
        self.facts = {"similar": [_told(each) for each in similar]}


def _told(row: SimilarUseCase) -> dict[str, Any]:
    return {
        "id": row.pk,
        "code": row.code,
        "title": row.title,
        "domain_name": row.domain,
        "stage": row.stage.value,
        "score": row.score,
        "band": row.band.value if row.band else None,
        "words": list(row.words),
        "owner": row.owner,
        "is_whole": row.is_whole,
    }


class NothingToJoin(Invalid):
    """What is joined or extended is a use case the reader finds in the register."""

    code = "nothing_to_join"

    def __init__(self) -> None:
        sentence = _("Choose the use case you mean. It may have been archived meanwhile.")
        super().__init__(sentence, fields={"use_case": sentence})


class OwnerMissing(Invalid):
    """Nobody registers what nobody answers for."""

    code = "owner_missing"

    def __init__(self) -> None:
        sentence = _("Name the business owner, or leave it out and it is you.")
        super().__init__(sentence, fields={OwnerRole.BUSINESS_OWNER.value: sentence})


@transaction.atomic
def register_or_join(
    wanted: UseCaseInput,
    *,
    stage: Stage = Stage.IDEA,
    answer: OverlapAnswer | None = None,
    by: Member,
    at: datetime,
) -> Registration:
    """Register a use case, unless somebody should first say what it is to one like it.

    Parameters
    ----------
    wanted
        What is registered. Where it names no business owner, that is whoever registers.
    stage
        Where it stands today.
    answer
        What they said when they were asked; nothing before that.
    by, at
        Who and when.

    Raises
    ------
    SimilarFound
        When use cases read like it and nobody has said what it is to them.
    ReasonMissing
        When it is said to be different without a reason.
    NothingToJoin
        When what is joined or extended is not there to be seen.
    OwnerMissing
        When the business owner is said to be nobody.
    NotAllowed, Invalid, Refusal
        As for any registration; nothing is registered then.
    """
    require(by, Capability.REGISTER_USE_CASE, wanted.domain.path)
    wanted = _owned(wanted, by)
    refuse(input_faults(wanted, at=at))
    if answer is not None and answer.kind is Answer.JOIN:
        return Registration(_join(wanted, _named(answer, by), answer, by=by, at=at), is_joined=True)
    similar = similar_to_text(by, wanted.title, _purpose(wanted))
    if similar and answer is None:
        raise SimilarFound(similar)
    if answer is None:
        return Registration(register_use_case(wanted, stage=stage, by=by, at=at), is_joined=False)
    if answer.kind is Answer.EXTEND:
        extended = _named(answer, by)
        row = register_use_case(wanted, stage=stage, by=by, at=at)
        _extend(row, extended, answer, by=by, at=at)
        return Registration(row, is_joined=False)
    reason = checked_reason(answer.reason)
    row = register_use_case(wanted, stage=stage, by=by, at=at)
    _tell_apart(row, [each.pk for each in similar], reason, by=by, at=at)
    return Registration(row, is_joined=False)


def _owned(wanted: UseCaseInput, by: Member) -> UseCaseInput:
    role = OwnerRole.BUSINESS_OWNER
    if wanted.owners.get(role) is not None or not by.user_id:
        return wanted
    if role in wanted.owners:
        raise OwnerMissing
    return replace(wanted, owners={**wanted.owners, role: User.objects.get(pk=by.user_id)})


def _purpose(wanted: UseCaseInput) -> str:
    return text_of(0, "", wanted.outcome, wanted.problem).purpose


def _named(answer: OverlapAnswer, by: Member) -> UseCase:
    rows = UseCase.objects.listed_to(by).active().select_for_update(of=("self",))
    row = rows.filter(pk=answer.use_case or 0).first()
    if row is None:
        raise NothingToJoin
    return row


def _join(
    wanted: UseCaseInput, row: UseCase, answer: OverlapAnswer, *, by: Member, at: datetime
) -> UseCase:
    JoinedRegistration.objects.create(
        use_case=row,
        domain=wanted.domain,
        title=wanted.title.strip(),
        outcome=wanted.outcome.strip(),
        joined_by_id=by.user_id or None,
        joined_at=at,
    )
    told = {"title": wanted.title.strip(), "domain": wanted.domain, **_said(answer.reason)}
    ledger.record(PortfolioEvent.OVERLAP_JOINED, subject=row, by=by, at=at, changes=told)
    return row


def _extend(
    row: UseCase, extended: UseCase, answer: OverlapAnswer, *, by: Member, at: datetime
) -> None:
    UseCaseLink.objects.create(
        from_case=row,
        to_case=extended,
        kind=LinkKind.EXTENDS.value,
        reason=answer.reason.strip(),
        made_by_id=by.user_id or None,
        made_at=at,
    )
    _keep(row, [extended], ReviewState.LINKED, answer.reason.strip(), by=by, at=at)
    told = {"other": extended, **_said(answer.reason)}
    ledger.record(PortfolioEvent.OVERLAP_EXTENDED, subject=row, by=by, at=at, changes=told)


def _tell_apart(
    row: UseCase, others: Sequence[int], reason: str, *, by: Member, at: datetime
) -> None:
    rows = list(UseCase.objects.filter(pk__in=others).order_by("pk"))
    _keep(row, rows, ReviewState.NOT_SAME, reason, by=by, at=at)
    for other in rows:
        told = {"other": other, "reason": reason}
        ledger.record(PortfolioEvent.OVERLAP_TOLD_APART, subject=row, by=by, at=at, changes=told)


def _keep(
    row: UseCase,
    others: Sequence[UseCase],
    state: ReviewState,
    reason: str,
    *,
    by: Member,
    at: datetime,
) -> None:
    # The next comparison finds these pairs too; it is not to ask what was answered just now.
    mine, *theirs = (
        text_of(each.pk, each.title, each.outcome, each.problem) for each in (row, *others)
    )
    entry, *entries = (entry_of(each.pk, each.title, each.outcome) for each in (row, *others))
    marks, entry_marks = digests([mine, *theirs]), digests([entry, *entries])
    found = {pair.second: pair for pair in most_alike(mine, theirs, most=len(theirs), floor=0.0)}
    by_entry = {pair.second: pair for pair in most_alike(entry, entries, most=len(entries))}
    OverlapPair.objects.bulk_create(
        OverlapPair(
            first_id=key,
            second=row,
            score=pair.score,
            name_score=pair.name_score,
            purpose_score=pair.purpose_score,
            name_words=list(pair.name_words),
            purpose_words=list(pair.purpose_words),
            texts_digest=pair_digest(marks[key], marks[row.pk]),
            found_at=at,
            **_by_entry(by_entry.get(key)),
            entry_digest=pair_digest(entry_marks[key], entry_marks[row.pk]),
            entry_found_at=at,
            state=state.value,
            reason=reason,
            decided_by=User(pk=by.user_id) if by.user_id else None,
            decided_by_label=by.label[:200],
            decided_at=at,
        )
        for key, pair in found.items()
    )


def _by_entry(pair: Pair | None) -> dict[str, Any]:
    if pair is None:
        return {}
    return {
        "entry_score": pair.score,
        "entry_name_score": pair.name_score,
        "entry_purpose_score": pair.purpose_score,
        "entry_name_words": list(pair.name_words),
        "entry_purpose_words": list(pair.purpose_words),
    }


def _said(reason: str) -> dict[str, str]:
    return {"reason": reason.strip()} if reason.strip() else {}
