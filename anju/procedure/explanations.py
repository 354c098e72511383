"""§7.1.8 — Why a deadline is what it is: one line each for start, limit, windows, dated days, pauses, due.

The lines are the proof: whoever reads only them comes to the same minute.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from .calendars import Calendar
from .hours import Hours, Pause
from .instants import DAY, NONE, local
from .windows import clock, spoken_windows
from .words import Words

if TYPE_CHECKING:
    from .deadlines import Target

NOTHING = Words("", "")
START = Words("起点", "Start")
LIMIT = Words("时限", "Limit")
CALENDAR = Words("日历", "Calendar")
PROVISIONAL = Words("暂定年份", "Provisional year")
PROVISIONAL_NOTE = Words(
    "放假安排未公布，只按固定日期的节日计，公布后重算",
    "no list of days off yet: only holidays of fixed date are counted; recomputed when the list comes",
)
PAUSE = Words("暂停", "Pause")
FROM_OPENING = Words("起算", "Counted from")
FROM_OPENING_NOTE = Words("起点在时段外", "the start lies outside the windows")
CARRIED = Words("顺延", "Carried over")
CARRIED_NOTE = Words("前一时段未用完，本时段续算", "not used up in the window before; goes on here")
OUTSIDE_NOTE = Words("{at} 在时段外", "{at} lies outside the windows")
BROUGHT_BACK = Words("提前", "Brought forward")
NIGHT = Words("时段外受理", "Received outside the windows")
DUE = Words("到期", "Due")
WEEKDAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an explanation; `name` says which kind, for pages and for who recomputes."""

    label: Words
    note: Words
    value: Words | datetime | timedelta
    name: str = ""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """How a due time was reckoned: `landing` before closed doors, `base` after, `ends` after pauses."""

    start: datetime
    target: Target
    hours: Hours
    landing: datetime
    base: datetime
    ends: datetime
    stretches: tuple[tuple[Pause, timedelta], ...]


def spoken(duration: timedelta, *, in_days: bool = True) -> Words:
    """A length of time in words, to the minute, in days of 24 hours unless asked not to."""
    if duration < NONE:
        raise ValueError("a length of time cannot be negative")
    minutes = duration // timedelta(minutes=1)
    if not minutes:
        return Words("不到 1 分", "under 1 min") if duration else Words("0 分", "0 min")
    days = minutes // 1440 if in_days else 0
    hours, minutes = minutes // 60 - days * 24, minutes % 60
    zh = [f"{count} {unit}" for count, unit in ((days, "天"), (hours, "小时"), (minutes, "分")) if count]
    en = [f"{count} {unit}" for count, unit in ((days, "d"), (hours, "h"), (minutes, "min")) if count]
    return Words(" ".join(zh), " ".join(en))


def spoken_day(day: date) -> Words:
    """A date with its weekday."""
    weekday = day.weekday()
    return Words(f"{day} {WEEKDAYS_ZH[weekday]}", f"{WEEKDAYS_EN[weekday]} {day}")


def spoken_instant(at: datetime) -> Words:
    """A date, weekday and time of day."""
    day = spoken_day(at.date())
    return Words(f"{day.zh} {clock(at.time())}", f"{day.en} {clock(at.time())}")


def limit_words(unit: str, amount: int, by_closing: bool, closed_until: time | None) -> Words:
    """A limit in words: 2 小时, 3 个工作日内下班前, 当日."""
    closing = Words("内下班前", ", by closing") if by_closing else NOTHING
    plural = "" if amount == 1 else "s"
    if unit == "days":
        return Words(f"{amount} 天{closing.zh}", f"{amount} day{plural}{closing.en}")
    if unit == "workdays":
        return Words(f"{amount} 个工作日{closing.zh}", f"{amount} working day{plural}{closing.en}")
    if unit == "same_day":
        return Words("当日", "the same day")
    if unit == "month_end":
        return Words("月底前", "by the end of the month")
    # 24 小时 of open time is not 1 天, which keeps the clock time
    limit = spoken(timedelta(minutes=amount), in_days=False) if amount else Words("立即", "at once")
    if closed_until is None:
        return limit
    until = clock(closed_until)
    return Words(
        f"{limit.zh}，下班后受理的到下个开放日 {until}",
        f"{limit.en}, after closing {until} of the next open day",
    )


@lru_cache(maxsize=256)
def calendar_lines(calendar: Calendar) -> tuple[Line, ...]:
    """The weekly windows, equal neighbours together."""
    label = Words(f"{CALENDAR.zh} · {calendar.words.zh}", f"{CALENDAR.en} · {calendar.words.en}")
    if calendar.always:
        return (Line(label, Words("每天", "every day"), Words("全天", "all day"), "calendar"),)
    lines = []
    for windows, group in groupby(range(7), key=lambda weekday: calendar.week[weekday]):
        weekdays = tuple(group)
        first, last = weekdays[0], weekdays[-1]
        note = Words(f"{WEEKDAYS_ZH[first]}至{WEEKDAYS_ZH[last]}", f"{WEEKDAYS_EN[first]} to {WEEKDAYS_EN[last]}")
        if len(weekdays) == 7:
            note = Words("每天", "every day")
        if first == last:
            note = Words(WEEKDAYS_ZH[first], WEEKDAYS_EN[first])
        lines.append(Line(label, note, spoken_windows(windows), "calendar"))
    return tuple(lines)


def lines(made: Reckoning) -> tuple[Line, ...]:
    """The whole explanation, in the order in which one would reckon."""
    calendar = made.hours.calendar
    last = max(made.landing, made.ends).date()
    return (
        Line(START, NOTHING, made.start, "start"),
        Line(LIMIT, calendar.words, made.target.limit, "limit"),
        *calendar_lines(calendar),
        *([] if calendar.always else _day_lines(made.start.date(), last, made.hours)),
        *([] if calendar.always else _carry_lines(made)),
        *(pause_line(pause, gained) for pause, gained in made.stretches),
        Line(DUE, NOTHING, made.ends, "due"),
    )


def fixed_lines(start: datetime, ends: datetime, reason: Words) -> tuple[Line, ...]:
    """The explanation of a limit that was given."""
    return (
        Line(START, NOTHING, start, "start"),
        Line(LIMIT, reason, ends, "limit"),
        Line(DUE, NOTHING, ends, "due"),
    )


def _day_lines(day: date, last: date, hours: Hours) -> list[Line]:
    """Every day whose windows are not those of its weekday, and the years still without a list."""
    found, years = [], []
    while day <= last:
        why = hours.why(day)
        if why is not None:
            found.append(Line(spoken_day(day), why, spoken_windows(hours.windows(day)), "day"))
        if hours.provisional(day) and day.year not in years:
            years.append(day.year)
        day += DAY
    marks = [Words(str(year), str(year)) for year in years]
    return found + [Line(PROVISIONAL, PROVISIONAL_NOTE, mark, "provisional") for mark in marks]


def _carry_lines(made: Reckoning) -> list[Line]:
    """Where the limit met a closed door."""
    landing, base = made.landing, made.base
    if made.target.unit == "minutes":
        return _carried_minutes(made)
    if base == landing or (made.target.by_closing and base.date() == landing.date()):
        return []
    shown = spoken_instant(landing)
    note = Words(OUTSIDE_NOTE.say("zh", at=shown), OUTSIDE_NOTE.say("en", at=shown))
    return [Line(CARRIED if base > landing else BROUGHT_BACK, note, base, "carry")]


def _carried_minutes(made: Reckoning) -> list[Line]:
    start, target, hours, base = made.start, made.target, made.hours, made.base
    opening = hours.next_opening(start)
    found = []
    if opening != start:
        if target.closed_until is not None and base != hours.add(start, timedelta(minutes=target.amount)):
            return [Line(NIGHT, target.limit, base, "night")]
        found.append(Line(FROM_OPENING, FROM_OPENING_NOTE, opening, "opening"))
    window = hours.previous_opening(base)
    if window > opening:
        found.append(Line(CARRIED, CARRIED_NOTE, window, "carry"))
    return found


def pause_line(pause: Pause, gained: timedelta) -> Line:
    """One stretch in which the clock stood still, with the open time it added."""
    begins = spoken_instant(local(pause.starts))
    reason = pause.reason if isinstance(pause.reason, Words) else Words(pause.reason, pause.reason)
    if pause.ends is None:
        stretch = Words(f"自 {begins.zh}，尚未结束", f"since {begins.en}, not ended")
    else:
        ends = spoken_instant(local(pause.ends))
        stretch = Words(f"{begins.zh} 至 {ends.zh}", f"{begins.en} to {ends.en}")
    parts = (
        [part for part in (reason.zh, stretch.zh) if part],
        [part for part in (reason.en, stretch.en) if part],
    )
    return Line(PAUSE, Words(" · ".join(parts[0]), " · ".join(parts[1])), gained, "pause")
