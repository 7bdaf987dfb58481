"""The cellar and the shell as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Domains, members, roles, ledger, jobs and the page grammar."""

    name = "portal"
    verbose_name = "Portal"

    def ready(self) -> None:
        """Learn how to wake a worker; what jobs do is loaded where they are carried out."""
        import_module("portal.tasks")
