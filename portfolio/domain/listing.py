"""Who may find a use case: the whole house, or only its domain and the centre."""

from enum import StrEnum
from typing import Final

from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _
from portal.domain.wording import gettext_noop


class Listing(StrEnum):
    """Who finds the entry of a use case in the register of the house.

    What an entry shows is little and fixed. The full record is seen by whoever may read the
    portfolio of its domain, whatever the listing.
    """

    HOUSE = "house"
    DOMAIN = "domain"

    @property
    def label(self) -> str:
        """The listing as a reader sees it.

        Examples
        --------
        >>> Listing.HOUSE.label
        'Everybody here finds it'
        """
        return _(_LABELS[self])

    @property
    def sentence(self) -> str:
        """What it comes to, in one sentence."""
        return _(_SENTENCES[self])


_LABELS: Final = {
    Listing.HOUSE: gettext_noop("Everybody here finds it"),
    Listing.DOMAIN: gettext_noop("Only its domain and the centre"),
}
_SENTENCES: Final = {
    Listing.HOUSE: gettext_noop(
        "The register shows title, outcome, domain, bucket, stage, techniques and business owner,"
        " and nothing else."
    ),
    Listing.DOMAIN: gettext_noop(
        "The register leaves it out. Nobody else is told when they register a twin."
    ),
}


class ListingReasonMissing(Invalid):
    """What is kept from the house says why."""

    code = "listing_reason_missing"

    def __init__(self) -> None:
        sentence = _("Say why the rest of the house may not find it.")
        super().__init__(sentence, fields={"listing_reason": sentence})


def checked_listing(listing: Listing, reason: str) -> tuple[Listing, str]:
    """Return a listing with its reason; what everybody finds needs none.

    Raises
    ------
    ListingReasonMissing
        When it is restricted without a reason.

    Examples
    --------
    >>> checked_listing(Listing.HOUSE, "Was secret once.")
    (<Listing.HOUSE: 'house'>, '')
    """
    if listing is Listing.HOUSE:
        return listing, ""
    if not reason.strip():
        raise ListingReasonMissing
    return listing, reason.strip()
