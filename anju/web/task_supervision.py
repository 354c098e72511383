"""§7.1.8 — On the phone: put work on hold, ask the director for it or for more time, hand it on; where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.urls import reverse

from .case_page import CasePage, StepDoor, Tried

SUPERVISED = ("resume", "hold", "ask_hold", "ask_extension", "hand_on")


def doors_of(shown: CasePage, leg: int, tried: Tried | None) -> Sequence[StepDoor]:
    """The forms of what one may do with this work besides carrying it on."""
    doors = [each for each in shown.doors(tried) if each.anchor in {f"{name}-{leg}" for name in SUPERVISED[1:]}]
    return [replace(each, href=reverse("task-step", args=[shown.case.number, leg, name_of(each)])) for each in doors]


def name_of(door: StepDoor) -> str:
    return door.anchor.rpartition("-")[0]
