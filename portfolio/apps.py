"""The portfolio as a Django app."""

from importlib import import_module

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    """Use cases, ratings, ranking, imports and roadmaps."""

    name = "portfolio"
    verbose_name = "Portfolio"

    def ready(self) -> None:
        """Say which lists keep views; what they mean is known to their forms alone."""
        import_module("portfolio.forms.use_case_lists")
