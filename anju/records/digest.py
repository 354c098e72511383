"""§7.1.8 — What a digest counts, of every community at once: a fixed number of statements over indexes."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from anju.procedure.instants import DAY, local

from .models import Case, Promise, Urge, Word
from .models.cases import OPEN_STATES

Counts = dict[int, dict[str, int]]
LONG = DAY  # after which what is overdue is the company's concern


def figures(at: datetime) -> dict[str, Q]:
    """What is counted of the open cases."""
    midnight = local(at).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return {
        "late": Q(next_due_at__lt=at),
        "day_late": Q(next_due_at__lt=at - LONG),
        "today": Q(next_due_at__gte=at, next_due_at__lt=midnight),
        "passed_on": Q(state="passed_on"),
        "reviewing": Q(state="reviewing"),
        "approval": Q(state="approval"),
    }


def counted(at: datetime) -> Counts:
    """By community, only what is not nothing."""
    found: Counts = defaultdict(dict)
    asked = {name: Count("pk", filter=condition) for name, condition in figures(at).items()}
    cases = Case.objects.filter(state__in=OPEN_STATES).values("community").annotate(**asked).order_by()
    for row in cases:
        where = row.pop("community")
        found[where] |= {name: count for name, count in row.items() if count}
    midnight = local(at).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    owed: dict[str, QuerySet[Any]] = {
        "words": Word.objects.filter(told_at__isnull=True, due__lt=midnight),
        "promises": Promise.objects.filter(kept="", due__lt=midnight),
        "urges": Urge.objects.filter(answered_at__isnull=True, due__lt=at, case__state__in=OPEN_STATES),
    }
    for name, rows in owed.items():
        for where, count in rows.order_by().values_list("community").annotate(Count("pk")):
            found[where][name] = count
    return found
