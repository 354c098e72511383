"""What all tests share."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection
from hypothesis import HealthCheck, settings

# A failing example is printed with its seed; a slow machine is no failure.
settings.register_profile("house", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(scope="session")
def on_sqlite() -> bool:
    """Whether this run is on SQLite."""
    return connection.vendor == "sqlite"


@pytest.fixture
def own_database() -> Iterator[dict[str, str]]:
    """The settings of an empty database of its own, for tests that start the product in its own process."""
    url = os.environ.get("ANJU_DATABASE_URL")
    if not url:
        yield {}  # SQLite lies in the data directory
        return
    name = f"house_{uuid.uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        yield {"ANJU_DATABASE_URL": url.replace("/postgres?", f"/{name}?")}
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")
