"""Building the demo company through the actions: places and residents from registers, departments, people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from random import Random

from django.contrib.auth.hashers import make_password

from anju.procedure.words import Refused, Words
from anju.records.models import Community, Department, Location, Person, Residency

from . import exchange, people, registry, residents
from .demo_cast import (
    ADMINISTRATOR,
    CAST,
    COMMUNITIES,
    COMPANY_NAME,
    DEPARTMENTS,
    EVERYBODY,
    PASSWORD,
    Role,
)
from .demo_estate import (
    ESTATES,
    RESIDENT_COLUMNS,
    ROOM_COLUMNS,
    Estate,
    Neighbour,
    Row,
    as_file,
    neighbours,
    room_rows,
    settled,
)
from .demo_hours import Hours
from .demo_names import GIVEN, SURNAMES, TAGS, WISHES
from .installation import install
from .journal import Acting, Answer, Deed, act

ACCOUNTS = Deed("demo_accounts", "5.0", Words("发放培训账号", "Hand out training accounts"))
BEGUN = date(2024, 3, 1)  # the phase that is under construction
TAGGED = 14  # one household in so many has somebody the desk should know more about


@dataclass
class World:
    """The demo company while it is built: its people by staff number, its residents, its keys in order."""

    seed: str
    starts: datetime
    days: int
    progress: Callable[[], None]
    people: dict[str, Person] = field(default_factory=dict)
    communities: dict[str, Community] = field(default_factory=dict)
    neighbours: dict[str, list[Neighbour]] = field(default_factory=dict)
    regulars: dict[str, list[Neighbour]] = field(default_factory=dict)
    stand_ins: list[tuple[str, datetime, datetime, str]] = field(default_factory=list)
    away: list[tuple[str, datetime, datetime]] = field(default_factory=list)
    paper: dict[str, list[tuple[str, datetime]]] = field(default_factory=dict)
    serials: Counter[str] = field(default_factory=Counter)
    born: list[Iterator[datetime]] = field(default_factory=list)
    refusals: list[tuple[str, Refused]] = field(default_factory=list)
    hours: Hours = field(default_factory=Hours)
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
        return self.people[f"{community[0].replace('C', 'X')}001"]

    def is_away(self, number: str, at: datetime) -> bool:
        """Whether somebody is recorded as absent at a time."""
        return any(who == number and starts <= at < ends for who, starts, ends in self.away)

    @property
    def office(self) -> Person:
        return self.people[ADMINISTRATOR.number]


@contextmanager
def accounts_handed_out(world: World) -> Iterator[None]:
    """Passwords and PINs at the end: they are hashed meanwhile, on another core, for that takes its time."""
    with ThreadPoolExecutor(1) as pool:
        pins = pool.map(make_password, [role.pin for role in EVERYBODY])
        yield
        _hand_out_accounts(world, list(pins))


def build_company(world: World, size: float) -> None:
    """Everything but what happens."""
    install(now=world.starts, training=True, company_name=COMPANY_NAME)
    people.first_administrator(
        staff_number=ADMINISTRATOR.number, name=ADMINISTRATOR.name, password=PASSWORD, now=world.starts
    )
    world.people[ADMINISTRATOR.number] = Person.objects.get(staff_number=ADMINISTRATOR.number)
    world.hours = Hours.of_the_company()
    for (code, name, phone), estate in zip(COMMUNITIES, ESTATES, strict=True):
        registry.add_community(by=world.office, key=world.key(), now=world.starts, code=code, name=name, phone=phone)
        world.communities[code] = Community.objects.get(code=code)
        for department, called in DEPARTMENTS:
            registry.add_department(
                by=world.office,
                key=world.key(),
                now=world.starts,
                community=world.communities[code],
                code=department,
                name=called,
            )
        _settle(world, estate.scaled(size))
        _outside_parties(world, code)
    for role in CAST:
        _person(world, role)


def _settle(world: World, estate: Estate) -> None:
    """Places, their stages, and the people who live there."""
    community, chance = world.communities[estate.code], Random(f"{world.seed}/{estate.code}/residents")
    _import(world, "rooms", community, as_file(ROOM_COLUMNS, room_rows(estate)))
    root = Location.objects.get(community=community, kind="community")
    for block in estate.blocks:
        phase = Location.objects.filter(community=community, kind="phase", code=block.phase).first()
        handed_over = block.delivered
        if phase or block == estate.blocks[0]:
            registry.set_stage(
                by=world.office,
                key=world.key(),
                now=world.starts,
                location=phase or root,
                stage="handed_over" if handed_over else "construction",
                starts_on=handed_over or BEGUN,
            )
    rows = settled(estate, chance, (SURNAMES, GIVEN), people.today(world.starts))
    _import(world, "residents", community, as_file(RESIDENT_COLUMNS, rows))
    known = list(_known(world, community, rows, chance))
    world.neighbours[estate.code] = known
    world.regulars[estate.code] = chance.sample(known, max(3, len(known) // 40))


def _import(world: World, kind: str, community: Community, content: bytes) -> None:
    """A register comes in as the office would bring it in: checked, then confirmed."""
    name = f"{community.name}-{'房屋' if kind == 'rooms' else '住户'}台账.csv"
    batch = exchange.check_file(
        by=world.office, now=world.starts, kind=kind, community=community, file_name=name, content=content
    ).batch
    exchange.confirm(by=world.office, key=world.key(), now=world.starts, batch=batch)


def _known(world: World, community: Community, rows: list[Row], chance: Random) -> Iterator[Neighbour]:
    """Everybody with his key on the register; in some homes lives somebody the desk should know more about."""
    living = Residency.objects.filter(household__community=community)
    names = living.values_list("household__location__code", "resident__name", "resident__uuid")
    keys = {(room, name): str(key) for room, name, key in names}
    for each in neighbours(rows):
        yield replace(each, key=keys[each.room, each.name])
        if each.role == "owner" and each.floor and chance.randrange(TAGGED) == 0:
            yield _tagged(world, community, each, chance)


def _tagged(world: World, community: Community, beside: Neighbour, chance: Random) -> Neighbour:
    name = beside.name[0] + chance.choice(GIVEN)
    phone = "" if chance.random() < 0.3 else f"1980871{chance.randrange(10_000):04}"
    answer = residents.add_resident(
        by=world.office,
        key=world.key(),
        now=world.starts,
        location=Location.objects.get(community=community, code=beside.room),
        name=name,
        role="family",
        starts_on=people.today(world.starts),
        phones=[phone] if phone else [],
        tags=chance.sample(TAGS, chance.choice((1, 1, 2))),
        call_wish=chance.choice((*WISHES, "", "")),
    )
    return Neighbour(name, phone, beside.room, "family", beside.building, beside.floor, str(answer["resident"]))


def _outside_parties(world: World, code: str) -> None:
    wanted = [
        ("lift", "滇梯电梯维保公司", "0871-65559001"),
        ("utility", "市政排水养护所", "0871-65559003"),
    ]
    if code == "DC":
        wanted += [("developer", "滇池湾置业公司", "0871-65559002"), ("contractor", "海埂建筑公司", "0871-65559004")]
    department = Department.objects.get(community=world.communities[code], code="ENG")
    for kind, name, phone in wanted:
        registry.add_external_party(
            by=world.office,
            key=world.key(),
            now=world.starts,
            department=department,
            kind=kind,
            name=name,
            phone=phone,
        )


def _person(world: World, role: Role) -> None:
    by, at = world.office, world.starts
    people.add_person(by=by, key=world.key(), now=at, staff_number=role.number, name=role.name, phone=role.phone)
    person = Person.objects.get(staff_number=role.number)
    world.people[role.number] = person
    for post, code, department in role.posts:
        community = world.communities.get(code)
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

    act(by=world.office, key=world.key(), request={"do": "demo_accounts"}, now=world.starts, work=work)
