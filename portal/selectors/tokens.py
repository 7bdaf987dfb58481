"""Reading the keys a person gave to programs."""

from django.db.models import QuerySet

from portal.domain.roles import Member
from portal.models import ApiToken


def keys_of(member: Member) -> QuerySet[ApiToken]:
    """Return the member's own keys, newest first."""
    return ApiToken.objects.filter(user_id=member.user_id).order_by("-created_at", "-pk")


def living_keys_of(member: Member) -> QuerySet[ApiToken]:
    """Return the member's own keys that were not revoked, newest first."""
    return keys_of(member).filter(revoked_at__isnull=True)
