"""Building the demo company through the actions: places, departments, people, residents, stand-in, authorisation."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from anju.procedure.posts import Post
from anju.procedure.words import Words
from anju.records.models import Community, Department, Location, Person

from . import absences, access, people, registry, residents
from .demo_cast import (
    ADMINISTRATOR,
    BUILDINGS,
    CAST,
    COMMON_PLACES,
    COMMUNITIES,
    COMPANY_NAME,
    DEPARTMENTS,
    EVERYBODY,
    GIVEN,
    PASSWORD,
    PHASES,
    SHOPS,
    SURNAMES,
    Role,
)
from .installation import install
from .journal import Acting, Answer, Deed, act

ACCOUNTS = Deed("demo_accounts", "5.0", Words("发放培训账号", "Hand out training accounts"))
PHONES_FROM = 19908710000


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A resident of the demo as the desk knows him."""

    name: str
    phone: str
    room: str
    role: str


@dataclass
class World:
    """The demo company while it is built: its people by staff number, its residents, its keys in order."""

    seed: str
    starts: datetime
    progress: Callable[[], None]
    people: dict[str, Person] = field(default_factory=dict)
    neighbours: dict[str, list[Neighbour]] = field(default_factory=dict)
    stand_ins: list[tuple[str, datetime, datetime, str]] = field(default_factory=list)
    count: int = 0

    def key(self) -> str:
        """The next idempotency key: the same in every build."""
        self.count += 1
        self.progress()
        return f"demo-{self.count}"

    def director(self, community: str, at: datetime) -> Person:
        """Who directs the centre at a time, stand-ins included."""
        for code, starts, ends, number in self.stand_ins:
            if code == community and starts <= at < ends:
                return self.people[number]
        return self.people["Y001" if community == "YL" else "D001"]


def build_company(world: World) -> None:
    """Everything but the cases. The PINs are hashed meanwhile, on another core: that takes its time."""
    with ThreadPoolExecutor(1) as pool:
        pins = pool.map(make_password, [role.pin for role in EVERYBODY])
        _found(world)
        _hand_out_accounts(world, list(pins))


def _found(world: World) -> None:
    install(now=world.starts, training=True, company_name=COMPANY_NAME)
    people.first_administrator(
        staff_number=ADMINISTRATOR.number, name=ADMINISTRATOR.name, password=PASSWORD, now=world.starts
    )
    world.people[ADMINISTRATOR.number] = Person.objects.get(staff_number=ADMINISTRATOR.number)
    for code, name, phone in COMMUNITIES:
        _community(world, code, name, phone)
    for role in CAST:
        _person(world, role)


def _admin(world: World) -> Person:
    return world.people[ADMINISTRATOR.number]


def _community(world: World, code: str, name: str, phone: str) -> None:
    at, by = world.starts, _admin(world)
    registry.add_community(by=by, key=world.key(), now=at, code=code, name=name, phone=phone)
    made = Community.objects.get(code=code)
    root = Location.objects.get(community=made, code=code)
    for department, called in DEPARTMENTS:
        registry.add_department(by=by, key=world.key(), now=at, community=made, code=department, name=called)
    phases = {phase: _place(world, root, "phase", phase, phase) for phase, _ in PHASES.get(code, ())}
    for phase, stage in PHASES.get(code, ()):
        day = date(2019, 6, 30) if stage == "handed_over" else date(2024, 3, 1)
        registry.set_stage(by=by, key=world.key(), now=at, location=phases[phase], stage=stage, starts_on=day)
    if not phases:
        day = date(2012, 9, 28)
        registry.set_stage(by=by, key=world.key(), now=at, location=root, stage="handed_over", starts_on=day)
    for place in COMMON_PLACES:
        _place(world, root, "garage" if place == "地下车库" else "place", place, place)
    for shop in SHOPS[code]:
        _place(world, root, "shop", shop, shop)
    rooms: list[Location] = []
    for building, called, units, floors, doors, phase in BUILDINGS[code]:
        above = _place(world, phases.get(phase, root), "building", building, called)
        rooms += _rooms(world, above, units, floors, doors)
    _settle(world, made, rooms)
    _outside_parties(world, made)


def _place(world: World, above: Location, kind: str, code: str, name: str) -> Location:
    registry.add_location(
        by=_admin(world), key=world.key(), now=world.starts, parent=above, kind=kind, code=code, name=name
    )
    return Location.objects.get(community=above.community_id, code=code)


def _rooms(world: World, building: Location, units: int, floors: int, doors: int) -> list[Location]:
    found = []
    for unit in range(1, units + 1):
        code = f"{building.code}-{unit}"
        above = _place(world, building, "unit", code, f"{building.name}{unit}单元")
        for floor in range(1, floors + 1):
            for door in range(1, doors + 1):
                room = f"{code}-{floor}0{door}"
                found.append(_place(world, above, "room", room, room))
    return found


def _settle(world: World, community: Community, rooms: list[Location]) -> None:
    """Most rooms have an owner, some a tenant too; what is under construction has buyers."""
    chance = Random(f"{world.seed}/{community.code}/residents")
    building_site = {code for code, *_, phase in BUILDINGS[community.code] if phase == "二期"}
    neighbours = world.neighbours.setdefault(community.code, [])
    for room in rooms:
        if chance.random() < 0.12:
            continue  # empty
        buyer = room.code.split("-")[0] in building_site
        roles = ["buyer"] if buyer else ["owner", *chance.choice(([], ["family"], ["tenant"], []))]
        for role in roles:
            neighbours.append(_resident(world, chance, room, role))


def _resident(world: World, chance: Random, room: Location, role: str) -> Neighbour:
    name = chance.choice(SURNAMES) + chance.choice(GIVEN)
    phone = "" if chance.random() < 0.1 else str(PHONES_FROM + chance.randrange(10000))
    moved_in = date(2024, 1, 1) + timedelta(days=chance.randrange(500))
    household = room.households.filter(ends_on__isnull=True).first()
    residents.add_resident(
        by=_admin(world),
        key=world.key(),
        now=world.starts,
        location=room,
        name=name,
        role=role,
        starts_on=max(moved_in, household.starts_on) if household else moved_in,
        phones=[phone] if phone else [],
        call_wish=chance.choice(("", "", "", "晚上七点以后方便", "中午请勿打扰")),
    )
    return Neighbour(name, phone, room.code, role)


def _outside_parties(world: World, community: Community) -> None:
    wanted = [("lift", "滇梯电梯维保公司", "0871-65559001")]
    if community.code in PHASES:
        wanted.append(("developer", "滇池湾置业公司", "0871-65559002"))
    department = Department.objects.get(community=community, code="ENG")
    for kind, name, phone in wanted:
        registry.add_external_party(
            by=_admin(world),
            key=world.key(),
            now=world.starts,
            department=department,
            kind=kind,
            name=name,
            phone=phone,
        )


def _person(world: World, role: Role) -> None:
    by, at = _admin(world), world.starts
    people.add_person(by=by, key=world.key(), now=at, staff_number=role.number, name=role.name)
    person = Person.objects.get(staff_number=role.number)
    world.people[role.number] = person
    for post, code, department in role.posts:
        community = Community.objects.get(code=code) if code else None
        people.appoint(
            by=by,
            key=world.key(),
            now=at,
            person=person,
            post=post,
            community=community,
            department=Department.objects.get(community=community, code=department) if department else None,
            starts_on=people.today(at),
        )


def _hand_out_accounts(world: World, pins: list[str]) -> None:
    """One password for all, a PIN each: a training company prints both."""
    password = make_password(PASSWORD)

    def work(acting: Acting) -> Answer:
        for role, pin in zip(EVERYBODY, pins, strict=True):
            Person.objects.filter(staff_number=role.number).update(password=password, pin=pin)
        acting.did(people.company(), "installation", "demo", ACCOUNTS, {"people": len(EVERYBODY)})
        return {}

    act(by=_admin(world), key=world.key(), request={"do": "demo_accounts"}, now=world.starts, work=work)


def arrange(world: World, today: datetime) -> None:
    """The director of one centre was away for two days with a stand-in; both centres authorised somebody to call."""
    for code, holder, post in (("YL", "Y002", None), ("DC", None, Post.FRONT_DESK)):
        at = world.starts + timedelta(hours=1)
        access.authorise(
            by=world.director(code, at),
            key=world.key(),
            now=at,
            community=Community.objects.get(code=code),
            natures=["other"],
            starts_at=at,
            ends_at=at + timedelta(days=60),
            holder=world.people[holder] if holder else None,
            post=post,
        )
    starts, ends = today - timedelta(days=9), today - timedelta(days=7)
    absences.absence(
        by=world.people["Y001"],
        key=world.key(),
        now=world.starts + timedelta(hours=2),
        person=world.people["Y001"],
        community=Community.objects.get(code="YL"),
        starts_at=starts,
        ends_at=ends,
        stand_in=world.people["Y003"],
        reason="参加公司培训",
    )
    world.stand_ins.append(("YL", starts, ends, "Y003"))
    absences.duty(
        by=world.people["Y001"],
        key=world.key(),
        now=world.starts + timedelta(hours=2),
        person=world.people["Y005"],
        community=Community.objects.get(code="YL"),
        starts_at=today + timedelta(hours=18),
        ends_at=today + timedelta(hours=32),
    )
