"""§7.1.9 — What came of a call, on one form: the resident's answer, or why he was not reached."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict

from anju.procedure.given import MISSING
from anju.procedure.steps import Step

from . import wording
from .forms import StepForm, field_of
from .offered import Offered

NOT_REACHED = "not_reached"
SIGNS = {"satisfied": "mood-smile", "fairly": "mood-neutral", "dissatisfied": "mood-sad", NOT_REACHED: "phone-off"}


class CallForm(StepForm):
    """Two rows of the table, of which the fourth answer chooses the second; `step` is the row that was chosen."""

    def __init__(
        self, reached: Step, unreached: Step, offered: Offered, data: QueryDict | None = None, **options: Any
    ) -> None:
        super().__init__(reached, offered, data, **options)
        self.rows = (reached, unreached)
        for fact in unreached.facts:
            self.fields.setdefault(fact.name, field_of(fact, offered))
            self.fields[fact.name].required = fact.required and fact in reached.facts
        self.fields.pop("voice", None)
        score = cast(forms.ChoiceField, self.fields["score"])
        answers = cast("list[tuple[str, str]]", score.choices)[1:]
        score.choices = [*answers, (NOT_REACHED, wording.words(unreached.words))]
        self.voice: int | None = None

    def clean(self) -> dict[str, Any]:
        """What the chosen row must record is there."""
        given = super().clean() or self.cleaned_data
        self.step = self.rows[given.get("score") == NOT_REACHED]
        for fact in self.step.facts:
            if fact.required and fact.name in self.fields and not given.get(fact.name) and fact.name not in self.errors:
                self.add_error(fact.name, wording.words(MISSING, of=fact.words))
        return given

    @property
    def facts(self) -> dict[str, object]:
        given = {fact.name: self.cleaned_data.get(fact.name) for fact in self.step.facts} | {"voice": self.voice}
        return {name: value for name, value in given.items() if value not in ("", None)}

    def answers(self) -> list[tuple[str, str, str, bool]]:
        """The four big choices: value, word, sign, whether it is chosen."""
        score = self["score"]
        choices = cast("list[tuple[str, str]]", cast(forms.ChoiceField, score.field).choices)
        return [(value, word, SIGNS[value], score.value() == value) for value, word in choices]

    def ratings(self) -> list[tuple[str, bool]]:
        chosen = str(self["rating"].value() or "")
        return [(str(each), str(each) == chosen) for each in range(1, 6)]
