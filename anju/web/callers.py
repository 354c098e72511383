"""§7.1.1 — Who speaks: a resident of the register or the caller of an earlier case, named on the form by a token.

The page shows his phone masked and never carries it; the number itself is taken here, when the word is registered.
"""

from __future__ import annotations

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


def resident_token(key: str) -> str:
    return f"{RESIDENT}:{key}"


def case_token(number: str) -> str:
    return f"{CASE}:{number}"


def caller_of(token: str, community: Community, person: Person, now: datetime) -> Caller:
    """Who is meant by a token of this community; nobody where there is no such person or case."""
    kind, _, key = token.partition(":")
    if kind == RESIDENT:
        return _resident(token, key, community)
    if kind == CASE:
        cases = Case.objects.visible_to(person, now).filter(community=community, number=key)
        row = cases.select_related("resident").first()
        known = str(row.resident.uuid) if row and row.resident else ""
        return Caller(token, row.name, row.phone, known) if row else Caller()
    return Caller()


def _resident(token: str, key: str, community: Community) -> Caller:
    try:
        row = Resident.objects.filter(uuid=UUID(key), community=community).first()
    except ValueError:
        return Caller()
    if row is None:
        return Caller()
    phone = row.phones.order_by("pk").values_list("number", flat=True).first()
    return Caller(token, row.name, phone or "", key)
