"""Clocks: which spans of a case run, since when, until when, and why - read from its acts alone, never counted.

`clocks` gives every round of every span, closed ones included; the indicators measure the same rounds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from . import deadlines
from .calendars import ROUND_THE_CLOCK
from .deadlines import Deadline
from .extensions import Extension, before, extended, granted, moved
from .holds import pauses
from .hours import Hours, Pause
from .views import standing
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
    """One round of a span: `stop` is None while it runs; `deadline` is None where the edition sets no limit.

    `deadline.start` is where the limit counts from: before `start` where work was returned. `key` is that of
    the word or promise whose clock it is.
    """

    span: str
    words: Words
    leg: int | None
    start: datetime
    stop: datetime | None
    deadline: Deadline | None
    key: int | None = None

    @property
    def runs(self) -> bool:
        return self.stop is None


def clocks(table: Table, view: View, rules: Rules, *, running: bool = False) -> tuple[Clock, ...]:
    """All rounds of all spans of a case, or those that run, in table order; then open words and promises."""
    found: list[Clock] = []
    moments = _moments(table, view)
    for span in table.spans:
        each_leg: tuple[LegView | None, ...] = (None,) if span.per == "case" else view.legs
        for leg in each_leg:
            rounds = _rounds(table, span, view, moments, leg)
            found += [_clock(span, view, rules, leg, made) for made in rounds if not (running and made.stop)]
    for name, words, opened in (("word", TOLD, view.words), ("promise", PROMISED, view.promises)):
        for each in opened:
            start = view.case.said_at or each.due
            deadline = deadlines.fixed(start, each.due, words, name)
            found.append(Clock(name, words, None, start, None, deadline, each.key))
    return tuple(found)


def next_due(running: Iterable[Clock], leg: int | None = None) -> datetime | None:
    """The earliest due time among running clocks: of one leg, or of the whole case with its legs."""
    due = [each.deadline.due for each in running if each.runs and each.deadline and (leg is None or each.leg == leg)]
    return min(due, default=None)


def due_of(asked: Question, span: str, start: datetime) -> datetime | None:
    """When a span that starts now will be due, by the grade given on the form or the case's own."""
    grade = str(asked.facts.get("grade") or asked.view.case.grade)
    target = asked.rules.target(asked.view.case.nature, grade, span)
    return asked.rules.due(start, target).due if target else None


@dataclass(slots=True)
class _Round:
    """A round being read: `counts_from` is where its limit starts.

    Of one that stopped: `grade` is that of the case then, `known` the time its last act was entered - a day changed
    later does not move what is over.
    """

    start: datetime
    counts_from: datetime
    stop: datetime | None = None
    grade: str = ""
    known: datetime | None = None

    def stopped(self, stop: datetime, grade: str, known: datetime) -> None:
        self.stop, self.grade, self.known = stop, grade, known


@dataclass(frozen=True, slots=True)
class _Moment:
    """An act, by when all that bound the case had happened, the case's grade before and after; whether it ended.

    A case moves with the last of its legs: by then all that bound it has happened, whatever the order in
    which late slips were typed. That instant, not the time of the act typed last, is when it entered a state.
    """

    act: ActView
    reached: datetime
    before: str
    grade: str
    ends: bool


def _moments(table: Table, view: View) -> list[_Moment]:
    """What every span reads of the acts."""
    found: list[_Moment] = []
    reached, grade = datetime.min.replace(tzinfo=UTC), ""
    opened = table.open_states
    for act in standing(view.acts):
        reached = max(reached, act.counts_from) if act.binds else reached
        before, grade = grade, str(act.facts.get("grade") or grade)
        found.append(_Moment(act, reached, before, grade, act.moved_case and act.case_state not in opened))
    return found


def _rounds(table: Table, span: Span, view: View, moments: list[_Moment], leg: LegView | None) -> list[_Round]:
    """The rounds of one span, of one leg where it is a leg's."""
    found: list[_Round] = []
    open_round: _Round | None = None
    origin, origin_is_new = view.case.said_at, True
    if origin and view.acts and view.acts[0].imported:
        origin = view.acts[0].counts_from
    for moment in moments:
        if not (moment.ends or span.hears(moment.act.step, moment.act.case_state)):
            continue
        act, reached = moment.act, moment.reached
        if any(_is(mark, act) for mark in span.origin) and table.step(act.step).leaves:
            origin, origin_is_new = reached, True
        stop = _stops_at(span, moment, leg)
        ends = open_round is not None and stop is not None
        if open_round and stop:
            open_round.stopped(stop, moment.before, act.entered)
            open_round = None
        start = _starts_at(span, act, leg, reached)
        if open_round is None and start:
            counts_from = origin if span.origin and origin else start
            open_round = _Round(counts_from if origin_is_new else start, counts_from)
            origin_is_new = False
            found.append(open_round)
            if stop and not ends:
                open_round.stopped(stop, moment.grade, act.entered)
                open_round = None
    return found


def _starts_at(span: Span, act: ActView, leg: LegView | None, reached: datetime) -> datetime | None:
    if leg is not None and leg.key not in (act.made_legs or (act.leg,)):
        return None
    return _marked(span.starts, act, reached)


def _stops_at(span: Span, moment: _Moment, leg: LegView | None) -> datetime | None:
    if moment.ends:
        return moment.reached
    if leg is not None and moment.act.leg != leg.key:
        return None
    return _marked(span.stops, moment.act, moment.reached)


def _marked(marks: tuple[Mark, ...], act: ActView, reached: datetime) -> datetime | None:
    """When the first mark that fits this act fell: a state of the case is entered when all has happened."""
    mark = next((each for each in marks if _is(each, act)), None)
    if mark is None:
        return None
    return reached if mark.enters else act.counts_from


def _is(mark: Mark, act: ActView) -> bool:
    fact = act.facts.get(mark.fact) if mark.fact else None
    return (
        (not mark.step or mark.step == act.step)
        and (not mark.enters or (act.moved_case and act.case_state == mark.enters))
        and (not mark.fact or (bool(fact) if mark.value is None else fact == mark.value))
        and (not mark.state or mark.state == act.state)
    )


def _clock(span: Span, view: View, rules: Rules, leg: LegView | None, made: _Round) -> Clock:
    grade = view.case.grade if made.stop is None else made.grade or view.case.grade
    target = rules.target(view.case.nature, grade, span.name)
    rules = rules.known_at(made.known) if made.known else rules
    stood, more = _supervised(span, view, leg, made)
    until_then = before(stood, more[0].at) if more else stood
    hours = rules.hours(target.calendar) if target else Hours(ROUND_THE_CLOCK, rules.days)
    computed = [rules.due(made.counts_from, target, until_then)] if target else []
    for limit, words in _stated(span, view, leg):
        stated = deadlines.fixed(made.counts_from, limit, words, span.name)
        computed.append(moved(stated, made.counts_from, hours, until_then) if until_then else stated)
    deadline = min(computed, key=lambda each: each.due, default=None)
    if deadline and more:
        deadline = extended(deadline, more, hours, stood)
    return Clock(span.name, span.words, leg.key if leg else None, made.start, made.stop, deadline)


def _supervised(
    span: Span, view: View, leg: LegView | None, made: _Round
) -> tuple[tuple[Pause, ...], tuple[Extension, ...]]:
    """The holds and the extensions that bear on one round of a department's work: those before it was done."""
    if leg is None or not span.pausable:
        return (), ()
    end = made.stop
    stood = tuple(each for each in pauses(view, leg.key) if end is None or each.starts < end)
    return stood, tuple(each for each in granted(view, leg.key) if end is None or each.at < end)


def _stated(span: Span, view: View, leg: LegView | None) -> list[tuple[datetime, Words]]:
    """The limits somebody stated. What the director asks for can only be earlier than the grade's own limit."""
    if span.name == "outside" and view.case.outside_limit:
        return [(view.case.outside_limit, OUTSIDE)]
    if span.name == "result" and leg and leg.finish_by:
        return [(leg.finish_by, ASKED)]
    return []
