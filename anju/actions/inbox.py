"""Chapter notices: one's own inbox. Reading is no act."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from anju.records.models import Notice, Person


def mark_read(*, by: Person, now: datetime, notices: Collection[int] | None = None) -> int:
    """Marks one's own notices as read, those named or all; says how many were new."""
    unread = Notice.objects.filter(person=by, read_at__isnull=True)
    if notices is not None:
        unread = unread.filter(pk__in=notices)
    return unread.update(read_at=now)
