"""Saved views: keeping, changing, sharing and removing them, and what a list opens with."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from portal.domain.errors import Invalid, NotAllowed, StaleVersion
from portal.domain.roles import Capability, Member, require
from portal.domain.saved_views import (
    LONGEST_QUERY,
    MOST_VIEWS,
    ListedPage,
    Sharing,
    checked_name,
    listed_page,
)
from portal.domain.wording import gettext as _
from portal.models import Domain, SavedView, SavedViewChoice
from portal.services import ledger
from portal.services.ledger import PortalEvent


class ViewNameTaken(Invalid):
    """The member has a view of that name already."""

    code = "view_name_taken"


class ViewChanged(StaleVersion):
    """Somebody changed the view since the reader opened it."""

    def __init__(self, theirs: SavedView) -> None:
        super().__init__(_("This view was changed since you opened it. Read it again."))
        self.theirs = theirs


@dataclass(frozen=True, slots=True)
class ViewInput:
    """What is said about a view; ``domain`` only where it is shared within one."""

    name: str
    query: str
    sharing: Sharing = Sharing.PRIVATE
    domain: Domain | None = None


@transaction.atomic
def save_view(page: str, wanted: ViewInput, *, by: Member, at: datetime) -> SavedView:
    """Keep a list under a name.

    Raises
    ------
    NotAllowed
        When the member may not see the list, or the domain to share it in.
    PageUnknown, ViewNameTaken, Invalid
        When the list keeps no views, or a name, a query or a domain does not do.
    """
    listed = listed_page(page)
    require(by, listed.capability)
    mine = SavedView.objects.select_for_update().filter(owner_id=by.user_id, page=page)
    if mine.count() >= MOST_VIEWS:
        raise Invalid(_("You keep {most} views of this list. Remove one first.", most=MOST_VIEWS))
    row = SavedView(
        slug=secrets.token_hex(5), page=page, owner_id=by.user_id, version=0, created_at=at
    )
    _apply(row, wanted, listed, by=by)
    _store(row, at=at)
    told = {"page": page, "sharing": row.sharing}
    ledger.record(PortalEvent.VIEW_SAVED, subject=row, by=by, at=at, changes=told)
    return row


@transaction.atomic
def change_view(
    view: SavedView, wanted: ViewInput, *, version: int, by: Member, at: datetime
) -> SavedView:
    """Change a view of one's own; what is no longer for everyone is no longer the usual one.

    Raises
    ------
    NotAllowed
        When it is somebody else's.
    ViewChanged
        When it has moved on since ``version``.
    ViewNameTaken, Invalid
        As for `save_view`.
    """
    if view.owner_id != by.user_id:
        raise NotAllowed(_("Only the person who saved this view can change it."))
    row = _locked(view, version)
    before = {name: getattr(row, name) for name in ("name", "query", "sharing", "domain_id")}
    _apply(row, wanted, listed_page(row.page), by=by)
    changes = {
        name: [value, getattr(row, name)]
        for name, value in before.items()
        if value != getattr(row, name)
    }
    if not changes:
        return row
    _store(row, at=at)
    ledger.record(PortalEvent.VIEW_CHANGED, subject=row, by=by, at=at, changes=changes)
    return row


@transaction.atomic
def unshare_view(view: SavedView, *, version: int, by: Member, at: datetime) -> SavedView:
    """Leave a view to its owner alone; the owner may, and whoever curates views.

    Raises
    ------
    NotAllowed, ViewChanged
        When the member may not, or it has moved on since ``version``.
    """
    if view.owner_id != by.user_id:
        require(by, Capability.CURATE_VIEWS)
    row = _locked(view, version)
    if row.sharing == Sharing.PRIVATE:
        return row
    changes = {"sharing": [row.sharing, Sharing.PRIVATE.value]}
    row.sharing, row.domain, row.is_usual = Sharing.PRIVATE.value, None, False
    _store(row, at=at)
    others = SavedViewChoice.objects.filter(view=row)
    others.exclude(user=row.owner_id).delete()
    ledger.record(PortalEvent.VIEW_UNSHARED, subject=row, by=by, at=at, changes=changes)
    return row


@transaction.atomic
def remove_view(view: SavedView, *, version: int, by: Member, at: datetime) -> None:
    """Remove a view of one's own; lists that opened with it open as they come.

    Raises
    ------
    NotAllowed, ViewChanged
        When it is somebody else's, or has moved on since ``version``.
    """
    if view.owner_id != by.user_id:
        raise NotAllowed(_("Only the person who saved this view can remove it."))
    row = _locked(view, version)
    told = {"page": row.page, "query": row.query}
    ledger.record(PortalEvent.VIEW_REMOVED, subject=row, by=by, at=at, changes=told)
    row.delete()


@transaction.atomic
def open_with(view: SavedView, *, is_chosen: bool, by: Member) -> None:
    """Have a list open with a view, for the member alone; or no longer.

    A preference of one person, such as a theme: the ledger does not hear of it.
    """
    require(by, listed_page(view.page).capability)
    if is_chosen:
        SavedViewChoice.objects.update_or_create(
            user_id=by.user_id, page=view.page, defaults={"view": view}
        )
    else:
        SavedViewChoice.objects.filter(user=by.user_id, view=view).delete()


@transaction.atomic
def make_usual(
    view: SavedView, *, is_usual: bool, version: int, by: Member, at: datetime
) -> SavedView:
    """Have a list open with a view for everybody who chose none; or no longer.

    Raises
    ------
    NotAllowed, ViewChanged
        When the member does not curate views, or it has moved on since ``version``.
    Invalid
        When the view is not shared with everyone.
    """
    require(by, Capability.CURATE_VIEWS)
    row = _locked(view, version)
    if row.is_usual == is_usual:
        return row
    if row.sharing != Sharing.EVERYONE:
        raise Invalid(_("Share the view with everyone first; a list opens with it for everybody."))
    event = PortalEvent.VIEW_MADE_USUAL if is_usual else PortalEvent.VIEW_NO_LONGER_USUAL
    SavedView.objects.filter(page=row.page, is_usual=True).update(is_usual=False)
    row.is_usual = is_usual
    _store(row, at=at)
    ledger.record(event, subject=row, by=by, at=at, changes={"page": row.page})
    return row


def _locked(view: SavedView, version: int) -> SavedView:
    row = SavedView.objects.select_for_update().get(pk=view.pk)
    if row.version != version:
        raise ViewChanged(row)
    return row


def _apply(row: SavedView, wanted: ViewInput, listed: ListedPage, *, by: Member) -> None:
    row.name = checked_name(wanted.name)
    others = SavedView.objects.filter(owner_id=row.owner_id, page=row.page, name=row.name)
    if others.exclude(pk=row.pk).exists():
        sentence = _("You have a view called {name} already.", name=row.name)
        raise ViewNameTaken(sentence, fields={"name": sentence})
    if row.pk is None or wanted.query != row.query:
        row.query = _checked_query(wanted.query, listed, by=by)
    row.sharing = wanted.sharing.value
    row.domain = wanted.domain if wanted.sharing is Sharing.DOMAIN else None
    row.is_usual = row.is_usual and wanted.sharing is Sharing.EVERYONE
    if wanted.sharing is Sharing.DOMAIN:
        _check_domain(wanted.domain, listed, by=by)


def _check_domain(domain: Domain | None, listed: ListedPage, *, by: Member) -> None:
    if domain is None or not by.can(listed.capability, domain.path):
        sentence = _("Choose a domain of yours to share the view in.")
        raise Invalid(sentence, fields={"domain": sentence})


def _checked_query(query: str, listed: ListedPage, *, by: Member) -> str:
    checked = listed.check(by, query[: 2 * LONGEST_QUERY])
    if checked.left_out:
        label, reason = checked.left_out[0]
        sentence = _("{label}: {reason} Change it before you save.", label=label, reason=reason)
        raise Invalid(sentence, fields={"query": sentence})
    if len(checked.query) > LONGEST_QUERY:
        sentence = _("A view says at most {most} characters.", most=LONGEST_QUERY)
        raise Invalid(sentence, fields={"query": sentence})
    return checked.query


def _store(row: SavedView, *, at: datetime) -> None:
    row.version += 1
    row.updated_at = at
    row.save()
