"""§7.1.1, §7.1.5 — The form of the register: the facts of a word, how the resident is told, and how it goes on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from anju.actions.cases import Asked
from anju.procedure.facts import ANSWERED
from anju.procedure.given import MISSING
from anju.procedure.steps import Step

from .forms import StepForm, field_of
from .offered import Offered
from .wording import words

TELLINGS = ("told", "tell_by", "untold")
PASS_ON, ANSWER, RECORD = "pass_on", "answer", "record"
HOW = (PASS_ON, ANSWER, RECORD)
# What is only asked of a word that came by one way.
BY_SOURCE = {"relayed": ("relayer", "verified"), "outside_order": ("outside_order", "outside_limit")}


class RegisterForm(StepForm):
    """The facts of the step, and beside them which of three ways the resident is told, and what is done at once."""

    telling = forms.ChoiceField(choices=[(each, each) for each in TELLINGS], required=False)
    how = forms.ChoiceField(choices=[(each, each) for each in HOW], required=False)

    def __init__(self, step: Step, offered: Offered, data: QueryDict | None = None, **options: Any) -> None:
        super().__init__(step, offered, data, **options)
        self.fields["answer"] = field_of(ANSWERED, offered)
        self.fields["answer"].required = False

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("how") == ANSWER and not given.get("answer", "").strip() and "answer" not in self.errors:
            self.add_error("answer", words(MISSING, of=ANSWERED.words))
        return given

    @property
    def answer(self) -> str:
        """The answer given on the spot; nothing where it goes to the director."""
        return str(self.cleaned_data["answer"]) if self.cleaned_data["how"] == ANSWER else ""

    @property
    def facts(self) -> dict[str, object]:
        """What was filled in and was asked for: a field that another choice hid again is not meant."""
        given = super().facts
        hidden = {name for source, names in BY_SOURCE.items() if source != given.get("source") for name in names}
        if telling := self.cleaned_data["telling"]:
            hidden |= set(TELLINGS) - {telling}
        given = {name: value for name, value in given.items() if name not in hidden}
        if self.answer and not any(name in given for name in TELLINGS):
            given["told"] = self.answer  # the answer is what the resident was told
        return given

    def follow(self) -> tuple[str | Asked, ...]:
        """The steps taken at once: §7.1.5 pass on, unless it was answered or is only to be recorded."""
        if self.answer:
            return (Asked(ANSWER, {"answer": self.answer}),)
        return () if self.cleaned_data["how"] == RECORD else (PASS_ON,)

    def told_by(self) -> str:
        """Which of the three stands open: the one chosen, else the one filled in."""
        chosen = self["telling"].value()
        return str(chosen or next((name for name in TELLINGS if self[name].value()), TELLINGS[0]))


class JoiningForm(RegisterForm):
    """The same fields, sent to join a case that is open already: of them the facts of a voice are asked."""

    def __init__(self, step: Step, offered: Offered, data: QueryDict, *, voice: Step) -> None:
        super().__init__(step, offered, data)
        asked = {fact.name for fact in voice.facts if fact.required}
        for name, field in self.fields.items():
            field.required = field.required and (name in asked or name in ("key", "position"))
        self.step = voice
