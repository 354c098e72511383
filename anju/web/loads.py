"""§7.1.8 — Who has how much to do: open legs per person, what is late, what is due soonest, and who is away."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from anju.procedure.posts import Post
from anju.records.models import Absence, Appointment, Leg, Person
from anju.records.models.people import ZONE, on_day

LIVE = ("assigned", "working", "on_site", "held")
HANDS = (Post.HANDLER, Post.FOREMAN)


@dataclass(frozen=True, slots=True)
class Load:
    """What one person of a department has in hand; `person` is None for what nobody took yet."""

    person: Person | None
    department: int
    where: str
    foreman: bool
    live: int
    late: int
    soonest: datetime | None
    away_until: datetime | None


def loads_of(departments: Collection[int | None], now: datetime) -> list[Load]:
    """Per department: what waits for a man, then the men, busiest first; three statements, all counted there."""
    counted = _counted(departments, now)
    posts = Appointment.objects.filter(
        on_day(now.astimezone(ZONE).date()), department__in=departments, post__in=HANDS
    ).select_related("person", "department")
    away = dict(
        Absence.objects.current(now)
        .filter(person__in=posts.values("person"), community__in=posts.values("community"))
        .values_list("person", "ends_at")
    )
    found: dict[tuple[int, int | None], Load] = {}
    for each in posts.order_by("person__name_key", "person__staff_number", "pk"):
        if each.department is None:
            continue
        before = found.get((each.department.pk, each.person.pk))
        foreman = each.post == Post.FOREMAN or bool(before and before.foreman)
        where, until = (each.department.pk, each.department.name), away.get(each.person.pk)
        live, late, soonest = counted.get((each.department.pk, each.person.pk), (0, 0, None))
        mine = Load(each.person, *where, foreman, live, late, soonest, until)
        found[each.department.pk, each.person.pk] = mine
        live, late, soonest = counted.get((each.department.pk, None), (0, 0, None))
        if live:
            found[each.department.pk, None] = Load(None, *where, False, live, late, soonest, None)
    return sorted(found.values(), key=lambda load: (load.department, load.person is not None, -load.late, -load.live))


def _counted(
    departments: Collection[int | None], now: datetime
) -> dict[tuple[int, int | None], tuple[int, int, datetime | None]]:
    rows = (
        Leg.objects.filter(department__in=departments, state__in=LIVE)
        .values("department", "person")
        .annotate(live=Count("pk"), late=Count("pk", filter=Q(next_due_at__lt=now)), soonest=Min("next_due_at"))
    )
    return {(row["department"], row["person"]): (row["live"], row["late"], row["soonest"]) for row in rows.order_by()}
