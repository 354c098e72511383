"""The journal is append-only: both databases refuse whatever would change or replace what stands in it."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from anju.records import triggers
from anju.records.models import Edition, Fact
from tests.build import Centre, registered

TABLES = ("records_entry", "records_act", "records_fact")


@pytest.fixture
def journal(centre: Centre) -> None:
    registered(centre)
    if connection.vendor == "postgresql":  # or it refuses because of references still to be checked
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def counts() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"(SELECT count(*) FROM {table})" for table in TABLES))
        return list(cursor.fetchone())


def refused(statement: str) -> bool:
    """Whether the database refuses, by the words of the house."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        return triggers.REFUSAL in str(error)
    return False


def columns(table: str, but: str = "") -> list[str]:
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    names = [connection.ops.quote_name(each.name) for each in described]
    return [name for name in names if name.strip('"') != but]


@pytest.mark.parametrize("table", TABLES)
def test_what_stands_in_the_journal_is_neither_changed_nor_removed(journal: None, table: str) -> None:
    before = counts()
    for column in columns(table):
        assert refused(f"UPDATE {table} SET {column} = {column}"), column
    assert refused(f"DELETE FROM {table}")
    assert refused(f"DELETE FROM {table} WHERE id = (SELECT max(id) FROM {table})")
    assert counts() == before


@pytest.mark.parametrize("table", TABLES)
def test_the_journal_is_not_emptied_at_a_stroke(journal: None, table: str, on_sqlite: bool) -> None:
    if on_sqlite:
        pytest.skip("SQLite has no TRUNCATE")
    assert refused(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_put_in_place_of_what_stands(journal: None, table: str, on_sqlite: bool) -> None:
    every, rest = ", ".join(columns(table)), ", ".join(columns(table, but="id"))
    if on_sqlite:
        assert refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
        assert refused(f"INSERT OR REPLACE INTO {table} ({rest}) SELECT {rest} FROM {table}")
        assert refused(f"REPLACE INTO {table} SELECT * FROM {table}")
        assert refused(f"UPDATE OR REPLACE {table} SET id = (SELECT max(id) FROM {table})")
    setting = ", ".join(f"{name} = excluded.{name}" for name in columns(table, but="id"))
    copied = f"INSERT INTO {table} ({every}) SELECT {every} FROM {table} WHERE 1 = 1"
    assert refused(f"{copied} ON CONFLICT (id) DO UPDATE SET {setting}")


def test_a_personal_fact_may_be_emptied_and_nothing_else(journal: None) -> None:
    fact = Fact.objects.filter(personal=True)[0]
    for change in (
        "value = NULL, salt = NULL, digest = 'x'",
        "value = NULL, salt = NULL, name = 'x'",
        "value = NULL, salt = NULL, id = id + 100000",
        "value = NULL, salt = NULL, personal = (1 = 0)",
        "salt = salt",
        "value = 'x'",
    ):
        assert refused(f"UPDATE records_fact SET {change} WHERE id = {fact.pk}"), change
    assert not refused(f"UPDATE records_fact SET value = NULL, salt = NULL WHERE id = {fact.pk}")
    assert refused(f"UPDATE records_fact SET value = 'x', salt = 'y' WHERE id = {fact.pk}")
    plain = Fact.objects.filter(personal=False)[0]
    assert refused(f"UPDATE records_fact SET value = NULL, salt = NULL WHERE id = {plain.pk}")


@pytest.mark.django_db
def test_the_triggers_that_stand_are_those_that_are_wanted() -> None:
    assert triggers.faults(connection) == []
    wanted = triggers.wanted(connection)
    assert {name.rsplit("_no_", 1)[0] for name in wanted} == {*TABLES, triggers.EDITION}
    kinds = {"update", "delete", "replace" if connection.vendor == "sqlite" else "truncate"}
    assert {name.rsplit("_no_", 1)[1] for name in wanted} == kinds


@pytest.mark.django_db
def test_a_trigger_lost_by_altering_its_table_is_missed_and_made_again() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DROP TRIGGER records_entry_no_update" + ("" if connection.vendor == "sqlite" else " ON records_entry")
        )
    assert triggers.faults(connection) == ["records_entry_no_update"]
    triggers.make(connection)
    assert triggers.faults(connection) == []


def test_an_edition_that_was_put_in_force_is_neither_changed_nor_removed(centre: Centre) -> None:
    in_force = Edition.objects.get(state="in_force")
    for change in ("content = '{}'", "name = 'C/9'", "state = 'draft', in_force_from = NULL"):
        assert refused(f"UPDATE records_edition SET {change} WHERE id = {in_force.pk}"), change
    assert refused(f"DELETE FROM records_edition WHERE id = {in_force.pk}")
    assert not refused(f"UPDATE records_edition SET state = 'replaced' WHERE id = {in_force.pk}")
    assert refused(f"DELETE FROM records_edition WHERE id = {in_force.pk}")
    draft = Edition.objects.create(name="B/1", state="draft", content={})
    assert not refused(f"UPDATE records_edition SET content = '[]' WHERE id = {draft.pk}")
    assert not refused(f"DELETE FROM records_edition WHERE id = {draft.pk}")
