"""What all tests share."""

from __future__ import annotations

import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

# A failing example is printed with its seed; a slow machine is no failure.
hypothesis_settings.register_profile(
    "house", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("house")


@pytest.fixture(scope="session")
def on_sqlite() -> bool:
    """Whether this run is on SQLite."""
    return "sqlite3" in settings.DATABASES["default"]["ENGINE"]
