"""Drafts of an edition: what is typed into its forms, judged row by row, becomes a partial plain form laid over it.

The same forms edit a community's contract: there the partial form is kept as it is, laid over the edition.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .calendars import Calendar, DayKind
from .deadlines import Target
from .editions import Category, Edition, Grade, Plain, merged
from .first_edition import RULES
from .natures import TABLES
from .printed_edition import CLOCK_RULES, RULE_WORDS
from .texts import TEXTS, checked_text
from .windows import CLAUSE, Windows, time_of_day
from .words import Language, Refused, Words

NAME = re.compile(r"([A-Z])/(\d+)")
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
LONGEST_NAME = 40
MOST_YEARS = 100

OUT_OF_RANGE = Words(
    "“{rule}”要填 {least} 至 {most} 之间的整数。", "“{rule}” takes a whole number from {least} to {most}."
)
BAD_CODE = Words(
    "代码“{code}”只用小写字母、数字和下划线，字母开头。",
    "The code “{code}” takes small letters, digits and underscores and begins with a letter.",
)
CODE_TAKEN = Words("代码“{code}”已经有了。", "There is a “{code}” already.")
NAME_NEEDED = Words(
    "“{what}”的中文和英文名称都要写，各不超过 40 字。",
    "“{what}” needs a Chinese and an English name, 40 characters each.",
)
NO_SUCH_CALENDAR = Words("没有“{calendar}”这个日历。", "There is no calendar “{calendar}”.")
BAD_WINDOWS = Words(
    "“{text}”要写成 09:00-12:00 13:30-17:30 的样子，休息写“休”。",
    "Write “{text}” like 09:00-12:00 13:30-17:30, or “closed”.",
)
YEARS = Words("保存期（整日历年）", "Retention (full calendar years)")
WINDOW = re.compile(r"(\d{1,2}:\d{2})\s*[-–—~至到]\s*(\d{1,2}:\d{2})")
CLOSED_WORD = Words("休", "closed")
CLOSED = frozenset({"休", "休息", "closed", "-", "—"})
AS_USUAL = frozenset({"", "同平日", "as any day"})


@dataclass(frozen=True, slots=True)
class Range:
    """What a rule may sanely be, both ends included."""

    least: int
    most: int


RANGES = {
    "attempts": Range(1, 20),
    "attempt_days": Range(1, 20),
    "attempt_parts": Range(1, 4),
    "delegation_days": Range(1, 366),
    "silence_hours": Range(1, 8784),
    "late_entry_minutes": Range(0, 1440),
    "rain_from_month": Range(1, 12),
    "rain_to_month": Range(1, 12),
    "hand_on_hops": Range(1, 20),
    "urge_answer_hours_t": Range(0, 8784),
    "list_of_days_month": Range(1, 12),
    **dict.fromkeys(CLOCK_RULES, Range(0, 2359)),
}
BY_UNIT = {"percent": Range(0, 100), "minutes": Range(0, 10_080), "hours": Range(0, 8784), "days": Range(0, 3660)}
ANY = Range(0, 1000)


def range_of(rule: str) -> Range:
    """The sane range of a rule: its own, or that of the unit its name ends in."""
    return RANGES.get(rule) or BY_UNIT.get(rule.rpartition("_")[2], ANY)


def rule_words(rule: str) -> Words:
    """A rule as printed, its number standing as {n}; the bare name of one that has no words."""
    return RULE_WORDS.get(rule) or Words(f"{rule} {{n}}", f"{rule} {{n}}")


def next_name(names: list[str]) -> str:
    """The name of the edition after these: the last state of the last edition, counted on."""
    found = sorted((match[1], int(match[2])) for match in map(NAME.fullmatch, names) if match)
    letter, state = found[-1] if found else ("B", -1)
    return f"{letter}/{state + 1}"


def drafted(edition: Edition, name: str) -> Plain:
    """A draft begun from an edition; rules it does not name yet are filled up with the shipped ones."""
    plain = edition.plain() | {"name": name}
    return plain | {"rules": {**RULES, **edition.rules}}


def laid(edition: Edition, over: Plain, patch: Plain) -> Plain:
    """A community's partial form after a patch: only what differs from the edition. Refused if it makes no edition."""
    whole = edition.with_overrides(merged(over, patch))
    return difference(edition.plain(), whole.plain())


def difference(old: Plain, new: Plain) -> Plain:
    """The least partial form that laid on `old` gives `new`; what is gone stands as None."""
    found: Plain = {key: None for key in old if key not in new}
    for key, value in new.items():
        below = old.get(key)
        if isinstance(value, dict) and isinstance(below, dict):
            inner = difference(below, value)
            found |= {key: inner} if inner else {}
        elif key not in old or value != below:
            found[key] = value
    return found


def limits_patch(edition: Edition, nature: str, grade: str, rows: Mapping[str, Plain | None]) -> Plain:
    """The limits of one grade by span (None: no limit). A refusal names the span and field: `result.amount`."""
    words = {span.name: span.words for span in TABLES[nature].spans}
    targets: Plain = {}
    for span, row in rows.items():
        if row is not None and row["calendar"] not in edition.calendars:
            raise Refused(CLAUSE, NO_SUCH_CALENDAR, f"{span}.calendar", calendar=row["calendar"])
        try:
            targets[span] = None if row is None else Target.from_plain({**row, "span": span}).plain()
        except Refused as bad:
            said = {**bad.values, "span": words.get(span, span)}
            raise Refused(bad.clause, bad.words, f"{span}.{bad.field}", **said) from bad
    return {"grades": {nature: {grade: {"targets": targets}}}}


def grade_patch(edition: Edition, nature: str, code: str, row: Mapping[str, Any]) -> Plain:
    """Names and marks of a grade; a new one begins with the limits of the grade before it."""
    words = _named(code, row)
    marks = {mark: bool(row.get(mark)) for mark in ("follow_up", "written", "on_the_spot")}
    if any(each.code == code for each in edition.grades[nature]):
        return {"grades": {nature: {code: {"words": words, **marks}}}}
    _check_code(code)
    like = edition.grades[nature][-1]
    new = Grade(code, Words(*words), **marks, targets=like.targets)
    return {"grades": {nature: {code: new.plain(len(edition.grades[nature]))}}}


def rules_patch(edition: Edition, values: Mapping[str, int | None]) -> Plain:
    """The rules that were typed; each within its range."""
    for name, amount in values.items():
        sane = range_of(name)
        if amount is None or not sane.least <= amount <= sane.most:
            said = rule_words(name)
            shown = Words(said.zh.replace("{n}", "…"), said.en.replace("{n}", "…"))
            raise Refused(CLAUSE, OUT_OF_RANGE, name, rule=shown, least=sane.least, most=sane.most)
    return {"rules": {name: amount for name, amount in values.items() if amount != edition.rules.get(name)}}


def retention_patch(values: Mapping[str, int | None]) -> Plain:
    """Years by nature."""
    for name, amount in values.items():
        if amount is None or not 1 <= amount <= MOST_YEARS:
            raise Refused("7.1.10", OUT_OF_RANGE, name, rule=YEARS, least=1, most=MOST_YEARS)
    return {"retention": dict(values)}


def category_patch(edition: Edition, nature: str, code: str, row: Mapping[str, Any]) -> Plain:
    """One category: its names, what it stands under, whether it is retired."""
    rows = {each.code: (place, each) for place, each in enumerate(edition.categories[nature])}
    if code not in rows:
        _check_code(code)
    place = rows[code][0] if code in rows else len(rows)
    new = Category(code, Words(*_named(code, row)), str(row.get("parent") or ""), bool(row.get("retired")))
    return {"categories": {nature: {code: new.plain(place)}}}


def calendar_patch(edition: Edition, name: str, typed: Mapping[str, str]) -> Plain:
    """Windows as they are typed: `week.0` to `week.6`, Monday first, and what each kind of day means."""
    calendar = edition.calendars[name]
    week = [windows_typed(typed[f"week.{day}"], f"week.{day}") for day in range(7)]
    days: dict[str, Any] = {kind.value: _day_rule(typed[kind.value], kind.value) for kind in DayKind}
    new = Calendar(name, calendar.words, tuple(week), **days)
    return {"calendars": {name: new.plain()}}


def texts_patch(typed: Mapping[str, tuple[str, str]]) -> Plain:
    """Texts in both languages; one that is as shipped is kept nowhere."""
    found: Plain = {}
    for name, (zh, en) in typed.items():
        said = checked_text(name, zh, en)
        found[name] = None if said == TEXTS[name].shipped else [said.zh, said.en]
    return {"texts": found}


def _named(code: str, row: Mapping[str, Any]) -> list[str]:
    zh, en = (str(row.get(language) or "").strip() for language in ("zh", "en"))
    for language, name in (("zh", zh), ("en", en)):
        if not name or len(name) > LONGEST_NAME:
            raise Refused(CLAUSE, NAME_NEEDED, f"{code}.{language}", what=zh or en or code)
    return [zh, en]


def _check_code(code: str) -> None:
    if not CODE.fullmatch(code):
        raise Refused(CLAUSE, BAD_CODE, "code", code=code)


def windows_typed(text: str, place: str) -> Windows:
    """Windows as a person types them; `place` is the field a refusal names."""
    clean = text.strip()
    if clean.lower() in CLOSED:
        return ()
    found = [
        (time_of_day(opens.zfill(5), place), time_of_day(closes.zfill(5), place))
        for opens, closes in WINDOW.findall(clean)
    ]
    if not found or WINDOW.sub("", clean).strip(" ,，、;；"):
        raise Refused(CLAUSE, BAD_WINDOWS, place, text=text)
    return tuple(found)


def _day_rule(text: str, place: str) -> int | Windows | None:
    """As any day; as one weekday (0 to 6, Monday first); or windows of its own."""
    clean = text.strip()
    if clean in AS_USUAL:
        return None
    return int(clean) if clean in tuple("0123456") else windows_typed(clean, place)


def typed_windows(windows: Windows, language: Language) -> str:
    """Windows as one would type them; none are said as a word."""
    return " ".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in windows) or CLOSED_WORD.say(language)
