"""§7.1.8 — Deadlines: a target laid on its hours gives a due time that explains itself line by line.

Nothing is counted: pauses come from the history each time. A pause that still lasts adds its open time only
up to `now` where that is given; else the deadline stays as it stood when the pause began.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from . import explanations
from .calendars import SHIPPED
from .explanations import Line, Reckoning, spoken
from .hours import Hours, Pause
from .instants import NONE, end_of, last_of_month, local
from .windows import CLAUSE, clock, time_of_day
from .words import Refused, Words

__all__ = [
    "Deadline",
    "Line",
    "Pause",
    "Standing",
    "Target",
    "Unit",
    "due",
    "fixed",
    "lengthened",
    "overrun",
    "spoken",
    "standing",
]

MOST = {"minutes": 366 * 24 * 60, "days": 3660, "workdays": 3660}
BAD_AMOUNT = Words(
    "时限“{span}”要在 0 至 {most} 之间，不能是 {amount}。",
    "Limit “{span}” must be 0 to {most}, not {amount}.",
)
BAD_WARNING = Words(
    "时限“{span}”的预警要在 1 至 100（%）之间，不能是 {percent}。",
    "The warning of limit “{span}” must be 1 to 100 %, not {percent}.",
)
BAD_UNIT = Words(
    "时限“{span}”的单位“{unit}”不对，可用：分钟、天、工作日、当日、月底。",
    "Unit “{unit}” of limit “{span}” is unknown; use minutes, days, workdays, same_day or month_end.",
)
NO_CLOSING = Words(
    "时限“{span}”按分钟计，不能同时要求下班前完成；请改用天或工作日。",
    "Limit “{span}” is in minutes and cannot also run to closing; use days or workdays.",
)
ONLY_MINUTES = Words(
    "时限“{span}”按天计，不能另定下班后受理的时刻；请改用分钟。",
    "Limit “{span}” is in days and takes no time for what comes after closing; use minutes.",
)


class Unit(StrEnum):
    """What a target is counted in."""

    MINUTES = "minutes"
    DAYS = "days"
    WORKDAYS = "workdays"
    SAME_DAY = "same_day"
    MONTH_END = "month_end"


@dataclass(frozen=True, slots=True)
class Target:
    """The limit of a span on a calendar.

    `by_closing`: a day limit runs to the end of the working day. `closed_until`: what starts outside the
    windows is due at this time of the next opening day.
    """

    span: str
    amount: int
    unit: Unit
    calendar: str
    by_closing: bool = False
    closed_until: time | None = None
    warn_percent: int = 80

    def __post_init__(self) -> None:
        most = MOST.get(self.unit, 0)
        if most and not 0 <= self.amount <= most:
            raise Refused(CLAUSE, BAD_AMOUNT, "amount", span=self.span, most=most, amount=self.amount)
        if not 1 <= self.warn_percent <= 100:
            raise Refused(CLAUSE, BAD_WARNING, "warn_percent", span=self.span, percent=self.warn_percent)
        if self.by_closing and self.unit is Unit.MINUTES:
            raise Refused(CLAUSE, NO_CLOSING, "by_closing", span=self.span)
        if self.closed_until is not None and self.unit is not Unit.MINUTES:
            raise Refused(CLAUSE, ONLY_MINUTES, "closed_until", span=self.span)

    @property
    def limit(self) -> Words:
        """The limit alone, spoken."""
        return explanations.limit_words(self.unit, self.amount, self.by_closing, self.closed_until)

    @property
    def words(self) -> Words:
        """The limit and whose hours it runs on."""
        limit = self.limit
        shipped = SHIPPED.get(self.calendar)
        name = shipped.words if shipped else Words(self.calendar, self.calendar)
        return Words(f"{limit.zh}（{name.zh}）", f"{limit.en} ({name.en})")

    def plain(self) -> dict[str, Any]:
        """As JSON types; `from_plain` reads them back."""
        return {
            "span": self.span,
            "amount": self.amount,
            "unit": self.unit.value,
            "calendar": self.calendar,
            "by_closing": self.by_closing,
            "closed_until": clock(self.closed_until) if self.closed_until is not None else None,
            "warn_percent": self.warn_percent,
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Target:
        until = plain.get("closed_until")
        if plain["unit"] not in set(Unit):
            raise Refused(CLAUSE, BAD_UNIT, "unit", span=plain["span"], unit=plain["unit"])
        if type(plain["amount"]) is not int:
            most = MOST.get(plain["unit"], 0)
            raise Refused(CLAUSE, BAD_AMOUNT, "amount", span=plain["span"], most=most, amount=plain["amount"])
        return cls(
            span=plain["span"],
            amount=plain["amount"],
            unit=Unit(plain["unit"]),
            calendar=plain["calendar"],
            by_closing=plain.get("by_closing", False),
            closed_until=time_of_day(until, "closed_until") if until is not None else None,
            warn_percent=plain.get("warn_percent", 80),
        )


@dataclass(frozen=True, slots=True)
class Deadline:
    """When something is due, from when it is warned of, and why."""

    span: str
    start: datetime
    due: datetime
    warn_at: datetime
    target: Target | None
    lines: tuple[Line, ...]


class Standing(StrEnum):
    """How a span stands against its deadline."""

    RUNNING = "running"
    WARNED = "warned"
    PAUSED = "paused"
    OVERDUE = "overdue"
    MET = "met"
    MISSED = "missed"

    @property
    def words(self) -> Words:
        return STANDING_WORDS[self]


STANDING_WORDS = {
    Standing.RUNNING: Words("进行中", "running"),
    Standing.WARNED: Words("将到期", "due soon"),
    Standing.PAUSED: Words("暂停中", "paused"),
    Standing.OVERDUE: Words("已超时", "overdue"),
    Standing.MET: Words("按时", "in time"),
    Standing.MISSED: Words("超时完成", "late"),
}


def due(
    start: datetime, target: Target, hours: Hours, pauses: Iterable[Pause] = (), now: datetime | None = None
) -> Deadline:
    """The deadline of a span that began at `start`; pauses begun before the due time lengthen it."""
    start = local(start)
    landing = _landing(start, target, hours)
    base = _base(start, landing, target, hours)
    ends, stretches = lengthened(base, start, hours, pauses, now)
    lines = explanations.lines(Reckoning(start, target, hours, landing, base, ends, stretches))
    bounds = [(pause.starts, pause.ends or now) for pause, _ in stretches]
    closed = [Pause(begins, max(begins, closes)) for begins, closes in bounds if closes]
    span = hours.elapsed(start, ends, closed) * target.warn_percent // 100
    warn_at = lengthened(hours.add(start, span), start, hours, closed)[0] if span else ends
    return Deadline(target.span, start, ends, warn_at, target, lines)


def fixed(start: datetime, due_at: datetime, reason: Words, span: str = "", warn_percent: int = 80) -> Deadline:
    """A limit that was given, not computed, such as that of an outside order. It runs on the plain clock."""
    start, ends = local(start), local(due_at)
    warn_at = min(ends, start + (ends - start) * warn_percent // 100)
    return Deadline(span, start, ends, warn_at, None, explanations.fixed_lines(start, ends, reason))


def standing(
    deadline: Deadline, now: datetime, done_at: datetime | None = None, pauses: Iterable[Pause] = ()
) -> Standing:
    """Late is only what is done after the due time; a pause begun before it holds that off while it lasts."""
    if done_at is not None:
        return Standing.MET if done_at <= deadline.due else Standing.MISSED
    for pause in pauses:
        lasts = pause.starts <= now and (pause.ends is None or now < pause.ends)
        if lasts and pause.starts < deadline.due:
            return Standing.PAUSED
    if now > deadline.due:
        return Standing.OVERDUE
    return Standing.WARNED if now >= deadline.warn_at else Standing.RUNNING


def overrun(
    deadline: Deadline,
    now: datetime,
    done_at: datetime | None = None,
    hours: Hours | None = None,
    pauses: Iterable[Pause] = (),
) -> timedelta:
    """How far past due, in the hours of the target, less pauses; on the plain clock without hours."""
    end = local(now if done_at is None else done_at)
    if hours is None:
        return max(end - deadline.due, NONE)
    return hours.elapsed_or_zero(deadline.due, end, pauses)


def _landing(start: datetime, target: Target, hours: Hours) -> datetime:
    """Where the limit falls before the windows of that day are asked."""
    if target.unit is Unit.MINUTES:
        return _night(start, target, hours) or hours.add(start, timedelta(minutes=target.amount))
    if target.unit is Unit.SAME_DAY:
        return end_of(start.date())
    if target.unit is Unit.MONTH_END:
        return end_of(last_of_month(start.date()))
    if target.unit is Unit.WORKDAYS:
        return hours.workday(start, target.amount)
    return start + timedelta(days=target.amount)


def _base(start: datetime, landing: datetime, target: Target, hours: Hours) -> datetime:
    """The due time before pauses."""
    if target.unit is Unit.MINUTES and target.closed_until is None:
        return landing
    if target.by_closing and target.unit in (Unit.DAYS, Unit.WORKDAYS):
        return hours.closing_of(landing.date(), start)
    return hours.settled(landing, start)


def _night(start: datetime, target: Target, hours: Hours) -> datetime | None:
    """The set time of the next opening day, for what starts outside the windows."""
    if target.closed_until is None or hours.is_open(start):
        return None
    opening = hours.next_opening(start)
    at = datetime.combine(opening.date(), target.closed_until, opening.tzinfo)
    return at if at >= opening else None


def lengthened(
    base: datetime, start: datetime, hours: Hours, pauses: Iterable[Pause], now: datetime | None = None
) -> tuple[datetime, tuple[tuple[Pause, timedelta], ...]]:
    """The due time moved by the open time of each pause begun before it; a stretch shared counts once."""
    ends, lost, reached = base, NONE, start
    stretches: list[tuple[Pause, timedelta]] = []
    for pause in sorted(pauses, key=lambda pause: pause.starts):
        closes = pause.ends or now
        if local(pause.starts) >= ends:
            break
        if closes is None:
            stretches.append((pause, NONE))
        elif closes > start:
            gained = hours.elapsed_or_zero(max(local(pause.starts), reached), closes)
            stretches.append((pause, gained))
            reached, lost = max(reached, local(closes)), lost + gained
            ends = hours.add(base, lost) if lost else base
    return ends, tuple(stretches)
