"""§7.1.7 — The work of one handler, or of a foreman's department: cards, soonest due first, with what can be done."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from anju.procedure.natures import TABLES
from anju.procedure.posts import Post
from anju.procedure.steps import State
from anju.procedure.words import Words
from anju.records.models import Leg, Person
from anju.records.names import masked

from .crews import departments_of
from .forms import Choices
from .loads import HANDS, LIVE
from .positions import Positions

SHOWN = 60
# What a card offers in each state of the leg: the first is the big button.
OFFERED = {"assigned": ("accept", "decline"), "working": ("report", "arrive"), "on_site": ("report",)}


@dataclass(frozen=True, slots=True)
class CardStep:
    """A step a card offers, with the key and position its form carries."""

    name: str
    words: Words
    href: str
    key: str
    position: int


@dataclass(frozen=True, slots=True)
class Card:
    """One department's work on one case."""

    number: str
    leg: int
    href: str
    place: str
    spot: str
    content: str
    instruction: str
    department: str
    person: str
    others: bool
    state: State
    urgent: bool
    due: datetime | None
    name: str
    phone: str
    revealed: str
    steps: Sequence[CardStep]
    crew: Choices
    keys: tuple[str, str]


class WorkCards:
    """What this person has to do; a foreman sees his men's work as well and may act for them."""

    def __init__(self, person: Person, now: datetime) -> None:
        self.person, self.now = person, now
        held = [each for each in person.held(now) if each.post in HANDS]
        self.led = {each.department for each in held if each.post is Post.FOREMAN}
        self.departments = {each.department for each in held}
        self.communities = {each.community for each in held if each.community}

    def context(self, number: str = "", phone: str = "", only: Q | None = None) -> dict[str, Any]:
        """The cards; `phone` is the number just revealed for one of them, `only` narrows which are shown."""
        legs = self.legs(only or Q())
        positions = Positions([leg.case for leg in legs])
        crews = self._crews()
        shown = {number: phone} if phone else {}
        cards = [self._card(leg, positions, crews, shown.get(leg.case.number, "")) for leg in legs]
        waiting = sum(leg.state == "assigned" for leg in legs)
        return {"legs": legs, "positions": positions, "cards": cards, "waiting": waiting, "leads": bool(self.led)}

    def legs(self, only: Q) -> list[Leg]:
        mine = Q(person=None) | Q(person=self.person) | Q(department__in=self.led)
        found = Leg.objects.filter(mine, only, department__in=self.departments, state__in=LIVE)
        found = found.select_related("case", "department", "person")
        return list(found.order_by("next_due_at", "pk")[:SHOWN])

    def _crews(self) -> dict[tuple[int, str], Choices]:
        """The men a foreman may name; nothing for who leads nobody."""
        if not self.led:
            return {}
        return {
            (community, each.code): each.people
            for community in self.communities
            for each in departments_of(community, self.now)
        }

    def _card(self, leg: Leg, positions: Positions, crews: dict[tuple[int, str], Choices], revealed: str) -> Card:
        case, table = leg.case, TABLES[leg.case.nature]
        return Card(
            number=case.number,
            leg=leg.key,
            href=reverse("case", args=[case.number]),
            place=case.room,
            spot=case.spot,
            content=case.content.partition("\n")[0],
            instruction=leg.instruction,
            department=leg.department.name,
            person=leg.person.name if leg.person else "",
            others=leg.person_id not in (None, self.person.pk),
            state=table.leg_state(leg.state),
            urgent=case.urgency != "normal",
            due=leg.next_due_at,
            name=case.name,
            phone=masked(case.phone),
            revealed=revealed,
            steps=[
                CardStep(
                    name=name,
                    words=table.step(name).words,
                    href=reverse("task-step", args=[case.number, leg.key, name]),
                    key=str(uuid.uuid4()),
                    position=positions.of(case, name, leg.key),
                )
                for name in OFFERED[leg.state]
            ],
            crew=crews.get((leg.community_id, leg.department.code), ()) if leg.department_id in self.led else (),
            keys=(str(uuid.uuid4()), str(uuid.uuid4())),
        )
