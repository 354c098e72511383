"""§7.1.1 — Who speaks: a resident of the register or the caller of an earlier case, named on the form by a token.

The page shows his phone masked and never carries it; the number itself is taken here, when the word is registered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anju.records.models import Case, Community, Person, Resident
from anju.records.names import masked

RESIDENT, CASE = "resident", "case"


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody the house knows, and what the form says of him."""

    token: str = ""
    name: str = ""
    phone: str = ""
    resident: str = ""

    @property
    def masked(self) -> str:
        return masked(self.phone) if self.phone else ""


@dataclass(frozen=True, slots=True)
class Asking:
    """At which desk, by whom and when it is asked."""

    community: Community
    person: Person
    now: datetime


def resident_token(key: str) -> str:
    return f"{RESIDENT}:{key}"


def case_token(number: str) -> str:
    return f"{CASE}:{number}"


def caller_of(token: str, community: Community, person: Person, now: datetime) -> Caller:
    """Who is meant by a token of this community; nobody where there is no such person or case."""
    kind, _, key = token.partition(":")
    seek = KINDS.get(kind)
    return (seek(Asking(community, person, now), key) if seek else None) or Caller()


def _resident(asking: Asking, key: str) -> Caller | None:
    try:
        row = Resident.objects.filter(uuid=UUID(key), community=asking.community).first()
    except ValueError:
        return None
    if row is None:
        return None
    phone = row.phones.order_by("pk").values_list("number", flat=True).first()
    return Caller(resident_token(key), row.name, phone or "", key)


def _case(asking: Asking, number: str) -> Caller | None:
    """Who spoke of an earlier case."""
    cases = Case.objects.visible_to(asking.person, asking.now).filter(community=asking.community, number=number)
    row = cases.select_related("resident").first()
    if row is None:
        return None
    return Caller(case_token(number), row.name, row.phone, str(row.resident.uuid) if row.resident else "")


# What a token may name: how its person is found, by its key.
KINDS: dict[str, Callable[[Asking, str], Caller | None]] = {RESIDENT: _resident, CASE: _case}
