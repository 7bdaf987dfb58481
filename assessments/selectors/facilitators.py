"""Reading who can run assessments somewhere."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from portal.domain.roles import GRANTS, Capability, Role
from portal.models import RoleGrant

RUNNING_ROLES = tuple(role.value for role in Role if Capability.RUN_ASSESSMENT in GRANTS[role])


@dataclass(frozen=True, slots=True)
class Facilitator:
    """Somebody who may run assessments."""

    pk: int
    name: str


def people_who_may_run(path: str, *, today: date) -> list[Facilitator]:
    """Return active people who may run assessments in the domain at ``path``; one query."""
    grants = RoleGrant.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        role__in=RUNNING_ROLES,
        starts_on__lte=today,
        user__is_active=True,
    )
    rows = grants.order_by("user__name", "user_id").values_list(
        "user_id", "user__name", "user__email", "domain__path"
    )
    found = {pk: name or email for pk, name, email, above in rows if path.startswith(above)}
    return [Facilitator(pk, name) for pk, name in found.items()]
