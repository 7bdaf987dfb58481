"""Who is signed in: the session of a browser and the person behind it, on every request."""

from allauth.account import auth_backends
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from portal.models import User
from portal.selectors.members import person_with
from portal.selectors.sessions import session_with


class SessionStore(db.SessionStore):
    """Sessions in the database, read by a query that is put together once."""

    def _get_session_from_db(self) -> Session | None:
        session = session_with(str(self.session_key), now=timezone.now())
        if session is None:
            self._session_key = None
        return session


class AuthenticationBackend(auth_backends.AuthenticationBackend):
    """Signs people in as allauth does, and reads them by a query that is put together once."""

    def get_user(self, user_id: int) -> User | None:
        """Return the person of a session, unless they were deactivated."""
        user = person_with(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
