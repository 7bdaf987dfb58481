"""``manage.py export_ledger``: the whole ledger as lines of JSON, to be checked elsewhere."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.selectors.ledger import exported_lines


class Command(BaseCommand):
    help = "Write every ledger entry as one line of JSON; deploy/verify_ledger.py checks the file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--output", required=True, metavar="FILE.jsonl", type=Path)

    def handle(self, *_args: Any, output: Path, **_options: Any) -> None:
        # Written beside its place and then moved, so that no half export is taken for a whole one.
        unfinished = output.with_name(f"{output.name}.part")
        count = 0
        try:
            with unfinished.open("w", encoding="ascii") as file:
                for line in exported_lines():
                    file.write(f"{line}\n")
                    count += 1
            unfinished.replace(output)
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{count - 1} entries in {output}. Check them with:")
        self.stdout.write(f"python3 deploy/verify_ledger.py {output}")
