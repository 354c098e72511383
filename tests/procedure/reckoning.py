"""A second reckoning of a due time, from the lines of its explanation alone; the law must come to the same minute."""

from __future__ import annotations

from datetime import datetime, timedelta

from anju.procedure import deadlines
from anju.procedure.calendars import ROUND_THE_CLOCK
from anju.procedure.clocks import Clock
from anju.procedure.deadlines import Deadline
from anju.procedure.editions import Rules
from anju.procedure.hours import Hours
from anju.procedure.views import View


def due_by_its_lines(deadline: Deadline, hours: Hours) -> datetime:
    """Start and limit, plus the open time of each pause; from an extension on, its limit and the pauses after it."""
    target = deadline.target
    due = next(line.value for line in deadline.lines if line.name == "limit")
    if target:
        due = deadlines.due(deadline.start, target, hours).due
    lost = timedelta(0)
    for line in deadline.lines:
        if line.name == "extension":
            due, lost = line.value, timedelta(0)
        if line.name == "pause":
            assert isinstance(line.value, timedelta)
            lost += line.value
    assert isinstance(due, datetime)
    return hours.add(due, lost) if lost else due


def the_due_time_explains_itself(clock: Clock, view: View, rules: Rules) -> None:
    """What its last line says is what its other lines come to."""
    deadline = clock.deadline
    if deadline is None:
        return
    assert deadline.lines[-1].value == deadline.due
    assert deadline.start <= clock.start
    assert deadline.start <= deadline.warn_at
    target = deadline.target or rules.target(view.case.nature, view.case.grade, clock.span)
    hours = rules.hours(target.calendar) if target else Hours(ROUND_THE_CLOCK, rules.days)
    assert due_by_its_lines(deadline, hours) == deadline.due
    if deadline.target and not any(line.name in ("pause", "extension") for line in deadline.lines):
        assert deadlines.due(deadline.start, deadline.target, hours) == deadline
