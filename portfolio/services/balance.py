"""Setting what share of the portfolio each bucket is meant to hold."""

from datetime import datetime

from django.db import IntegrityError, transaction

from portal.domain.errors import Invalid, StaleVersion
from portal.domain.roles import Capability, Member, require
from portal.domain.wording import gettext as _
from portal.services import ledger
from portfolio.domain.balance import Bands, check_bands
from portfolio.models import BalanceTargets
from portfolio.selectors.balance import bands_to_data, targets_in_force
from portfolio.services.events import PortfolioEvent


class TargetsChanged(StaleVersion):
    """Somebody set other bands since the reader opened the page."""

    def __init__(self, version: int) -> None:
        super().__init__(
            _(
                "Version {version} of the target bands was set since you opened this page. "
                "Nothing of yours was saved.",
                version=version,
            )
        )


class ReasonMissing(Invalid):
    """New bands need a reason."""

    code = "reason_missing"

    def __init__(self) -> None:
        sentence = _("Say why the bands change.")
        super().__init__(sentence, fields={"reason": sentence})


@transaction.atomic
def set_targets(
    bands: Bands, *, reason: str, by: Member, at: datetime, version: int
) -> BalanceTargets:
    """Put new target bands in force; nothing moves but what the balance says.

    Parameters
    ----------
    bands
        One for each bucket, shares from 0 to 1.
    reason
        Why they change.
    by, at
        Who sets them, and when.
    version
        The version the change was made from; 0 while the bands are those that ship.

    Raises
    ------
    NotAllowed
        When the member may not manage scoring for the whole enterprise.
    TargetsChanged
        When another version was set since ``version``.
    ReasonMissing, BandsInvalid
        When no reason is given or no portfolio can keep the bands; nothing is stored then.
    """
    require(by, Capability.MANAGE_SCORING, by.root_path)
    before = targets_in_force()
    if version != before.version:
        raise TargetsChanged(before.version)
    if not reason.strip():
        raise ReasonMissing
    check_bands(bands)
    data = bands_to_data(bands)
    try:
        with transaction.atomic():
            row = BalanceTargets.objects.create(
                version=version + 1,
                bands=data,
                reason=reason.strip(),
                created_by_id=by.user_id or None,
                created_at=at,
            )
    except IntegrityError as error:
        # Two people set the first version, or the next one, in the same moment.
        raise TargetsChanged(version + 1) from error
    old = bands_to_data(before.bands)
    changes = {key: [old[key], new] for key, new in data.items() if old[key] != new}
    ledger.record(
        PortfolioEvent.BALANCE_TARGETS_SET,
        subject=row,
        by=by,
        at=at,
        changes={"version": [before.version, row.version], "reason": row.reason, **changes},
    )
    return row
