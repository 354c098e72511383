"""§7.1.8 — The urges a foreman or handler owes an answer, each answered in its row."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from anju.records.models import Urge

from .work_cards import WorkCards

SHOWN = 60


@dataclass(frozen=True, slots=True)
class OwedUrge:
    """One urge with the key its answer is sent by."""

    urge: Urge
    action: str
    task: str
    key: str


def urges_owed(work: WorkCards, only: Q | None = None) -> Sequence[OwedUrge]:
    """Of a foreman's departments all, of a handler those of his own work; soonest due first, one statement."""
    mine = Q(person=None) | Q(person=work.person) | Q(department__in=work.led)
    rows = Urge.objects.filter(mine, only or Q(), department__in=work.departments, answered_at=None)
    rows = rows.select_related("case", "urged_by", "person").order_by("due", "pk")[:SHOWN]
    return [
        OwedUrge(
            urge=each,
            action=reverse("task-step", args=[each.case.number, each.leg, "answer_urge"]),
            task=reverse("task", args=[each.case.number, each.leg]),
            key=str(uuid.uuid4()),
        )
        for each in rows
    ]
