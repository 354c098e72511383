"""The list of cases: what one may see, filtered, soonest due first, page by page along a key."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from anju.procedure import rooms
from anju.procedure.natures import NATURES, TABLES
from anju.procedure.steps import State
from anju.records.models import Case, Community, Department, Edition, Leg, Person
from anju.records.models.cases import CaseQuerySet
from anju.records.search import Filters as SearchFilters
from anju.records.search import search

from . import wording
from .scopes import SCOPES, scoped

PAGE = 30
BOUND = 10_000  # totals are exact up to here, then "10,000+" (design §3, search)


@dataclass(frozen=True, slots=True)
class Row:
    """One case as a line of the list."""

    href: str
    number: str
    place: str
    category: str
    content: str
    departments: str
    state: State
    due: datetime | None
    said: datetime


@dataclass(frozen=True, slots=True)
class Pages:
    """How many there are, how many are late, and where the next page begins."""

    total: str
    late: int
    first: str
    next: str


class Filters(forms.Form):
    """What to look for. Nothing here refuses: what does not fit finds nothing."""

    number = forms.CharField(label=gettext_lazy("单号"), required=False)
    room = forms.CharField(label=gettext_lazy("房号或部位"), required=False)
    nature = forms.ChoiceField(label=gettext_lazy("性质"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("状态"), required=False)
    q = forms.CharField(label=gettext_lazy("关键词"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("类别"), required=False)
    department = forms.ChoiceField(label=gettext_lazy("承办部门"), required=False)
    community = forms.ChoiceField(label=gettext_lazy("小区"), required=False)

    def __init__(self, data: QueryDict, person: Person, now: datetime) -> None:
        super().__init__(data, auto_id="filter-%s")
        communities = list(Community.objects.visible_to(person, now).filter(is_company=False).order_by("code"))
        departments = Department.objects.filter(community__in=communities, closed_on=None)
        names = departments.order_by("code").values_list("code", "name")
        choices: dict[str, Sequence[tuple[str, str]]] = {
            "nature": [(each.name, wording.words(each.words)) for each in NATURES if each.name in TABLES],
            "state": [(state.name, wording.words(state.words)) for state in all_states().values()],
            "category": category_choices(),
            "department": list(dict(names).items()),
            "community": [(each.code, each.name) for each in communities],
        }
        for name, rows in choices.items():
            cast(forms.ChoiceField, self.fields[name]).choices = [("", gettext("全部")), *rows]
        if len(communities) < 2:
            del self.fields["community"]


def all_states() -> dict[str, State]:
    """Every state of every nature that is built, each once."""
    return {state.name: state for table in TABLES.values() for state in table.states}


def category_choices() -> list[tuple[str, str]]:
    """The categories of the edition in force; one statement."""
    content = Edition.objects.filter(state="in_force").values_list("content", flat=True).first()
    rows = [row for nature in (content or {}).get("categories", {}).values() for row in nature.items()]
    return [(code, said(words)) for code, words in sorted(rows, key=lambda row: row[1][2])]


def said(words: Sequence[str]) -> str:
    """Words as an edition stores them: Chinese, English, place in their order."""
    return words[0] if wording.language() == "zh" else words[1]


@dataclass
class CaseList:
    """The cases one person sees, as asked for by the address of the page."""

    person: Person
    now: datetime
    asked: QueryDict

    def __post_init__(self) -> None:
        self.filters = Filters(self.asked, self.person, self.now)
        self.scope = self.asked.get("scope", "open")
        if self.scope not in SCOPES or self.asked.get("state"):
            self.scope = "all"
        self.several = "community" in self.filters.fields

    def context(self) -> dict[str, Any]:
        phrase = self.asked.get("q", "").strip()
        return {
            "filters": self.filters,
            "views": self._views(),
            "filtered": any(self.asked.get(name) for name in self.filters.fields),
            "scope": self.scope,
            "phrase": phrase,
            **(self._sought(phrase) if phrase else self._listed()),
        }

    def _listed(self) -> dict[str, Any]:
        """Without a phrase: soonest due first."""
        found = self.found()
        rows, after = self._page(found)
        return {"rows": self._rows(rows), "page": self._pages(found, after)}

    def _sought(self, phrase: str) -> dict[str, Any]:
        """With one: whatever of the case somebody remembers, the newest first, each with the piece that was found."""
        after = self.asked.get("after", "")
        begin = int(after) if after.isdecimal() else None
        found = search(self.person, self.now, phrase, self._narrowed(), after=begin, limit=PAGE)
        pieces = {hit.case.pk: hit.excerpt for hit in found.rows}
        pages = Pages(
            total=f"{found.total:,}{'+' if found.capped else ''}",
            late=0,
            first=self._href(after="") if after else "",
            next=self._href(after=str(found.after)) if found.after else "",
        )
        return {"rows": self._rows([hit.case for hit in found.rows], pieces), "page": pages}

    def _narrowed(self) -> SearchFilters:
        given = {name: self.asked.get(name, "") for name in self.filters.fields}
        return SearchFilters(
            states=frozenset(filter(None, [given["state"]])),
            categories=frozenset(filter(None, [given["category"]])),
            natures=frozenset(filter(None, [given["nature"]])),
            community=Community.objects.filter(code=given.get("community", "")).first(),
        )

    def found(self) -> CaseQuerySet:
        """What is visible, and of it what was asked for."""
        cases: CaseQuerySet = Case.objects.visible_to(self.person, self.now)
        if self.scope != "all":
            cases = cases.open().filter(scoped(self.scope, self.now))
        if self.scope == "mine":
            cases = cases.filter(pk__in=Leg.objects.filter(person=self.person).values("case"))
        given = {name: self.asked.get(name, "").strip() for name in self.filters.fields}
        for name, condition in CONDITIONS.items():
            if given.get(name):
                cases = cases.filter(condition(given[name]))
        return cases

    def _page(self, found: CaseQuerySet) -> tuple[list[Case], str]:
        """One page after the key in the address; what is open comes by due time, else the newest first."""
        key, _, pk = self.asked.get("after", "").rpartition("|")
        if self.scope == "all":
            ordered = found.order_by("-opened_at", "-pk")
            if pk.isdecimal() and (at := moment(key)):
                ordered = ordered.filter(Q(opened_at__lt=at) | Q(opened_at=at, pk__lt=int(pk)))
        else:
            ordered = found.by_due()
            if pk.isdecimal():
                ordered = ordered.filter(_due_after(moment(key), int(pk)))
        rows = list(ordered[: PAGE + 1])
        if len(rows) <= PAGE:
            return rows, ""
        last = rows[PAGE - 1]
        value = last.opened_at if self.scope == "all" else last.next_due_at
        return rows[:PAGE], f"{value.isoformat() if value else ''}|{last.pk}"

    def _rows(self, cases: Sequence[Case], pieces: Mapping[int, str] | None = None) -> list[Row]:
        departments: dict[int, list[str]] = {}
        legs = Leg.objects.filter(case__in=[case.pk for case in cases]).exclude(state="withdrawn")
        for case, name in legs.order_by("case", "key").values_list("case", "department__name"):
            departments.setdefault(case, []).append(name)
        classes = classes_of({case.edition for case in cases})
        return [
            Row(
                href=reverse("case", args=[case.number]),
                number=case.number if self.several else case.number.partition("-")[2],
                place=case.room,
                category=classes.get((case.edition, case.nature, case.category), case.category),
                content=_content(case, (pieces or {}).get(case.pk, "")),
                departments="、".join(departments.get(case.pk, ())),
                state=TABLES[case.nature].state(case.state),
                due=case.next_due_at,
                said=case.said_at,
            )
            for case in cases
        ]

    def _pages(self, found: CaseQuerySet, after: str) -> Pages:
        total = found.order_by()[: BOUND + 1].count()
        late = found.open().filter(next_due_at__lt=self.now).order_by()[: BOUND + 1].count()
        return Pages(
            total=f"{BOUND:,}+" if total > BOUND else f"{total:,}",
            late=late,
            first=self._href(after="") if self.asked.get("after") else "",
            next=self._href(after=after) if after else "",
        )

    def _views(self) -> list[dict[str, Any]]:
        words = {
            "open": gettext("未结"),
            "late": gettext("超时"),
            "mine": gettext("我经手"),
            "all": gettext("全部"),
        }
        here = self.scope
        return [
            {"word": word, "href": f"{reverse('cases')}?scope={scope}", "here": scope == here}
            for scope, word in words.items()
        ]

    def _href(self, **changes: str) -> str:
        query = self.asked.copy()
        for name, value in changes.items():
            query[name] = value
        return f"{reverse('cases')}?{query.urlencode()}"


def _content(case: Case, piece: str) -> str:
    """The first line of what was said, and where else the phrase was found."""
    first = case.content.partition("\n")[0]
    return first if piece.strip("…") in first else f"{first} · {piece}"


def _due_after(at: datetime | None, pk: int) -> Q:
    """What comes after a key in the order of due times, in which no due time comes last."""
    if at is None:
        return Q(next_due_at=None, pk__gt=pk)
    return Q(next_due_at__gt=at) | Q(next_due_at=at, pk__gt=pk) | Q(next_due_at=None)


def moment(text: str) -> datetime | None:
    """A moment out of an address; nonsense is none."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def classes_of(editions: set[str]) -> Mapping[tuple[str, str, str], str]:
    """Words of the categories by edition, nature and code; one statement."""
    rows = Edition.objects.filter(name__in=editions).values_list("name", "content")
    return {
        (name, nature, code): said(pair)
        for name, content in rows
        for nature, classes in content["categories"].items()
        for code, pair in classes.items()
    }


def by_number(text: str) -> Q:
    return Q(number__iendswith=text) | Q(number__icontains=text)


def by_room(text: str) -> Q:
    """A room in any of the ways it is written, or the beginning of a place's name."""
    known = rooms.room(text)
    return Q(room__istartswith=known.form if known else text) | Q(spot__icontains=text)


CONDITIONS: dict[str, Callable[[str], Q]] = {
    "number": by_number,
    "room": by_room,
    "nature": lambda text: Q(nature=text),
    "state": lambda text: Q(state=text),
    "category": lambda text: Q(category=text),
    "department": lambda text: Q(pk__in=Leg.objects.filter(department__code=text).values("case")),
    "community": lambda text: Q(community__code=text),
}
