"""Deeds of the house that are no step of a table - appoint, add a place, authorise - each a button with a form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, QueryDict

from anju.actions.journal import Answer
from anju.actions.rights import Right, may
from anju.procedure.words import Words
from anju.records.models import Community

from . import wording
from .answers import Refusal, attempted
from .desk import Request
from .forms import KeyedForm

Fields = Mapping[str, forms.Field]


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed at the counter: its right, the fields of its form, the hand that does it.

    `fields` and `act` are given the subject of the page; `act` also what was filled in, by the names of the fields.
    """

    right: Right
    icon: str
    fields: Callable[[Request, Any], Fields]
    act: Callable[..., Answer]
    words: Words | None = None

    @property
    def name(self) -> str:
        return self.right.name

    @property
    def title(self) -> str:
        return wording.words(self.words or self.right.words)


class DeedForm(KeyedForm):
    """The form of a deed; `cleaned` is what its hand is given."""

    def __init__(self, fields: Fields, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields.update(fields)
        self.names = tuple(fields)

    @property
    def cleaned(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.names}

    def shown_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.names]


@dataclass(frozen=True, slots=True)
class TriedDeed:
    """A deed somebody tried on this page and was not let."""

    name: str
    form: DeedForm
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class DeedDoor:
    """A deed as a button that opens its form in place."""

    title: str
    clause: str
    icon: str
    anchor: str
    href: str
    form: DeedForm
    open: bool
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class Desk:
    """The deeds of one page: where they are sent, with what, and in which community they are judged."""

    deeds: Sequence[Deed]
    subject: Any
    community: Community | None
    href: Callable[[Deed], str]
    own: frozenset[str] = frozenset()
    shut: frozenset[str] = frozenset()

    def may(self, request: Request, deed: Deed) -> bool:
        if deed.name in self.shut:
            return False
        return deed.name in self.own or may(request.user, deed.right, self.community, request.now)

    def doors(self, request: Request, tried: TriedDeed | None = None) -> list[DeedDoor]:
        """What this person may do here; the one he tried stands open with what he typed."""
        return [self._door(request, deed, tried) for deed in self.deeds if self.may(request, deed)]

    def _door(self, request: Request, deed: Deed, tried: TriedDeed | None) -> DeedDoor:
        mine = tried if tried and tried.name == deed.name else None
        return DeedDoor(
            title=deed.title,
            clause=deed.right.clause,
            icon=deed.icon,
            anchor=deed.name,
            href=self.href(deed),
            form=mine.form if mine else self.form(request, deed),
            open=mine is not None,
            refusal=mine.refusal if mine else None,
        )

    def form(self, request: Request, deed: Deed, data: QueryDict | None = None) -> DeedForm:
        return DeedForm(deed.fields(request, self.subject), data, auto_id=f"{deed.name}-%s")

    def attempt(self, request: Request, name: str) -> Answer | TriedDeed:
        """Does the deed that was sent, or says why not."""
        deed = next((each for each in self.deeds if each.name == name), None)
        if deed is None:
            raise Http404
        form = self.form(request, deed, request.POST)
        done = attempted(form, lambda: self._do(request, deed, form))
        return TriedDeed(name, form, done) if isinstance(done, Refusal) else done

    def _do(self, request: Request, deed: Deed, form: DeedForm) -> Answer:
        key = str(form.cleaned_data["key"])
        return deed.act(self.subject, by=request.user, key=key, now=request.now, **form.cleaned)


def line(label: Any, longest: int, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=required, help_text=help_text)


def choice(label: Any, rows: Sequence[tuple[str, str]], *, required: bool = True, first: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", first), *rows], required=required)


class RowField(forms.ModelChoiceField[Any]):
    """One of some rows, each said by `said`."""

    def __init__(
        self,
        label: Any,
        rows: QuerySet[Any],
        *,
        required: bool = True,
        to_field: str = "pk",
        said: Callable[[Any], str] = lambda row: str(row.name),
    ) -> None:
        super().__init__(rows, label=label, required=required, to_field_name=to_field, empty_label="")
        self.said = said

    def label_from_instance(self, obj: Any) -> str:
        return self.said(obj)
