"""§7.1.1 — The register form: who spoke, what was said, which nature, what the resident was told, what is due when."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext

from anju.actions import cases as hands
from anju.actions.journal import Answer
from anju.procedure import deadlines, rooms
from anju.procedure.natures import NATURES, TABLES
from anju.procedure.words import Words
from anju.records import seeing
from anju.records.models import Community, Location, Person

from . import wording
from .desk import DESK
from .forms import Offered, StepForm, doing

SPANS = (
    ("pass_on", Words("传递主任", "Pass on"), "7.1.5"),
    ("dispatch", Words("主任分派", "Dispatch"), "7.1.6"),
    ("tell", Words("首次回话", "First word"), "7.1.1"),
    ("result", Words("处理并反馈", "Result"), "7.1.7"),
)
FROM_SAID = frozenset({"tell", "result"})
NATURE_ICONS = {"other": "message-circle", "repair": "tool", "paid": "receipt", "complaint": "message-report"}


@dataclass(frozen=True, slots=True)
class Limit:
    """What will be due once this is saved, so that the clerk can say it."""

    words: Words
    clause: str
    text: str


@dataclass(frozen=True, slots=True)
class NatureChoice:
    """One of the four natures; one that is not built names the paper it is kept on meanwhile."""

    words: Words
    clause: str
    icon: str
    on: bool
    paper: Words


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

    def place(self, typed: str) -> str:
        """The code of a place as it was typed: as it stands in the register, or a room in any spelling."""
        known = rooms.room(typed)
        stands = Location.objects.filter(community=self.community, code=typed).exists()
        return typed if stands or known is None else known.form

    @cached_property
    def offered(self) -> Offered:
        return Offered(seeing.rules_of(self.community.pk).edition, self.nature)

    def form(self, data: QueryDict | None = None) -> StepForm:
        step = TABLES[self.nature].step("register")
        first = {
            "key": uuid.uuid4(),
            "position": 0,
            "said_at": self.now,
            "urgency": "normal",
            "source": "phone",
            "category": "unsure",
        }
        return StepForm(step, self.offered, data, initial=first)

    def context(self, form: StepForm) -> dict[str, Any]:
        return {
            "form": form,
            "fields": {field.name: field for field in form},
            "community": self.community,
            "communities": self.communities if len(self.communities) > 1 else (),
            "natures": [
                NatureChoice(each.words, each.clause, NATURE_ICONS[each.name], each.name in TABLES, each.paper)
                for each in NATURES
            ],
            "limits": self.limits(str(form["grade"].value() or "")),
        }

    def register(self, form: StepForm, then: Sequence[str]) -> Answer:
        """§7.1.1, and §7.1.5 at once where the clerk pressed so."""
        return hands.register(
            doing(self.person, self.now, form),
            community=self.community,
            nature_name=self.asked.get("nature", "other"),
            facts=form.facts | {"place": self.place(str(form.cleaned_data["place"]))},
            then=tuple(each for each in then if each == "pass_on"),
        )

    def limits(self, grade: str, said: datetime | None = None) -> list[Limit]:
        """The limits of a grade: as a time where the start is known, else as a length."""
        rules = seeing.rules_of(self.community.pk)
        found = []
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
