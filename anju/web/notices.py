"""Chapter notices at the counter: one's inbox, and what is still to be told or kept (§7.1.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from anju.actions import inbox as hands
from anju.records.models import Case, Community, Notice, Promise, Word

from . import inbox_lines, wording
from .answers import done_at
from .desk import CASE_POSTS, Request, behind_the_door, page
from .inbox_lines import NoticeLine

SHOWN = 50
MOST = 300  # notices read from the database for one page; several of one case are one line


@dataclass(frozen=True, slots=True)
class Owed:
    """A word or promise somebody is waiting for."""

    href: str
    number: str
    room: str
    text: str
    due: datetime


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """The lines of one day, newest first."""

    words: str
    lines: list[NoticeLine]


@require_safe
@behind_the_door()
def listed(request: Request) -> HttpResponse:
    mine = Case.objects.visible_to(request.user, request.now).of_a_row()
    here = list(Community.objects.visible_to(request.user, request.now).values_list("pk", flat=True))
    words = Word.objects.filter(mine, community__in=here, told_at=None).select_related("case").order_by("due")[:SHOWN]
    promises = Promise.objects.filter(mine, community__in=here, kept="").select_related("case").order_by("due")[:SHOWN]
    context: dict[str, Any] = {
        "new": days_of(request, unread=True),
        "old": days_of(request, unread=False),
        "words": [_owed(each.case, each.case.content.partition("\n")[0], each.due) for each in words],
        "promises": [_owed(each.case, f"“{each.text}”", each.due) for each in promises],
    }
    return page(request, "notices/list.html", gettext("待办"), here="inbox", **context)


@require_POST
@behind_the_door()
def read(request: Request) -> HttpResponse:
    hands.mark_read(by=request.user, now=request.now)
    return done_at("inbox")


@require_POST
@behind_the_door(*CASE_POSTS)
def opened(request: Request, number: str) -> HttpResponse:
    """Opens the case, and with it everything one was told of it is read."""
    mine = Notice.objects.filter(person=request.user, case__number=number)
    hands.mark_read(by=request.user, now=request.now, notices=list(mine.values_list("pk", flat=True)))
    return done_at("case", number)


def days_of(request: Request, *, unread: bool) -> list[NoticeDay]:
    """One's notices by day and case; one statement, two more where something of the house is among them."""
    found = Notice.objects.filter(person=request.user, read_at__isnull=unread).select_related("case")
    rows = list(found.order_by("-created_at", "-pk")[: MOST if unread else SHOWN])
    of_one: dict[tuple[int | None, int], list[Notice]] = {}
    for row in rows:
        of_one.setdefault((row.case_id, 0 if row.case_id else row.pk), []).append(row)
    known = inbox_lines.known_of(rows)
    days: dict[str, list[NoticeLine]] = {}
    for first, *more in list(of_one.values())[:SHOWN]:
        if first.case:
            line = inbox_lines.of_case(first.case, first, len(more), request.now)
        else:
            line = inbox_lines.of_house(first, known, request.now)
        days.setdefault(wording.day(first.created_at, request.now), []).append(line)
    return [NoticeDay(words, lines) for words, lines in days.items()]


def _owed(case: Case, text: str, due: datetime) -> Owed:
    return Owed(reverse("case", args=[case.number]), case.number, case.room, text, due)
