"""§3.0 — How many cases stand at each step now: counted by the database, over the indexes of states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from anju.procedure.natures import TABLES

from .models import Case, Community, Leg, Person
from .models.cases import CaseQuerySet

LEGS_AT_WORK = frozenset(state.name for table in TABLES.values() for state in table.leg_states if state.open)


@dataclass(frozen=True, slots=True)
class Stands:
    """How many there are, and how many of them are late."""

    count: int = 0
    late: int = 0


def seen_in(person: Person, at: datetime, community: Community | None) -> CaseQuerySet:
    """What one sees of one community, or of all; these are named, since the indexes begin with them."""
    cases: CaseQuerySet = Case.objects.visible_to(person, at)
    return cases.filter(community__in=_communities(person, at, community))


def cases_by_state(person: Person, at: datetime, community: Community | None = None) -> Mapping[str, Stands]:
    """The open cases one sees, by their state; one statement."""
    cases = seen_in(person, at, community).open()
    late = Count("pk", filter=Q(next_due_at__lt=at))
    rows = cases.values_list("state").annotate(found=Count("pk"), late=late).order_by()
    return {state: Stands(count, overdue) for state, count, overdue in rows}


def legs_by_state(person: Person, at: datetime, community: Community | None = None) -> Mapping[str, Stands]:
    """The cases one sees with a department's work in each state, late by the clock of that work; one statement.

    Found by the open cases, since these are few: by department and state, planners read the work of all years.
    """
    legs = Leg.objects.filter(state__in=LEGS_AT_WORK, case__in=seen_in(person, at, community).open().values("pk"))
    late = Count("case", filter=Q(next_due_at__lt=at), distinct=True)
    rows = legs.values_list("state").annotate(found=Count("case", distinct=True), late=late).order_by()
    return {state: Stands(count, overdue) for state, count, overdue in rows}


def closed_up_to(
    person: Person, at: datetime, community: Community | None, states: Iterable[str], bound: int
) -> Mapping[str, int]:
    """The cases that have ended, by the state they ended in: no further than one beyond `bound`. A statement each."""
    cases = seen_in(person, at, community)
    return {state: cases.filter(state=state).order_by()[: bound + 1].count() for state in states}


def _communities(person: Person, at: datetime, community: Community | None) -> object:
    return [community.pk] if community else Community.objects.visible_to(person, at).values("pk")
