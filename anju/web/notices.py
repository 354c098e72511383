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
from anju.procedure.natures import TABLES
from anju.procedure.words import Words
from anju.records.models import Case, Notice, Promise, Word

from .answers import done_at
from .desk import CASE_POSTS, Request, behind_the_door, page

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Owed:
    """A word or promise somebody is waiting for."""

    href: str
    number: str
    room: str
    text: str
    due: datetime


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One line of the inbox."""

    href: str
    number: str
    room: str
    words: Words
    clause: str
    at: datetime
    new: bool


@require_safe
@behind_the_door(*CASE_POSTS)
def listed(request: Request) -> HttpResponse:
    cases = Case.objects.visible_to(request.user, request.now).values("pk")
    rows = Notice.objects.filter(person=request.user, case__isnull=False).select_related("case")
    words = Word.objects.filter(case__in=cases, told_at=None).select_related("case").order_by("due")[:SHOWN]
    promises = Promise.objects.filter(case__in=cases, kept="").select_related("case").order_by("due")[:SHOWN]
    context: dict[str, Any] = {
        "notices": [_line(each) for each in rows.order_by("-created_at")[:SHOWN]],
        "words": [_owed(each.case, each.case.content.partition("\n")[0], each.due) for each in words],
        "promises": [_owed(each.case, f"“{each.text}”", each.due) for each in promises],
    }
    return page(request, "notices/list.html", gettext("待办"), here="inbox", **context)


@require_POST
@behind_the_door(*CASE_POSTS)
def read(request: Request) -> HttpResponse:
    hands.mark_read(by=request.user, now=request.now)
    return done_at("inbox")


def _line(row: Notice) -> NoticeLine:
    case: Case = row.case  # type: ignore[assignment]
    step = TABLES[case.nature].step(row.step)
    return NoticeLine(
        reverse("case", args=[case.number]),
        case.number,
        case.room,
        step.words,
        step.clause,
        row.created_at,
        row.read_at is None,
    )


def _owed(case: Case, text: str, due: datetime) -> Owed:
    return Owed(reverse("case", args=[case.number]), case.number, case.room, text, due)
