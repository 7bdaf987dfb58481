"""Keeping a registration that is not sent yet, changing, discarding and registering it.

The ledger is told nothing of a draft: it is its author's alone until it is registered.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from portal.domain.errors import NotAllowed, StaleVersion
from portal.domain.roles import Capability, Member, require
from portal.domain.wording import gettext as _
from portal.models import User
from portfolio.domain.stages import Stage
from portfolio.domain.use_case_drafts import MOST_DRAFTS, TooManyDrafts, checked_draft
from portfolio.models import UseCaseDraft
from portfolio.services.overlap_answers import OverlapAnswer, Registration, register_or_join
from portfolio.services.use_case_inputs import UseCaseInput


class DraftChanged(StaleVersion):
    """Its author changed or used the draft in another window."""

    def __init__(self, theirs: UseCaseDraft | None) -> None:
        super().__init__(
            _(
                "You changed this draft elsewhere since you opened it, so nothing was done."
                " What you wrote here still stands: send it again to put it in its place."
            )
        )
        self.theirs = theirs


@transaction.atomic
def keep_draft(said: Mapping[str, Any], *, by: Member, at: datetime) -> UseCaseDraft:
    """Keep what somebody wrote.

    Raises
    ------
    NotAllowed
        When the member may register nowhere.
    DraftEmpty
        When nothing is written.
    TooManyDrafts
        When they keep as many as one person can.
    """
    require(by, Capability.REGISTER_USE_CASE)
    if not by.user_id:
        raise NotAllowed(_("Only a person can keep a draft."))
    data = checked_draft(said)
    # Two windows of one person count one after the other.
    User.objects.select_for_update().get(pk=by.user_id)
    if UseCaseDraft.objects.filter(author_id=by.user_id).count() >= MOST_DRAFTS:
        raise TooManyDrafts
    return UseCaseDraft.objects.create(
        author_id=by.user_id, data=data, created_at=at, updated_at=at
    )


@transaction.atomic
def change_draft(
    draft: UseCaseDraft, said: Mapping[str, Any], *, version: int, by: Member, at: datetime
) -> UseCaseDraft:
    """Keep what its author writes now in the place of what they wrote before.

    Raises
    ------
    NotAllowed, DraftChanged
        When it is somebody else's, or has moved on since ``version``.
    DraftEmpty
        When nothing is written.
    """
    row = _mine(draft, version=version, by=by)
    row.data = checked_draft(said)
    row.version += 1
    row.updated_at = at
    row.save(update_fields=["data", "version", "updated_at"])
    return row


@transaction.atomic
def discard_draft(draft: UseCaseDraft, *, version: int, by: Member) -> None:
    """Throw a draft away.

    Raises
    ------
    NotAllowed, DraftChanged
        When it is somebody else's, or has moved on since ``version``.
    """
    _mine(draft, version=version, by=by).delete()


@transaction.atomic
def register_draft(
    draft: UseCaseDraft,
    wanted: UseCaseInput,
    *,
    version: int,
    stage: Stage = Stage.IDEA,
    answer: OverlapAnswer | None = None,
    by: Member,
    at: datetime,
) -> Registration:
    """Register or join what was drafted; the draft goes with it, or stays when that is refused.

    Raises
    ------
    NotAllowed, DraftChanged
        When it is somebody else's, or has moved on since ``version``.
    SimilarFound and others
        As for any registration.
    """
    row = _mine(draft, version=version, by=by)
    done = register_or_join(wanted, stage=stage, answer=answer, by=by, at=at)
    row.delete()
    return done


def _mine(draft: UseCaseDraft, *, version: int, by: Member) -> UseCaseDraft:
    require(by, Capability.REGISTER_USE_CASE)
    row = UseCaseDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if row is not None and row.author_id != by.user_id:
        raise NotAllowed(_("Only the person who wrote a draft can change it."))
    if row is None or row.version != version:
        raise DraftChanged(row)
    return row
