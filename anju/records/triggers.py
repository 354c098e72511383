"""The triggers that make the journal append-only and keep an edition that was put in force as it is, on both engines.

What stands is compared with what should.

Altering a table on SQLite drops its triggers silently: every migration that alters one calls `make` again.
"""

from __future__ import annotations

import re

from django.db.backends.base.base import BaseDatabaseWrapper

REFUSAL = "anju: the journal is append-only"  # and an edition in force stays as it is
KEYS = {  # what a row may not be replaced by, besides its id
    "records_entry": "community_id = NEW.community_id AND position = NEW.position",
    "records_act": "actor_key = NEW.actor_key AND key = NEW.key",
    "records_fact": "entry_id = NEW.entry_id AND name = NEW.name",
}
KEPT_COLUMNS = ("id", "community_id", "entry_id", "name", "personal", "digest")
ERASURE = " AND ".join(
    (
        "NEW.value IS NULL AND NEW.salt IS NULL AND OLD.personal",
        *(f"NEW.{column} = OLD.{column}" for column in KEPT_COLUMNS),
    )
)
EDITION = "records_edition"
NO_DRAFT = "OLD.state <> 'draft'"
SAME_EDITION = "NEW.name = OLD.name AND NEW.content = OLD.content AND NEW.state <> 'draft'"
EDITION_RULES = {"delete": NO_DRAFT, "update": f"{NO_DRAFT} AND NOT ({SAME_EDITION})"}


def _sqlite() -> dict[str, str]:
    found = {
        f"{EDITION}_no_{deed}": (
            f"BEFORE {deed.upper()} ON {EDITION} WHEN {when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
        for deed, when in EDITION_RULES.items()
    }
    for table, key in KEYS.items():
        found[f"{table}_no_delete"] = f"BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        found[f"{table}_no_replace"] = (
            f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR ({key})) "  # noqa: S608
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )
        when = f" WHEN NOT ({ERASURE})" if table == "records_fact" else ""
        found[f"{table}_no_update"] = f"BEFORE UPDATE ON {table}{when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    return {name: f"CREATE TRIGGER {name} {body}" for name, body in found.items()}


FUNCTION = "anju_append_only"
FUNCTION_BODY = f"BEGIN RAISE EXCEPTION '{REFUSAL}'; END"


def _postgres() -> dict[str, str]:
    call = f"EXECUTE FUNCTION {FUNCTION}()"
    found = {
        f"{EDITION}_no_{deed}": f"BEFORE {deed.upper()} ON {EDITION} FOR EACH ROW WHEN ({when}) {call}"
        for deed, when in EDITION_RULES.items()
    }
    for table in KEYS:
        found[f"{table}_no_delete"] = f"BEFORE DELETE ON {table} FOR EACH ROW {call}"
        found[f"{table}_no_truncate"] = f"BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {call}"
        when = f"WHEN (NOT ({ERASURE})) " if table == "records_fact" else ""
        found[f"{table}_no_update"] = f"BEFORE UPDATE ON {table} FOR EACH ROW {when}{call}"
    return {name: f"CREATE TRIGGER {name} {body}" for name, body in found.items()}


def wanted(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Name and statement of every trigger this engine is to have."""
    return _sqlite() if connection.vendor == "sqlite" else _postgres()


def make(connection: BaseDatabaseWrapper) -> None:
    """Drops and makes them all."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ {FUNCTION_BODY} $$"
            )
        for name, statement in wanted(connection).items():
            on = f" ON {name.rsplit('_no_', 1)[0]}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
            cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Undoes `make`: for the way back of a migration only."""
    with connection.cursor() as cursor:
        for name in wanted(connection):
            on = f" ON {name.rsplit('_no_', 1)[0]}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def faults(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of triggers that are missing, disabled or not as they should be."""
    stands = _standing_sqlite if connection.vendor == "sqlite" else _standing_postgres
    standing = stands(connection)
    return [name for name, text in wanted(connection).items() if standing.get(name) != _folded(text)]


def _standing_sqlite(connection: BaseDatabaseWrapper) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        return {name: _folded(statement) for name, statement in cursor.fetchall()}


def _standing_postgres(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """PostgreSQL rewrites a trigger when it stores it, so both are compared without casts and case."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, pg_get_triggerdef(t.oid, true), p.prosrc, current_schema() FROM pg_trigger t"
            " JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND n.nspname = current_schema()"
        )
        rows = cursor.fetchall()
    wanted = _postgres()
    return {
        name: _folded(wanted[name])
        for name, statement, source, schema in rows
        if name in wanted
        and _bare(statement.replace(f"{schema}.", "")) == _bare(wanted[name])
        and source.strip() == FUNCTION_BODY
    }


def _bare(statement: str) -> str:
    """A statement as far as two spellings of it agree."""
    return _folded(re.sub(r"::[a-z]+", "", statement).lower())


def _folded(statement: str) -> str:
    return " ".join(statement.split())
