"""Migrations say why they exist and leave nothing out."""

import re

import pytest
from django.core.management import call_command

from tests.contracts.repository import APPS, files, short

NAME = re.compile(r"\d{4}_[a-z][a-z0-9_]+\.py")
MACHINE_MADE = re.compile(r"_auto_|_and_more|^\d{4}_(initial|alter|add|remove|rename)_")


def test_every_migration_has_a_reason_for_a_name() -> None:
    migrations = [
        path
        for path in files(*APPS)
        if path.parent.name == "migrations" and path.name != "__init__.py"
    ]
    assert migrations
    unnamed = [
        short(path)
        for path in migrations
        if not NAME.fullmatch(path.name) or MACHINE_MADE.search(path.name)
    ]
    assert unnamed == []


@pytest.mark.django_db
def test_the_models_hold_nothing_that_no_migration_knows() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
