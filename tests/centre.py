"""One small company for tests: a centre with every post, a neighbour, and a case walked through the whole thread."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from anju.actions import cases
from anju.actions.cases import Doing
from anju.actions.installation import install
from anju.actions.journal import Answer, opens_chain
from anju.procedure.posts import COMPANY_POSTS, Post
from anju.records.models import Appointment, Case, Community, Department, Location, Person

ZONE = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 10, 12, 9, 0, tzinfo=ZONE)  # a Monday, no holiday
ROOM = "3-2-1201"
NAME, PHONE, CONTENT = "欧阳静怡", "13987654321", "大堂的灯坏了三天，晚上看不清台阶，老人差点摔倒。"
MINUTE = timedelta(minutes=1)

_keys = itertools.count(1)


def person(staff_number: str, name: str) -> Person:
    """Somebody who works here."""
    found: Person = Person.objects.create(
        staff_number=staff_number, name=name, password="!", created_at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    return found


def appoint(who: Person, post: Post, community: Community | None, department: Department | None = None) -> None:
    """A post held since long ago."""
    Appointment.objects.create(
        person=who,
        post=post,
        community=None if post in COMPANY_POSTS else community,
        department=department,
        starts_on=date(2026, 1, 1),
    )


def community(code: str, name: str, now: datetime) -> Community:
    """A community with its chain, its root and one room."""
    made = Community.objects.create(code=code, name=name, created_at=now)
    root = Location.objects.create(community=made, kind="community", code=code, name=name)
    Location.objects.create(community=made, parent=root, kind="room", code=ROOM, name=ROOM)
    opens_chain(made)
    return made


@dataclass
class Centre:
    """The centre YL, its people by post, and the clock the tests move."""

    community: Community
    people: dict[str, Person]
    now: datetime = MORNING
    number: str = ""
    past: list[str] = field(default_factory=list)

    def doing(self, who: str, *, key: str = "", happened: datetime | None = None, late_reason: str = "") -> Doing:
        by = Person.objects.get(pk=self.people[who].pk)  # as a new request finds him
        return Doing(by, key or f"key-{next(_keys)}-{uuid.uuid4()}", self.now, happened, late_reason)

    def register(self, who: str = "desk", *, doing: Doing | None = None, **facts: Any) -> Answer:
        answer = cases.register(
            doing or self.doing(who), community=self.community, nature_name="other", facts=word(self.now) | facts
        )
        self.number = str(answer["number"])
        return answer

    def take(self, step: str, who: str, leg: int | None = None, after: int = 10, **facts: Any) -> Answer:
        """One step, some minutes later."""
        self.now += after * MINUTE
        self.past.append(step)
        return cases.take(self.doing(who), number=self.number, step=step, facts=facts, leg=leg)

    @property
    def case(self) -> Case:
        return Case.objects.get(number=self.number)


def word(now: datetime) -> dict[str, Any]:
    """What a clerk writes down of a call."""
    return {
        "said_at": now,
        "source": "phone",
        "speaker": "owner",
        "name": NAME,
        "phone": PHONE,
        "place": ROOM,
        "content": CONTENT,
        "grade": "coordination",
        "category": "engineering",
        "urgency": "normal",
        "tell_by": now + timedelta(days=3),
    }


def centre(now: datetime = MORNING) -> Centre:
    """Everything from nothing: the installation, the centre with every post, a neighbour with a desk."""
    install(now=now)
    home, other = community("YL", "怡林花园", now), community("HB", "湖滨苑", now)
    engineers = Department.objects.create(community=home, code="ENG", name="工程部")
    guards = Department.objects.create(community=home, code="SEC", name="秩序部")
    posts: dict[str, tuple[Post, Community | None, Department | None]] = {
        "desk": (Post.FRONT_DESK, home, None),
        "director": (Post.DIRECTOR, home, None),
        "engineer": (Post.HANDLER, home, engineers),
        "guard": (Post.HANDLER, home, guards),
        "archivist": (Post.ARCHIVIST, home, None),
        "company": (Post.COMPANY, None, None),
        "executive": (Post.EXECUTIVE, None, None),
        "administrator": (Post.ADMINISTRATOR, None, None),
        "stranger": (Post.DIRECTOR, other, None),
    }
    people = {}
    for place, (name, (post, where, department)) in enumerate(posts.items(), start=1):
        people[name] = person(f"A{place:03}", name)
        appoint(people[name], post, where, department)
    return Centre(home, people, now)


def to_follow_up(made: Centre) -> None:
    """From registration until the resident is to be called: two departments, one report returned."""
    made.register(promise="周五前修好", promise_by=made.now + timedelta(days=4))
    made.take("pass_on", "desk", remark="住户着急")
    guard = made.people["guard"].key
    made.take(
        "dispatch", "director", grade="coordination", category="order", departments=("ENG", f"SEC:{guard}"),
        instruction="先拉警戒线",
    )  # fmt: skip
    made.take("accept", "engineer", 1)
    made.take("accept", "guard", 2)
    made.take("arrive", "engineer", 1)
    made.take("report", "engineer", 1, result="换了灯泡")
    made.take("return_report", "director", 1, reason="台阶灯还没亮")
    made.take("report", "engineer", 1, result="灯带已全部更换")
    made.take("accept_report", "director", 1)
    made.take("report", "guard", 2, result="警戒线已撤")
    made.take("note", "guard", note="住户当面道谢")
    made.take("accept_report", "director", 2)


def whole_thread(made: Centre) -> None:
    """All the way to the archive."""
    to_follow_up(made)
    made.take("attempt", "director", channel="phone", no_answer="no_reply")
    made.take("follow_up", "director", channel="phone", score="satisfied", rating=5, opinion="修得好")
    made.take("tell", "desk", word=1, telling="told", channel="phone", told="灯已修好")
    made.take("close_promise", "desk", which=1, kept="kept")
    made.take("put_in_order", "director", sheets=3)
    made.take("hand_over", "director")
    made.take("archive", "archivist", counted=3, holding="YL-2026-KF1-0001")
