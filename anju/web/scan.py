"""Chapter registry at the counter: the code on a wall, scanned - which place that is, and what is open there."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from anju.procedure.posts import Post
from anju.records.models import Case, Leg, Location, Person

from .desk import CASE_POSTS, Request, behind_the_door, page
from .household import case_lines
from .work_cards import tab

SHOWN = 20


@require_safe
@behind_the_door(*CASE_POSTS)
def show(request: Request, code: uuid.UUID) -> HttpResponse:
    seen = Location.objects.visible_to(request.user, request.now).select_related("community", "parent")
    place = get_object_or_404(seen, scan_code=code)
    cases = Case.objects.visible_to(request.user, request.now).filter(place=place).open().by_due()
    context: dict[str, Any] = {
        "place": place,
        "cases": case_lines(cases[:SHOWN]),
        "tasks": _tasks(request.user, place, request.now),
    }
    return page(request, "tasks/place.html", gettext("扫码"), here="tasks", **context)


def _tasks(person: Person, place: Location, now: datetime) -> list[Leg]:
    """The work of one's department here, for whoever handles."""
    held = person.held(now)
    departments = {each.department for each in held if each.post in (Post.HANDLER, Post.FOREMAN)}
    legs = Leg.objects.filter(tab("all", now), department__in=departments, case__place=place)
    return list(legs.select_related("case").order_by("next_due_at", "pk")[:SHOWN])
