"""§7.1.7 — One piece of work on the phone: how far it is, who is at home, pictures, earlier matters, the steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse

from anju.procedure.facts import SPEAKERS
from anju.procedure.words import Words
from anju.records.models import Attachment, Case, Entry, Leg, Residency
from anju.records.models.people import ZONE, on_day

from . import wording
from .case_page import Tried
from .household import CaseLine, case_lines
from .positions import Positions
from .supervised import held_line
from .task_supervision import doors_of
from .work_cards import Card, WorkCards

EARLIER = 5
LIVE_AGAIN = ("working", "on_site", "held")  # a report that was given back is ahead again
GIVEN = ("dispatch", "add_leg", "reassign", "hand_on")
LIVED_IN = ("room", "shop", "garage", "parking")
LINE = (
    ("dispatch", Words("派单", "Given")),
    ("accept", Words("接单", "Accepted")),
    ("arrive", Words("到场", "On site")),
    ("report", Words("交反馈", "Reported")),
)


@dataclass(frozen=True, slots=True)
class LineMark:
    """One of the four steps: behind with its time, here, or ahead."""

    words: Words
    at: datetime | None
    mark: str


@dataclass(frozen=True, slots=True)
class AtHome:
    """Who may open the door, and what to mind; no number stands here."""

    name: str
    role: str
    tags: Sequence[str]
    wish: str


class TaskPage:
    """One leg as its handler or foreman sees it on the phone; to all others it does not exist."""

    def __init__(self, work: WorkCards, number: str, leg: int) -> None:
        self.work = work
        found = work.legs(Q(case__number=number, key=leg) & ~Q(state="withdrawn"))
        if not found:
            raise Http404
        self.leg = found[0]
        self.case: Case = self.leg.case

    def context(self, phone: str = "", tried: Tried | None = None) -> dict[str, Any]:
        positions = Positions([self.case])
        before, after = self._pictures()
        return {
            "card": self._card(positions, phone),
            "line": self._line(),
            "at_home": self._at_home(),
            "earlier": self._earlier(),
            "before": before,
            "after": after,
            "result": self.leg.result,
            "held": held_line(self.leg, self.work.now),
            "doors": doors_of(self.leg, self.work, positions, tried),
        }

    def _card(self, positions: Positions, phone: str) -> Card:
        return self.work.card(self.leg, positions, phone)

    def _line(self) -> list[LineMark]:
        """The last time each step was taken since the work was last given out."""
        own = Q(leg=self.leg.key) | Q(step__in=GIVEN)
        rows = Entry.objects.filter(own, case=self.case).order_by("position").values_list("step", "happened_at")
        times: dict[str, datetime] = {}
        for step, happened in rows:
            given = step in GIVEN
            if given and "accept" not in times:
                times["dispatch"] = happened
            elif not given:
                times[step] = happened
        ahead = [name for name, _ in LINE if name not in times or (name == "report" and self.leg.state in LIVE_AGAIN)]
        return [
            LineMark(words, None if name in ahead else times[name], _mark(name, ahead, self.leg))
            for name, words in LINE
        ]

    def _at_home(self) -> list[AtHome]:
        if self.case.place.kind not in LIVED_IN:
            return []
        roles = {each.value: wording.words(each.words) for each in SPEAKERS}
        today = on_day(self.work.now.astimezone(ZONE).date())
        rows = Residency.objects.filter(today, household__location=self.case.place).select_related("resident")
        return [
            AtHome(each.resident.name, roles.get(each.role, each.role), each.resident.tags, each.resident.call_wish)
            for each in rows.order_by("pk")
        ]

    def _earlier(self) -> tuple[CaseLine, ...]:
        """Other matters of the place, as far as one may see them, the newest first."""
        seen = Case.objects.visible_to(self.work.person, self.work.now).filter(place=self.case.place)
        return case_lines(seen.exclude(pk=self.case.pk).order_by("-opened_at")[:EARLIER])

    def _pictures(self) -> tuple[list[str], list[str]]:
        """Pictures taken before anybody was there, and since."""
        arrived = Entry.objects.filter(case=self.case, leg=self.leg.key, step__in=("arrive", "report"))
        at = arrived.order_by("position").values_list("entered_at", flat=True).first()
        rows: list[Attachment] = list(self.case.attachments.order_by("key"))
        before = [each for each in rows if at is None or each.added_at < at]
        return [self._href(each) for each in before], [self._href(each) for each in rows if each not in before]

    def _href(self, picture: Attachment) -> str:
        return reverse("attachment", args=[self.case.number, picture.key])


def _mark(name: str, ahead: Sequence[str], leg: Leg) -> str:
    if name not in ahead:
        return "done"
    waits = {"assigned": "accept", "working": "report", "on_site": "report", "held": "report"}
    return "now" if waits.get(leg.state) == name else "ahead"
