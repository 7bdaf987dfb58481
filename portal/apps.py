"""The cellar and the shell as a Django app."""

from functools import lru_cache
from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import get_language, gettext, ngettext

from portal.domain.wording import speak_through


class PortalConfig(AppConfig):
    """Domains, members, roles, ledger, jobs and the page grammar."""

    name = "portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        """Learn how to wake a worker and to speak; what jobs do is loaded where it is done."""
        speak_through(_told, ngettext)
        import_module("portal.tasks")


def _told(text: str) -> str:
    """Return a text in the reader's language, looked up in its catalogue the first time only."""
    return _told_in(get_language(), text)


@lru_cache(maxsize=8192)
def _told_in(_language: str | None, text: str) -> str:
    return gettext(text)
