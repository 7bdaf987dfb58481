"""What a bulk edit would do to each use case, worked out without writing anything."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from typing import Any, Final

from portal.domain.errors import Invalid, Refusal
from portal.domain.roles import Capability, Member, require
from portal.domain.wording import gettext as _
from portal.models import Domain, User
from portfolio.domain.buckets import DecisionSource
from portfolio.domain.bulk_edits import BulkChange, Standing, Verdict
from portfolio.domain.listing import Listing, checked_listing
from portfolio.domain.overlap import LinkKind
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.stages import Stage, check_move
from portfolio.domain.techniques import Technique
from portfolio.domain.use_cases import DATES, check_dates
from portfolio.models import UseCase, UseCaseLink
from portfolio.selectors.ownership import people_by_id
from portfolio.services.domain_checks import check_domain
from portfolio.services.use_case_checks import UseCaseArchived, check_not_merged, check_owners
from portfolio.services.use_case_upserts import techniques_by_id

_BATCH: Final = 500
_LOOKED_AT: Final = (
    *("title", "stage", "version", "archived_at", "bucket", "bucket_source", "bucket_reason"),
    *("listing", "listing_reason"),
    *(f"{role}_id" for role in OwnerRole),
    *DATES,
    *("domain__path", "domain__name"),
)


class NothingToChange(Invalid):
    """Nobody said what shall be changed."""

    code = "nothing_to_change"


class DomainNotYours(Invalid):
    """The use cases cannot move there."""

    code = "domain_not_available"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A change with the domain and the people it names."""

    change: BulkChange
    domain: Domain | None
    people: Mapping[int, User]


@dataclass(frozen=True, slots=True)
class Planned:
    """What becomes of one use case.

    Attributes
    ----------
    use_case
        The row as it is.
    verdict
        Whether it changes, stays or is refused.
    sentence
        Why it is refused.
    changes
        Field to what it says before and after.
    """

    use_case: UseCase
    verdict: Verdict
    sentence: str = ""
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


def wanted_change(change: BulkChange, *, by: Member, at: datetime) -> Wanted:
    """Look up what a change names, and refuse what could be done to no use case at all.

    Raises
    ------
    NothingToChange
        When it changes nothing.
    DomainNotYours, DomainArchived, OwnerNotAvailable, ListingReasonMissing
        When nothing can be changed like this.
    """
    if change.is_empty:
        raise NothingToChange(_("Choose at least one thing to change."))
    if change.bucket is not None and not change.bucket_reason.strip():
        sentence = _("Say why they belong in that bucket.")
        raise NothingToChange(sentence, fields={"bucket_reason": sentence})
    if set(change.added) & set(change.removed):
        sentence = _("A technique cannot be added and removed at once.")
        raise NothingToChange(sentence, fields={"removed": sentence})
    if change.standing is Standing.ARCHIVE and not change.is_standing_alone:
        sentence = _("Archive in one go and change in another: what is archived is at rest.")
        raise NothingToChange(sentence, fields={"standing": sentence})
    if change.listing is not None:
        checked_listing(change.listing, change.listing_reason)
    domain = None
    if change.domain is not None:
        mine = Domain.objects.visible_to(by, Capability.EDIT_USE_CASE)
        domain = mine.filter(pk=change.domain).first()
        if domain is None:
            sentence = _("Choose a domain in which you may edit use cases.")
            raise DomainNotYours(sentence, fields={"domain": sentence})
        check_domain(domain)
    people = people_by_id({pk for pk in change.owners.values() if pk is not None})
    missing = {role: pk for role, pk in change.owners.items() if pk and pk not in people}
    if missing:
        fields = {role.value: _("Choose somebody in the list.") for role in missing}
        raise NothingToChange(next(iter(fields.values())), fields=fields)
    named = {role: people[pk] for role, pk in change.owners.items() if pk is not None}
    check_owners(named, at=at)
    return Wanted(change, domain, people)


def plan_rows(ids: Sequence[int], wanted: Wanted, *, by: Member) -> Iterator[Planned]:
    """Yield what becomes of each use case that the member may see; two queries for 500."""
    for some in batched(ids, _BATCH):
        rows = {
            row.pk: row
            for row in UseCase.objects.visible_to(by)
            .filter(pk__in=some)
            .select_related("domain")
            .only(*_LOOKED_AT)
        }
        techniques = techniques_by_id(list(rows)) if _looks_at_techniques(wanted) else {}
        merged = merged_among(rows) if wanted.change.standing is Standing.RESTORE else frozenset()
        for pk in some:
            if pk in rows:
                used = frozenset(map(Technique, techniques.get(pk, ())))
                yield _planned(rows[pk], used, wanted, by=by, is_merged=pk in merged)


def _looks_at_techniques(wanted: Wanted) -> bool:
    return bool(wanted.change.added or wanted.change.removed)


def merged_among(ids: Collection[int]) -> frozenset[int]:
    """Return which of these use cases were merged into another."""
    links = UseCaseLink.objects.filter(from_case__in=ids, kind=LinkKind.MERGED_INTO)
    return frozenset(links.values_list("from_case_id", flat=True))


def _planned(
    row: UseCase, used: frozenset[Technique], wanted: Wanted, *, by: Member, is_merged: bool
) -> Planned:
    try:
        require(by, Capability.EDIT_USE_CASE, row.domain.path)
        standing = _standing(row, wanted.change, is_merged=is_merged)
        if row.archived_at is not None and not standing:
            return Planned(row, Verdict.SAME)
        changes = standing | _changes(row, used, wanted)
    except Refusal as refusal:
        return Planned(row, Verdict.REFUSED, refusal.sentence)
    return Planned(row, Verdict.CHANGE if changes else Verdict.SAME, changes=changes)


def _standing(row: UseCase, change: BulkChange, *, is_merged: bool) -> dict[str, tuple[Any, Any]]:
    is_archived = row.archived_at is not None
    if is_archived and change.standing is Standing.RESTORE:
        if is_merged:
            check_not_merged(row)
        return {"archived": (True, False)}
    if is_archived and change.standing is not Standing.ARCHIVE:
        raise UseCaseArchived
    if not is_archived and change.standing is Standing.ARCHIVE:
        return {"archived": (False, True)}
    return {}


def _changes(row: UseCase, used: frozenset[Technique], wanted: Wanted) -> dict[str, Any]:
    change = wanted.change
    found: dict[str, tuple[Any, Any]] = {}
    if wanted.domain is not None and wanted.domain.pk != row.domain_id:
        found["domain"] = (row.domain.name, wanted.domain.name)
    if change.stage is not None and change.stage != row.stage:
        check_move(Stage(row.stage), change.stage)
        found["stage"] = (Stage(row.stage), change.stage)
    for role, pk in change.owners.items():
        before = getattr(row, f"{role}_id")
        if before != pk:
            found[role.value] = (before, pk)
    after = change.techniques_after(used)
    if after != used:
        found["techniques"] = (used, after)
    days = {name: getattr(row, name) for name in DATES}
    moved = {name: day for name, day in change.dates.items() if days[name] != day}
    if moved:
        check_dates(days | moved)
        found |= {name: (days[name], day) for name, day in moved.items()}
    return found | _bucket(row, change) | _listing(row, change)


def _bucket(row: UseCase, change: BulkChange) -> dict[str, Any]:
    is_decided = row.bucket_source == DecisionSource.OVERRIDE
    if change.bucket is None or (is_decided and row.bucket == change.bucket):
        return {}
    return {
        "bucket": (row.bucket, change.bucket),
        "bucket_reason": (row.bucket_reason, change.bucket_reason.strip()),
    }


def _listing(row: UseCase, change: BulkChange) -> dict[str, Any]:
    # What is kept from the house already says why, in words of its own.
    if change.listing is None or row.listing == change.listing:
        return {}
    listing, reason = checked_listing(change.listing, change.listing_reason)
    found: dict[str, Any] = {"listing": (Listing(row.listing), listing)}
    if reason != row.listing_reason:
        found["listing_reason"] = (row.listing_reason, reason)
    return found
