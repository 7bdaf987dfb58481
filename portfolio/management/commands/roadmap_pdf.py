"""``manage.py roadmap_pdf``: build the PDF of a published roadmap into a file."""

import hashlib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.domain.errors import Refusal
from portfolio.models import RoadmapEdition
from portfolio.reports.roadmaps import build_roadmap_pdf
from portfolio.selectors.roadmap_editions import newest_edition


class Command(BaseCommand):
    help = "Build the PDF of the latest published roadmap edition, or of the one named by its id."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition", nargs="?", type=int, help="The id of an edition.")
        parser.add_argument(
            "--output", required=True, type=Path, metavar="FILE", help="Where to write the PDF."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        edition = self._edition(options["edition"])
        file: Path = options["output"]
        if not file.parent.is_dir():
            raise CommandError(f"There is no folder {file.parent}.")
        try:
            content = build_roadmap_pdf(edition)
            file.write_bytes(content)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        except OSError as error:
            raise CommandError(f"Cannot write {file}: {error.strerror}.") from error
        self.stdout.write(f"{edition}: {len(content):,} bytes in {file}")
        self.stdout.write(f"SHA-256 {hashlib.sha256(content).hexdigest()}")

    def _edition(self, pk: int | None) -> RoadmapEdition:
        edition = newest_edition(pk)
        if edition is None and pk is not None:
            raise CommandError(f"There is no roadmap edition {pk}.")
        if edition is None:
            raise CommandError("No roadmap has been published yet. Publish one first.")
        return edition
