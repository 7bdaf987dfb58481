"""``manage.py import_assessment``: bring a whole assessment in from its file, or say why not."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from assessments.domain.assessment_files import FileError
from assessments.serializers.assessment_files import plan_data
from assessments.services.assessment_import_plans import ImportPlan, plan_import
from assessments.services.assessment_imports import (
    AssessmentFileRefused,
    import_assessment,
    portal_itself,
)
from portal.domain.errors import Refusal
from portal.domain.roles import Member
from portal.domain.wording import ngettext
from portal.models import Domain
from portal.selectors.domains import domains_named
from portal.selectors.members import member_of, person_at
from portal.services.file_limits import check_size


class Command(BaseCommand):
    help = (
        "Import an assessment from the JSON or .xlsx file that the portal hands out: all of it, "
        "or nothing. It is never published. Ends with 1 when it was refused."
    )

    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="The file of one assessment.")
        parser.add_argument(
            "--domain",
            default="",
            metavar="NAME|ID",
            help="Where it goes; the domain that the file names unless given.",
        )
        parser.add_argument("--dry-run", action="store_true", help="Only say what would happen.")
        parser.add_argument(
            "--again", action="store_true", help="Import a file once more that is here already."
        )
        parser.add_argument("--format", choices=("text", "json"), default="text")
        parser.add_argument(
            "--by", default="", metavar="EMAIL", help="Who imports; the portal itself unless named."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        path, as_json = Path(options["file"]), options["format"] == "json"
        given: dict[str, Any] = {
            "filename": path.name,
            "domain": _domain(options["domain"]),
            "by": _member(options["by"]),
            "at": timezone.now(),
        }
        try:
            plan, pk = self._done(path, given, options)
        except AssessmentFileRefused as refusal:
            self._refuse(refusal.errors, refusal.sentence, as_json=as_json)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        else:
            if plan.is_refused:
                self._refuse(plan.errors, "Nothing would be imported.", as_json=as_json)
            if as_json:
                self.stdout.write(_text(plan_data(plan, assessment_id=pk)))
            else:
                self.stdout.write("\n".join(_lines(plan, pk)))

    def _done(
        self, path: Path, given: dict[str, Any], options: dict[str, Any]
    ) -> tuple[ImportPlan, int | None]:
        content = _content(path)
        if options["dry_run"]:
            return plan_import(content, **given), None
        row, plan = import_assessment(content, again=options["again"], **given)
        return plan, row.pk

    def _refuse(self, errors: tuple[FileError, ...], sentence: str, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(_text(plan_data(ImportPlan("", errors))))
        else:
            self.stdout.write("\n".join(f"Error{_where(e)}: {e.sentence}" for e in errors))
        raise CommandError(sentence)


def _content(path: Path) -> bytes:
    try:
        check_size(path.stat().st_size, filename=path.name)
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error


def _domain(given: str) -> Domain | None:
    if not given:
        return None
    rows = domains_named(given)
    if not rows:
        raise CommandError(f"There is no domain called {given}.")
    if len(rows) > 1:
        ids = ", ".join(str(row.pk) for row in rows)
        raise CommandError(f"Several domains are called {given}: {ids}. Name one by its id.")
    return rows[0]


def _member(email: str) -> Member:
    if not email:
        return portal_itself()
    user = person_at(email)
    if user is None:
        raise CommandError(f"Nobody has the address {email}.")
    return member_of(user, today=timezone.localdate())


def _text(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)


def _where(error: FileError) -> str:
    place = error.place
    row = f"row {place.row}" if place.row else ""
    told = ", ".join(part for part in (place.sheet, row, place.column) if part)
    return f" in {told}" if told else ""


def _lines(plan: ImportPlan, pk: int | None) -> Iterator[str]:
    data = plan_data(plan, assessment_id=pk)
    what = "would be imported (nothing is written)" if pk is None else f"imported as {pk}"
    yield (
        f"“{data['title']}” {what}, {data['state']}: "
        f"{ngettext('{count} respondent', '{count} respondents', data['respondents'])}, "
        f"{ngettext('{count} answer', '{count} answers', data['answers'])}, "
        f"{data['settled']:,} settled, "
        f"{ngettext('{count} link', '{count} links', data['links'])}."
    )
    if data["loads_framework"]:
        yield f"The framework {data['framework']} comes with the file."
    if pk is None and data["imported_before"]:
        yield "Note: this file was imported before; say --again to import it once more."
    yield from (f"Note: {note}" for note in data["notes"])
