"""§9.0 — Paper at the counter: numbers reserved for it, blank sheets to print, and what became of each, monthly."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_lazy

from anju.actions import paper as hands
from anju.actions.rights import may
from anju.procedure.clauses import FORM_OF_CODE
from anju.procedure.natures import TABLES
from anju.procedure.numbers import month_of
from anju.records.models import Community, Number, Person
from anju.records.paper import Reconciliation, Sheet, reconcile

from . import wording
from .answers import Refusal
from .forms import KeyedForm
from .open_lists import DeskLists

SHOWN = 60
BUILT = tuple(dict.fromkeys(table.form for table in TABLES.values()))  # whose sheets can be entered later
ENDS = {"void": hands.void_paper, "lost": hands.lose_paper}


class Reserve(KeyedForm):
    """How many numbers of which form."""

    form = forms.ChoiceField(label=gettext_lazy("表"))
    count = forms.IntegerField(label=gettext_lazy("张数"), min_value=1, max_value=hands.MOST, initial=20)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["form"].choices = [(code, form_title(code)) for code in BUILT]  # type: ignore[attr-defined]
        wrong = wording.words(hands.BAD_COUNT, most=hands.MOST)
        self.fields["count"].error_messages = {"required": wrong, "invalid": wrong}
        for validator in self.fields["count"].validators:
            validator.message = wrong  # type: ignore[attr-defined]


class EndSheet(KeyedForm):
    """Why a sheet will never be entered."""

    reason = forms.CharField(label=gettext_lazy("原因"), max_length=hands.LONGEST_REASON, required=False)


@dataclass(frozen=True, slots=True)
class OpenSheet:
    """A sheet that is out: to be entered, voided or recorded as lost."""

    number: str
    month: str
    reserved_at: datetime
    enter: str
    form: EndSheet
    open: bool
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class SentSheet:
    """An ending of a sheet that was refused."""

    number: str
    form: EndSheet
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Figure:
    """How many sheets of a month ended in one way, and which."""

    word: str
    tone: str
    sheets: Sequence[Sheet]

    @property
    def count(self) -> int:
        return len(self.sheets)


class PaperDesk:
    """The paper of one desk."""

    def __init__(self, person: Person, now: datetime, community: str = "", month: str = "") -> None:
        self.person, self.now = person, now
        self.lists = DeskLists(person, now)
        desks = self.lists.communities
        self.community: Community = next((each for each in desks if each.code == community), desks[0])
        self.month = month if month in self.months() else month_of(now)

    def months(self) -> list[str]:
        """The months in which paper was printed, the newest first; this month always."""
        rows = Number.objects.filter(community=self.community, reserved_at__isnull=False)
        found = set(rows.values_list("month", flat=True).distinct())
        return sorted(found | {month_of(self.now)}, reverse=True)

    def sheets(self) -> QuerySet[Number]:
        """The numbers still out, oldest first."""
        return Number.objects.filter(community=self.community, state="reserved").order_by("month", "form", "serial")

    def context(self, form: Reserve | None = None, sent: SentSheet | None = None) -> dict[str, Any]:
        rows, out = self.sheets(), list(self.sheets()[:SHOWN])
        if sent and all(row.number != sent.number for row in out):
            out = [*Number.objects.filter(community=self.community, number=sent.number), *out]
        return {
            "tabs": self.lists.tabs("paper"),
            "desks": self.lists.communities if self.lists.several else (),
            "community": self.community,
            "month": self.month,
            "months": self.months(),
            "may_reserve": may(self.person, hands.DEEDS["reserve"], self.community, self.now),
            "may_end": may(self.person, hands.DEEDS["void_paper"], self.community, self.now),
            "form": form or Reserve(initial={"key": uuid.uuid4(), "count": 20}),
            "out": rows.count(),
            "sheets": [self._open(row, sent) for row in out],
            "reconciled": [(form_title(each.form), _figures(each)) for each in reconcile(self.community, self.month)],
            "print": self.print_href(),
        }

    def _open(self, row: Number, sent: SentSheet | None) -> OpenSheet:
        mine = sent if sent and sent.number == row.number else None
        form = mine.form if mine else EndSheet(initial={"key": uuid.uuid4()}, auto_id=f"{row.number}-%s")
        enter = f"{reverse('register')}?{urlencode({'paper': row.number, 'community': self.community.code})}"
        return OpenSheet(row.number, row.month, row.reserved_at or self.now, enter, form, mine is not None,
                         mine.refusal if mine else None)  # fmt: skip

    def print_href(self, **more: str) -> str:
        return f"{reverse('paper-print')}?{urlencode({'community': self.community.code, **more})}"

    def printed(self, first: str, last: str) -> list[str]:
        """The numbers to print: those still out, from one to another."""
        rows, named = self.sheets(), Number.objects.filter(community=self.community)
        if first:
            rows = rows.filter(pk__gte=named.filter(number=first).values("pk")[:1])
        if last:
            rows = rows.filter(pk__lte=named.filter(number=last).values("pk")[:1])
        return list(rows.filter(form__in=BUILT).values_list("number", flat=True)[: hands.MOST])


def _figures(found: Reconciliation) -> list[Figure]:
    return [
        Figure(gettext("用掉"), "approve", found.used),
        Figure(gettext("作废"), "rests", found.void),
        Figure(gettext("遗失"), "bad", found.lost),
        Figure(gettext("还在外面"), "waits", found.open),
    ]


def form_title(code: str) -> str:
    form = FORM_OF_CODE[code]
    return f"{wording.words(form.title)} {code}"


def title_of(code: str) -> tuple[str, str]:
    """What stands at the head of a sheet: its title and the number the company calls it by."""
    form = FORM_OF_CODE[code]
    return wording.words(form.title), wording.words(form.number)
