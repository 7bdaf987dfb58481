"""The cellar and the shell as a Django app."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext, ngettext

from portal.domain.wording import speak_through


class PortalConfig(AppConfig):
    """Domains, members, roles, ledger, jobs and the page grammar."""

    name = "portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        """Learn how to wake a worker and to speak; what jobs do is loaded where it is done."""
        speak_through(gettext, ngettext)
        import_module("portal.tasks")
