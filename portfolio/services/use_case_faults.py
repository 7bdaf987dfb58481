"""Every rule that stands in the way of a use case as somebody wants it, told at once."""

from collections.abc import Callable, Sequence
from datetime import datetime

from portal.domain.errors import Invalid, Refusal
from portfolio.domain.listing import checked_listing
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.use_cases import DATES, check_dates, checked_outcome
from portfolio.models import UseCase
from portfolio.services.domain_checks import check_domain
from portfolio.services.use_case_checks import check_owners, check_reference
from portfolio.services.use_case_inputs import UseCaseInput, bucket_values, field_values


class SeveralFaults(Invalid):
    """More than one rule stands in the way; each is told beside its field."""

    code = "several_faults"

    def __init__(self, faults: Sequence[Refusal]) -> None:
        fields: dict[str, str] = {}
        for fault in faults:
            fields |= fault.fields or {"bucket": fault.sentence}
        super().__init__(" ".join(fault.sentence for fault in faults), fields=fields)


def refuse(faults: Sequence[Refusal]) -> None:
    """Raise what stands in the way: one refusal as it is, several as one that tells them all."""
    if faults:
        raise faults[0] if len(faults) == 1 else SeveralFaults(faults)


def input_faults(
    wanted: UseCaseInput, *, at: datetime, current: UseCase | None = None
) -> list[Refusal]:
    """Return every rule that a registration, or a change of ``current``, would break.

    What a change leaves as it is is not held against it: a domain that was archived since, or an
    owner who left.
    """
    is_moved = current is None or wanted.domain.pk != current.domain_id
    owners = {
        role: wanted.owners.get(role)
        for role in OwnerRole
        if current is None or wanted.owners.get(role) != getattr(current, role)
    }
    reference = {
        "source": wanted.source.strip(),
        "external_reference": wanted.external_reference.strip(),
    }
    checks: Sequence[Callable[[], object]] = (
        lambda: field_values(wanted, current),
        lambda: checked_outcome(wanted.outcome, current.outcome if current else None),
        lambda: check_dates({name: getattr(wanted, name) for name in DATES}),
        lambda: bucket_values(wanted, current),
        lambda: checked_listing(wanted.listing, wanted.listing_reason),
        lambda: check_domain(wanted.domain) if is_moved else None,
        lambda: check_owners(owners, at=at),
        lambda: check_reference(reference, but=current),
    )
    found: dict[str, Refusal] = {}
    for check in checks:
        try:
            check()
        except Refusal as refusal:
            found.setdefault(refusal.sentence, refusal)
    return list(found.values())
