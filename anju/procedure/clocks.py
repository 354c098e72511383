"""Clocks: which spans of a case run, since when, until when, and why - read from its acts alone, never counted.

`clocks` gives every round of every span, closed ones included; the indicators measure the same rounds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from . import deadlines
from .deadlines import Deadline
from .words import Words

if TYPE_CHECKING:
    from .editions import Rules
    from .steps import Mark, Span, Table
    from .views import ActView, LegView, Question, View

OUTSIDE = Words("转办单写明的时限", "the limit stated by the outside order")
ASKED = Words("主任要求的完成时间", "the time the director asked for")
TOLD = Words("待告知住户", "a word to tell the resident")
PROMISED = Words("对住户的承诺", "a promise to the resident")


@dataclass(frozen=True, slots=True)
class Clock:
    """One round of a span: `stop` is None while it runs; `deadline` is None where the edition sets no limit."""

    span: str
    words: Words
    leg: int | None
    start: datetime
    stop: datetime | None
    deadline: Deadline | None

    @property
    def runs(self) -> bool:
        return self.stop is None


def clocks(table: Table, view: View, rules: Rules) -> tuple[Clock, ...]:
    """All rounds of all spans of a case, in the order of the table; then open words and promises."""
    found: list[Clock] = []
    for span in table.spans:
        if span.per == "case":
            found += _rounds(table, span, view, rules, None)
        else:
            for leg in view.legs:
                found += _rounds(table, span, view, rules, leg)
    for kind, words, opened in (("word", TOLD, view.words), ("promise", PROMISED, view.promises)):
        start = view.case.said_at
        found += [
            Clock(kind, words, None, start or each.due, None, deadlines.fixed(start or each.due, each.due, words))
            for each in opened
        ]
    return tuple(found)


def next_due(running: Iterable[Clock], leg: int | None = None) -> datetime | None:
    """The earliest due time among running clocks: of one leg, or of the whole case with its legs."""
    due = [each.deadline.due for each in running if each.runs and each.deadline and (leg is None or each.leg == leg)]
    return min(due, default=None)


def due_of(asked: Question, span: str, start: datetime) -> datetime | None:
    """When a span that starts now will be due, by the grade given on the form or the case's own."""
    grade = str(asked.facts.get("grade") or asked.view.case.grade)
    target = asked.rules.target(asked.view.case.nature, grade, span)
    return deadlines.due(start, target, asked.rules.hours(target.calendar)).due if target else None


def _rounds(table: Table, span: Span, view: View, rules: Rules, leg: LegView | None) -> list[Clock]:
    begun: datetime | None = None
    origin = view.case.said_at
    rounds: list[tuple[datetime, datetime | None]] = []
    for act in view.acts:
        if any(_is(mark, act) for mark in span.origin) and act.step != "register":
            origin = act.happened
        if begun is not None and _ends(table, span, act, leg):
            rounds.append((begun, act.happened))
            begun = None
        if begun is None and _starts(span, act, leg):
            begun = origin if span.origin and origin else act.happened
            if _ends(table, span, act, leg):
                rounds.append((begun, act.happened))
                begun = None
    if begun is not None:
        rounds.append((begun, None))
    return [_clock(span, view, rules, leg, start, stop) for start, stop in rounds]


def _starts(span: Span, act: ActView, leg: LegView | None) -> bool:
    if leg is not None and leg.key not in (act.made_legs or (act.leg,)):
        return False
    return any(_is(mark, act) for mark in span.starts)


def _ends(table: Table, span: Span, act: ActView, leg: LegView | None) -> bool:
    if act.moved_case and act.case_state not in table.open_states:
        return True
    if leg is not None and act.leg != leg.key:
        return False
    return any(_is(mark, act) for mark in span.stops)


def _is(mark: Mark, act: ActView) -> bool:
    return (
        (not mark.step or mark.step == act.step)
        and (not mark.enters or (act.moved_case and act.case_state == mark.enters))
        and (not mark.fact or bool(act.facts.get(mark.fact)))
    )


def _clock(span: Span, view: View, rules: Rules, leg: LegView | None, start: datetime, stop: datetime | None) -> Clock:
    found: list[Deadline] = []
    target = rules.target(view.case.nature, view.case.grade, span.name)
    if target:
        found.append(deadlines.due(start, target, rules.hours(target.calendar)))
    if span.name == "result":
        limits = ((view.case.outside_limit, OUTSIDE), (leg.finish_by if leg else None, ASKED))
        found += [deadlines.fixed(start, limit, words) for limit, words in limits if limit]
    deadline = min(found, key=lambda each: each.due, default=None)
    return Clock(span.name, span.words, leg.key if leg else None, start, stop, deadline)
