"""How programs and browsers say who they are to the API."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from portal.models import ApiToken, User
from portal.selectors.members import member_of, organisation_day
from portal.services.tokens import check_token

_READS = frozenset({"GET", "HEAD", "OPTIONS"})


class TokenAuthentication(authentication.BaseAuthentication):
    """``Authorization: Bearer st_…``; a key without the right to write may only read."""

    keyword = "Bearer"

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """Return the person a key stands for.

        Raises
        ------
        AuthenticationFailed
            When the key is unknown, over or revoked.
        """
        scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != self.keyword.lower():
            return None
        now = timezone.now()
        token = check_token(text.strip(), at=now)
        if token is None:
            raise AuthenticationFailed(_("This key is unknown, has expired or was revoked."))
        if not token.can_write and request.method not in _READS:
            raise PermissionDenied(_("This key may only read."))
        _attach_member(request, token.user)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002
        """Return the challenge that makes a missing sign-in a 401."""
        return self.keyword


class SessionAuthentication(authentication.SessionAuthentication):
    """The session of a signed-in browser, with its CSRF check."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        """Return the signed-in person."""
        found = super().authenticate(request)
        if found is not None:
            _attach_member(request, found[0])
        return found


def _attach_member(request: Request, user: User) -> None:
    today = organisation_day(timezone.now())
    request.member = member_of(user, today=today)  # type: ignore[attr-defined]
