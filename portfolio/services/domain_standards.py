"""Publishing what a domain asks: every change is a new version, and everything is ranked anew."""

from datetime import datetime

from django.db import transaction

from portal.domain.errors import Invalid, StaleVersion
from portal.domain.roles import Capability, Member, require
from portal.domain.wording import gettext as _
from portal.models import Domain
from portal.services import ledger
from portfolio.domain.domain_standards import Standard, StandardInvalid, check_standard
from portfolio.domain.standard_edits import (
    differences,
    key_start,
    standard_from_data,
    standard_to_data,
)
from portfolio.models import DomainStandardVersion
from portfolio.selectors.standard_books import applies_above
from portfolio.services.events import PortfolioEvent
from portfolio.services.follow_ups import request_ranking


class DomainStandardChanged(StaleVersion):
    """Somebody published another version since the reader opened the page."""

    def __init__(self, domain: Domain, active: int) -> None:
        super().__init__(
            _(
                "Version {version} of the standard of {domain} was published since you opened "
                "this page. Nothing of yours was published.",
                version=active,
                domain=domain.name,
            )
        )


class StandardReasonMissing(Invalid):
    """A new version of a standard needs a reason."""

    code = "reason_missing"

    def __init__(self) -> None:
        sentence = _("Say why the standard changes.")
        super().__init__(sentence, fields={"reason": sentence})


class StandardUnchanged(Invalid):
    """What is to be published is what applies already."""

    code = "domain_standard_unchanged"

    def __init__(self) -> None:
        super().__init__(_("The draft equals what is in force, so there is nothing to publish."))


class EnterpriseStandard(Invalid):
    """The enterprise asks by its scoring model."""

    code = "enterprise_standard"

    def __init__(self) -> None:
        super().__init__(
            _("What the enterprise asks is its scoring model. Choose a domain beneath it.")
        )


@transaction.atomic
def publish_standard(
    domain: Domain, standard: Standard, *, reason: str, replaces: int, by: Member, at: datetime
) -> DomainStandardVersion:
    """Put a standard in force for a domain and everything beneath it.

    Parameters
    ----------
    domain
        Whose it is.
    standard
        What it asks; an empty one withdraws what it asked before.
    reason
        Why it changes; the ledger keeps it.
    replaces
        The version in force that the reader saw, 0 where there was none.
    by, at
        Who publishes it, and when.

    Raises
    ------
    NotAllowed
        When the member may not set the standard of that domain.
    EnterpriseStandard
        When the domain is the enterprise.
    DomainStandardChanged
        When another version was published since ``replaces``.
    StandardReasonMissing, StandardInvalid, StandardUnchanged
        When no reason is given, it breaks a rule, or it says what is in force; nothing is stored.
    """
    # Publishers queue up behind the domain, so that two of them cannot follow the same version.
    row = locked_domain(domain, by=by)
    active = active_standard(row)
    if replaces != (active.version if active else 0):
        raise DomainStandardChanged(row, active.version if active else 0)
    if not reason.strip():
        raise StandardReasonMissing
    checked_standard(row, standard)
    before = standard_from_data(active.data) if active else Standard()
    if standard == before:
        raise StandardUnchanged
    versions = DomainStandardVersion.objects.filter(domain=row)
    versions.filter(is_active=True).update(is_active=False)
    stored = versions.create(
        domain=row,
        version=replaces + 1,
        data=standard_to_data(standard),
        is_active=True,
        reason=reason.strip(),
        created_by_id=by.user_id or None,
        created_at=at,
    )
    changes = {"version": [replaces or None, stored.version], "reason": stored.reason}
    ledger.record(
        PortfolioEvent.DOMAIN_STANDARD_WITHDRAWN
        if standard.is_empty
        else PortfolioEvent.DOMAIN_STANDARD_PUBLISHED,
        subject=stored,
        by=by,
        at=at,
        changes=changes | differences(before, standard),
    )
    request_ranking(by=by, at=at)
    return stored


def locked_domain(domain: Domain, *, by: Member) -> Domain:
    """Return the domain, locked, when the member may set its standard.

    Raises
    ------
    NotAllowed, EnterpriseStandard
        As for ``publish_standard``.
    """
    row: Domain = Domain.objects.select_for_update().get(pk=domain.pk)
    require(by, Capability.SET_STANDARD, row.path)
    if row.depth == 1:
        raise EnterpriseStandard
    return row


def active_standard(domain: Domain) -> DomainStandardVersion | None:
    """Return the version in force of one domain."""
    return DomainStandardVersion.objects.filter(domain=domain, is_active=True).first()


def checked_standard(domain: Domain, standard: Standard) -> Standard:
    """Return the standard when it keeps every rule beneath what applies from above.

    Raises
    ------
    StandardInvalid
        With one sentence for each broken rule.
    """
    start = key_start(domain.pk)
    foreign = [each.key for each in standard.criteria if not each.key.startswith(start)]
    if foreign:
        told = _(
            "The key of a criterion of {domain} begins with {start}.",
            domain=domain.name,
            start=start,
        )
        raise StandardInvalid(told, fields=dict.fromkeys(foreign, told))
    return check_standard(standard, applies_above(domain))
