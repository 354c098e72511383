"""Residents who wait for a call, for the day of a follow-up caller: a set for each language of the desk."""

from __future__ import annotations

from datetime import datetime, timedelta

from anju.records.models import Case
from tests import build
from tests.build import Centre, took

NAMES = {
    "zh": ("钱满意", "孙不满", "李未接", "周再拨", "吴附议"),
    "en": ("郑满意", "王不满", "冯未接", "陈再拨", "褚附议"),
}
SAID = ("地下车库照明坏了三盏，晚上看不清路。", "单元门关不严，夜里一直响。", "电梯里的广告屏声音太大。", "儿童滑梯边角翘起。", "楼道堆了旧家具。")


def fill(made: Centre, now: datetime) -> None:
    """For each language: one to please, one who is not, one who does not answer, one to redial, one with a voice."""
    build.authorised(made, made.front, at=now - timedelta(days=6))
    for language, names in NAMES.items():
        for place, (name, said) in enumerate(zip(names, SAID, strict=True)):
            case = done(made, now - timedelta(days=5, minutes=place), name, said)
            if place == 3:
                for hours in (50, 30):
                    attempted(made, case, part_before(now - timedelta(hours=hours), morning=hours == 50))
            if place == 4:
                told = {"name": f"{name}邻居", "phone": "13911112222", "place": "3-2-1202"}
                added = now - timedelta(days=4)
                case = took(case, made.front, "add_voice", at=added, speaker="tenant", told="已告知", content="我家门口也是。", **told)
                del language


def done(made: Centre, at: datetime, name: str, said: str) -> Case:
    return build.to_follow_up(made, at=at, name=name, content=said)


def attempted(made: Centre, case: Case, at: datetime) -> None:
    took(case, made.director, "attempt", at=at, channel="phone", no_answer="no_reply")


def part_before(at: datetime, *, morning: bool) -> datetime:
    """A time of the same day in Shanghai, in the morning or in the afternoon."""
    local = at.astimezone(build.ZONE)
    return local.replace(hour=9 if morning else 16, minute=0)
