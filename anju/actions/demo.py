"""The demo: a small believable company of a training installation, built through the actions.

The same seed and date build the same company; only keys of people and salts differ.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain, count
from random import Random

from django.db import transaction
from django.utils import timezone

from anju.procedure.words import Refused, Words
from anju.records.models import Installation, Person
from anju.records.models.people import ZONE

from . import demo_desk, demo_mends, demo_office
from .demo_cast import COMMUNITIES, EVERYBODY, PASSWORD
from .demo_company import World, accounts_handed_out, build_company
from .demo_courses import OFTEN, WAITING, Course
from .demo_estate import ESTATES, Neighbour
from .demo_lives import Life
from .demo_matters import fitting

CASES = 1900
DAYS_BACK, AT_LEAST = 182, 35  # how long the company has been here; a small one not so long
DONE_BY_NOW = 14  # days after which most cases are done
MORNING = time(10, 0)  # when the demo's today begins
ACTS_OF_A_CASE, OTHER_ACTS = 8, 900  # about how many a build takes
REGULAR = 0.16  # of what is said comes from those who often have something to say
TRIES = 60

LIVE = Words(
    "这里是正式使用的安居，不能建演示公司；请用 ANJU_DATA 另指一个空目录。",
    "This Anju is live; a demo company cannot be built in it. Name another, empty directory by ANJU_DATA.",
)
BUILT = Words(
    "这里已有演示公司；要另建一个，请用 ANJU_DATA 另指一个空目录。",
    "There is a demo company here; to build another, name another, empty directory by ANJU_DATA.",
)


@dataclass(frozen=True, slots=True)
class Account:
    """One line of what is printed: somebody with a post."""

    number: str
    name: str
    post: Words
    community: str
    password: str
    pin: str


def is_built() -> bool:
    """Whether this installation holds the demo company."""
    return Installation.objects.filter(training=True).exists() and Person.objects.filter(staff_number="Y001").exists()


def build(*, seed: int, today: date, cases: int = CASES, progress: Callable[[int, int], None] | None = None) -> World:
    """Builds the company in one transaction; `cases` says how large it is."""
    if is_built():
        raise Refused("2.0", BUILT)
    if Installation.objects.exists() and not _is_fresh_training():
        raise Refused("2.0", LIVE)
    morning, midnight = (datetime.combine(today, clock, ZONE) for clock in (MORNING, time()))
    steps, days = cases * ACTS_OF_A_CASE + OTHER_ACTS, min(DAYS_BACK, max(AT_LEAST, cases // 3))
    world = World(f"{seed}/{today}", morning - timedelta(days=days + 1), days, lambda: None)
    if progress:
        world.progress = lambda: progress(min(world.count, steps), steps)
    with transaction.atomic(), accounts_handed_out(world):
        build_company(world, min(1.0, cases / CASES))
        strands = chain(demo_office.strands(world, midnight), demo_desk.strands(world, midnight))
        _live(world, chain(strands, map(iter, _lives(world, today, cases))), until=morning - timedelta(minutes=3))
        demo_mends.mend(world, morning)
        demo_desk.leave_half_typed(world, morning)
        _set_clock(morning)
    return world


def _is_fresh_training() -> bool:
    return Installation.objects.filter(training=True).exists() and not Person.objects.exists()


def _set_clock(morning: datetime) -> None:
    """The demo's today begins at ten, whatever the hour is: what is due is due then."""
    Installation.objects.update(clock_shift_seconds=round((morning - timezone.now()).total_seconds()))


def _lives(world: World, today: date, cases: int) -> Iterator[Life]:
    """Every case: those that stand somewhere now, and what six months bring, by weekday, season and hour."""
    chance = Random(f"{world.seed}/cases")
    codes, shares = [each.code for each in ESTATES], [each.share for each in ESTATES]
    for place, (course, ago, hour) in enumerate(WAITING):
        code = ("YL", "YL", "DC")[place % 3]
        minute = chance.randrange(36, 46) if hour == 8 else chance.randrange(20)
        said = datetime.combine(today - timedelta(days=ago), time(hour, minute, chance.randrange(60)), ZONE)
        yield _life(world, code, course, said, chance)
    days = [today - timedelta(days=ago) for ago in range(world.days, -1, -1)]
    weights = [world.hours.weight(day) for day in days]
    courses, often = [course for course, _ in OFTEN], [each for _, each in OFTEN]
    rest = max(cases - len(WAITING), len(OFTEN))
    for turn, day in enumerate(chance.choices(days, weights, k=rest)):
        course, when = chance.choices(courses, often)[0], day
        if turn < len(courses):  # one of each kind, and long enough ago to have come to its end
            course, when = courses[turn], chance.choice(days[:-DONE_BY_NOW])
        said = world.hours.spoken(when, chance, night=course.night)
        yield _life(world, chance.choices(codes, shares)[0], course, said, chance)


def _life(world: World, code: str, course: Course, said: datetime, chance: Random) -> Life:
    """One case of somebody who has a matter that fits."""
    there, regulars = world.neighbours[code], world.regulars[code]
    for _ in range(TRIES):
        neighbour: Neighbour = chance.choice(regulars if chance.random() < REGULAR else there)
        matter = fitting(course, neighbour, said.astimezone(ZONE).month, chance)
        if matter:
            return Life(world, world.communities[code], (matter, neighbour), course, said)
    raise LookupError(course)


def _live(world: World, strands: Iterable[Iterator[datetime]], *, until: datetime) -> None:
    """Lets everything happen side by side, in the order of its times, until the demo's now."""
    order = count()
    waiting = [(first, next(order), each) for each in strands if (first := next(each, None)) is not None]
    heapq.heapify(waiting)
    while waiting:
        at, _, strand = heapq.heappop(waiting)
        following = next(strand, None) if at <= until else None
        if following is not None:
            heapq.heappush(waiting, (following, next(order), strand))
        while world.born:  # of what was heard in a follow-up
            new = world.born.pop()
            heapq.heappush(waiting, (next(new), next(order), new))


def accounts() -> tuple[Account, ...]:
    """Who can sign in, one line per post; passwords as they were handed out."""
    names = {code: name for code, name, _ in COMMUNITIES}
    return tuple(
        Account(role.number, role.name, post.words, names.get(code, ""), PASSWORD, role.pin)
        for role in EVERYBODY
        for post, code, _ in role.posts
    )
