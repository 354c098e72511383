"""What goes on at the desks of the demo: shifts handed over, sheets printed, inboxes read, forms half typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from random import Random
from uuid import UUID

from anju.procedure.posts import Post
from anju.records.models import Location, Shift
from anju.records.models.people import ZONE

from . import call_backs, drafts, hints, inbox, paper, shifts
from .call_backs import Call
from .cases import Doing
from .demo_cast import CAST, holders
from .demo_company import World

DAY = timedelta(days=1)
SHIFTS, READ_DAILY = 13, 21  # of so many days one has its shifts signed; days
SHEETS, LEFT = 6, 3  # printed each month; so many left at its end, one is spoilt
FORM = "KF1"
SPOILT = ("填写有误，另用一张。", "水渍浸湿，不能用。")
LOST = "交接时少一张，找了两天没有找到。"
LEAVES_UNREAD = ("Y010", "D007", "C002")  # who has not looked for some days
EVERY_SO_MANY_DAYS = 5
MISSED = ("响了三声挂断", "占线未接到", "留言请回电", "")
CALLED_BACK = ("咨询停水时间，已说清。", "问快递柜取件，已说清。", "误拨，无事。", "问装修押金，已说清。")
HINTS = (
    ("Y002", "YL", "1", "1 栋 2 单元电梯更换钢丝绳，明天下午恢复。"),
    ("D002", "DC", "A1", "A1 栋水泵检修，高层早晚水压低。"),
)
HALF_TYPED = (
    ("Y002", 25, {"place": "2-1-301", "content": "车库出口的反光镜歪了，", "source": "phone"}),
    ("Y002", 140, {"content": "有住户来问装修押金，要查收据，", "source": "counter", "parked": "1"}),
    ("D002", 40, {"place": "中心花园", "content": "喷水池边的地灯不亮，", "source": "message", "speaker": "owner"}),
)


def strands(world: World, midnight: datetime) -> Iterator[Iterator[datetime]]:
    """Everything that goes on at the desks; each yields the time of what it does next."""
    for code in world.communities:
        yield _shifts(world, code, midnight)
        yield _sheets(world, code)
        yield _missed_calls(world, code, midnight)
    yield _hints(world, midnight)
    for role in CAST:
        yield _reading(world, role.number, midnight)


def _shifts(world: World, code: str, midnight: datetime) -> Iterator[datetime]:
    """In the evening the front desk hands over to the night, in the morning the night to the front desk."""
    chance = Random(f"{world.seed}/{code}/shifts")
    front, night = holders(Post.FRONT_DESK, code), holders(Post.NIGHT_DESK, code)[0].number
    days = world.days // SHIFTS
    began = midnight - days * DAY + timedelta(hours=8, minutes=30)
    for day in range(days, -1, -1):
        for clock in (time(8, 24), time(18, 2)):
            at = datetime.combine((midnight - day * DAY).astimezone(ZONE).date(), clock, ZONE)
            at += timedelta(minutes=chance.randrange(8), seconds=chance.randrange(60))
            if at <= began:
                continue
            desk = front[day % len(front)].number
            giver, taker = (night, desk) if clock.hour < 12 else (desk, night)
            yield at
            shifts.hand_over_shift(
                by=world.people[giver],
                key=world.key(),
                now=at,
                community=world.communities[code],
                starts_at=began,
                taker=world.people[taker],
            )
            began = at
            if day or code != "DC":  # there the front desk has not signed yet
                signs = at + timedelta(minutes=chance.randrange(2, 12))
                yield signs
                shift = Shift.objects.filter(community=world.communities[code]).latest("ends_at")
                shifts.take_over_shift(by=world.people[taker], key=world.key(), now=signs, shift=shift)


def _sheets(world: World, code: str) -> Iterator[datetime]:
    """Every month some sheets are printed with their numbers; of what is left one is spoilt, now and then one lost."""
    chance = Random(f"{world.seed}/{code}/paper")
    at, month = world.starts + timedelta(hours=2), 0
    while True:
        yield at
        by, community = world.director(code, at), world.communities[code]
        answer = paper.reserve(by=by, key=world.key(), now=at, community=community, form=FORM, count=SHEETS)
        numbers = answer["numbers"]
        block = world.paper.setdefault(code, [])
        block += [(str(number), at) for number in numbers] if isinstance(numbers, tuple) else []
        at += timedelta(days=26)
        yield at
        by = world.director(code, at)
        if len(block) >= LEFT:
            reason = chance.choice(SPOILT)
            paper.void_paper(by=by, key=world.key(), now=at, number=block.pop(1)[0], reason=reason)
        if month % 3 == 1 and block:
            paper.lose_paper(by=by, key=world.key(), now=at, number=block.pop(0)[0], reason=LOST)
        at, month = at + timedelta(days=4, hours=chance.randrange(3)), month + 1


def _reading(world: World, number: str, midnight: datetime) -> Iterator[datetime]:
    """Everybody looks into his inbox; what came since he last did is unread."""
    chance = Random(f"{world.seed}/{number}/reading")
    last = midnight - (4 if number in LEAVES_UNREAD else 1) * DAY
    day = world.starts.astimezone(ZONE).date()
    while True:
        at = datetime.combine(day, time(17, 5), ZONE) + timedelta(minutes=chance.randrange(80))
        if at >= last + DAY:
            return
        yield at
        inbox.mark_read(by=world.people[number], now=at)
        day += DAY if at >= midnight - READ_DAILY * DAY else 7 * DAY


def _missed_calls(world: World, code: str, midnight: datetime) -> Iterator[datetime]:
    """What the night did not pick up is called back in the morning; the last ones are still to be called."""
    chance = Random(f"{world.seed}/{code}/calls")
    night, front = (holders(post, code)[0].number for post in (Post.NIGHT_DESK, Post.FRONT_DESK))
    for days in range(world.days - 2, -1, -EVERY_SO_MANY_DAYS):
        rang = midnight - days * DAY - timedelta(minutes=chance.randrange(60, 220))
        who = chance.choice(world.neighbours[code])
        noted = rang + timedelta(minutes=3)
        yield noted
        by = world.people[night]
        call = Call("missed", rang, who.phone, who.name, who.room, chance.choice(MISSED))
        note = call_backs.add_call(Doing(by, world.key(), noted), community=world.communities[code], call=call)
        if days > 1:
            at = midnight - days * DAY + timedelta(hours=9, minutes=chance.randrange(5, 50))
            yield at
            doing = Doing(world.people[front], world.key(), at)
            call_backs.end_call(doing, call=str(note["call"]), end="told", why=chance.choice(CALLED_BACK))
    at = midnight + timedelta(hours=9, minutes=chance.randrange(5, 40))
    who = chance.choice(world.neighbours[code])
    yield at
    call = Call("asked", at, who.phone, who.name, who.room, "想问维修进度", midnight + timedelta(hours=15))
    call_backs.add_call(Doing(world.people[front], world.key(), at), community=world.communities[code], call=call)


def _hints(world: World, midnight: datetime) -> Iterator[datetime]:
    """What the desk should know of a building today."""
    for number, code, place, text in HINTS:
        at = midnight - DAY + timedelta(hours=16)
        yield at
        location = Location.objects.get(community=world.communities[code], code=place)
        hints.add_hint(by=world.people[number], key=world.key(), now=at, location=location, text=text,
                       starts_at=at, ends_at=at + 3 * DAY)  # fmt: skip


def leave_half_typed(world: World, now: datetime) -> None:
    """What somebody was typing when the phone rang."""
    chance = Random(f"{world.seed}/drafts")
    for number, minutes, content in HALF_TYPED:
        key = UUID(int=chance.getrandbits(128), version=4)
        code = "DC" if number.startswith("D") else "YL"
        drafts.save_draft(
            by=world.people[number],
            now=now - timedelta(minutes=minutes),
            form="register",
            subject=str(key),
            content={"community": code, "nature": "other", **content},
            key=key,
        )
