"""Residents who wait for a call, for the day of a follow-up caller."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from anju.records.models.people import ZONE
from tests import build
from tests.build import Centre, took

# One to please, one who is not, one who does not answer, one tried twice before, one with a neighbour who joined.
NAMES = ("钱满意", "孙不满", "李未接", "周再拨", "吴有邻")
SAID = ("地下车库照明坏了三盏，晚上看不清路。", "单元门关不严，夜里一直响。", "电梯里的广告屏声音太大。",
        "儿童滑梯边角翘起。", "楼道里堆了旧家具。")  # fmt: skip
NEIGHBOUR: dict[str, Any] = {
    "speaker": "tenant", "phone": "13911112222", "place": "3-2-1202", "content": "我家门口也是。", "told": "已告知",
}  # fmt: skip


def fill(made: Centre, now: datetime) -> None:
    """Five calls, due, and the front desk authorised to make them."""
    build.authorised(made, made.front, at=now - timedelta(days=6))
    cases = [
        build.to_follow_up(made, at=now - timedelta(days=5, minutes=place), name=name, content=SAID[place])
        for place, name in enumerate(NAMES)
    ]
    for ago, hour in ((3, 9), (2, 16)):
        at = (now - timedelta(days=ago)).astimezone(ZONE).replace(hour=hour)
        took(cases[3], made.director, "attempt", at=at, channel="phone", no_answer="no_reply")
    neighbour = NEIGHBOUR | {"name": f"{NAMES[4]}居"}
    took(cases[4], made.front, "add_voice", at=now - timedelta(days=4), **neighbour)
