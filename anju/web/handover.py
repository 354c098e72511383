"""Chapter people at the counter: what somebody who leaves still holds, and to whom each of it goes (§5.0, §7.1.8)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from anju.actions import leaving
from anju.actions import people as hands
from anju.actions.journal import Answer
from anju.procedure.natures import TABLES
from anju.procedure.posts import Post
from anju.procedure.steps import State
from anju.procedure.words import Words
from anju.records.models import Appointment, Delegation, Department, Leg, Person

from . import deeds
from .answers import done_at
from .case_page import CasePage
from .crews import departments_of
from .deeds import Deed, Fields, TriedDeed
from .desk import HEADS, Request, behind_the_door, page, say_done
from .dispatching import Sent
from .forms import day
from .many import Tick, tick, worked_off
from .offered import Choices
from .people_deeds import post_line
from .people_pages import visible
from .positions import Positions

SHOWN = 100
MOVABLE = TABLES["other"].step("reassign").leaves


@dataclass(frozen=True, slots=True)
class HeldLeg:
    """One piece of open work in his name; with its tick where it can still go to another."""

    leg: Leg
    state: State
    tick: Tick | None


def _legs(person: Person) -> list[HeldLeg]:
    found = leaving.open_legs(person).select_related("case", "department").order_by("next_due_at", "pk")
    legs = list(found[:SHOWN])
    positions = Positions([leg.case for leg in legs])
    return [
        HeldLeg(
            leg,
            TABLES[leg.case.nature].leg_state(leg.state),
            tick(positions, leg.case, ("reassign",), leg.key) if leg.state in MOVABLE else None,
        )
        for leg in legs
    ]


def _colleagues(person: Person, request: Request) -> Choices:
    """Whoever handles in one of his departments, himself excepted."""
    mine = Department.objects.filter(pk__in=[each.department for each in person.held(request.now)])
    codes = set(mine.values_list("community", "code"))
    rows = {
        pair: None
        for community in {community for community, _ in codes}
        for each in departments_of(community, request.now)
        if (community, each.code) in codes
        for pair in each.people
        if pair[0] != person.key
    }
    return list(rows)


def _running(person: Person, request: Request) -> list[Appointment]:
    today = hands.today(request.now)
    return list(leaving.held_after(person, today).select_related("person", "community", "department"))


def _only(person: Person, request: Request) -> list[Appointment]:
    return leaving.only_ones(_running(person, request), hands.today(request.now))


def _successor_fields(request: Request, person: Person) -> Fields:
    only = Appointment.objects.filter(pk__in=[each.pk for each in _only(person, request)])
    others = Person.objects.visible_to(request.user, request.now).working().exclude(pk=person.pk)
    return {
        "appointment": deeds.RowField(gettext("岗位"), only.select_related("community", "department"), said=post_line),
        "successor": deeds.RowField(gettext("接任人"), others.order_by("name_key"), to_field="uuid"),
        "starts_on": day(label=gettext("自"), initial=hands.today(request.now)),
    }


def _succeed(person: Person, *, appointment: Appointment, successor: Person, **given: Any) -> Answer:
    return hands.appoint(person=successor, post=Post(appointment.post), community=appointment.community, **given)


SUCCESSOR = Deed(
    hands.DEEDS["appoint"], "user-plus", _successor_fields, _succeed, Words("任命接任人", "Appoint the successor")
)
LEAVE = Deed(
    hands.DEEDS["leave"],
    "door-exit",
    lambda request, _: {"left_on": day(label=gettext("最后一天"), initial=hands.today(request.now))},
    lambda person, **given: hands.leave(person=person, **given),
)


def _doing(request: Request, person: Person) -> deeds.Desk:
    offered = (SUCCESSOR, LEAVE) if _only(person, request) else (LEAVE,)
    return deeds.Desk(offered, person, None, lambda deed: reverse("handover-do", args=[person.uuid, deed.name]))


@require_safe
@behind_the_door(*HEADS)
def show(request: Request, key: uuid.UUID) -> HttpResponse:
    return _page(request, visible(request, key))


@require_POST
@behind_the_door(Post.DIRECTOR)
def work(request: Request, key: uuid.UUID) -> HttpResponse:
    """§7.1.8: every ticked piece goes to the person named, within its department, as an act of its own."""
    person, to = visible(request, key), request.POST.get("to", "")

    def common(case: CasePage, leg: int | None) -> dict[str, object]:
        code = next((each.department for each in case.view.legs if each.key == leg), "")
        return {"departments": [code], f"departments.{code}": to, "reason": request.POST.get("reason", "")}

    sent = worked_off(request, "reassign", common)
    if sent.refused or not sent.done:
        return _page(request, person, sent=sent, status=sent.status)
    say_done(request, gettext("已交接 %(n)s 件") % {"n": len(sent.done)}, "")
    return done_at("handover", key)


@require_POST
@behind_the_door(*HEADS)
def do(request: Request, key: uuid.UUID, deed: str) -> HttpResponse:
    person = visible(request, key)
    done = _doing(request, person).attempt(request, deed)
    if isinstance(done, TriedDeed):
        return _page(request, person, tried=done, status=done.refusal.status)
    say_done(request, gettext("已保存"), person.name)
    return done_at("person" if deed == "leave" else "handover", key)


def _page(
    request: Request, person: Person, *, tried: TriedDeed | None = None, sent: Sent | None = None, status: int = 200
) -> HttpResponse:
    doors = _doing(request, person).doors(request, tried)
    context = {**_held(person, request), "doors": doors, "sent": sent, "tried": None}
    return page(request, "people/handover.html", gettext("交接"), status=status, here="people", **context)


def _held(person: Person, request: Request) -> dict[str, Any]:
    """All he holds: what blocks his leaving, and what ends with it."""
    over = request.now
    running = Delegation.objects.filter(revoked_at=None, ends_at__gt=over).select_related("community", "holder")
    return {
        "person": person,
        "legs": _legs(person),
        "colleagues": _colleagues(person, request),
        "may_reassign": any(each.post is Post.DIRECTOR for each in request.user.held(request.now)),
        "only": [post_line(each) for each in _only(person, request)],
        "stands_in": leaving.stands_in(person, over).select_related("community", "person"),
        "turns": leaving.turns(person, over).select_related("community").order_by("starts_at"),
        "delegations": [*running.filter(holder=person), *running.filter(giver=person)],
    }
