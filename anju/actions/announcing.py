"""Chapter notices: what the clock announces that is about no case: an end, a digest, a missing list, a failed backup.

Each has a name, told once for ever: its digest is the key of the act that enters it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from anju.procedure.journal import canonical
from anju.records.models import Act, Community, Notice, Person

from .journal import SYSTEM, Acting, Answer, Deed, act
from .notices import NEW_NOTICES


@dataclass(frozen=True, slots=True)
class News:
    """What is announced: under which name, of which community and subject, with which facts, to whom.

    `about` is what the line in the inbox needs; it names nobody but by a key.
    """

    name: tuple[object, ...]
    community: Community
    deed: Deed
    subject: tuple[str, str]
    about: Mapping[str, object]
    people: Callable[[], Iterable[int]]
    facts: Mapping[str, object] = field(default_factory=dict)


def announce(news: Iterable[News], *, now: datetime) -> int:
    """Enters what was not announced before, each in a transaction of its own; says how many that were."""
    named = {_key(each.name): each for each in news}
    done = set(Act.objects.filter(actor_key=SYSTEM, key__in=named).values_list("key", flat=True))
    for key, each in named.items():
        if key not in done:
            _enter(key, each, now)
    return len(named.keys() - done)


def _key(name: tuple[object, ...]) -> str:
    return hashlib.sha256(canonical(("news", *name))).hexdigest()


def _enter(key: str, news: News, now: datetime) -> None:
    def work(acting: Acting) -> Answer:
        people = sorted(set(news.people()))
        keys = Person.objects.filter(pk__in=people).order_by("pk").values_list("uuid", flat=True)
        facts = {**news.facts, "recipients": tuple(str(each) for each in keys)}
        acting.did(news.community, *news.subject, news.deed, facts)
        line = {"community": news.community, "step": news.deed.name, "about": dict(news.about), "created_at": now}
        NEW_NOTICES.many([Notice(person_id=person, **line) for person in people])
        return {"told": len(people)}

    act(by=None, key=key, request={"do": news.deed.name, "name": news.name}, now=now, work=work)
