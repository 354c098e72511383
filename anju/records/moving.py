"""Chapter editions: which open deadlines a change of days moves, from when to when. Read from the journal, in batches.

Only what could be touched is read: open cases said before the last day that changes, of editions whose longest
limit, begun now, still reaches the first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from anju.procedure.calendars import DayEdit
from anju.procedure.clocks import clocks, next_due
from anju.procedure.editions import Rules
from anju.procedure.instants import end_of, local
from anju.procedure.natures import TABLES
from anju.procedure.words import Words

from .dated_days import days_of
from .models import Case, Community
from .replay import Told, told_of
from .seeing import rules_of

BATCH = 200
Pair = tuple[int, str]  # community, edition


@dataclass(frozen=True, slots=True)
class Move:
    """One running span whose due time moves."""

    span: str
    words: Words
    leg: int | None
    was: datetime
    becomes: datetime


@dataclass(frozen=True, slots=True)
class Touched:
    """An open case with the deadlines that move; `due` and `legs` are the stored answers after the change."""

    case: int
    number: str
    community: int
    moves: tuple[Move, ...]
    was: datetime | None
    due: datetime | None
    legs: Mapping[int, datetime | None]


@dataclass(slots=True)
class Change:
    """A change of days as it bears on the cases of one community, or (None) of all."""

    edit: DayEdit
    community: Community | None
    now: datetime

    def days(self) -> frozenset[date]:
        """The dates that really change. What a community set for a date stands over the company's list there."""
        where = self.community or Community.objects.get(is_company=True)
        return self.edit.touches(days_of(where.pk))

    def candidates(self) -> list[tuple[int, Pair]]:
        """The keys of open cases, in order, that may be touched, each with the rules that hold for it."""
        days = self.days()
        if not days:
            return []
        cases = Case.objects.open().filter(said_at__lte=end_of(max(days)))
        if self.community:
            cases = cases.filter(community=self.community)
        pairs = cases.order_by().values_list("community", "edition").distinct()
        reached = {pair for pair in pairs if self._reaches(self.rules(pair), min(days))}
        rows = cases.order_by("pk").values_list("pk", "community", "edition")
        return [(pk, (where, edition)) for pk, where, edition in rows if (where, edition) in reached]

    def rules(self, pair: Pair) -> tuple[Rules, Rules]:
        """The rules before and after."""
        before = rules_of(*pair)
        return before, Rules(before.edition, before.days.changed(self.edit, self.now))

    def _reaches(self, rules: tuple[Rules, Rules], day: date) -> bool:
        """Whether any limit that begins no later than now may still run on that day."""
        targets = {
            target for grades in rules[0].edition.grades.values() for grade in grades for target in grade.targets
        }
        last = max((each.due(self.now, target).due for each in rules for target in targets), default=self.now)
        return day <= (max(local(last), local(self.now)) + timedelta(days=1)).date()


def touched(change: Change, candidates: Sequence[tuple[int, Pair]]) -> Iterator[Touched]:
    """The cases among these whose running deadlines move."""
    made: dict[Pair, tuple[Rules, Rules]] = {}
    for start in range(0, len(candidates), BATCH):
        batch = dict(candidates[start : start + BATCH])
        told = told_of(batch)
        for key, pair in batch.items():
            if key in told and not told[key].unreadable:
                if pair not in made:
                    made[pair] = change.rules(pair)
                found = _touched(key, told[key], *made[pair])
                if found:
                    yield found


def _touched(key: int, told: Told, before: Rules, after: Rules) -> Touched | None:
    table = TABLES[told.view.case.nature]
    old, new = (clocks(table, told.view, rules, running=True) for rules in (before, after))
    moves = tuple(
        Move(was.span, was.words, was.leg, was.deadline.due, becomes.deadline.due)
        for was, becomes in zip(old, new, strict=True)
        if was.deadline and becomes.deadline and was.deadline.due != becomes.deadline.due
    )
    if not moves:
        return None
    legs = {leg.key: next_due(new, leg.key) for leg in told.view.legs}
    return Touched(key, told.first_number, told.community, moves, next_due(old), next_due(new), legs)
