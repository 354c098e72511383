"""Chapter access at the counter: a phone or PC that stays signed in for its person until it is revoked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from anju.actions import access
from anju.procedure.words import Refused
from anju.records.models import Device, Person

COOKIE = "anju_device"
YEAR = 365 * 24 * 3600


def entering(request: HttpRequest, now: datetime) -> Person | None:
    """Who comes in: by his session, else by his device. A revoked device signs out whoever holds it, at once."""
    signed_in = request.user if isinstance(request.user, Person) else None
    token = request.COOKIES.get(COOKIE)
    if not token:
        return signed_in
    owner = access.device_person(token, now)
    if owner is None:
        logout(request)
        return None
    if signed_in is None:
        request.user = owner
    return signed_in or owner


def device_here(request: HttpRequest) -> Device | None:
    """The registered device this request comes from."""
    token = request.COOKIES.get(COOKIE)
    return access.device_of(token) if token else None


def keep(answer: HttpResponse, token: str) -> None:
    """The token goes into this browser and nowhere else; no script reads it."""
    secure = settings.SESSION_COOKIE_SECURE
    answer.set_cookie(COOKIE, token, max_age=YEAR, secure=secure, httponly=True, samesite="Lax")


def forget(answer: HttpResponse) -> HttpResponse:
    answer.delete_cookie(COOKIE, samesite="Lax")
    return answer


def forget_of_others(request: HttpRequest, answer: HttpResponse, person: Person) -> HttpResponse:
    """Where somebody else signs in, the device no longer lets its owner in."""
    here = device_here(request)
    return answer if here is None or here.person_id == person.pk else forget(answer)


def signed_out(request: HttpRequest, key: str, now: datetime) -> None:
    """Its own person signs out: the device is revoked with it."""
    here = device_here(request)
    person: Any = request.user
    if here is None or (isinstance(person, Person) and person.pk != here.person_id):
        return
    try:
        access.revoke_device(by=here.person, key=key, now=now, device=here)
    except Refused:  # revoked by another in the same moment
        return


def likely_name(request: HttpRequest) -> str:
    """What the browser says of its device, as a first guess of the name."""
    agent = request.headers.get("user-agent", "")
    known = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"))
    return next((name for sign, name in known if sign in agent), "")
