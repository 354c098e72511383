"""§7.1.8 — Merging at the counter: the other case found by number or among those alike, both beside each other."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from anju.actions.cases import Doing, position
from anju.actions.journal import Answer
from anju.actions.merges import merge
from anju.procedure import facts as law
from anju.procedure.given import TEXT_LIMIT
from anju.procedure.taking import refusal_of
from anju.procedure.words import Refused
from anju.records import seeing
from anju.records.models import Case
from anju.records.names import masked

from . import case_facts, wording
from .case_list import by_number
from .case_page import CasePage
from .forms import KeyedForm
from .household import CaseLine, similar


class MergeForm(KeyedForm):
    """Into which case, and why; the position of the page it was confirmed on."""

    position = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    into = forms.CharField(widget=forms.HiddenInput, max_length=30)
    reason = forms.CharField(
        label=gettext_lazy("原因"), max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 2})
    )


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two cases, as far as one must see it to tell whether they are one matter."""

    case: Case
    state: Any
    rows: list[tuple[Any, str]]


@dataclass
class MergePage:
    """The case that would end, and the one it would go into - once that is chosen."""

    shown: CasePage
    asked: str

    @cached_property
    def other(self) -> Case | None:
        """The case meant by a number typed whole, or by the end of one; never the case itself."""
        typed = self.asked.strip()
        if not typed:
            return None
        seen = Case.objects.visible_to(self.shown.person, self.shown.now).exclude(pk=self.shown.case.pk)
        seen = seen.filter(community=self.shown.case.community).select_related("place", "community")
        found = list(seen.filter(number=typed)[:1]) or list(seen.filter(by_number(typed)).order_by("-pk")[:2])
        return found[0] if len(found) == 1 else None

    def context(self, form: MergeForm | None = None) -> dict[str, Any]:
        refusal = self.refusal() if self.other else None
        forbidden = {"text": refusal.say(wording.language()), "clause": refusal.clause} if refusal else None
        return {
            "case": self.shown.case,
            "asked": self.asked,
            "sides": [self._side(each) for each in (self.shown.case, self.other) if each],
            "alike": () if self.other else self.alike(),
            "forbidden": forbidden,
            "form": form or self.form() if self.other and not refusal else None,
        }

    def refusal(self) -> Refused | None:
        """Why the law does not let these two be merged, whatever is typed."""
        page = self.shown
        there = seeing.view_of(self.other, page.person, page.now) if self.other else None
        return refusal_of(page.table, replace(page.view, other=there), page.table.step("merge"), page.at, page.rules)

    def alike(self) -> list[CaseLine]:
        """Open cases that may be the same matter, as the desk is shown them."""
        case, page = self.shown.case, self.shown
        found = similar(case.place, page.person, page.now, category=case.category, content=case.content)
        return [each for each in found if each.full != case.number and each.may_join]

    def form(self) -> MergeForm:
        page = self.shown
        first = {"key": uuid.uuid4(), "into": self.other.number if self.other else ""}
        return MergeForm(initial=first | {"position": position(page.table, "merge", page.view)})

    def merge(self, form: MergeForm) -> Answer:
        page, given = self.shown, form.cleaned_data
        doing = Doing(page.person, str(given["key"]), page.now)
        return merge(doing, number=page.case.number, into=given["into"], reason=given["reason"], seen=given["position"])

    def _side(self, case: Case) -> Side:
        now, edition = self.shown.now, self.shown.rules.edition
        head = case_facts.head(case, self.shown.table.state(case.state), self.shown.table.words, edition)
        speaker = wording.words(case_facts.word_of(law.SPEAKERS, case.speaker))
        rows = [
            (law.PLACE.words, case.room),
            (law.SPEAKER.words, " ".join(filter(None, (case.name, speaker, masked(case.phone))))),
            (law.SAID_AT.words, wording.when(case.said_at, now)),
            (law.GRADE.words, wording.words(head["grade"])),
            (law.CATEGORY.words, wording.words(head["category"])),
            (law.CONTENT.words, case.content),
        ]
        return Side(case, head["state"], rows)
