"""The director's board: seven figures in the order of work, each with its list, soonest due first (§7.1.6-7.1.9)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse

from anju.procedure import facts as law
from anju.procedure.instants import local
from anju.procedure.natures import TABLES
from anju.procedure.posts import Post
from anju.procedure.steps import State
from anju.procedure.words import Words
from anju.procedure.writing import written
from anju.records.models import Case, Community, Fact, Leg, Person
from anju.records.models.cases import OPEN_STATES, CaseQuerySet

from .case_facts import word_of
from .case_list import classes_of
from .positions import Positions
from .scopes import REOPENED
from .supervision_tabs import tabs_of
from .wording import SOON

SHOWN = 60
SHORT = 4
FIGURES = (
    ("dispatch", Words("待分派", "To dispatch"), "7.1.6"),
    ("read", Words("当场办结待阅", "Answered, to read"), "7.1.6"),
    ("today", Words("今天到期", "Due today"), "7.1.8"),
    ("late", Words("已超时", "Late"), "7.1.8"),
    ("review", Words("待审核", "To review"), "7.1.8"),
    ("call", Words("待回访", "To follow up"), "7.1.9"),
    ("bad", Words("不满意", "Dissatisfied"), "7.1.9"),
)
NAMES = tuple(name for name, *_ in FIGURES)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the strip: how many, how many within the hour, and the soonest of them."""

    name: str
    words: Words
    clause: str
    count: int
    soon: int
    first: datetime | None
    href: str
    here: bool


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One case as a line of the board; with its key and position where it can be dispatched from here."""

    number: str
    short: str
    href: str
    place: str
    category: str
    content: str
    source: Words
    state: State
    due: datetime | None
    key: str
    position: int
    ticked: bool
    repeats: bool


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A department's report that waits for the director."""

    case: BoardRow
    leg: int
    department: str
    person: str
    result: str
    pictures: int
    due: datetime | None
    accept: str
    give_back: str
    accept_position: int
    return_position: int
    keys: tuple[str, str]


@dataclass(frozen=True, slots=True)
class ShortList:
    """The first few of a figure that is not the one shown."""

    figure: Figure
    rows: Sequence[BoardRow]


class Board:
    """What one director sees of his communities; the same statements however much there is."""

    def __init__(
        self,
        person: Person,
        now: datetime,
        show: str = "",
        ticked: Sequence[str] = (),
        only: Community | None = None,
    ) -> None:
        self.now, self.ticked = now, frozenset(ticked)
        self.show = show if show in NAMES else "dispatch"
        self.communities = {each.community for each in person.held(now) if each.post is Post.DIRECTOR}
        if only:
            self.communities &= {only.pk}
        cases: CaseQuerySet = Case.objects.filter(community__in=self.communities, state__in=OPEN_STATES)
        self.cases = cases
        self.conditions = conditions(now)

    def context(self) -> dict[str, Any]:
        figures = self.figures()
        shown = self.found(self.show, SHOWN)
        others = {each.name: self.found(each.name, SHORT) for each in figures if each.name != self.show}
        everything = [*shown, *(case for cases in others.values() for case in cases)]
        classes, positions = classes_of({case.edition for case in everything}), Positions(shown)
        return {
            "supervised": tabs_of(self.communities, self.now),
            "figures": figures,
            "figure": next(each for each in figures if each.here),
            "rows": [self._row(case, classes, positions) for case in shown],
            "reports": self._reports(shown, classes, positions),
            "shorts": [
                ShortList(each, [self._row(case, classes) for case in others[each.name]])
                for each in figures
                if each.name in others
            ],
        }

    def figures(self) -> list[Figure]:
        """All of them in one statement."""
        soon = Q(next_due_at__gte=self.now, next_due_at__lt=self.now + SOON)
        asked: dict[str, Any] = {}
        for name, condition in self.conditions.items():
            asked[name] = Count("pk", filter=condition)
            asked[f"{name}_soon"] = Count("pk", filter=condition & soon)
            asked[f"{name}_first"] = Min("next_due_at", filter=condition)
        found = self.cases.aggregate(**asked)
        return [
            Figure(
                name=name,
                words=words,
                clause=clause,
                count=found[name],
                soon=found[f"{name}_soon"],
                first=found[f"{name}_first"],
                href=f"{reverse('board')}?show={name}",
                here=name == self.show,
            )
            for name, words, clause in FIGURES
        ]

    def found(self, name: str, most: int) -> list[Case]:
        return list(self.cases.filter(self.conditions[name]).by_due().select_related("community")[:most])

    def _row(self, case: Case, classes: Mapping[tuple[str, str, str], str], at: Positions | None = None) -> BoardRow:
        return BoardRow(
            number=case.number,
            short=short_number(case.number),
            href=reverse("case", args=[case.number]),
            place=case.room,
            category=classes.get((case.edition, case.nature, case.category), case.category),
            content=case.content.partition("\n")[0],
            source=word_of(law.SOURCE.choices, case.source),
            state=TABLES[case.nature].state(case.state),
            due=case.next_due_at,
            key=str(uuid.uuid4()),
            position=at.of(case, "dispatch") if at else 0,
            ticked=case.number in self.ticked,
            repeats=bool(case.repeat_of),
        )

    def _reports(
        self, cases: Sequence[Case], classes: Mapping[tuple[str, str, str], str], positions: Positions
    ) -> list[ReportRow]:
        """The reports of the cases shown; one statement."""
        legs = Leg.objects.filter(case__in=[case.pk for case in cases], state="reported")
        legs = legs.annotate(pictures=Count("case__attachments")).select_related("department", "person")
        by_case = {case.pk: case for case in cases}
        return [
            self._report(leg, by_case[leg.case_id], classes, positions)
            for leg in legs.order_by("next_due_at", "pk")
            if self.show == "review"
        ]

    def _report(
        self, leg: Leg, case: Case, classes: Mapping[tuple[str, str, str], str], positions: Positions
    ) -> ReportRow:
        return ReportRow(
            case=self._row(case, classes),
            leg=leg.key,
            department=leg.department.name,
            person=leg.person.name if leg.person else "",
            result=leg.result,
            pictures=leg.pictures,  # type: ignore[attr-defined]
            due=leg.next_due_at,
            accept=reverse("board-report", args=[case.number, leg.key, "accept_report"]),
            give_back=reverse("board-report", args=[case.number, leg.key, "return_report"]),
            accept_position=positions.of(case, "accept_report", leg.key),
            return_position=positions.of(case, "return_report", leg.key),
            keys=(str(uuid.uuid4()), str(uuid.uuid4())),
        )


def conditions(now: datetime) -> dict[str, Q]:
    """What each figure counts, of the open cases of the communities."""
    midnight = local(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    unhappy = Fact.objects.filter(entry__case=OuterRef("pk"), name="score", value=written("dissatisfied"))
    reported = Leg.objects.filter(case=OuterRef("pk"), state="reported")
    return {
        "dispatch": Q(state="passed_on"),
        "read": Q(state="answered"),
        "today": Q(next_due_at__gte=now, next_due_at__lt=midnight),
        "late": Q(next_due_at__lt=now),
        "review": Q(state__in=("handling", "reviewing")) & Q(Exists(reported)),
        "call": Q(state="follow_up"),
        "bad": Q(state__in=REOPENED) & Q(Exists(unhappy)),
    }


def short_number(number: str) -> str:
    """Form and serial of a number: what is said of a case of this month."""
    parts = number.split("-")
    return f"{parts[1]}-{parts[-1]}" if len(parts) > 2 else number
