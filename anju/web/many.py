"""Many rows worked off at once: one step for every ticked row, each an act of its own with its own key (design §1)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django import forms
from django.utils.datastructures import MultiValueDict

from anju.records.models import Case

from . import one_case
from .answers import Refusal, attempted
from .case_page import CasePage
from .desk import Request
from .dispatching import Refused, Sent
from .forms import form_class
from .positions import Positions

Common = Callable[[CasePage, int | None], Mapping[str, object]]  # what the form says of every ticked row


@dataclass(frozen=True, slots=True)
class Tick:
    """What a row carries to be worked off with others: its name, its key, and which act each step would follow."""

    ref: str
    key: str
    positions: Mapping[str, int]


def tick(positions: Positions, case: Case, steps: Iterable[str], leg: int | None = None) -> Tick:
    ref = f"{case.number}.{leg}" if leg else case.number
    return Tick(ref, str(uuid.uuid4()), {name: positions.of(case, name, leg) for name in steps})


def worked_off(request: Request, step: str, common: Common) -> Sent:
    """The step with every ticked row; what is refused does not hold up the rest."""
    done, refused = [], []
    for ref in request.POST.getlist("row"):
        number, _, leg = ref.partition(".")
        why = _worked_off(request, step, common, number, int(leg) if leg.isdecimal() else None)
        if why is None:
            done.append(number)
        else:
            refused.append(why)
    return Sent(done, refused)


def _worked_off(request: Request, step: str, common: Common, number: str, leg: int | None) -> Refused | None:
    """Why this row was refused; None where it was done."""
    case = one_case.shown(request, number)
    ref = f"{number}.{leg}" if leg else number
    asked = case.table.step(step)
    sent = {"key": request.POST.get(f"key.{ref}"), "position": request.POST.get(f"position.{step}.{ref}")}
    given = {name: value for name, value in {**sent, **common(case, leg)}.items() if value is not None}
    data: MultiValueDict[str, object] = MultiValueDict({name: _many(value) for name, value in given.items()})
    form = form_class(asked)(asked, case.offered(leg), data)
    answer = attempted(form, lambda: case.take(form, leg))
    if not isinstance(answer, Refusal):
        return None
    said = answer.text or complaints(form)
    return Refused(number, case.case.room, said, answer.clause or asked.clause, answer.stale)


def _many(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def complaints(form: forms.Form) -> str:
    """Everything its fields are told, in one line."""
    return " ".join(str(each) for errors in form.errors.values() for each in errors)
