"""§7.1.8 — Random histories with changes of days: every due time recomputes from the acts and the days alone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

import pytest

from anju.procedure.calendars import DayEdit, DayKind, Days
from anju.procedure.clocks import Clock, clocks
from anju.procedure.deadlines import Deadline
from anju.procedure.editions import Rules
from anju.procedure.first_edition import FIRST_EDITION
from anju.procedure.steps import Step
from anju.procedure.views import TAKE_BACK, At, View
from anju.procedure.windows import Windows
from tests.procedure.build import TABLE, days_of_2026, on
from tests.procedure.reckoning import the_due_time_explains_itself
from tests.procedure.test_explanations import reckoned
from tests.procedure.walking import WORLDS, Walker

KINDS = (DayKind.HOLIDAY, DayKind.MAKEUP, DayKind.EVE, None)
WINDOWS: tuple[Windows | None, ...] = (
    (),
    ((time(9), time(11)),),
    ((time(8, 30), time(12)), (time(14), time(18))),
    None,
)
MENDING = {"amend", *TAKE_BACK}
Key = tuple[str, int | None, datetime]


class ByTheMinute(Walker):
    """Walks whose times are whole minutes, as the lines of an explanation are.

    Nothing is amended or taken back: that changes what is over, and is meant to.
    """

    def possible(self, step: Step) -> bool:
        return step.name not in MENDING and super().possible(step)

    def _times(self, step: Step, view: View) -> At:
        at = super()._times(step, view)
        return At(at.happened.replace(second=0, microsecond=0), at.entered)


def changed(chance: Random, days: Days, at: datetime) -> Days:
    """A day near now that becomes another one."""
    day = at.date() + timedelta(days=chance.randint(-3, 9))
    if chance.random() < 0.5:
        return days.changed(DayEdit(kinds={day: chance.choice(KINDS)}), at)
    return days.changed(DayEdit(windows={day: chance.choice(WINDOWS)}), at)


def over(found: tuple[Clock, ...]) -> dict[Key, datetime]:
    return {(each.span, each.leg, each.start): each.deadline.due for each in found if each.stop and each.deadline}


def it_explains_itself(clock: Clock, deadline: Deadline, view: View, days: Days) -> None:
    """By the minute from the lines alone; where holds or extensions moved it, by the hours of the days known then."""
    if not {"pause", "extension"} & {line.name for line in deadline.lines}:
        assert reckoned(deadline.lines) == deadline.due.replace(second=0), clock.span
        return
    rules = Rules(FIRST_EDITION, days)
    if clock.stop:
        rules = rules.known_at(max(act.entered for act in view.acts if act.happened == clock.stop))
    the_due_time_explains_itself(clock, view, rules)


@pytest.mark.parametrize("seed", range(25))
def test_7_1_8_what_is_over_keeps_its_due_time_and_every_explanation_comes_to_its_minute(seed: int) -> None:
    chance = Random(seed)
    walker, days = ByTheMinute(WORLDS[seed % len(WORLDS)], chance), days_of_2026()
    kept: dict[Key, datetime] = {}
    for _ in range(12):
        walker.walk(2)
        found = clocks(TABLE, walker.case.view, Rules(FIRST_EDITION, days))
        for key, due in over(found).items():
            assert kept.setdefault(key, due) == due, key
        if chance.random() < 0.6:
            walker.now += timedelta(minutes=1)
            days = changed(chance, days, walker.now)
    found = clocks(TABLE, walker.case.view, Rules(FIRST_EDITION, days))
    assert over(found) == kept
    for each in found:
        if each.deadline and each.deadline.target:
            it_explains_itself(each, each.deadline, walker.case.view, days)


def test_7_1_8_days_as_they_were_known_are_the_days_of_that_time() -> None:
    chance, days, at = Random(7), days_of_2026(), on("10-01 09:00")
    known = [(at, days)]
    for _ in range(40):
        at += timedelta(hours=5)
        days = changed(chance, days, at)
        known.append((at, days))
    for when, then in known:
        again = days.known_at(when)
        assert (again.kinds, again.windows, again.listed_years) == (then.kinds, then.windows, then.listed_years)
    assert days.known_at(at) is days


def test_7_1_8_a_year_that_gets_its_list_was_provisional_before() -> None:
    before = Days()
    after = before.changed(DayEdit(listed=frozenset({2027})), on("11-01 09:00"))
    assert before.assumed(date(2027, 1, 1))
    assert not after.assumed(date(2027, 1, 1))
    assert after.known_at(on("10-31 09:00")).assumed(date(2027, 1, 1))
    assert DayEdit(listed=frozenset({2027})).touches(before) >= {date(2027, 1, 1), date(2027, 10, 3)}
    assert DayEdit(kinds={date(2027, 1, 1): DayKind.HOLIDAY}).touches(before) == frozenset()
