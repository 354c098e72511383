"""§5.0 — Chapter people: who works here and in which posts; sign-in words and PINs are kept as hashes only."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from itertools import pairwise

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q

from anju.procedure.posts import COMPANY_POSTS, Post
from anju.procedure.words import Refused, Words
from anju.records.models import Appointment, Community, Department, Device, Entry, Person
from anju.records.models.people import ZONE, on_day
from anju.records.names import name_key

from . import leaving
from .journal import Acting, Answer, Given, act
from .rights import CENTRE_HEAD, OFFICE, Right, check, check_keys, table
from .wording import line, phone_number

DEEDS = table(
    Right("first_administrator", "5.0", Words("设立系统管理员", "Make the first administrator")),
    Right("add_person", "5.0", Words("录入人员", "Add a person"), posts=OFFICE),
    Right("appoint", "5.0", Words("任命", "Appoint"), posts=OFFICE),
    Right("end_appointment", "5.0", Words("结束任职", "End an appointment"), posts=OFFICE),
    Right("leave", "5.0", Words("办理离职", "Record that a person leaves"), posts=OFFICE),
    Right("set_password", "5.0", Words("设置密码", "Set a password"), posts=CENTRE_HEAD),
    Right("set_pin", "5.0", Words("设置快捷码", "Set a PIN"), posts=CENTRE_HEAD),
)
IN_A_DEPARTMENT = frozenset({Post.HANDLER, Post.FOREMAN})
PIN_LENGTHS = range(4, 9)

HAS_ONE = Words("已经有系统管理员，新的由他录入。", "There is a system administrator; he adds further people.")
NUMBER_TAKEN = Words("工号“{number}”已有人使用。", "The staff number “{number}” is taken.")
WEAK_PASSWORD = Words(
    "密码至少 8 个字符，不能是常见密码，也不能与工号、姓名相近。",
    "A password has at least 8 characters, is not a common one and does not resemble name or staff number.",
)
WEAK_PIN = Words(
    "快捷码是 4 到 8 位数字，不能全部相同，也不能依次递增或递减。",
    "A PIN has 4 to 8 digits, not all alike and not counting up or down.",
)
HAS_LEFT = Words("{name}已经离职。", "{name} has left.")
COMPANY_POST = Words("“{post}”在公司任职，不选小区。", "“{post}” is held in the company; name no community.")
CENTRE_POST = Words("“{post}”在小区任职，请选小区。", "“{post}” is held in a community; choose one.")
NEEDS_DEPARTMENT = Words("“{post}”要选所在部门。", "For “{post}” choose the department.")
OTHER_DEPARTMENT = Words("部门不属于这个小区，或已撤销。", "The department is not of this community, or closed.")
HELD_ALREADY = Words("{name}在这段时间已任“{post}”。", "{name} already holds “{post}” in that time.")
ENDS_BEFORE = Words("结束日期早于开始日期。", "It would end before it starts.")
ENDED = Words("这项任职已经结束。", "This appointment has ended already.")
STILL_TEMPORARY = Words("这是临时密码，请换一个。", "This is the temporary password; choose another.")
IN_FUTURE = Words("离职日期不能晚于今天，到那天再办。", "The day of leaving cannot lie in the future; record it then.")


def today(now: datetime) -> date:
    """The day by the clock of Shanghai."""
    return now.astimezone(ZONE).date()


def company() -> Community:
    """The company as a community of its own kind."""
    return Community.objects.get(is_company=True)


def first_administrator(*, staff_number: str, name: str, password: str, now: datetime) -> Answer:
    """Makes the first system administrator; refused while there is one."""

    def work(acting: Acting) -> Answer:
        held = Appointment.objects.filter(on_day(today(now)), post=Post.ADMINISTRATOR, person__left_on__isnull=True)
        if held.exists():
            raise Refused("5.0", HAS_ONE)
        person = _new_person(staff_number=staff_number, name=name, phone="", password=password, now=now)
        Appointment.objects.create(person=person, post=Post.ADMINISTRATOR, starts_on=today(now))
        facts = {"staff_number": Given(person.staff_number, personal=True), "name": Given(person.name, personal=True)}
        acting.did(company(), "person", person.key, DEEDS["first_administrator"], facts)
        return {"person": person.key}

    request = {"do": "first_administrator", "staff_number": staff_number, "name": name}
    return act(by=None, key=str(uuid.uuid4()), request=request, now=now, work=work)


def add_person(
    *, by: Person, key: str, now: datetime, staff_number: str, name: str, phone: str = "", password: str = ""
) -> Answer:
    """Adds a person; without a password he cannot sign in until he is given one."""

    def work(acting: Acting) -> Answer:
        check(by, DEEDS["add_person"], None, now)
        person = _new_person(staff_number=staff_number, name=name, phone=phone, password=password, now=now)
        facts = {
            "staff_number": Given(person.staff_number, personal=True),
            "name": Given(person.name, personal=True),
            "phone": Given(person.phone, personal=True),
        }
        acting.did(company(), "person", person.key, DEEDS["add_person"], facts)
        return {"person": person.key}

    request = {"do": "add_person", "staff_number": staff_number, "name": name, "phone": phone}
    return act(by=by, key=key, request=request, now=now, work=work)


def _new_person(*, staff_number: str, name: str, phone: str, password: str, now: datetime) -> Person:
    number = line("5.0", "staff_number", staff_number, longest=20)
    if Person.objects.filter(staff_number=number).exists():
        raise Refused("5.0", NUMBER_TAKEN, "staff_number", number=number)
    person = Person(staff_number=number, name=line("5.0", "name", name, longest=60), created_at=now)
    person.name_key = name_key(person.name)
    person.phone = phone_number("5.0", "phone", phone)
    person.password = _hashed_password(person, password) if password else make_password(None)
    person.save(force_insert=True)
    return person


def appoint(
    *,
    by: Person,
    key: str,
    now: datetime,
    person: Person,
    post: Post,
    starts_on: date,
    community: Community | None = None,
    department: Department | None = None,
    ends_on: date | None = None,
) -> Answer:
    """Gives a person a post in a community (and department), or in the company."""
    facts = {
        "post": post.value,
        "department": department.code if department else None,
        "starts_on": starts_on,
        "ends_on": ends_on,
    }

    def work(acting: Acting) -> Answer:
        check(by, DEEDS["appoint"], None, now)
        locked = Person.objects.select_for_update().get(pk=person.pk)
        appointment = Appointment(
            person=locked, post=post, community=community, department=department, starts_on=starts_on, ends_on=ends_on
        )
        _check_appointment(appointment)
        appointment.save(force_insert=True)
        acting.did(community or company(), "appointment", locked.key, DEEDS["appoint"], facts)
        return {"person": locked.key}

    where = community.code if community else None
    request = {"do": "appoint", "person": person.key, "community": where, **facts}
    return act(by=by, key=key, request=request, now=now, work=work)


def _check_appointment(new: Appointment) -> None:
    post = Post(new.post)
    if new.person.left_on:
        raise Refused("5.0", HAS_LEFT, "person", name=new.person.name)
    if post in COMPANY_POSTS and new.community:
        raise Refused("5.0", COMPANY_POST, "community", post=post.words)
    if post not in COMPANY_POSTS and not new.community:
        raise Refused("5.0", CENTRE_POST, "community", post=post.words)
    if post in IN_A_DEPARTMENT and not new.department:
        raise Refused("5.0", NEEDS_DEPARTMENT, "department", post=post.words)
    if new.department and (new.department.community_id != new.community_id or new.department.closed_on):
        raise Refused("5.0", OTHER_DEPARTMENT, "department")
    if new.ends_on and new.ends_on < new.starts_on:
        raise Refused("5.0", ENDS_BEFORE, "ends_on")
    same = Appointment.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=new.starts_on),
        person=new.person,
        post=post,
        community=new.community,
        department=new.department,
    )
    if (same.filter(starts_on__lte=new.ends_on) if new.ends_on else same).exists():
        raise Refused("5.0", HELD_ALREADY, "post", name=new.person.name, post=post.words)


def end_appointment(*, by: Person, key: str, now: datetime, appointment: Appointment, ends_on: date) -> Answer:
    """Ends a post with the end of a day, and the authorisations that hang on it (§7.1.9)."""

    def work(acting: Acting) -> Answer:
        check(by, DEEDS["end_appointment"], None, now)
        locked = Appointment.objects.select_for_update(of=("self",)).select_related("person", "community")
        found = locked.get(pk=appointment.pk)
        if ends_on < found.starts_on:
            raise Refused("5.0", ENDS_BEFORE, "ends_on")
        if found.ends_on and found.ends_on <= ends_on:
            raise Refused("5.0", ENDED)
        leaving.refuse_if_missed("5.0", found.person, [found], ends_on, now)
        found.ends_on = ends_on
        found.save(update_fields=["ends_on"])
        leaving.end_delegations(acting, found, now)
        facts = {"post": found.post, "ends_on": ends_on}
        acting.did(found.community or company(), "appointment", found.person.key, DEEDS["end_appointment"], facts)
        return {"person": found.person.key}

    request = {
        "do": "end_appointment",
        "person": appointment.person.key,
        "post": appointment.post,
        "community": appointment.community.code if appointment.community else None,
        "starts_on": appointment.starts_on,
        "ends_on": ends_on,
    }
    return act(by=by, key=key, request=request, now=now, work=work)


def leave(*, by: Person, key: str, now: datetime, person: Person, left_on: date) -> Answer:
    """Records that a person has left: all his posts end; refused with the list of what is not handed over."""

    def work(acting: Acting) -> Answer:
        check(by, DEEDS["leave"], None, now)
        found = Person.objects.select_for_update().get(pk=person.pk)
        if found.left_on:
            raise Refused("5.0", HAS_LEFT, "person", name=found.name)
        if left_on > today(now):
            raise Refused("5.0", IN_FUTURE, "left_on")
        held = found.appointments.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=left_on)).select_related("community")
        leaving.refuse_if_missed("5.0", found, list(held), left_on, now)
        for each in held:
            leaving.end(acting, each, left_on, now)
        Device.objects.filter(person=found, revoked_at__isnull=True).update(revoked_at=now)
        found.left_on = left_on
        found.save(update_fields=["left_on"])
        acting.did(company(), "person", found.key, DEEDS["leave"], {"left_on": left_on})
        return {"person": found.key}

    request = {"do": "leave", "person": person.key, "left_on": left_on}
    return act(by=by, key=key, request=request, now=now, work=work)


def set_password(*, by: Person, key: str, now: datetime, person: Person, password: str) -> Answer:
    """Sets one's own password, or a temporary one of another; the journal says that, never what."""

    def work(acting: Acting) -> Answer:
        if by.pk == person.pk and person.check_password(password) and is_temporary(person):
            raise Refused("5.0", STILL_TEMPORARY, "password")
        return _set(acting, "set_password", person, password=_hashed_password(person, password))

    return act(by=by, key=key, request={"do": "set_password", "person": person.key}, now=now, work=work)


def is_temporary(person: Person) -> bool:
    """Whether the password was last set by another: then its person changes it before he does anything else."""
    entries = Entry.objects.filter(community=company(), subject_kind="person", subject_key=person.key)
    setting = entries.filter(step="set_password").order_by("-position").select_related("act").first()
    return setting is not None and setting.act.actor_id != person.pk


def set_pin(*, by: Person, key: str, now: datetime, person: Person, pin: str) -> Answer:
    """Sets the PIN for the quick change of person; the journal says that, never what."""

    def work(acting: Acting) -> Answer:
        if len(pin) not in PIN_LENGTHS or not (pin.isascii() and pin.isdigit()) or _is_plain(pin):
            raise Refused("5.0", WEAK_PIN, "pin")
        return _set(acting, "set_pin", person, pin=make_password(pin))

    return act(by=by, key=key, request={"do": "set_pin", "person": person.key}, now=now, work=work)


def _set(acting: Acting, deed: str, person: Person, **hashed: str) -> Answer:
    check_keys(acting.by or person, DEEDS[deed], person, acting.now)
    if person.left_on:
        raise Refused("5.0", HAS_LEFT, "person", name=person.name)
    Person.objects.filter(pk=person.pk).update(**hashed)
    acting.did(company(), "person", person.key, DEEDS[deed], {})
    return {"person": person.key}


def _is_plain(pin: str) -> bool:
    """1111, 1234, 8765."""
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    return len(steps) == 1 and steps <= {0, 1, -1}


def _hashed_password(person: Person, password: str) -> str:
    try:
        validate_password(password, person)
    except ValidationError as weak:
        raise Refused("5.0", WEAK_PASSWORD, "password") from weak
    return make_password(password)
