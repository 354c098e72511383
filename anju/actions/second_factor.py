"""Chapter access: the second factor of company posts (TOTP), enrolled with a code, reset by the office."""

from __future__ import annotations

import base64
import binascii
import secrets
from datetime import datetime

from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from anju.procedure.words import Refused, Words
from anju.records.models import Person

from .journal import Acting, Answer, act
from .people import company
from .rights import OFFICE, Right, check, table

DEEDS = table(
    Right("enrol_second_factor", "5.0", Words("启用第二重验证", "Enrol a second factor")),
    Right("reset_second_factor", "5.0", Words("重设第二重验证", "Reset a second factor"), posts=OFFICE),
)
SECRET_BYTES = 20
HAS_ONE = Words(
    "已经启用第二重验证；换手机请系统管理员重设。", "There is a second factor; for a new phone ask the administrator."
)
WRONG_CODE = Words("数字不对，请填验证器现在显示的 6 位。", "Wrong digits; type the 6 your authenticator shows now.")
HAS_NONE = Words("{name}没有启用第二重验证。", "{name} has no second factor.")


def new_secret() -> str:
    """A secret as authenticators take it by hand."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def device_of(person: Person) -> TOTPDevice | None:
    """The authenticator of a person, once it has proved itself."""
    return TOTPDevice.objects.filter(user=person, confirmed=True).first()


def enrol(*, by: Person, key: str, now: datetime, secret: str, code: str) -> TOTPDevice:
    """Keeps the authenticator whose code proves that it holds the secret."""
    try:
        plain = base64.b32decode(secret)
    except (binascii.Error, ValueError) as broken:
        raise Refused("5.0", WRONG_CODE, "token") from broken

    def work(acting: Acting) -> Answer:
        Person.objects.select_for_update().get(pk=by.pk)
        if device_of(by) is not None:
            raise Refused("5.0", HAS_ONE)
        made = TOTP(plain)
        made.time = now.timestamp()
        if not (code.isdecimal() and made.verify(int(code), tolerance=1)):
            raise Refused("5.0", WRONG_CODE, "token")
        TOTPDevice.objects.create(user=by, name=by.staff_number, key=plain.hex(), confirmed=True, last_t=made.t())
        acting.did(company(), "person", by.key, DEEDS["enrol_second_factor"], {})
        return {"person": by.key}

    act(by=by, key=key, request={"do": "enrol_second_factor", "person": by.key}, now=now, work=work)
    device: TOTPDevice = TOTPDevice.objects.get(user=by, confirmed=True)
    return device


def reset(*, by: Person, key: str, now: datetime, person: Person) -> Answer:
    """Takes a lost authenticator out of force; the person enrols another at the next sign-in."""

    def work(acting: Acting) -> Answer:
        check(by, DEEDS["reset_second_factor"], None, now)
        if not TOTPDevice.objects.filter(user=person).delete()[0]:
            raise Refused("5.0", HAS_NONE, name=person.name)
        acting.did(company(), "person", person.key, DEEDS["reset_second_factor"], {})
        return {"person": person.key}

    return act(by=by, key=key, request={"do": "reset_second_factor", "person": person.key}, now=now, work=work)
