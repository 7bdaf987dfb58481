"""Drafts: an uploaded file whose table, columns and words are settled step by step."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db import transaction

from portal.domain.errors import Invalid, Refusal
from portal.domain.roles import Capability, Member
from portal.domain.wording import gettext as _
from portal.selectors.domains import domain_choices
from portal.services.jobs import Progress
from portfolio.domain.import_answers import LEVELS, with_columns, with_words
from portfolio.domain.import_guesses import guess_mapping_data
from portfolio.domain.import_mapping_files import parse_mapping_file, read_guessed_data
from portfolio.domain.import_mappings import FIELDS, TextField
from portfolio.domain.import_surveys import Survey, survey
from portfolio.domain.import_tables import TableChoices
from portfolio.domain.register_columns import SEEN_MAPPING, SEEN_SOURCE
from portfolio.models import ImportRun
from portfolio.services.import_files import read_table
from portfolio.services.import_mappings import fitting_mapping, shipped_mapping_data
from portfolio.services.import_readings import known_names
from portfolio.services.import_run_locks import (
    CHECK_JOB,
    READ_JOB,
    NotReady,
    kept,
    locked,
    mapping_of,
    refused,
    request,
    uploader,
)
from portfolio.services.imports import source_of, target
from portfolio.services.saved_mappings import fitting_saved_mapping
from portfolio.services.seen_lists import header_first, seen_list

READ_AT_ONCE: Final = 192 * 1024
"""A file of this size is read well within the time one waits for a page."""

_State = ImportRun.State
_OPEN: Final = frozenset({_State.READ, _State.CHECKED})


class ColumnsUnclear(Invalid):
    """The columns cannot be meant like this: no title, or a field from two columns."""

    code = "columns_unclear"


def begin_draft(run: ImportRun, *, by: Member, at: datetime) -> ImportRun:
    """Read a fresh upload: a small one at once, a larger one in a job.

    Runs in the transaction of the caller, who has checked the permission.

    Raises
    ------
    FileRefused
        With one sentence, when a small file is no table.
    """
    run.state = _State.READING
    if len(run.content or b"") > READ_AT_ONCE:
        return request(run, READ_JOB, by=by, at=at)
    return _store_survey(run, _surveyed(run), by=by)


@transaction.atomic
def choose_table(run: ImportRun, choices: TableChoices, *, by: Member, at: datetime) -> ImportRun:
    """Read a file again in another way: another sheet, header row, encoding or delimiter.

    Raises
    ------
    NotAllowed, NotReady
        When somebody else uploaded it, or it is past this step.
    FileRefused
        With one sentence, when a small file is no table when read like that.
    """
    row = _open(run, by=by)
    if row.survey and choices.as_data() == row.table_choices:
        return row
    row.table_choices = choices.as_data()
    row.state = _State.READING
    if len(row.content or b"") > READ_AT_ONCE:
        row.save(update_fields=["table_choices"])
        return request(row, READ_JOB, by=by, at=at)
    return _store_survey(row, _surveyed(row), by=by)


def read_run(run_id: int, *, at: datetime, progress: Progress | None = None) -> ImportRun:
    """Read the file of a run and keep what its columns hold; a run that was read stays."""
    run = kept(run_id)
    if run.state != _State.READING:
        return run
    if progress is not None:
        progress.begin(_("Reading the file"))
    try:
        found = _surveyed(run)
    except Refusal as refusal:
        return _back_or_refused(run, refusal)
    with transaction.atomic():
        row = ImportRun.objects.select_for_update(of=("self",)).get(pk=run_id)
        if row.state == _State.READING:
            by = uploader(run, at=at)
            _store_survey(row, found, by=by)
            if is_own_export(row):
                row.state = _State.CHECKING
                return request(row, CHECK_JOB, by=by, at=at)
    return row


def is_own_export(run: ImportRun) -> bool:
    """Whether an upload was recognised as the portal's own export."""
    return run.answers.get("own") is True


@transaction.atomic
def answer_columns(
    run: ImportRun,
    meanings: Sequence[str],
    *,
    fills_down: bool = False,
    dates: Sequence[str] | None = None,
    decimal_mark: str | None = None,
    by: Member,
) -> ImportRun:
    """Say what each column of a file means.

    Parameters
    ----------
    meanings
        For each column a field, a level of the domain, ``detail`` or ``left_out``.
    fills_down
        Whether an empty cell of a domain means the one above it.
    dates
        ``strptime`` patterns of the dates, or None to leave them as they are.
    decimal_mark
        What stands before decimals; empty to find out, None to leave it as it is.
    by
        Who says so.

    Raises
    ------
    NotAllowed, NotReady
        When somebody else uploaded it, or it is past this step.
    ColumnsUnclear
        When no column is the title, two are the same field, or one has no such meaning.
    """
    row = _open(run, by=by)
    found = Survey.from_data(row.survey)
    _check_columns(meanings, found)
    answers = row.answers
    if answers.get("source") == SEEN_SOURCE:
        # Who says what its columns mean wants it read like any other file.
        answers, row.mapping_name = {"source": source_of(target(row.domain))}, ""
    data = with_columns(answers, found.header, meanings, fills_down=fills_down)
    if dates is not None:
        data["dates"] = data.get("dates", {}) | {"formats": list(dates)}
    if decimal_mark is not None:
        data["numbers"] = {"decimal_mark": decimal_mark} if decimal_mark else {}
    return _store_answers(row, data)


@transaction.atomic
def answer_words(run: ImportRun, said: Mapping[str, Mapping[str, str]], *, by: Member) -> ImportRun:
    """Say what the words of a file mean; fields and words as for `with_words`.

    Raises
    ------
    NotAllowed, NotReady
        When somebody else uploaded it, or it is past this step.
    MappingInvalid
        When a word is given a meaning that does not exist.
    """
    row = _open(run, by=by)
    return _store_answers(row, with_words(row.answers, said))


@transaction.atomic
def check_open(run: ImportRun, *, by: Member) -> None:
    """Refuse answers to an upload that takes none, for the reason that `answer_columns` gives.

    Raises
    ------
    NotAllowed, NotReady
        When somebody else uploaded it, it was never read step by step, or it is past that.
    """
    row = locked(run, by=by)
    if row.content is None or row.state not in _OPEN or not row.survey:
        raise NotReady(_("This file is not waiting for answers. Upload it again."))


def _open(run: ImportRun, *, by: Member) -> ImportRun:
    row = locked(run, by=by)
    if row.content is None or row.state not in _OPEN:
        raise NotReady(_("This file is not waiting for answers. Upload it again."))
    if not row.survey:
        # It was checked right away; what its columns hold was never asked.
        _store_survey(row, _surveyed(row), by=by)
    return row


class _Surveyed(NamedTuple):
    """What the columns of a file hold, and whether it is a list exported as it was seen."""

    survey: Survey
    is_seen: bool


def _surveyed(run: ImportRun) -> _Surveyed:
    choices = TableChoices.from_data(run.table_choices)
    mapping = mapping_of(run)
    content = bytes(run.content or b"")
    known = known_names(mapping)
    table = read_table(content, filename=run.filename, known=known, choices=choices)
    if mapping is not None and not mapping.mapping.is_seen:
        return _Surveyed(survey(table), is_seen=False)
    table = header_first(table, choices)
    return _Surveyed(survey(table), is_seen=seen_list(table) is not None)


def _store_survey(run: ImportRun, surveyed: _Surveyed, *, by: Member) -> ImportRun:
    found = surveyed.survey
    is_other = bool(run.survey) and Survey.from_data(run.survey).header != found.header
    run.survey = found.as_data()
    if not run.answers or is_other:
        run.answers, run.mapping_name = _mapping_data(run, surveyed, by=by)
    run.state, run.error = _State.READ, ""
    run.save(update_fields=["survey", "answers", "mapping_name", "state", "error", "table_choices"])
    return run


def _mapping_data(run: ImportRun, surveyed: _Surveyed, *, by: Member) -> tuple[dict[str, Any], str]:
    """Return the mapping that is meant and its name: brought, our own, shipped, saved, guessed."""
    found = surveyed.survey
    if run.mapping:
        return parse_mapping_file(run.mapping.encode()), run.mapping_name
    if surveyed.is_seen and not run.mapping_name:
        return {"source": SEEN_SOURCE, "own": True}, SEEN_MAPPING
    shipped = run.mapping_name or fitting_mapping(found.header)
    try:
        return dict(shipped_mapping_data(shipped)), shipped
    except KeyError:
        pass
    saved = fitting_saved_mapping(found.header, by=by)
    if saved is not None:
        return dict(saved.data), saved.name
    names = [name for _pk, name in domain_choices(by, Capability.IMPORT_USE_CASES)]
    source = source_of(target(run.domain))
    columns = found.columns
    return guess_mapping_data(found.header, source=source, columns=columns, domains=names), ""


def _back_or_refused(run: ImportRun, refusal: Refusal) -> ImportRun:
    """Go back to how the file was read before, or let go of it when it never was."""
    if not run.survey:
        return refused(run.pk, refusal)
    with transaction.atomic():
        row = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
        found = Survey.from_data(row.survey)
        row.table_choices = TableChoices(sheet=found.sheet, header_row=found.header_row).as_data()
        row.state, row.error = _State.READ, refusal.sentence
        row.save(update_fields=["table_choices", "state", "error"])
    return row


def _store_answers(row: ImportRun, data: dict[str, Any]) -> ImportRun:
    read_guessed_data(data)
    row.answers, row.state, row.report = data, _State.READ, {}
    row.save(update_fields=["answers", "mapping_name", "state", "report"])
    return row


def _check_columns(meanings: Sequence[str], found: Survey) -> None:
    known = {*FIELDS, *LEVELS, "detail", "left_out"}
    if len(meanings) != len(found.columns) or not known.issuperset(meanings):
        raise ColumnsUnclear(_("Say of each column of the file what it means."))
    fields = [meaning for meaning in meanings if meaning not in ("detail", "left_out")]
    twice = sorted({meaning for meaning in fields if fields.count(meaning) > 1})
    if twice:
        raise ColumnsUnclear(
            _("Two columns cannot mean the same. Choose one of them."),
            fields={
                f"column_{place}": _("Another column means this too.")
                for place, meaning in enumerate(meanings)
                if meaning in twice
            },
        )
    if TextField.TITLE not in fields:
        raise ColumnsUnclear(_("Choose the column that holds the title."))
    levels = [level for level in LEVELS if level in fields]
    if levels != list(LEVELS[: len(levels)]):
        raise ColumnsUnclear(_("The levels of the domain begin with the first one."))
