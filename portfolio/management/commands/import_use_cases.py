"""``manage.py import_use_cases``: bring a file of use cases in, or say why not."""

import json
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portal.domain.errors import Refusal
from portal.domain.roles import Member
from portal.domain.wording import ngettext
from portal.models import Domain
from portal.selectors.domains import names_down_to
from portal.selectors.members import member_of, person_at
from portal.services.file_limits import check_size
from portfolio.domain.import_places import ARROW, NEAR
from portfolio.domain.import_reports import ImportReport
from portfolio.domain.import_rows import RowError, RowNote
from portfolio.domain.import_tables import DELIMITERS, ENCODINGS, TableChoices
from portfolio.domain.imports import read_mapping_data
from portfolio.selectors.imports import domain_names, domains_called
from portfolio.services.import_mappings import shipped_mappings
from portfolio.services.import_readings import NamedMapping, own_mapping, shipped_mapping
from portfolio.services.imports import PORTAL_ITSELF, check_import, commit_import
from portfolio.services.saved_mappings import saved_mapping


class Command(BaseCommand):
    help = (
        "Import use cases from a CSV, JSON or .xlsx file: all rows, or none when one has an error. "
        "Importing the file again updates what it brought. Ends with 1 when it was refused. "
        "Without an enterprise in the domain tree, one named after ORGANISATION is made."
    )

    # Checking the whole portal loads every page; that takes longer than the import itself.
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="The CSV, JSON or .xlsx file.")
        parser.add_argument(
            "--mapping",
            default="",
            metavar="FILE.toml|NAME",
            help="A mapping file, or one that ships: "
            f"{', '.join(shipped_mappings())}; or one that was saved and shared. Without it, one "
            "that fits, or a guess.",
        )
        parser.add_argument("--sheet", default="", help="The sheet of a workbook to read.")
        parser.add_argument(
            "--header-row",
            type=int,
            default=0,
            metavar="N",
            help="The row that names the columns, counted from 1; looked for unless given.",
        )
        parser.add_argument(
            "--encoding", default="", choices=("", *ENCODINGS), help="The encoding of a CSV file."
        )
        parser.add_argument(
            "--delimiter",
            default="",
            choices=("", *DELIMITERS),
            metavar="SIGN",
            help="What separates the cells of a CSV file.",
        )
        parser.add_argument("--dry-run", action="store_true", help="Only say what would happen.")
        parser.add_argument("--format", choices=("text", "json"), default="text")
        parser.add_argument(
            "--domain",
            default="",
            metavar="NAME|ID",
            help="The domain under which the rows' domains hang; the enterprise unless named.",
        )
        parser.add_argument(
            "--by", default="", metavar="EMAIL", help="Who imports; the portal itself unless named."
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        now = timezone.now()
        path = Path(options["file"])
        do = check_import if options["dry_run"] else commit_import
        member = _member(options["by"])
        choices = TableChoices(
            options["sheet"], options["header_row"], options["encoding"], options["delimiter"]
        )
        try:
            report = do(
                _content(path),
                filename=path.name,
                mapping=_mapping(options["mapping"], member),
                domain=_domain(options["domain"]),
                choices=choices,
                by=member,
                at=now,
            )
        except Refusal as refusal:
            self._refuse(refusal, as_json=options["format"] == "json")
            return
        self._tell(report, as_json=options["format"] == "json", is_dry=options["dry_run"])

    def _refuse(self, refusal: Refusal, *, as_json: bool) -> None:
        if as_json:
            problem = {"row": None, "column": "", "message": refusal.sentence}
            self.stdout.write(_text(ImportReport(read=0).summary() | {"errors": [problem]}))
        raise CommandError(refusal.sentence) from refusal

    def _tell(self, report: ImportReport, *, as_json: bool, is_dry: bool) -> None:
        if as_json:
            self.stdout.write(_text(report.summary()))
        else:
            self.stdout.write("\n".join(_lines(report, is_dry=is_dry)))
        if report.is_refused:
            errors = ngettext("{count} error", "{count:,} errors", len(report.errors))
            raise CommandError(f"Nothing was imported: {errors}.")


def _content(path: Path) -> bytes:
    try:
        check_size(path.stat().st_size, filename=path.name)
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error


def _mapping(given: str, member: Member) -> NamedMapping | None:
    if not given:
        return None
    if given in shipped_mappings():
        return shipped_mapping(given)
    if not given.endswith(".toml"):
        saved = saved_mapping(given, by=member)
        return NamedMapping(saved.name, read_mapping_data(saved.data))
    path = Path(given)
    return own_mapping(_content(path), name=path.name)


def _domain(given: str) -> Domain | None:
    if not given:
        return None
    rows = domains_called(given)
    if not rows:
        near = get_close_matches(given, domain_names(), n=1, cutoff=NEAR)
        hint = f" The nearest name there is: {near[0]}." if near else ""
        raise CommandError(f"There is no domain called {given}.{hint}")
    if len(rows) > 1:
        paths = ", ".join(f"{ARROW.join(names_down_to(row)[1:])} ({row.pk})" for row in rows)
        raise CommandError(f"Several domains are called {given}: {paths}. Name one by its id.")
    return rows[0]


def _member(email: str) -> Member:
    if not email:
        return PORTAL_ITSELF
    user = person_at(email)
    if user is None:
        raise CommandError(f"Nobody has the address {email}.")
    return member_of(user, today=timezone.localdate())


def _text(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)


def _lines(report: ImportReport, *, is_dry: bool) -> Iterator[str]:
    if report.is_refused:
        yield from (f"Error{_where(each)}: {each.message}" for each in report.errors)
    else:
        yield _counts(report, is_dry=is_dry)
        yield from _new_domains(report)
    yield from (f"Note: {remark}" for remark in report.file_notes)
    yield from (f"Note{_where(each)}: {each.message}" for each in report.notes)


def _where(each: RowError | RowNote) -> str:
    return f" in row {each.row}" + (f", {each.column}" if each.column else "")


def _counts(report: ImportReport, *, is_dry: bool) -> str:
    read = ngettext("{count:,} row read", "{count:,} rows read", report.read)
    would = " (nothing is written)" if is_dry else ""
    return (
        f"{read}{would}: {report.created:,} created, {report.updated:,} updated, "
        f"{report.unchanged:,} unchanged, {report.skipped:,} skipped."
    )


def _new_domains(report: ImportReport) -> Iterator[str]:
    if report.new_domains:
        count = len(report.new_domains)
        yield ngettext("{count} domain is new:", "{count:,} domains are new:", count)
        yield from (f"  {ARROW.join(path)}" for path in report.domain_paths)
