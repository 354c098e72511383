"""One of everything a page can show, so that no page is looked at empty."""

from __future__ import annotations

import uuid
from typing import Any

from anju.actions import exchange, paper
from anju.records.models import Case, Location
from tests import build
from tests.build import Centre
from tests.registers import csv


def checked_file(centre: Centre) -> uuid.UUID:
    """A register of rooms, checked and not yet confirmed."""
    rooms = csv([("楼栋", "房号"), ("5", "101")])
    here, now = centre.community, build.NOON
    seen = exchange.check_file(
        by=centre.director, now=now, kind="rooms", community=here, file_name="a.csv", content=rooms
    )
    return seen.batch.uuid


def to_call(centre: Centre) -> Case:
    """One to be called, tried once, with a voice of its own."""
    case = build.to_follow_up(centre, at=build.after(hours=-9))
    voice: dict[str, Any] = {"speaker": "tenant", "name": "司马相如", "place": "3-2-1202", "told": "已告知"}
    case = build.took(case, centre.front, "add_voice", at=build.after(hours=-5), **voice)
    return build.took(case, centre.director, "attempt", at=build.after(hours=-4), channel="phone", no_answer="no_reply")


def to_keep(centre: Centre) -> None:
    """One case at each station of the archive."""
    at, director = build.after(hours=4), centre.director
    for last in ("follow_up", "put_in_order", "hand_over"):
        case = build.to_follow_up(centre)
        build.took(case, director, "follow_up", at=at, channel="phone", score="satisfied")
        if last != "follow_up":
            build.took(case, director, "put_in_order", at=at, sheets=1)
        if last == "hand_over":
            build.took(case, director, "hand_over", at=at)
    build.archived(centre, at=build.after(days=-4))


def supervised(centre: Centre) -> None:
    """Work on hold that waits for more time, work urged, and a report that was given back."""
    at, man = build.after(hours=1), centre.handler
    held = build.took(build.dispatched(centre), man, "accept", leg=1, at=at)
    held = build.took(held, man, "hold", leg=1, at=at, hold_for="third_party")
    limit: dict[str, Any] = {"extend_for": "third_party", "new_limit": build.after(days=20), "reason": "厂家排期。"}
    build.took(held, man, "ask_extension", leg=1, at=at, **limit)
    build.took(held, centre.director, "urge", leg=1, at=at, urging="何时能好？")
    submitted = build.took(build.dispatched(centre), man, "accept", leg=1, at=at)
    build.took(submitted, centre.director, "submit_extension", leg=1, at=at, **limit)
    reported = build.reported(centre)
    build.took(reported, centre.director, "return_report", leg=1, at=build.after(hours=3), reason="没有照片。")


def one_of_each(centre: Centre) -> dict[str, str]:
    """Cases at every station, lists with a row each; answers what the addresses of pages name."""
    case = build.dispatched(centre, "ENG", "ORD")
    build.resident(centre)
    batch = checked_file(centre)
    build.registered(centre)
    build.reported(centre)
    to_keep(centre)
    called = to_call(centre)
    build.registered(centre, told=None, tell_by=build.after(hours=5), promise="会办", promise_by=build.after(days=1))
    build.call_back(centre)
    shift = build.handed_over(centre)
    paper.reserve(by=centre.front, key=build.key(), now=build.NOON, community=centre.community, form="KF1", count=1)
    build.answered(centre)
    supervised(centre)
    mine = build.dispatched(centre)
    build.took(mine, centre.handler, "accept", leg=1, at=build.after(hours=1))
    gate = Location.objects.get(community=centre.community, code="gate")
    named = {"number": case.number, "called": called.number, "mine": mine.number, "batch": batch, "shift": shift.uuid}
    named |= {who: getattr(centre, who).uuid for who in ("front", "handler")} | {"gate": gate.scan_code}
    return {name: str(value) for name, value in named.items()}
