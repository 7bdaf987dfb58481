"""Working on a new version of a domain's standard before it is put in force."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from portal.domain.errors import Refusal
from portal.domain.roles import Member
from portal.domain.wording import gettext as _
from portal.models import Domain
from portal.services import jobs, ledger
from portal.services.jobs import Progress
from portfolio.domain.domain_standards import Standard
from portfolio.domain.model_previews import preview_to_data
from portfolio.domain.standard_edits import (
    differences,
    standard_from_data,
    standard_to_data,
    still_stricter,
)
from portfolio.models import DomainStandardDraft, DomainStandardVersion
from portfolio.selectors.scoring_drafts import is_previewed_at_once
from portfolio.selectors.standard_books import applies_above
from portfolio.selectors.standard_drafts import draft_of, standard_preview
from portfolio.services.domain_standards import (
    active_standard,
    checked_standard,
    locked_domain,
    publish_standard,
)
from portfolio.services.draft_versions import DraftChanged
from portfolio.services.events import PortfolioEvent

PREVIEW_JOB: Final = "portfolio.preview_standard"


class StandardDraftChanged(DraftChanged[DomainStandardDraft]):
    """Somebody changed, published or discarded the draft since the reader opened it."""


class NoStandardDraft(Refusal):
    """Nobody works on a new version."""

    code = "no_draft"

    def __init__(self) -> None:
        super().__init__(_("There is no draft of this standard. Begin one first."))


@transaction.atomic
def begin_draft(domain: Domain, *, by: Member, at: datetime) -> DomainStandardDraft:
    """Begin a draft from what is in force; the one that is open already is returned as it is.

    A threshold that what applies from above has overtaken meanwhile is left out.

    Raises
    ------
    NotAllowed
        When the member may not set the standard of that domain.
    EnterpriseStandard
        When the domain is the enterprise.
    """
    row = locked_domain(domain, by=by)
    held = draft_of(row)
    if held is not None:
        return held
    active = active_standard(row)
    begun = (
        still_stricter(standard_from_data(active.data), applies_above(row))
        if active
        else Standard()
    )
    draft = DomainStandardDraft.objects.create(
        domain=row,
        data=standard_to_data(begun),
        created_at=at,
        changed_at=at,
        changed_by_id=by.user_id or None,
    )
    _record(PortfolioEvent.DOMAIN_STANDARD_DRAFTED, draft, by=by, at=at)
    return draft


@transaction.atomic
def change_draft(
    domain: Domain,
    edit: Callable[[Standard], Standard],
    *,
    version: int,
    by: Member,
    at: datetime,
) -> DomainStandardDraft:
    """Change the open draft; what changes nothing is not recorded.

    Parameters
    ----------
    domain
        Whose standard it is.
    edit
        Takes the standard as it stands in the draft and returns it as it should be.
    version
        The version of the draft that the reader saw.
    by, at
        Who changes it, and when.

    Raises
    ------
    NotAllowed, EnterpriseStandard
        As for ``begin_draft``.
    NoStandardDraft, StandardDraftChanged
        When there is no draft, or somebody changed it since ``version``.
    StandardInvalid, CriterionUnknown
        When the change breaks a rule; nothing is stored then.
    """
    row = _locked(domain, version=version, by=by)
    before = standard_from_data(row.data)
    after = checked_standard(row.domain, edit(before))
    if after == before:
        return row
    row.data = standard_to_data(after)
    row.version += 1
    row.changed_at, row.changed_by_id = at, by.user_id or None
    row.preview = None
    row.preview_job = None
    if not is_previewed_at_once():
        row.preview_job = jobs.request(
            PREVIEW_JOB,
            {"draft": row.pk},
            title=_("Work out what the draft would move"),
            by=by,
            at=at,
            dedupe_key=f"{PREVIEW_JOB}:{row.pk}",
        )
    row.save()
    told = differences(before, after)
    _record(PortfolioEvent.DOMAIN_STANDARD_DRAFT_CHANGED, row, by=by, at=at, changes=told)
    return row


@transaction.atomic
def publish_draft(
    domain: Domain, *, reason: str, version: int, replaces: int, by: Member, at: datetime
) -> DomainStandardVersion:
    """Put the draft in force as a new version that never changes.

    Parameters
    ----------
    domain
        Whose standard it is.
    reason
        Why it changes; the ledger keeps it.
    version
        The version of the draft that the reader saw.
    replaces
        The version in force that the reader saw beside it, 0 where there was none.
    by, at
        Who publishes it, and when.

    Raises
    ------
    NotAllowed, EnterpriseStandard, NoStandardDraft, StandardDraftChanged
        As for ``change_draft``.
    DomainStandardChanged, StandardReasonMissing, StandardInvalid, StandardUnchanged
        As for ``publish_standard``.
    """
    row = _locked(domain, version=version, by=by)
    standard = standard_from_data(row.data)
    stored = publish_standard(domain, standard, reason=reason, replaces=replaces, by=by, at=at)
    row.delete()
    return stored


@transaction.atomic
def discard_draft(domain: Domain, *, version: int, by: Member, at: datetime) -> None:
    """Throw the draft away; what is in force stays.

    Raises
    ------
    NotAllowed, EnterpriseStandard, NoStandardDraft, StandardDraftChanged
        As for ``change_draft``.
    """
    row = _locked(domain, version=version, by=by)
    _record(PortfolioEvent.DOMAIN_STANDARD_DRAFT_DISCARDED, row, by=by, at=at)
    row.delete()


def store_preview(draft: int, *, at: datetime, progress: Progress | None = None) -> int:
    """Work out what a draft would move and keep it; tell how many use cases it concerns."""
    if progress is not None:
        progress.begin(_("Work out what the draft would move"))
    row = DomainStandardDraft.objects.select_related("domain").filter(pk=draft).first()
    if row is None:
        return 0
    found = standard_preview(row.domain, standard_from_data(row.data))
    # The draft may have changed meanwhile; its own job follows then.
    DomainStandardDraft.objects.filter(pk=row.pk, version=row.version).update(
        preview={"at": at.isoformat(), "found": preview_to_data(found)}
    )
    return found.total


def _locked(domain: Domain, *, version: int, by: Member) -> DomainStandardDraft:
    row = locked_domain(domain, by=by)
    drafts = DomainStandardDraft.objects.select_for_update(of=("self",)).select_related("domain")
    draft = drafts.filter(domain=row).first()
    if draft is None:
        raise NoStandardDraft if version == 0 else StandardDraftChanged(None)
    if draft.version != version:
        raise StandardDraftChanged(draft)
    return draft


def _record(
    event: PortfolioEvent,
    draft: DomainStandardDraft,
    *,
    by: Member,
    at: datetime,
    changes: Mapping[str, Any] | None = None,
) -> None:
    ledger.record(event, subject=draft, by=by, at=at, changes=changes or {})
