"""§7.1.8 — The ladder as law: which rung is reached when, on whose calendar, past quiet hours, told to whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.procedure import watching
from anju.procedure.clocks import Clock, clocks
from anju.procedure.deadlines import Target, Unit, due, fixed
from anju.procedure.escalation import (
    ROUND_THE_CLOCK,
    URGE_LADDER,
    WORKING,
    Role,
    above,
    calendar_of,
    roles_of,
    rungs,
    wakened,
)
from anju.procedure.instants import local
from anju.procedure.views import Actor, View
from anju.procedure.words import Words
from tests.procedure.build import DESK, DIRECTOR, FITTER, RULES, TABLE, Case, on, registered

SYSTEM = Actor("system")


def clock(start: str, amount: int, calendar: str = "A", unit: Unit = Unit.MINUTES, leg: int | None = 1) -> Clock:
    target = Target("accept", amount, unit, calendar)
    return Clock("accept", Words("", ""), leg, on(start), None, due(on(start), target, RULES.hours(calendar)))


def stated(start: str, until: str) -> Clock:
    return Clock("promise", Words("", ""), None, on(start), None, fixed(on(start), on(until), Words("", "")), 1)


def reached(of: Clock, grade: str = "consult") -> list[str]:
    return [f"{each.rung.name} {each.at:%m-%d %H:%M}" for each in rungs(of, "other", grade, RULES)]


# Which clock, and its rungs: day and time of 2026. The centre is open 08:30-18:00, on holidays 09:00-17:00.
LADDERS = (
    (clock("11-18 09:00", 120), ["warn 11-18 10:36", "due 11-18 11:00", "director 11-18 13:00", "company 11-19 11:00"]),
    # past closing: two open hours, one open day
    (clock("11-18 15:00", 120), ["warn 11-18 16:36", "due 11-18 17:00", "director 11-19 09:30", "company 11-19 17:00"]),
    # over a holiday with its shorter hours
    (clock("09-30 15:30", 120), ["warn 09-30 17:06", "due 09-30 17:30", "director 10-01 10:30", "company 10-01 17:00"]),
    # company workdays: the make-up Saturday counts, Sunday does not
    (
        clock("10-09 16:00", 60, "G"),
        ["warn 10-09 16:48", "due 10-09 17:00", "director 10-10 10:30", "company 10-10 17:00"],
    ),
    (
        clock("10-10 16:00", 60, "G"),
        ["warn 10-10 16:48", "due 10-10 17:00", "director 10-12 10:30", "company 10-12 17:00"],
    ),
    # round the clock: at any hour, in minutes
    (
        clock("11-18 02:10", 5, "T"),
        ["warn 11-18 02:14", "due 11-18 02:15", "director 11-18 02:25", "company 11-18 02:35"],
    ),
    # a time that was stated: in quiet hours it waits until morning, its steps are the centre's
    (
        stated("11-18 10:00", "11-18 22:00"),
        ["warn 11-18 19:36", "due 11-19 07:30", "director 11-19 10:30", "company 11-19 18:00"],
    ),
    (
        stated("11-18 20:00", "11-19 06:00"),
        ["warn 11-19 07:30", "due 11-19 07:30", "director 11-19 10:30", "company 11-19 18:00"],
    ),
    (watching.urge(1, 1, on("11-18 21:30")), ["due 11-19 07:30", "company 11-19 18:00"]),
)


@pytest.mark.parametrize(("of", "expected"), LADDERS, ids=lambda value: value[-1] if isinstance(value, list) else "")
def test_7_1_8_the_rungs_are_counted_on_the_calendar_of_the_span(of: Clock, expected: list[str]) -> None:
    assert reached(of) == expected


QUIET = (
    ("11-18 20:59", "11-18 20:59"), ("11-18 21:00", "11-19 07:30"), ("11-18 23:59", "11-19 07:30"),
    ("11-19 00:00", "11-19 07:30"), ("11-19 07:29", "11-19 07:30"), ("11-19 07:30", "11-19 07:30"),
)  # fmt: skip


@pytest.mark.parametrize(("at", "told"), QUIET)
def test_7_1_8_quiet_hours_begin_and_end_on_the_minute(at: str, told: str) -> None:
    assert wakened(on(at), RULES) == on(told)


def test_7_1_8_quiet_hours_within_one_day_or_none_are_understood() -> None:
    def quiet(begins: int, ends: int, at: str) -> datetime:
        edition = replace(RULES.edition, rules={**RULES.edition.rules, "quiet_from": begins, "quiet_until": ends})
        return wakened(on(at), replace(RULES, edition=edition))

    assert quiet(1200, 1400, "11-18 13:00") == on("11-18 14:00")
    assert quiet(1200, 1400, "11-18 22:00") == on("11-18 22:00")
    assert quiet(0, 0, "11-18 03:00") == on("11-18 03:00")


def test_7_1_8_only_a_leg_has_a_foreman_and_the_companys_own_duty_goes_above_it() -> None:
    (_, due_, director, company) = WORKING
    assert roles_of(due_, "accept", 1) == (Role.RESPONSIBLE, Role.FOREMAN)
    assert roles_of(due_, "dispatch", None) == (Role.RESPONSIBLE,)
    assert roles_of(director, "dispatch", None) == (Role.DIRECTOR,)
    assert roles_of(director, "approve", None) == (Role.COMPANY,)
    assert roles_of(company, "approve", None) == (Role.EXECUTIVE,)


def test_7_1_8_where_nobody_is_found_it_goes_up_until_the_executive() -> None:
    def way(role: Role | None, rung: int) -> list[str]:
        ladder = ROUND_THE_CLOCK if rung else WORKING
        found = []
        while role:
            found.append(role.value)
            role = above(role, ladder[2])
        return found

    assert way(Role.FOREMAN, 0) == ["foreman", "director", "company", "executive"]
    assert way(Role.DUTY, 1) == ["duty_manager", "director", "company_duty", "company", "executive"]


def test_7_1_8_a_stated_time_is_counted_on_the_calendar_of_its_span_where_it_has_one() -> None:
    of = replace(stated("11-18 10:00", "11-18 12:00"), span="result")
    assert calendar_of(of, "other", "help", RULES) == "T"
    assert calendar_of(of, "other", "consult", RULES) == "A"
    assert calendar_of(stated("11-18 10:00", "11-18 12:00"), "other", "help", RULES) == "A"


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)),  # noqa: DTZ001 - drawn without a zone
    amount=st.integers(0, 60 * 24 * 9),
    calendar=st.sampled_from(("A", "T", "G")),
    unit=st.sampled_from((Unit.MINUTES, Unit.DAYS, Unit.SAME_DAY, Unit.MONTH_END)),
    wait=st.integers(0, 60 * 24 * 20),
)
def test_7_1_8_rungs_never_run_backwards_nor_come_before_the_due_time(
    start: datetime, amount: int, calendar: str, unit: Unit, wait: int
) -> None:
    begun = local(start.replace(tzinfo=on("01-01 00:00").tzinfo))
    target = Target("accept", amount if unit is Unit.MINUTES else amount % 30, unit, calendar)
    of = Clock("accept", Words("", ""), 1, begun, None, due(begun, target, RULES.hours(calendar)))
    assert of.deadline
    found = rungs(of, "other", "consult", RULES)
    assert [each.rung for each in found] == list(ROUND_THE_CLOCK if calendar == "T" else WORKING)
    assert all(one.at <= two.at for one, two in pairwise(found))
    assert all(each.at >= of.deadline.due for each in found[1:])
    assert found[0].at >= of.deadline.warn_at
    if calendar != "T":
        assert all(wakened(each.at, RULES) == each.at for each in found)
    now = begun + timedelta(minutes=wait)
    assert rungs(of, "other", "consult", RULES, now) == tuple(each for each in found if each.at <= now)


# -- what of a case is watched ------------------------------------------------------------------------


def at_work(*departments: str, grade: str = "consult", hour: str = "10") -> Case:
    """Said on the 18th at the hour, dispatched an hour later, not accepted."""
    case = registered(f"11-18 {hour}:00", grade=grade)
    case.do("pass_on", DESK, f"11-18 {hour}:00")
    case.do(
        "dispatch", DIRECTOR, f"11-18 {int(hour) + 1:02}:00", grade=grade, departments=departments or ("engineering",)
    )
    return case


def watch(case: Case) -> tuple[Clock, ...]:
    return watching.watched(TABLE, case.view, clocks(TABLE, case.view, RULES, running=True), RULES)


def pending(case: Case, now: str) -> list[str]:
    found = watching.pending(case.view, watch(case), RULES, on(now))
    return [f"{each.clock.span} {each.rung.name}{' overtaken' if each.overtaken else ''}" for each in found]


def tick(case: Case, now: str) -> list[str]:
    """Enters what is pending, as tick does."""
    told = pending(case, now)
    for each in watching.pending(case.view, watch(case), RULES, on(now)):
        case.keep(watching.entered(TABLE, case.view, each, ("responsible:x",), ()), SYSTEM, on(now))
    return told


def look(case: Case) -> str:
    at = watching.next_look(case.view, watch(case), RULES)
    return f"{at:%m-%d %H:%M}" if at else ""


def test_7_1_8_what_was_entered_is_never_pending_again() -> None:
    case = at_work()
    assert look(case) == "11-18 12:36"
    assert tick(case, "11-18 12:35") == []
    assert tick(case, "11-18 12:40") == ["accept warn"]
    assert look(case) == "11-18 13:00"
    assert tick(case, "11-18 12:40") == tick(case, "11-18 12:00") == []
    assert tick(case, "11-18 13:00") == ["accept due"]
    case.do("accept", FITTER, "11-18 13:10", 1)
    assert tick(case, "11-18 17:00") == []
    assert look(case) == "11-18 17:36"  # its result, due a day after it was said


def test_7_1_8_after_missed_ticks_the_lower_rungs_are_overtaken_and_the_digest_overtakes_nobody() -> None:
    case = at_work()
    told = [each for each in pending(case, "11-19 14:00") if each.startswith("accept")]
    assert told == ["accept warn overtaken", "accept due overtaken", "accept director", "accept company"]


def test_7_1_8_round_the_clock_every_rung_on_the_way_is_sent() -> None:
    case = registered("11-18 02:10", grade="help")
    case.do("pass_on", DESK, "11-18 02:10")
    assert pending(case, "11-18 02:40") == ["dispatch warn", "dispatch due", "dispatch director", "dispatch company"]


def test_7_1_8_a_new_round_of_a_span_is_told_anew() -> None:
    case = at_work()
    assert tick(case, "11-18 13:00") == ["accept warn overtaken", "accept due"]
    case.do("reassign", DIRECTOR, "11-18 13:30", 1)
    assert tick(case, "11-18 15:30") == ["accept warn overtaken", "accept due"]


def test_7_1_8_silence_is_counted_from_the_last_word_and_told_once() -> None:
    case = at_work(grade="suggestion")
    case.do("accept", FITTER, "11-18 11:30", 1)
    assert "silence due" not in tick(case, "11-21 09:59")
    assert "silence due" in tick(case, "11-21 10:00")
    assert "silence due" not in tick(case, "11-22 10:00")
    case.do("promise", DESK, "11-22 11:00", promise_by=on("12-20 12:00"))
    assert "silence due" not in tick(case, "11-22 12:00")


def test_7_1_8_nobody_is_missed_where_nobody_can_be_told_or_the_work_is_done() -> None:
    unnamed = registered("11-18 10:00", speaker="anonymous", told=None, untold="匿名")
    assert watching.silence(TABLE, unnamed.view, RULES) is None
    assert watching.silence(TABLE, View(unnamed.view.case, SYSTEM), RULES) is None


# -- what rings until it is taken ---------------------------------------------------------------------


def ringing_case() -> Case:
    case = registered("11-18 02:10", grade="help")
    case.do("pass_on", DESK, "11-18 02:10")
    tick(case, "11-18 02:15")
    return case


def rings(case: Case) -> bool:
    return watching.ringing(case.view.acts) is not None


def test_7_1_8_a_limit_round_the_clock_rings_until_somebody_acts() -> None:
    case = registered("11-18 02:10", grade="help")
    case.do("pass_on", DESK, "11-18 02:10")
    tick(case, "11-18 02:14")
    assert not rings(case)  # a warning does not
    tick(case, "11-18 02:15")
    assert watching.ringing(case.view.acts) == on("11-18 02:15")
    case.do("note", DESK, "11-18 02:16")
    assert rings(case)
    case.do("dispatch", DIRECTOR, "11-18 02:17", grade="help")
    assert not rings(case)


def test_7_1_8_or_until_somebody_says_that_he_sees_to_it() -> None:
    case = ringing_case()
    assert case.offers("see_to", DESK, "11-18 02:16")
    case.do("see_to", DESK, "11-18 02:16")
    assert not rings(case)
    assert "still to be taken" in case.why_not("see_to", DESK, "11-18 02:17")
    tick(case, "11-18 02:25")
    assert rings(case)  # the next rung is another call to act


def test_7_1_8_what_one_department_does_leaves_the_alarm_of_another_ringing() -> None:
    case = at_work("engineering", "order", grade="help", hour="01")
    tick(case, "11-18 02:06")
    case.do("accept", FITTER, "11-18 02:07", 1)
    assert rings(case)


def test_7_1_8_what_the_clock_enters_can_be_taken_by_nobody() -> None:
    assert {each.name for each in TABLE.by_clock} == watching.WARNINGS
    assert not any(each.posts or each.binds or each.moves for each in TABLE.by_clock)
    assert [each.after for each in URGE_LADDER] == ["", "urge_company_days"]
