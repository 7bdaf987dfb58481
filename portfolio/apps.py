"""The portfolio as a Django app."""

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    """Use cases, ratings, ranking, imports and roadmaps."""

    name = "portfolio"
    verbose_name = "Portfolio"
