"""A case walked step by step through the whole thread, for the tests of the proof."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import connection

from anju.actions import cases
from anju.actions.cases import Doing
from anju.actions.journal import Answer
from anju.records.models import Case, Head, Leg, Number, Person, Promise, Word
from tests.build import NOON, Centre

ROOM = "3-2-1201"
NAME, PHONE, CONTENT = "欧阳静怡", "13987654321", "大堂的灯坏了三天，晚上看不清台阶，老人差点摔倒。"
MINUTE = timedelta(minutes=1)

_keys = itertools.count(1)


@dataclass
class Thread:
    """A centre, a case in it, and the clock that the steps move."""

    centre: Centre
    now: datetime = NOON
    number: str = ""
    past: list[str] = field(default_factory=list)

    def doing(self, who: str, *, key: str = "", happened: datetime | None = None, late_reason: str = "") -> Doing:
        by: Person = Person.objects.get(pk=getattr(self.centre, who).pk)  # as a new request finds him
        return Doing(by, key or f"key-{next(_keys)}-{uuid.uuid4()}", self.now, happened, late_reason)

    def register(self, who: str = "front", *, doing: Doing | None = None, **facts: Any) -> Answer:
        answer = cases.register(
            doing or self.doing(who), community=self.centre.community, nature_name="other", facts=word(self.now) | facts
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


def to_follow_up(made: Thread, **facts: Any) -> None:
    """From registration until the resident is to be called: two departments, one report returned."""
    promised: dict[str, Any] = {"promise": "周五前修好", "promise_by": made.now + timedelta(days=4)}
    made.register(**promised | facts)
    made.take("pass_on", "front", remark="住户着急")
    departments = ("ENG", f"ORD:{made.centre.guard.key}")
    made.take(
        "dispatch", "director", grade="suggestion", category="order", departments=departments, instruction="先拉警戒线"
    )
    made.take("accept", "handler", 1)
    made.take("accept", "guard", 2)
    made.take("arrive", "handler", 1)
    made.take("report", "handler", 1, result="换了灯泡")
    made.take("return_report", "director", 1, reason="台阶灯还没亮")
    made.take("report", "handler", 1, result="灯带已全部更换")
    made.take("accept_report", "director", 1)
    made.take("report", "guard", 2, result="警戒线已撤")
    made.take("note", "guard", note="住户当面道谢")
    made.take("accept_report", "director", 2)


def whole_thread(made: Thread, **facts: Any) -> None:
    """All the way to the archive."""
    to_follow_up(made, **facts)
    made.take("attempt", "director", channel="phone", no_answer="no_reply")
    made.take("follow_up", "director", channel="phone", score="satisfied", rating=5, opinion="修得好")
    made.take("tell", "front", word=1, telling="told", channel="phone", told="灯已修好")
    made.take("close_promise", "front", which=1, kept="kept")
    made.take("put_in_order", "director", sheets=3)
    made.take("hand_over", "director")
    made.take("archive", "archivist", counted=3, holding="YL-2026-KF1-0001")


def everything() -> dict[str, int]:
    """How many rows every table of the house has."""
    with connection.cursor() as cursor:
        found = {}
        for model in apps.get_app_config("records").get_models():
            cursor.execute(f"SELECT count(*) FROM {model._meta.db_table}")
            found[model.__name__] = cursor.fetchone()[0]
    return found


def contents() -> list[Any]:
    """What stands in every row that an act on a case could touch."""
    touched = (Case, Leg, Number, Word, Promise, Head)
    return [list(model.objects.order_by("pk").values()) for model in touched]
