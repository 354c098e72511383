"""§7.1.1 — What stands beside the form of the register: words still to be told, promises still open, drafts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.http import urlencode

from anju.records.models import Case, Community, Draft, Person

from . import household
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
