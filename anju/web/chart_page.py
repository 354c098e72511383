"""§3.0 — The flow chart with numbers: every number is the length of the list it opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from markupsafe import Markup

from anju.procedure.chart import lanes
from anju.procedure.flow_parts import Standing
from anju.procedure.natures import TABLES
from anju.procedure.steps import State, Subject, Table
from anju.procedure.whole_svg import nature_key, whole_svg
from anju.records import chart as counted
from anju.records.chart import Stands
from anju.records.models import Community, Person

from . import wording
from .paging import BOUND

NATURE = "other"
LEG = "leg."  # before the name of a state of a department's work


@dataclass(frozen=True, slots=True)
class StepLine:
    """One state in a row: how many stand there, how many late, and the lists of both."""

    state: State
    clause: str
    count: str
    late: int
    href: str
    late_href: str


@dataclass
class Chart:
    """What one person sees of the workflow of other information, in one community or all of his."""

    person: Person
    now: datetime
    community: Community | None

    def context(self) -> dict[str, Any]:
        return {
            "sheets": [Markup(each) for each in self._sheets()],  # noqa: S704 - drawn by the law itself
            "cases": self._lines(Subject.CASE),
            "legs": self._lines(Subject.LEG),
            "open": self.open,
            "open_href": self._href(scope="open"),
            "late_href": self._href(scope="late"),
        }

    @cached_property
    def table(self) -> Table:
        return TABLES[NATURE]

    @cached_property
    def stands(self) -> Mapping[str, Stands]:
        """By the keys of the drawing; what is not there stands at nothing."""
        asked = (self.person, self.now, self.community)
        cases = counted.cases_by_state(*asked)
        legs = {LEG + state: found for state, found in counted.legs_by_state(*asked).items()}
        closed = [state.name for state in self.table.states if not state.open]
        ended = counted.closed_up_to(*asked, closed, BOUND)
        return {**cases, **legs, **{state: Stands(count) for state, count in ended.items()}}

    @cached_property
    def open(self) -> Stands:
        """All open cases together."""
        found = [self.stands.get(state, Stands()) for state in self.table.open_states]
        return Stands(sum(each.count for each in found), sum(each.late for each in found))

    def _sheets(self) -> Sequence[str]:
        keys = [state.name for state in self.table.states]
        keys += [LEG + state.name for state in self.table.leg_states if state.open]
        own = nature_key(NATURE)
        late = {key: each.late for key, each in self.stands.items() if each.late}
        standing = Standing(
            counts={key: _shown(self._found(key)) for key in keys} | {own: self.open.count},
            late=late | ({own: self.open.late} if self.open.late else {}),
            links={key: self._list(key) for key in keys if self._found(key)} | {own: self._href(scope="open")},
            late_links={key: self._list(key, late=True) for key in late} | {own: self._href(scope="late")},
        )
        return whole_svg(self.table, TABLES, wording.language(), standing)

    def _lines(self, subject: Subject) -> list[StepLine]:
        lane = next(each for each in lanes(self.table) if each.subject is subject)
        clauses = {box.key: box.clause for box in lane.boxes} | {each.key: each.clause for each in lane.beside}
        leg = subject is Subject.LEG
        states = [state for state in self.table.leg_states if state.open] if leg else self.table.states
        return [self._line(state, LEG * leg + state.name, clauses.get(state.name, "")) for state in states]

    def _line(self, state: State, key: str, clause: str) -> StepLine:
        found = self.stands.get(key, Stands())
        href = self._list(key) if found.count else ""
        return StepLine(state, clause, str(_shown(found.count)), found.late, href, self._list(key, late=True))

    def _found(self, key: str) -> int:
        return self.stands.get(key, Stands()).count

    def _list(self, key: str, *, late: bool = False) -> str:
        """The list behind a number."""
        field = {"leg": key.removeprefix(LEG)} if key.startswith(LEG) else {"state": key}
        return self._href(**field, **({"scope": "late"} if late else {}))

    def _href(self, **query: str) -> str:
        where = self.community.code if self.community else ""
        return f"{reverse('cases')}?{urlencode({**query, 'community': where})}"


def _shown(count: int) -> int | str:
    """Exact as far as the lists count."""
    return f"{BOUND:,}+" if count > BOUND else count
