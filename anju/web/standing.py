"""How a case stands: its stages in order, and who has what to do by when, with the reason line by line (§7.1.8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext

from anju.procedure.clocks import Clock
from anju.procedure.deadlines import Deadline
from anju.procedure.editions import Rules
from anju.procedure.explanations import Line, spoken
from anju.procedure.steps import State, Table
from anju.procedure.views import View, standing
from anju.procedure.words import Words
from anju.records.models import Case, Leg

from . import wording
from .wording import DueText

# The seven stages of the procedure's own chart, and the span whose limit each is under.
STAGES = (
    ("register", Words("登记", "Register"), "7.1.1", ""),
    ("pass_on", Words("传递主任", "Pass on"), "7.1.5", "pass_on"),
    ("dispatch", Words("分派", "Dispatch"), "7.1.6", "dispatch"),
    ("handle", Words("处理与反馈", "Handle, report"), "7.1.7", "result"),
    ("follow_up", Words("回访", "Follow up"), "7.1.9", "follow_up"),
    ("file", Words("归档", "Archive"), "7.1.10", "file"),
    ("analysis", Words("季度分析", "Analyse"), "7.1.11", ""),
)
ORDER = [name for name, *_ in STAGES]
LISTED_ELSEWHERE = frozenset({"word", "promise", "record"})


@dataclass(frozen=True, slots=True)
class StageMark:
    """One stage of the strip: behind, here, or ahead."""

    words: Words
    clause: str
    mark: str
    when: str


@dataclass(frozen=True, slots=True)
class WhyLine:
    """One line of "why this deadline"."""

    label: str
    text: str
    value: str


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One clock of a case or leg: how it stands, and why it is due when it is."""

    words: Words
    clause: str
    shown: DueText
    due: datetime | None
    lines: tuple[WhyLine, ...]
    share: int


@dataclass(frozen=True, slots=True)
class LegLine:
    """One department's work with its clocks."""

    key: int
    department: str
    person: str
    state: State
    clocks: tuple[ClockLine, ...]


def stages_of(case: Case, table: Table, view: View, rules: Rules, now: datetime) -> list[StageMark]:
    """Where the case stands in the procedure. A void case stands nowhere."""
    state = table.state(case.state)
    here = ORDER.index(state.stage) if state.stage else -1
    left = _left_at(table, view)
    marks = []
    for place, (name, words, clause, span) in enumerate(STAGES):
        if place == here:
            mark, when = "now", _here(case, view, now)
        elif name in left and (place < here or here < 0):
            mark, when = "done", wording.when(left[name], now)
        else:
            target = rules.target(case.nature, case.grade, span) if span else None
            mark, when = "ahead", _ahead(name, place < here or here < 0, target.limit if target else None, case)
        marks.append(StageMark(words, clause, mark, when))
    return marks


def _left_at(table: Table, view: View) -> dict[str, datetime]:
    """When each stage was left for the last time."""
    left: dict[str, datetime] = {}
    stage = "register"
    for act in standing(view.acts):
        if act.moved_case:
            entered = table.state(act.case_state).stage
            if entered != stage:
                left[stage] = act.happened
            stage = entered
    return left


def _here(case: Case, view: View, now: datetime) -> str:
    reported = sum(leg.state in ("reported", "accepted") for leg in view.legs if leg.state != "withdrawn")
    legs = sum(leg.state != "withdrawn" for leg in view.legs)
    if case.state in ("handling", "reviewing") and legs:
        return gettext("%(legs)s 个部门，%(reported)s 个已反馈") % {"legs": legs, "reported": reported}
    if case.state == "archived":
        return _quarter(case)
    return wording.due(case.next_due_at, now).text if case.next_due_at else ""


def _ahead(name: str, passed: bool, limit: Words | None, case: Case) -> str:
    if passed:
        return gettext("未经此步")
    if name == "analysis":
        return _quarter(case)
    return gettext("时限 %(limit)s") % {"limit": wording.words(limit)} if limit else ""


def _quarter(case: Case) -> str:
    local = case.opened_at.astimezone(wording.ZONE)
    return gettext("%(year)s 年第 %(quarter)s 季度") % {
        "year": local.year,
        "quarter": (local.month - 1) // 3 + 1,
    }


def clock_lines(table: Table, found: Sequence[Clock], leg: int | None, now: datetime) -> tuple[ClockLine, ...]:
    """The running clocks of a leg or of the case itself; of a leg that rests, how its result went."""
    own = [
        (each, each.deadline)
        for each in found
        if each.leg == leg and each.span not in LISTED_ELSEWHERE and each.deadline
    ]
    running = [pair for pair in own if pair[0].runs]
    finished = [pair for pair in own if not pair[0].runs and pair[0].span == "result" and leg is not None]
    return tuple(clock_line(table, *pair, now) for pair in running or finished[-1:])


def clock_line(table: Table, clock: Clock, deadline: Deadline, now: datetime) -> ClockLine:
    """One clock with the lines that explain it."""
    due = deadline.due
    shown = wording.due(due, now) if clock.stop is None else wording.done(clock.start, clock.stop, due)
    clause = next((span.clause for span in table.spans if span.name == clock.span), "7.1.8")
    lines = tuple(_why(line, now) for line in deadline.lines)
    return ClockLine(clock.words, clause, shown, due, lines, _share(clock.start, clock.stop or now, due))


def _share(start: datetime, at: datetime, due: datetime) -> int:
    """How much of the time is used, in hundredths; whole once it is over."""
    whole = (due - start).total_seconds()
    return min(100, max(0, round((at - start).total_seconds() * 100 / whole))) if whole > 0 else 100


def _why(line: Line, now: datetime) -> WhyLine:
    value = line.value
    if isinstance(value, datetime):
        text = wording.when(value, now)
    elif isinstance(value, timedelta):
        text = wording.words(spoken(value, in_days=False))  # open hours, to the minute: 28 of them are not a day
    else:
        text = wording.words(value)
    return WhyLine(wording.words(line.label), wording.words(line.note), text)


def leg_lines(table: Table, legs: Sequence[Leg], found: Sequence[Clock], now: datetime) -> list[LegLine]:
    """Every department that was given the case, the withdrawn ones last."""
    ordered = sorted(legs, key=lambda leg: (leg.state == "withdrawn", leg.key))
    return [
        LegLine(
            leg.key,
            leg.department.name,
            leg.person.name if leg.person else "",
            table.leg_state(leg.state),
            () if leg.state == "withdrawn" else clock_lines(table, found, leg.key, now),
        )
        for leg in ordered
    ]
