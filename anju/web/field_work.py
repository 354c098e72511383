"""§7.1.7 — The handler's phone and the foreman's table: accept, decline, arrive, report; pictures, one-tap calls."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from anju.actions import access
from anju.procedure.posts import Post

from . import one_case, wording
from .answers import Refusal, attempted, done_at
from .case_page import Tried
from .desk import Request, behind_the_door, page, say_done
from .forms import KeyedForm
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
    request: Request, *, number: str = "", phone: str = "", tried: Tried | None = None, status: int = 200
) -> HttpResponse:
    context = WorkCards(request.user, request.now).context(number, phone)
    more = {"tried": tried, "sent": None, "number": number}
    return page(request, "tasks/cards.html", pgettext("page", "任务"), status=status, here="tasks", **context, **more)
