"""§7.1.8 — Due times: the rows on which systems disagree, the pauses and how a span stands."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from anju.procedure.calendars import CENTRE, COMPANY, ROUND_THE_CLOCK, Calendar, DayKind, Days
from anju.procedure.deadlines import Standing, Target, Unit, due, fixed, overrun, standing
from anju.procedure.hours import Hours, Pause
from anju.procedure.instants import ZONE
from anju.procedure.words import Words

NATIONAL_DAY = {date(2026, 10, day): DayKind.HOLIDAY for day in range(1, 8)}
DAYS = Days(
    kinds=NATIONAL_DAY | {date(2026, 10, 10): DayKind.MAKEUP, date(2026, 2, 16): DayKind.EVE},
    listed_years=frozenset({2026}),
)
CALENDARS = {"A": CENTRE, "T": ROUND_THE_CLOCK, "G": COMPANY}


def at(text: str) -> datetime:
    """An instant of 2026 written as MM-DD HH:MM."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=ZONE)


def target(limit: str, calendar: str, by_closing: bool = False, until: time | None = None) -> Target:
    """A target written as 2 hours, 3 workdays, 1 same_day."""
    amount, unit = limit.split()
    minutes = 60 if unit == "hours" else 1
    kind = Unit.MINUTES if unit == "hours" else Unit(unit)
    return Target("result", int(amount) * minutes, kind, calendar, by_closing, until)


def due_at(start: str, limit: Target, *pauses: Pause) -> datetime:
    return due(at(start), limit, Hours(CALENDARS[limit.calendar], DAYS), pauses).due


@pytest.mark.parametrize(
    ("start", "limit", "ends"),
    [
        # exactly on closing stays there
        ("11-20 15:30", target("2 hours", "G"), "11-20 17:30"),
        ("11-20 14:00", target("4 hours", "A"), "11-20 18:00"),
        ("11-20 18:00", target("1 days", "A"), "11-21 18:00"),
        ("11-19 17:30", target("1 days", "G"), "11-20 17:30"),
        # half-open: opening is open, closing is not
        ("11-23 08:30", target("30 minutes", "A"), "11-23 09:00"),
        ("11-23 18:00", target("30 minutes", "A"), "11-24 09:00"),
        # nothing added outside the windows is the next opening, inside it is now
        ("11-23 20:00", target("0 minutes", "A"), "11-24 08:30"),
        ("11-23 18:00", target("0 minutes", "A"), "11-24 08:30"),
        ("11-23 12:30", target("0 minutes", "G"), "11-23 13:30"),
        ("11-23 10:00", target("0 minutes", "A"), "11-23 10:00"),
        # days keep the clock time, or run to closing where the target says so
        ("11-23 10:20", target("3 days", "A"), "11-26 10:20"),
        ("11-23 10:20", target("3 workdays", "G"), "11-26 10:20"),
        ("11-23 10:20", target("3 days", "A", by_closing=True), "11-26 18:00"),
        ("11-23 10:20", target("3 workdays", "G", by_closing=True), "11-26 17:30"),
        ("11-20 16:00", target("1 workdays", "G"), "11-23 16:00"),
        # workdays: only following ones count, also from a day off
        ("11-21 10:00", target("1 workdays", "G"), "11-23 10:00"),
        ("11-22 10:00", target("1 workdays", "G"), "11-23 10:00"),
        ("11-21 10:00", target("2 workdays", "G"), "11-24 10:00"),
        ("09-30 16:00", target("3 workdays", "G"), "10-10 16:00"),
        # a day limit outside the windows: the last closing before it if after the start, else next opening
        ("11-23 20:00", target("1 days", "A"), "11-24 18:00"),
        ("11-23 07:00", target("1 days", "A"), "11-23 18:00"),
        ("11-20 20:00", target("1 days", "G"), "11-23 09:00"),
        ("11-20 16:00", target("1 days", "G"), "11-20 17:30"),
        ("11-20 17:30", target("1 days", "G"), "11-23 09:00"),
        ("11-23 12:30", target("1 days", "G"), "11-24 12:00"),
        ("11-21 10:00", target("1 days", "G", by_closing=True), "11-23 17:30"),
        # the same day, the end of the month
        ("11-23 10:00", target("0 same_day", "A"), "11-23 18:00"),
        ("11-23 20:00", target("0 same_day", "A"), "11-24 08:30"),
        ("11-23 10:00", target("0 month_end", "A"), "11-30 18:00"),
        ("10-20 10:00", target("0 month_end", "G"), "10-30 17:30"),
        ("10-31 10:00", target("0 month_end", "G"), "11-02 09:00"),
        # holidays, the eve, the make-up day
        ("10-01 10:05", target("2 hours", "A"), "10-01 12:05"),
        ("10-01 12:05", target("4 hours", "A"), "10-01 16:05"),
        ("10-01 16:30", target("1 hours", "A"), "10-02 09:30"),
        ("02-16 14:00", target("2 hours", "A"), "02-17 09:30"),
        ("10-09 17:00", target("1 hours", "G"), "10-10 09:30"),
        # a word of the night
        ("11-23 21:00", target("10 minutes", "A", until=time(10)), "11-24 10:00"),
        ("11-23 05:00", target("10 minutes", "A", until=time(10)), "11-23 10:00"),
        ("11-23 11:00", target("10 minutes", "A", until=time(10)), "11-23 11:10"),
        ("11-23 12:15", target("10 minutes", "G", until=time(10)), "11-23 13:40"),
        # round the clock knows no days
        ("10-01 23:00", target("2 hours", "T"), "10-02 01:00"),
        ("10-01 23:00", target("1 days", "T"), "10-02 23:00"),
        ("10-03 23:00", target("2 workdays", "T"), "10-05 23:00"),
    ],
)
def test_7_1_8_a_limit_is_due_when_the_table_says(start: str, limit: Target, ends: str) -> None:
    assert due_at(start, limit) == at(ends)


def test_7_1_8_round_the_clock_a_day_ends_with_its_last_second() -> None:
    assert due_at("10-01 23:00", target("0 same_day", "T")) == at("10-01 23:59:59")
    assert due_at("10-01 23:00", target("0 month_end", "T")) == at("10-31 23:59:59")
    assert due_at("10-01 23:00", target("2 days", "T", by_closing=True)) == at("10-03 23:59:59")
    within = at("10-01 23:59:59") + timedelta(microseconds=5)
    assert due(within, target("0 same_day", "T"), Hours(ROUND_THE_CLOCK, DAYS)).due == within


def test_7_1_8_windows_of_a_community_replace_everything() -> None:
    power_cut = {date(2026, 10, 1): ((time(13), time(14)),), date(2026, 10, 2): ()}
    hours = Hours(CENTRE, Days(kinds=NATIONAL_DAY, windows=power_cut, listed_years=frozenset({2026})))
    deadline = due(at("10-01 10:00"), target("2 hours", "A"), hours)
    assert deadline.due == at("10-03 10:00")
    assert [(line.note.en, str(line.value)) for line in deadline.lines if line.name == "day"] == [
        ("hours set by the community that day", str(Words("13:00-14:00", "13:00-14:00"))),
        ("closed by the community that day", str(Words("休息", "closed"))),
        ("holiday", str(Words("09:00-17:00", "09:00-17:00"))),
    ]


def test_7_1_8_an_instant_of_another_zone_is_the_same_instant() -> None:
    hours = Hours(CENTRE, DAYS)
    start = datetime(2026, 11, 23, 2, tzinfo=UTC)
    deadline = due(start, target("2 hours", "A"), hours)
    assert deadline.due == at("11-23 12:00")
    assert deadline.due.tzinfo is ZONE


# --- pauses


def pause(starts: str, ends: str | None, reason: str = "等料") -> Pause:
    return Pause(at(starts), at(ends) if ends else None, reason)


@pytest.mark.parametrize(
    ("limit", "pauses", "ends"),
    [
        (target("4 hours", "A"), [pause("11-23 11:00", "11-23 12:00")], "11-23 15:00"),
        (target("4 hours", "A"), [pause("11-23 12:00", "11-24 09:30")], "11-24 11:30"),
        # overlapping pauses count once
        (
            target("4 hours", "A"),
            [pause("11-23 11:00", "11-23 12:30"), pause("11-23 12:00", "11-23 13:00")],
            "11-23 16:00",
        ),
        (
            target("4 hours", "A"),
            [pause("11-23 11:00", "11-23 14:00"), pause("11-23 12:00", "11-23 13:00")],
            "11-23 17:00",
        ),
        # begun before the span: only what lies within it
        (target("4 hours", "A"), [pause("11-23 08:30", "11-23 11:00")], "11-23 15:00"),
        (target("4 hours", "A"), [pause("11-22 08:30", "11-22 11:00")], "11-23 14:00"),
        # at or after the due time it is too late to pause
        (target("4 hours", "A"), [pause("11-23 14:00", "11-23 15:00")], "11-23 14:00"),
        # a second pause begun within the time the first one gave
        (
            target("4 hours", "A"),
            [pause("11-23 13:00", "11-23 14:00"), pause("11-23 14:30", "11-23 15:00")],
            "11-23 15:30",
        ),
        # closed time is no pause
        (target("1 days", "A"), [pause("11-23 18:00", "11-24 08:30")], "11-24 10:00"),
        (target("3 days", "A"), [pause("11-24 10:00", "11-25 10:00")], "11-27 10:00"),
        (target("3 workdays", "G"), [pause("11-24 10:00", "11-25 10:00")], "11-27 10:00"),
        (target("3 days", "A"), [pause("11-24 10:00", "11-24 12:00")], "11-26 12:00"),
    ],
)
def test_7_1_8_a_pause_lengthens_by_its_open_time(limit: Target, pauses: list[Pause], ends: str) -> None:
    assert due_at("11-23 10:00", limit, *pauses) == at(ends)
    assert due_at("11-23 10:00", limit, *reversed(pauses)) == at(ends)


def test_7_1_8_a_pause_that_lasts_freezes_the_deadline() -> None:
    hours, limit = Hours(CENTRE, DAYS), target("4 hours", "A")
    lasting = [pause("11-23 11:00", None)]
    frozen = due(at("11-23 10:00"), limit, hours, lasting)
    assert frozen.due == at("11-23 14:00")
    assert standing(frozen, at("11-24 09:00"), pauses=lasting) is Standing.PAUSED
    assert due(at("11-23 10:00"), limit, hours, lasting, now=at("11-23 13:00")).due == at("11-23 16:00")
    assert frozen.lines[-2].note.en == "等料 · since Mon 2026-11-23 11:00, not ended"


def test_7_1_8_a_pause_over_before_the_start_is_not_told() -> None:
    over = [pause("11-23 09:00", "11-23 10:00")]
    deadline = due(at("11-23 10:00"), target("4 hours", "A"), Hours(CENTRE, DAYS), over)
    assert [line.name for line in deadline.lines] == ["start", "limit", "calendar", "due"]


def test_7_1_8_a_pause_begun_too_late_hides_no_lateness() -> None:
    deadline = due(at("11-23 10:00"), target("2 hours", "A"), Hours(CENTRE, DAYS))
    assert standing(deadline, at("11-23 13:00"), pauses=[pause("11-23 12:30", None)]) is Standing.OVERDUE


# --- how it stands


@pytest.mark.parametrize(
    ("now", "done", "stands"),
    [
        ("11-23 10:00", None, Standing.RUNNING),
        ("11-23 13:11:59", None, Standing.RUNNING),
        ("11-23 13:12", None, Standing.WARNED),
        ("11-23 14:00", None, Standing.WARNED),
        ("11-23 14:00:01", None, Standing.OVERDUE),
        ("11-24 14:00", "11-23 14:00", Standing.MET),
        ("11-24 14:00", "11-23 14:01", Standing.MISSED),
    ],
)
def test_7_1_8_late_is_only_what_is_done_after_the_due_time(now: str, done: str | None, stands: Standing) -> None:
    deadline = due(at("11-23 10:00"), target("4 hours", "A"), Hours(CENTRE, DAYS))
    assert standing(deadline, at(now), at(done) if done else None) is stands


def test_7_1_8_the_warning_comes_at_its_share_of_the_hours_of_the_target() -> None:
    hours = Hours(CENTRE, DAYS)
    overnight = due(at("11-23 17:00"), target("4 hours", "A"), hours)
    assert (overnight.warn_at, overnight.due) == (at("11-24 10:42"), at("11-24 11:30"))
    held = due(at("11-23 10:00"), target("4 hours", "A"), hours, [pause("11-23 11:00", "11-23 12:00")])
    assert (held.warn_at, held.due) == (at("11-23 14:12"), at("11-23 15:00"))
    half = Target("result", 240, Unit.MINUTES, "A", warn_percent=50)
    assert due(at("11-23 10:00"), half, hours).warn_at == at("11-23 12:00")
    days = due(at("11-23 10:00"), target("3 days", "A"), hours)
    assert hours.elapsed(days.start, days.warn_at) * 5 == hours.elapsed(days.start, days.due) * 4
    no_time = due(at("11-23 20:00"), target("0 minutes", "A"), hours)
    assert no_time.warn_at == no_time.due


def test_7_1_8_overrun_runs_on_the_hours_of_the_target() -> None:
    hours = Hours(CENTRE, DAYS)
    deadline = due(at("11-23 14:00"), target("3 hours", "A"), hours)
    assert overrun(deadline, at("11-24 09:30"), hours=hours) == timedelta(hours=2)
    assert overrun(deadline, at("11-24 09:30")) == timedelta(hours=16, minutes=30)
    assert overrun(deadline, at("11-25 09:30"), at("11-23 17:30"), hours) == timedelta(minutes=30)
    assert overrun(deadline, at("11-23 16:00"), hours=hours) == timedelta(0)
    held = [pause("11-24 08:30", "11-24 09:00")]
    assert overrun(deadline, at("11-24 09:30"), hours=hours, pauses=held) == timedelta(hours=1, minutes=30)


def test_7_1_8_the_limit_of_an_outside_order_stands_as_typed() -> None:
    order = fixed(at("11-23 10:00"), at("11-28 10:00"), Words("12345 工单", "12345 order"))
    assert (order.due, order.warn_at, order.target) == (at("11-28 10:00"), at("11-27 10:00"), None)
    assert [line.name for line in order.lines] == ["start", "limit", "due"]
    assert order.lines[1].note.zh == "12345 工单"
    past = fixed(at("11-23 10:00"), at("11-22 10:00"), Words("12345 工单", "12345 order"))
    assert past.warn_at == past.due
    assert standing(past, at("11-23 10:00")) is Standing.OVERDUE


def test_7_1_8_a_naive_start_is_an_error() -> None:
    calendar = Calendar("X", Words("测", "X"), (((time(9), time(17)),),) * 7)
    with pytest.raises(ValueError, match="aware datetime"):
        due(datetime(2026, 11, 23, 10), target("2 hours", "A"), Hours(calendar, DAYS))  # noqa: DTZ001
