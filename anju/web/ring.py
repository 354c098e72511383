"""§7.1.5-7.1.8 — What rings at a desk until it is taken: words to dispatch, work to accept, alarms, a shift."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from anju.procedure.posts import Post
from anju.records.models import Case, Leg, Person, Shift

from .desk import RINGS, Request, behind_the_door

MOST = 60  # beyond them it rings no louder
CLERKS = frozenset({Post.FRONT_DESK, Post.NIGHT_DESK})
KINDS = ("alarm", "dispatch", "accept", "urgent", "shift")
LASTING = frozenset({"alarm"})  # opening a page does not silence it


@dataclass(frozen=True, slots=True)
class Ringing:
    """What waits of one kind: how it is said, where it is taken, and the name of each."""

    kind: str
    word: str
    href: str
    keys: Sequence[str]


@require_safe
@behind_the_door(*RINGS)
def show(request: Request) -> HttpResponse:
    """Asked every few seconds by every open page: 204 with nothing waiting, 304 with nothing new."""
    found = ringing(request.user, request.now)
    if not found:
        return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
    said = _plain(found)
    tag = f'"{hashlib.sha256(json.dumps(said).encode()).hexdigest()[:20]}"'
    answer = HttpResponse(status=304) if request.headers.get("If-None-Match") == tag else JsonResponse(said)
    answer["ETag"], answer["Cache-Control"] = tag, "private, no-cache"
    return answer


def ringing(person: Person, now: datetime) -> list[Ringing]:
    """All that waits for the posts somebody holds; one statement beside those of `visible_to`."""
    arms = [
        *_alarms(person, now),
        *_dispatch(person, now),
        *_accept(person, now),
        *_urgent(person, now),
        *_shifts(person, now),
    ]
    first, *others = arms
    rows = (first.union(*others, all=True) if others else first).order_by("-name_")[:MOST]  # the newest
    keys: dict[str, list[str]] = {}
    for kind, name, part in rows:
        keys.setdefault(kind, []).append(f"{name}/{part}" if part else str(name))
    return [Ringing(kind, *_said(kind), sorted(keys[kind])) for kind in KINDS if kind in keys]


def _said(kind: str) -> tuple[str, str]:
    return {
        "alarm": (gettext("全时时限已过，没人接手"), f"{reverse('cases')}?scope=rings"),
        "dispatch": (gettext("待分派"), reverse("board")),
        "accept": (gettext("待接单"), reverse("tasks")),
        "urgent": (gettext("急件还没人接"), f"{reverse('cases')}?scope=open"),
        "shift": (gettext("待接班"), reverse("shifts")),
    }[kind]


def _plain(found: Sequence[Ringing]) -> dict[str, Any]:
    return {
        "waiting": [
            {
                "kind": each.kind,
                "word": each.word,
                "href": each.href,
                "keys": each.keys,
                "lasting": each.kind in LASTING,
            }
            for each in found
        ]
    }


def _where(person: Person, now: datetime, posts: frozenset[Post]) -> set[int | None]:
    return {each.community for each in person.held(now) if each.post in posts}


def _named(rows: QuerySet[Any], kind: str, name: str, part: str = "") -> QuerySet[Any]:
    """The same three columns of every arm."""
    found: QuerySet[Any] = rows.order_by().annotate(kind_=Value(kind), name_=Cast(name, CharField()))
    return found.values_list("kind_", "name_", part or Value(0))


def _alarms(person: Person, now: datetime) -> list[QuerySet[Any]]:
    """§7.1.8: limits round the clock that are over, for the desk and the director, until somebody sees to it."""
    mine = _where(person, now, CLERKS | {Post.DIRECTOR})
    seen = Case.objects.visible_to(person, now) if mine else Case.objects.none()
    return [_named(seen.filter(community__in=mine, rings_since__isnull=False), "alarm", "number")] if mine else []


def _dispatch(person: Person, now: datetime) -> list[QuerySet[Any]]:
    """§7.1.6: words passed on, for the director or whoever stands in for him."""
    mine = _where(person, now, frozenset({Post.DIRECTOR}))
    seen = Case.objects.visible_to(person, now) if mine else Case.objects.none()
    return [_named(seen.filter(community__in=mine, state="passed_on"), "dispatch", "number")] if mine else []


def _accept(person: Person, now: datetime) -> list[QuerySet[Any]]:
    """§7.1.7: work nobody has accepted: one's own, or one's men's."""
    held = [each for each in person.held(now) if each.post in (Post.HANDLER, Post.FOREMAN)]
    led = {each.department for each in held if each.post is Post.FOREMAN}
    legs = Leg.objects.filter(department__in={each.department for each in held}, state="assigned")
    mine = Q(person=None) | Q(person=person.pk) | Q(department__in=led)
    return [_named(legs.filter(mine), "accept", "case__number", "key")] if held else []


def _urgent(person: Person, now: datetime) -> list[QuerySet[Any]]:
    """Urgent words that nobody has dispatched yet, for the desk."""
    mine = _where(person, now, CLERKS)
    seen = Case.objects.visible_to(person, now) if mine else Case.objects.none()
    urgent = seen.filter(community__in=mine, state__in=("recorded", "passed_on")).exclude(urgency="normal")
    return [_named(urgent, "urgent", "number")] if mine else []


def _shifts(person: Person, now: datetime) -> list[QuerySet[Any]]:
    """§5.1.1: a shift handed over by somebody else, and signed for by nobody."""
    mine = _where(person, now, CLERKS | {Post.DIRECTOR})
    seen = Shift.objects.visible_to(person, now).filter(community__in=mine)
    unsigned = seen.unsigned().exclude(giver=person.pk)
    return [_named(unsigned, "shift", "uuid")] if mine else []
