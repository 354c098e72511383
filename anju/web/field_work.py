"""§7.1.7 — The handler's phone and the foreman's table: accept, decline, arrive, report; pictures, one-tap calls."""

from __future__ import annotations

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
from .work_cards import WorkCards

STEPS = ("accept", "decline", "arrive", "report")


@require_safe
@behind_the_door(Post.HANDLER, Post.FOREMAN)
def show(request: Request) -> HttpResponse:
    return _cards(request)


@require_POST
@behind_the_door(Post.HANDLER, Post.FOREMAN)
def step(request: Request, number: str, leg: int, name: str) -> HttpResponse:
    """A step with one's own work, or - by the foreman - with that of his men, which the journal marks."""
    if name not in STEPS:
        raise Http404
    return _taken(request, number, name, leg)


@require_POST
@behind_the_door(Post.FOREMAN)
def many(request: Request, name: str) -> HttpResponse:
    """The ticked rows of the foreman's table: each is accepted - for the man named - or arrived at on its own."""
    if name not in MANY:
        raise Http404
    common = {"person": request.POST.get("person")} if name == "accept" else {}
    sent = worked_off(request, name, lambda *_: common)
    if sent.refused or not sent.done:
        return _cards(request, sent=sent, status=sent.status)
    say_done(request, gettext("已办 %(n)s 件") % {"n": len(sent.done)}, "")
    return done_at("tasks")


@require_POST
@behind_the_door(Post.HANDLER, Post.FOREMAN)
def picture(request: Request, number: str) -> HttpResponse:
    return _taken(request, number, "attach", None)


@require_POST
@behind_the_door(Post.HANDLER, Post.FOREMAN)
def phone(request: Request, number: str) -> HttpResponse:
    """§7.1.1: one number is shown, to be called with one more tap, and who saw it is recorded."""
    case = one_case.shown(request, number)
    form = KeyedForm(request.POST)
    done = attempted(form, lambda: {"phone": access.reveal_phone(**case.keyed(form))})
    if isinstance(done, Refusal):
        say_done(request, number, done.text)
        return done_at("tasks")
    return _cards(request, number=number, phone=str(done["phone"]))


def _taken(request: Request, number: str, name: str, leg: int | None) -> HttpResponse:
    case = one_case.shown(request, number)
    done = one_case.tried(request, case, name, leg)
    if isinstance(done, Tried):
        return _cards(request, number=number, tried=done, status=done.refusal.status)
    say_done(request, case.case.room, wording.words(case.table.step(name).words))
    return done_at("tasks")


def _cards(
    request: Request,
    *,
    number: str = "",
    phone: str = "",
    tried: Tried | None = None,
    sent: Sent | None = None,
    status: int = 200,
) -> HttpResponse:
    work = WorkCards(request.user, request.now)
    context = (CrewTable(work, request.GET) if work.led else work).context(number, phone)
    more = {"tried": tried, "sent": sent, "number": number}
    return page(request, "tasks/cards.html", pgettext("page", "任务"), status=status, here="tasks", **context, **more)
