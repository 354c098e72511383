"""§4.2 — A new matter heard in a follow-up: the register form with who spoke, where, and in whose call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.http import QueryDict

from anju.records.models import Case, Community, Person, Voice

from .callers import case_token, resident_token
from .prefill import HEARD_IN

SOURCE = "return_visit"


@dataclass(frozen=True, slots=True)
class Heard:
    """What the form says before anything is typed, and of whom it speaks."""

    community: str
    caller: str
    fields: dict[str, object] = field(default_factory=dict)


def heard_by(person: Person, now: datetime, communities: Sequence[Community], asked: QueryDict) -> Heard | None:
    """The speaker of the case named, or the one of its voices; nothing where no such case can be seen."""
    seen = Case.objects.visible_to(person, now).filter(community__in=communities, number=asked.get(HEARD_IN, ""))
    case = seen.select_related("place", "community").first()
    if case is None:
        return None
    key = asked.get("voice", "")
    voice = case.voices.select_related("place", "resident").filter(key=key).first() if key.isdecimal() else None
    known: dict[str, object] = {"source": SOURCE, "heard_in": case.first_number}
    if voice is None:
        fields: dict[str, object] = {"place": case.place.code, "speaker": case.speaker, "name": case.name}
        return Heard(case.community.code, case_token(case.number), known | fields)
    return _of(voice, case, known)


def _of(voice: Voice, case: Case, known: dict[str, object]) -> Heard:
    place, resident = voice.place or case.place, voice.resident
    caller = resident_token(str(resident.uuid)) if resident else ""
    return Heard(case.community.code, caller, known | {"place": place.code, "name": voice.name})
