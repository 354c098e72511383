"""§7.1.1 — A call that was made and becomes a case: what it knows fills in the register, which then ends it."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from anju.actions import call_backs as hands
from anju.actions.cases import Doing, Stale
from anju.procedure.words import Refused
from anju.records.models import CallBack

from .callers import Asking


def call_of(key: str, asking: Asking) -> CallBack | None:
    """The call a form was opened from, if it is of this desk."""
    with suppress(ValueError):
        calls = CallBack.objects.visible_to(asking.person, asking.now).filter(community=asking.community)
        return calls.select_related("place").filter(uuid=UUID(key)).first()
    return None


def known_of(call: CallBack | None) -> dict[str, object]:
    """What was noted of it, by the names of the register; the number itself never leaves the record."""
    if call is None:
        return {}
    known = {"source": "phone", "name": call.name, "place": call.place.code if call.place else "", "content": call.note}
    return {name: value for name, value in known.items() if value}


def with_phone(facts: dict[str, object], call: CallBack | None) -> dict[str, object]:
    """The facts with the number that was called, unless another was given."""
    return facts if call is None or facts.get("phone") or not call.phone else facts | {"phone": call.phone}


def became(call: CallBack | None, doing: Doing, number: str) -> None:
    """The call, if there was one, ended as this case. One that another has ended meanwhile stays as it is."""
    if call is None:
        return
    ending = Doing(doing.by, f"{doing.key}:call", doing.now)
    with suppress(Refused, Stale):
        hands.end_call(ending, call=str(call.uuid), end="registered", case=number)
