"""§5.1.6, §7.1.10 — The archivist's desk: count and accept, or return with the reason; several at once."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from anju.records.models import Case

from . import one_case, wording
from .answers import done_at
from .archive_page import KEEPERS, STEPS, ArchivePage
from .batches import Left, Sender, Went
from .case_page import Tried
from .desk import Request, behind_the_door, page, say_done


@require_safe
@behind_the_door(*KEEPERS)
def show(request: Request) -> HttpResponse:
    return _desk(request, ArchivePage(request.user, request.now, request.GET))


@require_POST
@behind_the_door(*KEEPERS)
def ticked(request: Request) -> HttpResponse:
    """The panel at the right, while rows are being ticked; nothing is written."""
    shown = ArchivePage(request.user, request.now, request.POST)
    return render(request, "archive/_panel.html", {**shown.context(), "went": None, "now": request.now})


@require_POST
@behind_the_door(*KEEPERS)
def step(request: Request, number: str, name: str) -> HttpResponse:
    """One case: counted and kept, or returned."""
    if name not in STEPS:
        raise Http404
    case = one_case.shown(request, number)
    done = one_case.tried(request, case, name)
    if isinstance(done, Tried):
        asked = request.POST.copy()
        asked["case"] = number
        shown = ArchivePage(request.user, request.now, asked, done)
        return _desk(request, shown, number=number, tried=done, status=done.refusal.status)
    say_done(
        request, number, wording.words(case.table.step(name).words), reverse("case", args=[number]), gettext("看这一件")
    )
    following = urlencode({"case": request.POST.get("next", "")})
    return done_at(f"{reverse('archive')}?{following}")


@require_POST
@behind_the_door(*KEEPERS)
def accept(request: Request) -> HttpResponse:
    """Several at once: each counted on its own, and kept by an act of its own."""
    shown = ArchivePage(request.user, request.now, request.POST)
    sender = Sender(request.user, request.now, request.POST)
    seen = Case.objects.visible_to(request.user, request.now).filter(community__in=shown.communities)
    cases = list(seen.filter(number__in=request.POST.getlist("tick")).select_related("community", "place").by_due())
    went = sender.send(cases, lambda case: _kept(sender, case))
    if not went.is_whole:
        return _desk(request, ArchivePage(request.user, request.now, request.POST), went=went, status=went.status)
    say_done(request, gettext("已归档 %(n)s 件") % {"n": len(went.done)}, "", reverse("holdings"), gettext("看档案"))
    return done_at("archive")


def _kept(sender: Sender, case: Case) -> Left | None:
    typed = {name: sender.data.get(f"{name}.{case.number}", "") for name in ("counted", "holding")}
    return sender.step(case, "archive", typed)


def _desk(
    request: Request,
    shown: ArchivePage,
    *,
    number: str = "",
    tried: Tried | None = None,
    went: Went | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"went": went, "number": number, "tried": tried, **shown.context()}
    return page(request, "archive/show.html", pgettext("page", "归档"), status=status, here="archive", **context)
