"""The columns an effect of the law stands for, and back: portable names outside, keys of the database inside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import models

from anju.procedure.steps import Effect, FromFact

from .models import Attachment, Case, Department, Leg, Location, Number, Person, Promise, Resident, Voice, Word

MODELS: dict[str, type[models.Model]] = {
    "case": Case,
    "leg": Leg,
    "word": Word,
    "promise": Promise,
    "attachment": Attachment,
    "number": Number,
    "voice": Voice,
}
ERASED = ""  # what stands in a column whose fact was erased


def _place(code: Any, community: int) -> Any:
    return Location.objects.values_list("pk", flat=True).get(community=community, code=code)


def _department(code: Any, community: int) -> Any:
    return Department.objects.values_list("pk", flat=True).get(community=community, code=code)


def _person(key: Any, _: int) -> Any:
    return Person.objects.values_list("pk", flat=True).get(uuid=key) if key else None


def _resident(key: Any, _: int) -> Any:
    return Resident.objects.values_list("pk", flat=True).get(uuid=key) if key else None


REFERENCES: dict[str, Callable[[Any, int], Any]] = {
    "place": _place,
    "department": _department,
    "person": _person,
    "resident": _resident,
    "told_by": _person,
    "made_by": _person,
}


def columns(effect: Effect, facts: Mapping[str, object], community: int) -> dict[str, Any]:
    """The columns to write for an effect; facts of the same entry stand in for `FromFact`."""
    found: dict[str, Any] = {}
    for name, value in effect.changes.items():
        plain = facts.get(value.fact, ERASED) if isinstance(value, FromFact) else value
        if name in REFERENCES:
            found[f"{name}_id"] = REFERENCES[name](plain, community)
        else:
            found[name] = plain
    if "place" in effect.changes:
        found["room"] = effect.changes["place"]
    return found
