"""Reading the register of the house: what everybody here may know of a use case, and no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import (
    Case,
    Count,
    OuterRef,
    Q,
    QuerySet,
    StringAgg,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import StrIndex
from django.db.models.lookups import LessThan

from portal.domain.roles import Capability, Member
from portal.domain.search_words import search_words
from portal.models import Domain
from portal.models.domains import beneath
from portfolio.domain.buckets import Bucket
from portfolio.domain.stages import Stage
from portfolio.domain.techniques import Technique
from portfolio.domain.use_cases import OUTCOME_ENDS, code, number_of
from portfolio.models import UseCase, UseCaseSearchText, UseCaseTechnique
from portfolio.models.use_cases import UseCaseQuerySet

_READS_WHOLE: Final = Capability.VIEW_PORTFOLIO
_TECHNIQUES: Final = Subquery(
    UseCaseTechnique.objects.filter(use_case=OuterRef("pk"))
    .values("use_case")
    .annotate(used=StringAgg("technique", Value(",")))
    .values("used")
)
_READ: Final = (
    *("pk", "title", "outcome", "domain_id", "domain__name", "domain__path", "bucket", "stage"),
    *("created_at", "used"),
    *(f"business_owner__{part}" for part in ("name", "email", "is_active")),
)


@dataclass(frozen=True, slots=True)
class RegisterFilters:
    """What the register is narrowed by; ``None`` and empty text narrow nothing."""

    text: str = ""
    domain_id: int | None = None
    bucket: Bucket | None = None
    stage: Stage | None = None


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """What the house may know of one use case.

    Attributes
    ----------
    owner, owner_email
        The business owner, where one is named who is here.
    is_whole
        Whether the reader may open the full record.
    """

    pk: int
    code: str
    title: str
    outcome: str
    domain_id: int
    domain: str
    bucket: Bucket
    stage: Stage
    techniques: tuple[Technique, ...]
    owner: str
    owner_email: str
    registered_at: datetime
    is_whole: bool


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """Some entries of a longer list, and which page of it they are."""

    entries: tuple[RegisterEntry, ...]
    total: int
    number: int
    size: int


def listed(member: Member) -> UseCaseQuerySet:
    """Return the use cases whose entry the member may find."""
    return UseCase.objects.listed_to(member).active()


def register_page(
    member: Member, filters: RegisterFilters, *, number: int = 1, size: int = 50
) -> RegisterPage:
    """Return one page of the register by title, in three queries; beyond the end is the last."""
    rows = _filtered(member, filters)
    total: int = rows.aggregate(total=Count("pk"))["total"]
    number = min(number, max(1, -(-total // size)))
    ids = rows.order_by("title", "id").values_list("pk", flat=True)[(number - 1) * size :][:size]
    return RegisterPage(_entries(member, list(ids)), total, number, size)


def register_entry(member: Member, pk: int) -> RegisterEntry | None:
    """Return one entry, or nothing where the member may not find it; two queries."""
    found = listed(member).filter(pk=pk).order_by().values_list("pk", flat=True)
    return next(iter(_entries(member, list(found[:1]))), None)


def entries_by_id(member: Member, ids: Sequence[int]) -> dict[int, RegisterEntry]:
    """Return the entries among the given ids that the member may find; one query."""
    allowed = listed(member).filter(pk__in=ids).order_by().values("pk")
    return {row[0]: _entry(row, member) for row in _read(allowed)} if ids else {}


def entries_beyond(member: Member, words: Sequence[str]) -> UseCaseQuerySet:
    """Return what the member finds in the register alone, without the right to read it whole.

    The order tells nothing that an entry does not show: what has all the words in its title
    before what says them elsewhere, then by title.
    """
    rows = listed(member).exclude(beneath("domain__path", member.scope(_READS_WHOLE).paths))
    codes = [number for word in words if (number := number_of(word)) is not None]
    titled = Q(*(Q(title__icontains=word) for word in words)) | Q(pk__in=codes)
    place = Case(When(titled, then=Value(0)), default=Value(1))
    return _with_words(rows, member, words).order_by(place, "title", "pk")


def domains_in_register(member: Member) -> tuple[tuple[int, str], ...]:
    """Return key and name of the domains that have an entry the member may find; one query."""
    owning = listed(member).order_by().values("domain").distinct()
    rows = Domain.objects.filter(pk__in=owning).order_by("name", "pk")
    return tuple(rows.values_list("pk", "name"))


def _filtered(member: Member, filters: RegisterFilters) -> UseCaseQuerySet:
    rows = listed(member)
    if filters.bucket is not None:
        rows = rows.filter(bucket=filters.bucket)
    if filters.stage is not None:
        rows = rows.filter(stage=filters.stage)
    if filters.domain_id is not None:
        rows = rows.filter(domain=filters.domain_id)
    return _with_words(rows, member, search_words(filters.text))


def _with_words(rows: UseCaseQuerySet, member: Member, words: Sequence[str]) -> UseCaseQuerySet:
    codes = {word: number for word in words if (number := number_of(word)) is not None}
    for word, number in codes.items():
        found = Q(pk__in=_said_in_public([word])) & _not_by_reference(member, word)
        rows = rows.filter(found | Q(pk=number))
    others = [word for word in words if word not in codes]
    if others:
        rows = rows.filter(pk__in=_said_in_public(others))
    for word in others:
        rows = rows.filter(_not_by_reference(member, word))
    return rows


def _said_in_public(words: Sequence[str]) -> QuerySet[UseCaseSearchText, Any]:
    # One scan for all words; the longest is the rarest, and spares the others a look.
    texts = UseCaseSearchText.objects.all()
    ordered = sorted(words, key=len, reverse=True)
    for word in ordered:
        texts = texts.filter(text__contains=word)
    # What comes after the sign is the problem, which an entry does not show.
    end = StrIndex("text", Value(OUTCOME_ENDS))
    for word in ordered:
        texts = texts.filter(LessThan(StrIndex("text", Value(word)), end))
    return texts.values("use_case")


def _not_by_reference(member: Member, word: str) -> Q:
    # The words of a name hold its reference too, which is no part of an entry.
    scope = member.scope(_READS_WHOLE)
    if scope.is_everything:
        return Q()
    named = Q(title__icontains=word) | Q(outcome__icontains=word)
    return Q(external_reference="") | named | beneath("domain__path", scope.paths)


def _entries(member: Member, ids: Sequence[int]) -> tuple[RegisterEntry, ...]:
    if not ids:
        return ()
    found = {row[0]: _entry(row, member) for row in _read(ids)}
    return tuple(found[pk] for pk in ids if pk in found)


def _read(ids: Any) -> QuerySet[UseCase, Any]:
    return UseCase.objects.annotate(used=_TECHNIQUES).filter(pk__in=ids).values_list(*_READ)


def _entry(row: Sequence[Any], member: Member) -> RegisterEntry:
    (pk, title, outcome, domain_id, domain, path, bucket, stage, since, used, *owner) = row
    name, email, is_here = owner
    known = set((used or "").split(","))
    return RegisterEntry(
        pk=pk,
        code=code(pk),
        title=title,
        outcome=outcome,
        domain_id=domain_id,
        domain=domain,
        bucket=Bucket(bucket),
        stage=Stage(stage),
        techniques=tuple(each for each in Technique if each.value in known),
        owner=(name or email) if is_here else "",
        owner_email=email if is_here else "",
        registered_at=since,
        is_whole=member.can(_READS_WHOLE, path),
    )
