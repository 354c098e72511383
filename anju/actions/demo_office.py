"""What goes on beside the cases of the demo: authorisations, rosters, absences with stand-ins, people moving in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from anju.procedure.posts import Post
from anju.records.models import Location
from anju.records.models.people import ZONE

from . import absences, access, people, residents
from .demo_company import World
from .demo_estate import Neighbour
from .demo_names import GIVEN, SURNAMES, TAGS

AUTHORISED = (("YL", "Y002", None), ("DC", "", Post.FRONT_DESK), ("CX", "X006", None))
EVERY_SO_OFTEN = timedelta(days=80)  # an authorisation lasts ninety days
DUTY = {"YL": ("Y005", "Y008", "Y010"), "DC": ("D004", "D006", "D002"), "CX": ("X004", "X006")}
COMPANY_DUTY = ("C001", "C002")
ANNOUNCED = 4  # days before
WEEK = timedelta(days=7)
MOVES_IN_EVERY = {"YL": 11, "DC": 16, "CX": 21}  # days


@dataclass(frozen=True, slots=True)
class Away:
    """An absence: whose, where, from how many days before today, for how long, who stands in, why."""

    number: str
    community: str
    before: int
    days: int
    stand_in: str
    reason: str


ABSENCES = (
    Away("Y001", "YL", 128, 5, "Y003", "年休假"),
    Away("Y001", "YL", 40, 2, "Y003", "参加公司培训"),
    Away("Y001", "YL", 9, 2, "Y003", "公司季度会议"),
    Away("Y001", "YL", -3, 2, "Y003", "外出考察"),
    Away("D001", "DC", 100, 4, "D004", "年休假"),
    Away("D001", "DC", 23, 1, "D004", "体检"),
    Away("X001", "CX", 75, 3, "X004", "家中有事"),
    Away("X001", "CX", 1, 4, "X004", "年休假"),
    Away("Y006", "YL", 60, 3, "", "病假"),
    Away("D005", "DC", 30, 5, "", "年休假"),
    Away("X005", "CX", 12, 1, "", "事假"),
    Away("Y016", "YL", 1, 3, "", "病假"),
)


def strands(world: World, midnight: datetime) -> Iterator[Iterator[datetime]]:
    """Everything that goes on; each yields the time of what it does next."""
    for code, number, post in AUTHORISED:
        yield _authorisations(world, code, number, post)
    for code in world.communities:
        yield _roster(world, code)
        yield _moving_in(world, code)
    yield _roster(world, "")
    for each in ABSENCES:
        if each.before + ANNOUNCED < world.days:
            yield _absence(world, each, midnight)


def _authorisations(world: World, code: str, number: str, post: Post | None) -> Iterator[datetime]:
    """§7.1.9: the director authorises somebody to call, again and again before it ends."""
    at = world.starts + timedelta(minutes=30)
    while True:
        yield at
        access.authorise(
            by=world.director(code, at),
            key=world.key(),
            now=at,
            community=world.communities[code],
            natures=["other"],
            starts_at=at,
            ends_at=at + timedelta(days=89),
            holder=world.people[number] if number else None,
            post=post,
        )
        at += EVERY_SO_OFTEN


def _roster(world: World, code: str) -> Iterator[datetime]:
    """Every Friday somebody is put on duty for the week that follows, in turn."""
    first = world.starts.astimezone(ZONE).date()
    friday = first + timedelta(days=(4 - first.weekday()) % 7)
    at = datetime.combine(friday, time(16, 10), ZONE)
    turn = 0
    while True:
        yield at
        numbers = DUTY.get(code, COMPANY_DUTY)
        monday = datetime.combine(at.astimezone(ZONE).date() + timedelta(days=3), time(8, 30), ZONE)
        absences.duty(
            by=world.director(code, at) if code else world.people["C001"],
            key=world.key(),
            now=at,
            person=world.people[numbers[turn % len(numbers)]],
            community=world.communities.get(code),
            starts_at=monday,
            ends_at=monday + WEEK,
        )
        turn, at = turn + 1, at + WEEK


def _absence(world: World, away: Away, midnight: datetime) -> Iterator[datetime]:
    """Recorded some days before; from then on everybody knows who stands in."""
    starts = midnight - timedelta(days=away.before)
    ends = starts + timedelta(days=away.days)
    at = starts - timedelta(days=ANNOUNCED) + timedelta(hours=15)
    yield at
    absences.absence(
        by=world.director(away.community, at),
        key=world.key(),
        now=at,
        person=world.people[away.number],
        community=world.communities[away.community],
        starts_at=starts,
        ends_at=ends,
        stand_in=world.people.get(away.stand_in),
        reason=away.reason,
    )
    world.away.append((away.number, starts, ends))
    if away.stand_in:
        world.stand_ins.append((away.community, starts, ends, away.stand_in))


def _moving_in(world: World, code: str) -> Iterator[datetime]:
    """Now and then somebody moves in with somebody else and comes to the desk."""
    chance = Random(f"{world.seed}/{code}/moving in")
    at = world.starts + timedelta(days=3, hours=2)
    while True:
        yield at
        home = chance.choice([each for each in world.neighbours[code] if each.role == "owner" and each.floor])
        name, phone = chance.choice(SURNAMES) + chance.choice(GIVEN), f"1970871{chance.randrange(10_000):04}"
        role = chance.choice(("tenant", "tenant", "family"))
        answer = residents.add_resident(
            by=world.people[f"{code[0].replace('C', 'X')}002"],
            key=world.key(),
            now=at,
            location=Location.objects.get(community=world.communities[code], code=home.room),
            name=name,
            role=role,
            starts_on=people.today(at),
            phones=[phone],
            tags=[chance.choice(TAGS)] if chance.random() < 0.3 else [],
        )
        known = Neighbour(name, phone, home.room, role, home.building, home.floor, str(answer["resident"]))
        world.neighbours[code].append(known)
        at += timedelta(days=MOVES_IN_EVERY[code], minutes=chance.randrange(240))
