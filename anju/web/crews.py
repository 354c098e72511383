"""§7.1.6 — Whom a case can be dispatched to: the departments of a centre and the people who handle for them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from anju.procedure.posts import Post
from anju.records.models import Appointment, Department
from anju.records.models.people import ZONE, on_day

from . import wording
from .offered import OfferedDepartment


def departments_of(community: int, now: datetime) -> list[OfferedDepartment]:
    """The open departments of a centre with the people who handle for them; two statements."""
    rows = Department.objects.filter(community=community, closed_on=None).order_by("code")
    handlers = Appointment.objects.filter(
        on_day(now.astimezone(ZONE).date()), Q(post__in=[Post.HANDLER, Post.FOREMAN]), community=community
    ).select_related("person")
    people: dict[int | None, list[tuple[str, str]]] = {}
    for each in handlers.order_by("person__name_key", "person__staff_number"):
        suffix = f"（{wording.words(Post.FOREMAN.words)}）" if each.post == Post.FOREMAN else ""
        people.setdefault(each.department_id, []).append((each.person.key, each.person.name + suffix))
    return [OfferedDepartment(row.code, row.name, people.get(row.pk, ())) for row in rows]
