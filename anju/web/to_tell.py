"""§7.1.1 — The lists of the desk, worked off where they stand: told, closed, called back, without opening the case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from anju.actions import access
from anju.actions import call_backs as hands
from anju.actions.cases import Doing
from anju.actions.journal import Answer
from anju.records.models import CallBack

from . import one_case, places, wording
from .answers import Refusal, attempted, done_at
from .call_rows import END, FORMS, KINDS_OF, TAKE, TRY, AddCall, MoveCall, SentCall, add_form, at_desks
from .case_page import Tried
from .desk import DESK, Request, behind_the_door, page, say_done
from .forms import KeyedForm
from .open_lists import KINDS, STEPS, DeskLists, Shown, list_href

ACTS: dict[str, Callable[..., Answer]] = {TAKE: hands.take_call, TRY: hands.try_call, END: hands.end_call}


@require_safe
@behind_the_door(*DESK)
def show(request: Request) -> HttpResponse:
    name, start = request.GET.get("list", ""), request.GET.get("start", "")
    shown = Shown(name if name in {*STEPS, *KINDS} else "words", int(start) if start.isdecimal() else 0)
    return _page(request, shown)


@require_POST
@behind_the_door(*DESK)
def step(request: Request, number: str, name: str) -> HttpResponse:
    """A word is told, a promise closed; a refusal stands in the row with everything that was typed."""
    list_of = {step: name for name, step in STEPS.items()}
    if name not in list_of:
        raise Http404
    case = one_case.shown(request, number)
    done = one_case.tried(request, case, name)
    shown = Shown(list_of[name], number=number)
    if isinstance(done, Tried):
        return _page(request, replace(shown, tried=done), done.refusal.status)
    say_done(request, case.case.room, wording.words(case.table.step(name).words))
    return done_at(list_href(shown.name))


@require_POST
@behind_the_door(*DESK)
def phone(request: Request, number: str) -> HttpResponse:
    """§7.1.1: one number is shown in its row, and who saw it is recorded."""
    case = one_case.visible(request, number)
    form, shown = KeyedForm(request.POST), Shown(_list(request, STEPS), number=number)
    done = attempted(form, lambda: {"phone": _revealed(request, form, case.number)})
    if isinstance(done, Refusal):
        return _page(request, shown, done.status)
    return _page(request, replace(shown, phone=str(done["phone"])))


def _revealed(request: Request, form: KeyedForm, number: str) -> str:
    key = str(form.cleaned_data["key"])
    return access.reveal_phone(by=request.user, key=key, now=request.now, number=number)


@require_POST
@behind_the_door(*DESK)
def add_call(request: Request) -> HttpResponse:
    """A call that was missed, or that a resident asked for."""
    lists = DeskLists(request.user, request.now, places.chosen(request, request.user, request.now))
    form = at_desks(AddCall(request.POST, auto_id="call-%s"), lists.communities)
    done = attempted(form, lambda: _added(request, lists, form))
    shown = Shown(KINDS_OF.get(request.POST.get("kind", ""), "calls"))
    if isinstance(done, Refusal):
        return _page(request, shown, done.status, form, done)
    say_done(request, gettext("已记下"), gettext("在这里等着回电"))
    return done_at(list_href(shown.name))


def _added(request: Request, lists: DeskLists, form: AddCall) -> Answer:
    given = dict(form.cleaned_data)
    key, code = str(given.pop("key")), given.pop("community")
    community = next((each for each in lists.communities if each.code == code), lists.communities[0])
    return hands.add_call(Doing(request.user, key, request.now), community=community, call=hands.Call(**given))


@require_POST
@behind_the_door(*DESK)
def call(request: Request, call: UUID, deed: str) -> HttpResponse:
    """One act on a call: taken, tried, ended."""
    if deed not in FORMS:
        raise Http404
    row = _call(request, call)
    form = FORMS[deed](request.POST, auto_id=f"{deed}-{call}-%s")
    done = attempted(form, lambda: _moved(request, str(call), deed, form))
    shown = Shown(KINDS_OF[row.kind])
    if isinstance(done, Refusal):
        sent = SentCall(str(call), deed, form, done)
        return _page(request, replace(shown, sent=sent), done.status)
    say_done(request, row.name or gettext("这通电话"), wording.words(hands.DEEDS[deed].words))
    return done_at(list_href(shown.name))


def _moved(request: Request, call: str, deed: str, form: MoveCall) -> Answer:
    given = dict(form.cleaned_data)
    doing = Doing(request.user, str(given.pop("key")), request.now)
    return ACTS[deed](doing, call=call, seen=given.pop("moves"), **given)


@require_POST
@behind_the_door(*DESK)
def call_phone(request: Request, call: UUID) -> HttpResponse:
    """§7.1.1: the number to call is shown, and who saw it is recorded."""
    row, form = _call(request, call), KeyedForm(request.POST)
    done = attempted(form, lambda: {"phone": hands.reveal_call(_doing(request, form), call=str(call))})
    shown = Shown(KINDS_OF[row.kind])
    if isinstance(done, Refusal):
        return _page(request, replace(shown, sent=SentCall(str(call), refusal=done)), done.status)
    return _page(request, replace(shown, sent=SentCall(str(call), phone=str(done["phone"]))))


def _doing(request: Request, form: KeyedForm) -> Doing:
    return Doing(request.user, str(form.cleaned_data["key"]), request.now)


def _call(request: Request, call: UUID) -> CallBack:
    """The call, if it is of one of this person's desks; to all others it does not exist."""
    row = CallBack.objects.visible_to(request.user, request.now).filter(uuid=call).first()
    if row is None:
        raise Http404
    return row


def _list(request: Request, names: dict[str, str]) -> str:
    wanted = request.POST.get("list", "")
    return wanted if wanted in names else next(iter(names))


def _page(
    request: Request, shown: Shown, status: int = 200, form: AddCall | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    lists = DeskLists(request.user, request.now, places.chosen(request, request.user, request.now))
    context = lists.context(shown)
    if shown.name in KINDS:
        context["add"] = form or add_form(KINDS[shown.name], request.now, lists.communities)
    context |= {"refusal": refusal, "number": shown.number}
    return page(request, "lists/show.html", gettext("清单"), status=status, here="to-tell", **context)
