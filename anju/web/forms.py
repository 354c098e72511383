"""The form of a step, made from the facts its row records: kind of fact → field. It cleans, and decides nothing."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext, gettext_lazy

from anju.actions.cases import Doing
from anju.procedure.given import CHOOSE, LINE_LIMIT, MISSING, TEXT_LIMIT, WRONG
from anju.procedure.steps import Fact, Kind, Step
from anju.procedure.views import TAKE_BACK
from anju.records.models import Person

from .offered import Choices, Offered, OfferedDepartment
from .wording import when, words


class Dispatched(forms.CheckboxSelectMultiple):
    """Departments ticked, each with the person chosen beside it: "eng" or "eng:uuid"."""

    input_type = "departments"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        ticked = data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name) or []
        return [_with_person(each, data.get(f"{name}.{each}", "")) for each in ticked]


def _with_person(department: str, person: str) -> str:
    return f"{department}:{person}" if person else department


class DepartmentsField(forms.Field):
    """Which departments take the case on; `departments` are offered, whatever else is refused."""

    widget = Dispatched

    def __init__(self, departments: Sequence[OfferedDepartment], **options: Any) -> None:
        super().__init__(**options)
        self.departments = departments

    def to_python(self, value: Any) -> tuple[str, ...]:
        offered = {each.code: {key for key, _ in each.people} for each in self.departments}
        for each in value or ():
            department, _, person = each.partition(":")
            if person not in {"", *offered.get(department, ())} or department not in offered:
                raise forms.ValidationError(self.error_messages["required"])
        return tuple(value or ())


class OpenRowField(forms.TypedChoiceField):
    """Which open word or promise. One that is closed meanwhile is for the law to refuse, or a sending again."""

    def valid_value(self, value: Any) -> bool:
        return str(value).isdecimal()


def _line(fact: Fact, _: Offered) -> forms.Field:
    return forms.CharField(max_length=LINE_LIMIT)


def _text(fact: Fact, _: Offered) -> forms.Field:
    return forms.CharField(max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 2}))


def _key(fact: Fact, _: Offered) -> forms.Field:
    return forms.CharField(max_length=36, widget=forms.HiddenInput())


def _phone(fact: Fact, _: Offered) -> forms.Field:
    return forms.CharField(max_length=26, widget=forms.TextInput(attrs={"inputmode": "tel"}))


def _count(fact: Fact, offered: Offered) -> forms.Field:
    open_rows = {"word": offered.words, "which": offered.promises, "urge": offered.urges}.get(fact.name)
    if open_rows is not None:
        return OpenRowField(choices=open_rows, coerce=int, empty_value=None)
    return forms.IntegerField(min_value=0, max_value=9999)


def _choice(fact: Fact, _: Offered) -> forms.Field:
    return _select([(each.value, words(each.words)) for each in fact.choices])


def _select(choices: Choices) -> forms.Field:
    return forms.ChoiceField(choices=[("", gettext("请选择")), *choices])


MADE: dict[Kind, Callable[[Fact, Offered], forms.Field]] = {
    Kind.LINE: _line,
    Kind.TEXT: _text,
    Kind.PHONE: _phone,
    Kind.YES: lambda fact, _: forms.BooleanField(),
    Kind.COUNT: _count,
    Kind.WHEN: lambda fact, _: moment(),
    Kind.DAY: lambda fact, _: day(),
    Kind.CHOICE: _choice,
    Kind.GRADE: lambda fact, offered: _select(offered.grades()),
    Kind.CATEGORY: lambda fact, offered: _select(offered.categories()),
    Kind.PLACE: _line,
    Kind.PERSON: lambda fact, offered: _select(offered.people),
    Kind.RESIDENT: _key,
    Kind.KEY: _key,
    Kind.CASE: _key,
    Kind.DEPARTMENTS: lambda fact, offered: DepartmentsField(offered.departments),
}


def moment(**options: Any) -> forms.DateTimeField:
    """A date and time in the hours of the company."""
    widget = forms.DateTimeInput()
    widget.input_type = "datetime-local"
    return forms.DateTimeField(widget=widget, **options)


def day(**options: Any) -> forms.DateField:
    widget = forms.DateInput()
    widget.input_type = "date"
    return forms.DateField(widget=widget, **options)


def field_of(fact: Fact, offered: Offered) -> forms.Field:
    """The field of a fact: named, and complaining, in the law's own words."""
    field = MADE[fact.kind](fact, offered)
    field.label = words(fact.words)
    field.help_text = words(fact.help)
    field.required = fact.required
    wrong = words(WRONG.get(fact.kind, CHOOSE), of=fact.words)
    field.error_messages = dict.fromkeys(field.error_messages, wrong)
    field.error_messages |= {"required": words(MISSING, of=fact.words)}
    for validator in cast("list[Any]", field.validators):
        validator.message = wrong
    return field


class KeyedForm(forms.Form):
    """A form that may be sent twice and acts once: its key is made when the page is made."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


def naming(form: forms.Form) -> None:
    """Lets each field that was left out say its own name."""
    for field in form.fields.values():
        field.error_messages["required"] = words(MISSING, of=str(field.label))


class StepForm(KeyedForm):
    """One step: its facts, when it happened, the position of the page it was shown on."""

    position = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    happened = moment(label=gettext_lazy("发生时间"), required=False, help_text=gettext_lazy("不填为现在"))
    late_reason = forms.CharField(label=gettext_lazy("补录原因"), required=False, max_length=LINE_LIMIT)

    def __init__(self, step: Step, offered: Offered, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.step = step
        for fact in step.facts:
            self.fields[fact.name] = field_of(fact, offered)

    @property
    def facts(self) -> dict[str, object]:
        """What was filled in, by the names of the facts."""
        given = {fact.name: self.cleaned_data[fact.name] for fact in self.step.facts}
        return {name: value for name, value in given.items() if value not in ("", None, (), False)}

    def fact_fields(self) -> list[forms.BoundField]:
        return [self[fact.name] for fact in self.step.facts]

    def box(self) -> forms.BoundField | None:
        """The field that finds a household, where the step says who speaks."""
        return None

    def late_fields(self) -> list[forms.BoundField]:
        return [self["happened"], self["late_reason"]]

    @property
    def was_late(self) -> bool:
        """Whether the times of a late entry are to be shown open: they were typed, or are refused."""
        return any(field.value() or field.errors for field in self.late_fields())


class AttachForm(StepForm):
    """A picture: its name and digest are made of the file, not typed."""

    def __init__(self, step: Step, offered: Offered, *args: Any, **options: Any) -> None:
        super().__init__(step, offered, *args, **options)
        for fact in step.facts:
            del self.fields[fact.name]
        field = forms.FileField(label=gettext("照片"), help_text=gettext("JPEG、PNG 或 WebP"))
        field.error_messages["required"] = gettext("请选一张照片")
        self.fields["file"] = field

    def fact_fields(self) -> list[forms.BoundField]:
        return [self["file"]]


class WhoForm(StepForm):
    """A step that says who speaks: the box stands first, and names by a token whom it found."""

    caller = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def __init__(self, step: Step, offered: Offered, *args: Any, **options: Any) -> None:
        super().__init__(step, offered, *args, **options)
        del self.fields["resident"]
        self.known = tuple(fact.name for fact in step.facts if fact.name != "resident")

    @property
    def facts(self) -> dict[str, object]:
        given = {name: self.cleaned_data[name] for name in self.known}
        return {name: value for name, value in given.items() if value not in ("", None, False)}

    def box(self) -> forms.BoundField | None:
        return self["place"]

    def fact_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.known if name != "place"]


class AmendForm(WhoForm):
    """What was recorded wrong: a field left empty stays as it is."""

    hint = gettext_lazy("只填写错的，空着的不变")

    def fact_fields(self) -> list[forms.BoundField]:
        return [each for each in super().fact_fields() if each.name != "reason"] + [self["reason"]]


class TakeBackForm(StepForm):
    """The step taken back is the last one the page had seen; it is not typed."""

    def __init__(self, step: Step, offered: Offered, *args: Any, **options: Any) -> None:
        super().__init__(replace(step, facts=tuple(each for each in step.facts if each.name != "act")), offered,
                         *args, **options)  # fmt: skip


FORMS: dict[str, type[StepForm]] = {
    "attach": AttachForm,
    "amend": AmendForm,
    **dict.fromkeys(("identify", "add_voice"), WhoForm),
    **dict.fromkeys(TAKE_BACK, TakeBackForm),
}


def form_class(step: Step) -> type[StepForm]:
    """Most steps need no form class of their own."""
    return FORMS.get(step.name, StepForm)


def doing(person: Person, now: datetime, form: StepForm) -> Doing:
    """Who acts, by which key and with which two times, as the form says."""
    return Doing(
        by=person,
        key=str(form.cleaned_data["key"]),
        now=now,
        happened=form.cleaned_data["happened"],
        late_reason=form.cleaned_data["late_reason"],
    )


def open_rows(rows: Sequence[tuple[int, str, datetime]], now: datetime) -> list[tuple[str, str]]:
    """Open words or promises as choices: which, and until when."""
    return [(str(key), f"{text} · {when(due, now)}" if text else when(due, now)) for key, text, due in rows]


def add_refusal(form: forms.Form, field: str, message: str) -> bool:
    """Put what the law said beside the field it speaks of; False where the form has no such field."""
    if field not in form.fields:
        return False
    form.add_error(field, message)
    return True
