"""§7.1.1 — Lists that are worked off: words residents are still to be told, promises still open, drafts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from anju.procedure.posts import Post
from anju.records.models import Case, Community, Draft, Person

from . import household, places
from .desk import DESK, Request, behind_the_door, page
from .drafts import drafts_of
from .household import Owed

IN_THE_COLUMN, ON_THE_PAGE = 5, 200


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft beside the form: where, the first words, when."""

    href: str
    place: str
    name: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Queue:
    """The left column of the desk."""

    words: tuple[Owed, ...]
    promises: tuple[Owed, ...]
    drafts: tuple[DraftLine, ...]


def queue_of(community: Community, person: Person, now: datetime) -> Queue:
    seen = Case.objects.visible_to(person, now).filter(community=community)
    return Queue(
        household.to_tell(seen, IN_THE_COLUMN),
        household.promised(seen, IN_THE_COLUMN),
        tuple(_draft(each) for each in drafts_of(person)),
    )


def _draft(row: Draft) -> DraftLine:
    said = {name: str(row.content.get(name, "")) for name in ("place", "name", "content")}
    href = f"{reverse('register')}?{urlencode({'draft': row.subject})}"
    return DraftLine(href, said["place"], said["name"], said["content"].partition("\n")[0], row.saved_at)


@require_safe
@behind_the_door(*DESK)
def to_tell(request: Request) -> HttpResponse:
    """Everything somebody of one's communities is waiting to hear, soonest first."""
    mine = {each.community for each in request.user.held(request.now) if Post(each.post) in DESK}
    chosen = places.chosen(request, request.user, request.now)
    seen = Case.objects.visible_to(request.user, request.now).filter(
        community__in=mine & {chosen.pk} if chosen else mine
    )
    context: dict[str, Any] = {
        "words": household.to_tell(seen, ON_THE_PAGE),
        "promises": household.promised(seen, ON_THE_PAGE),
    }
    return page(request, "intake/to_tell.html", gettext("待告知与承诺"), here="register", **context)
