"""What happened with a case, newest first: each entry of the journal as a person reads it (§7.1.8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import cast

from django.utils.translation import gettext

from anju.procedure.editions import Edition
from anju.procedure.steps import Fact as FactRow
from anju.procedure.steps import Kind, Step, Table
from anju.procedure.words import Words
from anju.procedure.writing import read
from anju.records.cases import people_of
from anju.records.models import Case, Department, Entry, Fact
from anju.records.names import masked

from . import wording

ACTS = frozenset({"register", "dispatch", "add_leg", "reassign"})
RESULTS = frozenset({"report", "accept_report", "follow_up", "archive", "approve_not_agreed"})
HOLDS = frozenset({"attempt", "decline", "return_report", "report_unreachable", "return_records", "void"})
QUOTED = frozenset({"told", "promise", "opinion", "answer"})
SHOWN_ELSEWHERE = frozenset({"digest"})
OF_REGISTRATION = frozenset({"source", "told", "untold", "tell_by", "promise", "promise_by", "heard_in"})

Say = Callable[[FactRow, str | None], str]


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact under an entry."""

    label: str
    text: str
    short: bool


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One entry: what, by whom, when it happened and was entered, and what was recorded."""

    title: str
    by: str
    clause: str
    dot: str
    happened: datetime
    entered: datetime
    happened_clock: str
    entered_clock: str
    late: bool
    lines: tuple[FactLine, ...]
    quotes: tuple[str, ...]
    told: bool


@dataclass(frozen=True, slots=True)
class Names:
    """Names for the portable keys that stand in the journal."""

    people: Mapping[str, str]
    departments: Mapping[str, str]
    legs: Mapping[int, str] = field(default_factory=dict)

    def dispatched(self, value: str) -> str:
        department, _, person = value.partition(":")
        name = self.departments.get(department, department)
        return f"{name}（{self.people.get(person, '')}）" if person else name


def names_of(case: Case, legs: Iterable[tuple[int, str]]) -> Names:
    """People who appear in the case's centre, and its departments; two statements."""
    departments = Department.objects.filter(community=case.community_id).values_list("code", "name")
    named = dict(departments)
    return Names(
        people_of(case),
        named,
        {key: named.get(code, code) for key, code in legs},
    )


def entries_of(case: Case, table: Table, edition: Edition, names: Names, now: datetime) -> list[TimelineEntry]:
    """The whole journal of the case, newest on top; two statements."""
    rows = list(case.entries.order_by("-position").select_related("act__actor"))
    facts = Fact.objects.by_entry(rows)
    say = partial(said, case=case, edition=edition, names=names, now=now)
    return [_entry(row, facts[row.pk], table, names, say) for row in rows]


def _entry(row: Entry, facts: Sequence[Fact], table: Table, names: Names, say: Say) -> TimelineEntry:
    step = table.step(row.step)
    values = {fact.name: fact.value for fact in facts}
    shown = [(each, say(each, values[each.name])) for each in _shown(step) if each.name in values]
    marks = cast("Mapping[str, object]", read(row.marks))
    return TimelineEntry(
        title=_title(step, row, names),
        by=_by(row, marks, names),
        clause=row.clause,
        dot=_dot(step.name),
        happened=row.happened_at,
        entered=row.entered_at,
        happened_clock=f"{row.happened_at.astimezone(wording.ZONE):%H:%M}",
        entered_clock=f"{row.entered_at.astimezone(wording.ZONE):%H:%M}",
        late=bool(marks.get("late")),
        lines=tuple(_line(each, text) for each, text in shown if each.name not in QUOTED),
        quotes=tuple(f"“{text}”" for each, text in shown if each.name in QUOTED),
        told=any(name in values for name in ("told", "answer")),
    )


def _line(fact: FactRow, text: str) -> FactLine:
    return FactLine(wording.words(fact.words), text, fact.kind is not Kind.TEXT)


def _shown(step: Step) -> list[FactRow]:
    """Registration's facts stand in the left column already; its words to the resident stand here."""
    if step.name == "register":
        return [fact for fact in step.facts if fact.name in OF_REGISTRATION]
    return [fact for fact in step.facts if fact.name not in SHOWN_ELSEWHERE]


def _title(step: Step, row: Entry, names: Names) -> str:
    title = wording.words(step.words)
    leg = names.legs.get(row.leg or 0, "")
    return f"{title} · {leg}" if leg else title


def _by(row: Entry, marks: Mapping[str, object], names: Names) -> str:
    actor = row.act.actor.name if row.act.actor else gettext("系统")
    worker = names.people.get(str(marks.get("acted_for", "")), "")
    return gettext("%(actor)s，代 %(worker)s") % {"actor": actor, "worker": worker} if worker else actor


def _dot(step: str) -> str:
    for dot, steps in (("act", ACTS), ("result", RESULTS), ("hold", HOLDS)):
        if step in steps:
            return dot
    return "rest"


def said(fact: FactRow, stored: str | None, *, case: Case, edition: Edition, names: Names, now: datetime) -> str:
    """A stored fact as people say it; what was lawfully erased says so."""
    if stored is None:
        return gettext("已依法删除")
    value = read(stored)
    phrases: Mapping[str, Words] = {each.value: each.words for each in fact.choices}
    if fact.kind is Kind.GRADE:
        phrases = {each.code: each.words for each in edition.grades[case.nature]}
    if fact.kind is Kind.CATEGORY:
        phrases = {each.code: each.words for each in edition.categories[case.nature]}
    if isinstance(value, str) and value in phrases:
        return wording.words(phrases[value])
    return _plain(fact.kind, value, names, now)


def _plain(kind: Kind, value: object, names: Names, now: datetime) -> str:
    if isinstance(value, datetime):
        return wording.when(value, now)
    if isinstance(value, tuple):
        return "、".join(names.dispatched(str(each)) for each in value)
    if kind is Kind.PERSON:
        return names.people.get(str(value), "")
    if kind is Kind.PHONE:
        return masked(str(value))
    return gettext("是") if value is True or kind in (Kind.RESIDENT, Kind.KEY) else str(value)
