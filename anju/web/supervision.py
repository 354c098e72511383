"""§7.1.8 — Supervision at the counter: many urged at once, requests decided and holds ended where they stand."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from anju.actions import supervision as hands
from anju.actions.cases import Doing
from anju.actions.journal import Answer
from anju.procedure.given import TEXT_LIMIT
from anju.procedure.posts import Post
from anju.records.models import Case

from . import one_case, places, wording
from .answers import Refusal, attempted, done_at
from .case_page import Tried
from .desk import Request, behind_the_door, page, say_done
from .dispatching import Refused, Sent
from .forms import KeyedForm
from .supervision_page import Supervision

STEPS = ("hold", "renew_hold", "resume", "extend", "refuse_request")


class UrgeForm(KeyedForm):
    """What is urged of every ticked row."""

    urging = forms.CharField(label=gettext_lazy("督办内容"), max_length=TEXT_LIMIT)


@require_safe
@behind_the_door(Post.DIRECTOR)
def show(request: Request) -> HttpResponse:
    return _page(request, request.GET.get("show", ""))


@require_POST
@behind_the_door(Post.DIRECTOR)
def urge(request: Request) -> HttpResponse:
    """Every ticked row is urged in one act; each foreman finds one notice and one list."""
    form = UrgeForm(request.POST)
    done = attempted(form, lambda: _urge(request, form))
    if isinstance(done, Refusal):
        return _page(request, "work", urge_form=form, refusal=done, status=done.status)
    sent = _sent(done)
    if sent.refused:
        return _page(request, "work", sent=sent, status=sent.status)
    title = gettext("已督办 %(n)s 件") % {"n": len(sent.done)}
    say_done(request, title, "", f"{reverse('supervision')}?show=urged", gettext("督办清单"))
    return done_at("supervision")


@require_POST
@behind_the_door(Post.DIRECTOR)
def step(request: Request, number: str, leg: int, name: str) -> HttpResponse:
    if name not in STEPS:
        raise Http404
    case = one_case.shown(request, number)
    done = one_case.tried(request, case, name, leg)
    shown = "asked" if request.POST.get("at") == "asked" else "held"
    if isinstance(done, Tried):
        return _page(request, shown, tried=done, number=number, status=done.refusal.status)
    say_done(request, number, wording.words(case.table.step(name).words))
    return done_at(f"{reverse('supervision')}?show={shown}")


def _urge(request: Request, form: UrgeForm) -> Answer:
    doing = Doing(request.user, str(form.cleaned_data["key"]), request.now)
    rows = [ref.rpartition(".") for ref in request.POST.getlist("row")]
    try:
        wanted = [(number, int(leg)) for number, _, leg in rows if leg.isdecimal()]
        return hands.urge(doing, rows=wanted, text=form.cleaned_data["urging"])
    except Case.DoesNotExist as missing:
        raise Http404 from missing


def _sent(answer: Answer) -> Sent:
    """How the act went, row by row, in the reader's language."""
    done = [number for number, _ in cast("tuple[tuple[str, int], ...]", answer["done"])]
    rows = cast("tuple[tuple[str, int, str, str, str], ...]", answer["refused"])
    rooms = dict(Case.objects.filter(number__in=[row[0] for row in rows]).values_list("number", "room"))
    english = wording.language() == "en"
    return Sent(
        done, [Refused(n, rooms.get(n, ""), en if english else zh, clause, False) for n, _, clause, zh, en in rows]
    )


def _page(request: Request, show: str, *, status: int = 200, **more: Any) -> HttpResponse:
    shown = Supervision(request.user, request.now, show, places.chosen(request, request.user, request.now))
    tried, number = more.get("tried"), more.get("number", "")
    context = {"sent": None, "tried": None, "number": number, "refusal": None, "urge_form": UrgeForm(), **more}
    context |= shown.context(tried, number)
    return page(request, "board/supervision.html", gettext("督办与挂起"), status=status, here="board", **context)
