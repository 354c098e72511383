"""What time it is at the counter: the machine's time, moved only in a training company."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from anju.records.models import Installation


def now() -> tuple[datetime, bool]:
    """The time for everything a request does, and whether this is a training company; one statement."""
    found = Installation.objects.values_list("training", "clock_shift_seconds").first()
    training, shift = found or (False, 0)
    return timezone.now() + timedelta(seconds=shift), training
