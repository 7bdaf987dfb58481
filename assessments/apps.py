"""Maturity assessments as a Django app."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Frameworks, assessments, responses, results and foundation actions."""

    name = "assessments"
    verbose_name = "Assessments"
