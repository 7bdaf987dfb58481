"""Changing a roadmap one at a time: the lock, the permission and the version that all share."""

from datetime import datetime

from portal.domain.errors import StaleVersion
from portal.domain.roles import Capability, Member, require
from portal.domain.wording import gettext as _
from portfolio.models import Roadmap


class RoadmapChanged(StaleVersion):
    """Somebody changed the roadmap since the reader opened it; carries their version."""

    def __init__(self, theirs: Roadmap) -> None:
        super().__init__(
            _("Somebody changed this roadmap since you opened it. Nothing of yours was saved yet.")
        )
        self.theirs = theirs


def locked(
    roadmap_id: int, *, version: int, by: Member, capability: Capability = Capability.PLAN_ROADMAP
) -> Roadmap:
    """Return the roadmap under a lock, for the rest of the caller's transaction.

    Raises
    ------
    NotAllowed
        When the member does not hold the capability there.
    RoadmapChanged
        When the roadmap has moved on since ``version``.
    """
    row = (
        Roadmap.objects.select_for_update(of=("self",)).select_related("domain").get(pk=roadmap_id)
    )
    require(by, capability, row.domain.path)
    if row.version != version:
        raise RoadmapChanged(row)
    return row


def bump(row: Roadmap, *fields: str, at: datetime) -> Roadmap:
    """Save the fields named, and count the change, so that older copies are found out."""
    row.version += 1
    row.updated_at = at
    row.save(update_fields=[*fields, "version", "updated_at"])
    return row
