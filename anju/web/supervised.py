"""§7.1.8 — What supervision says of each department's work on the case page: holds, requests, urges, disputes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext

from anju.procedure import deadlines, urges
from anju.procedure.clocks import Clock
from anju.procedure.disagreements import disagreements
from anju.procedure.editions import Rules
from anju.procedure.holds import REASON_WORDS
from anju.procedure.instants import local
from anju.procedure.steps import State, Table
from anju.procedure.views import At, LegView, Question, View
from anju.procedure.words import Words
from anju.records.models import Case, Leg, Urge

from . import wording
from .requests import Asked, asked_of
from .standing import ClockLine, clock_line
from .timeline import Names

URGE = Words("督办答复", "Answer to the urge")
TONES = {"answered": "approve", "reported": "approve", "lapsed": "rests"}


@dataclass(frozen=True, slots=True)
class UrgeLine:
    """One urge: what was urged and answered, and - while it is open - by when and why then."""

    key: int
    text: str
    by: str
    answer: str
    clock: ClockLine
    state: State | None


@dataclass(frozen=True, slots=True)
class Supervised:
    """What stands beside one leg: its hold and its request in one line each, and its urges."""

    held: str
    request: Asked | None
    urges: Sequence[UrgeLine]


@dataclass(frozen=True, slots=True)
class Dispute:
    """Two acts that contradict each other, as one line."""

    department: str
    reported: str
    against: str
    words: Words


def urges_of(case: Case) -> list[Urge]:
    return list(case.urges.select_related("urged_by", "answered_by").order_by("key"))


def supervised(  # noqa: PLR0917
    case: Case, legs: Sequence[Leg], table: Table, view: View, rules: Rules, rows: Sequence[Urge], now: datetime
) -> Mapping[int, Supervised]:
    """Of every leg by its key; one statement for all requests."""
    asked = asked_of([case])
    views = {leg.key: leg for leg in view.legs}
    found = {}
    for leg in legs:
        mine = [each for each in rows if each.leg == leg.key]
        found[leg.key] = Supervised(
            held=held_line(leg, now),
            request=asked.get((case.pk, leg.key)) if leg.request else None,
            urges=[_urge(each, views[leg.key], table, view, rules, now) for each in mine],
        )
    return found


def held_line(leg: Leg, now: datetime) -> str:
    """Why, since when and until when this work is on hold; nothing where it is not."""
    if leg.held_until is None or leg.held_at is None:
        return ""
    parts = (
        wording.words(REASON_WORDS.get(leg.held_for, Words(leg.held_for, leg.held_for))),
        gettext("第 %(n)s 天") % {"n": (local(now).date() - local(leg.held_at).date()).days + 1},
        gettext("自 %(at)s") % {"at": wording.when(leg.held_at, now)},
        gettext("到 %(at)s") % {"at": wording.when(leg.held_until, now)},
    )
    return " · ".join(parts)


def _urge(row: Urge, leg: LegView, table: Table, view: View, rules: Rules, now: datetime) -> UrgeLine:  # noqa: PLR0917
    """By the grade the case has now; where it had another then, the due time stands as it was stated."""
    asked = Question(replace(view, leg=leg), {}, At(row.urged_at, row.urged_at), rules)
    deadline = urges.deadline_of(asked)
    if deadline.due != row.due:
        deadline = deadlines.fixed(row.urged_at, row.due, URGE, urges.SPAN)
    clock = Clock(urges.SPAN, URGE, row.leg, row.urged_at, row.answered_at, deadline)
    ending = urges.ENDINGS.get(row.ending)
    return UrgeLine(
        key=row.key,
        text=row.text,
        by=f"{row.urged_by.name} · {wording.when(row.urged_at, now)}",
        answer=row.answer,
        clock=clock_line(table, clock, deadline, now),
        state=State(row.ending, ending, TONES[row.ending]) if ending else None,
    )


def disputes(view: View, names: Names, now: datetime) -> list[Dispute]:
    """What was reported done and is contradicted, the newest first."""
    found = []
    for each in reversed(disagreements(view)):
        reported, against = each.reported, each.against
        found.append(
            Dispute(
                department=names.legs.get(reported.leg or 0, ""),
                reported=f"{wording.when(reported.happened, now)} {names.people.get(reported.actor, '')}".strip(),
                against=f"{wording.when(against.happened, now)} {names.people.get(against.actor, '')}".strip(),
                words=each.words,
            )
        )
    return found
