"""Partners: adding them and changing what is known about them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assessments.models import Partner
from assessments.services.events import AssessmentsEvent
from portal.domain.errors import Invalid, StaleVersion
from portal.domain.roles import Capability, Member, require
from portal.models import Domain
from portal.services import ledger


class PartnerInvalid(Invalid):
    """A partner has no name, or one that another partner of its domain has."""

    code = "partner_invalid"


@transaction.atomic
def add_partner(
    domain: Domain, *, name: str, by: Member, at: datetime, provides: str = ""
) -> Partner:
    """Add a partner that a domain answers for.

    Raises
    ------
    NotAllowed
        When the member may not run assessments in that domain.
    PartnerInvalid
        When it has no name, or the domain has a partner of that name.
    """
    require(by, Capability.RUN_ASSESSMENT, domain.path)
    # The domain's row is the queue: two people adding the same name come one after the other.
    Domain.objects.select_for_update(no_key=True).get(pk=domain.pk)
    name = _named(name, domain.pk)
    row = Partner.objects.create(name=name, domain=domain, provides=provides.strip(), created_at=at)
    changes = {"name": row.name, "domain": domain, "provides": row.provides}
    ledger.record(AssessmentsEvent.PARTNER_ADDED, subject=row, by=by, at=at, changes=changes)
    return row


@transaction.atomic
def change_partner(
    partner: Partner, *, version: int, name: str, provides: str, by: Member, at: datetime
) -> Partner:
    """Change a partner's name and what it provides; its domain stays.

    Raises
    ------
    NotAllowed
        When the member may not run assessments in its domain.
    StaleVersion
        When somebody changed it since ``version``.
    PartnerInvalid
        When it has no name, or its domain has another partner of that name.
    """
    rows = Partner.objects.select_related("domain").select_for_update(of=("self",))
    row = rows.get(pk=partner.pk)
    require(by, Capability.RUN_ASSESSMENT, row.domain.path)
    if row.version != version:
        raise StaleVersion(_("Somebody changed this partner since you opened it. Look again."))
    Domain.objects.select_for_update(no_key=True).get(pk=row.domain_id)
    wanted = {"name": _named(name, row.domain_id, row.pk), "provides": provides.strip()}
    changes = {
        field: [getattr(row, field), value]
        for field, value in wanted.items()
        if getattr(row, field) != value
    }
    if not changes:
        return row
    for field, value in wanted.items():
        setattr(row, field, value)
    row.version += 1
    row.save(update_fields=[*wanted, "version"])
    ledger.record(AssessmentsEvent.PARTNER_CHANGED, subject=row, by=by, at=at, changes=changes)
    return row


def _named(name: str, domain_id: int, own: int | None = None) -> str:
    name = " ".join(name.split())
    if not name:
        sentence = _("Give the partner a name.")
        raise PartnerInvalid(sentence, fields={"name": sentence})
    same = Partner.objects.filter(domain=domain_id, name__iexact=name)
    if same.values_list("pk", flat=True).first() not in {None, own}:
        sentence = _("This domain has a partner called “%(name)s” already.") % {"name": name}
        raise PartnerInvalid(sentence, fields={"name": sentence})
    return name
