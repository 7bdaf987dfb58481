"""Queries that are put together once, and asked again with other keys."""

from collections.abc import Sequence
from threading import local
from typing import Any, Final, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

KEYS_END: Final = 2**63
"""No database has a key from here on, and some cannot even look."""

_SIZES: Final = (1, 25, 50, 100, 500)
"""A statement is kept for so many ids: fewer are filled up, more are asked for in turns."""


class _Statement(NamedTuple):
    """A statement as its connection takes it, and where the ids stand among its parameters."""

    compiler: Any
    sql: str
    parameters: tuple[Any, ...]
    places: tuple[int, ...]
    converters: dict[int, Any]


class _Asked:
    """A query of plain values, put together once for each thread and its connection."""

    def __init__(self, values: QuerySet[Any, Any]) -> None:
        self._values = values
        self._kept = local()

    def _statement(self, size: int) -> _Statement | None:
        """Return the statement, or nothing where Django sees that it would find nothing."""
        connection = connections[self._values.db]
        kept: dict[int, _Statement] = self._kept.__dict__.setdefault("statements", {})
        found = kept.get(size)
        if found is None or found.compiler.connection is not connection:
            try:
                found = kept[size] = self._put_together(size)
            except EmptyResultSet:
                return None
        return found

    def _put_together(self, size: int) -> _Statement:
        holders = [-1 - number for number in range(size)]
        compiler = self._narrowed(holders).query.get_compiler(self._values.db)
        sql, parameters = compiler.as_sql()
        fields = [each[0] for each in compiler.select[: compiler.col_count]]
        # A key that is text is held by text.
        held = {str(each) for each in holders}
        places = [place for place, each in enumerate(parameters) if str(each) in held]
        return _Statement(
            compiler, sql, tuple(parameters), tuple(places), compiler.get_converters(fields)
        )

    def _narrowed(self, holders: Sequence[int]) -> QuerySet[Any, Any]:
        raise NotImplementedError

    def _read(self, statement: _Statement, parameters: Sequence[Any]) -> list[list[Any]]:
        with connections[self._values.db].cursor() as cursor:
            cursor.execute(statement.sql, parameters)
            rows = cursor.fetchall()
        return list(statement.compiler.apply_converters(rows, statement.converters))


class Kept(_Asked):
    """Plain values of a query that is asked again as it is; whoever keeps it knows what for."""

    def rows(self) -> list[list[Any]]:
        """Return the values of every row; one query."""
        statement = self._statement(0)
        return self._read(statement, statement.parameters) if statement else []

    def _narrowed(self, holders: Sequence[int]) -> QuerySet[Any, Any]:  # noqa: ARG002
        return self._values


class ByIds(_Asked):
    """Plain values of the rows of some ids, in the order the query has, or in none.

    Django puts a query together anew each time it is asked. Over many columns and tables that
    takes longer than the database needs for the answer. ``field`` is what the ids are compared
    with, where that is not the primary key; each 500 are in order by themselves.
    """

    def __init__(self, values: QuerySet[Any, Any], *, field: str = "pk") -> None:
        super().__init__(values)
        self._field = field

    def rows(self, ids: Sequence[int] | Sequence[str]) -> list[list[Any]]:
        """Return the values of the rows that there are; one query for each 500 ids."""
        found: list[list[Any]] = []
        for start in range(0, len(ids), _SIZES[-1]):
            found += self._cut(ids[start : start + _SIZES[-1]])
        return found

    def _cut(self, ids: Sequence[int] | Sequence[str]) -> list[list[Any]]:
        size = next(each for each in _SIZES if each >= len(ids))
        statement = self._statement(size)
        if statement is None:
            return []
        parameters = list(statement.parameters)
        filled = [*ids, *[ids[-1]] * (size - len(ids))]
        for place, pk in zip(statement.places, filled, strict=True):
            parameters[place] = pk
        return self._read(statement, parameters)

    def _narrowed(self, holders: Sequence[int]) -> QuerySet[Any, Any]:
        return self._values.filter(**{f"{self._field}__in": holders})
