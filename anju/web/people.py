"""Chapter people at the counter: who works here, in which posts, who is away, who may follow up (§5.0, §7.1.9)."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from anju.actions.rights import manages
from anju.records.models import Delegation, Person

from .answers import done_at
from .deeds import TriedDeed
from .desk import HEADS, Request, behind_the_door, page, posts_of, say_done
from .people_deeds import absences_of, adding, doing, post_line
from .people_list import PeopleList
from .people_pages import visible


@require_safe
@behind_the_door(*HEADS)
def listed(request: Request) -> HttpResponse:
    return _people(request)


@sensitive_post_parameters("password")
@require_POST
@behind_the_door(*HEADS)
def add(request: Request) -> HttpResponse:
    done = adding().attempt(request, "add_person")
    if isinstance(done, TriedDeed):
        return _people(request, done)
    say_done(request, gettext("已录入"), gettext("接着任命岗位"))
    return done_at("person", uuid.UUID(str(done["person"])))


def _people(request: Request, tried: TriedDeed | None = None) -> HttpResponse:
    shown = PeopleList(request.user, request.now, request.GET).context()
    rows = [(person, [post_line(each) for each in held]) for person, held in shown.pop("people")]
    context: dict[str, Any] = {**shown, "rows": rows, "doors": adding().doors(request, tried)}
    status = tried.refusal.status if tried else 200
    return page(request, "people/list.html", gettext("人员"), status=status, here="people", **context)


@require_safe
@behind_the_door()
def show(request: Request, key: uuid.UUID) -> HttpResponse:
    return _person(request, visible(request, key))


@sensitive_post_parameters("password", "pin")
@require_POST
@behind_the_door()
def do(request: Request, key: uuid.UUID, deed: str) -> HttpResponse:
    person = visible(request, key)
    done = doing(request, person).attempt(request, deed)
    if isinstance(done, TriedDeed):
        return _person(request, person, done)
    say_done(request, gettext("已保存"), person.name)
    return done_at("person", key)


def _person(request: Request, person: Person, tried: TriedDeed | None = None) -> HttpResponse:
    appointments = person.appointments.select_related("community", "department").order_by("-starts_on")
    delegations = Delegation.objects.filter(holder=person, revoked_at=None, ends_at__gt=request.now)
    context: dict[str, Any] = {
        "person": person,
        "appointments": [(post_line(each), each) for each in appointments],
        "absences": absences_of(person, request),
        "delegations": delegations.select_related("community", "giver"),
        "devices": person.devices.filter(revoked_at=None).order_by("-registered_at"),
        "may_hand_over": bool(posts_of(request.user, request.now) & HEADS),
        "keys": manages(request.user, person, request.now),
        "doors": doing(request, person).doors(request, tried),
    }
    status = tried.refusal.status if tried else 200
    return page(request, "people/show.html", person.name, status=status, here="people", **context)
