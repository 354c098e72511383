"""The columns an effect of the law stands for, and back: portable names outside, keys of the database inside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db import models

from anju.procedure.steps import Effect, FromFact

from .models import Attachment, Case, Department, Leg, Location, Number, Person, Promise, Resident, Urge, Voice, Word
from .prepared import Prepared, Rows

MODELS: dict[str, type[models.Model]] = {
    "case": Case,
    "leg": Leg,
    "word": Word,
    "promise": Promise,
    "attachment": Attachment,
    "number": Number,
    "voice": Voice,
    "urge": Urge,
}
ERASED = ""  # what stands in a column whose fact was erased


PLACE = Prepared(lambda community, code: Location.objects.filter(community=community, code=code).values_list("pk"))
DEPARTMENT = Prepared(
    lambda community, code: Department.objects.filter(community=community, code=code).values_list("pk")
)
PERSON = Prepared(lambda key: Person.objects.filter(uuid=key).values_list("pk"))
RESIDENT = Prepared(lambda key: Resident.objects.filter(uuid=key).values_list("pk"))


def _place(code: Any, community: int) -> Any:
    return _only(PLACE(community=community, code=code), Location)


def _department(code: Any, community: int) -> Any:
    return _only(DEPARTMENT(community=community, code=code), Department)


def _person(key: Any, _: int) -> Any:
    return _only(PERSON(key=UUID(str(key))), Person) if key else None


def _resident(key: Any, _: int) -> Any:
    return _only(RESIDENT(key=UUID(str(key))), Resident) if key else None


def _only(rows: Rows, model: Any) -> Any:
    """The key of the one row there must be."""
    if len(rows) != 1:
        raise model.DoesNotExist
    return rows[0][0]


REFERENCES: dict[str, Callable[[Any, int], Any]] = {
    "place": _place,
    "department": _department,
    "person": _person,
    "resident": _resident,
    "told_by": _person,
    "made_by": _person,
    "urged_by": _person,
    "answered_by": _person,
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
