"""§7.1.9 — The follow-up desk at the counter: the queue, one call, what came of it, on to the next."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from anju.actions import access

from . import one_case, wording
from .answers import Refusal, attempted, done_at
from .calls_page import BESIDE, MEANWHILE, CallPage, TriedCall, next_of, opened
from .calls_queue import CallQueue
from .case_page import Tried
from .desk import CALLERS, Request, behind_the_door, page, say_done
from .forms import KeyedForm


@require_safe
@behind_the_door(*CALLERS, delegated=True)
def show(request: Request, number: str = "") -> HttpResponse:
    return _desk(request, _call(request, number) if number else None)


@require_POST
@behind_the_door(*CALLERS, delegated=True)
def record(request: Request, number: str) -> HttpResponse:
    """What the resident said, or that he was not reached."""
    call = _call(request, number)
    done = call.record(request.POST)
    if isinstance(done, TriedCall):
        return _desk(request, call, tried=done, status=done.refusal.status)
    return _onward(request, call, str(done["step"]))


@require_POST
@behind_the_door(*CALLERS, delegated=True)
def step(request: Request, number: str, name: str) -> HttpResponse:
    """Somebody is reported, or confirmed, as unreachable; or more calls are asked for."""
    if name not in BESIDE:
        raise Http404
    call = _call(request, number)
    done = one_case.tried(request, call.shown, name)
    if isinstance(done, Tried):
        return _desk(request, call, tried=done, status=done.refusal.status)
    return _onward(request, call, name)


@require_POST
@behind_the_door(*CALLERS, delegated=True)
def phone(request: Request, number: str) -> HttpResponse:
    """§7.1.1: one number is shown, to be called with one more tap, and who saw it is recorded."""
    call, form = _call(request, number), KeyedForm(request.POST)
    done = attempted(form, lambda: {"phone": access.reveal_phone(**call.shown.keyed(form), voice=call.key)})
    if isinstance(done, Refusal):
        say_done(request, number, done.text)
        return done_at(call.address("call"))
    return _desk(request, call, phone=str(done["phone"]))


def _call(request: Request, number: str) -> CallPage:
    return CallPage(one_case.shown(request, number), request.GET.get("voice", ""))


def _onward(request: Request, call: CallPage, name: str) -> HttpResponse:
    """To the call that followed in the queue; what was told or promised in a call does not end it."""
    word = wording.words(call.shown.table.step(name).words)
    say_done(request, call.case.number, word, reverse("case", args=[call.case.number]), gettext("看这一件"))
    if name in MEANWHILE:
        return done_at(call.address("call"))
    return done_at(f"{reverse('calls')}?{urlencode({'next': request.POST.get('then', '')})}")


def _desk(request: Request, call: CallPage | None, *, status: int = 200, **shown: Any) -> HttpResponse:
    """The whole screen; without a call the one asked for, if it still waits, else the first of the queue."""
    queue = CallQueue(request.user, request.now, request.GET)
    sections = queue.sections()
    marks = [row.mark for section in sections for row in section.rows]
    if call is None and marks:
        wanted = request.GET.get("next", "")
        call = _opened(request, wanted if wanted in marks else marks[0])
    here = call.mark if call else ""
    context = (call.context(**shown) if call else {"call": None}) | queue.context(sections)
    more = {"mark": here, "then": next_of(marks, here)}
    return page(request, "calls/show.html", gettext("回访台"), status=status, here="calls", **context, **more)


def _opened(request: Request, mark: str) -> CallPage:
    number, voice = opened(mark)
    return CallPage(one_case.shown(request, number), voice)
