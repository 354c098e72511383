"""What all tests share."""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

    from tests.build import Centre

# A failing example is printed with its seed; a slow machine is no failure.
settings.register_profile("house", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

SQLITE_FILE = "anju.sqlite3"


@pytest.fixture(scope="session")
def on_sqlite() -> bool:
    """Whether this run is on SQLite."""
    return connection.vendor == "sqlite"


@contextmanager
def another_database(template: str = "template1") -> Iterator[dict[str, str]]:
    """The settings of a database of its own; on SQLite none, it lies in the data directory."""
    url = os.environ.get("ANJU_DATABASE_URL")
    if not url:
        yield {}
        return
    name = f"house_{uuid.uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield {"ANJU_DATABASE_URL": url.replace("/postgres?", f"/{name}?")}
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def own_database() -> Iterator[dict[str, str]]:
    """The settings of an empty database of its own, for tests that start the product in its own process."""
    with another_database() as settings:
        yield settings


@pytest.fixture
def migrated_database(
    tmp_path: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[dict[str, str]]:
    """The same with all tables in it; on SQLite in `tmp_path`. To copy what the run has is quicker than to migrate."""
    with django_db_blocker.unblock():
        connection.close()
        template = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(template)) as made, closing(sqlite3.connect(tmp_path / SQLITE_FILE)) as copy:
            made.backup(copy)
    with another_database(template) as settings:
        yield settings


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The test database, also for tests that come by `centre` and bear no mark of pytest-django."""
    from django.test.utils import setup_databases, teardown_databases

    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=0)


@contextmanager
def undone() -> Iterator[None]:
    """Everything done within is rolled back."""
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Centre]:
    """A company with one busy centre, built once for a module and rolled back at its end."""
    from anju.records import chain
    from tests import build

    with django_db_blocker.unblock(), undone():
        yield build.centre()
    chain.installation.cache_clear()


@pytest.fixture
def centre(built: Centre, django_db_blocker: DjangoDbBlocker) -> Iterator[Centre]:
    """The centre as it was built, whatever earlier tests did to it; what this test does is rolled back."""
    from tests import build

    with django_db_blocker.unblock(), undone():
        yield build.fresh(built)


@pytest.fixture
def emptied(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For tests that need real commits: the database is emptied afterwards.

    Its triggers refuse that, so they are dropped before and made again after; only tests ever do this.
    A module uses `centre` or `emptied`, never both.
    """
    from django.core.management import call_command

    from anju.records import chain, triggers

    with django_db_blocker.unblock():
        assert not connection.in_atomic_block
        try:
            yield
        finally:
            triggers.drop(connection)
            call_command("flush", interactive=False, verbosity=0)
            triggers.make(connection)
            chain.installation.cache_clear()
