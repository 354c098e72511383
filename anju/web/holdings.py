"""§5.1.6, §9.1 — What is kept: found by class, month, number, room or word; a month's list and labels for its boxes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, cast

from django import forms
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_safe

from anju.procedure.instants import last_of_month, local
from anju.procedure.natures import NATURES, TABLES
from anju.procedure.posts import Post
from anju.records import archive as kept
from anju.records.models import Case, Community, Installation, Number, Person
from anju.records.models.cases import CaseQuerySet
from anju.records.search import Filters as SearchFilters
from anju.records.search import search

from . import wording
from .archive_page import KEEPERS
from .case_list import category_choices, classes_of
from .desk import Request, behind_the_door, page, posts_of
from .paging import BOUND, Stretch

READERS = (Post.ARCHIVIST, Post.DIRECTOR, Post.COMPANY, Post.EXECUTIVE)
SHOWN = 30
MOST_PRINTED = 2000
MONTHS = tuple(range(1, 13))


@dataclass(frozen=True, slots=True)
class HoldingRow:
    """One case that is kept."""

    number: str
    href: str
    sheet: str
    holding: str
    place: str
    category: str
    content: str
    opened: datetime
    keep_until: date | None
    sheets: int | None


@dataclass(frozen=True, slots=True)
class Box:
    """What one class of one month holds: the label of its box, and its list."""

    category: str
    rows: Sequence[HoldingRow]
    first: str
    last: str
    sheets: int
    keep_until: date | None


class HoldingFilters(forms.Form):
    """What to look for. Nothing here refuses: what does not fit finds nothing."""

    q = forms.CharField(label=gettext_lazy("查找"), required=False)
    nature = forms.ChoiceField(label=gettext_lazy("性质"), required=False)
    category = forms.ChoiceField(label=gettext_lazy("类别"), required=False)
    year = forms.ChoiceField(label=gettext_lazy("年"), required=False)
    month = forms.ChoiceField(label=gettext_lazy("月"), required=False)
    community = forms.ChoiceField(label=gettext_lazy("小区"), required=False)

    def __init__(self, data: QueryDict, communities: Sequence[Community], years: Sequence[int]) -> None:
        super().__init__(data, auto_id="holding-%s")
        choices: dict[str, Sequence[tuple[str, str]]] = {
            "nature": [(each.name, wording.words(each.words)) for each in NATURES if each.name in TABLES],
            "category": category_choices(),
            "year": [(str(each), str(each)) for each in years],
            "month": [(str(each), str(each)) for each in MONTHS],
            "community": [(each.code, each.name) for each in communities],
        }
        for name, rows in choices.items():
            cast(forms.ChoiceField, self.fields[name]).choices = [("", gettext("全部")), *rows]
        if len(communities) < 2:
            del self.fields["community"]


class Holdings:
    """The archived cases one person may see, as asked for by the address of the page."""

    def __init__(self, person: Person, now: datetime, asked: QueryDict) -> None:
        self.person, self.now, self.asked = person, now, asked
        seen = Community.objects.visible_to(person, now).filter(is_company=False)
        self.communities = list(seen.order_by("code"))
        self.cases: CaseQuerySet = Case.objects.visible_to(person, now).filter(state="archived", nature__in=TABLES)

    @cached_property
    def years(self) -> list[int]:
        """Since there are numbers here, the newest first."""
        made = Installation.objects.values_list("created_at", flat=True).first()
        this = local(self.now).year
        return list(range(this, (local(made).year if made else this) - 1, -1))

    def given(self, name: str) -> str:
        return self.asked.get(name, "").strip()

    def context(self) -> dict[str, Any]:
        filters = HoldingFilters(self.asked, self.communities, self.years)
        phrase = self.given("q")
        rows, pages = self._sought(phrase) if phrase else self._listed()
        return {
            "filters": filters,
            "filtered": any(self.given(name) for name in filters.fields),
            "rows": rows,
            "page": pages,
            "several": len(self.communities) > 1,
            "inventories": self._inventories(),
        }

    def chosen(self) -> list[Community]:
        code = self.given("community")
        return [each for each in self.communities if not code or each.code == code]

    def months(self) -> tuple[str, str] | None:
        """The first and last month asked for, as numbers write them."""
        year = next((each for each in self.years if str(each) == self.given("year")), None)
        month = next((each for each in MONTHS if str(each) == self.given("month")), None)
        if year is None and month is None:
            return None
        year = year or self.years[0]
        return (f"{year}{month:02}",) * 2 if month else (f"{year}01", f"{year}12")

    def found(self) -> CaseQuerySet:
        cases = self.cases
        if self.given("community") or self.months():
            cases = cases.filter(community__in=self.chosen())
        if between := self.months():
            numbered = Number.objects.filter(community__in=self.chosen(), month__range=between, case__isnull=False)
            forms_of = [table.form for table in TABLES.values()]
            cases = cases.filter(pk__in=numbered.filter(form__in=forms_of).values("case"))
        for name in ("nature", "category"):
            if self.given(name):
                cases = cases.filter(**{name: self.given(name)})
        return cases

    def _listed(self) -> tuple[list[HoldingRow], Stretch]:
        """Page by page along the key, the newest first."""
        found, after = self.found(), self.given("after")
        ordered = found.filter(pk__lt=int(after)) if after.isdecimal() else found
        rows = list(ordered.order_by("-pk").select_related("community")[: SHOWN + 1])
        total = found.order_by()[: BOUND + 1].count()
        begins = str(rows[SHOWN - 1].pk) if len(rows) > SHOWN else ""
        said = f"{BOUND:,}+" if total > BOUND else f"{total:,}"
        return self.rows(rows[:SHOWN]), self._pages(said, begins)

    def _sought(self, phrase: str) -> tuple[list[HoldingRow], Stretch]:
        """By holding or case number, room, or a word of what was written; from the index of the search."""
        after = self.given("after")
        begin = int(after) if after.isdecimal() else None
        found = search(self.person, self.now, phrase, self._narrowed(), after=begin, limit=SHOWN)
        said = f"{found.total:,}{'+' if found.capped else ''}"
        return self.rows([hit.case for hit in found.rows]), self._pages(said, str(found.after or ""))

    def _narrowed(self) -> SearchFilters:
        since = until = None
        if between := self.months():
            since, end = (date(int(each[:4]), int(each[4:]), 1) for each in between)
            until = last_of_month(end)
        code = self.given("community")
        return SearchFilters(
            since=since,
            until=until,
            states=frozenset({"archived"}),
            natures=frozenset(filter(None, [self.given("nature")])),
            categories=frozenset(filter(None, [self.given("category")])),
            community=next((each for each in self.communities if each.code == code), None),
        )

    def rows(self, cases: Sequence[Case]) -> list[HoldingRow]:
        classes, counted = classes_of({case.edition for case in cases}), kept.sheets_handed_over(cases)
        return [_row(case, classes, counted.get(case.pk)) for case in cases]

    def _pages(self, total: str, after: str) -> Stretch:
        return Stretch(total, self._href(after="") if self.given("after") else "", self._href(after) if after else "")

    def _href(self, after: str) -> str:
        query = self.asked.copy()
        query["after"] = after
        return f"{reverse('holdings')}?{query.urlencode()}"

    def _inventories(self) -> list[dict[str, str]]:
        """The printable list of the month asked for, of each community it may mean."""
        between = self.months()
        if between is None or between[0] != between[1]:
            return []
        query = f"month={between[0]}&category={self.given('category')}"
        return [
            {"word": each.name, "href": f"{reverse('inventory')}?community={each.code}&{query}"}
            for each in self.chosen()
        ]


def _row(case: Case, classes: Mapping[tuple[str, str, str], str], sheets: int | None) -> HoldingRow:
    return HoldingRow(
        number=case.number,
        href=reverse("case", args=[case.number]),
        sheet=reverse("case-sheet", args=[case.number]),
        holding=case.holding,
        place=case.room,
        category=classes.get((case.edition, case.nature, case.category), case.category),
        content=case.content.partition("\n")[0],
        opened=case.opened_at,
        keep_until=case.keep_until,
        sheets=sheets,
    )


class Inventory:
    """Everything kept of one month of one community, box by box: to print and to put into the box."""

    def __init__(self, holdings: Holdings) -> None:
        asked = holdings.given
        community = next((each for each in holdings.communities if each.code == asked("community")), None)
        month = asked("month")
        if community is None or not (len(month) == 6 and month.isdecimal() and int(month[4:]) in MONTHS):
            raise Http404
        self.community, self.month = community, month
        self.form = next(iter(TABLES.values()))
        cases = holdings.cases.filter(kept.of_sheaf(community.code, self.form.form, month))
        if asked("category"):
            cases = cases.filter(category=asked("category"))
        found = list(cases.order_by("category", "holding", "pk").select_related("community")[: MOST_PRINTED + 1])
        self.is_cut = len(found) > MOST_PRINTED
        self.boxes = self._boxes(holdings.rows(found[:MOST_PRINTED]))

    def _boxes(self, rows: Sequence[HoldingRow]) -> list[Box]:
        by_class: dict[str, list[HoldingRow]] = {}
        for row in rows:
            by_class.setdefault(row.category, []).append(row)
        return [
            Box(
                category=category,
                rows=of_class,
                first=of_class[0].holding,
                last=of_class[-1].holding,
                sheets=sum(row.sheets or 0 for row in of_class),
                keep_until=max((row.keep_until for row in of_class if row.keep_until), default=None),
            )
            for category, of_class in by_class.items()
        ]


@require_safe
@behind_the_door(*READERS)
def listed(request: Request) -> HttpResponse:
    shown = Holdings(request.user, request.now, request.GET)
    return page(request, "archive/holdings.html", gettext("档案"), here=_here(request), **shown.context())


@require_safe
@behind_the_door(*READERS)
def inventory(request: Request) -> HttpResponse:
    """§7.1.10: 归档目录."""
    shown = Inventory(Holdings(request.user, request.now, request.GET))
    month = f"{shown.month[:4]}-{shown.month[4:]}"
    title = gettext("归档目录")
    return page(request, "archive/inventory.html", title, here=_here(request), inventory=shown, month=month)


def _here(request: Request) -> str:
    """The place on the reader's rail: the company has no desk in the archive."""
    return "archive" if posts_of(request.user, request.now) & KEEPERS else "holdings"
