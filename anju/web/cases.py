"""Chapter cases at the counter: the list, the case and its steps (§7.1.1-7.1.10)."""

from __future__ import annotations

import mimetypes

from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anju.actions import access
from anju.actions import export as taking
from anju.gateways import storage
from anju.papers import exports
from anju.procedure.natures import TABLES
from anju.records.models import Case

from . import places, wording
from .answers import Refusal, attempted, done_at
from .case_page import CasePage, Tried
from .case_table import CaseList
from .desk import CASE_POSTS, DESK, Request, behind_the_door, page, posts_of, say_done
from .forms import KeyedForm
from .leaving import leaving


@require_safe
@behind_the_door(*CASE_POSTS)
def listed(request: Request) -> HttpResponse:
    shown = CaseList(request.user, request.now, _asked(request))
    may = bool(posts_of(request.user, request.now) & DESK)
    title = pgettext("page", "案件")
    context = {"may_register": may, "form": KeyedForm(), **shown.context()}
    return page(request, "cases/list.html", title, here="cases", **context)


@require_POST
@behind_the_door(*CASE_POSTS)
def export(request: Request) -> HttpResponseBase:
    """§9.0: the list as it is filtered, as long as it is. Taking it out is an act."""
    shown = CaseList(request.user, request.now, request.GET)
    community = shown.community()
    found = shown.found().order_by("opened_at", "pk")
    return leaving(
        request,
        "cases",
        community,
        lambda: exports.cases(found, taking.class_words(community), wording.language()),
        shown.narrowed(),
    )


def _asked(request: Request) -> QueryDict:
    """What the address asks for; without a community in it, the one that is looked at."""
    chosen = places.chosen(request, request.user, request.now)
    if chosen is None or "community" in request.GET:
        return request.GET
    asked = request.GET.copy()
    asked["community"] = chosen.code
    return asked


@require_safe
@behind_the_door(*CASE_POSTS)
def show(request: Request, number: str) -> HttpResponse:
    shown = CasePage(_visible(request, number), request.user, request.now)
    return _case_page(request, shown)


@require_http_methods(["GET", "HEAD", "POST"])
@behind_the_door(*CASE_POSTS)
def step(request: Request, number: str, name: str, leg: int | None = None) -> HttpResponse:
    """One step with a case or with one department's work on it."""
    shown = CasePage(_visible(request, number), request.user, request.now)
    if request.method != "POST":
        return redirect(f"{reverse('case', args=[number])}#{name}")
    form = shown.sent(name, leg, request)
    if form is None:
        raise Http404
    done = attempted(form, lambda: shown.take(form, leg))
    if isinstance(done, Refusal):
        return _case_page(request, shown, Tried(name, leg, form, done), done.status)
    say_done(request, number, wording.words(form.step.words))
    return done_at("case", number)


@require_POST
@behind_the_door(*CASE_POSTS)
def phone(request: Request, number: str) -> HttpResponse:
    """§7.1.1: one phone number is shown, and who saw it is recorded."""
    shown = CasePage(_visible(request, number), request.user, request.now)
    form = KeyedForm(request.POST)
    done = attempted(form, lambda: {"phone": access.reveal_phone(**shown.keyed(form))})
    if isinstance(done, Refusal):
        return redirect("case", number)
    return _case_page(request, shown, phone=str(done["phone"]))


@require_safe
@behind_the_door(*CASE_POSTS)
def attachment(request: Request, number: str, key: int) -> HttpResponse:
    """A picture of a case one may see; it never changes, so the browser may keep it."""
    row = get_object_or_404(_visible(request, number).attachments, key=key)
    try:
        content = storage.read(row.digest)
    except FileNotFoundError as missing:
        raise Http404 from missing
    kind = mimetypes.guess_type(row.name)[0] or "application/octet-stream"
    return HttpResponse(content, content_type=kind, headers={"Cache-Control": "private, max-age=86400"})


def _visible(request: Request, number: str) -> Case:
    """The case, if this person may see it; to all others it does not exist."""
    cases = Case.objects.visible_to(request.user, request.now).select_related("community", "place")
    found = cases.filter(number=number).first()
    if found is None or found.nature not in TABLES:
        raise Http404
    return found


def _case_page(
    request: Request, shown: CasePage, tried: Tried | None = None, status: int = 200, phone: str = ""
) -> HttpResponse:
    context = shown.context(tried, told_only=bool(request.GET.get("told")), phone=phone)
    return page(request, "cases/show.html", pgettext("page", "案件"), status=status, here="cases", **context)
