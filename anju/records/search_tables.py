"""Chapter search: the tables of the index on either engine.

FTS5's own `secure-delete` needs SQLite 3.42 and locks older ones out of the file, so erasure is made whole by
`purging` instead: merging the index drops what deleted rows left in it.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

BITS = 16  # of a row id: which entry of its case
TABLES = ("records_casetext", "records_placetext")
COLUMNS = ("rowid", "community_id", "kind", "words", "phones", "rooms", "numbers", "names", "days")


def make(connection: BaseDatabaseWrapper) -> None:
    """Makes the empty tables."""
    with connection.cursor() as cursor:
        for table in TABLES:
            for statement in _sqlite(table) if connection.vendor == "sqlite" else _postgres(table):
                cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Undoes `make`."""
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"DROP TABLE IF EXISTS {table}")


def _sqlite(table: str) -> tuple[str, ...]:
    columns = ", ".join("kind UNINDEXED" if each == "kind" else each for each in COLUMNS[1:])
    # `ascii` takes every character beyond ASCII for part of a word: rare ones too, which other tokenizers drop.
    return (f"CREATE VIRTUAL TABLE {table} USING fts5({columns}, tokenize=\"ascii tokenchars '-'\", columnsize=0)",)


def _postgres(table: str) -> tuple[str, ...]:
    texts = ", ".join(f"{each} text NOT NULL" for each in COLUMNS[3:])
    return (
        f"CREATE TABLE {table} (rowid bigint PRIMARY KEY, community_id bigint NOT NULL, kind varchar(12) NOT NULL,"
        f" {texts}, tokens tsvector NOT NULL)",
        f"CREATE INDEX {table}_tokens ON {table} USING gin (tokens) WITH (fastupdate = off)",
        # With the usual hundred a rare word is thought common, and the newest rows are read one after another for it.
        f"ALTER TABLE {table} ALTER COLUMN tokens SET STATISTICS 1000",
        f"CREATE INDEX {table}_case ON {table} ((rowid >> {BITS}))",
    )


def writing(connection: BaseDatabaseWrapper, table: str) -> str:
    """The statement that puts a row, in place of the one it had."""
    columns = list(COLUMNS)
    values = ["%s"] * len(columns)
    if connection.vendor == "sqlite":
        return f"INSERT OR REPLACE INTO {table} ({', '.join(columns)}) VALUES ({', '.join(values)})"  # noqa: S608
    columns.append("tokens")
    values.append("%s::tsvector")
    anew = ", ".join(f"{each} = excluded.{each}" for each in columns[1:])
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join(values)})"  # noqa: S608
        f" ON CONFLICT (rowid) DO UPDATE SET {anew}"
    )


def purging(connection: BaseDatabaseWrapper) -> list[str]:
    """The statements after which nothing is left of rows that were taken away; on PostgreSQL that is VACUUM's work."""
    if connection.vendor != "sqlite":
        return []
    return [f"INSERT INTO {table}({table}) VALUES ('optimize')" for table in TABLES]  # noqa: S608
