"""§5.1.1 — Handing over a shift: what is open, said by the records; signed by the giver and by the taker."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from anju.actions import access
from anju.actions import shifts as hands
from anju.actions.journal import Answer
from anju.records.models import Person, Shift

from .answers import Refusal, attempted, done_at
from .desk import DESK, Request, behind_the_door, page, say_done
from .shift_page import HandOver, ShiftDesk, TakeOver, headings, pasted, signs_here, take_form


@require_safe
@behind_the_door(*DESK)
def show(request: Request) -> HttpResponse:
    start = request.GET.get("start", "")
    desk = ShiftDesk(request.user, request.now, request.GET.get("community", ""))
    return _page(request, desk, start=int(start) if start.isdecimal() else 0)


@sensitive_post_parameters("pin")
@require_POST
@behind_the_door(*DESK)
def hand_over(request: Request) -> HttpResponse:
    desk = ShiftDesk(request.user, request.now, request.POST.get("community", ""))
    form = desk.form(request.POST)
    done = attempted(form, lambda: _handed_over(request, desk, form))
    if isinstance(done, Refusal):
        return _page(request, desk, form=form, refusal=done)
    said = gettext("双方已签") if done["taken"] else gettext("等接班人签")
    say_done(request, gettext("已交班"), said, reverse("shift", args=[done["shift"]]), gettext("看这一班"))
    return done_at("shifts")


def _handed_over(request: Request, desk: ShiftDesk, form: HandOver) -> Answer:
    given = form.cleaned_data
    return hands.hand_over_shift(
        by=request.user,
        key=str(given["key"]),
        now=request.now,
        community=desk.community,
        starts_at=given["starts_at"],
        taker=Person.objects.get(uuid=given["taker"]),
        pin=given["pin"],
        remark=given["remark"],
    )


@sensitive_post_parameters("pin")
@require_POST
@behind_the_door(*DESK)
def take(request: Request, key: UUID) -> HttpResponse:
    """Signed for in one's own session, or with staff number and PIN on the PC of whoever hands over."""
    shift = _shift(request, key)
    form = take_form(shift, request.POST)
    done = attempted(form, lambda: _taken(request, shift, form))
    if isinstance(done, Refusal):
        return _one(request, shift, form, done)
    say_done(request, gettext("已接班"), shift.taker.name, reverse("change-person"), gettext("换成他来用"))
    return done_at("shift", key)


def _taken(request: Request, shift: Shift, form: TakeOver) -> Answer:
    given, by = form.cleaned_data, request.user
    if given["staff_number"] or given["pin"]:
        by = access.change_person(staff_number=given["staff_number"], pin=given["pin"], now=request.now)
    return hands.take_over_shift(by=by, key=str(given["key"]), now=request.now, shift=shift)


@require_safe
@behind_the_door(*DESK)
def one(request: Request, key: UUID) -> HttpResponse:
    """A shift as it was signed: to print, and to paste without anything personal."""
    shift = _shift(request, key)
    return _one(request, shift, take_form(shift))


def _shift(request: Request, key: UUID) -> Shift:
    """The shift, if it is of one of this person's desks; to all others it does not exist."""
    rows = Shift.objects.visible_to(request.user, request.now).select_related("community", "giver", "taker")
    shift = rows.filter(uuid=key).first()
    if shift is None:
        raise Http404
    return shift


def _one(request: Request, shift: Shift, form: TakeOver, refusal: Refusal | None = None) -> HttpResponse:
    found = headings(shift.items, request.now)
    context = {
        "tabs": ShiftDesk(request.user, request.now).lists.tabs("shifts"),
        "shift": shift,
        "headings": found,
        "dated": True,
        "text": pasted(shift, found, request.now),
        "form": form,
        "mine": signs_here(shift, request.user),
        "refusal": refusal,
    }
    status = refusal.status if refusal else 200
    return page(request, "lists/shift.html", gettext("交接班"), status=status, here="to-tell", **context)


def _page(
    request: Request, desk: ShiftDesk, *, start: int = 0, form: HandOver | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    context = desk.context(form, start) | {"refusal": refusal}
    status = refusal.status if refusal else 200
    return page(request, "lists/shifts.html", gettext("交接班"), status=status, here="to-tell", **context)
