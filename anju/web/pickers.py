"""§7.1.1 — Short lists beside a field of the register: who of the staff relayed it, which common place is meant."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from anju.procedure.posts import Post
from anju.records.models import Appointment, Location, Person
from anju.records.models.people import ZONE, on_day

from . import wording
from .desk import DESK, Request, behind_the_door
from .household import above
from .register import RegisterPage

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Picked:
    """One line of the list: what it writes into the field, and what stands beside it."""

    value: str
    word: str
    beside: str = ""


@require_safe
@behind_the_door(*DESK)
def staff(request: Request) -> HttpResponse:
    """Who works here now, by number, name or the sounds of it; whoever has no account is typed as he is."""
    desk = RegisterPage(request.user, request.now, request.GET)
    typed = request.GET.get("relayer", "").strip()
    held = Appointment.objects.filter(
        on_day(request.now.astimezone(ZONE).date()), Q(community=desk.community) | Q(community=None)
    )
    rows = held.filter(person__in=_named(typed)).select_related("person", "department")
    found: dict[int, Picked] = {}
    for each in rows.order_by("person__name_key", "person__staff_number", "pk"):
        beside = each.department.name if each.department else wording.words(Post(each.post).words)
        found.setdefault(each.person_id, Picked(f"{each.person.name} {each.person.staff_number}", beside, ""))
    return render(request, "intake/_picked.html", {"picked": list(found.values())[:SHOWN]})


def _named(typed: str) -> object:
    """The people meant: by staff number, a part of the name, the first letters of its syllables."""
    working = Person.objects.working()
    if not typed:
        return working
    letters = [re.escape(each) for each in typed.casefold() if each.isascii() and each.isalpha()]
    by_sound = Q(name_key__regex="^" + r"\S* ".join(letters)) if letters and len(letters) == len(typed) else Q()
    meant = Q(staff_number__istartswith=typed) | Q(name__icontains=typed) | by_sound
    return working.filter(meant | Q(name_key__startswith=typed.casefold()))


@require_safe
@behind_the_door(*DESK)
def spots(request: Request) -> HttpResponse:
    """The common places of the house somebody lives in, and of the whole community, nearest first."""
    desk = RegisterPage(request.user, request.now, request.GET)
    typed, place = request.GET.get("spot", "").strip(), desk.place(request.GET.get("place", ""))
    houses = above(place) if place else []
    within = Location.objects.filter(community=desk.community, kind="place")
    near = Q(parent__in=houses) | Q(parent__parent=None)
    rows = within.filter(near, name__icontains=typed).select_related("parent")
    ranked = sorted(rows[:100], key=lambda each: (_distance(each, houses), each.sort_key))
    found = [Picked(each.name, each.name, each.parent.name if each.parent else "") for each in ranked]
    return render(request, "intake/_picked.html", {"picked": found[:SHOWN]})


def _distance(place: Location, houses: list[int]) -> int:
    return houses.index(place.parent_id) if place.parent_id in houses else len(houses)
