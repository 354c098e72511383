"""Chapter search: the index, made of the records and made anew from them at any time (records/search_tables.py).

On SQLite these are FTS5 tables, on PostgreSQL tables with one GIN index; either is asked by `Matches` only, and
written by the actions only.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Col
from django.db.models.sql.compiler import SQLCompiler

from anju.records.search_phrases import Query

from .registry import Community

Compiled = tuple[str, list[Any]]


class Matches(models.Func):
    """Whether a row of the index is what a query asks for."""

    output_field = models.BooleanField()

    def __init__(self, query: Query) -> None:
        super().__init__(models.F("rowid"))
        self.query = query

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> Compiled:
        alias, table = self._whereabouts(compiler)
        return f'{alias}."{table}" MATCH %s', [self.query.fts5()]

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any) -> Compiled:
        alias, _table = self._whereabouts(compiler)
        return f'{alias}."tokens" @@ %s::tsquery', [self.query.tsquery()]

    def _whereabouts(self, compiler: SQLCompiler) -> tuple[str, str]:
        column = self.get_source_expressions()[0]
        if not isinstance(column, Col):
            raise TypeError("the index is asked by its own rows")
        return compiler.quote_name_unless_alias(column.alias), column.target.model._meta.db_table


class IndexRow(models.Model):
    """Tokens by what they are: text, phones from the last digit on, rooms, numbers, sounds of names, days."""

    rowid = models.BigIntegerField(primary_key=True)
    community = models.ForeignKey(Community, models.DO_NOTHING, db_constraint=False, related_name="+")
    kind = models.CharField(max_length=12)
    words = models.TextField()
    phones = models.TextField()
    rooms = models.TextField()
    numbers = models.TextField()
    names = models.TextField()
    days = models.TextField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.kind} {self.rowid}"


class CaseText(IndexRow):
    """What an entry of a case says, under the case's marks; the newest case has the highest row ids."""

    class Meta:
        managed = False
        db_table = "records_casetext"


class PlaceText(IndexRow):
    """A place with the people who live there; the row id is that of the place."""

    class Meta:
        managed = False
        db_table = "records_placetext"
