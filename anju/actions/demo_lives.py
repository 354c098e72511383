"""The life of one case of the demo, told as a row of waits and steps: each `yield` is the time of the next step."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import datetime, time, timedelta
from itertools import cycle
from random import Random

from anju.records.models import Case, Community, Person
from anju.records.models.people import ZONE

from . import cases
from .cases import Doing
from .demo_cast import CAST
from .demo_company import Neighbour, World
from .demo_courses import Course
from .demo_matters import ANSWER, DECLINE, DOUBLE, NO_WISH, NOT_AGREED, RETURNED, ROOM, Matter

OPENS, CLOSES = time(8, 35), time(17, 45)
SHEETS = 2
SEEN_ON_SITE = frozenset({"engineering", "order", "decoration"})


class Ended(Exception):
    """The case stays as it is: the next step is the one it waits for."""


class Life:
    """One case of one community, from the word to wherever its course ends."""

    def __init__(self, world: World, community: Community, matter: Matter, course: Course, said: datetime) -> None:
        self.world, self.community, self.matter, self.course, self.said = world, community, matter, course, said
        self.chance = Random(f"{world.seed}/{community.code}/{said:%F %T}/{matter.said}")
        self.neighbour: Neighbour = self.chance.choice(world.neighbours[community.code])
        self.at = said
        self.number = ""

    def __iter__(self) -> Iterator[datetime]:
        try:
            yield from self._registered()
            if self.course.void:
                yield self._soon(30, 60)
                self._take("void", self._director, reason=DOUBLE)
                return
            if self.course.on_the_spot:
                yield self._later(hours=4)
                self._take("read_answer", self._director)
            else:
                yield from self._handled(self.matter.departments, self.matter.results)
            if self._state() == "follow_up":
                yield from self._followed_up()
            yield from self._filed()
        except Ended:
            return

    # -- time ----------------------------------------------------------------------------------

    def _later(self, **wait: float) -> datetime:
        """After a wait, within the hours of the centre."""
        self.at += timedelta(**wait)
        local = self.at.astimezone(ZONE)
        minute = timedelta(minutes=self.chance.randrange(40))
        if local.time() < OPENS:
            self.at = datetime.combine(local.date(), OPENS, ZONE) + minute
        elif local.time() > CLOSES:
            self.at = datetime.combine(local.date() + timedelta(days=1), OPENS, ZONE) + minute
        return self.at

    def _soon(self, shortest: int, longest: int) -> datetime:
        return self._later(minutes=self.chance.randint(shortest, longest))

    def _at_clock(self, hour: int) -> datetime:
        """On a later day at an hour when people are at home."""
        day = self.at.astimezone(ZONE).date() + timedelta(days=1)
        self.at = datetime.combine(day, time(hour, self.chance.randrange(50)), ZONE)
        return self.at

    # -- people --------------------------------------------------------------------------------

    @property
    def _director(self) -> Person:
        return self.world.director(self.community.code, self.at)

    def _desk(self) -> Person:
        posts = "night_desk" if self.course.night else "front_desk"
        return self._one(posts)

    def _one(self, post: str, department: str = "") -> Person:
        """Somebody who holds a post here; the choice is the case's own."""
        found = [
            role.number
            for role in CAST
            if any(where == (post, self.community.code, department) for where in role.posts)
        ]
        return self.world.people[self.chance.choice(found)]

    # -- steps ---------------------------------------------------------------------------------

    def _state(self) -> str:
        return Case.objects.values_list("state", flat=True).get(number=self.number)

    def _take(self, step: str, by: Person, leg: int | None = None, **facts: object) -> None:
        if step == self.course.stop:
            raise Ended
        given = {name: value for name, value in facts.items() if value is not None}
        cases.take(Doing(by, self.world.key(), self.at), number=self.number, step=step, facts=given, leg=leg)

    def _registered(self) -> Iterator[datetime]:
        course, said = self.course, self.at
        desk = self._desk()
        heard = self.at = said + timedelta(minutes=self.chance.randint(2, 8))
        if course.late:  # written on a slip, typed later
            self.at += timedelta(minutes=self.chance.randint(50, 160))
        yield self.at
        doing = Doing(desk, self.world.key(), self.at, happened=heard)
        answer = cases.register(doing, community=self.community, nature_name="other", facts=self._word(said))
        self.number = str(answer["number"])
        if course.on_the_spot:
            self._take("answer", desk, answer=self.matter.told)
            return
        yield self._soon(3, 80)
        self._take("pass_on", self._one("front_desk") if course.night else desk)
        if course.voice:
            other = self.chance.choice(self.world.neighbours[self.community.code])
            yield self._soon(5, 40)
            self._take("add_voice", desk, speaker=other.role, name=other.name, phone=other.phone, place=other.room,
                       content=self.matter.said, told=self.matter.told)  # fmt: skip

    def _word(self, said: datetime) -> dict[str, object]:
        course, matter, who = self.course, self.matter, self.neighbour
        facts: dict[str, object] = {
            "said_at": said,
            "source": "phone" if course.night else self.chance.choice(("phone", "phone", "counter", "message", "scan")),
            "speaker": who.role,
            "name": who.name,
            "phone": who.phone,
            "place": who.room if matter.place == ROOM else matter.place,
            "content": matter.said + (NO_WISH if course.declines_call else ""),
            "grade": matter.grade,
            "category": matter.category,
            "urgency": "urgent" if matter.grade == "help" else "normal",
            "declines_call": course.declines_call,
        }
        if course.open_word:
            facts["tell_by"] = said + timedelta(hours=20)
        elif not course.anonymous:
            facts["told"] = matter.told
        if course.promise:
            facts |= {"promise": "处理完当天回电告知结果", "promise_by": said + timedelta(days=5)}
        return facts | self._source(said)

    def _source(self, said: datetime) -> dict[str, object]:
        """What is otherwise when the word did not come from the resident directly."""
        course = self.course
        if course.anonymous:
            return {"source": "letter", "speaker": "anonymous", "name": "", "phone": "", "untold": "匿名，无联系方式"}
        if course.relayed:
            return {"source": "relayed", "relayer": "秩序部巡逻员", "verified": "yes"}
        if course.outside:
            order = f"12345-{said.astimezone(ZONE):%Y%m%d}-{self.chance.randrange(1000, 9999)}"
            return {"source": "outside_order", "outside_order": order, "outside_limit": said + timedelta(days=5)}
        return {}

    def _handled(self, departments: tuple[str, ...], results: tuple[str, ...]) -> Iterator[datetime]:
        """One round: dispatched, accepted, worked at, reported, accepted by the director."""
        yield self._soon(15, 140)
        known = Case.objects.get(number=self.number).legs.count()
        self._take(
            "dispatch",
            self._director,
            grade=self.matter.grade,
            category=self.matter.category,
            departments=list(departments),
            instruction=self.matter.instruction,
        )
        at_work = []
        for place, department in enumerate(departments):
            leg_and_worker = yield from self._accepted(known + place + 1, department)
            at_work.append(leg_and_worker)
        for (leg, worker), result in zip(at_work, cycle(results), strict=False):
            yield from self._reported(leg, worker, result)
        yield self._soon(20, 300)
        for leg, _ in at_work:
            self._take("accept_report", self._director, leg)
        if self.course.open_word and known == 0:
            yield self._soon(5, 30)
            self._tell(1, self.matter.told or "已告知处理情况。")

    def _accepted(self, leg: int, department: str) -> Generator[datetime, None, tuple[int, Person]]:
        """A department accepts, or declines and another takes over: the leg that is at work, and whose it is."""
        worker = self._one("handler", department)
        yield self._soon(8, 110)
        if self.course.declined and leg == 1:
            self._take("decline", worker, leg, reason=DECLINE)
            yield self._soon(10, 100)
            other = next(each for each in ("CS", "ENG", "ENV") if each not in self.matter.departments)
            self._take("reassign", self._director, leg, departments=[other], reason=DECLINE)
            leg = Case.objects.get(number=self.number).legs.count()
            worker = self._one("handler", other)
            yield self._soon(8, 60)
        self._take("accept", worker, leg)
        if self.matter.category in SEEN_ON_SITE or self.matter.grade == "help":
            yield self._soon(6, 60)
            self._take("arrive", worker, leg)
        return leg, worker

    def _reported(self, leg: int, worker: Person, result: str) -> Iterator[datetime]:
        yield self._later(hours=self.chance.choice((0.5, 2, 4, 20, 26)))
        self._take("report", worker, leg, result=result)
        if self.course.returned and leg == 1:
            yield self._soon(20, 120)
            self._take("return_report", self._director, leg, reason=RETURNED)
            yield self._soon(40, 240)
            self._take("report", worker, leg, result=f"{result}前后照片各一张，当天完成。")

    def _tell(self, word: int, told: str) -> None:
        self._take("tell", self._one("front_desk"), word=word, telling="told", channel="phone", told=told)

    def _caller(self) -> Person:
        """The director, or the one whom he authorised (§7.1.9)."""
        if self.course.on_the_spot:  # whoever answered does not call
            return self._director
        authorised = self.world.people["Y002" if self.community.code == "YL" else "D002"]
        return authorised if self.chance.random() < 0.4 else self._director

    def _followed_up(self) -> Iterator[datetime]:
        if self.course.unreachable:
            yield from self._not_reached()
            return
        yield self._at_clock(self.chance.choice((9, 10, 15, 16, 19)))
        caller = self._caller()
        if self.chance.random() < 0.25:
            self._take("attempt", caller, channel="phone", no_answer=self.chance.choice(("no_reply", "later")))
            yield self._at_clock(19)
            caller = self._caller()  # another may direct the centre by now
        if not self.course.dissatisfied:
            score = self.chance.choice(("satisfied", "satisfied", "satisfied", "fairly"))
            rating = 5 if score == "satisfied" else 4
            opinion = self.matter.pleased or None
            self._take("follow_up", caller, channel="phone", score=score, rating=rating, opinion=opinion)
            return
        cross = self.matter.cross or "事情是办了，但是拖得太久。"
        self._take("follow_up", caller, channel="phone", score="dissatisfied", rating=2, opinion=cross)
        if self.course.not_agreed:
            yield from self._not_agreed()
            return
        yield from self._handled(self.matter.departments[:1], (self.matter.again or "已重新处理并当面说明。",))
        yield self._at_clock(10)
        self._take("follow_up", self._caller(), channel="face", score="fairly", rating=4, opinion="这次可以了。")

    def _not_reached(self) -> Iterator[datetime]:
        caller = self.world.people["Y002" if self.community.code == "YL" else "D002"]
        for hour, why in ((10, "no_reply"), (16, "powered_off"), (19, "no_reply")):
            yield self._at_clock(hour)
            self._take("attempt", caller, channel="phone", no_answer=why)
        yield self._at_clock(9)
        self._take("report_unreachable", caller, remark="三天三个时段均未接通。")
        yield self._soon(60, 300)
        self._take("confirm_unreachable", self._director)

    def _not_agreed(self) -> Iterator[datetime]:
        yield self._soon(30, 120)
        self._take("ask_not_agreed", self._director, reason=NOT_AGREED, answer=ANSWER)
        yield self._later(hours=self.chance.choice((3, 20)))
        self._take("approve_not_agreed", self.world.people["C001"])
        yield self._soon(20, 120)
        self._tell(Case.objects.get(number=self.number).words.count(), ANSWER)

    def _filed(self) -> Iterator[datetime]:
        if self.course.promise:
            yield self._soon(5, 40)
            self._take("close_promise", self._one("front_desk"), which=1, kept="kept")
        if self.course.voice:
            yield self._at_clock(10)
            self._take("call_voice", self._director, voice=1, channel="phone", score="satisfied")
        if self.course.relayed:
            yield self._soon(5, 40)
            self._tell(Case.objects.get(number=self.number).words.count(), self.matter.results[0])
        yield self._later(days=self.chance.choice((0.2, 1, 2)))
        self._take("put_in_order", self._director, sheets=SHEETS)
        yield self._soon(20, 200)
        self._take("hand_over", self._director)
        yield self._later(days=self.chance.choice((0.1, 0.6, 1)))
        holding = f"{self.at.astimezone(ZONE):%Y}-KF1-{self.chance.randrange(1, 9):02}"
        self._take("archive", self._one("archivist"), counted=SHEETS, holding=holding)
