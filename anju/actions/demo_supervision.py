"""Supervision in the demo (§7.1.8): work put on hold and resumed, extended as asked, urged and answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from anju.records.models import Person

if TYPE_CHECKING:
    from .demo_lives import Life

# Days from the word to the new limit, within what a director grants of each grade.
LIMITS = {"help": 3, "consult": 4, "inquiry": 6, "report": 6, "coordination": 6, "suggestion": 10}
HOLDS = (
    ("resident", "住户出差，约好回来再上门。"),
    ("material", "配件要从厂家调货。"),
    ("third_party", "等电梯维保单位一同处理。"),
)
EXTENSIONS = (("more_work", "拆开后发现管线也要换。"), ("third_party", "外单位排期靠后。"))
URGES = ("住户又来问了，请今天给个准话。", "已经拖了，请说明卡在哪里、什么时候能好。")
ANSWERS = ("已约好下午上门，今天处理完。", "材料下午到，到了马上做。")


def supervised(life: Life, leg: int, actor: Person) -> Iterator[datetime]:
    """What befalls the first department's work before it is reported."""
    course, chance = life.course, life.chance
    if course.urged:
        yield life.soon(40, 160)
        life.take("urge", life.director, leg, urging=chance.choice(URGES))
        yield life.soon(20, 120)
        life.take("answer_urge", actor, leg, urge=1, urge_answer=chance.choice(ANSWERS))
    if course.extended:
        reason, why = chance.choice(EXTENSIONS)
        limit = life.said + timedelta(days=LIMITS[life.matter.grade])
        facts = {"extend_for": reason, "new_limit": limit.replace(second=0, microsecond=0), "reason": why}
        yield life.soon(30, 120)
        life.take("ask_extension", actor, leg, **facts)
        yield life.soon(20, 120)
        life.take("extend", life.director, leg, **facts)
    if course.held:
        reason, why = chance.choice(HOLDS)
        yield life.soon(20, 90)
        life.take("hold", actor, leg, hold_for=reason, remark=why)
        yield life.later(hours=chance.choice((18, 22, 42)))
        life.take("resume", actor, leg)
