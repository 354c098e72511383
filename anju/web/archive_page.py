"""The archivist's desk: what was handed over by due, one case open beside it, what of it must be there (§7.1.10)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.http import QueryDict
from django.urls import reverse

from anju.procedure.archive import Sheets, kept_until, total
from anju.procedure.natures import TABLES
from anju.procedure.posts import Post
from anju.procedure.taking import refusal_of
from anju.procedure.words import Words
from anju.procedure.writing import read
from anju.records import archive as kept
from anju.records.models import Case, Entry, Fact, Person
from anju.records.models.cases import CaseQuerySet

from . import case_facts, wording
from .board_page import short_number
from .case_list import classes_of
from .case_page import CasePage, Tried
from .forms import StepForm
from .positions import Positions

SHOWN = 60
KEEPERS = frozenset({Post.ARCHIVIST, Post.DIRECTOR})
STEPS = ("archive", "return_records")
LISTS = (
    ("waiting", Words("待归档", "To archive")),
    ("ordered", Words("待移交", "To hand over")),
    ("returned", Words("退回补齐", "Returned")),
)
HOW_HANDED = ("put_in_order", "hand_over", "return_records")


def last_move() -> Subquery:
    """The step that brought a case where it stands."""
    moved = Entry.objects.filter(case=OuterRef("pk")).exclude(case_left=F("case_entered")).order_by("-position")
    return Subquery(moved.values("step")[:1])


CONDITIONS = {
    "waiting": Q(state="handed_over"),
    "ordered": Q(state="ordered"),
    "returned": Q(state="ordering", moved_by="return_records"),
}


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One case of the queue."""

    number: str
    short: str
    href: str
    place: str
    category: str
    content: str
    due: datetime | None
    here: bool
    ticked: bool


@dataclass(frozen=True, slots=True)
class Handed:
    """What the director wrote of the papers: in order, handed over - or why they were returned."""

    words: Words
    clause: str
    by: str
    happened: datetime
    sheets: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The case beside the queue."""

    case: Case
    state: Any
    category: str
    href: str
    sheet: str
    sheets: tuple[Sheets, ...]
    expected: int
    handed: int | None
    history: Sequence[Handed]
    pictures: Sequence[tuple[str, str]]
    outcome: Words | None
    keep_until: date
    count: StepForm | None
    give_back: StepForm | None
    tried: Tried | None
    why_not: str
    clause: str


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A ticked case: what must be there, what was counted, under which number it will be kept."""

    number: str
    short: str
    place: str
    category: str
    expected: int
    handed: int | None
    counted: str
    holding: str
    key: str
    position: str


class ArchivePage:
    """What one keeper sees of his communities; the same statements however much there is."""

    def __init__(self, person: Person, now: datetime, asked: QueryDict, tried: Tried | None = None) -> None:
        self.person, self.now, self.asked, self._tried = person, now, asked, tried
        show = asked.get("show", "")
        self.show = show if show in CONDITIONS else "waiting"
        self.communities = {each.community for each in person.held(now) if each.post in KEEPERS}
        cases: CaseQuerySet = Case.objects.visible_to(person, now)
        self.cases = cases.filter(community__in=self.communities, nature__in=TABLES)

    @cached_property
    def listed(self) -> list[Case]:
        shown = self.cases.alias(moved_by=last_move()).filter(CONDITIONS[self.show])
        return list(shown.by_due().select_related("community", "place")[:SHOWN])

    @cached_property
    def open(self) -> Case | None:
        """The case asked for, if it is in the list; else the first."""
        wanted = self.asked.get("case", "")
        return next((case for case in self.listed if case.number == wanted), self.listed[0] if self.listed else None)

    @property
    def tried(self) -> Tried | None:
        """What was typed belongs to its own case: once that has left the list, no other shows it."""
        return self._tried if self.open and self.open.number == self.asked.get("case") else None

    @cached_property
    def editions(self) -> dict[str, kept.Contents]:
        return kept.contents_of(case.edition for case in self.listed)

    def context(self) -> dict[str, Any]:
        counts = self.counts()
        classes = classes_of({case.edition for case in self.listed})
        batch = self.batch(classes)
        ticked = {row.number for row in batch}
        return {
            "lists": [
                {
                    "name": name,
                    "words": words,
                    "count": counts[name],
                    "href": f"{reverse('archive')}?show={name}",
                    "here": name == self.show,
                }
                for name, words in LISTS
            ],
            "show": self.show,
            "queue": [self._item(case, classes, ticked) for case in self.listed],
            "more": counts[self.show] - len(self.listed),
            "opened": self._opened(self.open, classes) if self.open else None,
            "rows": batch,
            "directs": any(each.post is Post.DIRECTOR for each in self.person.held(self.now)),
        }

    def counts(self) -> dict[str, int]:
        """All three in one statement."""
        near = self.cases.filter(state__in=("ordering", "ordered", "handed_over")).annotate(moved_by=last_move())
        asked: dict[str, Any] = {name: Count("pk", filter=condition) for name, condition in CONDITIONS.items()}
        return near.aggregate(**asked)

    def _item(self, case: Case, classes: Any, ticked: set[str]) -> QueueItem:
        return QueueItem(
            number=case.number,
            short=short_number(case.number),
            href=f"{reverse('archive')}?show={self.show}&case={case.number}",
            place=case.room,
            category=classes.get((case.edition, case.nature, case.category), case.category),
            content=case.content.partition("\n")[0],
            due=case.next_due_at,
            here=case == self.open,
            ticked=case.number in ticked,
        )

    def _opened(self, case: Case, classes: Any) -> Opened:
        page = CasePage(case, self.person, self.now)
        sheets = kept.sheets_of([case], self.editions)[case.pk]
        history = _history(case, page)
        years = page.rules.edition.retention[case.nature]
        forms = {name: self._form(page, name) for name in STEPS}
        refusal = refusal_of(page.table, page.view, page.table.step("archive"), page.at, page.rules)
        return Opened(
            case=case,
            state=page.table.state(case.state),
            category=classes.get((case.edition, case.nature, case.category), case.category),
            href=reverse("case", args=[case.number]),
            sheet=reverse("case-sheet", args=[case.number]),
            sheets=sheets,
            expected=total(sheets),
            handed=next((each.sheets for each in history if each.sheets is not None), None),
            history=history,
            pictures=[(each.name, reverse("attachment", args=[case.number, each.key])) for each in page.pictures()],
            outcome=case_facts.outcome_of(case),
            keep_until=kept_until(self.now, years),
            count=forms["archive"],
            give_back=forms["return_records"],
            tried=self.tried,
            why_not=refusal.say(wording.language()) if refusal else "",
            clause=refusal.clause if refusal else "",
        )

    def _form(self, page: CasePage, name: str) -> StepForm | None:
        """The form of a step that is open to this person, as typed where it was refused."""
        if self.tried and self.tried.step == name:
            return self.tried.form
        step = page.table.step(name)
        if refusal_of(page.table, page.view, step, page.at, page.rules) is not None:
            return None
        form = page.form(step, None)
        if "counted" in form.fields:
            form.fields["counted"].widget.attrs["autofocus"] = True  # the count is what the archivist came to type
        return form

    def batch(self, classes: Any = None) -> list[BatchRow]:
        """The ticked cases that can be taken in, as typed so far or as proposed; the same statements for all."""
        wanted = set(self.asked.getlist("tick"))
        cases = [case for case in self.listed if case.number in wanted or "all" in wanted]
        if not cases or self.show != "waiting":
            return []
        classes = classes or classes_of({case.edition for case in cases})
        sheets, handed = kept.sheets_of(cases, self.editions), kept.sheets_handed_over(cases)
        written = [name for name in (f"holding.{case.number}" for case in cases) if name in self.asked]
        fresh = [case for case in cases if f"holding.{case.number}" not in written]
        holdings = kept.proposed(fresh, self.editions, [str(self.asked[name]) for name in written])
        positions = Positions(cases)
        return [
            BatchRow(
                number=case.number,
                short=short_number(case.number),
                place=case.room,
                category=classes.get((case.edition, case.nature, case.category), case.category),
                expected=total(sheets[case.pk]),
                handed=handed.get(case.pk),
                counted=self.asked.get(f"counted.{case.number}", ""),
                holding=self.asked.get(f"holding.{case.number}", holdings.get(case.pk, "")),
                key=self.asked.get(f"key.{case.number}") or str(uuid.uuid4()),
                position=self.asked.get(f"position.{case.number}") or str(positions.of(case, "archive")),
            )
            for case in cases
        ]


def _history(case: Case, page: CasePage) -> list[Handed]:
    """How the papers went to and fro, the last first; two statements."""
    rows = case.entries.filter(step__in=HOW_HANDED).order_by("-position").select_related("act__actor")
    entries = list(rows)
    facts = Fact.objects.by_entry(entries)
    return [_handed(entry, {each.name: each.value for each in facts[entry.pk]}, page) for entry in entries]


def _handed(entry: Entry, facts: dict[str, str | None], page: CasePage) -> Handed:
    told = {name: str(read(value)) for name, value in facts.items() if value is not None}
    return Handed(
        words=page.table.step(entry.step).words,
        clause=entry.clause,
        by=entry.act.actor.name if entry.act.actor else "",
        happened=entry.happened_at,
        sheets=int(told["sheets"]) if "sheets" in told else None,
        text=told.get("reason") or told.get("remark", ""),
    )
