"""§7.1.1 — Hints of a community's places: what the desk reads beside the form, entered and ended here."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from anju.actions import hints as hands
from anju.actions import rights
from anju.actions.cases import NO_SUCH_PLACE
from anju.procedure.words import Refused
from anju.records.models import Community, Hint, Location
from anju.records.search import located

from . import deeds
from .answers import Refusal, attempted, done_at
from .deeds import Deed, Fields, TriedDeed
from .desk import Request, behind_the_door, page, say_done
from .forms import KeyedForm, moment

SHOWN = 200


def _fields(request: Request, _: Community) -> Fields:
    place = deeds.line(gettext("房号或部位"), 40, required=False, help_text=gettext("不填为整个小区"))
    place.initial = request.GET.get("place", "")
    return {
        "location": place,
        "text": deeds.line(gettext("提示"), hands.LONGEST, help_text=gettext("只写楼栋的事，不写住户")),
        "starts_at": moment(label=gettext("自"), initial=request.now),
        "ends_at": moment(label=gettext("至")),
    }


def _location(community: Community, typed: str) -> Location:
    """A place in any spelling; none typed is the whole community."""
    found = located(community, typed) if typed else Location.objects.get(community=community, parent=None)
    if found is None:
        raise Refused(hands.CLAUSE, NO_SUCH_PLACE, "location", code=typed)
    return found


ADD = Deed(
    hands.DEEDS["add_hint"],
    "bulb",
    _fields,
    lambda community, location, **given: hands.add_hint(location=_location(community, location), **given),
)


def _desk(community: Community) -> deeds.Desk:
    return deeds.Desk((ADD,), community, community, lambda deed: reverse("hint-add", args=[community.code]))


@require_safe
@behind_the_door(*rights.DESK)
def listed(request: Request, code: str) -> HttpResponse:
    return _page(request, _visible(request, code))


@require_POST
@behind_the_door(*rights.DESK)
def add(request: Request, code: str) -> HttpResponse:
    found = _visible(request, code)
    done = _desk(found).attempt(request, ADD.name)
    if isinstance(done, TriedDeed):
        return _page(request, found, done)
    say_done(request, gettext("已保存"), gettext("受理台从现在起能看到"))
    return done_at("hints", code)


@require_POST
@behind_the_door(*rights.DESK)
def end(request: Request, code: str, key: UUID) -> HttpResponse:
    found = _visible(request, code)
    hint, form = get_object_or_404(Hint, community=found, uuid=key), KeyedForm(request.POST)
    at = request.now
    done = attempted(
        form, lambda: hands.end_hint(by=request.user, key=str(form.cleaned_data["key"]), now=at, hint=hint)
    )
    if isinstance(done, Refusal):
        return _page(request, found, refusal=done)
    say_done(request, gettext("已结束"), hint.text)
    return done_at("hints", code)


def _visible(request: Request, code: str) -> Community:
    return get_object_or_404(Community.objects.visible_to(request.user, request.now), code=code)


def _page(
    request: Request, community: Community, tried: TriedDeed | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    rows = community.hints.not_over(request.now).select_related("location", "by")
    refused = tried.refusal if tried else refusal
    context = {
        "community": community,
        "hints": [(each, KeyedForm()) for each in rows[:SHOWN]],
        "doors": _desk(community).doors(request, tried),
        "refusal": refusal,
    }
    status = refused.status if refused else 200
    return page(request, "registry/hints.html", gettext("楼栋提示"), status=status, here="register", **context)
