"""Bulk edits: what is changed about many use cases at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop
from portfolio.domain.buckets import Bucket
from portfolio.domain.listing import Listing
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique
from portfolio.domain.use_cases import DATES

MOST: Final = 10_000
"""Use cases that can be changed in one go."""


class Standing(StrEnum):
    """Whether the use cases are put away, or brought back."""

    ARCHIVE = "archive"
    RESTORE = "restore"

    @property
    def label(self) -> str:
        """What is done, as a reader sees it.

        Examples
        --------
        >>> Standing.ARCHIVE.label
        'Archive'
        """
        return _(_STANDINGS[self])


_STANDINGS: Final = {
    Standing.ARCHIVE: gettext_noop("Archive"),
    Standing.RESTORE: gettext_noop("Restore"),
}


class Verdict(StrEnum):
    """What becomes of one use case."""

    CHANGE = "change"
    SAME = "same"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """The verdict as a reader sees it.

        Examples
        --------
        >>> Verdict.SAME.label
        'Stays as it is'
        """
        return _(_VERDICTS[self])


_VERDICTS: Final = {
    Verdict.CHANGE: gettext_noop("Changes"),
    Verdict.SAME: gettext_noop("Stays as it is"),
    Verdict.REFUSED: gettext_noop("Refused"),
}

LABELS: Final[Mapping[str, str]] = {
    "domain": gettext_noop("Domain"),
    "stage": gettext_noop("Stage"),
    "techniques": gettext_noop("Techniques"),
    "bucket": gettext_noop("Bucket"),
    "bucket_reason": gettext_noop("Why this bucket"),
    "initiated_on": gettext_noop("Initiated on"),
    "development_started_on": gettext_noop("Development started on"),
    "live_on": gettext_noop("Live on"),
    "retired_on": gettext_noop("Retired on"),
    "listing": gettext_noop("Who finds it in the register"),
    "listing_reason": gettext_noop("Why not everybody"),
    "archived": gettext_noop("Archived"),
}


def label_of(name: str) -> str:
    """Say what a field is called.

    Examples
    --------
    >>> label_of("live_on"), label_of("data_owner")
    ('Live on', 'Data owner')
    """
    return OwnerRole(name).label if name in set(OwnerRole) else _(LABELS[name])


@dataclass(frozen=True, slots=True)
class BulkChange:
    """What shall be said about every use case; what is not named stays.

    Attributes
    ----------
    domain
        Id of the domain they move to.
    stage
        The stage they move to.
    owners
        Role to the id of a person, or to None to leave it vacant.
    added, removed
        Techniques.
    dates
        Field to day, or to None to empty it.
    bucket, bucket_reason
        The bucket they belong to, and why.
    standing
        Whether they are archived or restored.
    listing, listing_reason
        Who finds their entry in the register of the house, and why not everybody.
    """

    domain: int | None = None
    stage: Stage | None = None
    owners: Mapping[OwnerRole, int | None] = field(default_factory=dict)
    added: tuple[Technique, ...] = ()
    removed: tuple[Technique, ...] = ()
    dates: Mapping[str, date | None] = field(default_factory=dict)
    bucket: Bucket | None = None
    bucket_reason: str = ""
    standing: Standing | None = None
    listing: Listing | None = None
    listing_reason: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing shall be changed.

        Examples
        --------
        >>> BulkChange().is_empty, BulkChange(dates={"live_on": None}).is_empty
        (True, False)
        """
        single = (self.domain, self.stage, self.bucket, self.standing, self.listing)
        several = (self.owners, self.added, self.removed, self.dates)
        return not any(each is not None for each in single) and not any(several)

    @property
    def is_standing_alone(self) -> bool:
        """Whether they are only archived or restored."""
        return self.standing is not None and BulkChange(standing=self.standing) == self

    def techniques_after(self, before: frozenset[Technique]) -> frozenset[Technique]:
        """Return the techniques of a use case once it is changed.

        Examples
        --------
        >>> change = BulkChange(added=(Technique.NLP,), removed=(Technique.VISION,))
        >>> sorted(change.techniques_after(frozenset({Technique.VISION})))
        [<Technique.NLP: 'nlp'>]
        """
        return (before | set(self.added)) - set(self.removed)

    def as_data(self) -> dict[str, Any]:
        """Return it as plain values, to be stored."""
        return {
            "domain": self.domain,
            "stage": self.stage,
            "owners": {role.value: pk for role, pk in self.owners.items()},
            "added": list(self.added),
            "removed": list(self.removed),
            "dates": {name: day and day.isoformat() for name, day in self.dates.items()},
            "bucket": self.bucket,
            "bucket_reason": self.bucket_reason,
            "standing": self.standing,
            "listing": self.listing,
            "listing_reason": self.listing_reason,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "BulkChange":
        """Read what `as_data` returned.

        Examples
        --------
        >>> change = BulkChange(stage=Stage.PILOT, dates={"live_on": date(2026, 3, 1)})
        >>> BulkChange.from_data(change.as_data()) == change
        True
        """
        return cls(
            domain=data["domain"],
            stage=Stage(data["stage"]) if data["stage"] else None,
            owners={OwnerRole(role): pk for role, pk in data["owners"].items()},
            added=tuple(map(Technique, data["added"])),
            removed=tuple(map(Technique, data["removed"])),
            dates={
                name: date.fromisoformat(data["dates"][name]) if data["dates"][name] else None
                for name in DATES
                if name in data["dates"]
            },
            bucket=Bucket(data["bucket"]) if data["bucket"] else None,
            bucket_reason=data["bucket_reason"],
            standing=Standing(data["standing"]) if data["standing"] else None,
            # A preview that was kept before listings could be changed says nothing of them.
            listing=Listing(data["listing"]) if data.get("listing") else None,
            listing_reason=data.get("listing_reason", ""),
        )
