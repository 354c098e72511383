"""§7.1.6-7.1.9 — The director's board at the counter: what to do first, dispatched and reviewed where it stands."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from anju.procedure.posts import Post

from . import one_case, wording
from .answers import done_at
from .board_page import SHOWN, Board
from .case_page import Tried
from .desk import Request, behind_the_door, page, say_done
from .dispatch_lists import work_lists
from .dispatching import Batch

REVIEWS = ("accept_report", "return_report")


@require_safe
@behind_the_door(Post.DIRECTOR)
def show(request: Request) -> HttpResponse:
    shown = Board(request.user, request.now, request.GET.get("show", ""))
    if not request.GET.get("tick"):
        return _board(request, shown, groups=[])
    asked = request.GET.copy()
    if not asked.getlist("case"):
        asked.setlist("case", [case.number for case in shown.found("dispatch", SHOWN)])
    batch = Batch(request.user, request.now, shown.communities, asked)
    ticked = Board(request.user, request.now, "", [case.number for case in batch.cases])
    return _board(request, ticked, groups=batch.groups())


@require_POST
@behind_the_door(Post.DIRECTOR)
def groups(request: Request) -> HttpResponse:
    """The panel at the right, while rows are being ticked; nothing is written."""
    communities = Board(request.user, request.now).communities
    batch = Batch(request.user, request.now, communities, request.POST)
    return render(request, "board/_groups.html", {"groups": batch.groups(), "now": request.now})


@require_POST
@behind_the_door(Post.DIRECTOR)
def dispatch(request: Request) -> HttpResponse:
    communities = Board(request.user, request.now).communities
    batch = Batch(request.user, request.now, communities, request.POST)
    sent = batch.send()
    if sent.refused or not sent.done:
        left = Board(request.user, request.now, "", [each.number for each in sent.refused])
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
        shown = Board(request.user, request.now, "review")
        return _board(request, shown, groups=[], tried=done, number=number, status=done.refusal.status)
    say_done(request, number, wording.words(case.table.step(name).words))
    return done_at(f"{reverse('board')}?show=review")


@require_safe
@behind_the_door(Post.DIRECTOR)
def lists(request: Request) -> HttpResponse:
    communities = Board(request.user, request.now).communities
    found = work_lists(communities, request.now)
    return page(request, "board/lists.html", gettext("各部门清单"), here="board", lists=found)


def _board(request: Request, shown: Board, *, status: int = 200, **more: object) -> HttpResponse:
    context = {"sent": None, "tried": None, "number": "", **shown.context(), **more}
    return page(request, "board/show.html", gettext("主任工作台"), status=status, here="board", **context)
