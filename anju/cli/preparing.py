"""What every first command does: bring the tables up to date and found the installation once."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from anju.actions.installation import install


def prepare() -> None:
    """Harmless to repeat. Whether it is a training company is settled by the first call for ever."""
    call_command("migrate", interactive=False, verbosity=0)
    install(now=timezone.now(), training=settings.TRAINING)
    _look_at_the_tables()


def _look_at_the_tables() -> None:
    """What the planner goes by: SQLite never looks by itself, and a migration that alters a table forgets what it saw.

    Some hundred rows of each index are enough, so that a start costs no time; PostgreSQL looks by itself.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("ANALYZE")
