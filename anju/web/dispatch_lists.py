"""§7.1.6 — What each department has to do: a list to print, and a text to paste that names nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from anju.procedure.natures import TABLES
from anju.procedure.steps import State
from anju.records.models import Leg

from . import wording
from .board_page import short_number
from .case_list import classes_of
from .loads import LIVE

MOST = 200


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One case in the list of a department."""

    number: str
    href: str
    place: str
    category: str
    content: str
    instruction: str
    person: str
    state: State
    due: datetime | None


@dataclass(frozen=True, slots=True)
class WorkList:
    """The list of one department; `text` is for a chat: number, class, house and limit, no person and no room."""

    community: str
    department: str
    lines: Sequence[WorkLine]
    text: str


def work_lists(communities: set[int | None], now: datetime) -> list[WorkList]:
    """What the departments have in hand, soonest due first; two statements."""
    legs = Leg.objects.filter(community__in=communities, state__in=LIVE)
    legs = legs.select_related("case__place__parent", "department__community", "person")
    rows = list(legs.order_by("department__community", "department__code", "next_due_at", "pk")[:MOST])
    classes = classes_of({leg.case.edition for leg in rows})
    grouped: dict[int, list[Leg]] = {}
    for leg in rows:
        grouped.setdefault(leg.department_id, []).append(leg)
    return [_list(legs_of, classes, now) for legs_of in grouped.values()]


def _list(legs: Sequence[Leg], classes: Mapping[tuple[str, str, str], str], now: datetime) -> WorkList:
    department = legs[0].department
    lines = [_line(leg, classes) for leg in legs]
    head = f"{department.name} · {wording.clock(now)}"
    said = [
        " · ".join([str(place), short_number(line.number), line.category, _house(leg), wording.when(line.due, now)])
        for place, (leg, line) in enumerate(zip(legs, lines, strict=True), start=1)
    ]
    return WorkList(department.community.name, department.name, lines, "\n".join([head, *said]))


def _line(leg: Leg, classes: Mapping[tuple[str, str, str], str]) -> WorkLine:
    case = leg.case
    return WorkLine(
        number=case.number,
        href=reverse("case", args=[case.number]),
        place=case.room,
        category=classes.get((case.edition, case.nature, case.category), case.category),
        content=case.content.partition("\n")[0],
        instruction=leg.instruction,
        person=leg.person.name if leg.person else "",
        state=TABLES[case.nature].leg_state(leg.state),
        due=leg.next_due_at,
    )


def _house(leg: Leg) -> str:
    """A room names a household; the house it stands in does not."""
    place = leg.case.place
    return str(place.parent.name if place.kind == "room" and place.parent else place.name)
