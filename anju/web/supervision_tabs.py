"""§7.1.8 — The lists of supervision with their counts: tabs on its own page, links on the board."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from anju.procedure.words import Words
from anju.records.models import Case, Department, Leg, Urge

from .loads import LIVE
from .scopes import disputed

TABS = {
    "work": Words("在办", "At work"),
    "asked": Words("待批申请", "Requests"),
    "held": Words("挂起中", "On hold"),
    "urged": Words("督办未答", "Urges open"),
    "disputed": Words("说法不一", "Disputed"),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One list of supervision with its count; `tone`: something in it is late."""

    name: str
    words: Words
    count: int
    tone: str
    href: str
    here: bool


def tabs_of(communities: set[int | None], now: datetime, here: str = "") -> list[Tab]:
    """Every list of supervision, as it stands in these communities."""
    counted, href = counts_of(communities, now), reverse("supervision")
    return [Tab(name, words, *counted[name], f"{href}?show={name}", name == here) for name, words in TABS.items()]


def at_work(communities: set[int | None]) -> QuerySet[Leg]:
    """The work of the departments of these communities: legs are found by department."""
    departments = Department.objects.filter(community__in=communities).values("pk")
    return Leg.objects.filter(department__in=departments, state__in=LIVE)


def counts_of(communities: set[int | None], now: datetime) -> dict[str, tuple[int, str]]:
    """How many stand on each list of supervision, and whether one is late; five statements, each from its index."""
    legs = Leg.objects.filter(community__in=communities)
    work = at_work(communities).aggregate(n=Count("pk"), late=Count("pk", filter=Q(next_due_at__lt=now)))
    urges = Urge.objects.filter(community__in=communities, answered_at=None)
    urged = urges.aggregate(n=Count("pk"), late=Count("pk", filter=Q(due__lt=now)))
    asked = legs.filter(requested_at__isnull=False).exclude(request="approval").count()
    held = legs.filter(held_until__isnull=False).count()
    cases = Case.objects.filter(disputed(), community__in=communities).count()
    return {
        "work": (work["n"], "late" if work["late"] else ""),
        "asked": (asked, "soon"),
        "held": (held, ""),
        "urged": (urged["n"], "late" if urged["late"] else "soon"),
        "disputed": (cases, "late"),
    }
