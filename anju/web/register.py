"""§7.1.1 — The register form: who spoke, what was said, which nature, what the resident was told, what is due when."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import Http404, QueryDict
from django.utils.translation import gettext

from anju.actions import cases as hands
from anju.actions.journal import Answer
from anju.procedure import deadlines
from anju.procedure.editions import Rules
from anju.procedure.facts import URGENCIES
from anju.procedure.natures import NATURES, TABLES, Nature
from anju.procedure.repeats import recognised
from anju.procedure.steps import Table
from anju.procedure.words import Words
from anju.records import seeing
from anju.records.extracts import earlier_of
from anju.records.models import CallBack, Case, Community, Draft, Location, Person
from anju.records.search import located

from . import wording
from .called_back import became, call_of, known_of, with_phone
from .callers import Asking, Caller, caller_of, case_token
from .desk import DESK
from .drafts import drafts_of
from .forms import doing
from .heard import heard_by
from .household import household_of
from .lists import queue_of
from .offered import Offered
from .prefill import AGAIN, CALL_BACK, FRESH, PAPER, prefilled
from .register_form import PASS_ON, JoiningForm, RegisterForm
from .speaking import completed

SPANS = (
    ("pass_on", Words("传递主任", "Pass on"), "7.1.5"),
    ("dispatch", Words("主任分派", "Dispatch"), "7.1.6"),
    ("tell", Words("首次回话", "First word"), "7.1.1"),
    ("result", Words("处理并反馈", "Result"), "7.1.7"),
)
FROM_SAID = frozenset({"tell", "result"})
NATURE_ICONS = {"other": "message-circle", "repair": "tool", "paid": "receipt", "complaint": "message-report"}
NATURE_ORDER = ("repair", "complaint", "paid", "other")  # as the procedure names them, §7.1.2-7.1.5
URGENCY_KEYS = ("Alt+Q", "Alt+W", "Alt+E")
SELDOM = ("happened", "late_reason")
MOST_OF_A_CALL = 9
SAME_CALLER = ("source", "speaker", "name", "relayer")


@dataclass(frozen=True, slots=True)
class Limit:
    """What will be due once this is saved, so that the clerk can say it."""

    words: Words
    clause: str
    text: str


@dataclass(frozen=True, slots=True)
class NatureChoice:
    """One of the four natures; one that is not built names the paper it is kept on meanwhile."""

    name: str
    words: Words
    clause: str
    icon: str
    key: str
    chosen: bool
    paper: Words
    refusal: str


def _refusal(nature: Nature) -> str:
    """Why a word of this nature is not kept here yet; nothing where it is."""
    if nature.name in TABLES:
        return ""
    return wording.words(hands.NOT_BUILT, nature=nature.words, paper=nature.paper)


def _urgencies() -> list[tuple[tuple[str, str], str]]:
    named = [(each.value, wording.words(each.words)) for each in URGENCIES]
    return list(zip(named, URGENCY_KEYS, strict=True))


@dataclass
class RegisterPage:
    """The form of one nature in one community, as one person may fill it in."""

    person: Person
    now: datetime
    asked: QueryDict

    @cached_property
    def communities(self) -> list[Community]:
        """Where this person sits at the desk."""
        mine = {each.community for each in self.person.held(self.now) if each.post in DESK}
        return list(Community.objects.filter(pk__in=mine).order_by("code"))

    @cached_property
    def community(self) -> Community:
        code = self.asked.get("community", "")
        return next((each for each in self.communities if each.code == code), self.communities[0])

    @property
    def nature(self) -> str:
        return "other"

    @property
    def table(self) -> Table:
        return TABLES[self.nature]

    @property
    def chosen_nature(self) -> str:
        return self.asked.get("nature", self.nature)

    def place(self, typed: str) -> Location | None:
        """The place that is meant by what stands in the box, in any spelling."""
        return located(self.community, typed) if typed.strip() else None

    @cached_property
    def caller(self) -> Caller:
        """Whom the form names by a token: his phone is known here and masked on the page."""
        return caller_of(self.asked.get("caller", ""), self.community, self.person, self.now)

    @property
    def paper(self) -> str:
        """The number of the sheet it was first written on, if there is one."""
        return self.asked.get(PAPER, "").strip()

    @cached_property
    def call_back(self) -> CallBack | None:
        """The call to make that this was, if the form was opened from one."""
        return call_of(self.asked.get(CALL_BACK, ""), Asking(self.community, self.person, self.now))

    @cached_property
    def rules(self) -> Rules:
        return seeing.rules_of(self.community.pk)

    @cached_property
    def offered(self) -> Offered:
        return Offered(self.rules.edition, self.nature)

    def form(self, data: QueryDict | None = None, known: Mapping[str, object] | None = None) -> RegisterForm:
        """The form as sent, or with what is known before anything was typed."""
        first = {
            "key": uuid.uuid4(),
            "call": uuid.uuid4(),
            "position": 0,
            "said_at": self.now,
            "urgency": "normal",
            "source": "phone",
            "category": "unsure",
            "how": PASS_ON,
        }
        return RegisterForm(self.table.step("register"), self.offered, data, initial=first | dict(known or {}))

    def joining(self, data: QueryDict) -> JoiningForm:
        """The form as sent to join a case that is open already."""
        return JoiningForm(self.table.step("register"), self.offered, data, voice=self.table.step("add_voice"))

    def known(self) -> dict[str, object]:
        """What stands in the form before anything is typed: a draft, a case just registered, what the address says."""
        if self.draft:
            content = {name: str(value) for name, value in self.draft.content.items()}
            named = {name: content.get(name, "") for name in ("community", "caller", "paper", CALL_BACK)}
            self._speak_of(**named, nature=content.get("nature", self.nature))
            return {**content, "key": self.draft.key}
        if heard := heard_by(self.person, self.now, self.communities, self.asked):
            self._speak_of(community=heard.community, caller=heard.caller)
            return heard.fields | prefilled(self.asked)
        return self._same_caller(self.asked.get(AGAIN, ""), "call") | known_of(self.call_back) | prefilled(self.asked)

    @cached_property
    def draft(self) -> Draft | None:
        """The draft asked for; without asking, what was being typed when the page was lost."""
        kept = drafts_of(self.person)
        if key := self.asked.get("draft", ""):
            return next((each for each in kept if each.subject == key), None)
        if self.asked.keys() & FRESH:
            return None
        return next((each for each in kept if not each.content.get("parked")), None)

    def _same_caller(self, number: str, *more: str) -> dict[str, object]:
        """Who spoke, where and by what way, of an earlier case."""
        if not number:
            return {}
        seen = Case.objects.visible_to(self.person, self.now).filter(community__in=self.communities, number=number)
        case = seen.select_related("place", "community").first()
        if case is None:
            return {}
        self._speak_of(community=case.community.code, caller=case_token(number))
        return {"place": case.place.code, **{name: getattr(case, name) for name in (*SAME_CALLER, *more)}}

    def _speak_of(self, **known: str) -> None:
        """Take the community, the caller and the nature from what is known, as if they had been sent."""
        self.asked = self.asked.copy()
        for name, value in known.items():
            self.asked[name] = value

    def context(self, form: RegisterForm) -> dict[str, Any]:
        fields = {field.name: field for field in form}
        place = self.place(str(form["place"].value() or ""))
        return {
            "form": form,
            "fields": fields,
            "community": self.community,
            "communities": self.communities if len(self.communities) > 1 else (),
            "natures": self._natures(),
            "urgencies": _urgencies(),
            "on_the_spot": self._on_the_spot(),
            "times": wording.near_times(self.now),
            "caller": self.caller,
            "paper": self.paper,
            "call_back": self.call_back,
            "late_open": bool(self.paper) or any(fields[name].value() or fields[name].errors for name in SELDOM),
            "household": household_of(place, self.person, self.now) if place else None,
            "limits": self.limits(str(form["grade"].value() or "")),
            "draft": self.draft,
            "of_call": self._of_call(form),
            "queue": queue_of(self.community, self.person, self.now),
        }

    def _on_the_spot(self) -> list[str]:
        """The grades that may be answered at once."""
        return [each.code for each in self.offered.edition.grades[self.nature] if each.on_the_spot]

    def _of_call(self, form: RegisterForm) -> list[Case]:
        """What was recorded of this call already; nothing of one that has just begun."""
        call = str(form["call"].value() or "")
        if not call or not (form.is_bound or self.draft or AGAIN in self.asked):
            return []
        seen = Case.objects.visible_to(self.person, self.now).filter(community=self.community, call=call)
        return list(seen.order_by("pk")[:MOST_OF_A_CALL])

    def _natures(self) -> list[NatureChoice]:
        named = {each.name: each for each in NATURES}
        return [
            NatureChoice(name, named[name].words, named[name].clause, NATURE_ICONS[name], f"Alt+{digit}",
                         name == self.chosen_nature, named[name].paper, _refusal(named[name]))
            for digit, name in enumerate(NATURE_ORDER, start=1)
        ]  # fmt: skip

    def register(self, form: RegisterForm) -> Answer:
        """§7.1.1, and at once §7.1.5, unless it was answered or is only to be recorded."""
        done = doing(self.person, self.now, form)
        answer = hands.register(
            done,
            community=self.community,
            nature_name=self.chosen_nature,
            facts=self._facts(form),
            then=form.follow(),
            paper=self.paper,
        )
        became(self.call_back, done, str(answer["number"]))
        return answer

    def join(self, form: RegisterForm, number: str) -> Answer:
        """§7.1.1: the caller becomes a voice of a case that is open already. Raises Http404 where there is none."""
        seen = Case.objects.visible_to(self.person, self.now).filter(community=self.community, number=number)
        if not seen.exists():
            raise Http404
        done = doing(self.person, self.now, form)
        answer = hands.take(done, number=number, step=form.step.name, facts=self._facts(form))
        became(self.call_back, done, number)
        return answer

    def repeats(self, place: Location, category: str) -> str:
        """The case of this place and class whose work was done lately: one more would be its repeat."""
        return recognised(earlier_of(self.community.pk, place.code), category, self.now, self.rules)

    def _facts(self, form: RegisterForm) -> dict[str, object]:
        """What was typed, and what the house knows of the caller or of the call that was returned."""
        return with_phone(completed(form.facts, self.caller, self.community), self.call_back)

    def limits(self, grade: str, said: datetime | None = None) -> list[Limit]:
        """The limits of a grade: as a time where the start is known, else as a length."""
        rules, found = self.rules, []
        for span, name, clause in SPANS:
            target = rules.target(self.nature, grade, span)
            if target is None:
                continue
            text = wording.words(target.limit)
            if span != "dispatch":
                start = (said or self.now) if span in FROM_SAID else self.now
                due = deadlines.due(start, target, rules.hours(target.calendar)).due
                text = gettext("%(at)s 前") % {"at": wording.when(due, self.now)}
            found.append(Limit(name, clause, text))
        return found
