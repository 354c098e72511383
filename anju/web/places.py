"""Which community somebody who sees several is looking at: chosen in the top bar, kept for this browser's session."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from anju.records.models import Community, Person
from anju.records.models.cases import WHOLE_COMPANY

KEPT = "community"
SHOWN = 500


def several(person: Person, now: datetime) -> Sequence[Community]:
    """The communities one may choose from; nothing for who works in one."""
    held = person.held(now)
    whole = any(each.post in WHOLE_COMPANY for each in held)
    if not whole and len({each.community for each in held if each.community}) < 2:
        return ()
    return list(Community.objects.visible_to(person, now).filter(is_company=False).order_by("code")[:SHOWN])


def of(request: HttpRequest, person: Person, now: datetime) -> Sequence[Community]:
    """The same, asked for once in a request."""
    asked: Any = request
    if not hasattr(asked, "places"):
        asked.places = several(person, now)
    found: Sequence[Community] = asked.places
    return found


def chosen(request: HttpRequest, person: Person, now: datetime) -> Community | None:
    """The one that is chosen, while it may be seen; None: all of them."""
    code = request.session.get(KEPT)
    return next((each for each in of(request, person, now) if each.code == code), None) if code else None


def keep(request: HttpRequest, code: str) -> None:
    request.session[KEPT] = code
