"""§7.1.7 — The foreman's table: a row for each piece of his men's work, acted on where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode

from anju.records.models import Leg

from .board_page import short_number
from .loads import Load, loads_of
from .many import Tick, tick
from .offered import Choices
from .positions import Positions
from .work_cards import Card, WorkCards

MANY = ("accept", "arrive")


@dataclass(frozen=True, slots=True)
class CrewRow:
    """One leg as a line: the card it is on the phone, and what it carries to be ticked."""

    card: Card
    short: str
    tick: Tick


@dataclass(frozen=True, slots=True)
class Man:
    """One man of the crew beside the table, and the table of his work alone."""

    load: Load
    href: str
    here: bool


class CrewTable:
    """What a foreman sees at the desk: of all, of one man, of what nobody took or what is late."""

    def __init__(self, work: WorkCards, asked: QueryDict) -> None:
        self.work = work
        self.show = asked.get("show", "all")
        self.man = ""
        with suppress(ValueError):
            self.man = str(UUID(asked.get("man", "")))

    def context(self) -> dict[str, Any]:
        """The same work as table and as cards: which of the two is seen is a matter of width."""
        found = self.work.context(self.show, Q(person__uuid=self.man) if self.man else None)
        legs: Sequence[Leg] = found["legs"]
        cards: Sequence[Card] = found["cards"]
        rows = [self._row(leg, card, found["positions"]) for leg, card in zip(legs, cards, strict=True)]
        loads = loads_of(self.work.led, self.work.now)
        return {
            **found,
            "crew_rows": rows,
            "men": [self._man(each) for each in loads if each.person],
            "crew": self._crew(cards),
            "narrowed": bool(self.man) or found["show"] != "all",
        }

    @staticmethod
    def _row(leg: Leg, card: Card, positions: Positions) -> CrewRow:
        steps = [step.name for step in card.steps]
        return CrewRow(card, short_number(card.number), tick(positions, leg.case, steps, leg.key))

    def _man(self, load: Load) -> Man:
        key = load.person.key if load.person else ""
        return Man(load, f"{reverse('tasks')}?{urlencode({'man': key})}", key == self.man)

    @staticmethod
    def _crew(cards: Sequence[Card]) -> Choices:
        """Everybody who may be named for some row of the table."""
        return sorted({pair: None for card in cards for pair in card.crew}, key=lambda pair: pair[1])
