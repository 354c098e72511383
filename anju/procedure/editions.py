"""The edition of the procedure as a value: limits per span and grade, calendars, categories, rules, retention.

The clauses name no limit; every number here is a setting of an edition (B/0, B/1 ...). A case keeps the
edition it was opened under. `Rules` is what a step is judged by: the case's edition with the community's
overrides and the dated days merged in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, cast

from .calendars import Calendar, Days
from .deadlines import Deadline, Target, due
from .hours import Hours, Pause
from .texts import TEXTS
from .words import Refused, Words

Plain = dict[str, Any]
REMEMBERED = 4096  # deadlines of one set of rules, some 2 KB each

NO_CALENDAR = Words(
    "等级“{grade}”的时限“{span}”用了没有的日历“{calendar}”。",
    "Limit “{span}” of grade “{grade}” runs on calendar “{calendar}”, which the edition does not have.",
)
BAD_RULE = Words(
    "“{name}”要填不小于 0 的整数，不能是“{amount}”。",
    "“{name}” is a whole number of at least 0, not “{amount}”.",
)
BAD_PARENT = Words(
    "类别“{name}”的上级要是一个没有上级的类别。",
    "Category “{name}” belongs under one that itself stands under none.",
)
NO_CATEGORY = Words("至少要留一个未停用的类别。", "At least one category must not be retired.")


@dataclass(frozen=True, slots=True)
class Grade:
    """A row of the targets of a nature. `follow_up`: is the resident called when the work is done.

    `written`: the answer is owed in writing. `on_the_spot`: the desk may answer it at once.
    """

    code: str
    words: Words
    follow_up: bool
    written: bool = False
    on_the_spot: bool = False
    targets: tuple[Target, ...] = ()

    def plain(self, place: int) -> Plain:
        """`place` is its rank among the grades: a database may return keys in any order."""
        return {
            "code": self.code,
            "place": place,
            "words": [self.words.zh, self.words.en],
            "follow_up": self.follow_up,
            "written": self.written,
            "on_the_spot": self.on_the_spot,
            "targets": {target.span: target.plain() for target in self.targets},
        }

    @classmethod
    def from_plain(cls, plain: Plain) -> Grade:
        targets = tuple(Target.from_plain(each) for each in plain["targets"].values() if each is not None)
        words = Words(*plain["words"])
        on_the_spot = plain.get("on_the_spot", False)
        return cls(plain["code"], words, plain["follow_up"], plain["written"], on_the_spot, targets)


@dataclass(frozen=True, slots=True)
class Category:
    """A class of subject matter; the director puts the case into one (§7.1.6).

    `parent` is the code of the class above it. A `retired` one is kept for the cases that have it and offered no more.
    """

    code: str
    words: Words
    parent: str = ""
    retired: bool = False

    def plain(self, place: int) -> list[Any]:
        """`place` is its rank; what is as usual is left out, so that older editions read the same."""
        more = [self.parent, self.retired] if self.parent or self.retired else []
        return [self.words.zh, self.words.en, place, *more]

    @classmethod
    def from_plain(cls, code: str, plain: list[Any]) -> Category:
        zh, en, *rest = plain
        parent, retired = rest[1:3] if len(rest) > 2 else ("", False)
        return cls(code, Words(zh, en), parent, retired)


@dataclass(frozen=True)
class Edition:
    """One edition and state of the procedure, complete. `texts` holds those that are not the shipped ones."""

    name: str
    calendars: Mapping[str, Calendar]
    grades: Mapping[str, tuple[Grade, ...]]
    categories: Mapping[str, tuple[Category, ...]]
    rules: Mapping[str, int]
    retention: Mapping[str, int]
    texts: Mapping[str, Words] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for grade in (grade for grades in self.grades.values() for grade in grades):
            for target in grade.targets:
                if target.calendar not in self.calendars:
                    of = {"grade": grade.words, "span": target.span, "calendar": target.calendar}
                    raise Refused("7.1.8", NO_CALENDAR, "calendar", **of)
        for name, amount in {**self.rules, **self.retention}.items():
            if type(amount) is not int or amount < 0:
                raise Refused("7.1.8", BAD_RULE, name, name=name, amount=amount)
        for rows in self.categories.values():
            _check_tree(rows)

    def rule(self, name: str) -> int:
        """A number of the rules. KeyError for a name no release ever had."""
        from .first_edition import RULES  # noqa: PLC0415 - the first edition is made of this module's values

        return self.rules[name] if name in self.rules else RULES[name]

    def text(self, name: str) -> Words:
        """What is said or printed at a place; the shipped wording where the company has none of its own."""
        return self.texts.get(name) or TEXTS[name].shipped

    def offered(self, nature: str) -> tuple[Category, ...]:
        """The categories a case may be put into: neither retired nor divided further."""
        rows = self.categories[nature]
        divided = {each.parent for each in rows if not each.retired}
        return tuple(each for each in rows if not each.retired and each.code not in divided)

    def path(self, nature: str, code: str) -> Words:
        """A category with the one above it: 工程设施 / 电梯."""
        rows = {each.code: each for each in self.categories[nature]}
        own = rows[code].words
        above = rows.get(rows[code].parent)
        return Words(f"{above.words.zh} / {own.zh}", f"{above.words.en} / {own.en}") if above else own

    def plain(self) -> Plain:
        """The edition as JSON types; `from_plain` is its inverse."""
        return {
            "name": self.name,
            "calendars": {name: calendar.plain() for name, calendar in self.calendars.items()},
            "grades": {
                nature: {grade.code: grade.plain(place) for place, grade in enumerate(grades)}
                for nature, grades in self.grades.items()
            },
            "categories": {
                nature: {each.code: each.plain(place) for place, each in enumerate(categories)}
                for nature, categories in self.categories.items()
            },
            "rules": dict(self.rules),
            "retention": dict(self.retention),
            **({"texts": {name: [said.zh, said.en] for name, said in self.texts.items()}} if self.texts else {}),
        }

    @classmethod
    def from_plain(cls, plain: Plain) -> Edition:
        """Raises KeyError or Refused where the plain form is not an edition."""
        return cls(
            name=plain["name"],
            calendars={name: Calendar.from_plain(each) for name, each in plain["calendars"].items()},
            grades={
                nature: tuple(Grade.from_plain(each) for _, each in _ranked(grades))
                for nature, grades in plain["grades"].items()
            },
            categories={
                nature: tuple(Category.from_plain(code, row) for code, row in _ranked(categories))
                for nature, categories in plain["categories"].items()
            },
            rules=plain["rules"],
            retention=plain["retention"],
            texts={name: Words(*said) for name, said in plain.get("texts", {}).items() if said is not None},
        )

    def with_overrides(self, overrides: Plain) -> Edition:
        """The edition as it holds in one community: a partial plain form laid over the whole.

        None takes a grade, a category or a target away.
        """
        return Edition.from_plain(merged(self.plain(), overrides)) if overrides else self


def _check_tree(rows: tuple[Category, ...]) -> None:
    """Two levels, and something left to choose."""
    tops = {each.code for each in rows if not each.parent}
    for each in rows:
        if each.parent and each.parent not in tops:
            raise Refused("7.1.6", BAD_PARENT, "parent", name=each.words)
    if rows and all(each.retired for each in rows):
        raise Refused("7.1.6", NO_CATEGORY, "category")


def _ranked(rows: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """In the order of their places; what has none of its own comes last."""

    def place(row: Any) -> int:
        found: int | None = row.get("place") if isinstance(row, dict) else next(iter(row[2:]), None)
        return len(rows) if found is None else found

    kept = [(code, row) for code, row in rows.items() if row is not None]
    return sorted(kept, key=lambda each: place(each[1]))


def merged(plain: Plain, over: Plain) -> Plain:
    """`over` laid on `plain`, key by key; lists and values replace."""
    result = dict(plain)
    for key, value in over.items():
        below = result.get(key)
        deeper = isinstance(value, dict) and isinstance(below, dict)
        result[key] = merged(cast(Plain, below), value) if deeper else value
    return result


@dataclass(frozen=True)
class Rules:
    """An edition as it holds for one case, with the dated days of its community."""

    edition: Edition
    days: Days
    _hours: dict[str, Hours] = field(default_factory=dict, repr=False, compare=False)
    _due: dict[tuple[datetime, Target], Deadline] = field(default_factory=dict, repr=False, compare=False)
    _known: dict[int, Rules] = field(default_factory=dict, repr=False, compare=False)

    def hours(self, calendar: str) -> Hours:
        """The windows of a calendar on the dated days."""
        if calendar not in self._hours:
            self._hours[calendar] = Hours(self.edition.calendars[calendar], self.days)
        return self._hours[calendar]

    def due(self, start: datetime, target: Target, pauses: tuple[Pause, ...] = ()) -> Deadline:
        """The deadline of a span. Every act on a case asks it again, so the last without pauses are remembered."""
        if pauses:
            return due(start, target, self.hours(target.calendar), pauses)
        known = self._due.get((start, target))
        if known is None:
            if len(self._due) >= REMEMBERED:
                self._due.clear()
            known = self._due[start, target] = due(start, target, self.hours(target.calendar))
        return known

    def known_at(self, at: datetime) -> Rules:
        """The same with the dated days as they were known at an instant: what a span that ended then was due by."""
        days = self.days.known_at(at)
        if days is self.days:
            return self
        return self._known.setdefault(len(days.past), Rules(self.edition, days))

    def grade(self, nature: str, code: str) -> Grade | None:
        return self._grades.get((nature, code))

    def target(self, nature: str, grade: str, span: str) -> Target | None:
        """The limit of a span for a grade; None where the edition sets none."""
        return self._targets.get((nature, grade, span))

    def rule(self, name: str) -> int:
        """A rule of the edition; one it does not name yet, being of an older release, is the shipped default."""
        return self.edition.rule(name)

    @cached_property
    def _grades(self) -> dict[tuple[str, str], Grade]:
        return {(nature, each.code): each for nature, row in self.edition.grades.items() for each in row}

    @cached_property
    def _targets(self) -> dict[tuple[str, str, str], Target]:
        return {
            (nature, grade.code, target.span): target
            for nature, row in self.edition.grades.items()
            for grade in row
            for target in grade.targets
        }
