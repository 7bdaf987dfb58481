"""``manage.py verify_ledger``: prove that no entry was altered."""

import re
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from portal.domain.ledger import Checkpoint
from portal.models import ledger_guard
from portal.selectors.ledger import altered_publications, verify_ledger

CHECKPOINT = re.compile(r"([0-9]{1,15}):([0-9a-f]{64})")


class Command(BaseCommand):
    help = "Walk the ledger from its first entry and report the first thing that does not hold."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--checkpoint",
            default="",
            metavar="COUNT:HASH",
            help="What an earlier run printed; with it a cut tail is found out too.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        found = verify_ledger(checkpoint=_checkpoint(options["checkpoint"]))
        if not found.is_intact:
            raise CommandError(found.reason)
        if not ledger_guard.is_installed(connection):
            raise CommandError("The database does not refuse changes to the ledger: migrate again.")
        for publication in altered_publications():
            raise CommandError(
                f"The document “{publication}” is not the one that the ledger recorded."
            )
        self.stdout.write(f"{found.count} entries, all as written.")
        self.stdout.write(f"Checkpoint to keep elsewhere: {found.count}:{found.head}")


def _checkpoint(text: str) -> Checkpoint | None:
    if not text:
        return None
    told = CHECKPOINT.fullmatch(text.strip().lower())
    if told is None:
        raise CommandError("A checkpoint looks like 4131:9f2c…, a count and 64 hex digits.")
    return Checkpoint(int(told[1]), told[2])
