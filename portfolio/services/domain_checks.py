"""What a domain has to be before anything of the portfolio is put into it."""

from portal.domain.errors import Invalid
from portal.domain.wording import gettext as _
from portal.models import Domain


class DomainArchived(Invalid):
    """An archived domain takes nothing new."""

    code = "domain_archived"


def check_domain(domain: Domain) -> None:
    """Refuse a domain that is archived."""
    if Domain.objects.filter(pk=domain.pk, archived_at__isnull=False).exists():
        sentence = _("{domain} is archived. Choose another domain.", domain=domain.name)
        raise DomainArchived(sentence, fields={"domain": sentence})
