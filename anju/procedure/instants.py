"""§7.1.8 — Instants on the one clock of the company, Asia/Shanghai.

It has had no summer time since 1991, so a difference of its clock is real time.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
NONE = timedelta()
LAST_SECOND = time(23, 59, 59)  # how a day ends where nothing closes


def local(at: datetime) -> datetime:
    """The same instant on the clock of Asia/Shanghai; a naive one names no instant and is an error."""
    if at.tzinfo is ZONE:
        return at
    if at.utcoffset() is None:
        raise ValueError(f"{at!r} has no time zone; business time needs an aware datetime")
    return at.astimezone(ZONE)


def end_of(day: date) -> datetime:
    """The last second of a date: 00:00 would be shown as the next day."""
    return datetime.combine(day, LAST_SECOND, ZONE)


def last_of_month(day: date) -> date:
    """The last date of the month of `day`."""
    return (day.replace(day=28) + 4 * DAY).replace(day=1) - DAY
