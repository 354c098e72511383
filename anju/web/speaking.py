"""§7.1.1 — Who speaks, said on a form: the box that finds a household, and what the house adds of whom it knows."""

from __future__ import annotations

from collections.abc import Mapping

from anju.records.models import Community
from anju.records.search import located

from .callers import Caller


def completed(facts: Mapping[str, object], caller: Caller, community: Community) -> dict[str, object]:
    """The facts with the place by its code, whichever way it was typed, and of whom the house knows his key and phone.

    Another name is another person, and a phone that was typed goes before the one on the register.
    """
    whole = dict(facts)
    place = located(community, str(facts["place"])) if facts.get("place") else None
    if place:
        whole["place"] = place.code
    if caller.token and caller.name == facts.get("name", ""):
        known = {"resident": caller.resident, "phone": facts.get("phone") or caller.phone}
        whole |= {name: value for name, value in known.items() if value}
    return whole
