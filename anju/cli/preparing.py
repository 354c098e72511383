"""What every first command does: bring the tables up to date and found the installation once."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from anju.actions.installation import install


def prepare() -> None:
    """Harmless to repeat. Whether it is a training company is settled by the first call for ever."""
    call_command("migrate", interactive=False, verbosity=0)
    install(now=timezone.now(), training=settings.TRAINING)
