"""What the demo company looks after, and the registers of it as an office would hand them in: rooms, residents."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

Row = tuple[str, ...]
ROOM_COLUMNS = ("分期", "楼栋", "单元", "房号", "类型", "竣工日期", "交付日期")
RESIDENT_COLUMNS = ("楼栋", "单元", "房号", "姓名", "电话", "身份", "入住日期")
COMMON_PLACES = ("大门", "南门", "中心花园", "儿童乐园", "垃圾房", "电瓶车棚", "快递柜", "配电房", "物业服务中心")
GARAGE = "地下车库"
SHOPS_NAMED = "底商"
PHONES = 10_000  # of one prefix, each given once


@dataclass(frozen=True, slots=True)
class Block:
    """Buildings of one kind: their names, and how they are divided; `finished` and `delivered` where they are."""

    names: tuple[str, ...]
    units: int
    floors: int
    doors: int
    finished: date
    delivered: date | None
    phase: str = ""

    @property
    def homes(self) -> int:
        return len(self.names) * self.units * self.floors * self.doors

    def rooms(self) -> Iterator[tuple[str, str, str]]:
        """Building, unit and room of every home."""
        for name in self.names:
            for unit in range(1, self.units + 1):
                for floor in range(1, self.floors + 1):
                    for door in range(1, self.doors + 1):
                        yield name, str(unit), f"{floor}{door:02}"


@dataclass(frozen=True, slots=True)
class Estate:
    """One community as it is built."""

    code: str
    blocks: tuple[Block, ...]
    shops: int
    parking: int
    share: int  # of a hundred cases

    def scaled(self, size: float) -> Estate:
        """The same community, smaller: fewer buildings of each kind, the last of them lower."""
        blocks = tuple(_lower(block, size) for block in self.blocks)
        return replace(self, blocks=blocks, shops=max(2, round(self.shops * size)), parking=round(self.parking * size))


def _lower(block: Block, size: float) -> Block:
    wanted = max(1.0, len(block.names) * size)
    floors = max(3, round(block.floors * min(1.0, len(block.names) * size)))
    return replace(block, names=block.names[: round(wanted)], floors=floors)


ESTATES = (
    Estate("YL", (
        Block(("1", "2", "3", "4", "5", "6"), 2, 11, 4, date(2012, 6, 30), date(2012, 9, 28)),
        Block(("7", "8"), 1, 18, 4, date(2013, 8, 31), date(2013, 12, 20)),
    ), shops=16, parking=60, share=44),
    Estate("DC", (
        Block(("A1", "A2", "A3", "A4"), 1, 17, 6, date(2019, 3, 31), date(2019, 6, 30), "一期"),
        Block(("B1", "B2"), 1, 17, 6, date(2027, 6, 30), None, "二期"),
    ), shops=8, parking=40, share=34),
    Estate("CX", (
        Block(("1", "2", "3", "4", "5", "6", "7", "8", "9"), 3, 6, 2, date(2008, 5, 31), date(2008, 10, 1)),
    ), shops=6, parking=20, share=22),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A resident of the demo as the desk knows him; `key` once he is on the register."""

    name: str
    phone: str
    room: str
    role: str
    building: str = ""
    floor: str = ""
    key: str = ""


def room_rows(estate: Estate) -> list[Row]:
    """The register of rooms, with shops, parking spaces, the garage and the common places."""
    rows: list[Row] = []
    for block in estate.blocks:
        dates = (block.finished.isoformat(), block.delivered.isoformat() if block.delivered else "")
        rows += [(block.phase, *home, "住宅", *dates) for home in block.rooms()]
    rows += [("", "", "", f"{SHOPS_NAMED}{each}", "商铺", "", "") for each in range(1, estate.shops + 1)]
    rows += [("", "", "", GARAGE, "车库", "", "")]
    rows += [("", "", "", space, "车位", "", "") for space in spaces(estate)]
    rows += [("", "", "", place, "公共部位", "", "") for place in COMMON_PLACES]
    return rows


def spaces(estate: Estate) -> list[str]:
    return [f"车位{each:03}" for each in range(1, estate.parking + 1)]


def settled(estate: Estate, chance: Random, names: tuple[Sequence[str], Sequence[str]], since: date) -> list[Row]:
    """The register of residents: most homes have an owner, some a tenant or a family; a building site has buyers."""
    numbers = iter(chance.sample(range(PHONES), PHONES))
    rows: list[Row] = []
    for block in estate.blocks:
        for building, unit, room in block.rooms():
            if chance.random() < 0.06:
                continue  # empty, or not sold
            moved_in = _moved_in(block, chance, since)
            roles = _who_lives(block, chance)
            called = [_name(chance, names)]
            while len(called) < len(roles):  # no two of the same name in a home
                called = [*called, *{_name(chance, names)} - {*called}]
            for role, name in zip(roles, called, strict=True):
                rows.append((building, unit, room, name, _phone(chance, next(numbers)), role, moved_in.isoformat()))
    for each in range(1, estate.shops + 1):
        if chance.random() < 0.85:
            phone = _phone(chance, next(numbers))
            rows.append(("", "", f"{SHOPS_NAMED}{each}", _name(chance, names), phone, "租户", _long_ago(chance, since)))
    for space in spaces(estate):
        if chance.random() < 0.5:
            phone = _phone(chance, next(numbers))
            rows.append(("", "", space, _name(chance, names), phone, "业主", _long_ago(chance, since)))
    return rows


def _who_lives(block: Block, chance: Random) -> tuple[str, ...]:
    if block.delivered is None:
        return ("待交付买受人",)
    return chance.choice((("业主",), ("业主",), ("业主", "家属"), ("业主", "家属"), ("业主", "租户")))


def _moved_in(block: Block, chance: Random, since: date) -> date:
    first = block.delivered or since - timedelta(days=600)
    return first + timedelta(days=chance.randrange(max(1, (since - first).days)))


def _long_ago(chance: Random, since: date) -> str:
    return (since - timedelta(days=chance.randrange(30, 900))).isoformat()


def _name(chance: Random, names: tuple[Sequence[str], Sequence[str]]) -> str:
    return chance.choice(names[0]) + chance.choice(names[1])


def _phone(chance: Random, number: int) -> str:
    """One in ten has none, some still have the telephone at home, some have both."""
    mobile, home = f"1990871{number:04}", f"0871-6555{number:04}"
    drawn = chance.random()
    return "" if drawn < 0.1 else home if drawn < 0.16 else f"{mobile},{home}" if drawn < 0.2 else mobile


def neighbours(rows: Sequence[Row]) -> Iterator[Neighbour]:
    """The people of the register as those who speak at the desk."""
    roles = {"业主": "owner", "家属": "family", "租户": "tenant", "待交付买受人": "buyer"}
    for building, unit, room, name, phone, role, _ in rows:
        code = f"{building}-{unit}-{room}" if building else room
        yield Neighbour(name, phone.partition(",")[0], code, roles[role], building, room[:-2] if building else "")


def as_file(columns: Row, rows: Sequence[Row]) -> bytes:
    """A register as the office would save it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")
