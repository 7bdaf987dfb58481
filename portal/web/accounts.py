"""How allauth behaves here: people are invited, nobody signs up alone."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from portal.web.kept_forms import forget_kept_of_others


class AccountAdapter(DefaultAccountAdapter):
    """Closes public sign-up, and keeps texts to whoever typed them."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Return whether strangers may create an account."""
        return False

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        """Show the next page, without what somebody else had typed at this browser."""
        forget_kept_of_others(request, user.pk)
        response: HttpResponse = super().post_login(request, user, **more)
        return response
