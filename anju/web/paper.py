"""§9.0 — Paper at the counter: numbers reserved, sheets printed, entered later, void or lost, reconciled by month."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from anju.actions import paper as hands
from anju.actions.journal import Answer
from anju.procedure import facts as law
from anju.procedure.natures import NATURES
from anju.records.models import Number

from . import wording
from .answers import Refusal, attempted, done_at
from .desk import DESK, Request, behind_the_door, page, say_done
from .paper_page import BUILT, ENDS, EndSheet, PaperDesk, Reserve, SentSheet, title_of


@require_safe
@behind_the_door(*DESK)
def show(request: Request) -> HttpResponse:
    asked = request.GET
    return _page(request, PaperDesk(request.user, request.now, asked.get("community", ""), asked.get("month", "")))


@require_POST
@behind_the_door(*DESK)
def reserve(request: Request) -> HttpResponse:
    desk = PaperDesk(request.user, request.now, request.POST.get("community", ""))
    form = Reserve(request.POST)
    done = attempted(form, lambda: _reserved(request, desk, form))
    if isinstance(done, Refusal):
        return _page(request, desk, form=form, refusal=done)
    numbers = tuple(map(str, done["numbers"]))  # type: ignore[call-overload]
    link = desk.print_href(first=numbers[0], last=numbers[-1])
    say_done(request, gettext("已预留 %(n)s 张") % {"n": len(numbers)}, "", link, gettext("打印这几张"))
    return done_at("paper")


def _reserved(request: Request, desk: PaperDesk, form: Reserve) -> Answer:
    given = form.cleaned_data
    return hands.reserve(
        by=request.user,
        key=str(given["key"]),
        now=request.now,
        community=desk.community,
        form=given["form"],
        count=given["count"],
    )


@require_POST
@behind_the_door(*DESK)
def end(request: Request, number: str, deed: str) -> HttpResponse:
    """A sheet that will never be entered, and why."""
    row = Number.objects.filter(number=number, reserved_at__isnull=False).select_related("community").first()
    desk = PaperDesk(request.user, request.now, row.community.code if row else "")
    if row is None or deed not in ENDS or row.community != desk.community:
        raise Http404
    form = EndSheet(request.POST, auto_id=f"{number}-%s")
    done = attempted(form, lambda: ENDS[deed](by=request.user, key=str(form.cleaned_data["key"]), now=request.now,
                                              number=number, reason=form.cleaned_data["reason"]))  # fmt: skip
    if isinstance(done, Refusal):
        return _page(request, desk, sent=SentSheet(number, form, done))
    say_done(request, number, gettext("已作废") if deed == "void" else gettext("已登记遗失"))
    return done_at("paper")


@require_safe
@behind_the_door(*DESK)
def sheets(request: Request) -> HttpResponse:
    """Blank sheets under their numbers, one to a page, or the bare list of them."""
    asked = request.GET
    desk = PaperDesk(request.user, request.now, asked.get("community", ""))
    context = {
        "numbers": desk.printed(asked.get("first", ""), asked.get("last", "")),
        "community": desk.community,
        "title": title_of(BUILT[0]),
        "compact": "list" in asked,
        "sources": [wording.words(each.words) for each in law.PASSIVE_SOURCES],
        "speakers": [wording.words(each.words) for each in law.SPEAKERS],
        "natures": [wording.words(each.words) for each in NATURES],
        "urgencies": [wording.words(each.words) for each in law.URGENCIES],
        "now": request.now,
    }
    return render(request, "lists/sheets.html", context)


def _page(
    request: Request,
    desk: PaperDesk,
    *,
    form: Reserve | None = None,
    sent: SentSheet | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    context = desk.context(form, sent) | {"refusal": refusal}
    failed = refusal or (sent.refusal if sent else None)
    status = failed.status if failed else 200
    return page(request, "lists/paper.html", gettext("纸单"), status=status, here="to-tell", **context)
