"""§5.0, §7.1.8 — The roster of a centre by weeks: who is on duty, who is away, who stands in, who may follow up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from anju.records.models import Absence, Community, Delegation, Duty

from . import wording
from .answers import done_at
from .deeds import TriedDeed
from .desk import Request, behind_the_door, page, say_done
from .roster_deeds import delegation_line, doing

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Turn:
    """One entry of one day: whose, from when to when as far as that day goes, and for an absence who stands in."""

    name: str
    hours: str
    stand_in: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One column of the week."""

    words: str
    today: bool
    duties: tuple[Turn, ...]
    absences: tuple[Turn, ...]


class Week:
    """Seven days from a Monday; three statements however many turns there are."""

    def __init__(self, community: Community, asked: str, now: datetime) -> None:
        self.community, self.now = community, now
        self.today = now.astimezone(wording.ZONE).date()
        day = self.today
        with suppress(ValueError):
            day = date.fromisoformat(asked)
        self.monday = day - timedelta(days=day.weekday())

    def midnight(self, days: int) -> datetime:
        return datetime.combine(self.monday + timedelta(days=days), time(), wording.ZONE)

    def days(self) -> list[Day]:
        within = Q(starts_at__lt=self.midnight(7), ends_at__gt=self.midnight(0))
        where = None if self.community.is_company else self.community
        duties = Duty.objects.filter(within, community=where).select_related("person").order_by("starts_at", "pk")
        absences = Absence.objects.filter(within, community=self.community, cancelled_at=None)
        absences = absences.select_related("person", "stand_in").order_by("starts_at", "pk")
        on_duty, away = self._by_day(duties[:SHOWN]), self._by_day(absences[:SHOWN])
        return [
            Day(
                words=wording.day(self.midnight(place) + timedelta(hours=12), self.now),
                today=self.monday + timedelta(days=place) == self.today,
                duties=tuple(on_duty[place]),
                absences=tuple(away[place]),
            )
            for place in range(7)
        ]

    def _by_day(self, rows: Iterable[Any]) -> dict[int, list[Turn]]:
        found: dict[int, list[Turn]] = defaultdict(list)
        for row in rows:
            stand_in = getattr(row, "stand_in", None)
            for place in range(7):
                start, end = self.midnight(place), self.midnight(place + 1)
                if row.starts_at < end and row.ends_at > start:
                    hours = _hours(max(row.starts_at, start), min(row.ends_at, end), start, end)
                    found[place].append(Turn(row.person.name, hours, stand_in.name if stand_in else ""))
        return found

    def href(self, weeks: int) -> str:
        monday = self.monday + timedelta(days=7 * weeks)
        return f"{reverse('roster')}?{urlencode({'community': self.community.code, 'week': monday.isoformat()})}"


def _hours(start: datetime, end: datetime, midnight: datetime, next_midnight: datetime) -> str:
    if start == midnight and end == next_midnight:
        return gettext("全天")
    last = "24:00" if end == next_midnight else f"{end.astimezone(wording.ZONE):%H:%M}"
    return f"{start.astimezone(wording.ZONE):%H:%M}–{last}"


@require_safe
@behind_the_door()
def show(request: Request) -> HttpResponse:
    places = list(_places(request))
    code = request.GET.get("community", "")
    return _page(request, next((each for each in places if each.code == code), places[0] if places else None))


@require_POST
@behind_the_door()
def do(request: Request, code: str, deed: str) -> HttpResponse:
    community = _places(request).filter(code=code).first()
    if community is None:
        raise Http404
    done = doing(request, community).attempt(request, deed)
    if isinstance(done, TriedDeed):
        return _page(request, community, done)
    say_done(request, gettext("已保存"), community.name)
    return done_at(f"{reverse('roster')}?{urlencode({'community': code, 'week': request.GET.get('week', '')})}")


def _places(request: Request) -> Any:
    return Community.objects.visible_to(request.user, request.now).order_by("is_company", "code")


def _page(request: Request, community: Community | None, tried: TriedDeed | None = None) -> HttpResponse:
    if community is None:
        raise Http404
    week = Week(community, request.GET.get("week", ""), request.now)
    context: dict[str, Any] = {
        **_standing(community, request.now),
        "place": community,
        "places": _places(request)[:SHOWN],
        "days": week.days(),
        "week": {"before": week.href(-1), "now": week.href(0), "after": week.href(1), "monday": week.monday},
        "doors": doing(request, community).doors(request, tried),
    }
    status = tried.refusal.status if tried else 200
    return page(request, "people/roster.html", gettext("排班与离岗"), status=status, here="people", **context)


def _standing(community: Community, now: datetime) -> dict[str, Any]:
    """What is recorded and not over: absences, authorisations to follow up."""
    absences = Absence.objects.filter(community=community, cancelled_at=None, ends_at__gt=now)
    running = Delegation.objects.filter(community=community, revoked_at=None, ends_at__gt=now)
    delegations = running.select_related("holder", "giver").order_by("ends_at")[:SHOWN]
    return {
        "absent": absences.select_related("person", "stand_in").order_by("starts_at")[:SHOWN],
        "delegations": [(delegation_line(each, now), each) for each in delegations],
    }
