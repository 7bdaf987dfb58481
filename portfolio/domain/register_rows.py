"""Rows of the portal's own export: read letter by letter, each under its key."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from portal.domain.packed import Packed
from portal.domain.wording import gettext as _
from portfolio.domain.buckets import QUESTIONS, Answer, Bucket, BucketDecision, DecisionSource
from portfolio.domain.import_cells import UnreadableCellError, plain, quoted
from portfolio.domain.import_columns import locate
from portfolio.domain.import_fields import LONGEST_REFERENCE, FieldReader
from portfolio.domain.import_mappings import ImportMapping
from portfolio.domain.import_rows import ImportRows, OwnAnswers, RowNote, UseCaseRow
from portfolio.domain.imports import DOMAIN, HeaderDoesNotFit
from portfolio.domain.listing import Listing
from portfolio.domain.register_cells import text_of_cell
from portfolio.domain.register_columns import RegisterColumn, path_steps

LONGEST_SOURCE = 60
LARGEST_REACH = 2_147_483_647
_C = RegisterColumn
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_TEXTS = frozenset(
    {
        *(_C.TITLE, _C.OUTCOME, _C.PROBLEM, _C.SOURCE, _C.REFERENCE, _C.BUCKET_REASON, _C.DOMAIN),
        _C.LISTING_REASON,
    }
)


def read_register_rows(
    mapping: ImportMapping,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    first_row: int = 2,
    currency: str = "EUR",
    is_plain: bool = False,
) -> ImportRows:
    """Turn the rows of the portal's own export into use cases, collecting what is wrong.

    Parameters
    ----------
    mapping
        The shipped mapping, which names the columns.
    header, rows, first_row, currency
        As for `map_rows`.
    is_plain
        Whether texts stand in the file as they are, as in JSON.

    Returns
    -------
    ImportRows
        The use cases, each with its `OwnAnswers`; a column that the file lacks is not spoken of.

    Raises
    ------
    HeaderDoesNotFit
        When there is no column for the title.
    """
    places = {name: at for name, at in locate(mapping.columns, header).items() if name in set(_C)}
    if _C.TITLE not in places:
        listed = ", ".join(quoted(cell) for cell in header if cell)
        sentence = _("No column holds the title. The columns are: {columns}.", columns=listed)
        raise HeaderDoesNotFit(sentence)
    titles = {name: header[place] for name, place in places.items()}
    fields = FieldReader(mapping, titles, currency)
    reader, once = _RowReader(fields), _Once(fields)
    read = 0
    found: Packed[UseCaseRow] = Packed()
    for number, cells in enumerate(rows, start=first_row):
        said = {
            name: cells[at] if is_plain else text_of_cell(cells[at])
            for name, at in places.items()
            if at < len(cells) and cells[at]
        }
        if not said:
            continue
        read += 1
        row = reader.read(number, said)
        if row is not None and once.is_first(row):
            found.append(row)
    return ImportRows(
        read=read,
        rows=found,
        refused=fields.refused,
        errors=tuple(sorted(fields.errors, key=lambda error: error.row)),
        notes=tuple(fields.notes),
        doubts=tuple(_strangers(header, places, first_row - 1)),
        stated=frozenset(_stated(places)),
        kept_as_details=(),
        missing=tuple(sorted(set(mapping.columns) - set(places))),
        unknown=(),
        without_stage=fields.without_stage,
    )


def _stated(places: Mapping[str, int]) -> Iterator[str]:
    for name in places:
        yield DOMAIN if name == _C.DOMAIN else str(name)


def _strangers(header: Sequence[str], places: Mapping[str, int], row: int) -> Iterator[RowNote]:
    known = set(places.values())
    for at, cell in enumerate(header):
        if cell.strip() and at not in known:
            yield RowNote(row, cell, _("The export has no such column; it is left out."))


class _Once:
    """Refuses rows about a use case that a row before them is about."""

    def __init__(self, fields: FieldReader) -> None:
        self.fields = fields
        self._first: dict[str, int] = {}

    def is_first(self, row: UseCaseRow) -> bool:
        """Whether nothing before was about its use case; complains otherwise."""
        own = row.own or OwnAnswers()
        names = {row.reference, f"{own.source}\n{own.reference}" if own.reference else ""} - {""}
        at = min((self._first[name] for name in names if name in self._first), default=None)
        for name in names:
            self._first.setdefault(name, row.row)
        if at is not None:
            message = _("This is the use case of row {row} again. Delete one of them.", row=at)
            self.fields.complain(row.row, _C.KEY, message)
        return at is None


class _RowReader:
    """Reads one row after the other, by the rules every import has for amounts and dates."""

    def __init__(self, fields: FieldReader) -> None:
        self.fields = fields
        self._row = 0
        self._said: Mapping[str, str] = {}

    def read(self, row: int, said: Mapping[str, str]) -> UseCaseRow | None:
        """Return the use case of a row, or nothing when something in it is wrong."""
        self._row, self._said = row, said
        before = len(self.fields.errors)
        self._check_texts()
        steps = path_steps(said.get(_C.DOMAIN, ""))
        own = self._own()
        # Texts stand as they are; what is chosen, counted or dated is read as in any file.
        shared = self.fields.read(row, said, {})
        if len(self.fields.errors) > before or shared is None:
            return None
        if not own.key and not own.reference:
            message = _(
                "The key is missing. Leave it as it was exported,"
                " or write a reference of your own for a new use case."
            )
            self.fields.complain(row, _C.KEY, message)
            return None
        return replace(
            shared,
            title=said[_C.TITLE],
            reference=own.key or f"{own.source}\n{own.reference}",
            domain_path=steps,
            domain_columns=(self.fields.titles.get(_C.DOMAIN, ""),) * len(steps),
            details=dict(own.details),
            ratings=(),
            suggested_techniques=(),
            own=own,
        )

    def _check_texts(self) -> None:
        if _C.TITLE in self._said and not self._said[_C.TITLE].strip():
            self.fields.complain(self._row, _C.TITLE, _("The title is missing."))
        for name, text in self._said.items():
            if name in _TEXTS and _UNSTORABLE.search(text):
                message = _("This text holds a character that cannot be stored.")
                self.fields.complain(self._row, name, message)

    def _own(self) -> OwnAnswers:
        bucket = self._tried(_C.BUCKET, _bucket)
        listing = self._tried(_C.LISTING, _listing)
        reason = self._said.get(_C.LISTING_REASON, "") if listing is Listing.DOMAIN else ""
        if listing is Listing.DOMAIN and not reason.strip():
            message = _("Say why the rest of the house may not find it.")
            self.fields.complain(self._row, _C.LISTING_REASON, message)
        return OwnAnswers(
            key=self._tried(_C.KEY, _key) or "",
            source=self._within(_C.SOURCE, LONGEST_SOURCE),
            reference=self._within(_C.REFERENCE, LONGEST_REFERENCE),
            bucket=None if bucket is None else self._decision(bucket),
            bucket_answers=self._tried(_C.BUCKET_ANSWERS, _answers) or {},
            reach=self._number(_C.REACH, LARGEST_REACH),
            listing=listing,
            listing_reason=reason,
            archived_at=self._tried(_C.ARCHIVED_AT, _moment),
            registered_at=self._tried(_C.REGISTERED_AT, _moment),
            version=self._number(_C.VERSION, LARGEST_REACH),
            details=self._tried(_C.DETAILS, _details) or {},
        )

    def _decision(self, bucket: Bucket) -> BucketDecision:
        source = self._tried(_C.BUCKET_SOURCE, _decision_source) or DecisionSource.SUGGESTION
        return BucketDecision(bucket, self._said.get(_C.BUCKET_REASON, ""), source)

    def _within(self, name: str, longest: int) -> str:
        text = self._said.get(name, "")
        if len(text) <= longest:
            return text
        message = _(
            "{value} has {length} characters; at most {longest} fit.",
            value=quoted(text),
            length=len(text),
            longest=longest,
        )
        self.fields.complain(self._row, name, message)
        return ""

    def _number(self, name: str, largest: int) -> int | None:
        return self._tried(name, lambda text: read_whole_number(text, largest))

    def _tried[Read](self, name: str, read: Callable[[str], Read]) -> Read | None:
        text = self._said.get(name, "").strip()
        try:
            return read(text) if text else None
        except UnreadableCellError as unreadable:
            self.fields.complain(self._row, name, str(unreadable))
            return None


def read_whole_number(text: str, largest: int) -> int:
    """Read digits.

    Raises
    ------
    UnreadableCellError
        When there is anything else, or the number is larger than may be.
    """
    if not (text.isascii() and text.isdigit()) or len(text) > 12 or int(text) > largest:
        raise UnreadableCellError(_("{value} is no such number.", value=quoted(text)))
    return int(text)


def _key(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise UnreadableCellError(
            _("{value} is no key. Leave the keys as they were exported.", value=quoted(text))
        ) from None


def _bucket(text: str) -> Bucket:
    for bucket in Bucket:
        if plain(text) in (bucket.value, plain(bucket.label)):
            return bucket
    raise UnreadableCellError(_("{value} is no bucket.", value=quoted(text)))


def _listing(text: str) -> Listing:
    for listing in Listing:
        if plain(text) == listing.value:
            return listing
    sentence = _("{value} is none of: {choices}.", value=quoted(text), choices=", ".join(Listing))
    raise UnreadableCellError(sentence)


def _decision_source(text: str) -> DecisionSource:
    for source in DecisionSource:
        if plain(text) == source.value:
            return source
    choices = ", ".join(DecisionSource)
    sentence = _("{value} is none of: {choices}.", value=quoted(text), choices=choices)
    raise UnreadableCellError(sentence)


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise UnreadableCellError(
            _("{value} is no moment such as 2026-03-31T09:00:00+00:00.", value=quoted(text))
        )
    return found


def _answers(text: str) -> dict[str, Answer]:
    keys = {question.key for question in QUESTIONS}
    found = {}
    for key, answer in _details(text).items():
        if key not in keys or answer not in set(Answer):
            raise UnreadableCellError(_("{value} is no answer.", value=quoted(f"{key}: {answer}")))
        found[key] = Answer(answer)
    return found


def _details(text: str) -> dict[str, str]:
    """Read pairs of texts, which the export writes as JSON."""
    try:
        found = dict(json.loads(text))
    except (ValueError, TypeError, RecursionError):
        found = {None: None}
    if any(not isinstance(each, str) or _UNSTORABLE.search(each) for each in _flat(found)):
        raise UnreadableCellError(
            _("{value} cannot be read. Leave it as it was exported.", value=quoted(text))
        )
    return found


def _flat(pairs: Mapping[object, object]) -> Iterator[object]:
    for pair in pairs.items():
        yield from pair
