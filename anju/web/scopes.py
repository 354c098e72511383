"""What part of the open cases a list or a figure means: late, due today, waiting for the archive, disputed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from anju.procedure.disagreements import AGAINST
from anju.procedure.instants import local
from anju.records.models import Entry

# today, filing and rings: behind figures and the ring; disputed: behind one of supervision
SCOPES = ("open", "late", "mine", "all", "today", "filing", "rings", "disputed")
REOPENED = ("passed_on", "handling", "reviewing", "approval")


def scoped(scope: str, now: datetime) -> Q:
    """What of the open cases a scope means."""
    midnight = local(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    conditions = {
        "late": Q(next_due_at__lt=now),
        "today": Q(next_due_at__gte=now, next_due_at__lt=midnight),
        "rings": Q(rings_since__isnull=False),
        "filing": Q(state__in=("ordering", "ordered", "handed_over")),
    }
    return disputed() if scope == "disputed" else conditions.get(scope, Q())


def disputed() -> Q:
    """§7.1.8: reported as done, and the director or the resident said otherwise; it is not settled since."""
    against = Q(step="return_report") | Q(step__in=list(AGAINST), case_entered="passed_on")
    return Q(state__in=REOPENED) & Q(Exists(Entry.objects.filter(against, case=OuterRef("pk"))))
