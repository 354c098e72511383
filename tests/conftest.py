"""What all tests share."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings

# A failing example is printed with its seed; a slow machine is no failure.
settings.register_profile(
    "house", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")


@pytest.fixture(scope="session")
def on_sqlite() -> bool:
    """Whether this run is on SQLite."""
    return connection.vendor == "sqlite"
