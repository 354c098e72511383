"""§7.1.6-7.1.9 — The director's board at the counter: what to do first, dispatched and reviewed where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from anju.procedure.posts import Post
from anju.records.models import Absence, Department

from . import one_case, places, wording
from .answers import done_at
from .board_page import SHOWN, Board
from .case_page import Tried
from .desk import Request, behind_the_door, page, say_done
from .dispatch_lists import work_lists
from .dispatching import Batch
from .loads import loads_of
from .many import worked_off
from .reading import answers_of

REVIEWS = ("accept_report", "return_report")
READINGS = ("read_answer", "take_up")


@require_safe
@behind_the_door(Post.DIRECTOR)
def show(request: Request) -> HttpResponse:
    shown = _shown(request, request.GET.get("show", ""))
    if not request.GET.get("tick"):
        return _board(request, shown, groups=[])
    asked = request.GET.copy()
    if not asked.getlist("case"):
        asked.setlist("case", [case.number for case in shown.found("dispatch", SHOWN)])
    batch = Batch(request.user, request.now, shown.communities, asked)
    ticked = _shown(request, "", [case.number for case in batch.cases])
    return _board(request, ticked, groups=batch.groups())


@require_POST
@behind_the_door(Post.DIRECTOR)
def groups(request: Request) -> HttpResponse:
    """The panel at the right, while rows are being ticked; nothing is written."""
    communities = _shown(request).communities
    batch = Batch(request.user, request.now, communities, request.POST)
    return render(request, "board/_groups.html", {"groups": batch.groups(), "now": request.now})


@require_POST
@behind_the_door(Post.DIRECTOR)
def dispatch(request: Request) -> HttpResponse:
    communities = _shown(request).communities
    batch = Batch(request.user, request.now, communities, request.POST)
    sent = batch.send()
    if sent.refused or not sent.done:
        left = _shown(request, "", [each.number for each in sent.refused])
        return _board(request, left, groups=batch.left(sent, left), sent=sent, status=sent.status)
    title = gettext("已分派 %(n)s 件") % {"n": len(sent.done)}
    say_done(request, title, "", reverse("board-lists"), gettext("各部门清单"))
    return done_at("board")


@require_POST
@behind_the_door(Post.DIRECTOR)
def report(request: Request, number: str, leg: int, name: str) -> HttpResponse:
    """§7.1.8: a report is accepted or given back where it stands."""
    if name not in REVIEWS:
        raise Http404
    case = one_case.shown(request, number)
    done = one_case.tried(request, case, name, leg)
    if isinstance(done, Tried):
        shown = _shown(request, "review")
        return _board(request, shown, groups=[], tried=done, number=number, status=done.refusal.status)
    say_done(request, number, wording.words(case.table.step(name).words))
    return done_at(f"{reverse('board')}?show=review")


@require_POST
@behind_the_door(Post.DIRECTOR)
def read(request: Request, name: str) -> HttpResponse:
    """§7.1.6: what was answered on the spot is read, or taken up after all - every ticked one on its own."""
    if name not in READINGS:
        raise Http404
    sent = worked_off(request, name, lambda *_: {"remark": request.POST.get("remark", "")})
    if sent.refused or not sent.done:
        return _board(request, _shown(request, "read"), groups=[], sent=sent, status=sent.status)
    say_done(request, gettext("已办 %(n)s 件") % {"n": len(sent.done)}, "")
    return done_at(f"{reverse('board')}?show=read")


@require_safe
@behind_the_door(Post.DIRECTOR)
def people(request: Request) -> HttpResponse:
    """§7.1.8: who has how much in hand, what is late, who is away and who stands in."""
    communities = _shown(request).communities
    departments = Department.objects.filter(community__in=communities, closed_on=None).order_by("community", "code")
    loads = loads_of(list(departments.values_list("pk", flat=True)), request.now)
    absences = Absence.objects.filter(community__in=communities, cancelled_at=None, ends_at__gt=request.now)
    absences = absences.select_related("person", "stand_in").order_by("starts_at")[:SHOWN]
    context: dict[str, Any] = {"loads": loads, "absences": absences}
    return page(request, "board/people.html", gettext("人员与负荷"), here="board", **context)


@require_safe
@behind_the_door(Post.DIRECTOR)
def lists(request: Request) -> HttpResponse:
    communities = _shown(request).communities
    found = work_lists(communities, request.now)
    return page(request, "board/lists.html", gettext("各部门清单"), here="board", lists=found)


def _shown(request: Request, show: str = "", ticked: Sequence[str] = ()) -> Board:
    """The board of the community that is looked at, or of all one directs."""
    return Board(request.user, request.now, show, ticked, places.chosen(request, request.user, request.now))


def _board(request: Request, shown: Board, *, status: int = 200, **more: object) -> HttpResponse:
    context: dict[str, Any] = {"sent": None, "tried": None, "number": "", "answers": [], **shown.context(), **more}
    if shown.show == "read":
        context["answers"] = answers_of(shown)
    return page(request, "board/show.html", gettext("主任工作台"), status=status, here="board", **context)
