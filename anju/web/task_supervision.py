"""§7.1.8 — On the phone: put work on hold, ask the director for it or for more time, hand it on; where it stands."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from anju.procedure.first_edition import FIRST_EDITION
from anju.procedure.natures import TABLES
from anju.records.models import Leg

from . import wording
from .answers import Refusal
from .case_page import Tried
from .crews import departments_of
from .forms import StepForm, form_class
from .icons import STEP_ICONS
from .offered import Offered
from .positions import Positions
from .work_cards import WorkCards

SUPERVISED = ("resume", "hold", "ask_hold", "ask_extension", "hand_on")
ASKING = frozenset({"ask_hold", "ask_extension"})
# What may be offered in each state of the work; the law still says no where it must.
OFFERED = {
    "assigned": ("ask_extension", "hand_on"),
    "working": ("hold", "ask_hold", "ask_extension", "hand_on"),
    "on_site": ("hold", "ask_hold", "ask_extension", "hand_on"),
    "held": ("ask_hold", "ask_extension"),
}


@dataclass(frozen=True, slots=True)
class TaskDoor:
    """One step as a button that opens its form on the phone, as on the case page."""

    title: str
    clause: str
    icon: str
    anchor: str
    href: str
    form: StepForm
    open: bool
    refusal: Refusal | None
    primary: bool = False
    danger: bool = False


def doors_of(leg: Leg, work: WorkCards, positions: Positions, tried: Tried | None) -> Sequence[TaskDoor]:
    """By the state of the work; what was asked already is not asked again."""
    names = [name for name in OFFERED.get(leg.state, ()) if not (leg.request and name in ASKING)]
    departments = departments_of(leg.community_id, work.now) if names else ()
    # No form here takes a choice from an edition: the shipped one will do.
    offered = Offered(FIRST_EDITION, leg.case.nature, departments=departments)
    return [_door(leg, name, offered, positions, tried) for name in names]


def _door(leg: Leg, name: str, offered: Offered, positions: Positions, tried: Tried | None) -> TaskDoor:
    law = TABLES[leg.case.nature].step(name)
    mine = tried if tried and (tried.step, tried.leg) == (name, leg.key) else None
    first = {"key": uuid.uuid4(), "position": positions.of(leg.case, name, leg.key)}
    return TaskDoor(
        title=wording.words(law.words),
        clause=law.clause,
        icon=STEP_ICONS[name],
        anchor=f"{name}-{leg.key}",
        href=reverse("task-step", args=[leg.case.number, leg.key, name]),
        form=mine.form if mine else form_class(law)(law, offered, initial=first, auto_id=f"{name}-{leg.key}-%s"),
        open=mine is not None,
        refusal=mine.refusal if mine else None,
    )
