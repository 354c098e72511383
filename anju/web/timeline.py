"""What happened with a case, newest first: each entry of the journal as a person reads it (§7.1.8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import cast

from django.utils.translation import gettext

from anju.actions.days import MOVED
from anju.procedure.editions import Edition
from anju.procedure.natures import TABLES
from anju.procedure.steps import Fact as FactRow
from anju.procedure.steps import Kind, Step, Table
from anju.procedure.views import TAKE_BACK
from anju.procedure.watching import WARNINGS, role_words
from anju.procedure.words import Words
from anju.procedure.writing import read
from anju.records.cases import people_of
from anju.records.models import Case, Department, Entry, Fact
from anju.records.names import masked

from . import wording
from .mends import Mends

ACTS = frozenset({"register", "dispatch", "add_leg", "reassign"})
RESULTS = frozenset({"report", "accept_report", "follow_up", "archive", "approve_not_agreed"})
HOLDS = TAKE_BACK | {
    "attempt", "decline", "return_report", "report_unreachable", "return_records", "void", "merge", "overdue",
    "escalate", "silence",
}  # fmt: skip
SAY_IT_ALL = frozenset({"rings", "overtaken"})  # their words need no yes
QUOTED = frozenset({"told", "promise", "opinion", "answer"})
SHOWN_ELSEWHERE = frozenset({"digest", "act", "span", "rung", "record", "since"})  # the last four stand in the title
OF_REGISTRATION = frozenset({"source", "told", "untold", "tell_by", "promise", "promise_by", "heard_in"})

Say = Callable[[FactRow, str | None], str]


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact under an entry."""

    label: str
    text: str
    short: bool
    was: str = ""


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
    by_clock: bool = False
    amends: bool = False
    undone: bool = False


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

    def in_a_role(self, value: str) -> str:
        """Who was told, and as what; a role alone where nobody was found for it."""
        role, _, person = value.partition(":")
        words = wording.words(role_words(role))
        return f"{self.people.get(person, '')}（{words}）" if person else words


def names_of(case: Case, legs: Iterable[tuple[int, str]]) -> Names:
    """Who works in the case's centre or the company or acted on it, and its departments; two statements."""
    departments = Department.objects.filter(community=case.community_id).values_list("code", "name")
    named = dict(departments)
    return Names(
        people_of(case),
        named,
        {key: named.get(code, code) for key, code in legs},
    )


def entries_of(case: Case, table: Table, edition: Edition, names: Names, now: datetime) -> list[TimelineEntry]:
    """The whole journal of the case, newest on top, with the deadlines a change of days moved; three statements."""
    own = list(case.entries.order_by("-position").select_related("act__actor"))
    rows = [*own, *_moves_of(case)]
    facts = Fact.objects.by_entry(rows)
    say = partial(said, case=case, edition=edition, names=names, now=now)
    mends = Mends(own, facts)
    found = []
    for row in sorted(rows, key=lambda each: -each.position):
        moves = row.step == MOVED.name
        told = facts[row.pk]
        found.append(_moved(row, told, names, now) if moves else _entry(row, told, table, names, say, mends))
    return found


def _moves_of(case: Case) -> Iterable[Entry]:
    """Written out, not bound: else SQLite does not know that the partial index fits."""
    told = Entry.objects.filter(community=case.community_id, subject_kind="case", subject_key=case.first_number)
    return told.extra(where=["step = 'move_deadlines'"]).select_related("act__actor")


def _moved(row: Entry, facts: Sequence[Fact], names: Names, now: datetime) -> TimelineEntry:
    """Days changed: the due times before and after, and why."""
    values = {fact.name: read(fact.value or "null") for fact in facts}
    spans = {span.name: span.words for table in TABLES.values() for span in table.spans}
    moves = cast("Sequence[tuple[str, int, datetime, datetime]]", values.get("moved") or ())
    lines = [
        FactLine(
            wording.words(spans.get(span)), f"{wording.when(was, now)} → {wording.when(becomes, now)}", short=False
        )
        for span, _, was, becomes in moves
    ]
    reason = FactLine(gettext("原因"), str(values.get("reason", "")), short=True)
    clock = f"{row.entered_at.astimezone(wording.ZONE):%H:%M}"
    return TimelineEntry(
        title=wording.words(MOVED.words),
        by=_by(row, {}, names),
        clause=row.clause,
        dot="rest",
        happened=row.happened_at,
        entered=row.entered_at,
        happened_clock=clock,
        entered_clock=clock,
        late=False,
        lines=(reason, *lines),
        quotes=(),
        told=False,
    )


def _entry(  # noqa: PLR0917
    row: Entry, facts: Sequence[Fact], table: Table, names: Names, say: Say, mends: Mends
) -> TimelineEntry:
    step = table.step(row.step)
    values = {fact.name: fact.value for fact in facts}
    shown = [(each, say(each, values[each.name])) for each in _shown(step) if each.name in values]
    before = mends.before.get(row.pk, {})
    title, named = _title(step, row, names, values), mends.named(row.pk)
    marks = cast("Mapping[str, object]", read(row.marks))
    return TimelineEntry(
        title=f"{title} · {wording.words(table.step(named.step).words)}" if named else title,
        by=_by(row, marks, names),
        clause=row.clause,
        dot=_dot(step.name),
        happened=row.happened_at,
        entered=row.entered_at,
        happened_clock=f"{row.happened_at.astimezone(wording.ZONE):%H:%M}",
        entered_clock=f"{row.entered_at.astimezone(wording.ZONE):%H:%M}",
        late=bool(marks.get("late")),
        lines=tuple(
            _line(each, text, (say(each, before[each.name]) or gettext("未填")) if each.name in before else "")
            for each, text in shown
            if each.name not in QUOTED
        ),
        quotes=tuple(f"“{text}”" for each, text in shown if each.name in QUOTED),
        told=any(name in values for name in ("told", "answer")),
        amends=row.step == "amend",
        undone=row.pk in mends.undone,
        by_clock=step.name in WARNINGS,
    )


def _line(fact: FactRow, text: str, was: str) -> FactLine:
    if fact.name in SAY_IT_ALL:
        return FactLine(wording.words(fact.words), "", short=True)
    return FactLine(wording.words(fact.words), text, fact.kind is not Kind.TEXT and not was, was)


def _shown(step: Step) -> list[FactRow]:
    """Registration's facts stand in the left column already; its words to the resident stand here."""
    if step.name == "register":
        return [fact for fact in step.facts if fact.name in OF_REGISTRATION]
    return [fact for fact in step.facts if fact.name not in SHOWN_ELSEWHERE]


def _title(step: Step, row: Entry, names: Names, values: Mapping[str, str | None]) -> str:
    leg = names.legs.get(row.leg or 0, "")
    parts = [wording.words(step.words), *_of_the_clock(step, values), leg]
    return " · ".join(part for part in parts if part)


def _of_the_clock(step: Step, values: Mapping[str, str | None]) -> list[str]:
    """What the clock entered: of which span, and how far up it went."""
    if step.name not in WARNINGS:
        return []
    facts = {fact.name: {each.value: each.words for each in fact.choices} for fact in step.facts}
    said = {name: str(read(values.get(name) or "null")) for name in ("span", "rung")}
    span = wording.words(facts["span"].get(said["span"])) if step.name != "silence" else ""
    return [span, wording.words(facts["rung"].get(said["rung"])) if step.name == "escalate" else ""]


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
    if kind is Kind.PEOPLE and isinstance(value, tuple):
        return "、".join(names.in_a_role(str(each)) for each in value)
    if isinstance(value, tuple):
        return "、".join(names.dispatched(str(each)) for each in value)
    if kind is Kind.PERSON:
        return names.people.get(str(value), "")
    if kind is Kind.PHONE:
        return masked(str(value))
    return gettext("是") if value is True or kind in (Kind.RESIDENT, Kind.KEY) else str(value)
