"""Chapter access: authorisations to follow up (§7.1.9), the phone of a case, PINs on a shared PC, devices.

A PIN and a token are kept as digests; neither reaches the journal, a request digest or a stored answer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.crypto import salted_hmac

from anju.procedure.natures import NATURES
from anju.procedure.posts import COMPANY_POSTS, Post
from anju.procedure.words import Refused, Words
from anju.records import seeing
from anju.records.models import Case, Community, Delegation, Device, Installation, Person
from anju.records.models.people import on_day

from .journal import Acting, Answer, act
from .people import HAS_LEFT, company, today
from .rights import CENTRE_HEAD, Right, check, check_keys, table
from .wording import line

DIRECTOR = frozenset({Post.DIRECTOR})
DEEDS = table(
    Right("authorise", "7.1.9", Words("授权回访", "Authorise to follow up"), posts=DIRECTOR),
    Right("revoke", "7.1.9", Words("撤销授权", "Revoke an authorisation"), posts=DIRECTOR | {Post.COMPANY}),
    Right("reveal_phone", "7.1.1", Words("查看电话", "Show the phone number"), posts=frozenset(Post)),
    Right("register_device", "5.0", Words("登记设备", "Register a device")),
    Right("revoke_device", "5.0", Words("注销设备", "Revoke a device"), posts=CENTRE_HEAD),
)
A_PERSON_OR_A_POST = Words("授权给一个人或一个岗位，二选一。", "Authorise a person or a post, one of the two.")
NO_NATURE = Words("至少选一种性质。", "Choose at least one nature.")
TOO_LONG = Words("授权最长 {days} 天。", "An authorisation lasts at most {days} days.")
ENDS_BEFORE = Words("结束时间要晚于开始时间。", "It must end after it starts.")
IN_THE_PAST = Words("授权不能从过去开始。", "An authorisation cannot start in the past.")
NOT_OF_CENTRE = Words("{name}在本小区没有任职。", "{name} holds no post in this community.")
NOT_A_CENTRE_POST = Words("“{post}”不是小区的岗位。", "“{post}” is no post of a community.")
IS_OVER = Words("这项授权已经终止。", "This authorisation has ended already.")
NO_PHONE = Words("这件没有留电话。", "No phone number was left with this case.")
WRONG_PIN = Words("工号或快捷码不对。", "Staff number or PIN is wrong.")
TOO_MANY = Words(
    "试错太多次，{minutes} 分钟后再试，或用密码登录。",
    "Too many wrong tries; wait {minutes} minutes, or sign in with the password.",
)
SECOND_FACTOR = Words("这个岗位要用密码和动态码登录。", "This post signs in with password and one-time code.")
NO_DEVICE = Words(
    "有公司岗位的人每次用密码和动态码登录，不登记设备。",
    "Who holds a company post signs in with password and one-time code; no device is registered.",
)
REVOKED = Words("这台设备已经注销。", "This device is revoked already.")

ATTEMPTS = 5
COOL_OFF = timedelta(minutes=15)
BY_PIN = "pin"  # stands before the staff number, so that the tries at the sign-in page are counted apart
ATTEMPT_NAME = 60
SUBJECT_LENGTH = 40


def authorise(
    *,
    by: Person,
    key: str,
    now: datetime,
    community: Community,
    natures: Collection[str],
    starts_at: datetime,
    ends_at: datetime,
    holder: Person | None = None,
    post: Post | None = None,
) -> Answer:
    """§7.1.9: the director authorises a person, or whoever holds a post, to follow up named natures for a time."""
    facts = {"natures": sorted(natures), "starts_at": starts_at, "ends_at": ends_at}

    def work(acting: Acting) -> Answer:
        check(by, DEEDS["authorise"], community, now)
        _check_natures(natures)
        _check_time(community, starts_at, ends_at, now)
        _check_holder(community, holder, post, now)
        Delegation.objects.create(
            community=community,
            giver=by,
            holder=holder,
            post=post.value if post else "",
            natures=sorted(natures),
            starts_at=starts_at,
            ends_at=ends_at,
        )
        acting.did(community, "delegation", _subject(holder, post), DEEDS["authorise"], facts)
        return {"delegation": _subject(holder, post)}

    request = {"do": "authorise", "community": community.code, "holder": _subject(holder, post), **facts}
    return act(by=by, key=key, request=request, now=now, work=work)


def _subject(holder: Person | None, post: Post | str | None) -> str:
    return holder.key if holder else str(post)


def _check_natures(natures: Collection[str]) -> None:
    if not natures or not set(natures) <= {each.name for each in NATURES}:
        raise Refused("7.1.9", NO_NATURE, "natures")


def _check_time(community: Community, starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    if ends_at <= starts_at:
        raise Refused("7.1.9", ENDS_BEFORE, "ends_at")
    if today(starts_at) < today(now):
        raise Refused("7.1.9", IN_THE_PAST, "starts_at")
    longest = seeing.rules_of(community.pk).rule("delegation_days")
    if ends_at - starts_at > timedelta(days=longest):
        raise Refused("7.1.9", TOO_LONG, "ends_at", days=longest)


def _check_holder(community: Community, holder: Person | None, post: Post | None, now: datetime) -> None:
    if (holder is None) == (post is None):
        raise Refused("7.1.9", A_PERSON_OR_A_POST, "holder")
    if post in COMPANY_POSTS:
        raise Refused("7.1.9", NOT_A_CENTRE_POST, "post", post=Post(post).words)
    if holder is None:
        return
    if holder.left_on:
        raise Refused("7.1.9", HAS_LEFT, "holder", name=holder.name)
    if not holder.appointments.filter(on_day(today(now)), community=community).exists():
        raise Refused("7.1.9", NOT_OF_CENTRE, "holder", name=holder.name)


def revoke(*, by: Person, key: str, now: datetime, delegation: Delegation) -> Answer:
    """Ends an authorisation now."""
    subject = _subject(delegation.holder, delegation.post)

    def work(acting: Acting) -> Answer:
        found = Delegation.objects.select_for_update(of=("self",)).select_related("community").get(pk=delegation.pk)
        check(by, DEEDS["revoke"], found.community, now)
        if found.revoked_at or found.ends_at <= now:
            raise Refused("7.1.9", IS_OVER)
        found.revoked_at = now
        found.save(update_fields=["revoked_at"])
        facts = {"starts_at": found.starts_at, "natures": found.natures}
        acting.did(found.community, "delegation", subject, DEEDS["revoke"], facts)
        return {"delegation": subject}

    request = {
        "do": "revoke",
        "community": delegation.community.code,
        "delegation": subject,
        "starts_at": delegation.starts_at,
    }
    return act(by=by, key=key, request=request, now=now, work=work)


def reveal_phone(*, by: Person, key: str, now: datetime, number: str, voice: int | None = None) -> str:
    """Shows the phone number of a visible case, or of one who joined it, and journals who saw it.

    Raises Case.DoesNotExist.
    """

    def work(acting: Acting) -> Answer:
        case = Case.objects.visible_to(by, now).select_related("community").get(number=number)
        if not _phone_of(case, voice):
            raise Refused("7.1.1", NO_PHONE)
        facts = {"voice": voice} if voice else {}
        acting.did(case.community, "case", case.first_number, DEEDS["reveal_phone"], facts)
        return {"number": number}

    request: dict[str, object] = {"do": "reveal_phone", "number": number}
    act(by=by, key=key, request=request | ({"voice": voice} if voice else {}), now=now, work=work)
    # Not from the answer: an answer is kept for ever, the number may be erased.
    return _phone_of(Case.objects.visible_to(by, now).get(number=number), voice)


def _phone_of(case: Case, voice: int | None) -> str:
    if voice is None:
        return case.phone
    return case.voices.filter(key=voice).values_list("phone", flat=True).first() or ""


def pin_matches(person: Person, pin: str) -> bool:
    """Whether this is the person's PIN; without one nothing matches."""
    return bool(person.pin) and check_password(pin, person.pin)


def change_person(*, staff_number: str, pin: str, now: datetime) -> Person:
    """The person who takes over a shared PC. Refused when throttled, wrong, or where a second factor is asked."""
    _count_try(staff_number, now)
    person: Person | None = Person.objects.working().filter(staff_number=staff_number).first()
    if person is None or not person.pin:
        make_password(pin)  # a stranger's number takes as long as a wrong PIN
        raise Refused("5.0", WRONG_PIN, "pin")
    if not pin_matches(person, pin):
        raise Refused("5.0", WRONG_PIN, "pin")
    if person.needs_second_factor(now) and not Installation.objects.filter(training=True).exists():
        raise Refused("5.0", SECOND_FACTOR)
    AccessAttempt.objects.filter(username=_tried(staff_number)).delete()
    return person


def _count_try(staff_number: str, now: datetime) -> None:
    """Counts the try before it is judged, so that many at once gain nothing."""
    with transaction.atomic():
        found, made = AccessAttempt.objects.select_for_update().get_or_create(
            username=_tried(staff_number), user_agent=BY_PIN, ip_address=None, defaults={"failures_since_start": 0}
        )
        if made or found.attempt_time <= now - COOL_OFF:
            found.failures_since_start = 0
            found.attempt_time = now
        found.failures_since_start += 1
        found.save(update_fields=["failures_since_start", "attempt_time"])
    if found.failures_since_start > ATTEMPTS:
        raise Refused("5.0", TOO_MANY, "pin", minutes=COOL_OFF.seconds // 60)


def register_device(*, by: Person, key: str, now: datetime, label: str) -> str:
    """Keeps this device signed in for its person; the answer is its token, kept nowhere but there."""
    token = salted_hmac("anju.device", f"{by.key} {key}", algorithm="sha256").hexdigest()

    def work(acting: Acting) -> Answer:
        name = line("5.0", "label", label, longest=60)
        if by.needs_second_factor(now):
            raise Refused("5.0", NO_DEVICE, "label")
        device = Device.objects.create(person=by, token_digest=_digest(token), label=name, registered_at=now)
        acting.did(company(), "device", _named(device), DEEDS["register_device"], {"person": by.key, "label": name})
        return {"device": _named(device)}

    act(by=by, key=key, request={"do": "register_device", "label": label}, now=now, work=work)
    return token


def device_of(token: str) -> Device | None:
    """The device with this token, while it is not revoked and its person works here.

    It is looked up by the digest of the token: how long that takes says nothing of the token.
    """
    devices = Device.objects.filter(token_digest=_digest(token), revoked_at__isnull=True, person__left_on__isnull=True)
    return devices.select_related("person").first()


def device_person(token: str, now: datetime) -> Person | None:
    """Whose device this is; nobody's who has to give a second factor."""
    found = device_of(token)
    return found.person if found and not found.person.needs_second_factor(now) else None


def revoke_device(*, by: Person, key: str, now: datetime, device: Device) -> Answer:
    """Signs a device out for good: its own person may, and who looks after his keys."""

    def work(acting: Acting) -> Answer:
        found = Device.objects.select_for_update(of=("self",)).select_related("person").get(pk=device.pk)
        check_keys(by, DEEDS["revoke_device"], found.person, now)
        if found.revoked_at:
            raise Refused("5.0", REVOKED)
        found.revoked_at = now
        found.save(update_fields=["revoked_at"])
        acting.did(company(), "device", _named(found), DEEDS["revoke_device"], {"person": found.person.key})
        return {"device": _named(found)}

    return act(by=by, key=key, request={"do": "revoke_device", "device": _named(device)}, now=now, work=work)


def _tried(staff_number: str) -> str:
    return f"{BY_PIN} {staff_number}"[:ATTEMPT_NAME]


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _named(device: Device) -> str:
    return device.token_digest[:SUBJECT_LENGTH]
