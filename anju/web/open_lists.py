"""§7.1.1 — The lists of the desk that are worked off: words to tell, promises to keep, calls to make, calls missed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from anju.procedure.editions import Edition
from anju.procedure.natures import TABLES
from anju.procedure.words import Words
from anju.records import seeing
from anju.records.models import CallBack, Case, Community, Person, Promise, Shift, Voice, Word
from anju.records.names import masked

from .answers import Refusal
from .call_rows import KINDS_OF, SentCall, call_rows
from .case_page import Tried
from .desk import DESK
from .forms import StepForm, form_class
from .offered import Offered
from .paging import Stretch

SHOWN = 50
STEPS = {"words": "tell", "promises": "close_promise"}
ROW_FACT = {"tell": "word", "close_promise": "which"}  # the fact that names the row of the case
KINDS = {name: kind for kind, name in KINDS_OF.items()}
VOICE = Words("附议", "Voice")


@dataclass(frozen=True, slots=True)
class Tab:
    """One list of the desk, how much stands on it, and whether any of it is late."""

    name: str
    word: str
    href: str
    count: int
    tone: str
    here: bool


@dataclass(frozen=True, slots=True)
class OwedRow:
    """A word to tell or a promise to close, with the form that ends it."""

    anchor: str
    number: str
    href: str
    community: str
    place: str
    name: str
    phone: str
    revealed: str
    tag: Words | None
    text: str
    due: datetime
    key: int
    form: StepForm
    action: str
    open: bool
    refusal: Refusal | None
    phone_key: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page of a list is asked for: which list, from which row, and what stands open in it."""

    name: str = "words"
    start: int = 0
    number: str = ""
    phone: str = ""
    tried: Tried | None = None
    sent: SentCall | None = None


class DeskLists:
    """The lists of the desks at which somebody sits, or of the one he looks at."""

    def __init__(self, person: Person, now: datetime, only: Community | None = None) -> None:
        self.person, self.now = person, now
        mine = {each.community for each in person.held(now) if each.post in DESK}
        if only and only.pk in mine:
            mine = {only.pk}
        self.communities = list(Community.objects.filter(pk__in=mine).order_by("code"))
        self.several = len(self.communities) > 1
        self.seen = Case.objects.visible_to(person, now).filter(community__in=self.communities)

    @cached_property
    def _edition(self) -> Edition:
        """Neither step takes a choice from it: any one will do."""
        return seeing.rules_of(self.communities[0].pk).edition

    def words(self) -> QuerySet[Word]:
        return Word.objects.filter(self.seen.of_a_row(), community__in=self.communities, told_at=None)

    def promises(self) -> QuerySet[Promise]:
        return Promise.objects.filter(self.seen.of_a_row(), community__in=self.communities, kept="")

    def calls(self) -> QuerySet[CallBack]:
        return CallBack.objects.visible_to(self.person, self.now).filter(community__in=self.communities).open()

    def unsigned(self) -> QuerySet[Shift]:
        """Shifts that were handed over and that nobody has signed for."""
        return Shift.objects.visible_to(self.person, self.now).filter(community__in=self.communities).unsigned()

    def tabs(self, here: str) -> list[Tab]:
        """Every list with its count; four statements."""
        late = {"count": Count("pk"), "late": Count("pk", filter=Q(due__lt=self.now))}
        words, promises = self.words().aggregate(**late), self.promises().aggregate(**late)
        passed = Count("pk", filter=Q(call_by__lt=self.now))
        calls = {row.pop("kind"): row for row in self.calls().values("kind").annotate(count=Count("pk"), late=passed)}
        found: list[tuple[str, Any, str, int, str]] = [
            ("words", gettext_lazy("待告知"), list_href("words"), words["count"], _tone(words)),
            ("promises", gettext_lazy("承诺"), list_href("promises"), promises["count"], _tone(promises)),
            ("calls", gettext_lazy("待回电"), list_href("calls"), *_waiting(calls.get("asked", {}))),
            ("missed", gettext_lazy("漏接"), list_href("missed"), *_waiting(calls.get("missed", {}))),
            ("shifts", gettext_lazy("交接班"), reverse("shifts"), self.unsigned().count(), "soon"),
            ("paper", pgettext_lazy("tab", "纸单"), reverse("paper"), 0, ""),
        ]
        return [Tab(name, str(word), href, count, tone, name == here) for name, word, href, count, tone in found]

    def context(self, shown: Shown) -> dict[str, Any]:
        """One list and the tabs above it."""
        frame = {"tabs": self.tabs(shown.name), "list": shown.name, "several": self.several, "desks": self.communities}
        if shown.name in KINDS:
            return frame | self._calls(shown)
        return frame | self._owed(shown)

    def _calls(self, shown: Shown) -> dict[str, Any]:
        found = self.calls().filter(kind=KINDS[shown.name]).select_related("community", "place", "taken_by")
        rows, pages = self._page(found.order_by("due", "pk"), shown)
        named = shown.sent.call if shown.sent else ""
        if named and all(str(row.uuid) != named for row in rows):
            visible = CallBack.objects.visible_to(self.person, self.now).filter(uuid=named)
            rows = [*visible.select_related("community", "place", "taken_by"), *rows]
        return {"calls": call_rows(rows, self.now, shown.sent), "pages": pages, "owed": ()}

    def _owed(self, shown: Shown) -> dict[str, Any]:
        step = STEPS[shown.name]
        found: Any = self.words() if step == "tell" else self.promises()
        model: Any = Word if step == "tell" else Promise
        rows, pages = self._page(found.select_related("case__community").order_by("due", "pk"), shown)
        tried = _row_tried(shown)
        if tried and all((row.case.number, row.key) != (shown.number, tried) for row in rows):
            gone = model.objects.filter(case__number=shown.number, case__in=self.seen.values("pk"), key=tried)
            rows = [*gone.select_related("case__community"), *rows]
        return {"owed": self._owed_rows(rows, step, shown), "pages": pages, "calls": ()}

    def _page(self, found: QuerySet[Any], shown: Shown) -> tuple[list[Any], Stretch]:
        rows = list(found[shown.start : shown.start + SHOWN + 1])
        after = list_href(shown.name, start=shown.start + SHOWN) if len(rows) > SHOWN else ""
        first = list_href(shown.name) if shown.start else ""
        return rows[:SHOWN], Stretch(total=f"{found.order_by().count():,}", first=first, next=after)

    def _owed_rows(self, rows: Sequence[Any], step: str, shown: Shown) -> list[OwedRow]:
        voices = self._voices(rows) if step == "tell" else {}
        tried = _row_tried(shown)
        made = []
        for row in rows:
            mine = shown.tried if shown.number == row.case.number and tried == row.key else None
            phone = shown.phone if shown.number == row.case.number else ""
            made.append(self._owed_row(row, step, mine, phone, voices.get((row.case_id, getattr(row, "voice", None)))))
        return made

    def _voices(self, rows: Iterable[Any]) -> dict[tuple[int, int | None], Voice]:
        heard = [(row.case_id, row.voice) for row in rows if row.voice]
        found = Voice.objects.filter(case__in={case for case, _ in heard}, key__in={key for _, key in heard})
        return {(each.case_id, each.key): each for each in found}

    def _owed_row(self, row: Any, step: str, tried: Tried | None, phone: str, voice: Voice | None) -> OwedRow:
        case = row.case
        relayed = getattr(row, "whom", "") == "relayer"
        return OwedRow(
            anchor=f"{step}-{case.number}-{row.key}",
            number=case.number,
            href=reverse("case", args=[case.number]),
            community=case.community.name,
            place=voice.room if voice else case.room,
            name=gettext("转述人 %(name)s") % {"name": case.relayer} if relayed else voice.name if voice else case.name,
            phone="" if relayed else masked(voice.phone if voice else case.phone),
            revealed=phone if not (relayed or voice) else "",
            tag=VOICE if voice else None,
            text=row.text or case.content.partition("\n")[0],
            due=row.due,
            key=row.key,
            form=tried.form if tried else self._form(case, step, row),
            action=reverse("owed-step", args=[case.number, step]),
            open=tried is not None or bool(phone),
            refusal=tried.refusal if tried else None,
            phone_key="" if relayed or voice or not case.phone else str(uuid.uuid4()),
        )

    def _form(self, case: Case, step: str, row: Any) -> StepForm:
        """The step's form for this one row: what stands on it already is proposed as what is said."""
        law = TABLES[case.nature].step(step)
        offered = Offered(self._edition, case.nature)
        first = {"key": uuid.uuid4(), "position": 0, "telling": "told", "channel": "phone", "kept": "kept"}
        if step == "tell":
            first["told"] = row.text
        return form_class(law)(law, offered, initial=first, auto_id=f"{step}-{case.number}-{row.key}-%s")


def list_href(name: str, **more: int) -> str:
    query: dict[str, str | int] = {"list": name, **more}
    return f"{reverse('to-tell')}?{urlencode(query)}"


def said_of(form: StepForm, step: str) -> str:
    """The row of the case a sent form speaks of."""
    return str(form[ROW_FACT[step]].value() or "")


def _row_tried(shown: Shown) -> int | None:
    if shown.tried is None:
        return None
    named = said_of(shown.tried.form, shown.tried.step)
    return int(named) if named.isdecimal() else None


def _waiting(found: dict[str, int]) -> tuple[int, str]:
    """A call waits for us as long as nobody has made it."""
    return found.get("count", 0), _tone(found) or "soon"


def _tone(found: dict[str, int]) -> str:
    return "late" if found.get("late") else ""
