"""How a form is answered (design §2): done, or refused with its status, its words and its clause."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from anju.actions.cases import Stale
from anju.actions.journal import Answer
from anju.actions.rights import NOT_YOURS
from anju.procedure.words import NotYours, Refused

from . import wording
from .forms import add_refusal


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a form was not done. Empty words: the fields say it themselves."""

    status: int
    text: str = ""
    clause: str = ""

    @property
    def stale(self) -> bool:
        return self.status == 409


def done_at(to: str, *parts: object) -> HttpResponse:
    """Done: 303 to the page where it is seen."""
    answer = redirect(to, *parts)
    answer.status_code = 303
    return answer


def attempted(form: forms.Form, act: Callable[[], Answer]) -> Answer | Refusal:
    """The answer of the act, or the refusal; what the law says of a field stands beside that field."""
    if not form.is_valid():
        return Refusal(422)
    try:
        return act()
    except Stale:
        return Refusal(409, gettext("您打开之后这件有了新进展，请看过经过再办，您填的都在下面"))
    except Refused as refused:
        said = refused.say(wording.language())
        if isinstance(refused, NotYours) or refused.words is NOT_YOURS:
            return Refusal(403, said, refused.clause)
        beside = add_refusal(form, refused.field, said)
        return Refusal(422, "" if beside else said, refused.clause)
