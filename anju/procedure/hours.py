"""§7.1.8 — Business time: what is open when, on one calendar with its dated days.

Windows are half-open [open, close). A limit that ends exactly at closing stays there. All answers are aware
datetimes of Asia/Shanghai.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from .calendars import Calendar, DayKind, Days
from .instants import DAY, NONE, ZONE, end_of, last_of_month, local
from .windows import CLAUSE, Windows
from .words import Refused, Words

HORIZON = 400  # days without a window after which a calendar is refused
REMEMBERED = 4000  # days kept in the memo of one calendar

NO_OPENING = Words(
    "日历“{name}”在 {day} 前后 400 天内没有开放时段，请检查日历和特殊日期。",
    "Calendar “{name}” has no open window within 400 days of {day}; check it and the dated days.",
)
NEVER_CLOSES = Words("日历“{name}”全天开放，没有关门时间。", "Calendar “{name}” is round the clock and never closes.")
BEYOND_TIME = Words("期限超出了日历能算的日子，请缩短。", "The limit runs beyond any date; shorten it.")
CLOSED_BY_HAND = Words("本小区当日停办", "closed by the community that day")
HOURS_BY_HAND = Words("本小区当日另定时间", "hours set by the community that day")
ASSUMED_HOLIDAY = Words("节假日（按固定日期暂定）", "holiday (assumed from its fixed date)")

Opening = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which the clock stood still, from the history. `ends` is None while it lasts."""

    starts: datetime
    ends: datetime | None
    reason: Words | str = ""

    def __post_init__(self) -> None:
        if self.ends is not None and self.ends < self.starts:
            raise ValueError(f"the pause ends ({self.ends}) before it starts ({self.starts})")


@dataclass(frozen=True, slots=True)
class Hours:
    """A calendar laid over the dated days. Round the clock, every instant is open and no day is special."""

    calendar: Calendar
    days: Days
    _memo: dict[date, tuple[Opening, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    zone: ClassVar[ZoneInfo] = ZONE

    # --- days

    def windows(self, day: date) -> Windows:
        """The windows of a date. Round the clock has none: nothing ever opens or closes."""
        if self.calendar.always:
            return ()
        if day in self.days.windows:
            return self.days.windows[day]
        kind = self.days.kind(day)
        rule = self.calendar.rule(kind) if kind else None
        if isinstance(rule, tuple):
            return rule
        return self.calendar.week[day.weekday() if rule is None else rule]

    def why(self, day: date) -> Words | None:
        """Why a date has other windows than its weekday; None on an ordinary day."""
        if self.calendar.always:
            return None
        if day in self.days.windows:
            return HOURS_BY_HAND if self.days.windows[day] else CLOSED_BY_HAND
        kind = self.days.kind(day)
        if kind is None or self.calendar.rule(kind) is None:
            return None
        return ASSUMED_HOLIDAY if self.days.assumed(day) else kind.words

    def provisional(self, day: date) -> bool:
        """Whether the list of days off of this year is unknown and would matter here."""
        knows_days = any(self.calendar.rule(kind) is not None for kind in DayKind)
        return knows_days and not self.calendar.always and self.days.provisional(day.year)

    def is_working_day(self, day: date) -> bool:
        """Whether anything is open on this date."""
        return self.calendar.always or bool(self._openings(day))

    # --- instants

    def is_open(self, at: datetime) -> bool:
        """Whether this instant lies in a window; the instant of closing does not."""
        at = local(at)
        return self.calendar.always or any(opens <= at < closes for opens, closes in self._openings(at.date()))

    def next_opening(self, at: datetime) -> datetime:
        """The first open instant at or after `at`: `at` itself while open."""
        at = local(at)
        if self.calendar.always:
            return at
        return next(max(opens, at) for opens, closes in self._ahead(at.date()) if closes > at)

    def previous_opening(self, at: datetime) -> datetime:
        """The last start of a window at or before `at`; round the clock, `at` itself."""
        at = local(at)
        if self.calendar.always:
            return at
        return next(opens for opens, _ in self._back(at.date()) if opens <= at)

    def next_closing(self, at: datetime) -> datetime:
        """The first closing after `at`."""
        at = local(at)
        self._refuse_if_never_closed()
        return next(closes for _, closes in self._ahead(at.date()) if closes > at)

    def previous_closing(self, at: datetime) -> datetime:
        """The last closing at or before `at`."""
        at = local(at)
        self._refuse_if_never_closed()
        return next(closes for _, closes in self._back(at.date()) if closes <= at)

    # --- durations

    def add(self, start: datetime, duration: timedelta) -> datetime:
        """The instant at which `duration` of open time has passed. Adding nothing gives the next opening."""
        if duration < NONE:
            raise ValueError("cannot add a negative duration")
        start = local(start)
        if self.calendar.always:
            return _later(start, duration)
        if not duration:
            return self.next_opening(start)
        left = duration
        for opens, closes in self._ahead(start.date()):
            if closes > start:
                begins = max(opens, start)
                if left <= closes - begins:
                    return begins + left
                left -= closes - begins
        raise Refused(CLAUSE, BEYOND_TIME)

    def elapsed(self, start: datetime, end: datetime, pauses: Iterable[Pause] = ()) -> timedelta:
        """Open time from `start` to `end`, less the pauses within; overlapping pauses count once."""
        start, end = local(start), local(end)
        if end < start:
            raise ValueError(f"the interval ends ({end}) before it starts ({start})")
        if not pauses:
            return self._open_time(start, end)
        total, reached = NONE, start
        for begins, ends in sorted((local(each.starts), local(each.ends or end)) for each in pauses):
            if begins >= end:
                break
            if begins > reached:
                total += self._open_time(reached, begins)
            reached = max(reached, min(ends, end))
        return total + self._open_time(reached, end)

    def elapsed_or_zero(self, start: datetime, end: datetime, pauses: Iterable[Pause] = ()) -> timedelta:
        """As `elapsed`, for reports: an interval that ends before it starts counts nothing."""
        return self.elapsed(start, end, pauses) if end > start else NONE

    # --- days ahead

    def add_days(self, start: datetime, count: int, by_closing: bool = False) -> datetime:
        """`count` calendar days later at the same time of day, or by the closing of that day."""
        start = local(start)
        landing = _later(start, DAY * count)
        return self.closing_of(landing.date(), start) if by_closing else self.settled(landing, start)

    def add_workdays(self, start: datetime, count: int, by_closing: bool = False) -> datetime:
        """The same time of day, or the closing, of the `count`-th working day after that of `start`."""
        start = local(start)
        landing = self.workday(start, count)
        return self.closing_of(landing.date(), start) if by_closing else self.settled(landing, start)

    def workday(self, start: datetime, count: int) -> datetime:
        """`start` moved over `count` following working days, whether open then or not."""
        start = local(start)
        if self.calendar.always or not count:
            return _later(start, DAY * count)
        openings = self._ahead(_next_day(start.date()))
        last = date.min
        while count:
            day = next(openings)[0].date()
            count -= day != last
            last = day
        return datetime.combine(last, start.timetz())

    def same_day(self, start: datetime) -> datetime:
        """By the end of the day of `start`."""
        start = local(start)
        return self.settled(end_of(start.date()), start)

    def month_end(self, start: datetime) -> datetime:
        """By the end of the month of `start`."""
        start = local(start)
        return self.settled(end_of(last_of_month(start.date())), start)

    def settled(self, landing: datetime, start: datetime) -> datetime:
        """Outside the windows: the last closing before `landing` if after `start`, else the next opening."""
        landing, start = local(landing), local(start)
        if self.is_open(landing):
            return max(landing, start)
        day = landing.date()
        while day >= start.date():
            for _, closes in reversed(self._openings(day)):
                if start < closes <= landing:
                    return closes
            day -= DAY
        return self.next_opening(landing)

    def closing_of(self, day: date, start: datetime) -> datetime:
        """The last closing of `day`, or before it but after `start`, else the end of the next working day."""
        end, start = end_of(day), local(start)
        if self.calendar.always:
            return max(end, start)
        settled = self.settled(end, start)
        if settled <= end:
            return settled
        return self._openings(settled.date())[-1][1]

    # --- within

    def _openings(self, day: date) -> tuple[Opening, ...]:
        found = self._memo.get(day)
        if found is None:
            if len(self._memo) >= REMEMBERED:
                self._memo.clear()
            combine = datetime.combine
            found = tuple((combine(day, a, ZONE), combine(day, b, ZONE)) for a, b in self.windows(day))
            self._memo[day] = found
        return found

    def _ahead(self, day: date) -> Iterator[Opening]:
        """Openings from `day` on; refuses rather than search for ever."""
        idle = 0
        while idle <= HORIZON:
            found = self._openings(day)
            yield from found
            idle = 0 if found else idle + 1
            day = _next_day(day)
        raise Refused(CLAUSE, NO_OPENING, "calendar", name=self.calendar.words, day=day)

    def _back(self, day: date) -> Iterator[Opening]:
        """Openings from `day` backwards, latest first."""
        idle = 0
        while idle <= HORIZON:
            found = self._openings(day)
            yield from reversed(found)
            idle = 0 if found else idle + 1
            day -= DAY
        raise Refused(CLAUSE, NO_OPENING, "calendar", name=self.calendar.words, day=day)

    def _open_time(self, start: datetime, end: datetime) -> timedelta:
        if self.calendar.always:
            return end - start
        total, day, last = NONE, start.date(), end.date()
        while day <= last:
            for opens, closes in self._openings(day):
                begins, ends = max(opens, start), min(closes, end)
                if begins < ends:
                    total += ends - begins
            day += DAY
        return total

    def _refuse_if_never_closed(self) -> None:
        if self.calendar.always:
            raise Refused(CLAUSE, NEVER_CLOSES, "calendar", name=self.calendar.words)


def _next_day(day: date) -> date:
    try:
        return day + DAY
    except OverflowError as error:
        raise Refused(CLAUSE, BEYOND_TIME) from error


def _later(at: datetime, duration: timedelta) -> datetime:
    try:
        return at + duration
    except OverflowError as error:
        raise Refused(CLAUSE, BEYOND_TIME) from error
