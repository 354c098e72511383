"""§7.1.8 — Calendars: when a desk works in a plain week, and what a holiday, an eve and a make-up day change.

A calendar belongs to an edition; the dated days belong to the company (kinds) and the community (windows).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from .windows import CLAUSE, Windows, checked, plain_windows, windows_from_plain
from .words import Refused, Words

DayRule = None | int | Windows  # as its own weekday | works as weekday 0..6, Monday first | these windows


class DayKind(StrEnum):
    """What the company's list of days says of a date."""

    HOLIDAY = "holiday"
    EVE = "eve"
    MAKEUP = "makeup"

    @property
    def words(self) -> Words:
        return DAY_KIND_WORDS[self]


DAY_KIND_WORDS = {
    DayKind.HOLIDAY: Words("节假日", "holiday"),
    DayKind.EVE: Words("除夕", "New Year's Eve"),
    DayKind.MAKEUP: Words("调休上班", "make-up workday"),
}

# Statutory holidays whose date needs no yearly list, as (month, day).
FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})

NO_WINDOW = Words(
    "日历“{name}”整周没有一个时段，期限永远走不完；请至少给一天定时段。",
    "Calendar “{name}” has no window in the whole week, so no limit ever runs out; give a day a window.",
)
NOT_A_WEEK = Words(
    "日历“{name}”要有周一至周日七天，现在是 {count} 天。",
    "Calendar “{name}” needs seven days, Monday to Sunday; it has {count}.",
)
NOT_A_WEEKDAY = Words(
    "“按星期几上班”只能是 0（周一）至 6（周日），不能是 {value}。",
    "“Works as weekday” must be 0 (Monday) to 6 (Sunday), not {value}.",
)
NOT_A_DAY = Words("“{text}” 不是日期，请写成 2026-10-01 的样子。", "“{text}” is not a date; write it like 2026-10-01.")
NOT_A_KIND = Words(
    "{day} 的“{text}”不是已知的日子；只能是节假日、除夕、调休上班。",
    "“{text}” on {day} is no known kind of day; it is a holiday, an eve or a make-up workday.",
)


def _checked_rule(rule: DayRule, place: str) -> DayRule:
    if rule is None:
        return None
    if isinstance(rule, int):
        if isinstance(rule, bool) or not 0 <= rule <= 6:
            raise Refused(CLAUSE, NOT_A_WEEKDAY, place, value=rule)
        return rule
    return checked(rule, place)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Weekly windows, Monday first, and what each kind of day means. `always` knows no days."""

    name: str
    words: Words
    week: tuple[Windows, ...] = ()
    holiday: DayRule = None
    eve: DayRule = None
    makeup: DayRule = None
    always: bool = False

    def __post_init__(self) -> None:
        if self.always:
            return
        if len(self.week) != 7:
            raise Refused(CLAUSE, NOT_A_WEEK, "week", name=self.words, count=len(self.week))
        week = tuple(checked(windows, f"week.{weekday}") for weekday, windows in enumerate(self.week))
        if not any(week):
            raise Refused(CLAUSE, NO_WINDOW, "week", name=self.words)
        object.__setattr__(self, "week", week)
        for kind in DayKind:
            object.__setattr__(self, kind.value, _checked_rule(self.rule(kind), kind.value))

    def rule(self, kind: DayKind) -> DayRule:
        """What such a day means here."""
        return {DayKind.HOLIDAY: self.holiday, DayKind.EVE: self.eve, DayKind.MAKEUP: self.makeup}[kind]

    def plain(self) -> dict[str, Any]:
        """As JSON types; `from_plain` reads them back."""
        rules = {kind.value: _plain_rule(self.rule(kind)) for kind in DayKind}
        return {
            "name": self.name,
            "words": {"zh": self.words.zh, "en": self.words.en},
            "week": [plain_windows(windows) for windows in self.week],
            **rules,
            "always": self.always,
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Calendar:
        rules = {kind.value: _rule_from_plain(plain.get(kind.value), kind.value) for kind in DayKind}
        week = enumerate(plain.get("week", ()))
        return cls(
            name=plain["name"],
            words=Words(**plain["words"]),
            week=tuple(windows_from_plain(windows, f"week.{weekday}") for weekday, windows in week),
            always=plain.get("always", False),
            **rules,
        )


@dataclass(frozen=True, slots=True)
class DayChange:
    """Until `at` a date was of another kind, or had other windows; or (`of` is "list") its year had no list yet."""

    at: datetime
    day: date
    of: str  # kind, windows, list
    was: DayKind | Windows | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """Dated days: kinds by the company's list, and windows a community set for a date; these replace all.

    A year not in `listed_years` is provisional: its fixed-date holidays are assumed off. `past` holds every change
    by its time, so that a span that was over before keeps the due time it had.
    """

    kinds: Mapping[date, DayKind] = field(default_factory=dict)
    windows: Mapping[date, Windows] = field(default_factory=dict)
    listed_years: frozenset[int] = frozenset()
    past: tuple[DayChange, ...] = ()

    def __post_init__(self) -> None:
        windows = {day: checked(given, f"windows.{day}") for day, given in self.windows.items()}
        object.__setattr__(self, "windows", windows)
        object.__setattr__(self, "kinds", dict(self.kinds))
        object.__setattr__(self, "past", tuple(sorted(self.past, key=lambda each: each.at)))

    def known_at(self, at: datetime) -> Days:
        """The days as they were known at an instant: what was changed later is undone, the newest first."""
        if not self.past or self.past[-1].at <= at:
            return self
        kinds, windows, listed = dict(self.kinds), dict(self.windows), set(self.listed_years)
        for each in reversed([change for change in self.past if change.at > at]):
            if each.of == "list":
                listed.discard(each.day.year)
            elif each.of == "kind":
                _put(kinds, each.day, each.was)
            else:
                _put(windows, each.day, each.was)
        return Days(kinds, windows, frozenset(listed), tuple(each for each in self.past if each.at <= at))

    def changed(self, change: DayEdit, at: datetime) -> Days:
        """The days after a change made at an instant; what is the same as before is no change."""
        kinds, windows, past = dict(self.kinds), dict(self.windows), list(self.past)
        for day, kind in change.kinds.items():
            if kind != kinds.get(day):
                past.append(DayChange(at, day, "kind", kinds.get(day)))
                _put(kinds, day, kind)
        for day, given in change.windows.items():
            if given != windows.get(day):
                past.append(DayChange(at, day, "windows", windows.get(day)))
                _put(windows, day, given)
        past += [DayChange(at, date(year, 1, 1), "list") for year in sorted(change.listed - self.listed_years)]
        return replace(
            self, kinds=kinds, windows=windows, listed_years=self.listed_years | change.listed, past=tuple(past)
        )

    def provisional(self, year: int) -> bool:
        """Whether the official list of this year is still unknown."""
        return year not in self.listed_years

    def kind(self, day: date) -> DayKind | None:
        """The kind of a date: listed, or assumed in a provisional year."""
        listed = self.kinds.get(day)
        return DayKind.HOLIDAY if listed is None and self.assumed(day) else listed

    def assumed(self, day: date) -> bool:
        """Whether the date is a holiday only because a year without a list assumes it."""
        return (day.month, day.day) in FIXED_HOLIDAYS and self.provisional(day.year) and day not in self.kinds

    def plain(self) -> dict[str, Any]:
        """As JSON types; `from_plain` reads them back."""
        return {
            "kinds": {day.isoformat(): kind.value for day, kind in sorted(self.kinds.items())},
            "windows": {day.isoformat(): plain_windows(given) for day, given in sorted(self.windows.items())},
            "listed_years": sorted(self.listed_years),
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Days:
        kinds = plain.get("kinds", {}).items()
        windows = plain.get("windows", {}).items()
        return cls(
            kinds={_day(text): _kind(kind, text) for text, kind in kinds},
            windows={_day(text): windows_from_plain(given, f"windows.{text}") for text, given in windows},
            listed_years=frozenset(plain.get("listed_years", ())),
        )


@dataclass(frozen=True, slots=True)
class DayEdit:
    """What is to become of some dates: None makes one an ordinary day again. `listed`: years whose list is complete."""

    kinds: Mapping[date, DayKind | None] = field(default_factory=dict)
    windows: Mapping[date, Windows | None] = field(default_factory=dict)
    listed: frozenset[int] = frozenset()

    def touches(self, days: Days) -> frozenset[date]:
        """The dates that differ afterwards, those assumed in a year that now has its list included."""
        after = days.changed(self, datetime.max.replace(tzinfo=UTC))
        fixed = {date(year, month, day) for year in self.listed for month, day in FIXED_HOLIDAYS}
        kinds = {day for day in {*self.kinds, *fixed} if days.kind(day) != after.kind(day)}
        return frozenset(kinds | {day for day in self.windows if days.windows.get(day) != after.windows.get(day)})


def _put(rows: dict[date, Any], day: date, value: Any) -> None:
    if value is None:
        rows.pop(day, None)
    else:
        rows[day] = value


def _plain_rule(rule: DayRule) -> int | list[list[str]] | None:
    return plain_windows(rule) if isinstance(rule, tuple) else rule


def _rule_from_plain(rule: Any, place: str) -> DayRule:
    return rule if rule is None or isinstance(rule, int) else windows_from_plain(rule, place)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise Refused(CLAUSE, NOT_A_DAY, "days", text=text) from error


def _kind(text: str, day: str) -> DayKind:
    try:
        return DayKind(text)
    except ValueError as error:
        raise Refused(CLAUSE, NOT_A_KIND, f"kinds.{day}", text=text, day=day) from error


_OFFICE = windows_from_plain([("09:00", "12:00"), ("13:30", "17:30")], "company")
_CENTRE = windows_from_plain([("08:30", "18:00")], "centre")
_CENTRE_HOLIDAY = windows_from_plain([("09:00", "17:00")], "centre")
_CENTRE_EVE = windows_from_plain([("09:00", "15:00")], "centre")
_CALLS = windows_from_plain([("09:00", "12:00"), ("14:30", "20:30")], "calls")
_CALLS_HOLIDAY = windows_from_plain([("10:00", "12:00"), ("15:00", "20:00")], "calls")

CENTRE = Calendar(
    name="A",
    words=Words("服务中心", "Service centre"),
    week=(_CENTRE,) * 7,
    holiday=_CENTRE_HOLIDAY,
    eve=_CENTRE_EVE,
)
ROUND_THE_CLOCK = Calendar(name="T", words=Words("全时", "Round the clock"), always=True)
# The eve has been a statutory day off since 2025, so an office closes on it as on a holiday.
COMPANY = Calendar(
    name="G",
    words=Words("公司工作日", "Company workdays"),
    week=(_OFFICE,) * 5 + ((), ()),
    holiday=(),
    eve=(),
    makeup=0,
)
CALLS = Calendar(
    name="CALLS",
    words=Words("可致电时间", "Hours for calls"),
    week=(_CALLS,) * 7,
    holiday=_CALLS_HOLIDAY,
    eve=_CALLS_HOLIDAY,
)
SHIPPED = {calendar.name: calendar for calendar in (CENTRE, ROUND_THE_CLOCK, COMPANY, CALLS)}
