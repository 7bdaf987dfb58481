"""Reading a bulk edit as a page shows it: what changes from what to what, and how many."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from portal.domain.roles import Member
from portal.domain.wording import gettext as _
from portal.models import Job, User
from portal.selectors.jobs import JobRow, job_row
from portfolio.domain.buckets import Bucket
from portfolio.domain.bulk_edits import Verdict, label_of
from portfolio.domain.ownership import OwnerRole
from portfolio.domain.techniques import Technique
from portfolio.domain.use_cases import code
from portfolio.models import BulkEdit, UseCase

_NOTHING: Final = "–"


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One field, before and after, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ShownCase:
    """One use case of a bulk edit."""

    pk: int
    code: str
    title: str
    domain: str
    verdict: Verdict
    sentence: str
    changes: tuple[ShownChange, ...]


def verdict_counts(verdicts: Iterable[Verdict]) -> dict[Verdict, int]:
    """Count what becomes of the use cases."""
    counts = Counter(verdicts)
    return {verdict: counts[verdict] for verdict in Verdict}


def people_in(changes: Sequence[Mapping[str, tuple[Any, Any]]]) -> dict[int, str]:
    """Return the names of everybody whom changes of owners name; one query, or none."""
    ids = {pk for each in changes for role in OwnerRole for pk in each.get(role.value, ()) if pk}
    people = User.objects.in_bulk(sorted(ids)) if ids else {}
    return {pk: str(person) for pk, person in people.items()}


def shown_case(
    row: UseCase,
    verdict: Verdict,
    sentence: str,
    changes: Mapping[str, tuple[Any, Any]],
    people: Mapping[int, str],
) -> ShownCase:
    """Write what becomes of a use case in words."""
    return ShownCase(
        pk=row.pk,
        code=code(row.pk),
        title=row.title,
        domain=row.domain.name,
        verdict=verdict,
        sentence=sentence,
        changes=tuple(_changes(changes, people)),
    )


def job_of(edit: BulkEdit, *, member: Member) -> JobRow | None:
    """Return the job that previews or carries out a bulk edit, while it does."""
    waits = {BulkEdit.State.PREVIEWING, BulkEdit.State.WORKING}
    if edit.job_id is None or edit.state not in waits:
        return None
    job = Job.objects.filter(pk=edit.job_id).first()
    return job_row(job, member=member) if job else None


def titles_of(ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return code and title of use cases; one query."""
    rows = UseCase.objects.filter(pk__in=ids).values_list("pk", "title")
    return {pk: (code(pk), title) for pk, title in rows}


def _changes(
    changes: Mapping[str, tuple[Any, Any]], people: Mapping[int, str]
) -> Iterator[ShownChange]:
    for name, (before, after) in changes.items():
        words = [_words(name, each, people) for each in (before, after)]
        yield ShownChange(label_of(name), *words)


def _words(name: str, value: Any, people: Mapping[int, str]) -> str:
    if name in set(OwnerRole):
        return people.get(value, _NOTHING) if value else _("Vacant")
    match value:
        case str() if name == "bucket":
            return Bucket(value).label
        case bool():
            return _("Yes") if value else _("No")
        case None | "":
            return _NOTHING
        case frozenset():
            value = ", ".join(each.label for each in Technique if each in value) or _NOTHING
    return str(getattr(value, "label", value))
