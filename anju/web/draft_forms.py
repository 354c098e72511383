"""The parts of an edition as sheets of cells: what stands in them, and the patch that was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from anju.procedure import drafting as law
from anju.procedure.calendars import DAY_KIND_WORDS, DayRule
from anju.procedure.deadlines import Target
from anju.procedure.editions import Edition, Plain, merged
from anju.procedure.first_edition import RULES
from anju.procedure.natures import TABLES
from anju.procedure.texts import TEXTS
from anju.procedure.windows import clock

from . import wording
from .forms import KeyedForm

Cells = dict[str, str]
HOURS = "hours"  # minutes, as people type them


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which nature, grade and calendar a part shows; the first where nothing fits."""

    nature: str
    grade: str
    calendar: str

    @classmethod
    def of(cls, asked: Mapping[str, str], edition: Edition) -> Chosen:
        nature = asked.get("nature", "")
        nature = nature if nature in TABLES else next(iter(TABLES))
        grades = [each.code for each in edition.grades[nature]]
        calendars = [name for name, each in edition.calendars.items() if not each.always]
        grade, calendar = asked.get("grade", ""), asked.get("calendar", "")
        return cls(
            nature,
            grade if grade in grades else grades[0],
            calendar if calendar in calendars else calendars[0],
        )


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an edition: its name, its cells, the patch of what was typed."""

    name: str
    words: Any
    clause: str
    cells: Callable[[Edition, Chosen], Cells]
    patch: Callable[[Edition, Chosen, Cells], Plain]


class SheetForm(KeyedForm):
    """The cells of a part, and the revision of the draft they were shown from."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, cells: Cells, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, value in cells.items():
            self.fields[name] = forms.CharField(required=False, max_length=400, initial=value)
        self.names = tuple(cells)

    @property
    def typed(self) -> Cells:
        return {name: str(self.cleaned_data[name]) for name in self.names}


def _limits(edition: Edition, chosen: Chosen) -> Cells:
    grade = next(each for each in edition.grades[chosen.nature] if each.code == chosen.grade)
    targets = {each.span: each for each in grade.targets}
    found: Cells = {}
    for span in TABLES[chosen.nature].spans:
        target = targets.get(span.name)
        found |= {f"{span.name}.{name}": value for name, value in _limit(target).items()}
    return found


def _limit(target: Target | None) -> Cells:
    if target is None:
        return {"amount": "", "unit": "", "calendar": "A", "until": "", "closing": "", "warn": "80"}
    amount, unit = target.amount, target.unit.value
    if unit == "minutes" and amount and not amount % 60:
        amount, unit = amount // 60, HOURS
    return {
        "amount": "" if unit in ("same_day", "month_end") else str(amount),
        "unit": unit,
        "calendar": target.calendar,
        "until": clock(target.closed_until) if target.closed_until else "",
        "closing": "on" if target.by_closing else "",
        "warn": str(target.warn_percent),
    }


def _limits_patch(edition: Edition, chosen: Chosen, typed: Cells) -> Plain:
    rows = {span.name: _row(typed, span.name) for span in TABLES[chosen.nature].spans}
    return law.limits_patch(edition, chosen.nature, chosen.grade, rows)


def _row(typed: Cells, span: str) -> Plain | None:
    cell = {
        name: typed[f"{span}.{name}"].strip() for name in ("amount", "unit", "calendar", "until", "closing", "warn")
    }
    unit = cell["unit"]
    if not unit:
        return None
    amount = _number(cell["amount"]) if unit not in ("same_day", "month_end") else 0
    return {
        # What is no number goes to the law as it was typed, to be refused with its sentence.
        "amount": cell["amount"] if amount is None else amount * 60 if unit == HOURS else amount,
        "unit": "minutes" if unit == HOURS else unit,
        "calendar": cell["calendar"],
        "by_closing": bool(cell["closing"]),
        "closed_until": cell["until"] or None,
        "warn_percent": _number(cell["warn"]) or 0,
    }


def _number(text: str) -> int | None:
    return int(text) if text.strip().isascii() and text.strip().isdecimal() else None


def _grades(edition: Edition, chosen: Chosen) -> Cells:
    found: Cells = {}
    for each in edition.grades[chosen.nature]:
        marks = {mark: "on" if getattr(each, mark) else "" for mark in ("follow_up", "written", "on_the_spot")}
        found |= {f"{each.code}.{k}": v for k, v in {"zh": each.words.zh, "en": each.words.en, **marks}.items()}
    return found | {
        "code": "",
        "new.zh": "",
        "new.en": "",
        "new.follow_up": "on",
        "new.written": "",
        "new.on_the_spot": "",
    }


def _grades_patch(edition: Edition, chosen: Chosen, typed: Cells) -> Plain:
    patch: Plain = {}
    for code, row in _rows(typed, [each.code for each in edition.grades[chosen.nature]]):
        patch = merged(patch, law.grade_patch(edition, chosen.nature, code, row))
    return patch


def _categories(edition: Edition, chosen: Chosen) -> Cells:
    found: Cells = {}
    for each in edition.categories[chosen.nature]:
        found |= {
            f"{each.code}.zh": each.words.zh,
            f"{each.code}.en": each.words.en,
            f"{each.code}.parent": each.parent,
            f"{each.code}.retired": "on" if each.retired else "",
        }
    return found | {"code": "", "new.zh": "", "new.en": "", "new.parent": "", "new.retired": ""}


def _categories_patch(edition: Edition, chosen: Chosen, typed: Cells) -> Plain:
    patch: Plain = {}
    for code, row in _rows(typed, [each.code for each in edition.categories[chosen.nature]]):
        patch = merged(patch, law.category_patch(edition, chosen.nature, code, row))
    return patch


def _rows(typed: Cells, codes: list[str]) -> list[tuple[str, Cells]]:
    """The rows by their codes; a new one where a code was typed."""
    new = typed["code"].strip()
    found = [(code, _of_row(typed, code)) for code in codes]
    return [*found, (new, _of_row(typed, "new"))] if new else found


def _of_row(typed: Cells, code: str) -> Cells:
    return {name.rpartition(".")[2]: value for name, value in typed.items() if name.startswith(f"{code}.")}


def _calendar(edition: Edition, chosen: Chosen) -> Cells:
    calendar, language = edition.calendars[chosen.calendar], wording.language()
    found = {f"week.{day}": law.typed_windows(windows, language) for day, windows in enumerate(calendar.week)}
    return found | {kind.value: _day_rule(calendar.rule(kind)) for kind in DAY_KIND_WORDS}


def _day_rule(rule: DayRule) -> str:
    if rule is None:
        return ""
    return str(rule) if isinstance(rule, int) else law.typed_windows(rule, wording.language())


def _rules(edition: Edition, chosen: Chosen) -> Cells:
    found = {name: str(edition.rule(name)) for name in RULES}
    return found | {f"years.{name}": str(years) for name, years in edition.retention.items()}


def _rules_patch(edition: Edition, chosen: Chosen, typed: Cells) -> Plain:
    years = {name.partition(".")[2]: _number(value) for name, value in typed.items() if name.startswith("years.")}
    rules = {name: _number(value) for name, value in typed.items() if not name.startswith("years.")}
    return law.rules_patch(edition, rules) | law.retention_patch(years)


def _texts(edition: Edition, chosen: Chosen) -> Cells:
    return {
        f"{name}.{language}": edition.text(name).say(language)  # type: ignore[arg-type]
        for name in TEXTS
        for language in ("zh", "en")
    }


def _texts_patch(edition: Edition, chosen: Chosen, typed: Cells) -> Plain:
    """Emptied in both languages, a text is the shipped one again."""
    said = {name: (typed[f"{name}.zh"], typed[f"{name}.en"]) for name in TEXTS}
    shipped = {name: (text.shipped.zh, text.shipped.en) for name, text in TEXTS.items()}
    return law.texts_patch({name: pair if any(map(str.strip, pair)) else shipped[name] for name, pair in said.items()})


PARTS: dict[str, Part] = {
    part.name: part
    for part in (
        Part("limits", gettext_lazy("时限"), "7.1.8", _limits, _limits_patch),
        Part("grades", gettext_lazy("等级"), "7.1.6", _grades, _grades_patch),
        Part("calendars", gettext_lazy("日历"), "7.1.8", _calendar,
             lambda edition, chosen, typed: law.calendar_patch(edition, chosen.calendar, typed)),
        Part("rules", gettext_lazy("规则与保存期"), "7.1.8", _rules, _rules_patch),
        Part("categories", gettext_lazy("类别"), "7.1.6", _categories, _categories_patch),
        Part("texts", gettext_lazy("文字"), "7.1.9", _texts, _texts_patch),
    )
}  # fmt: skip
