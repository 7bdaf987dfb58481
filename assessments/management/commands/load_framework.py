"""``manage.py load_framework``: load a framework from a YAML file, or one that ships by its key."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from assessments.services.framework_files import FrameworkFileInvalid, shipped_frameworks
from assessments.services.framework_sources import FrameworkFormat, framework_at
from assessments.services.frameworks import load_framework
from portal.domain.errors import Refusal
from portal.services.ledger import SYSTEM


class Command(BaseCommand):
    help = "Load a version of a framework. Loading the same content again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        shipped = ", ".join(shipped_frameworks())
        parser.add_argument(
            "source",
            nargs="?",
            default="",
            metavar="FILE|KEY",
            help=f"A YAML file, or a framework that ships: {shipped}. None loads all that ship.",
        )
        parser.add_argument(
            "--format",
            choices=[each.value for each in FrameworkFormat],
            help="native: our YAML. samm: the folder of OWASP SAMM's model. aima: OWASP AIMA's "
            "toolkit, a workbook. Without it, the look of the file decides.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        shipped = shipped_frameworks()
        given = options["source"]
        paths = [shipped.get(given, Path(given))] if given else list(shipped.values())
        for path in paths:
            form = FrameworkFormat(options["format"]) if options["format"] else None
            line = self._load(path, form)
            if options["verbosity"]:
                self.stdout.write(line)

    def _load(self, path: Path, form: FrameworkFormat | None) -> str:
        try:
            framework = framework_at(path, form)
            row = load_framework(framework, source=path.name, by=SYSTEM, at=timezone.now())
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except FrameworkFileInvalid as refusal:
            found = "\n".join(str(problem) for problem in refusal.problems)
            raise CommandError(f"{refusal.sentence}\n{found}") from refusal
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        count = len(framework.capabilities)
        default = ", the default" if row.is_default else ""
        return f"{row.title} {row.version}: {count} capabilities{default}."
