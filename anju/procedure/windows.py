"""§7.1.8 — Windows of a day: half-open, wall-clock times of Asia/Shanghai, in order, touching ones joined."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import Any

from .words import Refused, Words

CLAUSE = "7.1.8"

Window = tuple[time, time]
Windows = tuple[Window, ...]

NOT_A_TIME = Words("“{text}” 不是时间，请写成 09:00 的样子。", "“{text}” is not a time; write it like 09:00.")
NOT_A_WINDOW = Words(
    "时段要写开始和结束两个时间，如 09:00 至 17:30。",
    "A window needs two times, its start and its end, such as 09:00 to 17:30.",
)
NOT_A_MINUTE = Words(
    "时段 {opens} 至 {closes} 要用整分钟的当地时间。",
    "Window {opens} to {closes} must use whole local minutes.",
)
ENDS_AT_MIDNIGHT = Words(
    "时段 {opens} 至 00:00 以零点结束，请改为当天较早的时间，最晚 23:59；整天值守请用全时日历。",
    "Window {opens} to 00:00 ends at midnight; end it on the same day, at the latest 23:59, or use a "
    "round-the-clock calendar.",
)
EMPTY_WINDOW = Words(
    "时段 {opens} 至 {closes} 没有长度，请删去或改结束时间。",
    "Window {opens} to {closes} is empty; remove it or change its end.",
)
REVERSED_WINDOW = Words(
    "时段 {opens} 至 {closes} 结束早于开始，请对调或改正。",
    "Window {opens} to {closes} ends before it starts; swap or mend the times.",
)
OVERLAP = Words(
    "时段 {first} 与 {second} 重叠，请合并或错开。",
    "Windows {first} and {second} overlap; join or part them.",
)


def clock(at: time) -> str:
    """A time of day as people write it."""
    return f"{at.hour:02}:{at.minute:02}"


def spoken_windows(windows: Windows) -> Words:
    """The windows of a day in words."""
    if not windows:
        return Words("休息", "closed")
    spans = [f"{clock(opens)}-{clock(closes)}" for opens, closes in windows]
    return Words("、".join(spans), ", ".join(spans))


def checked(windows: Iterable[Window], place: str) -> Windows:
    """The windows in order, touching ones joined; refuses what no clerk could keep."""
    given = tuple(windows)
    for opens, closes in given:
        _check_window(opens, closes, place)
    kept: list[Window] = []
    for opens, closes in sorted(given):
        if kept and opens < kept[-1][1]:
            first, second = (f"{clock(a)}-{clock(b)}" for a, b in (kept[-1], (opens, closes)))
            raise Refused(CLAUSE, OVERLAP, place, first=first, second=second)
        if kept and opens == kept[-1][1]:
            kept[-1] = (kept[-1][0], closes)
        else:
            kept.append((opens, closes))
    return tuple(kept)


def _check_window(opens: time, closes: time, place: str) -> None:
    shown = {"opens": clock(opens), "closes": clock(closes)}
    if any(at.second or at.microsecond or at.tzinfo for at in (opens, closes)):
        raise Refused(CLAUSE, NOT_A_MINUTE, place, **shown)
    if opens == closes:
        raise Refused(CLAUSE, EMPTY_WINDOW, place, **shown)
    if closes == time(0):
        raise Refused(CLAUSE, ENDS_AT_MIDNIGHT, place, **shown)
    if closes < opens:
        raise Refused(CLAUSE, REVERSED_WINDOW, place, **shown)


def plain_windows(windows: Windows) -> list[list[str]]:
    """As JSON types; `windows_from_plain` reads them back."""
    return [[clock(opens), clock(closes)] for opens, closes in windows]


def windows_from_plain(windows: Any, place: str) -> Windows:
    """Windows from pairs of typed times; `place` is the field a refusal names."""
    try:
        pairs = [(opens, closes) for opens, closes in windows]
    except (TypeError, ValueError) as error:
        raise Refused(CLAUSE, NOT_A_WINDOW, place) from error
    return tuple((time_of_day(opens, place), time_of_day(closes, place)) for opens, closes in pairs)


def time_of_day(text: Any, place: str) -> time:
    """A time of day as typed, such as 09:00."""
    try:
        return time.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise Refused(CLAUSE, NOT_A_TIME, place, text=text) from error
