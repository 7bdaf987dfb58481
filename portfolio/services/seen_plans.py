"""Plans for a list exported as it was seen: its rows with the domains and people they name."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from heapq import merge

from django.utils import timezone

from portal.domain.packed import Packed
from portal.domain.roles import Member
from portal.domain.wording import gettext as _
from portal.models import Domain, User
from portfolio.domain.import_cells import UnreadableCellError, clean, read_email
from portfolio.domain.import_owners import holds_no_role, not_one_person
from portfolio.domain.import_places import Steps
from portfolio.domain.import_rows import RowError, RowHead, UseCaseRow
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.register_columns import path_steps
from portfolio.domain.seen_columns import DOMAIN, STAGE, field_of
from portfolio.domain.stages import Stage
from portfolio.selectors.imports import KnownUseCase, domains_beneath, owners_by_address
from portfolio.selectors.register_imports import own_of
from portfolio.selectors.seen_lists import people_called
from portfolio.services.import_places import Places, find_places
from portfolio.services.import_readings import Reading
from portfolio.services.seen_lists import SeenList
from portfolio.services.seen_matches import SeenMatches, match_seen


@dataclass(frozen=True, slots=True)
class SeenPlan:
    """What the rows of a seen list become.

    Attributes
    ----------
    reading
        The file, with what there is to say about it by now.
    rows
        The rows that are taken.
    places, people
        Where they go, and who is meant by the addresses of owners.
    known
        The use cases they mean, by their reference.
    errors
        Everything that is wrong.
    """

    reading: Reading
    rows: Sequence[UseCaseRow]
    places: Places
    people: Mapping[str, User]
    known: Mapping[str, KnownUseCase]
    errors: tuple[RowError, ...]


def plan_seen(
    reading: Reading, seen: SeenList, *, node: Domain, by: Member, at: datetime
) -> SeenPlan:
    """Work out what the rows of a seen list mean and what stands in their way."""
    read = reading.rows
    every = read.rows
    if read.refused:
        every = Packed(merge(read.rows, read.refused, key=lambda row: row.row))
    found = match_seen(every, seen, by=by)
    owners = _Owners(found.rows, seen, today=timezone.localdate(at))
    rows = found.rows
    if owners.roles:
        rows = Packed(replace(row, owners=owners.of(row)) for row in rows)
    errors = [*_errors_that_count(reading, seen, found), *found.errors]
    told = {(error.row, error.column) for error in errors}
    errors += [error for error in owners.errors if (error.row, error.column) not in told]
    broken = {error.row for error in errors}
    if broken:
        rows = Packed(row for row in rows if row.row not in broken)
    places = _places(rows, found.known, reading, seen, node=node, by=by)
    remarks = list(reading.remarks)
    if STAGE not in seen.columns.keys and any(not own_of(row).key for row in rows):
        idea = Stage.IDEA.label
        remarks.append(
            _("No column holds the stage, so new use cases begin as: {stage}.", stage=idea)
        )
    notes = [note for note in found.notes if note.row not in broken]
    return SeenPlan(
        reading=replace(
            reading, rows=replace(read, notes=(*read.notes, *notes)), remarks=tuple(remarks)
        ),
        rows=rows if not places.errors else Packed(row for row in rows if row.row in places.steps),
        places=places,
        people=owners.people,
        known=found.known,
        errors=(*errors, *places.errors),
    )


def _errors_that_count(reading: Reading, seen: SeenList, found: SeenMatches) -> Iterator[RowError]:
    """Yield what could not be read, unless the list shows the same or the row is refused anyway."""
    if not reading.rows.errors:
        return
    stated = {row.row: own_of(row).stated for row in found.rows}
    meaningless = {error.row for error in found.errors} - stated.keys()
    fields = {seen.columns.titles[key]: field_of(key) for key in seen.columns.keys}
    for error in reading.rows.errors:
        otherwise = stated.get(error.row)
        is_as_shown = otherwise is not None and fields.get(error.column) not in (None, *otherwise)
        if error.row not in meaningless and not is_as_shown:
            yield error


class _Owners:
    """Who is meant by the names and addresses in the columns of owners."""

    def __init__(self, rows: Sequence[UseCaseRow], seen: SeenList, *, today: date) -> None:
        keys = seen.columns.keys
        self.roles = {role: keys.index(role) for role in OwnerRole if role in keys}
        self.titles = seen.columns.titles
        self.errors: list[RowError] = []
        named = rows if self.roles else ()
        said = {text for row in named for _role, text in self._said(row)}
        addresses = {text.lower() for text in said if "@" in text}
        self._by_address = owners_by_address(addresses, today=today)
        self._by_name = people_called(said, today=today)
        self.people: dict[str, User] = {}

    def of(self, row: UseCaseRow) -> dict[OwnerRole, str]:
        """Return the addresses of the owners a row names, of those that are not as they were."""
        found = {}
        for role, text in self._said(row):
            person = self._person(row, role, text)
            if person is not None:
                self.people[person.email] = person
                found[role] = person.email
        return found

    def _said(self, row: UseCaseRow) -> Iterator[tuple[OwnerRole, str]]:
        own = own_of(row)
        for role, place in self.roles.items():
            text = clean(own.said[place])
            if text and (own.stated is None or role in own.stated):
                yield role, text

    def _person(self, row: UseCaseRow, role: OwnerRole, text: str) -> User | None:
        called = self._by_name.get(text, [])
        if len(called) == 1:
            return called[0]
        try:
            address = read_email(text)
        except UnreadableCellError:
            message = not_one_person(text, len(called))
        else:
            if address in self._by_address:
                return self._by_address[address]
            message = holds_no_role(address)
        self.errors.append(RowError(row.row, self.titles[role], message))
        return None


def _places(
    rows: Sequence[UseCaseRow],
    known: Mapping[str, KnownUseCase],
    reading: Reading,
    seen: SeenList,
    *,
    node: Domain,
    by: Member,
) -> Places:
    """Find the domain of every row; one that names no other domain stays where it is."""
    place = seen.columns.keys.index(DOMAIN) if DOMAIN in seen.columns.keys else None
    beneath = domains_beneath(node) if node.pk is not None else []
    names = {clean(domain.name) for domain in (node, *beneath)}
    moving: list[RowHead] = []
    staying: dict[int, str] = {}
    for row in rows:
        own = own_of(row)
        if place is not None and (own.stated is None or DOMAIN in own.stated):
            text = clean(own.said[place])
            steps = (text,) if text in names else path_steps(text)
            column = seen.columns.titles[DOMAIN]
            columns = (column,) * len(steps)
            moving.append(RowHead(row.row, row.reference, row.title, steps, columns, {}))
        else:
            staying[row.row] = known[row.reference].domain_path
    found = find_places(moving, node=node, mapping=reading.mapping, by=by)
    there = _there(set(staying.values()), node, beneath)
    return replace(
        found,
        steps={**found.steps, **{number: there[path][0] for number, path in staying.items()}},
        domains={**dict(there.values()), **found.domains},
    )


def _there(
    paths: Collection[str], node: Domain, beneath: Sequence[Domain]
) -> dict[str, tuple[Steps, Domain]]:
    """Return for domains in which rows stay their names beneath the chosen one, or from the top."""
    rows = {domain.path: domain for domain in (node, *beneath)}
    if any(path not in rows for path in paths):
        rows = {domain.path: domain for domain in Domain.objects.all()}
    found = {}
    for path in paths:
        # What lies elsewhere begins with the enterprise, so that no path beneath is taken for it.
        start = len(node.path) if path.startswith(node.path) else 0
        ends = range(start + Domain.steplen, len(path) + 1, Domain.steplen)
        found[path] = (tuple(rows[path[:end]].name for end in ends), rows[path])
    return found
