"""The demo: a small believable company of a training installation, built through the actions.

The same seed and date build the same company; only keys of people and salts differ.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random

from django.db import transaction
from django.utils import timezone

from anju.procedure.words import Refused, Words
from anju.records.models import Community, Installation, Person
from anju.records.models.people import ZONE

from .demo_cast import COMMUNITIES, EVERYBODY, PASSWORD
from .demo_company import World, arrange, build_company
from .demo_courses import Course
from .demo_lives import SEEN_ON_SITE, Life
from .demo_matters import ANONYMOUS, MATTERS, PRAISE, Matter

WEEKS_BACK = 21  # days of cases
MORNING = time(10, 0)  # when the demo's today begins
STEPS = 800  # about how many acts a build takes

LIVE = Words(
    "这里是正式使用的安居，不能建演示公司；请用 ANJU_DATA 另指一个空目录。",
    "This Anju is live; a demo company cannot be built in it. Name another, empty directory by ANJU_DATA.",
)
BUILT = Words(
    "这里已有演示公司；要另建一个，请用 ANJU_DATA 另指一个空目录。",
    "There is a demo company here; to build another, name another, empty directory by ANJU_DATA.",
)

# Cases that stand before each step of the procedure, so that every list has something on it: days ago, hour.
WAITING = (
    (Course(stop="pass_on"), 0, 9),
    (Course(stop="dispatch"), 0, 8),
    (Course(stop="read_answer", on_the_spot=True), 0, 8),
    (Course(stop="dispatch", outside=True), 1, 16),
    (Course(stop="accept"), 1, 14),
    (Course(stop="accept", relayed=True), 2, 15),
    (Course(stop="reassign", declined=True), 2, 10),
    (Course(stop="report"), 2, 9),
    (Course(stop="report", open_word=True), 1, 10),
    (Course(stop="accept_report"), 3, 9),
    (Course(stop="follow_up"), 5, 10),
    (Course(stop="confirm_unreachable", unreachable=True), 11, 9),
    (Course(stop="approve_not_agreed", dissatisfied=True, not_agreed=True), 7, 11),
    (Course(stop="put_in_order"), 8, 15),
    (Course(stop="hand_over"), 10, 10),
    (Course(stop="archive"), 12, 9),
)
# What the weeks bring besides the ordinary.
UNUSUAL = (
    Course(late=True), Course(night=True), Course(anonymous=True), Course(declines_call=True), Course(relayed=True),
    Course(outside=True), Course(returned=True), Course(declined=True), Course(dissatisfied=True),
    Course(dissatisfied=True, not_agreed=True), Course(unreachable=True), Course(open_word=True),
    Course(promise=True), Course(void=True), Course(on_the_spot=True), Course(on_the_spot=True), Course(voice=True),
)  # fmt: skip
ORDINARY = 24


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


def build(*, seed: int, today: date, progress: Callable[[int, int], None] | None = None) -> int:
    """Builds the company in one transaction; says how many acts it took."""
    if is_built():
        raise Refused("2.0", BUILT)
    if Installation.objects.exists() and not _is_fresh_training():
        raise Refused("2.0", LIVE)
    morning = datetime.combine(today, MORNING, ZONE)
    world = World(f"{seed}/{today}", morning - timedelta(days=35), lambda: None)
    if progress:
        world.progress = lambda: progress(min(world.count, STEPS), STEPS)
    with transaction.atomic():
        build_company(world)
        arrange(world, datetime.combine(today, time(), ZONE))
        _live(_lives(world, today), until=morning - timedelta(minutes=5))
        _set_clock(morning)
    return world.count


def _is_fresh_training() -> bool:
    return Installation.objects.filter(training=True).exists() and not Person.objects.exists()


def _set_clock(morning: datetime) -> None:
    """The demo's today begins at ten: before that, and on another day, the training clock is moved there."""
    real = timezone.now()
    shift = timedelta() if morning <= real < morning + timedelta(hours=14) else morning - real
    Installation.objects.update(clock_shift_seconds=round(shift.total_seconds()))


def _lives(world: World, today: date) -> Iterator[Life]:
    """Every case of the weeks: matters in turn, two communities, hours of the day."""
    chance = Random(f"{world.seed}/cases")
    communities = [Community.objects.get(code=code) for code, *_ in COMMUNITIES]
    matters = [*MATTERS]
    chance.shuffle(matters)
    turn = count()

    def life(course: Course, said: datetime, matter: Matter | None = None) -> Life:
        place = next(turn)
        chosen = matter or _fitting(matters, course, place)
        return Life(world, communities[place % 3 == 2], chosen, course, said)

    for course, days, hour in WAITING:
        yield life(course, _at(today, days, hour, chance))
    for course in UNUSUAL:
        hour = 22 if course.night else chance.randrange(9, 17)
        matter = ANONYMOUS[0] if course.anonymous else None
        yield life(course, _at(today, chance.randrange(8, WEEKS_BACK), hour, chance), matter)
    for course in (Course(), Course(relayed=True)):
        yield life(course, _at(today, chance.randrange(6, WEEKS_BACK), 11, chance), PRAISE[course.relayed])
    yield life(Course(anonymous=True), _at(today, 6, 10, chance), ANONYMOUS[1])
    for _ in range(ORDINARY):
        yield life(Course(), _at(today, chance.randrange(1, WEEKS_BACK), chance.randrange(8, 17), chance))
    for course in (Course(dissatisfied=True), Course(returned=True), Course(late=True), Course(night=True)):
        hour = 21 if course.night else 14
        yield life(course, _at(today, chance.randrange(3, WEEKS_BACK), hour, chance))


def _fitting(matters: list[Matter], course: Course, place: int) -> Matter:
    """The next matter whose words fit the course: a dissatisfied resident has something to say."""
    turned = matters[place % len(matters) :] + matters[: place % len(matters)]
    if course.on_the_spot:
        return next(each for each in turned if each.grade == "consult")
    if course.dissatisfied:
        return next(each for each in turned if each.cross)
    if course.stop == "report":  # one is being looked at on site, one is worked at elsewhere
        one = [each for each in turned if len(each.departments) == 1 and each.grade != "help"]
        return next(each for each in one if (each.category in SEEN_ON_SITE) != course.open_word)
    if course.unreachable or course.stop:
        return next(each for each in turned if each.grade != "help")
    return turned[0]


def _at(today: date, days: int, hour: int, chance: Random) -> datetime:
    minute = chance.randrange(35, 58) if hour == 8 else chance.randrange(0, 25)
    return datetime.combine(today - timedelta(days=days), time(hour, minute), ZONE)


def _live(lives: Iterator[Life], *, until: datetime) -> None:
    """Lets all cases live side by side, in the order of their times, until the demo's now."""
    order = count()
    waiting = [(life.said, next(order), iter(life)) for life in lives]
    heapq.heapify(waiting)
    while waiting:
        at, _, steps = heapq.heappop(waiting)
        following = next(steps, None) if at <= until else None
        if following is not None:
            heapq.heappush(waiting, (following, next(order), steps))


def accounts() -> tuple[Account, ...]:
    """Who can sign in, one line per post; passwords as they were handed out."""
    names = {code: name for code, name, _ in COMMUNITIES}
    return tuple(
        Account(role.number, role.name, post.words, names.get(code, ""), PASSWORD, role.pin)
        for role in EVERYBODY
        for post, code, _ in role.posts
    )
