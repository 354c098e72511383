"""The suite runs on the database it was asked to run on, with the options the house relies on."""

from __future__ import annotations

import pytest
from django.db import connection


@pytest.mark.django_db
def test_the_suite_runs_on_the_database_it_was_asked_for(pytestconfig: pytest.Config, on_sqlite: bool) -> None:
    assert on_sqlite == (pytestconfig.getoption("database") == "sqlite")
    assert connection.vendor == ("sqlite" if on_sqlite else "postgresql")


@pytest.mark.django_db
def test_the_database_keeps_its_promises(on_sqlite: bool) -> None:
    with connection.cursor() as cursor:
        if on_sqlite:
            expected = {"journal_mode": "wal", "secure_delete": 1, "foreign_keys": 1, "busy_timeout": 20_000}
            found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in expected}
        else:
            expected = {"server_encoding": "UTF8", "lc_collate": "C.UTF-8"}
            cursor.execute("SELECT datcollate, pg_encoding_to_char(encoding) FROM pg_database LIMIT 1")
            collation, encoding = cursor.fetchone()
            found = {"server_encoding": encoding, "lc_collate": collation}
        assert found == expected
