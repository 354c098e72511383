"""Two editions compared: only what differs, old and new in words, grouped as they are printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .calendars import DAY_KIND_WORDS, Calendar, DayRule
from .drafting import rule_words
from .editions import Category, Edition, Grade
from .natures import TABLES, nature
from .printed_edition import AS_WEEKDAY, CALENDARS, CATEGORIES, DAYS, NO, RETENTION, RULES, WORKS_AS, YEARS, YES
from .texts import TEXTS
from .windows import spoken_windows
from .words import Words

TEXT_GROUP = Words("文字", "Texts")
NAME = Words("名称", "Name")
PARENT = Words("上级", "Stands under")
RETIRED = Words("停用", "Retired")
THE_GRADE = Words("等级", "Grade")
THE_CATEGORY = Words("类别", "Category")
WARNING = Words("{span}的预警", "Warning of {span}")
PERCENT = Words("{n}%", "{n} %")
MARKS = {
    "follow_up": Words("办完后回访", "Follow-up"),
    "written": Words("书面答复", "Written answer"),
    "on_the_spot": Words("可当场办结", "May be answered on the spot"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs. None: it is not there on that side."""

    group: Words
    what: Words
    was: Words | None
    becomes: Words | None


def differences(old: Edition, new: Edition) -> tuple[Difference, ...]:
    """Everything in which `new` differs from `old`."""
    found = [*_grades(old, new), *_calendars(old, new), *_categories(old, new), *_rules(old, new)]
    return tuple(each for each in (*found, *_retention(old, new), *_texts(old, new)) if each.was != each.becomes)


def _grades(old: Edition, new: Edition) -> Iterator[Difference]:
    for name in new.grades:
        before = {each.code: each for each in old.grades.get(name, ())}
        after = {each.code: each for each in new.grades[name]}
        for code in (*after, *(code for code in before if code not in after)):
            yield from _grade(name, before.get(code), after.get(code))


def _grade(of: str, old: Grade | None, new: Grade | None) -> Iterator[Difference]:
    known = new or old
    assert known  # noqa: S101 - one of them named the code
    group = Words(f"{nature(of).words.zh} · {known.words.zh}", f"{nature(of).words.en} · {known.words.en}")
    if not (old and new):
        yield Difference(group, THE_GRADE, old.words if old else None, new.words if new else None)
        return
    yield Difference(group, NAME, old.words, new.words)
    for mark, words in MARKS.items():
        yield Difference(group, words, _yes(getattr(old, mark)), _yes(getattr(new, mark)))
    before, after = ({each.span: each for each in grade.targets} for grade in (old, new))
    for span in TABLES[of].spans:
        was, becomes = before.get(span.name), after.get(span.name)
        yield Difference(group, span.words, was.words if was else None, becomes.words if becomes else None)
        if was and becomes and was.warn_percent != becomes.warn_percent:
            what = Words(WARNING.say("zh", span=span.words), WARNING.say("en", span=span.words))
            yield Difference(group, what, _percent(was.warn_percent), _percent(becomes.warn_percent))


def _calendars(old: Edition, new: Edition) -> Iterator[Difference]:
    for name, calendar in new.calendars.items():
        group = Words(f"{CALENDARS.zh} · {calendar.words.zh}", f"{CALENDARS.en} · {calendar.words.en}")
        before = old.calendars.get(name)
        for day, words in enumerate(DAYS):
            yield Difference(group, words, _week(before, day), _week(calendar, day))
        for kind, words in DAY_KIND_WORDS.items():
            yield Difference(group, words, _rule(before.rule(kind)) if before else None, _rule(calendar.rule(kind)))


def _week(calendar: Calendar | None, day: int) -> Words | None:
    return spoken_windows(calendar.week[day]) if calendar and not calendar.always else None


def _rule(rule: DayRule) -> Words:
    if rule is None:
        return AS_WEEKDAY
    if isinstance(rule, int):
        return Words(WORKS_AS.say("zh", day=DAYS[rule]), WORKS_AS.say("en", day=DAYS[rule]))
    return spoken_windows(rule)


def _categories(old: Edition, new: Edition) -> Iterator[Difference]:
    for name in new.categories:
        before = {each.code: each for each in old.categories.get(name, ())}
        after = {each.code: each for each in new.categories[name]}
        for code in (*after, *(code for code in before if code not in after)):
            yield from _category(name, before.get(code), after.get(code))


def _category(of: str, old: Category | None, new: Category | None) -> Iterator[Difference]:
    group = Words(f"{CATEGORIES.zh} · {nature(of).words.zh}", f"{CATEGORIES.en} · {nature(of).words.en}")
    if not (old and new):
        yield Difference(group, THE_CATEGORY, old.words if old else None, new.words if new else None)
        return
    yield Difference(group, NAME, old.words, new.words)
    for words, was, becomes in (
        (PARENT, Words(old.parent, old.parent), Words(new.parent, new.parent)),
        (RETIRED, _yes(old.retired), _yes(new.retired)),
    ):
        what = Words(f"{new.words.zh} · {words.zh}", f"{new.words.en} · {words.en}")
        yield Difference(group, what, was if was.zh else None, becomes if becomes.zh else None)


def _rules(old: Edition, new: Edition) -> Iterator[Difference]:
    for name, amount in new.rules.items():
        said = rule_words(name)
        what = Words(said.zh.replace("{n}", "…"), said.en.replace("{n}", "…"))
        yield Difference(RULES, what, _number(old.rule(name)), _number(amount))


def _retention(old: Edition, new: Edition) -> Iterator[Difference]:
    for name, years in new.retention.items():
        was = old.retention.get(name)
        yield Difference(RETENTION, nature(name).words, _years(was) if was is not None else None, _years(years))


def _texts(old: Edition, new: Edition) -> Iterator[Difference]:
    for name, text in TEXTS.items():
        yield Difference(TEXT_GROUP, text.words, old.text(name), new.text(name))


def _yes(mark: bool) -> Words:
    return YES if mark else NO


def _number(amount: int) -> Words:
    return Words(str(amount), str(amount))


def _percent(amount: int) -> Words:
    return Words(PERCENT.say("zh", n=amount), PERCENT.say("en", n=amount))


def _years(years: int) -> Words:
    return Words(YEARS.say("zh", years=years), YEARS.say("en", years=years))
