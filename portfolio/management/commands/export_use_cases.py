"""``manage.py export_use_cases``: write every use case into a file that imports again."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.domain.errors import Refusal
from portal.domain.wording import ngettext
from portfolio.reports.register_files import FileKind, register_content
from portfolio.selectors.register_exports import every_entry


class Command(BaseCommand):
    help = (
        "Write every use case, archived ones too, into a CSV, JSON or .xlsx file that"
        " import_use_cases takes back without a mapping."
    )

    # Checking the whole portal loads every page; that takes longer than the export itself.
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--output", required=True, type=Path, metavar="FILE", help="Where to write the file."
        )
        parser.add_argument(
            "--format",
            choices=[*FileKind],
            help="What to write; the ending of FILE says it unless given.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        file: Path = options["output"]
        kind = _kind(options["format"], file)
        if not file.parent.is_dir():
            raise CommandError(f"There is no folder {file.parent}.")
        counted = _Counted()
        # Beside it first: a file that breaks off half-way must not replace a whole one.
        unfinished = file.with_name(f".{file.name}.unfinished")
        try:
            with unfinished.open("wb") as out:
                for piece in register_content(kind, counted.following(every_entry())):
                    out.write(piece)
            unfinished.replace(file)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        except OSError as error:
            raise CommandError(f"Cannot write {file}: {error.strerror}.") from error
        finally:
            unfinished.unlink(missing_ok=True)
        count = ngettext("{count:,} use case", "{count:,} use cases", counted.count)
        self.stdout.write(f"{count} in {file} ({file.stat().st_size:,} bytes)")


class _Counted:
    """Counts what passes."""

    def __init__(self) -> None:
        self.count = 0

    def following(self, entries: Any) -> Any:
        for entry in entries:
            self.count += 1
            yield entry


def _kind(given: str | None, file: Path) -> FileKind:
    wanted = given or file.suffix.lower().removeprefix(".")
    if wanted not in set(FileKind):
        raise CommandError(f"Say with --format which of {', '.join(FileKind)} to write.")
    return FileKind(wanted)
