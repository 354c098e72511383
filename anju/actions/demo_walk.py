"""One case of the demo on its way: its time, its people, and how a step is taken with it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from random import Random

from anju.procedure.posts import Post
from anju.procedure.words import Refused
from anju.records.models import Case, Community, Person, Word
from anju.records.models.people import ZONE

from . import cases
from .cases import Asked, Doing
from .demo_cast import holders
from .demo_company import World
from .demo_courses import Course
from .demo_estate import Neighbour
from .demo_matters import Matter

CALLERS = {"YL": ("Y002",), "DC": ("D002", "D006"), "CX": ("X006",)}  # whom the directors authorised (§7.1.9)
COMPANY = ("C001", "C002")


class Ended(Exception):
    """The case stays as it is: the next step is the one it waits for."""


class Walk:
    """A case on its way. Times of steps lie within the hours of the centre, but for a call for help."""

    def __init__(self, world: World, community: Community, told: tuple[Matter, Neighbour], course: Course) -> None:
        self.world, self.community, self.course = world, community, course
        self.matter, self.neighbour = told
        self.at = world.starts
        self.chance = Random()
        self.number = ""
        self.legs = 0
        self.workers: set[str] = set()

    # -- time ----------------------------------------------------------------------------------

    def later(self, **wait: float) -> datetime:
        """After a wait; a case that is to stand somewhere gets there the same day."""
        gap = timedelta(**wait)
        self.at = self.world.hours.within(
            self.at + (min(gap, timedelta(hours=1)) if self.course.stop else gap), self.chance
        )
        return self.at

    def soon(self, shortest: int, longest: int) -> datetime:
        """After some minutes; what presses does not wait."""
        if self.matter.grade == "help":
            self.at += timedelta(seconds=self.chance.randint(40, 220))
            return self.at
        most = shortest + 8 if self.course.stop else longest
        return self.later(minutes=self.chance.randint(shortest, most), seconds=self.chance.randrange(60))

    def next_day(self, hour: int) -> datetime:
        """On the next day at an hour when people are at home."""
        day = self.at.astimezone(ZONE).date() + timedelta(days=1)
        self.at = datetime.combine(day, time(hour, self.chance.randrange(5, 50), self.chance.randrange(60)), ZONE)
        return self.at

    # -- people --------------------------------------------------------------------------------

    @property
    def director(self) -> Person:
        return self.world.director(self.community.code, self.at)

    @property
    def desk(self) -> Person:
        return self.one(Post.FRONT_DESK)

    def one(self, post: Post, department: str = "") -> Person:
        """Somebody who holds a post here and is not away; the choice is the case's own."""
        found = [role.number for role in holders(post, self.community.code, department)]
        there = [number for number in found if not self.world.is_away(number, self.at)]
        return self.world.people[self.chance.choice(there or found)]

    def authorised(self) -> Person:
        """One whom the director authorised and who did none of the work; the director confirms what he reports."""
        found = [self.world.people[number] for number in CALLERS[self.community.code]]
        return next(each for each in found if each.key not in self.workers)

    def caller(self) -> Person:
        """The director, or one whom he authorised; never who did the work, so that at last the company calls."""
        authorised = [self.world.people[number] for number in CALLERS[self.community.code]]
        self.chance.shuffle(authorised)
        order = [*authorised, self.director] if self.chance.random() < 0.45 else [self.director, *authorised]
        order += [self.world.people[number] for number in COMPANY]
        return next(each for each in order if each.key not in self.workers)

    # -- steps ---------------------------------------------------------------------------------

    def state(self) -> str:
        return Case.objects.values_list("state", flat=True).get(number=self.number)

    def register(
        self, desk: Person, heard: datetime, facts: dict[str, object], then: tuple[Asked, ...], paper: str
    ) -> None:
        doing = Doing(desk, self.world.key(), self.at, happened=heard)
        try:
            answer = cases.register(
                doing, community=self.community, nature_name="other", facts=_given(facts), then=then, paper=paper
            )
        except Refused as refused:
            self._stays("register", refused)
        else:
            self.number = str(answer["number"])

    def take(self, step: str, by: Person, leg: int | None = None, **facts: object) -> None:
        """Takes a step now. A case that may not take it stays where it is, and the build says so."""
        if step == self.course.stop:
            raise Ended
        doing = Doing(by, self.world.key(), self.at)
        try:
            cases.take(doing, number=self.number, step=step, facts=_given(facts), leg=leg)
        except Refused as refused:
            self._stays(step, refused)

    def _stays(self, step: str, refused: Refused) -> None:
        self.world.refusals.append((step, refused))
        raise Ended from refused

    def tell_everybody(self, told: str) -> None:
        """Every word that is still open is told: to the resident, a voice, or who relayed it."""
        open_words = Word.objects.filter(case__number=self.number, told_at__isnull=True).order_by("key")
        for word in list(open_words.values_list("key", flat=True)):
            self.take("tell", self.desk, word=word, telling="told", channel="phone", told=told)


def _given(facts: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in facts.items() if value not in (None, "")}
