"""Reading who can own a use case."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Q

from portal.models import RoleGrant, User


def owner_choices(today: date) -> list[tuple[int, str]]:
    """Return the people who are here and hold a role today, with where they hold it."""
    holding = RoleGrant.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=today), starts_on__lte=today, user__is_active=True
    )
    rows = holding.order_by("user__name", "user_id", "domain__path").values_list(
        "user_id", "user__name", "user__email", "domain__name"
    )
    found: dict[int, str] = {}
    for user_id, name, email, domain in rows:
        found.setdefault(user_id, f"{name or email} · {domain}")
    return list(found.items())


def people_by_id(ids: Collection[int]) -> Mapping[int, User]:
    """Return the people of the given ids in one query."""
    return User.objects.in_bulk(list(ids)) if ids else {}
