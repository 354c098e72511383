"""§7.1.1 — What stands beside the form of the register: words still to be told, promises still open, drafts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from anju.records.models import CallBack, Case, Community, Draft, Person
from anju.records.names import masked

from . import household, wording
from .drafts import drafts_of
from .household import Owed

IN_THE_COLUMN = 5


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft beside the form: where, the first words, when."""

    href: str
    place: str
    name: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call to return: it opens the form filled in."""

    href: str
    room: str
    name: str
    words: str
    due: datetime | None
    waited: str


@dataclass(frozen=True, slots=True)
class Queue:
    """The left column of the desk."""

    words: tuple[Owed, ...]
    promises: tuple[Owed, ...]
    drafts: tuple[DraftLine, ...]
    calls: tuple[CallLine, ...]


def queue_of(community: Community, person: Person, now: datetime) -> Queue:
    seen = Case.objects.visible_to(person, now).filter(community=community)
    return Queue(
        household.to_tell(seen, IN_THE_COLUMN, community=community),
        household.promised(seen, IN_THE_COLUMN, community=community),
        tuple(_draft(each) for each in drafts_of(person)),
        tuple(_call(each, now) for each in _calls(community, person, now)[:IN_THE_COLUMN]),
    )


def _calls(community: Community, person: Person, now: datetime) -> QuerySet[CallBack]:
    """Whoever named a time by that time, others by how long they have waited."""
    found = CallBack.objects.visible_to(person, now).filter(community=community).open()
    return found.select_related("community", "place").order_by("due", "pk")


def _call(row: CallBack, now: datetime) -> CallLine:
    return CallLine(
        href=f"{reverse('register')}?{urlencode({'community': row.community.code, 'call_back': str(row.uuid)})}",
        room=row.place.code if row.place else "",
        name=row.name or masked(row.phone),
        words=row.note,
        due=row.call_by,
        waited=wording.lasting(now - row.called_at),
    )


def _draft(row: Draft) -> DraftLine:
    said = {name: str(row.content.get(name, "")) for name in ("place", "name", "content")}
    href = f"{reverse('register')}?{urlencode({'draft': row.subject})}"
    return DraftLine(href, said["place"], said["name"], said["content"].partition("\n")[0], row.saved_at)
