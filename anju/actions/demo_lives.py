"""The life of one case of the demo, told as a row of waits and steps: each `yield` is the time of the next step."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import datetime, time, timedelta
from itertools import cycle
from random import Random

from anju.procedure.posts import Post
from anju.records.models import Community, Person
from anju.records.models.people import ZONE

from . import demo_endings
from .cases import Asked
from .demo_cast import CAST, holders
from .demo_company import World
from .demo_courses import Course
from .demo_estate import Neighbour
from .demo_matters import CALLS_AGAIN, DECLINE, DOUBLES, NO_WISH, PLACES, RETURNED, ROOM, Matter, blanks, fitting
from .demo_names import COLLEAGUES
from .demo_supervision import supervised
from .demo_walk import Ended, Walk

SEEN_ON_SITE = frozenset({"engineering", "order", "decoration"})
HAS_PHONE = {role.number: role.has_phone for role in CAST}
WAITS = {  # hours until the result, by grade
    "help": (0.3, 0.5, 1),
    "consult": (0.4, 0.8, 1.5, 3),
    "report": (0.5, 1, 2, 5, 20),
    "inquiry": (2, 4, 20, 28, 44),
    "coordination": (2, 5, 21, 30, 46),
    "suggestion": (2, 4, 20, 26, 48, 70, 100, 120),
}


class Life(Walk):
    """One case of one community, from the word to wherever its course ends."""

    def __init__(
        self, world: World, community: Community, told: tuple[Matter, Neighbour], course: Course, said: datetime
    ) -> None:
        super().__init__(world, community, told, course)
        self.said = self.at = said
        self.voices = 0
        self.heard_in, self.on_paper, self.category = "", False, self.matter.category
        self.chance = Random(f"{world.seed}/{community.code}/{said:%F %T}/{self.neighbour.room}")
        self.blanks = blanks(self.neighbour, self.chance)

    def __iter__(self) -> Iterator[datetime]:
        try:
            yield from self._registered()
            if self.course.void:
                yield self.soon(30, 60)
                self.take("void", self.director, reason=self.chance.choice(DOUBLES))
                return
            yield from self._settled()
            yield from demo_endings.filed(self)
        except Ended:
            return

    # -- the word ------------------------------------------------------------------------------

    def _registered(self) -> Iterator[datetime]:
        """Recorded, and passed on or answered; voices join in the next hours."""
        course = self.course
        desk = self.one(Post.NIGHT_DESK) if course.night else self.desk
        heard = self.at = self.said + timedelta(seconds=self.chance.randint(50, 240))
        self._typed_later()
        yield self.at
        at_once = not (course.night or course.stop == "pass_on" or self.chance.random() < 0.08)
        then = (Asked("answer", {"answer": self.text(self.matter.told)}),) if course.on_the_spot else ()
        if at_once and not then:
            then = (Asked("pass_on"),)
        if course.on_the_spot:
            self.workers.add(desk.key)
        sheet = self._sheet(heard) if course.paper else ""
        self.on_paper = bool(sheet)
        self.register(desk, heard, self._word(), then, sheet)
        if not then:
            yield self.soon(3, 45)
            self.take("pass_on", self.desk)
        if course.voice:
            for other in self._others():
                yield self.soon(5, 40)
                self._join(other)
                self.voices += 1
        if course.noted:
            yield self.soon(60, 240)
            self.take("note", self.desk, note=self.chance.choice(CALLS_AGAIN))

    def _typed_later(self) -> None:
        """Written on a slip or a sheet and typed later; what the night wrote on paper, before its shift ends."""
        if self.course.night and self.course.paper:
            local = self.at.astimezone(ZONE)
            day = local.date() + timedelta(days=local.hour >= 12)
            self.at = datetime.combine(day, time(7, self.chance.randrange(30, 58), self.chance.randrange(60)), ZONE)
        elif self.course.late:
            self.later(minutes=self.chance.randint(50, 160))
        else:
            self.at += timedelta(seconds=self.chance.randint(20, 200))

    def _sheet(self, heard: datetime) -> str:
        """The next sheet of the block that was printed before."""
        waiting = self.world.paper.get(self.community.code, [])
        return waiting.pop(0)[0] if waiting and waiting[0][1] <= heard else ""

    def _word(self) -> dict[str, object]:
        course, matter, who, said = self.course, self.matter, self.neighbour, self.said
        sources = ("phone", "phone", "phone", "counter", "counter", "message", "message", "scan")
        self.category = "unsure" if self.chance.random() < 0.03 else matter.category
        facts: dict[str, object] = {
            "said_at": said,
            "source": "phone" if course.night else self.chance.choice(sources),
            "speaker": who.role,
            "name": who.name,
            "phone": who.phone,
            "resident": who.key,
            "place": who.room if matter.place == ROOM else matter.place,
            "spot": self.chance.choice(PLACES.get(matter.place, ("",))),
            "content": self.text(matter.said[self.chance.randrange(len(matter.said))]),
            "grade": matter.grade,
            "category": self.category,
            "urgency": "very_urgent" if matter.grade == "help" else self.chance.choice(("normal",) * 9 + ("urgent",)),
            "declines_call": course.declines_call or None,
        }
        if course.declines_call:
            facts["content"] = f"{facts['content']}{NO_WISH}"
        if course.open_word:
            facts["tell_by"] = said + timedelta(hours=20)
        elif not course.anonymous:
            facts["told"] = self.text(matter.told)
        if course.promise:
            facts |= {"promise": "处理完当天回电告知结果", "promise_by": self._promised(said)}
        return facts | self._source(said)

    def _promised(self, said: datetime) -> datetime:
        day = said.astimezone(ZONE).date() + timedelta(days=self.chance.choice((2, 3, 4, 5)))
        return datetime.combine(day, time(17, 30), ZONE)

    def _source(self, said: datetime) -> dict[str, object]:
        """What is otherwise when the word did not come from the resident directly."""
        course = self.course
        if self.heard_in:
            return {"source": "return_visit", "heard_in": self.heard_in}
        if course.anonymous:
            nobody = {"speaker": "anonymous", "name": "", "phone": "", "resident": "", "untold": "匿名，无联系方式"}
            return {"source": self.chance.choice(("letter", "phone", "scan")), **nobody}
        if course.relayed:
            relayer, verified = self.chance.choice(COLLEAGUES), self.chance.choice(("yes", "yes", "needless"))
            return {"source": "relayed", "relayer": relayer, "verified": verified}
        if course.outside:
            order = f"12345-{said.astimezone(ZONE):%Y%m%d}-{self.chance.randrange(1000, 9999)}"
            return {"source": "outside_order", "outside_order": order, "outside_limit": said + timedelta(days=5)}
        return {}

    def text(self, words: str) -> str:
        """The words of the matter with house, floor, numbers and days of this case."""
        return words.format_map(self.blanks)

    def _others(self) -> list[Neighbour]:
        there = self.world.neighbours[self.community.code]
        return self.chance.sample(there, self.chance.choice((1, 1, 2)))

    def _join(self, other: Neighbour) -> None:
        self.take("add_voice", self.desk, said_at=self.at - timedelta(seconds=90), speaker=other.role, name=other.name,
                  phone=other.phone, resident=other.key, place=other.room, content=self.text(self.matter.said[-1]),
                  told=self.text(self.matter.told))  # fmt: skip

    def hears_more(self) -> None:
        """§4.2: something new is heard in the follow-up; it becomes a case of its own, found actively."""
        course = Course(noted=True)
        matter = fitting(course, self.neighbour, self.at.astimezone(ZONE).month, self.chance)
        if matter:
            new = Life(self.world, self.community, (matter, self.neighbour), course, self.at)
            new.heard_in = self.number
            self.world.born.append(iter(new))

    # -- the work ------------------------------------------------------------------------------

    def _settled(self) -> Iterator[datetime]:
        """Answered on the spot and read by the director, or handled."""
        if self.course.on_the_spot:
            yield self.later(hours=self.chance.choice((1, 3, 7)))
            if not self.course.taken_up:
                self.take("read_answer", self.director)
                return
            self.take("take_up", self.director, remark="答复不够准确，转部门办理。")
        yield from self.handled(self.matter.departments, self.matter.results)

    def handled(self, departments: tuple[str, ...], results: tuple[str, ...]) -> Iterator[datetime]:
        """One round: dispatched, accepted, worked at, reported, accepted by the director."""
        first, course = self.legs == 0, self.course
        yield self.soon(10, 140)
        if course.slow and first:
            yield self.later(hours=self.chance.choice((5, 8, 26)))
        self._dispatch(departments)
        if course.identified and first:
            yield self.soon(20, 90)
            who = self.neighbour
            self.take("identify", self.desk, speaker=who.role, name=who.name, phone=who.phone, resident=who.key)
        if course.open_word and first and not course.stop:
            yield self.soon(40, 200)
            self.tell_everybody(self.text(self.matter.told))
        at_work: list[tuple[int, Person, Person]] = []
        for leg, department in enumerate(departments, self.legs - len(departments) + 1):
            at_work.append((yield from self._accepted(leg, department)))
        if course.more and first:
            at_work.append((yield from self._joined_by(departments)))
        for (leg, _, actor), result in zip(at_work, cycle(results), strict=False):
            yield from self._reported(leg, actor, self.text(result))
        yield self.soon(15, 260)
        for leg, _, _ in at_work:
            self.take("accept_report", self.director, leg)

    def _dispatch(self, departments: tuple[str, ...]) -> None:
        finish = None
        if self.chance.random() < 0.15 and self.matter.grade not in ("help", "consult"):
            finish = datetime.combine(self.at.astimezone(ZONE).date() + timedelta(days=3), time(17, 0), ZONE)
        self.take("dispatch", self.director, grade=self.matter.grade, category=self.matter.category,
                  departments=list(departments), instruction=self.text(self.matter.instruction),
                  finish_by=finish)  # fmt: skip
        self.legs += len(departments)
        self.category = self.matter.category

    def _accepted(self, leg: int, department: str) -> Generator[datetime, None, tuple[int, Person, Person]]:
        """A department accepts, or declines and another takes over: leg, who works, and who enters it for him."""
        worker = self.one(Post.HANDLER, department)
        yield self.soon(6, 95)
        if self.course.declined and leg == 1:
            self.take("decline", worker, leg, reason=DECLINE)
            yield self.soon(8, 80)
            department = next(each for each in ("CS", "ENG", "ENV") if each not in self.matter.departments)
            self.take("reassign", self.director, leg, departments=[department], reason=DECLINE)
            self.legs += 1
            leg, worker = self.legs, self.one(Post.HANDLER, department)
            yield self.soon(6, 60)
        actor = self._acting_for(worker, department)
        self.take("accept", actor, leg, person=worker.key if actor != worker else None)
        self.workers.add(worker.key)
        if self._is_seen_on_site():
            yield self.soon(6, 60)
            self.take("arrive", actor, leg)
        return leg, worker, actor

    def _acting_for(self, worker: Person, department: str) -> Person:
        """Who has no phone works through his foreman (§7.1.7)."""
        foremen = holders(Post.FOREMAN, self.community.code, department)
        if HAS_PHONE[worker.staff_number] or not foremen:
            return worker
        return self.world.people[foremen[0].number]

    def _is_seen_on_site(self) -> bool:
        if self.course.stop == "report":  # one is being looked at on site, one is worked at elsewhere
            return not self.course.open_word
        pressing = self.matter.grade in ("help", "report")
        return pressing or (self.matter.category in SEEN_ON_SITE and self.chance.random() < 0.25)

    def _joined_by(self, departments: tuple[str, ...]) -> Generator[datetime, None, tuple[int, Person, Person]]:
        """The director adds a department to those at work."""
        other = next(each for each in ("ORD", "ENV", "CS") if each not in departments)
        yield self.soon(20, 120)
        self.take("add_leg", self.director, departments=[other], instruction="配合处理，一并反馈。")
        self.legs += 1
        return (yield from self._accepted(self.legs, other))

    def _reported(self, leg: int, actor: Person, result: str) -> Iterator[datetime]:
        if leg == 1:
            yield from supervised(self, leg, actor)
        wait = self.chance.choice(WAITS[self.matter.grade])
        if self.course.promise:  # there is a day to keep
            wait = min(wait, 20)
        if self.course.slow and leg == 1:
            wait += self.chance.choice((50, 80, 150))
        yield self.later(hours=wait, minutes=self.chance.randrange(50))
        self.take("report", actor, leg, result=result)
        if self.course.returned and leg == 1:
            yield self.soon(20, 120)
            self.take("return_report", self.director, leg, reason=RETURNED)
            yield self.soon(40, 240)
            self.take("report", actor, leg, result=f"{result}前后照片各一张，当天完成。")
