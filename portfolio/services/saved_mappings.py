"""Saved mappings: keeping, changing and removing them, and finding the one a file needs."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from portal.domain.errors import Invalid, NotAllowed, StaleVersion
from portal.domain.roles import Capability, Member, require
from portal.domain.wording import gettext as _
from portal.services import ledger
from portfolio.domain.import_cells import plain
from portfolio.domain.import_mapping_files import read_mapping_data
from portfolio.models import SavedMapping
from portfolio.services.events import PortfolioEvent
from portfolio.services.import_mappings import shipped_mappings
from portfolio.services.import_readings import MappingUnknown

LONGEST_NAME: Final = 100
ALIKE: Final = 0.8
"""Share of column names that a file has in common with the one a mapping was made for."""


class MappingNameTaken(Invalid):
    """A mapping of that name ships with the portal, or is the member's already."""

    code = "mapping_name_taken"


class MappingChanged(StaleVersion):
    """Somebody changed the mapping since the reader opened it."""

    def __init__(self, theirs: SavedMapping) -> None:
        super().__init__(_("This mapping was changed since you opened it. Read it again."))
        self.theirs = theirs


@transaction.atomic
def save_mapping(
    name: str,
    data: Mapping[str, Any],
    *,
    header: Sequence[str] = (),
    is_shared: bool = False,
    by: Member,
    at: datetime,
) -> SavedMapping:
    """Keep a mapping under a name; one of the member's own of that name is brought up to date.

    Parameters
    ----------
    name
        What it is called.
    data
        What a mapping file would say.
    header
        Column names of the file it was made for.
    is_shared
        Whether others may use it.
    by, at
        Who keeps it, and when.

    Raises
    ------
    NotAllowed
        When the member may import nowhere.
    MappingInvalid, MappingNameTaken, Invalid
        When it does not fit, or has no name or that of a mapping that ships.
    """
    require(by, Capability.IMPORT_USE_CASES)
    read_mapping_data(data)
    called = _checked_name(name)
    row = SavedMapping.objects.select_for_update().filter(owner_id=by.user_id, name=called).first()
    if row is None:
        row = SavedMapping(owner_id=by.user_id, name=called, version=0, created_at=at)
    row.data, row.is_shared = dict(data), is_shared
    row.header = sorted({plain(cell) for cell in header if plain(cell)}) or row.header
    return _stored(row, by=by, at=at)


@transaction.atomic
def change_mapping(
    mapping: SavedMapping,
    *,
    name: str,
    data: Mapping[str, Any],
    is_shared: bool,
    version: int,
    by: Member,
    at: datetime,
) -> SavedMapping:
    """Change a mapping of one's own.

    Raises
    ------
    NotAllowed
        When it is somebody else's.
    MappingChanged
        When it has moved on since ``version``.
    MappingInvalid, MappingNameTaken, Invalid
        As for `save_mapping`.
    """
    row = _mine(mapping, version=version, by=by)
    read_mapping_data(data)
    called = _checked_name(name)
    others = SavedMapping.objects.filter(owner_id=row.owner_id, name=called)
    if others.exclude(pk=row.pk).exists():
        sentence = _("You have a mapping called {name} already.", name=called)
        raise MappingNameTaken(sentence, fields={"name": sentence})
    row.name, row.data, row.is_shared = called, dict(data), is_shared
    return _stored(row, by=by, at=at)


@transaction.atomic
def remove_mapping(mapping: SavedMapping, *, version: int, by: Member, at: datetime) -> None:
    """Remove a mapping of one's own; what was imported with it stays.

    Raises
    ------
    NotAllowed, MappingChanged
        When it is somebody else's, or has moved on since ``version``.
    """
    row = _mine(mapping, version=version, by=by)
    ledger.record(PortfolioEvent.IMPORT_MAPPING_REMOVED, subject=row, by=by, at=at, changes={})
    row.delete()


def saved_mapping(name: str, *, by: Member) -> SavedMapping:
    """Return the saved mapping of that name: the member's own, else a shared one.

    Raises
    ------
    MappingUnknown
        When the member may use none of that name.
    """
    rows = SavedMapping.objects.visible_to(by).filter(name=name).order_by("-updated_at", "pk")
    found = sorted(rows, key=lambda row: row.owner_id != by.user_id)
    if found:
        return found[0]
    there = SavedMapping.objects.visible_to(by).order_by("name").values_list("name", flat=True)
    sentence = _(
        "There is no mapping called “{name}”. There is: {names}.",
        name=name,
        names=", ".join([*shipped_mappings(), *there]),
    )
    raise MappingUnknown(sentence, fields={"mapping": sentence})


def fitting_saved_mapping(header: Sequence[str], *, by: Member) -> SavedMapping | None:
    """Return the saved mapping made for a file with nearly the same columns, if there is one."""
    names = {plain(cell) for cell in header if plain(cell)}
    best: tuple[float, SavedMapping] | None = None
    for row in SavedMapping.objects.visible_to(by).order_by("pk"):
        known = set(row.header)
        alike = len(names & known) / len(names | known) if names | known else 0.0
        is_mine = row.owner_id == by.user_id
        if alike >= ALIKE and (best is None or (alike + is_mine) >= best[0]):
            best = (alike + is_mine, row)
    return best[1] if best else None


def _checked_name(name: str) -> str:
    called = " ".join(name.split())
    if not called or len(called) > LONGEST_NAME:
        sentence = _("Give the mapping a name of at most {most} characters.", most=LONGEST_NAME)
        raise Invalid(sentence, fields={"name": sentence})
    if called in shipped_mappings():
        sentence = _("A mapping called {name} ships with the portal.", name=called)
        raise MappingNameTaken(sentence, fields={"name": sentence})
    return called


def _mine(mapping: SavedMapping, *, version: int, by: Member) -> SavedMapping:
    row = SavedMapping.objects.select_for_update().get(pk=mapping.pk)
    if row.owner_id != by.user_id:
        raise NotAllowed(_("Only the person who saved this mapping can change it."))
    if row.version != version:
        raise MappingChanged(row)
    return row


def _stored(row: SavedMapping, *, by: Member, at: datetime) -> SavedMapping:
    row.version += 1
    row.updated_at = at
    row.save()
    told = {"version": row.version, "is_shared": row.is_shared}
    ledger.record(PortfolioEvent.IMPORT_MAPPING_SAVED, subject=row, by=by, at=at, changes=told)
    return row
