"""What part of the open cases a list or a figure means: late, due today, waiting for the archive."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from anju.procedure.instants import local

SCOPES = ("open", "late", "mine", "all", "today", "filing", "rings")  # the last three: behind figures and the ring


def scoped(scope: str, now: datetime) -> Q:
    """What of the open cases a scope means."""
    midnight = local(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    conditions = {
        "late": Q(next_due_at__lt=now),
        "today": Q(next_due_at__gte=now, next_due_at__lt=midnight),
        "rings": Q(rings_since__isnull=False),
        "filing": Q(state__in=("ordering", "ordered", "handed_over")),
    }
    return conditions.get(scope, Q())
