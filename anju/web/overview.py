"""§7.1.8, §7.1.9 — The company's view: every community in one row of figures, and what it is asked to approve."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from anju.procedure.posts import Post
from anju.procedure.words import Words
from anju.procedure.writing import read
from anju.records.models import Case, Community, Fact
from anju.records.models.cases import OPEN_STATES

from . import places
from .answers import done_at
from .desk import CASE_POSTS, Request, behind_the_door, page, posts_of, say_done
from .dispatching import Sent
from .many import Tick, tick, worked_off
from .positions import Positions
from .requests import submitted
from .scopes import scoped

SHOWN = 500
DECIDED = ("approve_not_agreed", "refuse_not_agreed")
# What is counted of each community, in the order of work, and the filter of the list behind it.
FIGURES: tuple[tuple[str, Words, dict[str, str]], ...] = (
    ("open", Words("在办", "Open"), {"scope": "open"}),
    ("late", Words("超时", "Late"), {"scope": "late"}),
    ("today", Words("今天到期", "Due today"), {"scope": "today"}),
    ("passed_on", Words("待分派", "To dispatch"), {"state": "passed_on"}),
    ("answered", Words("待主任阅", "To be read"), {"state": "answered"}),
    ("handling", Words("处理中", "In handling"), {"state": "handling"}),
    ("reviewing", Words("待审核", "To review"), {"state": "reviewing"}),
    ("follow_up", Words("待回访", "To follow up"), {"state": "follow_up"}),
    ("approval", Words("待核准", "To approve"), {"state": "approval"}),
    ("filing", Words("待归档", "To file"), {"scope": "filing"}),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a community, and the list behind it."""

    name: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class CommunityRow:
    """One community in a row."""

    community: Community | None
    figures: Sequence[Figure]
    first: datetime | None


@dataclass(frozen=True, slots=True)
class Approval:
    """A closing that was asked for as not agreed: why, what was answered, by whom."""

    case: Case
    reason: str
    answer: str
    by: str
    tick: Tick


def conditions(now: datetime) -> dict[str, Q]:
    """All of them are answered from the index of community, state and due time."""
    return {
        name: Q(state=query["state"]) if "state" in query else scoped(query["scope"], now) for name, _, query in FIGURES
    }


def rows_of(communities: Sequence[Community], now: datetime) -> list[CommunityRow]:
    """One statement for all communities; those with most that is late come first, the sum stands above them."""
    asked = {name: Count("pk", filter=condition) for name, condition in conditions(now).items()}
    cases = Case.objects.filter(community__in=[each.pk for each in communities], state__in=OPEN_STATES)
    found = {
        row["community"]: row
        for row in cases.values("community").annotate(first=Min("next_due_at"), **asked).order_by()
    }
    rows = [_row(each, found.get(each.pk, {})) for each in communities]
    firsts = [row.first for row in rows if row.first]
    total = {name: sum(row.get(name, 0) for row in found.values()) for name, *_ in FIGURES}
    rows.sort(key=lambda row: (-row.figures[1].count, -row.figures[0].count))
    return [_row(None, {**total, "first": min(firsts, default=None)}), *rows]


def _row(community: Community | None, counted: dict[str, Any]) -> CommunityRow:
    where = {"community": community.code if community else ""}
    href = reverse("cases")
    figures = [Figure(name, counted.get(name, 0), f"{href}?{urlencode(where | query)}") for name, _, query in FIGURES]
    return CommunityRow(community, figures, counted.get("first"))


def approvals_of(request: Request) -> list[Approval]:
    """What waits for the company, soonest first; what was asked and answered in one statement."""
    seen = Case.objects.visible_to(request.user, request.now).filter(state="approval")
    cases = list(seen.by_due().select_related("community")[:SHOWN])
    positions, asked = Positions(cases), _asked(cases)
    return [Approval(case, *asked.get(case.pk, ("", "", "")), tick(positions, case, DECIDED)) for case in cases]


def _asked(cases: Sequence[Case]) -> dict[int, tuple[str, str, str]]:
    facts = Fact.objects.filter(entry__case__in=[each.pk for each in cases], entry__step="ask_not_agreed")
    found: dict[int, dict[str, str]] = {}
    for each in facts.order_by("entry__position").select_related("entry__act__actor"):
        actor, row = each.entry.act.actor, found.setdefault(each.entry.case_id or 0, {})
        row |= {each.name: str(read(each.value or '""')), "by": actor.name if actor else ""}
    return {pk: (row.get("reason", ""), row.get("answer", ""), row.get("by", "")) for pk, row in found.items()}


@require_safe
@behind_the_door(Post.COMPANY, Post.EXECUTIVE)
def show(request: Request) -> HttpResponse:
    return _overview(request)


@require_POST
@behind_the_door(Post.COMPANY)
def decide(request: Request, name: str) -> HttpResponse:
    """§7.1.9: every ticked closing is approved, or refused with the reason, as an act of its own."""
    if name not in DECIDED:
        raise Http404
    said = request.POST.get("said", "")
    sent = worked_off(request, name, lambda *_: {"remark": said} if name == DECIDED[0] else {"reason": said})
    if sent.refused or not sent.done:
        return _overview(request, sent, sent.status)
    say_done(request, gettext("已办 %(n)s 件") % {"n": len(sent.done)}, "")
    return done_at("overview")


@require_POST
@behind_the_door(*CASE_POSTS)
def choose(request: Request) -> HttpResponse:
    """Looks at one community, or at all of them, until something else is chosen; no act and no record."""
    places.keep(request, request.POST.get("community", ""))
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return redirect(wanted if safe and wanted else "home")


def _overview(request: Request, sent: Sent | None = None, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "heads": [words for _, words, _ in FIGURES],
        "rows": rows_of(places.of(request, request.user, request.now), request.now),
        "approvals": approvals_of(request),
        "extensions": submitted(request.user, request.now),
        "may_decide": Post.COMPANY in posts_of(request.user, request.now),
        "sent": sent,
        "tried": None,
    }
    title = pgettext("page", "各小区")
    return page(request, "overview/show.html", title, status=status, here="overview", **context)
