"""Reading uploads: one on its page, and the latest ones in a list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from portal.domain.jobs import JobState
from portal.domain.money import exact_money
from portal.domain.roles import Member
from portal.selectors.jobs import JobRow, job_row, jobs_visible_to
from portfolio.domain.import_answers import step_that_mends
from portfolio.domain.import_mappings import AmountField, ChoiceField, DateField, TextField
from portfolio.domain.import_places import ARROW
from portfolio.domain.import_reports import ImportReport, SampleRow
from portfolio.domain.import_rows import RowError, RowNote
from portfolio.domain.import_sources import key_words, list_domain, source_words
from portfolio.domain.imports import DOMAIN
from portfolio.domain.ownership import LABELS as OWNER_LABELS
from portfolio.domain.seen_columns import BUCKET, ID, REACH
from portfolio.models import ImportRun

SHOWN_ERRORS: Final = 100
SHOWN_NOTES: Final = 50
SHOWN_RUNS: Final = 8
#: How a mapping that somebody brought is called, made from the name it is recorded under.
OWN_MAPPING: Final = gettext_noop("Own mapping")

FIELD_LABELS: Final[Mapping[str, Any]] = {
    TextField.TITLE: _("Title"),
    TextField.OUTCOME: _("Outcome"),
    TextField.PROBLEM: _("Problem"),
    ChoiceField.STAGE: _("Stage"),
    ChoiceField.TECHNIQUES: _("Techniques"),
    ChoiceField.IMPACT: _("Impact severity"),
    ChoiceField.AUTONOMY: _("Autonomy level"),
    DateField.INITIATED_ON: _("Begun on"),
    DateField.DEVELOPMENT_STARTED_ON: _("Development started on"),
    DateField.LIVE_ON: _("Live on"),
    DateField.RETIRED_ON: _("Retired on"),
    AmountField.PLANNED_COST: _("Planned cost"),
    AmountField.PLANNED_BENEFIT: _("Planned benefit"),
    AmountField.EFFORT_WEEKS: _("Effort in weeks"),
    "reference": _("Reference"),
    ID: _("Id"),
    BUCKET: _("Bucket"),
    REACH: _("People reached in a quarter"),
    DOMAIN: _("Domain"),
    **{role: _(label) for role, label in OWNER_LABELS.items()},
}

WIZARD_STEPS: Final = (
    *(_("Upload"), _("Table"), _("Columns"), _("Words"), _("Check"), _("Import")),
)

_State = ImportRun.State
_WORDS: Final[Mapping[str, tuple[Any, str]]] = {
    _State.READING: (_("Being read"), "neutral"),
    _State.READ: (_("Not checked yet"), "warn"),
    _State.CHECKING: (_("Being checked"), "neutral"),
    _State.CHECKED: (_("Not imported yet"), "warn"),
    _State.COMMITTING: (_("Being imported"), "neutral"),
    _State.COMMITTED: (_("Imported"), "good"),
    _State.REFUSED: (_("Refused"), "bad"),
    _State.CANCELLED: (_("Cancelled"), "neutral"),
    _State.UNDONE: (_("Undone"), "neutral"),
}


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One upload as its page shows it."""

    pk: int
    filename: str
    state: str
    domain: str
    uploaded_by: str
    created_at: datetime
    committed_at: datetime | None
    mapping: str
    error: str
    report: ImportReport | None
    job: JobRow | None
    is_mine: bool
    is_settled_by_steps: bool = False

    @property
    def step(self) -> int:
        """The step of the wizard, from 1."""
        if self.state in {_State.READING, _State.READ}:
            return 2
        return 6 if self.state in {_State.COMMITTING, _State.COMMITTED, _State.UNDONE} else 5

    @property
    def is_working(self) -> bool:
        """Whether a job is on its way."""
        is_open = self.state in {_State.READING, _State.CHECKING, _State.COMMITTING}
        is_undoing = self.is_over and self.job is not None and not self.job.is_over
        return (is_open and not self.has_given_up) or is_undoing

    @property
    def has_given_up(self) -> bool:
        """Whether its job failed for good."""
        return self.job is not None and self.job.state is JobState.FAILED and not self.is_over

    @property
    def is_over(self) -> bool:
        """Whether it was imported."""
        return self.state == _State.COMMITTED

    @property
    def is_refused(self) -> bool:
        """Whether the file as a whole cannot be imported."""
        return self.state == _State.REFUSED

    @property
    def is_cancelled(self) -> bool:
        """Whether its uploader cancelled it."""
        return self.state == _State.CANCELLED

    @property
    def is_undone(self) -> bool:
        """Whether it was imported and taken back."""
        return self.state == _State.UNDONE

    @property
    def can_cancel(self) -> bool:
        """Whether the reader can stop it before it is imported."""
        is_open = self.state not in {
            *(_State.COMMITTED, _State.UNDONE, _State.CANCELLED, _State.REFUSED)
        }
        return self.is_mine and is_open

    @property
    def can_undo(self) -> bool:
        """Whether the reader can try to take the import back."""
        is_busy = self.job is not None and not self.job.is_over
        return self.is_mine and self.is_over and self.changes > 0 and not is_busy

    @property
    def is_checked(self) -> bool:
        """Whether there is a report and nothing was written."""
        return self.state == _State.CHECKED

    @property
    def changes(self) -> int:
        """How many use cases the import creates or updates."""
        return self.report.created + self.report.updated if self.report else 0

    @property
    def can_commit(self) -> bool:
        """Whether the reader can import it now."""
        is_stuck = self.state == _State.COMMITTING and self.has_given_up
        is_ready = self.is_checked and self.changes > 0 and not self._has_errors
        return self.is_mine and (is_stuck or is_ready)

    @property
    def can_check_again(self) -> bool:
        """Whether looking at it again may say something else."""
        is_stuck = self.state == _State.CHECKING and self.has_given_up
        return self.is_mine and (is_stuck or (self.is_checked and self._has_errors))

    @property
    def _has_errors(self) -> bool:
        return self.report is not None and self.report.is_refused

    @property
    def amount_columns(self) -> tuple[str, ...]:
        """The labels of the amounts the file has columns for."""
        return tuple(str(FIELD_LABELS[field]) for field in self._amount_fields)

    @property
    def samples(self) -> tuple[tuple[SampleRow, tuple[tuple[str, str], ...]], ...]:
        """The first rows, each with its amounts as they are stored beneath their labels."""
        rows = self.report.samples if self.report else ()
        fields = self._amount_fields
        labels = self.amount_columns
        return tuple(
            (row, tuple(zip(labels, (_amount(row, each) for each in fields), strict=True)))
            for row in rows
        )

    @property
    def _amount_fields(self) -> tuple[AmountField, ...]:
        used = {each.field for each in self.report.columns} if self.report else set()
        return tuple(field for field in AmountField if field in used)

    @property
    def source(self) -> str:
        """Where the rows come from, in words."""
        source = self.report.source if self.report else ""
        pk = list_domain(source)
        return source_words(source, {pk: self.domain} if pk and self.domain else {})

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """The file's columns beside the fields they fill."""
        used = self.report.columns if self.report else ()
        return tuple((each.column, str(FIELD_LABELS[each.field])) for each in used)

    @property
    def errors(self) -> tuple[tuple[RowError, str], ...]:
        """The first errors, each with where it is mended; the rest are in the file of errors."""
        errors = self.report.errors[:SHOWN_ERRORS] if self.report else ()
        return tuple((error, self._mended_in(error)) for error in errors)

    def _mended_in(self, error: RowError) -> str:
        """Return the step in which an error can be mended, or nothing for the file itself."""
        if self.report is None or self.report.is_own or not self.is_settled_by_steps:
            return ""
        used = next((use for use in self.report.columns if use.column == error.column), None)
        return step_that_mends(used.field) if used else ""

    @property
    def more_errors(self) -> int:
        """How many errors are not shown."""
        return max(0, len(self.report.errors) - SHOWN_ERRORS) if self.report else 0

    @property
    def notes(self) -> tuple[RowNote, ...]:
        """The first notes on rows."""
        return self.report.notes[:SHOWN_NOTES] if self.report else ()

    @property
    def more_notes(self) -> int:
        """How many notes are not shown."""
        return max(0, len(self.report.notes) - SHOWN_NOTES) if self.report else 0

    @property
    def new_domains(self) -> tuple[str, ...]:
        """The domains that are added, each as a path."""
        return tuple(map(ARROW.join, self.report.domain_paths)) if self.report else ()


@dataclass(frozen=True, slots=True)
class ImportListRow:
    """One upload in a list."""

    pk: int
    filename: str
    domain: str
    uploaded_by: str
    created_at: datetime
    label: str
    tone: str
    read: int | None
    created: int | None
    updated: int | None


def import_runs(member: Member) -> QuerySet[ImportRun]:
    """Return the uploads the member may see, newest first, without their bytes."""
    rows = ImportRun.objects.visible_to(member).select_related("domain", "created_by")
    rows = rows.defer("content", "mapping", "survey", "answers")
    return rows.order_by("-created_at", "-pk")


def can_be_settled(run: ImportRun, *, member: Member) -> bool:
    """Whether the member may still say how the file is to be read and what it means."""
    is_open = run.state in {_State.READ, _State.CHECKED}
    return is_open and run.created_by_id == member.user_id and bool(run.survey)


def import_page(run: ImportRun, *, member: Member) -> ImportPage:
    """Return one upload as its page shows it; at most one query for its job."""
    jobs = jobs_visible_to(member)
    job = jobs.filter(pk=run.job_id).first() if run.job_id else None
    report = ImportReport.from_data(run.report) if run.report else None
    mapping = report.mapping_name if report else run.mapping_name
    return ImportPage(
        pk=run.pk,
        filename=run.filename,
        state=run.state,
        domain=run.domain.name if run.domain else "",
        uploaded_by=str(run.created_by or ""),
        created_at=run.created_at,
        committed_at=run.committed_at,
        mapping=mapping_label(mapping),
        error=run.error,
        report=report,
        job=job_row(job) if job else None,
        is_mine=run.created_by_id == member.user_id,
        is_settled_by_steps=can_be_settled(run, member=member),
    )


def mapping_label(name: str) -> str:
    """Return the name of a mapping as a reader sees it."""
    return name if "." in name else gettext(key_words(name))


def _amount(row: SampleRow, field: AmountField) -> str:
    """Write an amount of a sample as readers do elsewhere; a dash where there is none."""
    text = row.amounts.get(field)
    if text is None:
        return "–"
    if field == AmountField.EFFORT_WEEKS:
        return f"{int(text):,}"
    return exact_money(text, settings.CURRENCY)


def latest_imports(member: Member) -> list[ImportListRow]:
    """Return the latest uploads the member may see; one query that leaves reports aside."""
    return import_rows(listed_imports(member)[:SHOWN_RUNS])


def listed_imports(member: Member) -> QuerySet[ImportRun, tuple[Any, ...]]:
    """Return what a list shows of the uploads the member may see, newest first, uncut."""
    return import_runs(member).values_list(
        *("pk", "filename", "domain__name", "created_by__name", "created_at", "state"),
        *("report__read", "report__created", "report__updated", "report__errors__0"),
    )


def import_rows(listed: Iterable[tuple[Any, ...]]) -> list[ImportListRow]:
    """Return uploads as lists show them."""
    found = []
    for *told, state, read, created, updated, first_error in listed:
        label, tone = _WORDS[state]
        if state == _State.CHECKED and first_error:
            label, tone = _("Has errors"), "bad"
        pk, filename, domain, uploader, at = told
        words = (filename, domain or "", uploader or "")
        found.append(ImportListRow(pk, *words, at, str(label), tone, read, created, updated))
    return found
