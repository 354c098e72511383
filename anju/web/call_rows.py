"""§7.1.1 — Calls to make as rows of a list, and the small forms that add, take, try and end one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

from anju.procedure import call_backs as law
from anju.procedure.facts import NO_ANSWER
from anju.procedure.given import LINE_LIMIT, TEXT_LIMIT
from anju.procedure.steps import Choice
from anju.records.models import CallBack, Community
from anju.records.names import masked

from . import wording
from .answers import Refusal
from .forms import KeyedForm, moment

TAKE, TRY, END = "take_call", "try_call", "end_call"
KINDS_OF = {"asked": "calls", "missed": "missed"}  # on which list a call stands


def _said(choices: Sequence[Choice]) -> list[tuple[str, str]]:
    return [(each.value, wording.words(each.words)) for each in choices]


def _text(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 2}), **options)


class AddCall(KeyedForm):
    """A call that was missed, or that a resident asked for."""

    kind = forms.CharField(widget=forms.HiddenInput)
    called_at = moment(label=gettext_lazy("来电时间"))
    phone = forms.CharField(
        label=gettext_lazy("电话"), max_length=26, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    name = forms.CharField(label=gettext_lazy("姓名"), max_length=60, required=False)
    place = forms.CharField(label=gettext_lazy("房号或部位"), max_length=LINE_LIMIT, required=False)
    call_by = moment(label=gettext_lazy("约定回电时间"), required=False)
    note = _text(gettext_lazy("说了什么"), required=False)
    community = forms.CharField(widget=forms.HiddenInput, required=False)


class MoveCall(KeyedForm):
    """An act on a call, from a page that had seen so many of them."""

    moves = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class TryCall(MoveCall):
    no_answer = forms.ChoiceField(label=gettext_lazy("未接通原因"))
    remark = forms.CharField(label=gettext_lazy("说明"), max_length=LINE_LIMIT, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["no_answer"].choices = _said(NO_ANSWER)  # type: ignore[attr-defined]


class EndCall(MoveCall):
    end = forms.ChoiceField(label=gettext_lazy("结果"))
    why = _text(gettext_lazy("说清的内容，或不必回电的原因"), required=False)
    case = forms.CharField(label=gettext_lazy("登记成的单号"), max_length=30, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["end"].choices = _said(law.ENDS)  # type: ignore[attr-defined]


FORMS: dict[str, type[MoveCall]] = {TAKE: MoveCall, TRY: TryCall, END: EndCall}


@dataclass(frozen=True, slots=True)
class SentCall:
    """What was sent for one call: a form that was refused, or a number that was revealed."""

    call: str
    deed: str = ""
    form: MoveCall | None = None
    refusal: Refusal | None = None
    phone: str = ""


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call to make: who, where, since when, how often tried, and the forms of what becomes of it."""

    key: str
    community: str
    place: str
    name: str
    phone: str
    revealed: str
    note: str
    called_at: datetime
    call_by: datetime | None
    waited: str
    taken_by: str
    tries: int
    tried_at: datetime | None
    ended: str
    register: str
    forms: dict[str, MoveCall]
    open: bool
    refusal: Refusal | None
    phone_key: str


def call_rows(rows: Sequence[CallBack], now: datetime, sent: SentCall | None) -> list[CallRow]:
    return [_row(row, now, sent if sent and sent.call == str(row.uuid) else None) for row in rows]


def _row(row: CallBack, now: datetime, sent: SentCall | None) -> CallRow:
    place = row.place.code if row.place else ""
    key = str(row.uuid)
    return CallRow(
        key=key,
        community=row.community.name,
        place=place,
        name=row.name,
        phone=masked(row.phone),
        revealed=sent.phone if sent else "",
        note=row.note,
        called_at=row.called_at,
        call_by=row.call_by,
        waited=wording.lasting(now - row.called_at),
        taken_by=row.taken_by.name if row.taken_by else "",
        tries=row.tries,
        tried_at=row.tried_at,
        ended=next((wording.words(each.words) for each in law.ENDS if each.value == row.end), ""),
        register=_register(row),
        forms={deed: sent.form if sent and sent.form and sent.deed == deed else _form(deed, row) for deed in FORMS},
        open=sent is not None,
        refusal=sent.refusal if sent else None,
        phone_key=str(uuid.uuid4()) if row.phone else "",
    )


def _form(deed: str, row: CallBack) -> MoveCall:
    first = {"key": uuid.uuid4(), "moves": row.moves, "no_answer": "no_reply", "end": "told"}
    return FORMS[deed](initial=first, auto_id=f"{deed}-{row.uuid}-%s")


def _register(row: CallBack) -> str:
    """The register, which takes from the call what is known; nothing personal stands in an address."""
    return f"{reverse('register')}?{urlencode({'community': row.community.code, 'call_back': str(row.uuid)})}"


def add_form(kind: str, now: datetime, desks: Sequence[Community]) -> AddCall:
    """An empty one; somebody of several desks chooses which."""
    form = AddCall(initial={"kind": kind, "called_at": now, "key": uuid.uuid4()}, auto_id="call-%s")
    return at_desks(form, desks)


def at_desks(form: AddCall, desks: Sequence[Community]) -> AddCall:
    if len(desks) > 1:
        choices = [(each.code, each.name) for each in desks]
        form.fields["community"] = forms.ChoiceField(label=gettext_lazy("小区"), choices=choices)
    return form
