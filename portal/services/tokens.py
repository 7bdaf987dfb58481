"""Keys for programs: made once, shown once, checked in constant time."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import constant_time_compare

from portal.domain.errors import Invalid, NotAllowed
from portal.domain.roles import Member
from portal.domain.wording import gettext as _
from portal.models import ApiToken, User
from portal.services import ledger
from portal.services.ledger import PortalEvent

PREFIX = "st"
LONGEST = timedelta(days=366)
_USED_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class NewToken:
    """A key with its secret, which is never shown again."""

    row: ApiToken
    text: str


@transaction.atomic
def create_token(
    user: User, *, label: str, can_write: bool, expires_at: datetime, by: Member, at: datetime
) -> NewToken:
    """Make a key with which a program acts as ``user``.

    Raises
    ------
    NotAllowed
        When somebody else than ``user`` asks.
    Invalid
        When the key would be valid for more than a year or has ended already.
    """
    if user.pk != by.user_id:
        raise NotAllowed(_("A key acts as a person, so only that person can make it."))
    if not at < expires_at <= at + LONGEST:
        raise Invalid(
            _("A key is valid for one day to one year."),
            fields={"expires_on": _("Choose a day within the next year.")},
        )
    key_id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    row = ApiToken.objects.create(
        user=user,
        label=label,
        key_id=key_id,
        secret_hash=_digest(secret),
        can_write=can_write,
        created_at=at,
        expires_at=expires_at,
    )
    ledger.record(
        PortalEvent.TOKEN_CREATED, subject=row, by=by, at=at, changes={"can_write": can_write}
    )
    return NewToken(row, f"{PREFIX}_{key_id}_{secret}")


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Member, at: datetime) -> None:
    """Make a key useless from now on.

    Raises
    ------
    NotAllowed
        When the key acts as somebody else.
    """
    if token.user_id != by.user_id:
        raise NotAllowed(_("This key acts as somebody else, who alone can revoke it."))
    if ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=at):
        ledger.record(PortalEvent.TOKEN_REVOKED, subject=token, by=by, at=at)


def check_token(text: str, *, at: datetime) -> ApiToken | None:
    """Return the key behind ``text``, or ``None`` when it is unknown, over or revoked."""
    parts = text.split("_", 2)
    if len(parts) != 3 or parts[0] != PREFIX:
        return None
    rows = ApiToken.objects.select_related("user")
    row = rows.filter(key_id=parts[1], revoked_at__isnull=True, expires_at__gt=at).first()
    if row is None or not constant_time_compare(row.secret_hash, _digest(parts[2])):
        return None
    if not row.user.is_active:
        return None
    if row.last_used_at is None or at - row.last_used_at > _USED_EVERY:
        ApiToken.objects.filter(pk=row.pk).update(last_used_at=at)
    return row


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
