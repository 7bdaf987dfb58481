"""What stands in the way of registering, changing or restoring a use case."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from portal.domain.errors import Invalid, Refusal, StaleVersion
from portal.domain.roles import Capability, Member, require
from portal.domain.wording import gettext as _
from portal.models import RoleGrant, User
from portfolio.domain.overlap import LinkKind
from portfolio.domain.ownership import OwnerRole
from portfolio.models import UseCase, UseCaseLink


class UseCaseChanged(StaleVersion):
    """Somebody saved the use case since the reader opened it; carries their version."""

    def __init__(self, theirs: UseCase, sentence: str = "") -> None:
        super().__init__(
            sentence
            or _(
                "Somebody changed this use case since you opened it."
                " Nothing of yours was saved yet."
            )
        )
        self.theirs = theirs


class UseCaseArchived(Refusal):
    """An archived use case is at rest."""

    code = "use_case_archived"

    def __init__(self) -> None:
        super().__init__(_("This use case is archived. Restore it to change it."))


class UseCaseMerged(Refusal):
    """A use case that was merged into another comes back when that is taken back."""

    code = "use_case_merged"

    def __init__(self, kept: UseCase) -> None:
        super().__init__(
            _(
                "This use case was merged into {title} ({code})."
                " Take the merge back under Overlap to restore it.",
                title=kept.title,
                code=kept.code,
            )
        )


class OwnerNotAvailable(Invalid):
    """An owner must be somebody who is here and holds a role."""

    code = "owner_not_available"


class ReferenceTaken(Refusal):
    """Two use cases may not share a reference of the same source."""

    code = "reference_taken"


def check_open(
    row: UseCase, *, by: Member, version: int, may_be_archived: bool = False, stale: str = ""
) -> None:
    """Refuse to change what is not the member's to edit, was saved since, or is archived.

    Raises
    ------
    NotAllowed, UseCaseChanged, UseCaseArchived
        In this order.
    """
    require(by, Capability.EDIT_USE_CASE, row.domain.path)
    if row.version != version:
        raise UseCaseChanged(row, stale)
    if row.archived_at is not None and not may_be_archived:
        raise UseCaseArchived


def check_not_merged(row: UseCase) -> None:
    """Refuse what is merged into another."""
    links = UseCaseLink.objects.filter(from_case=row, kind=LinkKind.MERGED_INTO)
    merged = links.select_related("to_case").first()
    if merged is not None:
        raise UseCaseMerged(merged.to_case)


def check_owners(named: Mapping[OwnerRole, User | None], *, at: datetime) -> None:
    """Refuse owners who are not here or hold no role."""
    wanted = {role: user for role, user in named.items() if user is not None}
    if not wanted:
        return
    today = timezone.localdate(at)
    holding = RoleGrant.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        starts_on__lte=today,
        user__in=wanted.values(),
        user__is_active=True,
    )
    here = set(holding.values_list("user_id", flat=True))
    missing = {role: user for role, user in wanted.items() if user.pk not in here}
    if missing:
        fields = {
            role.value: _("{person} holds no role here today. Choose somebody else.", person=user)
            for role, user in missing.items()
        }
        raise OwnerNotAvailable(next(iter(fields.values())), fields=fields)


def check_reference(values: Mapping[str, Any], *, but: UseCase | None = None) -> None:
    """Refuse a reference that another use case of the source has."""
    reference = values["external_reference"]
    if not reference:
        return
    others = UseCase.objects.filter(source=values["source"], external_reference=reference)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.exists():
        sentence = _("Another use case has the reference {reference} already.", reference=reference)
        raise ReferenceTaken(sentence, fields={"external_reference": sentence})


@contextmanager
def free_reference(values: Mapping[str, Any], *, but: UseCase | None = None) -> Iterator[None]:
    """Refuse a reference that somebody else took between the look and the write."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        check_reference(values, but=but)
        raise
