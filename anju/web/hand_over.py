"""§7.1.10 — The director puts records in order and hands them over to the archivist, many at once."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from anju.procedure.archive import total
from anju.procedure.natures import TABLES
from anju.procedure.posts import Post
from anju.procedure.words import Words
from anju.procedure.writing import read
from anju.records import archive as kept
from anju.records.models import Case, Fact, Person, Promise, Voice, Word

from .answers import done_at
from .archive_page import last_move
from .batches import Left, Sender, Went
from .board_page import short_number
from .case_list import classes_of
from .desk import Request, behind_the_door, page, say_done
from .positions import Positions

SHOWN = 100
LISTS = (
    ("ordering", "put_in_order", Words("待整理", "To put in order")),
    ("ordered", "hand_over", Words("待移交", "To hand over")),
)
STEP_OF = {state: step for state, step, _ in LISTS}
HINDRANCES = (
    ("untold", Words("还有话没告知住户", "A word still to be told")),
    ("promised", Words("还有承诺没了结", "A promise still open")),
    ("unheard", Words("附议住户没回访", "A voice not heard yet")),
)


@dataclass(frozen=True, slots=True)
class HandOverRow:
    """One case the director has to put in order or to hand over."""

    number: str
    short: str
    href: str
    place: str
    category: str
    content: str
    due: datetime | None
    expected: int
    sheets: str
    hindrances: Sequence[Words]
    returned: str
    key: str
    then: str
    position: int
    ticked: bool


class HandOver:
    """What one director still owes the archive; the same statements however much there is."""

    def __init__(self, person: Person, now: datetime, asked: QueryDict) -> None:
        self.now, self.asked = now, asked
        show = asked.get("show", "")
        self.show = show if show in STEP_OF else "ordering"
        communities = {each.community for each in person.held(now) if each.post is Post.DIRECTOR}
        seen = Case.objects.visible_to(person, now)
        self.cases = seen.filter(community__in=communities, nature__in=TABLES, state__in=STEP_OF)

    def context(self) -> dict[str, Any]:
        counts = dict(self.cases.order_by().values_list("state").annotate(Count("pk")))
        found = self._found()
        return {
            "lists": [
                {
                    "words": words,
                    "count": counts.get(state, 0),
                    "href": f"{reverse('hand-over')}?show={state}",
                    "here": state == self.show,
                }
                for state, _, words in LISTS
            ],
            "show": self.show,
            "rows": self._rows(found),
            "more": counts.get(self.show, 0) - len(found),
            "then": bool(self.asked.get("then")),
        }

    def _found(self) -> list[Any]:
        voices = Voice.objects.filter(case=OuterRef("pk"), reachable=True, outcome="")
        shown = self.cases.filter(state=self.show).annotate(
            moved_by=last_move(),
            untold=Exists(Word.objects.filter(case=OuterRef("pk"), told_at=None)),
            promised=Exists(Promise.objects.filter(case=OuterRef("pk"), kept="")),
            unheard=Exists(voices),
        )
        return list(shown.by_due().select_related("community", "place")[:SHOWN])

    def _rows(self, cases: Sequence[Any]) -> list[HandOverRow]:
        editions = kept.contents_of(case.edition for case in cases)
        sheets, handed = kept.sheets_of(cases, editions), kept.sheets_handed_over(cases)
        classes, positions, reasons = classes_of(set(editions)), Positions(cases), _why_returned(cases)
        ticked = set(self.asked.getlist("tick"))
        return [
            HandOverRow(
                number=case.number,
                short=short_number(case.number),
                href=reverse("case", args=[case.number]),
                place=case.room,
                category=classes.get((case.edition, case.nature, case.category), case.category),
                content=case.content.partition("\n")[0],
                due=case.next_due_at,
                expected=total(sheets[case.pk]),
                sheets=self._sheets(case, total(sheets[case.pk]), handed.get(case.pk)),
                hindrances=[words for name, words in HINDRANCES if getattr(case, name)],
                returned=reasons.get(case.pk, "") if case.moved_by == "return_records" else "",
                key=self.asked.get(f"key.{case.number}") or str(uuid.uuid4()),
                then=self.asked.get(f"then.{case.number}") or str(uuid.uuid4()),
                position=positions.of(case, STEP_OF[self.show]),
                ticked="all" in ticked or case.number in ticked,
            )
            for case in cases
        ]

    def _sheets(self, case: Case, expected: int, handed: int | None) -> str:
        """As typed; else what must be there - or, once it is in order, what was written down."""
        first = handed if self.show == "ordered" and handed is not None else expected
        return self.asked.get(f"sheets.{case.number}", str(first))


def _why_returned(cases: Sequence[Case]) -> dict[int, str]:
    """What the archivist missed, the last time he gave a case back; one statement."""
    of = Q(entry__case__in=[case.pk for case in cases], entry__step="return_records", name="reason")
    rows = Fact.objects.filter(of, value__isnull=False).order_by("entry__position")
    return {case: str(read(value)) for case, value in rows.values_list("entry__case", "value") if value}


@require_safe
@behind_the_door(Post.DIRECTOR)
def show(request: Request) -> HttpResponse:
    return _page(request, HandOver(request.user, request.now, request.GET))


@require_POST
@behind_the_door(Post.DIRECTOR)
def send(request: Request) -> HttpResponse:
    """What is ticked is put in order, handed over, or - where so asked - both, each by an act of its own."""
    shown = HandOver(request.user, request.now, request.POST)
    sender = Sender(request.user, request.now, request.POST)
    step = STEP_OF[shown.show]
    seen = Case.objects.visible_to(request.user, request.now).filter(nature__in=TABLES)
    cases = seen.filter(number__in=request.POST.getlist("tick")).select_related("community", "place").by_due()
    went = sender.send(list(cases), lambda case: _sent(sender, case, step))
    if not went.is_whole:
        return _page(request, HandOver(request.user, request.now, request.POST), went, went.status)
    done = gettext("已整理 %(n)s 件") if step == "put_in_order" else gettext("已移交 %(n)s 件")
    say_done(request, done % {"n": len(went.done)}, gettext("并已移交") if request.POST.get("then") else "")
    return done_at(f"{reverse('hand-over')}?show={shown.show}")


def _sent(sender: Sender, case: Case, step: str) -> Left | None:
    facts = {"sheets": sender.data.get(f"sheets.{case.number}", "")} if step == "put_in_order" else {}
    why = sender.step(case, step, facts)
    if why is not None or step != "put_in_order" or not sender.data.get("then"):
        return why
    case.refresh_from_db()
    return sender.step(case, "hand_over", {}, key="then")


def _page(request: Request, shown: HandOver, went: Went | None = None, status: int = 200) -> HttpResponse:
    context = {"went": went, **shown.context()}
    return page(request, "archive/hand_over.html", gettext("整理移交"), status=status, here="archive", **context)
