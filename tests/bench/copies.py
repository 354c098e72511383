"""Copies of cut cases, community by community, each chain in its order; no database is asked."""

from __future__ import annotations

import hashlib
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from anju.procedure import rooms
from anju.procedure.journal import FIRST
from anju.records import search_words as cut
from anju.records.search_rows import Row, names_cut, row_id

from .stencils import EntryStencil, IndexStencil, Stencil

EVERY = timedelta(minutes=3)
WEEKS = 5  # open cases lie whole weeks back, so that their due times move with them
ROWS_OF_A_CASE = 64  # keys left for the entries, facts and other rows of one case
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰建国志华晓梅春生"
WHERE = (
    "车库", "大堂", "楼道", "电梯间", "花园", "北门", "垃圾房", "泳池", "健身区",
    "配电房", "屋顶", "地下室",
)  # fmt: skip
WHAT = (
    "照明", "水管", "门禁", "电梯", "路灯", "围栏", "井盖", "空调", "排水沟",
    "摄像头", "对讲机", "玻璃门", "信报箱", "消防栓", "绿篱",
)  # fmt: skip
HOW = (
    "坏了", "漏水", "有异响", "打不开", "松动", "积水", "太脏", "太暗", "反复跳闸",
    "夜里噪声大", "没人清理", "裂开一条缝",
)  # fmt: skip
DONE = ("已更换", "已修复", "已清理", "已通知厂家", "已加固", "已疏通", "已调试")
HEARD = ("满意。", "可以，比上次快。", "还行。", "谢谢师傅。")
RARE = ("𠮷", "犇", "鬻", "龘")
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass
class Chain:
    """One community while it grows: its stencils, rooms, head, counters, and its own dice."""

    community: int
    code: str
    closed: Sequence[Stencil]
    open: Sequence[Stencil]
    rooms: Sequence[tuple[int, str]]
    position: int
    hash: str
    serials: dict[str, int]
    dice: random.Random
    vendor: str
    numbers: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Plan:
    """How many cases there are to be, how many of them open, and which keys come next."""

    count: int
    still_open: int
    first_case: int
    first_row: int
    seed: int = 1

    def is_open(self, place: int) -> bool:
        """The newest are."""
        return place >= self.count - self.still_open

    def back(self, place: int) -> timedelta:
        """How long ago the copy begins, before the case it is a copy of."""
        if self.is_open(place):
            left = (self.count - 1 - place) * (WEEKS + 1) // max(self.still_open, 1)
            return timedelta(weeks=left)
        return timedelta(weeks=WEEKS) + (self.count - place) * EVERY


def said(dice: random.Random, room: str) -> dict[str, str]:
    """Names, phones and texts of a copy, by the hole they fill."""
    matter = f"{dice.choice(WHERE)}{dice.choice(WHAT)}{dice.choice(HOW)}"
    if dice.random() < 0.001:
        matter = f"{dice.choice(RARE)}{matter}"
    name = dice.choice(SURNAMES) + dice.choice(GIVEN) + dice.choice(GIVEN)
    return {
        "name": name,
        "phone": f"1{dice.randint(30, 99)}{dice.randint(0, 99999999):08}",
        "room": room,
        "content": f"{matter}，{dice.choice(WHAT)}也要看一下，{dice.randint(2, 30)}号楼前。",
        "told": f"已告知{name[0]}先生今天安排人查看{matter[:2]}。",
        "result": f"{dice.choice(DONE)}{dice.choice(WHAT)}，用时{dice.randint(10, 90)}分钟。",
        "opinion": dice.choice(HEARD),
    }


def copied(chain: Chain, plan: Plan, places: Sequence[int]) -> Rows:
    """The rows of these copies, in the order of the chain."""
    rows: Rows = defaultdict(list)
    for place in places:
        of = chain.dice.choice(chain.open if plan.is_open(place) else chain.closed)
        _copy(chain, plan, place, of, rows)
    return rows


def _copy(chain: Chain, plan: Plan, place: int, of: Stencil, rows: Rows) -> None:
    at, dice = of.opened - plan.back(place), chain.dice
    by = at - of.opened
    month = f"{at + timedelta(hours=8):%Y%m}"
    serial = chain.serials[month] = chain.serials.get(month, 0) + 1
    room, code = dice.choice(chain.rooms)
    values: dict[str, Any] = said(dice, code)
    first = plan.first_row + place * ROWS_OF_A_CASE
    values |= {
        "number": f"{chain.code}-KF1-{month}-{serial:04}", "case": plan.first_case + place, "place": room,
        "month": month, "serial": serial, "first": first,
    }  # fmt: skip
    days = _moments(of, by, values)
    rows[of.case.table].append(of.case.filled(values))
    for index, (row, key, answer, digest) in enumerate(of.acts):
        values[f"a{index}"] = first + index
        values[key] = f"{place:012x}{index:02x}{dice.getrandbits(64):016x}"
        values[digest] = hashlib.sha256(answer.filled(values).encode()).hexdigest()
        rows[row.table].append(row.filled(values))
    for index, row in enumerate(of.rows):
        values[f"r{index}"] = first + index
        rows[row.table].append(row.filled(values))
    for index, entry in enumerate(of.entries):
        _entry(chain, values, entry, index, rows)
        if entry.index:
            rows["records_casetext"].append(_index_row(values, entry.index, days, chain, of.opened_day))


def _moments(of: Stencil, by: timedelta, values: dict[str, Any]) -> list[date]:
    days = []
    for canonical, column, moment in of.moments:
        at = moment + by
        text = at.isoformat()[:26].replace("+00:00", "")
        values[column] = text.replace("T", " ")
        values[canonical] = (text if "." in text else f"{text}.000000") + "Z"
        days.append((at + timedelta(hours=8)).date())
    return days


def _entry(chain: Chain, values: dict[str, Any], entry: EntryStencil, index: int, rows: Rows) -> None:
    chain.position += 1
    first: int = values["first"]
    values[f"e{index}"], values[entry.position] = first + index, chain.position
    values["hash"] = values[f"v{index}"] = chain.hash
    for place, fact in enumerate(entry.facts):
        values[f"f{index}_{place}"] = first + values.setdefault("facts", 0)
        values["facts"] += 1
        if fact.salted:
            values[fact.salt] = f"{chain.dice.getrandbits(128):032x}"
        if fact.digested:
            values[fact.hole] = hashlib.sha256(fact.digested.filled(values).encode()).hexdigest()
        rows[fact.row.table].append(fact.row.filled(values))
    chain.hash = values[f"h{index}"] = hashlib.sha256(entry.hashed.filled(values).encode()).hexdigest()
    rows[entry.row.table].append(entry.row.filled(values))


def _index_row(
    values: Mapping[str, Any], of: IndexStencil, days: Sequence[date], chain: Chain, opened: int
) -> tuple[Any, ...]:
    """As `records/search_rows` makes it, its parts remembered."""
    texts = dict.fromkeys(values[text] if hole else text for hole, text in of.texts)
    plain = (
        row_id(values["case"], of.ordinal), chain.community, "note" if of.ordinal else "case", _words(texts),
        values["phone"][::-1], _rooms(values["room"], of.mentions), cut.numbers_cut((values["number"],)),
        _names(values["name"]), _days(days[opened], days[of.happened]),
    )  # fmt: skip
    return plain if chain.vendor == "sqlite" else (*plain, Row(*plain)._tokens())


@lru_cache(maxsize=100_000)
def _sequence(text: str) -> tuple[str, ...]:
    return tuple(cut.sequence(text))


def _words(texts: Mapping[str, object]) -> str:
    found = [token for text in texts for token in _sequence(text)]
    ends = set(found)
    letters = dict.fromkeys(letter for token in found for letter in token)
    return " ".join((*found, *(letter for letter in letters if letter not in ends)))


@lru_cache(maxsize=100_000)
def _names(name: str) -> str:
    return names_cut((name,))


@lru_cache(maxsize=100_000)
def _rooms(code: str, mentions: str) -> str:
    return cut.joined((*rooms.keys(code, ""), *mentions.split()))


@lru_cache(maxsize=10_000)
def _days(opened: date, happened: date) -> str:
    return cut.days_cut((opened, happened))


def new_chain(**given: Any) -> Chain:
    """A chain that may begin anew."""
    return Chain(**{"hash": FIRST, "position": 0, "serials": {}, **given})


def merged(parts: Iterator[Rows]) -> Rows:
    """The rows of several communities in the order of their keys."""
    rows: Rows = defaultdict(list)
    for part in parts:
        for table, more in part.items():
            rows[table] += more
    for found in rows.values():
        found.sort(key=lambda row: row[0])
    return rows
