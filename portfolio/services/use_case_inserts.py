"""New use cases by the thousand: worked out before anything is locked, stored in few statements."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import batched
from typing import Any, Final
from uuid import uuid4

from django.db import connection
from django.db.models import Field, Model

from portal.domain.packed import packed_by_field
from portal.domain.roles import Member
from portfolio.domain.techniques import Technique
from portfolio.domain.use_cases import search_text
from portfolio.models import UseCase, UseCaseSearchText, UseCaseTechnique
from portfolio.services.use_case_histories import Kind, remember_as_they_are

BATCH: Final = 500
DOMAIN: Final = "domain"
_LATER: Final = frozenset({"domain_id", "source_digest"})
"""Columns that depend on the domain, which may have to be added first."""

type Column = Field[Any, Any]
type Digest = tuple[str, str]
"""What a source says, as text before and after the id of the domain."""


@packed_by_field
@dataclass(frozen=True, slots=True)
class NewUseCase:
    """A use case that is to be created, as the database takes it.

    Attributes
    ----------
    reference
        Its name where it comes from.
    values
        The stored columns in the order of the model, without those that depend on the domain.
    digest
        What the source said, to be completed with the domain.
    techniques
        What it is made of.
    search_text
        The words it is found by.
    """

    reference: str
    values: tuple[Any, ...]
    digest: Digest
    techniques: tuple[Technique, ...]
    search_text: str


def digest_around(told: Mapping[str, Any]) -> Digest:
    """Write what a source says as text, with a gap for the id of the domain.

    Examples
    --------
    >>> digest_around({"title": "Yard plan", "bucket": "growth"})
    ('{"bucket": "growth", "domain": ', ', "title": "Yard plan"}')
    """
    before = {name: value for name, value in told.items() if name < DOMAIN}
    after = {name: value for name, value in told.items() if name > DOMAIN}
    first, last = (
        json.dumps(part, sort_keys=True, ensure_ascii=False, default=str)
        for part in (before, after)
    )
    return f'{first[:-1]}, "{DOMAIN}": ', f", {last[1:]}"


def digest_in(digest: Digest, domain_id: int | None) -> str:
    """Return the SHA-256 of what a source says about a use case of a domain."""
    text = f"{digest[0]}{json.dumps(domain_id)}{digest[1]}"
    return hashlib.sha256(text.encode()).hexdigest()


def new_use_case(
    values: Mapping[str, Any], *, digest: Digest, techniques: Sequence[Technique], at: datetime
) -> NewUseCase:
    """Work out what storing a use case takes, but for its domain.

    Parameters
    ----------
    values
        Names of fields, or of stored columns, to values; what is left out has its default.
    digest
        From `digest_around`.
    techniques
        What it is made of, each perhaps more than once.
    at
        When it is created.
    """
    stated = {**values, "key": uuid4(), "created_at": at, "updated_at": at}
    name = f"{stated['title']} {stated['external_reference']}"
    return NewUseCase(
        reference=stated["external_reference"],
        values=tuple(_stored(stated)),
        digest=digest,
        techniques=tuple(dict.fromkeys(techniques)),
        search_text=search_text(name, stated["outcome"], stated["problem"]),
    )


def store_new_use_cases(
    new: Sequence[tuple[NewUseCase, int]], *, by: Member, at: datetime
) -> list[int]:
    """Create use cases with history, techniques and search text; a few statements for each 500.

    Parameters
    ----------
    new
        Each with the id of its domain.
    by, at
        Who creates them, and when.

    Returns
    -------
    list of int
        Their ids, in the same order.
    """
    ids = _inserted(UseCase, _fields(), (_values(each, domain) for each, domain in new))
    remember_as_they_are(ids, kind=Kind.CREATED, by=by, at=at)
    pairs = list(zip(ids, (each for each, _domain in new), strict=True))
    insert_rows(
        UseCaseTechnique,
        ("use_case_id", "technique"),
        ((pk, technique.value) for pk, each in pairs for technique in each.techniques),
    )
    insert_rows(
        UseCaseSearchText,
        ("use_case_id", "text"),
        ((pk, each.search_text) for pk, each in pairs),
    )
    return ids


def insert_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows by the names of their columns, with values as the database takes them."""
    fields = {field.attname: field for field in model._meta.concrete_fields}  # noqa: SLF001
    for some in batched(rows, BATCH):
        _insert(model, [fields[name] for name in names], some)


def _inserted(
    model: type[Model], fields: Sequence[Column], rows: Iterable[Sequence[Any]]
) -> list[int]:
    """Insert rows and return their ids."""
    return [pk for some in batched(rows, BATCH) for pk in _insert(model, fields, some, "id")]


def _insert(
    model: type[Model],
    fields: Sequence[Column],
    rows: Sequence[Sequence[Any]],
    returning: str = "",
) -> list[int]:
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(field.column or field.attname) for field in fields)
    source, values = _unnested(fields, rows) if connection.vendor == "postgresql" else _listed(rows)
    asked = " ".join(("RETURNING", quoted(returning))) if returning else ""
    # Only names of our own columns and types are joined; every value is a parameter.
    statement = f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) {source} {asked}"  # noqa: SLF001
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [pk for (pk,) in cursor.fetchall()] if returning else []


def _listed(rows: Sequence[Sequence[Any]]) -> tuple[str, list[Any]]:
    row = f"({', '.join(['%s'] * len(rows[0]))})"
    return " ".join(("VALUES", ", ".join([row] * len(rows)))), [
        value for each in rows for value in each
    ]


def _unnested(
    fields: Sequence[Column], rows: Sequence[Sequence[Any]]
) -> tuple[str, list[list[Any]]]:
    """One array for each column, as Django does it: 30,000 parameters take long to put in."""
    types = ((field.db_type(connection) or "").partition("(")[0] for field in fields)
    arrays = ", ".join(f"(%s)::{each}[]" for each in types)
    columns = [list(column) for column in zip(*rows, strict=True)]
    return " ".join(("SELECT * FROM", f"UNNEST({arrays})")), columns


@cache
def _fields() -> tuple[Column, ...]:
    """Return the stored columns of a use case, but for its id."""
    every = UseCase._meta.concrete_fields  # noqa: SLF001
    return tuple(field for field in every if not field.primary_key)


@cache
def _defaults(_vendor: str) -> Mapping[str, Any]:
    """Return what the database takes for each column of which nothing is said."""
    return {
        field.attname: field.get_db_prep_save(field.get_default(), connection)
        for field in _fields()
    }


def _stored(values: Mapping[str, Any]) -> Iterator[Any]:
    """Return the columns of a use case, but for the later ones, as the database takes them."""
    defaults = _defaults(connection.vendor)
    for field in _fields():
        if field.attname in _LATER:
            continue
        if field.attname in values:
            yield field.get_db_prep_save(values[field.attname], connection)
        elif field.name in values:
            other = values[field.name]
            yield None if other is None else other.pk
        else:
            yield defaults[field.attname]


def _values(new: NewUseCase, domain_id: int) -> list[Any]:
    later = {"domain_id": domain_id, "source_digest": digest_in(new.digest, domain_id)}
    values = iter(new.values)
    return [
        later[field.attname] if field.attname in _LATER else next(values) for field in _fields()
    ]
