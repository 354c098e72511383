"""The list of cases: what one may see, filtered, soonest due first, along a key, each with its next step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext

from anju.procedure.natures import TABLES
from anju.procedure.posts import Post
from anju.procedure.steps import State, Step, Subject
from anju.records.models import Case, Community, Leg, Person
from anju.records.models.cases import CaseQuerySet
from anju.records.search import keys_of

from . import wording
from .beside import BESIDE
from .case_list import CONDITIONS, Filters, classes_of
from .paging import BOUND, Keyset, Pages
from .scopes import SCOPES, scoped

BY_DUE = Keyset(("next_due_at", "pk"), empty_last=True)
NEWEST = Keyset(("-opened_at", "-pk"))
NEWEST_ANYWHERE = Keyset(("-pk",))  # of all communities no index has the other order; keys are given in this one
OFFERED = 8
Offer = tuple[Step, Leg | None]


@dataclass(frozen=True, slots=True)
class Next:
    """A step one may take, by the place on the case page where its form opens."""

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    """One case as a line of the list."""

    href: str
    key: str
    number: str
    place: str
    name: str
    category: str
    content: str
    departments: str
    state: State
    due: datetime | None
    said: datetime
    next: Next | None
    more: Sequence[Next]
    batch: bool
    repeats: bool


@dataclass
class CaseList:
    """The cases one person sees, as asked for by the address of the page."""

    person: Person
    now: datetime
    asked: QueryDict

    def __post_init__(self) -> None:
        self.posts: dict[int, tuple[frozenset[Post], frozenset[int | None]]] = {}
        self.filters = Filters(self.asked, self.person, self.now)
        self.scope = self.asked.get("scope", "open")
        if self.scope not in SCOPES or (self.asked.get("state") and self.scope != "late"):
            self.scope = "all"
        self.several = "community" in self.filters.fields
        self.given = {name: self.asked.get(name, "").strip() for name in self.filters.fields}

    def context(self) -> dict[str, Any]:
        found = self.found()
        rows, pages = self._order().page(found, self.asked, reverse("cases"))
        return {
            "filters": self.filters,
            "top_views": self._views(),
            "filtered": any(self.given.values()),
            "scope": self.scope,
            "rows": self._rows(rows),
            "page": pages,
            "late": self._late(found, pages),
            "several": self.several,
            "batch": any(each.post is Post.DIRECTOR for each in self.person.held(self.now)),
        }

    def _order(self) -> Keyset:
        if self.scope != "all":
            return BY_DUE
        return NEWEST_ANYWHERE if any(each.community is None for each in self.person.held(self.now)) else NEWEST

    def found(self) -> CaseQuerySet:
        """What is visible, and of it what was asked for."""
        cases: CaseQuerySet = Case.objects.visible_to(self.person, self.now)
        if self.scope != "all":
            cases = cases.open().filter(scoped(self.scope, self.now))
        if self.scope == "mine":
            cases = cases.filter(pk__in=Leg.objects.filter(person=self.person).values("case"))
        for name, condition in CONDITIONS.items():
            if self.given.get(name):
                cases = cases.filter(condition(self.given[name]))
        if state := self.given["leg"]:
            cases = cases.filter(pk__in=self._worked_on(state).values("case"))
        if phrase := self.given["q"]:
            cases = cases.filter(pk__in=keys_of(self.person, self.now, phrase))
        return cases

    def _worked_on(self, state: str) -> QuerySet[Leg]:
        """A department's work in that state; in a list of late ones the work itself is late."""
        legs = Leg.objects.filter(state=state)
        return legs.filter(next_due_at__lt=self.now) if self.scope == "late" else legs

    def community(self) -> Community | None:
        """The one community the list is of; None where it is of several."""
        visible = Community.objects.visible_to(self.person, self.now).filter(is_company=False)
        if self.given.get("community"):
            visible = visible.filter(code=self.given["community"])
        found = list(visible[:2])
        return found[0] if len(found) == 1 else None

    def narrowed(self) -> dict[str, str]:
        """What the list was narrowed by, for the journal."""
        return {"scope": self.scope, **self.given}

    def _late(self, found: CaseQuerySet, pages: Pages) -> int:
        """Of these the late ones; where it shows only late ones, all of them."""
        if self.scope == "late":
            return pages.count
        return found.open().filter(next_due_at__lt=self.now).order_by()[: BOUND + 1].count()

    def _rows(self, cases: Sequence[Case]) -> list[Row]:
        legs: dict[int, list[Leg]] = {}
        found = Leg.objects.filter(case__in=[case.pk for case in cases]).exclude(state="withdrawn")
        for leg in found.select_related("department").order_by("case", "key"):
            legs.setdefault(leg.case_id, []).append(leg)
        classes = classes_of({case.edition for case in cases})
        return [self._row(case, legs.get(case.pk, ()), classes) for case in cases]

    def _row(self, case: Case, legs: Sequence[Leg], classes: Mapping[tuple[str, str, str], str]) -> Row:
        onward, beside = self._steps(case, legs)
        href = reverse("case", args=[case.number])
        return Row(
            href=href,
            key=case.number,
            number=case.number if self.several else case.number.partition("-")[2],
            place=case.room,
            name=case.name,
            category=classes.get((case.edition, case.nature, case.category), case.category),
            content=case.content.partition("\n")[0],
            departments="、".join(leg.department.name for leg in legs),
            state=TABLES[case.nature].state(case.state),
            due=case.next_due_at,
            said=case.said_at,
            next=self._next(href, *onward[0]) if onward else None,
            more=[self._next(href, *pair) for pair in (*onward[1:], *beside)[:OFFERED]],
            batch=any(step.name == "dispatch" for step, _ in onward),
            repeats=bool(case.repeat_of),
        )

    def _steps(self, case: Case, legs: Sequence[Leg]) -> tuple[list[Offer], list[Offer]]:
        """The steps of one's posts in this state, those that carry it on first; the case page asks the guards."""
        posts, departments = self._posts(case.community_id)
        onward: list[Offer] = []
        beside: list[Offer] = []
        for step, leg in _possible(case, legs):
            foreign = leg is not None and Post.HANDLER in step.posts and leg.department_id not in departments
            if not step.posts & posts or (foreign and Post.DIRECTOR not in posts):
                continue
            carries_on = step.moves and step.name not in BESIDE and not foreign
            (onward if carries_on else beside).append((step, leg))
        return onward, sorted(beside, key=lambda pair: pair[0].name == "void")

    def _posts(self, community: int) -> tuple[frozenset[Post], frozenset[int | None]]:
        """What one is in a community, remembered for its other rows."""
        if community not in self.posts:
            held = [each for each in self.person.held(self.now) if each.community in (None, community)]
            self.posts[community] = frozenset(each.post for each in held), frozenset(each.department for each in held)
        return self.posts[community]

    def _next(self, href: str, step: Step, leg: Leg | None) -> Next:
        anchor = f"{step.name}-{leg.key}" if leg else step.name
        return Next(wording.words(step.words), f"{href}#{anchor}")

    def _views(self) -> list[dict[str, Any]]:
        words = {
            "open": gettext("未结"),
            "late": gettext("超时"),
            "mine": gettext("我经手"),
            "disputed": gettext("说法不一"),
            "all": gettext("全部"),
        }
        address = reverse("cases")
        here = self.scope if not any(self.given.values()) else ""
        return [
            {"word": word, "href": f"{address}?scope={scope}", "here": scope == here} for scope, word in words.items()
        ]


def _possible(case: Case, legs: Sequence[Leg]) -> Iterator[Offer]:
    for step in TABLES[case.nature].steps:
        if step.goes_back or step.apart:
            continue
        if step.subject is Subject.CASE and case.state in step.leaves:
            yield step, None
        elif step.subject is Subject.LEG:
            yield from ((step, leg) for leg in legs if leg.state in step.leaves)
