"""Builders for tests with a database: plain functions with keyword defaults, all through the actions.

`centre()` is one whole company: three persons stand everywhere - one of the post, one of another post,
one of another community.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from anju.actions import absences, access, call_backs, cases, hints, people, registry, residents, shifts
from anju.actions.cases import Asked, Doing
from anju.actions.installation import install
from anju.procedure.posts import Post
from anju.records.models import CallBack, Case, Community, Department, Hint, Location, Person, Shift

NOON = datetime(2026, 11, 18, 4, 0, tzinfo=UTC)  # a Wednesday, 12:00 in Shanghai
START = NOON - timedelta(days=30)  # when the company was installed
FIRST_DAY = date(2026, 10, 1)
PASSWORD = "correct horse battery"
Appointed = tuple[Post, Community | None, Department | None]


def key() -> str:
    """A fresh idempotency key."""
    return str(uuid.uuid4())


def after(**units: float) -> datetime:
    """A time after NOON."""
    return NOON + timedelta(**units)


def company() -> Person:
    """Installs and makes the first administrator."""
    install(now=START, company_name="安居物业")
    people.first_administrator(staff_number="A001", name="管志远", password=PASSWORD, now=START)
    return staff("A001")


def staff(number: str) -> Person:
    """The person with a staff number."""
    found: Person = Person.objects.get(staff_number=number)
    return found


def community(admin: Person, code: str = "YL", name: str = "云岭花园") -> Community:
    """A community with one building, two rooms, a gate, and two departments (ENG, ORD)."""
    registry.add_community(by=admin, key=key(), now=START, code=code, name=name, phone="0871-65551234")
    made = Community.objects.get(code=code)
    root = Location.objects.get(community=made, code=code)
    unit = place(admin, place(admin, root, "building", "3"), "unit", "3-2")
    for room in ("3-2-1201", "3-2-1202"):
        place(admin, unit, "room", room)
    place(admin, root, "place", "gate")
    for department, called in (("ENG", "工程部"), ("ORD", "秩序部")):
        registry.add_department(by=admin, key=key(), now=START, community=made, code=department, name=called)
    return made


def place(admin: Person, above: Location, kind: str, code: str) -> Location:
    """One more place, named by its code."""
    registry.add_location(by=admin, key=key(), now=START, parent=above, kind=kind, code=code, name=code)
    return Location.objects.get(community=above.community, code=code)


def person(admin: Person, number: str, name: str, *held: Appointed) -> Person:
    """A person with posts, from the first day on."""
    people.add_person(by=admin, key=key(), now=START, staff_number=number, name=name)
    made = staff(number)
    for each in held:
        appointed(admin, made, *each)
    return made


def appointed(
    admin: Person, who: Person, post: Post, where: Community | None = None, department: Department | None = None
) -> Person:
    """The person with one more post."""
    people.appoint(
        by=admin,
        key=key(),
        now=START,
        person=who,
        post=post,
        community=where,
        department=department,
        starts_on=FIRST_DAY,
    )
    who.__dict__.pop("_held", None)
    return who


@dataclass(frozen=True, slots=True)
class Centre:
    """A company with one busy community, and a second one whose desk is the stranger's."""

    community: Community
    other: Community
    eng: Department
    order: Department
    administrator: Person
    office: Person
    executive: Person
    director: Person
    front: Person
    night: Person
    handler: Person
    mate: Person
    foreman: Person
    guard: Person
    archivist: Person
    stranger: Person


def centre() -> Centre:
    """The company the tests are told in."""
    admin = company()
    here, other = community(admin), community(admin, "DC", "滇池湾")
    eng, order = (Department.objects.get(community=here, code=code) for code in ("ENG", "ORD"))
    return Centre(
        community=here,
        other=other,
        eng=eng,
        order=order,
        administrator=admin,
        office=person(admin, "C001", "综小兰", (Post.COMPANY, None, None)),
        executive=person(admin, "C002", "高建国", (Post.EXECUTIVE, None, None)),
        director=person(admin, "Y001", "主爱华", (Post.DIRECTOR, here, None)),
        front=person(admin, "Y002", "前秀英", (Post.FRONT_DESK, here, None)),
        night=person(admin, "Y003", "夜长安", (Post.NIGHT_DESK, here, None)),
        handler=person(admin, "Y004", "工小军", (Post.HANDLER, here, eng)),
        mate=person(admin, "Y005", "工大力", (Post.HANDLER, here, eng)),
        foreman=person(admin, "Y006", "班永福", (Post.FOREMAN, here, eng)),
        guard=person(admin, "Y007", "秩卫东", (Post.HANDLER, here, order)),
        archivist=person(admin, "Y008", "档文静", (Post.ARCHIVIST, here, None)),
        stranger=person(admin, "D001", "外来福", (Post.FRONT_DESK, other, None), (Post.DIRECTOR, other, None)),
    )


def fresh(found: Centre) -> Centre:
    """The same with every person read anew, so that nothing remembered survives a rollback."""
    rows = {each.name: getattr(found, each.name) for each in fields(found)}
    read = {name: Person.objects.get(pk=row.pk) for name, row in rows.items() if isinstance(row, Person)}
    return replace(found, **read)


def resident(where: Centre, *, name: str = "曾晓梅", room: str = "3-2-1201", phone: str = "13887001234") -> str:
    """A resident of a room; answers the key."""
    location = Location.objects.get(community=where.community, code=room)
    made = residents.add_resident(
        by=where.front,
        key=key(),
        now=START,
        location=location,
        name=name,
        role="owner",
        starts_on=FIRST_DAY,
        phones=[phone],
    )
    return str(made["resident"])


def word(**other: object) -> dict[str, object]:
    """The facts of a registration; a fact given as None is left out."""
    facts: dict[str, object] = {
        "source": "phone",
        "speaker": "owner",
        "name": "曾晓梅",
        "phone": "13887001234",
        "place": "3-2-1201",
        "content": "地下车库照明坏了三盏，晚上看不清路。",
        "grade": "suggestion",
        "category": "engineering",
        "urgency": "normal",
        "told": "已告知今天安排人查看。",
    }
    return {name: value for name, value in (facts | other).items() if value is not None}


def registered(where: Centre, *, by: Person | None = None, at: datetime = NOON, **other: object) -> Case:
    """A case registered by the front desk (or another) and, as the desk does, passed on at once."""
    doing = Doing(by or where.front, key(), at)
    then = ("pass_on",)
    answer = cases.register(doing, community=where.community, nature_name="other", facts=word(**other), then=then)
    return Case.objects.get(number=answer["number"])


def answered(where: Centre, *, answer: str = "车位费按季交，窗口和手机都可以办。") -> Case:
    """A case that the front desk answered on the spot."""
    then = (Asked("answer", {"answer": answer}),)
    doing, facts = Doing(where.front, key(), NOON), word(grade="consult")
    made = cases.register(doing, community=where.community, nature_name="other", facts=facts, then=then)
    return Case.objects.get(number=made["number"])


def took(case: Case, by: Person, step: str, *, at: datetime, leg: int | None = None, **facts: object) -> Case:
    """The case after one step."""
    cases.take(Doing(by, key(), at), number=case.number, step=step, leg=leg, facts=facts)
    return Case.objects.get(pk=case.pk)


def dispatched(where: Centre, *departments: str, at: datetime = NOON, **other: str | datetime | None) -> Case:
    """A case dispatched half an hour later to the departments named (or ENG)."""
    case = registered(where, by=where.front, at=at, **other)
    return took(
        case,
        where.director,
        "dispatch",
        at=at + timedelta(minutes=30),
        grade=case.grade,
        category=case.category,
        departments=list(departments or ("ENG",)),
    )


def reported(where: Centre, *, at: datetime = NOON, **other: str | datetime | None) -> Case:
    """A case whose one department has reported, two hours after it was said."""
    case = dispatched(where, at=at, **other)
    case = took(case, where.handler, "accept", leg=1, at=at + timedelta(hours=1))
    return took(case, where.handler, "report", leg=1, at=at + timedelta(hours=2), result="已更换三盏灯。")


def to_follow_up(where: Centre, *, at: datetime = NOON, **other: str | datetime | None) -> Case:
    """A case whose report was accepted, three hours after it was said."""
    return took(reported(where, at=at, **other), where.director, "accept_report", leg=1, at=at + timedelta(hours=3))


def archived(where: Centre, *, at: datetime = NOON, **other: str | datetime | None) -> Case:
    """A case that went the whole way within two days."""
    case = to_follow_up(where, at=at, **other)
    later = at + timedelta(days=1)
    case = took(case, where.director, "follow_up", at=later, channel="phone", score="satisfied", opinion="很好。")
    case = took(case, where.director, "put_in_order", at=later, sheets=2)
    case = took(case, where.director, "hand_over", at=later)
    return took(case, where.archivist, "archive", at=at + timedelta(days=2), counted=2, holding="2026-KF1-03")


def call_back(where: Centre, *, by: Person | None = None, at: datetime = NOON, **other: Any) -> CallBack:
    """A call to make, noted by the front desk."""
    facts: dict[str, Any] = {"kind": "asked", "called_at": at, "phone": "13987654321", "name": "欧阳静怡"}
    call = call_backs.Call(**facts | other)
    answer = call_backs.add_call(Doing(by or where.front, key(), at), community=where.community, call=call)
    return CallBack.objects.get(uuid=str(answer["call"]))


def handed_over(where: Centre, *, at: datetime = NOON, **other: Any) -> Shift:
    """A shift the front desk hands over to the night, not signed for yet."""
    facts: dict[str, Any] = {"by": where.front, "community": where.community, "taker": where.night}
    answer = shifts.hand_over_shift(key=key(), now=at, starts_at=at - timedelta(hours=8), **facts | other)
    return Shift.objects.get(uuid=str(answer["shift"]))


def authorised(
    where: Centre, holder: Person | None = None, post: Post | None = None, days: int = 30, at: datetime = NOON
) -> None:
    """An authorisation to follow up other information, from NOON on."""
    access.authorise(
        by=where.director,
        key=key(),
        now=at,
        community=where.community,
        natures=["other"],
        starts_at=at,
        ends_at=at + timedelta(days=days),
        holder=holder,
        post=post,
    )


def hint(where: Centre, text: str = "水泵检修停水", *, code: str = "3") -> Hint:
    """A hint of a place for a day from NOON on, by the front desk."""
    location = Location.objects.get(community=where.community, code=code)
    times = {"now": NOON, "starts_at": NOON, "ends_at": after(days=1)}
    hints.add_hint(by=where.front, key=key(), location=location, text=text, **times)
    return Hint.objects.get(text=text)


def away(where: Centre, who: Person, *, stand_in: Person | None = None, hours: float = 24) -> None:
    """An absence from NOON on."""
    absences.absence(
        by=where.director,
        key=key(),
        now=NOON,
        person=who,
        community=where.community,
        starts_at=NOON,
        ends_at=after(hours=hours),
        stand_in=stand_in,
    )
