"""``manage.py bench``: what the portal costs, as ratios against a floor of the same run."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.management.bench.runs import KEYS, ON_DEMAND, run
from portal.management.bench.tables import as_json, as_table


class Command(BaseCommand):
    help = "Measure the budgets on a database of its own, which is thrown away afterwards."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=("table", "json"), default="table")
        parser.add_argument(
            "--only",
            action="append",
            choices=KEYS,
            metavar="NAME",
            help=f"One of {', '.join(KEYS)}; may be given several times.",
        )
        parser.add_argument(
            "--all",
            action="store_true",
            help=f"Also what takes minutes: {', '.join(sorted(ON_DEMAND))}.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        usual = frozenset(KEYS) - (frozenset() if options["all"] else ON_DEMAND)
        keys = frozenset(options["only"] or usual)
        show = as_json if options["format"] == "json" else as_table
        self.stdout.write(show(run(keys, say=self.stderr.write)))
