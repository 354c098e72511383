"""§7.1.8 — What the director supervises: work to urge, requests to decide, holds, urges and their answers, disputes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse

from anju.procedure.holds import REASON_WORDS
from anju.procedure.instants import local
from anju.procedure.natures import TABLES
from anju.procedure.posts import Post
from anju.procedure.steps import State
from anju.procedure.words import Words
from anju.records import seeing
from anju.records.models import Case, Community, Leg, Person, Urge

from .board_page import short_number
from .case_page import Tried
from .positions import Positions
from .requests import Asked, RowDoor, asked_of, doors_of
from .scopes import disputed
from .supervision_tabs import TABS, at_work, tabs_of

SHOWN = 200


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One department's work as a line; on hold and asked for, with what may be done in the row."""

    number: str
    short: str
    href: str
    leg: int
    place: str
    content: str
    department: str
    person: str
    state: State
    due: datetime | None
    urges: int
    held: Words | None
    held_at: datetime | None
    held_until: datetime | None
    days: int
    asked: Asked | None
    doors: Sequence[RowDoor]

    @property
    def ref(self) -> str:
        return f"{self.number}.{self.leg}"


@dataclass(frozen=True, slots=True)
class WorkGroup:
    """The work of one department, how often it was urged this month, and whether that is too often."""

    community: str
    department: str
    code: str
    urged: int
    often: bool
    rows: Sequence[WorkRow]


@dataclass(frozen=True, slots=True)
class UrgeGroup:
    """The urges of one department: one list to print, or to say aloud."""

    community: str
    department: str
    urged: int
    often: bool
    urges: Sequence[Urge]


class Supervision:
    """What one director has to see to; the same statements however much there is."""

    def __init__(self, person: Person, now: datetime, show: str = "", only: Community | None = None) -> None:
        self.person, self.now = person, now
        self.show = show if show in TABS else "work"
        self.communities = {each.community for each in person.held(now) if each.post is Post.DIRECTOR}
        if only:
            self.communities &= {only.pk}
        self.legs = Leg.objects.filter(community__in=self.communities)

    def context(self, tried: Tried | None = None, number: str = "") -> dict[str, Any]:
        groups: Sequence[WorkGroup] = []
        if self.show in ("work", "asked", "held"):
            groups = self._groups(tried, number)
        return {
            "tabs": tabs_of(self.communities, self.now, self.show),
            "show": self.show,
            "groups": groups,
            "urged": self._urged() if self.show == "urged" else (),
            "disputed": self._disputed() if self.show == "disputed" else (),
        }

    def _found(self) -> QuerySet[Leg]:
        found = {
            "work": at_work(self.communities),
            "asked": self.legs.filter(requested_at__isnull=False).exclude(request="approval"),
            "held": self.legs.filter(held_until__isnull=False),
        }[self.show]
        order = {"work": "next_due_at", "asked": "requested_at", "held": "held_until"}[self.show]
        rows = found.select_related("case", "department__community", "person")
        return rows.order_by("department__community", "department__code", order, "pk")

    def _groups(self, tried: Tried | None, number: str) -> list[WorkGroup]:
        legs = list(self._found()[:SHOWN])
        cases = [leg.case for leg in legs]
        positions = Positions(cases) if self.show != "work" else None
        asked = asked_of(cases) if self.show != "work" else {}
        urges = Counter(
            Urge.objects.filter(case__in=[case.pk for case in cases], answered_at=None).values_list("case", "leg")
        )
        grouped: dict[int, list[WorkRow]] = {}
        departments = {leg.department_id: leg.department for leg in legs}
        for leg in legs:
            mine = tried if number == leg.case.number else None
            row = self._row(leg, positions, asked, urges[leg.case_id, leg.key], mine)
            grouped.setdefault(leg.department_id, []).append(row)
        often = self._often(list(departments))
        return [
            WorkGroup(each.community.name, each.name, each.code, *often[each.pk], rows)
            for each, rows in ((departments[pk], rows) for pk, rows in grouped.items())
        ]

    def _row(
        self,
        leg: Leg,
        positions: Positions | None,
        asked: Mapping[tuple[int, int], Asked],
        urges: int,
        tried: Tried | None,
    ) -> WorkRow:
        case, request = leg.case, asked.get((leg.case_id, leg.key))
        return WorkRow(
            number=case.number,
            short=short_number(case.number),
            href=reverse("case", args=[case.number]),
            leg=leg.key,
            place=case.room,
            content=case.content.partition("\n")[0],
            department=leg.department.name,
            person=leg.person.name if leg.person else "",
            state=TABLES[case.nature].leg_state(leg.state),
            due=leg.next_due_at,
            urges=urges,
            held=REASON_WORDS.get(leg.held_for),
            held_at=leg.held_at,
            held_until=leg.held_until,
            days=days_held(leg, self.now),
            asked=request,
            doors=doors_of(leg, self.show, request, positions, tried) if positions else (),
        )

    @cached_property
    def _rules(self) -> Any:
        return seeing.rules_of(min(each for each in self.communities if each))

    def _often(self, departments: Sequence[int]) -> Mapping[int, tuple[int, bool]]:
        """How often each was urged this month, and whether that is as often as to mend its ways."""
        month = local(self.now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        rows = Urge.objects.filter(department__in=departments, urged_at__gte=month).values("department")
        counted = {row["department"]: row["n"] for row in rows.annotate(n=Count("pk")).order_by()}
        most = self._rules.rule("urges_a_month") if departments else 0
        return {pk: (counted.get(pk, 0), counted.get(pk, 0) >= most) for pk in departments}

    def _urged(self) -> list[UrgeGroup]:
        """The urges nobody answered, by department, soonest due first."""
        rows = Urge.objects.filter(community__in=self.communities, answered_at=None)
        rows = rows.select_related("case", "department__community", "person", "urged_by")
        grouped: dict[int, list[Urge]] = {}
        for each in rows.order_by("department__community", "department__code", "due", "pk")[:SHOWN]:
            grouped.setdefault(each.department_id, []).append(each)
        often = self._often(list(grouped))
        heads = {pk: urges[0].department for pk, urges in grouped.items()}
        return [UrgeGroup(heads[pk].community.name, heads[pk].name, *often[pk], urges) for pk, urges in grouped.items()]

    def _disputed(self) -> list[Case]:
        found = Case.objects.filter(disputed(), community__in=self.communities)
        return list(found.by_due().select_related("community")[:SHOWN])


def days_held(leg: Leg, now: datetime) -> int:
    """The how manieth day of its hold this is."""
    return (local(now).date() - local(leg.held_at).date()).days + 1 if leg.held_at else 0
