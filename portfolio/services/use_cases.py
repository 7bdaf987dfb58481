"""Changing use cases: register, change, move between stages, archive and restore."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from portal.domain.errors import NotAllowed
from portal.domain.roles import Capability, Member, require
from portal.domain.wording import gettext as _
from portal.models import User
from portal.services import ledger
from portfolio.domain.listing import Listing
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique
from portfolio.domain.use_cases import search_text
from portfolio.models import UseCase, UseCaseSearchText, UseCaseTechnique
from portfolio.services.events import PortfolioEvent
from portfolio.services.follow_ups import request_comparison, request_ranking
from portfolio.services.use_case_checks import check_not_merged, check_open, free_reference
from portfolio.services.use_case_faults import input_faults, refuse
from portfolio.services.use_case_inputs import EDITED, SEARCHED, UseCaseInput, field_values
from portfolio.services.use_case_steps import (
    Step,
    advance,
    archive_step,
    because,
    change_step,
    follow_up,
    restore_step,
    stage_step,
)

#: What a registration need not tell: nothing was said of it, or what holds for all.
_UNSAID: Final[tuple[Any, ...]] = (None, "", {}, Listing.HOUSE.value)


@transaction.atomic
def register_use_case(
    wanted: UseCaseInput, *, stage: Stage = Stage.IDEA, by: Member, at: datetime
) -> UseCase:
    """Register a use case in its domain.

    Raises
    ------
    NotAllowed
        When the member may not register use cases there.
    DomainArchived, OwnerNotAvailable, ReferenceTaken
    TitleMissing, OutcomeMissing, DatesOutOfOrder
        When the input breaks a rule; nothing is registered then.
    SeveralFaults
        When it breaks more than one.
    """
    require(by, Capability.REGISTER_USE_CASE, wanted.domain.path)
    refuse(input_faults(wanted, at=at))
    values = field_values(wanted)
    use_case = UseCase(
        **values,
        stage=stage.value,
        created_at=at,
        updated_at=at,
        created_by_id=by.user_id or None,
    )
    _keep_history(use_case, by=by, at=at)
    with free_reference(values):
        use_case.save(force_insert=True)
    _set_techniques(use_case, wanted.techniques)
    store_search_texts([use_case])
    told = {name: values[name] for name in EDITED if values[name] not in _UNSAID}
    told |= {"stage": stage, "techniques": wanted.techniques}
    ledger.record(PortfolioEvent.USE_CASE_REGISTERED, subject=use_case, by=by, at=at, changes=told)
    request_ranking(by=by, at=at)
    request_comparison(by=by, at=at)
    return use_case


@transaction.atomic
def change_use_case(
    use_case: UseCase,
    wanted: UseCaseInput,
    *,
    version: int,
    by: Member,
    at: datetime,
    reason: str = "",
) -> UseCase:
    """Change what is said about a use case; saying the same again changes nothing.

    ``reason`` stands in the ledger and in the history beside what changed, as it does for every
    change here; with nothing changed there is nothing to give a reason for.

    Raises
    ------
    NotAllowed
        When the member may not edit here, or there where it moves to.
    UseCaseChanged
        When somebody saved it since ``version``; carries the row as it is.
    UseCaseArchived, DomainArchived, OwnerNotAvailable, ReferenceTaken, OutcomeMissing
        When a rule stands in the way; nothing is changed then.
    SeveralFaults
        When more than one does.
    """
    row = _locked(use_case, by=by, version=version)
    if wanted.domain.pk != row.domain_id:
        require(by, Capability.EDIT_USE_CASE, wanted.domain.path)
    refuse(input_faults(wanted, at=at, current=row))
    used = row.techniques.values_list("technique", flat=True)
    step = change_step(row, wanted, [Technique(each) for each in used])
    if step is None:
        return row
    named = {"source": row.source, "external_reference": row.external_reference}
    with free_reference(named, but=row):
        _save(row, step, by=by, at=at)
    if step.is_other_technique:
        _set_techniques(row, wanted.techniques)
    if SEARCHED & step.columns:
        store_search_texts([row])
    _check_still_visible(row, by=by)
    return _told(row, step, reason=reason, by=by, at=at)


@transaction.atomic
def change_stage(
    use_case: UseCase,
    stage: Stage,
    *,
    version: int,
    by: Member,
    at: datetime,
    reason: str = "",
) -> UseCase:
    """Move a use case to another stage of its lifecycle.

    Raises
    ------
    MoveNotAllowed
        When the lifecycle has no such step.
    NotAllowed, UseCaseChanged, UseCaseArchived
        As for any change.
    """
    row = _locked(use_case, by=by, version=version)
    step = stage_step(row, stage)
    _save(row, step, by=by, at=at)
    return _told(row, step, reason=reason, by=by, at=at)


@transaction.atomic
def archive_use_case(
    use_case: UseCase, *, version: int, by: Member, at: datetime, reason: str = ""
) -> UseCase:
    """Take a use case out of lists and ranks; nothing of it is lost.

    Raises
    ------
    NotAllowed, UseCaseArchived
        When the member may not, or it is archived already.
    UseCaseChanged
        When somebody saved it since ``version``: what is put away is what was read.
    """
    row = _locked(
        use_case,
        by=by,
        version=version,
        stale=_(
            "Somebody changed this use case since you opened it, so it was not archived."
            " Read what it says now, then archive it."
        ),
    )
    step = archive_step(row, at=at)
    _save(row, step, by=by, at=at)
    return _told(row, step, reason=reason, by=by, at=at)


@transaction.atomic
def restore_use_case(
    use_case: UseCase, *, version: int, by: Member, at: datetime, reason: str = ""
) -> UseCase:
    """Bring an archived use case back; restoring one that is not archived changes nothing.

    Raises
    ------
    NotAllowed
        When the member may not edit it.
    UseCaseChanged
        When somebody saved it since ``version``.
    UseCaseMerged
        When it was merged into another: taking that back restores it.
    """
    row = _locked(
        use_case,
        by=by,
        version=version,
        may_be_archived=True,
        stale=_(
            "Somebody changed this use case since you opened it, so it was not restored."
            " Read what it says now, then restore it."
        ),
    )
    if row.archived_at is None:
        return row
    check_not_merged(row)
    step = restore_step(row)
    _save(row, step, by=by, at=at)
    return _told(row, step, reason=reason, by=by, at=at)


def store_search_texts(use_cases: Sequence[UseCase]) -> None:
    """Write the folded words that the given use cases are found by."""
    UseCaseSearchText.objects.bulk_create(
        [
            UseCaseSearchText(
                use_case=row,
                text=search_text(f"{row.title} {row.external_reference}", row.outcome, row.problem),
            )
            for row in use_cases
        ],
        update_conflicts=True,
        unique_fields=["use_case"],
        update_fields=["text"],
    )


def _locked(
    use_case: UseCase,
    *,
    by: Member,
    version: int,
    may_be_archived: bool = False,
    stale: str = "",
) -> UseCase:
    row = (
        UseCase.objects.select_for_update(of=("self",))
        .select_related("domain", *OwnerRole)
        .get(pk=use_case.pk)
    )
    check_open(row, by=by, version=version, may_be_archived=may_be_archived, stale=stale)
    return row


def _save(row: UseCase, step: Step, *, by: Member, at: datetime) -> None:
    advance(row, at=at)
    _keep_history(row, by=by, at=at)
    row.save(update_fields=[*step.columns, "version", "updated_at"])


def _told(row: UseCase, step: Step, *, reason: str, by: Member, at: datetime) -> UseCase:
    ledger.record(step.event, subject=row, by=by, at=at, changes={**step.told, **because(reason)})
    follow_up(step, by=by, at=at)
    return row


def _keep_history(row: UseCase, *, by: Member, at: datetime) -> None:
    # The request's user is not always who acts: a token, a job or a command has none.
    row._history_user = User(pk=by.user_id) if by.user_id else None  # type: ignore[attr-defined]  # noqa: SLF001
    row._history_date = at  # type: ignore[attr-defined]  # noqa: SLF001


def _set_techniques(row: UseCase, techniques: Sequence[Technique]) -> None:
    row.techniques.all().delete()
    UseCaseTechnique.objects.bulk_create(
        UseCaseTechnique(use_case=row, technique=technique.value)
        for technique in dict.fromkeys(techniques)
    )


def _check_still_visible(row: UseCase, *, by: Member) -> None:
    if not UseCase.objects.visible_to(by).filter(pk=row.pk).exists():
        raise NotAllowed(_("You would no longer see this use case. Ask the owner of that domain."))
