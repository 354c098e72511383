"""§7.1.8 — Lists of days off as people paste them: the official notice, a table, one date a line.

A date waits for the word that says what it is (放假, 上班, 除夕, 平日); all is said back before anything is done.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from .calendars import DayKind
from .explanations import WEEKDAYS_ZH, spoken_day
from .instants import DAY
from .windows import CLAUSE
from .words import Refused, Words

LONGEST = 20_000  # characters of a list
MOST_IN_A_ROW = 31  # days from … to …
NORMAL = "normal"

NO_YEAR = Words(
    "第 {line} 行“{text}”没有年份，请写成 2027-10-01，或在前面写明哪一年。",
    "Line {line}, “{text}”, has no year; write 2027-10-01, or name the year before it.",
)
NO_DATE = Words("第 {line} 行“{text}”不是日历上有的日期。", "Line {line}: “{text}” is no date of the calendar.")
NO_KIND = Words(
    "第 {line} 行的{day}没有说是休、上班、除夕还是平日。",
    "Line {line} does not say whether {day} is off, worked, an eve or an ordinary day.",
)
WRONG_WEEKDAY = Words(
    "第 {line} 行写 {day} 是{said}，日历上是{found}；请核对年份和日期。",
    "Line {line} calls {day} {said}, the calendar says {found}; check year and date.",
)
TWICE = Words("{day} 写了两次，先后不同；请只留一种。", "{day} stands twice and differently; keep one.")
TOO_MANY_DAYS = Words(
    "第 {line} 行从 {first} 到 {last} 有 {count} 天，超过 31 天；请核对。",
    "Line {line} runs from {first} to {last}, {count} days and more than 31; check it.",
)
TOO_LONG = Words("名单太长，最多 20000 字。", "The list is too long; 20,000 characters at most.")
EMPTY = Words("没有读到一个日期。", "No date was found.")

DATE = re.compile(
    r"(?<!\d)(?:(?P<y>20\d\d)\s*[年\-/.])?\s*(?P<m>1[0-2]|0?[1-9])\s*[月\-/.]\s*(?P<d>3[01]|[12]\d|0?[1-9])(?:\s*[日号]|(?!\d))"
    r"|(?<!\d)(?P<cy>20\d\d)(?P<cm>1[0-2]|0[1-9])(?P<cd>3[01]|[12]\d|0[1-9])(?!\d)"
)
ONLY_DAY = re.compile(r"(?P<d>3[01]|[12]\d|0?[1-9])\s*[日号]")
YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年(?!\s*\d)")
TO = re.compile(r"\s*(?:至|到|~|～|—+|–|-{1,2}|to\b)\s*", re.IGNORECASE)
BESIDE = re.compile(r"\s*\(([^()]*)\)")
WEEKDAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])")
COUNTED = re.compile(r"共\s*\d+\s*天")
EDGE = r"(?:^|(?<=[\s,、:|;\d日号)]))"
ALONE = r"(?=[\s,、;|:]|$)"
MAKEUP = r"调休上班|补班|上班|补上班|正常工作|make-?up(?: work)?day|make-?up|workday|"
HOLIDAY = r"放假调休|放假|休息|休假|公休|补休|节假日|法定假日|holiday|\bday off\b|\boff\b|"
WORDS: tuple[tuple[str, DayKind | None], ...] = (
    (f"{MAKEUP}{EDGE}班{ALONE}", DayKind.MAKEUP),
    (r"除夕|new year's eve|\beve\b", DayKind.EVE),
    (r"平日|照常|取消|正常日|ordinary|\bnormal\b", None),
    (f"{HOLIDAY}{EDGE}休{ALONE}", DayKind.HOLIDAY),
)
KIND = re.compile("|".join(f"(?P<k{place}>{pattern})" for place, (pattern, _) in enumerate(WORDS)), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DayList:
    """What a list says of each date (None: an ordinary day again), and the lines that name no date."""

    kinds: dict[date, DayKind | None]
    skipped: tuple[str, ...] = ()

    @property
    def years(self) -> tuple[int, ...]:
        return tuple(sorted({day.year for day in self.kinds}))


@dataclass(slots=True)
class _Reading:
    """A list under way: the year that was named last, the dates that wait for their word, what is known."""

    year: int | None
    eves: Collection[date]
    kinds: dict[date, DayKind | None] = field(default_factory=dict)
    waiting: list[date] = field(default_factory=list)
    line: int = 0

    def put(self, kind: DayKind | None, days: Iterable[date]) -> None:
        for day in days:
            given = DayKind.EVE if kind is DayKind.HOLIDAY and day in self.eves else kind
            if self.kinds.setdefault(day, given) is not given and self.kinds[day] != given:
                raise Refused(CLAUSE, TWICE, "list", day=spoken_day(day))


def read_list(text: str, year: int | None = None, eves: Collection[date] = ()) -> DayList:
    """The dates of a pasted list. `year` holds for dates without one until the text names another.

    `eves`: dates that are New Year's Eve; listed as holidays they are kept as eves. Refused names line and mend.
    """
    if len(text) > LONGEST:
        raise Refused(CLAUSE, TOO_LONG, "list")
    reading = _Reading(year, eves)
    skipped = []
    for number, line in enumerate(text.splitlines(), 1):
        reading.line = number
        dates = [_read_clause(reading, clause) for clause in _clauses(line)]
        if line.strip() and not any(dates):
            skipped.append(line.strip()[:80])
    if not reading.kinds:
        raise Refused(CLAUSE, EMPTY, "list")
    return DayList(dict(sorted(reading.kinds.items())), tuple(skipped))


def _clauses(line: str) -> Iterator[str]:
    plain = COUNTED.sub(" ", unicodedata.normalize("NFKC", line).replace("〔", "(").replace("〕", ")"))
    return (each for each in re.split(r"[。;!]", plain) if each.strip())


def _read_clause(reading: _Reading, clause: str) -> bool:
    """Dates and words from left to right; whether the clause held a date."""
    place, found, said, stated = 0, False, NORMAL, False
    kind: DayKind | None = None
    while place < len(clause):
        at = DATE.match(clause, place)
        if at:
            found = True
            place, days = _dates(reading, clause, at)
            if stated and said == "before":
                reading.put(kind, days)
            else:
                reading.waiting += days
            continue
        word = KIND.match(clause, place)
        if word:
            kind, stated = WORDS[int(str(word.lastgroup)[1:])][1], True
            said = "after" if reading.waiting else "before" if not found else said
            reading.put(kind, reading.waiting)
            reading.waiting.clear()
            place = word.end()
            continue
        year = YEAR.match(clause, place)
        reading.year = int(year[1]) if year else reading.year
        place = year.end() if year else place + 1
    if reading.waiting:
        raise Refused(CLAUSE, NO_KIND, "list", line=reading.line, day=spoken_day(reading.waiting[0]))
    return found


def _dates(reading: _Reading, clause: str, at: re.Match[str]) -> tuple[int, list[date]]:
    """One date, or all from one to another; where reading goes on."""
    first, place = _date(reading, clause, at, None)
    to = TO.match(clause, place)
    end = (DATE.match(clause, to.end()) or ONLY_DAY.match(clause, to.end())) if to else None
    if not end:
        return place, [first]
    last, place = _date(reading, clause, end, first)
    count = (last - first).days + 1
    if count > MOST_IN_A_ROW or count < 1:
        raise Refused(CLAUSE, TOO_MANY_DAYS, "list", line=reading.line, first=first, last=last, count=count)
    return place, [first + DAY * each for each in range(count)]


def _date(reading: _Reading, clause: str, at: re.Match[str], after: date | None) -> tuple[date, int]:
    """The date that stands here; the end of a stretch takes month and year of its start, or the year after."""
    parts = at.groupdict()
    year = parts.get("y") or parts.get("cy") or (after.year if after else reading.year)
    month = parts.get("m") or parts.get("cm") or (after.month if after else None)
    day = parts.get("d") or parts.get("cd")
    if year is None:
        raise Refused(CLAUSE, NO_YEAR, "list", line=reading.line, text=at[0].strip())
    try:
        found = date(int(year), int(month or 0), int(day or 0))
        if after and found < after and not (parts.get("y") or parts.get("cy")):
            found = found.replace(year=found.year + 1)
    except ValueError as error:
        raise Refused(CLAUSE, NO_DATE, "list", line=reading.line, text=at[0].strip()) from error
    if parts.get("y") or parts.get("cy"):
        reading.year = found.year
    return found, _beside(reading, clause, at.end(), found)


def _beside(reading: _Reading, clause: str, place: int, day: date) -> int:
    """What stands in brackets after a date: its weekday must be that of the calendar, an eve is marked as one."""
    beside = BESIDE.match(clause, place)
    if not beside:
        return place
    weekday = WEEKDAY.search(beside[1])
    found = WEEKDAYS_ZH[day.weekday()]
    if weekday and found != f"周{weekday[1].replace('天', '日')}":
        raise Refused(CLAUSE, WRONG_WEEKDAY, "list", line=reading.line, day=day, said=weekday[0], found=found)
    if "除夕" in beside[1]:
        reading.eves = {*reading.eves, day}
    return beside.end()


def said_back(kinds: dict[date, DayKind | None]) -> list[tuple[date, date, DayKind | None]]:
    """Stretches of days of the same kind, as one would read them out."""
    found: list[tuple[date, date, DayKind | None]] = []
    for day, kind in sorted(kinds.items()):
        if found and found[-1][2] is kind and found[-1][1] + timedelta(days=1) == day:
            found[-1] = (found[-1][0], day, kind)
        else:
            found.append((day, day, kind))
    return found
