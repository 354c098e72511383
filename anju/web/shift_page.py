"""§5.1.1 — A shift at the counter: what is open now, who may take over, a shift as it was signed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_lazy

from anju.procedure.given import TEXT_LIMIT
from anju.procedure.numbers import Number, month_of
from anju.procedure.words import Words
from anju.records.models import Absence, Community, Person, Shift
from anju.records.models.call_backs import CALLERS
from anju.records.models.people import ZONE, on_day
from anju.records.shifts import CALLS, HEADINGS, open_at_the_desk

from . import wording
from .entering import pin_field, staff_number_field
from .forms import KeyedForm, moment
from .open_lists import DeskLists, list_href

LONGEST_SHIFT, USUAL_SHIFT = timedelta(hours=24), timedelta(hours=8)
PASTED = 8  # numbers under a heading of the text for a chat
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was left open: the number of a case, or the time of a call; when it is due."""

    number: str
    label: str
    href: str
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Heading:
    """What was left open of one kind."""

    words: Words
    count: int
    href: str
    lines: Sequence[Line]


class HandOver(KeyedForm):
    """The giver's signature; with the taker's PIN he signs at once."""

    starts_at = moment(label=gettext_lazy("本班开始"))
    taker = forms.ChoiceField(label=gettext_lazy("交给"))
    pin = pin_field(gettext_lazy("接班人的快捷码"), required=False)
    remark = forms.CharField(
        label=gettext_lazy("说明"), max_length=TEXT_LIMIT, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, people: Sequence[Person], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [("", gettext("请选择")), *((each.key, each.name) for each in people)]
        self.fields["taker"].choices = choices  # type: ignore[attr-defined]


class TakeOver(KeyedForm):
    """The taker's signature: in his own session, or by staff number and PIN on the PC of the giver."""

    staff_number = staff_number_field(required=False)
    pin = pin_field(gettext_lazy("快捷码"), required=False)


class ShiftDesk:
    """The shifts of one desk, as somebody who sits at it sees them."""

    def __init__(self, person: Person, now: datetime, asked: str = "") -> None:
        self.person, self.now = person, now
        self.lists = DeskLists(person, now)
        desks = self.lists.communities
        self.community: Community = next((each for each in desks if each.code == asked), desks[0])

    def takers(self) -> list[Person]:
        """Who may take over: everybody else who sits at this desk today."""
        held = on_day(self.now.astimezone(ZONE).date())
        standing_in = Absence.objects.current(self.now).filter(community=self.community).values("stand_in")
        posts = Q(pk__in=self.community.appointments.filter(held, post__in=CALLERS).values("person"))
        people = Person.objects.working().filter(posts | Q(pk__in=standing_in)).exclude(pk=self.person.pk)
        return list(people.order_by("name_key", "staff_number"))

    def form(self, data: Any = None) -> HandOver:
        first = {"key": uuid.uuid4(), "starts_at": self._starts_at()}
        return HandOver(self.takers(), data, initial=first, auto_id="shift-%s")

    def _starts_at(self) -> datetime:
        """When the shift before ended, if that was within a day."""
        last = self._shifts().values_list("ends_at", flat=True).first()
        return last if last and self.now - last < LONGEST_SHIFT else self.now - USUAL_SHIFT

    def _shifts(self) -> Any:
        return Shift.objects.filter(community=self.community).order_by("-ends_at", "-pk")

    def context(self, form: HandOver | None = None, start: int = 0) -> dict[str, Any]:
        """What is open now, what was not signed for yet, and the shifts before."""
        rows = list(self._shifts().select_related("giver", "taker")[start : start + SHOWN + 1])
        here = f"{reverse('shifts')}?community={self.community.code}"
        return {
            "tabs": self.lists.tabs("shifts"),
            "desks": self.lists.communities if self.lists.several else (),
            "community": self.community,
            "headings": headings(open_at_the_desk(self.community, self.now, self.person), self.now),
            "dated": False,
            "unsigned": self.unsigned(),
            "form": form or self.form(),
            "history": rows[:SHOWN],
            "further": f"{here}&start={start + SHOWN}" if len(rows) > SHOWN else "",
        }

    def unsigned(self) -> list[tuple[Shift, TakeOver]]:
        """Shifts that wait for a signature, whoever looks, each with a form for it."""
        found = Shift.objects.visible_to(self.person, self.now).filter(community=self.community).unsigned()
        return [(each, take_form(each)) for each in found.select_related("giver", "taker")[:SHOWN]]


def take_form(shift: Shift, data: Any = None) -> TakeOver:
    return TakeOver(data, initial={"key": uuid.uuid4()}, auto_id=f"take-{shift.pk}-%s")


def headings(items: Mapping[str, Any], now: datetime) -> list[Heading]:
    """Under each heading what was open; a number of this month in short."""
    month = month_of(now)
    return [
        Heading(HEADINGS[name], kept["count"], _list_of(name), [_line(name, month, *row) for row in kept["rows"]])
        for name in HEADINGS
        if (kept := items.get(name))
    ]


def _list_of(name: str) -> str:
    cases = {"to_pass_on": {"state": "recorded"}, "to_call": {"state": "follow_up"}, "late": {"scope": "late"}}
    lists = {"to_tell": "words", "promised": "promises", "calls": "calls", "missed": "missed"}
    if name in lists:
        return list_href(lists[name])
    return reverse("register") if name == "drafts" else f"{reverse('cases')}?{urlencode(cases.get(name, {}))}"


def _line(name: str, month: str, label: str, at: str | None) -> Line:
    due = parse_datetime(at) if at else None
    if name in CALLS:
        return Line("", "", f"{_list_of(name)}#call-{label}", due)
    if name == "drafts":
        return Line("", "", f"{reverse('register')}?{urlencode({'draft': label})}", due)
    return Line(label, _short(label, month), reverse("case", args=[label]), due)


def pasted(shift: Shift, found: Sequence[Heading], now: datetime) -> str:
    """For a chat: how much of what is open, by numbers and times; no person, no room, no word that was said."""
    span = f"{wording.clock(shift.starts_at)} – {wording.clock(shift.ends_at)}"
    lines = [gettext("%(desk)s 交接班 %(span)s") % {"desk": shift.community.name, "span": span}]
    for each in found:
        if each.count:
            rows = [_pasted(line, now) for line in each.lines[:PASTED]]
            more = " …" if each.count > PASTED else ""
            lines.append(f"{wording.words(each.words)} {each.count}: {', '.join(rows)}{more}")
    return "\n".join(lines if len(lines) > 1 else [*lines, gettext("没有遗留")])


def _pasted(line: Line, now: datetime) -> str:
    return " ".join(filter(None, (line.label, wording.when(line.due, now))))


def _short(label: str, month: str) -> str:
    number = Number.parse(label)
    return number.short if number.month == month else label


def signs_here(shift: Shift, person: Person) -> bool:
    """Whether the shift waits for this very person."""
    return shift.taker_id == person.pk and shift.taken_at is None
