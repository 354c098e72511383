"""§7.1.8 — What the pages of dated days show: the days, the two forms, and what a change would move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from anju.actions import days as hands
from anju.actions.installation import NEW_YEARS, listed_days
from anju.actions.journal import Answer
from anju.actions.rights import may
from anju.gateways.sheets import opened
from anju.procedure.calendars import DayEdit, DayKind
from anju.procedure.day_lists import LONGEST, DayList, read_list, said_back
from anju.procedure.drafting import typed_windows, windows_typed
from anju.procedure.explanations import spoken_day
from anju.procedure.instants import DAY
from anju.procedure.windows import Windows, windows_from_plain
from anju.procedure.words import Words
from anju.records import moving
from anju.records.dated_days import days_of
from anju.records.models import Community, Day, DayWindows, ListedYear

from . import wording
from .answers import Refusal
from .desk import Request
from .forms import KeyedForm, naming
from .forms import day as day_field

Kept = list[tuple[str, str]]  # hidden fields
SHOWN = 60  # cases of a preview
MOST_ROWS = 2000
ORDINARY = Words("平日", "ordinary day")
EVES = frozenset(first - DAY for first in NEW_YEARS)


class ListForm(KeyedForm):
    """A list of days as it was published, pasted or in a file."""

    what = "list"
    position = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    list = forms.CharField(
        label=gettext_lazy("放假安排"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 8})
    )
    file = forms.FileField(label=gettext_lazy("或选文件"), required=False, help_text=gettext_lazy("xlsx 或 csv"))
    year = forms.IntegerField(label=gettext_lazy("没写年份的算哪一年"), required=False, min_value=2000, max_value=2099)
    complete = forms.BooleanField(label=gettext_lazy("这些年份的名单就此齐全，不再暂算"), required=False)
    reason = forms.CharField(label=gettext_lazy("原因"), max_length=hands.LONGEST_REASON)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        naming(self)

    def read(self) -> DayList:
        said = self.cleaned_data
        return read_list(self.text(), said["year"], EVES)

    def text(self) -> str:
        """What was pasted, or the rows of the file one a line."""
        file = self.cleaned_data["file"]
        if not file:
            return str(self.cleaned_data["list"])
        with opened(file.read()) as table:
            return "\n".join(" ".join(filter(None, row)) for row in islice(table.rows, MOST_ROWS))

    def edit(self) -> tuple[DayEdit, Community | None, DayList | None]:
        found = self.read()
        listed = frozenset(found.years) if self.cleaned_data["complete"] else frozenset()
        return DayEdit(kinds=found.kinds, listed=listed), None, found

    def act(self, request: Request) -> Answer:
        edit = self.edit()[0]
        return hands.change_days(kinds=edit.kinds, listed=edit.listed, **_doing(self, request))

    def kept(self) -> Kept:
        """What goes on to the confirmation: a file has become its text."""
        said = self.cleaned_data
        more = [("year", str(said["year"] or "")), ("complete", "on" if said["complete"] else "")]
        return [("list", self.text_again), *more, ("reason", said["reason"]), *_hidden(self)]

    @property
    def text_again(self) -> str:
        if self.cleaned_data["file"]:
            self.cleaned_data["file"].seek(0)
        return self.text()


class WindowsForm(KeyedForm):
    """One community's hours of a date."""

    what = "windows"
    position = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)
    community = forms.ModelChoiceField(
        Community.objects.filter(is_company=False).order_by("code"),
        label=gettext_lazy("小区"), to_field_name="code", empty_label="",
    )  # fmt: skip
    day = day_field(label=gettext_lazy("日期"))
    windows = forms.CharField(
        label=gettext_lazy("当日时间"), max_length=100, required=False,
        help_text=gettext_lazy("如 09:00-12:00；整天停办写“休”；不填为取消另定"),
    )  # fmt: skip
    reason = forms.CharField(label=gettext_lazy("原因"), max_length=hands.LONGEST_REASON)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        naming(self)

    def typed(self) -> Windows | None:
        text = self.cleaned_data["windows"]
        return windows_typed(text, "windows") if text.strip() else None

    def edit(self) -> tuple[DayEdit, Community | None, DayList | None]:
        return DayEdit(windows={self.cleaned_data["day"]: self.typed()}), self.cleaned_data["community"], None

    def act(self, request: Request) -> Answer:
        said = self.cleaned_data
        where = {"community": said["community"], "day": said["day"], "windows": self.typed()}
        return hands.set_windows(**where, **_doing(self, request))

    def kept(self) -> Kept:
        said = self.cleaned_data
        position = said["position"] if said["position"] is not None else hands.seen(said["community"])
        known = {"community": said["community"].code, "day": said["day"].isoformat(), "windows": said["windows"]}
        return [*known.items(), ("reason", said["reason"]), ("key", str(said["key"])), ("position", str(position))]


def _doing(form: KeyedForm, request: Request) -> dict[str, Any]:
    said = form.cleaned_data
    more = {"reason": said["reason"], "position": said["position"]}
    return {"by": request.user, "key": str(said["key"]), "now": request.now, **more}


def _hidden(form: KeyedForm) -> Kept:
    return [(name, str(form.cleaned_data[name])) for name in ("key", "position")]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days in a row that become the same."""

    days: str
    becomes: str
    new: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A change of days before it is made: what was read, and the open deadlines it moves; `late` go by at once."""

    stretches: Sequence[Stretch]
    skipped: Sequence[str]
    listed: Sequence[int]
    touched: Sequence[moving.Touched]
    total: int
    late: int
    names: dict[int, str]
    where: str
    reason: str

    @classmethod
    def of(cls, form: ListForm | WindowsForm, now: datetime) -> Change:
        edit, community, read = form.edit()
        days = days_of((community or Community.objects.get(is_company=True)).pk)
        hands.check_change(days, edit, now)
        about = moving.Change(edit, community, now)
        found = list(moving.touched(about, about.candidates()))
        names = dict(Community.objects.values_list("pk", "name"))
        return cls(
            stretches=_windows(edit) if community else _kinds(edit, days.kinds),
            skipped=read.skipped if read else (),
            listed=sorted(edit.listed - days.listed_years),
            touched=found[:SHOWN],
            total=len(found),
            late=sum(any(move.becomes < now <= move.was for move in each.moves) for each in found),
            names=names,
            where=community.name if community else gettext("全公司"),
            reason=form.cleaned_data["reason"],
        )


def _kinds(edit: DayEdit, known: Any) -> list[Stretch]:
    fresh = {day: kind for day, kind in edit.kinds.items() if known.get(day) != kind}
    same = {day: kind for day, kind in edit.kinds.items() if day not in fresh}
    return [
        Stretch(_days(first, last), wording.words(kind.words if kind else ORDINARY), new)
        for rows, new in ((fresh, True), (same, False))
        for first, last, kind in said_back(rows)
    ]


def _windows(edit: DayEdit) -> list[Stretch]:
    ordinary = wording.words(ORDINARY)
    return [
        Stretch(_days(day, day), ordinary if given is None else typed_windows(given, wording.language()), new=True)
        for day, given in edit.windows.items()
    ]


def _days(first: date, last: date) -> str:
    said = wording.words(spoken_day(first))
    return said if first == last else f"{said} – {wording.words(spoken_day(last))}"


@dataclass(slots=True)
class DaysPage:
    """The days of this year and later; for the company administration the two forms."""

    request: Request
    form: ListForm | WindowsForm | None = None
    refusal: Refusal | None = None

    def context(self) -> dict[str, Any]:
        now = self.request.now
        year = now.astimezone(wording.ZONE).year
        rows = Day.objects.filter(day__year__gte=year).exclude(kind="").order_by("day")
        listed = list(ListedYear.objects.order_by("year").values_list("year", flat=True))
        changes = may(self.request.user, hands.DEEDS["change_days"], None, now)
        kinds: dict[date, DayKind | None] = {each.day: DayKind(each.kind) for each in rows}
        return {
            "days": [(_days(first, last), kind.words if kind else "") for first, last, kind in said_back(kinds)],
            "windows": self._windows(year),
            "listed": listed,
            "year": year,
            "changes": changes,
            "seed": self._known(year, listed),
            "forms": self._forms(year, listed) if changes else [],
            "refusal": self.refusal,
        }

    def _windows(self, year: int) -> list[tuple[DayWindows, str]]:
        communities = Community.objects.visible_to(self.request.user, self.request.now)
        rows = DayWindows.objects.filter(community__in=communities, day__year__gte=year, windows__isnull=False)
        return [
            (each, typed_windows(windows_from_plain(each.windows, "windows"), wording.language()))
            for each in rows.select_related("community").order_by("day")
        ]

    def _forms(self, year: int, listed: Sequence[int]) -> list[ListForm | WindowsForm]:
        first = ListForm(initial={"position": hands.seen(None), "year": year + (year in listed), **self._seeded()})
        own: list[ListForm | WindowsForm] = [first, WindowsForm(auto_id="windows-%s")]
        return [self.form if self.form and self.form.what == each.what else each for each in own]

    def _known(self, year: int, listed: Sequence[int]) -> int | None:
        """The next year without a list, where the library has one."""
        next_year = year + (year in listed)
        return next_year if any(day.year == next_year for day in listed_days(next_year)) else None

    def _seeded(self) -> dict[str, Any]:
        """The published list of a year the library knows, asked for by its link."""
        asked = self.request.GET.get("seed", "")
        if not asked.isdecimal():
            return {}
        found = {day: kind for day, kind in listed_days(int(asked)).items() if day.year == int(asked)}
        words = {DayKind.HOLIDAY: "休", DayKind.EVE: "除夕", DayKind.MAKEUP: "班"}
        text = "\n".join(f"{day.isoformat()} {words[kind]}" for day, kind in found.items())
        return {"list": text, "complete": bool(text)}
