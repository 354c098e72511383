"""§7.1.7 — The handler's phone and the foreman's table: accept, decline, arrive, report; pictures, one-tap calls."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.utils.translation import gettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from anju.actions import access
from anju.procedure.posts import Post

from . import one_case, wording
from .answers import Refusal, attempted, done_at
from .case_page import Tried
from .crew_table import MANY, CrewTable
from .desk import Request, behind_the_door, page, say_done
from .dispatching import Sent
from .forms import KeyedForm
from .many import worked_off
from .task_page import TaskPage
from .task_supervision import SUPERVISED
from .urges_owed import urges_owed
from .work_cards import WorkCards

STEPS = ("accept", "decline", "arrive", "report", "answer_urge", *SUPERVISED)
GOES_ON = ("accept", "arrive")


@require_safe
@behind_the_door(Post.HANDLER, Post.FOREMAN)
def show(request: Request) -> HttpResponse:
    return _cards(request)


@require_safe
@behind_the_door(Post.HANDLER, Post.FOREMAN)
def task(request: Request, number: str, leg: int) -> HttpResponse:
    return _task(request, number, leg)


@require_POST
@behind_the_door(Post.HANDLER, Post.FOREMAN)
def step(request: Request, number: str, leg: int, name: str) -> HttpResponse:
    """A step with one's own work, or - by the foreman - with that of his men, which the journal marks."""
    if name not in STEPS:
        raise Http404
    case = one_case.shown(request, number)
    done = one_case.tried(request, case, name, leg)
    at_the_table = request.POST.get("at") == "table"
    if isinstance(done, Tried):
        return _cards(request, number=number, tried=done) if at_the_table else _refused(request, number, leg, done)
    say_done(request, case.case.room, wording.words(case.table.step(name).words))
    return done_at("task", number, leg) if name in GOES_ON and not at_the_table else done_at("tasks")


@require_POST
@behind_the_door(Post.FOREMAN)
def many(request: Request, name: str) -> HttpResponse:
    """The ticked rows of the foreman's table: each is accepted - for the man named - or arrived at on its own."""
    if name not in MANY:
        raise Http404
    common = {"person": request.POST.get("person")} if name == "accept" else {}
    sent = worked_off(request, name, lambda *_: common)
    if sent.refused or not sent.done:
        return _cards(request, sent=sent)
    say_done(request, gettext("已办 %(n)s 件") % {"n": len(sent.done)}, "")
    return done_at("tasks")


@require_POST
@behind_the_door(Post.HANDLER, Post.FOREMAN)
def picture(request: Request, number: str, leg: int) -> HttpResponse:
    case = one_case.shown(request, number)
    done = one_case.tried(request, case, "attach")
    if isinstance(done, Tried):
        return _task(request, number, leg, tried=done)
    say_done(request, case.case.room, wording.words(case.table.step("attach").words))
    return done_at("task", number, leg)


@require_POST
@behind_the_door(Post.HANDLER, Post.FOREMAN)
def phone(request: Request, number: str, leg: int) -> HttpResponse:
    """§7.1.1: one number is shown, to be called with one more tap, and who saw it is recorded."""
    case = one_case.shown(request, number)
    form = KeyedForm(request.POST)
    done = attempted(form, lambda: {"phone": access.reveal_phone(**case.keyed(form))})
    if isinstance(done, Refusal):
        say_done(request, number, done.text)
        return done_at("task", number, leg)
    return _task(request, number, leg, phone=str(done["phone"]))


def _refused(request: Request, number: str, leg: int, tried: Tried) -> HttpResponse:
    """Shown on the page of the work, or - where another took it meanwhile - above the list."""
    try:
        return _task(request, number, leg, tried=tried)
    except Http404:
        return _cards(request, number=number, tried=tried)


def _task(request: Request, number: str, leg: int, *, phone: str = "", tried: Tried | None = None) -> HttpResponse:
    status = tried.refusal.status if tried else 200
    work = WorkCards(request.user, request.now)
    context = TaskPage(work, number, leg).context(phone, tried)
    more: dict[str, Any] = {"tried": tried, "sent": None, "number": number}
    more["owed_urges"] = urges_owed(work, Q(case__number=number, leg=leg))
    return page(request, "tasks/task.html", pgettext("page", "任务"), status=status, here="tasks", **context, **more)


def _cards(request: Request, *, number: str = "", tried: Tried | None = None, sent: Sent | None = None) -> HttpResponse:
    status = tried.refusal.status if tried else sent.status if sent else 200
    work = WorkCards(request.user, request.now)
    context = CrewTable(work, request.GET).context() if work.led else work.context(request.GET.get("show", ""))
    more = {"tried": tried, "sent": sent, "number": number, "owed_urges": urges_owed(work)}
    return page(request, "tasks/cards.html", pgettext("page", "任务"), status=status, here="tasks", **context, **more)
