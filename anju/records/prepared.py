"""Questions asked and rows written at every act: their SQL is made once, so that they cost an execution, no building.

Django builds and compiles a query anew each time it is asked, which takes several times as long as the database
needs to answer it. A prepared question keeps its SQL and the places of its values; decision 10 says why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Field, Model, QuerySet

Rows = list[tuple[Any, ...]]
FAR = 1_234_567_890  # no key, day or name of the house, so that it is known again where it stands in a statement


@dataclass(frozen=True, slots=True)
class _Statement:
    """The SQL of a question on one kind of database, where its values stand, and how columns are read back."""

    sql: str
    fixed: tuple[Any, ...]
    places: tuple[tuple[int, str], ...]
    reading: Callable[[Any], Any]

    def asked(self, values: Mapping[str, Any]) -> Rows:
        given = list(self.fixed)
        for place, name in self.places:
            given[place] = _adapted(values[name])
        with connection.cursor() as cursor:
            cursor.execute(self.sql, given)
            return list(self.reading(cursor.fetchall()))


class Prepared:
    """A query by named values. `build` makes it of them with `values_list`; no value may be None or a collection."""

    def __init__(self, build: Callable[..., QuerySet[Any, tuple[Any, ...]]]) -> None:
        self._build = build
        self._statements: dict[str, _Statement] = {}

    def __call__(self, **values: Any) -> Rows:
        known = self._statements.get(connection.vendor)
        if known is None:
            known = self._statements[connection.vendor] = self._prepared(values)
        return known.asked(values)

    def _prepared(self, values: Mapping[str, Any]) -> _Statement:
        marks = {name: _mark(value, place) for place, (name, value) in enumerate(values.items())}
        compiler = self._build(**marks).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        found = {name: [at for at, each in enumerate(params) if each == _adapted(mark)] for name, mark in marks.items()}
        missing = [name for name, places in found.items() if not places]
        if missing:
            raise TypeError(f"the query does not ask by {', '.join(missing)}")
        columns = [each[0] for each in compiler.select]
        converters = compiler.get_converters(columns)

        def reading(rows: Rows) -> Any:
            return map(tuple, compiler.apply_converters(rows, converters)) if converters else rows

        return _Statement(sql, params, tuple((at, name) for name, places in found.items() for at in places), reading)


class Insertion:
    """New rows of a table keyed by `id`, written as they stand in their objects; nothing is asked before or after."""

    def __init__(self, model: type[Model]) -> None:
        self._model = model

    def one(self, row: Model) -> None:
        """Writes one row and gives its object the key."""
        with connection.cursor() as cursor:
            cursor.execute(f"{self._sql} RETURNING id", self._values(row))
            row.pk = cursor.fetchone()[0]
        row._state.adding, row._state.db = False, connection.alias

    def many(self, rows: Sequence[Model]) -> None:
        """Writes rows whose keys nobody needs."""
        if rows:
            with connection.cursor() as cursor:
                cursor.executemany(self._sql, [self._values(row) for row in rows])

    @cached_property
    def _fields(self) -> tuple[Field[Any, Any], ...]:
        return tuple(each for each in self._model._meta.local_concrete_fields if not each.primary_key)

    @cached_property
    def _sql(self) -> str:
        quoted = connection.ops.quote_name
        columns = ", ".join(quoted(each.column) for each in self._fields)
        places = ", ".join("%s" for _ in self._fields)
        return f"INSERT INTO {quoted(self._model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608

    def _values(self, row: Model) -> list[Any]:
        return [each.get_db_prep_save(getattr(row, each.attname), connection) for each in self._fields]


def rewritten(model: type[Model], changes: Mapping[str, Any], *, by: str, value: int) -> None:
    """New values in columns of the row that `by` names; nothing is built and nothing asked before."""
    fields: list[tuple[Any, Any]] = [(model._meta.get_field(name), given) for name, given in changes.items()]
    quoted = connection.ops.quote_name
    columns = ", ".join(f"{quoted(field.column)} = %s" for field, _ in fields)
    values = [field.get_db_prep_save(given, connection) for field, given in fields]
    with connection.cursor() as cursor:
        table = quoted(model._meta.db_table)
        cursor.execute(f"UPDATE {table} SET {columns} WHERE {quoted(by)} = %s", [*values, value])  # noqa: S608


def _mark(value: Any, place: int) -> Any:
    """A value of the same type that nothing else in a statement equals."""
    if isinstance(value, datetime):
        return datetime(1000, 1, 1, 1, 1, 1, 1, tzinfo=UTC) + timedelta(days=place)
    if isinstance(value, date):
        return date(1000, 2, 1) + timedelta(days=place)
    if isinstance(value, UUID):
        return UUID(int=FAR + place)
    if isinstance(value, int):
        return FAR + place
    return f"{FAR + place}"


def _adapted(value: Any) -> Any:
    """The value as the database is given it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value
