"""Who can sign in to the demonstration, and with what."""

import secrets
from dataclasses import dataclass

from django.conf import settings

from portal.demo.organisation import person_lines
from portal.models import User

PASSWORD = "steelthread-demo"  # noqa: S105 - known to everybody, on purpose


@dataclass(frozen=True, slots=True)
class SignIn:
    """One person who can sign in."""

    role: str
    name: str
    email: str


def new_password() -> str:
    """Return the password to load with: the known one, but never on a portal others can reach."""
    return secrets.token_urlsafe(12) if settings.ENVIRONMENT.is_production else PASSWORD


def sign_ins() -> tuple[SignIn, ...]:
    """Return who can sign in, one person for each role."""
    here = set(User.objects.filter(is_demo=True, is_active=True).values_list("email", flat=True))
    return tuple(
        SignIn(line.role.label, line.name, line.email)
        for line in person_lines()
        if line.address and line.email in here
    )


def has_known_password() -> bool:
    """Tell whether the known password still opens the door."""
    user = User.objects.filter(is_demo=True, is_active=True).order_by("pk").first()
    return user is not None and user.check_password(PASSWORD)
