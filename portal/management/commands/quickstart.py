"""``manage.py quickstart``: everything between a fresh checkout and a portal that can be served."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, transaction
from django.utils import timezone

from assessments.services.framework_files import shipped_frameworks
from portal.demo.loading import is_loaded
from portal.selectors.ledger import is_untouched
from portal.selectors.members import has_people
from portal.services.ledger import SYSTEM
from portfolio.services.scoring_models import ensure_default_model


class Command(BaseCommand):
    help = (
        "Migrate, load the shipped frameworks and the scoring model and, at the very first start, "
        "the demonstration organisation (not in production, unless asked)."
    )

    # The checks reach for the database, so they wait until it is known to answer.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument(
            "--demo", action="store_true", help="Load the demonstration, whatever the start."
        )
        choice.add_argument("--no-demo", action="store_true", help="Leave the portal empty.")

    def handle(self, *_args: Any, **options: Any) -> None:
        self._migrate()
        self.check()
        is_wanted = not options["no_demo"] and not settings.ENVIRONMENT.is_production
        # All or nothing: a start that was broken off is followed by another first start.
        with transaction.atomic():
            if options["demo"] or (is_wanted and is_untouched()):
                call_command("demo", "load", stdout=self.stdout)
            elif is_wanted and is_loaded():
                call_command("demo", "sign-ins", stdout=self.stdout)
            for key in shipped_frameworks():
                call_command("load_framework", key, verbosity=0, stdout=self.stdout)
            ensure_default_model(by=SYSTEM, at=timezone.now())
        if not has_people():
            self.stdout.write(
                "Nobody can sign in yet. Let the first person in with: "
                "manage.py add_administrator EMAIL --name NAME --enterprise NAME"
            )

    def _migrate(self) -> None:
        try:
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
        except OperationalError as error:
            raise CommandError(
                f"The database {_place()} does not answer: {_reason(error)}. Check DATABASE_URL."
            ) from error


def _place() -> str:
    database = settings.DATABASES["default"]
    host = database.get("HOST")
    return f"at {host}:{database.get('PORT') or 5432}" if host else str(database["NAME"])


def _reason(error: OperationalError) -> str:
    """Return what went wrong without the address, which may hold a secret."""
    first = str(error).strip().splitlines()[0]
    return first.rpartition("failed: ")[2].removeprefix("FATAL:").strip().rstrip(".?")
