"""§7.1.7 — The work of one handler, or of a foreman's department: cards, soonest due first, with what can be done."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from anju.procedure.natures import TABLES
from anju.procedure.posts import Post
from anju.procedure.steps import State
from anju.procedure.words import Words
from anju.records.models import Leg, Person
from anju.records.names import masked

from .crews import departments_of
from .loads import HANDS, LIVE
from .offered import Choices
from .positions import Positions

SHOWN = 60
# What a card offers in each state of the leg: the first is the big button.
OFFERED = {
    "assigned": ("accept", "decline"),
    "working": ("report", "arrive"),
    "on_site": ("report",),
    "held": ("resume",),
}


TABS = {
    "all": Words("要做", "To do"),
    "free": Words("待接", "To accept"),
    "late": Words("超时", "Late"),
    "done": Words("已交", "Reported"),
}


def tab(name: str, now: datetime) -> Q:
    """Which legs a tab holds; what was reported waits there until the director has read it."""
    live = Q(state__in=LIVE)
    more = {"free": Q(state="assigned"), "late": live & Q(next_due_at__lt=now), "done": Q(state="reported")}
    return more.get(name, live)


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab over the work."""

    name: str
    words: Words
    count: int
    href: str
    here: bool


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
    task: str
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

    def context(self, show: str = "all", only: Q | None = None) -> dict[str, Any]:
        """The cards of a tab; `only` narrows them to one man's."""
        show = show if show in TABS else "all"
        legs = self.legs(tab(show, self.now) & (only or Q()))
        positions, crews = Positions([leg.case for leg in legs]), self._crews()
        return {
            "legs": legs,
            "positions": positions,
            "cards": [self._card(leg, positions, crews, "") for leg in legs],
            "tabs": self._tabs(show),
            "leads": bool(self.led),
            "show": show,
        }

    def _tabs(self, show: str) -> list[Tab]:
        """The tabs with their counts; one statement."""
        asked: dict[str, Any] = {name: Count("pk", filter=tab(name, self.now)) for name in TABS}
        counted = self._mine().aggregate(**asked)
        href = reverse("tasks")
        return [Tab(name, words, counted[name], f"{href}?show={name}", name == show) for name, words in TABS.items()]

    def _mine(self) -> QuerySet[Leg]:
        mine = Q(person=None) | Q(person=self.person) | Q(department__in=self.led)
        return Leg.objects.filter(mine, department__in=self.departments)

    def legs(self, only: Q) -> list[Leg]:
        found = self._mine().filter(only).select_related("case", "case__place", "department", "person")
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

    def card(self, leg: Leg, positions: Positions, revealed: str = "") -> Card:
        """One leg as a card of its own."""
        return self._card(leg, positions, self._crews(), revealed)

    def _card(self, leg: Leg, positions: Positions, crews: dict[tuple[int, str], Choices], revealed: str) -> Card:
        case, table = leg.case, TABLES[leg.case.nature]
        return Card(
            number=case.number,
            leg=leg.key,
            href=reverse("case", args=[case.number]),
            task=reverse("task", args=[case.number, leg.key]),
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
                for name in OFFERED.get(leg.state, ())
            ],
            crew=crews.get((leg.community_id, leg.department.code), ()) if leg.department_id in self.led else (),
            keys=(str(uuid.uuid4()), str(uuid.uuid4())),
        )
