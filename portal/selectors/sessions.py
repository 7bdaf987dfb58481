"""Reading the session of a signed-in browser."""

from datetime import datetime
from typing import Final

from django.contrib.sessions.models import Session

from portal.selectors.prepared import ByIds

_SESSIONS: Final = ByIds(Session.objects.values_list("session_key", "session_data", "expire_date"))


def session_with(key: str, *, now: datetime) -> Session | None:
    """Return the session of a key unless it is over; one query."""
    # Asked on every request, for one row: the moment is compared here, not there.
    for said, data, end in _SESSIONS.rows([key]):
        if end > now:
            return Session(session_key=said, session_data=data, expire_date=end)
    return None
