"""§9.0 — How a register writes a room, and where it stands: `三栋`, `3号楼` and `3#` are building 3; `26F` stays `26F`.

The tree is community → phase → building → unit → room; what a register leaves out is left out here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from . import rooms
from .registers import Verdict
from .words import Words

LONGEST_CODE, LONGEST_NAME = 39, 80
CODE = re.compile(r"[0-9A-Za-z\u4e00-\u9fff\U00020000-\U0003ffff][0-9A-Za-z\u4e00-\u9fff\U00020000-\U0003ffff.\-#]*")
TALL = 3  # characters up to which a bare number is a building's; longer ones are codes of some system

_ROOM = re.compile(r"([0-9A-Za-z][0-9A-Za-z\-]*)(室|房|号房|号)")
_NAMED = re.compile(r"[栋幢座楼]")
_KINDS = (
    ("parking", re.compile(r"车位|泊位|parking", re.IGNORECASE)),
    ("garage", re.compile(r"车库|garage", re.IGNORECASE)),
    ("shop", re.compile(r"商铺|商业|店|门面|底商|铺|shop|retail", re.IGNORECASE)),
    (
        "place",
        re.compile(r"公共|大堂|门厅|电梯|楼道|走廊|机房|配电|小门|大门|天台|地下室|花园|place|common", re.IGNORECASE),
    ),
)
_BELOW_A_UNIT = frozenset({"room", "shop", "place"})
KIND_WORDS = {
    "phase": Words("期", "phase"),
    "building": Words("楼栋", "building"),
    "unit": Words("单元", "unit"),
    "room": Words("房屋", "room"),
    "shop": Words("商铺", "shop"),
    "garage": Words("车库", "garage"),
    "parking": Words("车位", "parking space"),
    "place": Words("公共部位", "common place"),
    "community": Words("小区", "community"),
}

BAD_SIGNS = Words(
    "“{text}”里有不能用的符号。只用字母、数字、汉字和 - . #，以字母、数字或汉字开头。",
    "“{text}” has signs that cannot be used. Use letters, digits, Chinese characters and - . # only, "
    "none of these three first.",
)
TOO_LONG = Words(
    "楼栋、单元、房号合起来超过 {most} 个字，请写短些。", "Building, unit and room together exceed {most} signs."
)
OTHER_KIND = Words(
    "“{code}”已经是{kind}，不能又是{wanted}。请改名，或改正类型。",
    "“{code}” is a {kind} already and cannot be a {wanted} too. Rename it, or correct the type.",
)
OTHER_PARENT = Words(
    "“{code}”已经在“{above}”下面。同名的楼栋请连分期一起写，如 二期3栋。",
    "“{code}” stands below “{above}” already. Write a building of the same name with its phase, such as 2nd-phase-3.",
)
TWICE = Words(
    "房号“{code}”在第 {line} 行已有。不同楼栋的同号房，请加一列“楼栋”。",
    "The room “{code}” stands in row {line} already. For rooms of the same number add a column “Building”.",
)
DIFFERS = Words(
    "“{code}”在第 {line} 行写的类型或日期不同。请改成一样的。",
    "“{code}” has another type or date in row {line}. Make them agree.",
)


@dataclass(frozen=True, slots=True)
class Place:
    """A node of the tree. `above` is the code of what it stands below, empty for the community."""

    code: str
    kind: str
    above: str
    name: str
    completed_on: date | None = None
    delivered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Unreadable(Exception):
    """A part of a path cannot be a code: which field, and why."""

    field: str
    words: Words
    values: tuple[tuple[str, object], ...] = ()


@lru_cache(maxsize=4096)  # a register names its few buildings and units in every row
def _part(text: str) -> str:
    """What identifies a building or unit: `3号楼` 3, `三栋` 3, `A座` A; a name of its own stays."""
    found = rooms.room(text)
    if found and len(found.parts) == 1 and not found.use:
        return found.form
    return "".join(rooms.clean(text).split())


def unit_part(text: str) -> str:
    """The unit, or nothing: other systems write 0 where there is none."""
    part = _part(text)
    return "" if part == "0" else part


def room_part(text: str) -> str:
    """The room as it is written; only `1201室` loses its last sign, and a blank becomes a hyphen."""
    plain = "-".join(rooms.clean(text).split())
    found = _ROOM.fullmatch(plain)
    return found[1] if found else plain


def kind_said(text: str) -> str:
    """The kind a type column means; every kind of dwelling or office is a room."""
    wanted = text.casefold()
    for kind, words in KIND_WORDS.items():
        if kind not in ("community", "phase", "building", "unit") and wanted in (kind, words.zh, words.en):
            return kind
    return next((kind for kind, pattern in _KINDS if pattern.search(text)), "room")


def spelt_out(values: Mapping[str, str]) -> dict[str, str]:
    """Where the room alone says it all (`3-2-1201`, `三栋二单元1201室`), its parts."""
    if values.get("building") or values.get("unit"):
        return dict(values)
    found = rooms.room(values.get("room", ""))
    if found is None or found.use:
        return dict(values)
    if len(found.parts) == 3:
        return {**values, **dict(zip(("building", "unit", "room"), found.parts, strict=True))}
    if len(found.parts) == 2 and _NAMED.search(values["room"]):
        return {**values, **dict(zip(("building", "room"), found.parts, strict=True))}
    return dict(values)


def path_of(
    values: Mapping[str, str], completed_on: date | None = None, delivered_on: date | None = None
) -> list[Place]:
    """The places a row names, from the top down; the last is the room itself. Raises Unreadable."""
    given = spelt_out(values)
    building, unit = _part(given.get("building", "")), unit_part(given.get("unit", ""))
    room = room_part(given.get("room", ""))
    kind = kind_said(given["kind"]) if given.get("kind") else kind_said(room)
    if not building:  # a register without buildings calls its highest part a unit
        building, unit = unit, ""
    if building and unit:
        room = room.removeprefix(f"{building}-{unit}-") or room
    found: list[Place] = []
    if given.get("phase"):
        phase = "".join(rooms.clean(given["phase"]).split())
        found.append(Place(f"{phase}期" if phase.isdecimal() else phase, "phase", "", phase))
    if building:
        called = f"{building}栋" if len(building) <= TALL and building.isascii() else building
        found.append(Place(building, "building", _last(found), called))
    if unit:
        called = found[-1].name + (f"{unit}单元" if unit.isascii() else unit)
        found.append(Place(f"{building}-{unit}", "unit", building, called))
    stem = f"{_last(found)}-" if building else ""
    above = _last(found) if kind in _BELOW_A_UNIT or not unit else building
    called = (found[-1].name if building else "") + (given["room"] if room == room_part(given["room"]) else room)
    found.append(Place(stem + room, kind, above, called, completed_on, delivered_on))
    _check(found, given)
    return found


def _last(found: list[Place]) -> str:
    return found[-1].code if found else ""


def _check(found: list[Place], given: Mapping[str, str]) -> None:
    for place in found:
        field = place.kind if place.kind in ("phase", "building", "unit") and given.get(place.kind) else "room"
        if not CODE.fullmatch(place.code):
            raise Unreadable(field, BAD_SIGNS, (("text", given.get(field, place.code)),))
        if len(place.code) > LONGEST_CODE or len(place.name) > LONGEST_NAME:
            raise Unreadable(field, TOO_LONG, (("most", LONGEST_CODE),))


@dataclass(slots=True)
class Tree:
    """The places of a community while a register is laid over them; `rows` says in which row each was read."""

    known: MutableMapping[str, Place]
    has_parts: bool
    rows: dict[str, int]
    made: list[Place]
    changed: dict[str, Place]

    def lay(self, row: int, path: list[Place], *, kind_given: bool) -> tuple[Verdict, Words | None, dict[str, object]]:
        """What one row does; of a refused one nothing is kept."""
        for place in path[:-1]:
            why = self._clash(place)
            if why:
                return (Verdict.REFUSED, *why)
        room = path[-1]
        there = self.known.get(room.code)
        if there and not kind_given and there.kind not in ("phase", "building", "unit"):
            room = Place(room.code, there.kind, there.above, room.name, room.completed_on, room.delivered_on)
        why = self._clash(room) or self._again(room)
        if why:
            return (Verdict.REFUSED, *why)
        for place in path[:-1]:
            if place.code not in self.known:
                self._make(place)
        read_before = room.code in self.rows
        self.rows.setdefault(room.code, row)
        if there is None:
            self._make(room)
            return (Verdict.NEW, None, {})
        return (self._settle(there, room) if not read_before else Verdict.SAME, None, {})

    def _clash(self, place: Place) -> tuple[Words, dict[str, object]] | None:
        there = self.known.get(place.code)
        if there is None:
            return None
        if there.kind != place.kind:
            kinds = {"kind": KIND_WORDS[there.kind], "wanted": KIND_WORDS[place.kind]}
            return OTHER_KIND, {"code": place.code, **kinds}
        if place.above and there.above != place.above:
            return OTHER_PARENT, {"code": place.code, "above": there.above or KIND_WORDS["community"]}
        return None

    def _again(self, room: Place) -> tuple[Words, dict[str, object]] | None:
        """A register with a row per resident names a room again and again; one without buildings may not."""
        first = self.rows.get(room.code)
        if first is None:
            return None
        if not self.has_parts:
            return TWICE, {"code": room.code, "line": first}
        there = self.known[room.code]
        for mine, theirs in ((room.completed_on, there.completed_on), (room.delivered_on, there.delivered_on)):
            if mine and mine != theirs:
                return DIFFERS, {"code": room.code, "line": first}
        return None

    def _make(self, place: Place) -> None:
        self.known[place.code] = place
        self.made.append(place)

    def _settle(self, there: Place, room: Place) -> Verdict:
        """Only a date that is given and differs is a change; a name somebody chose stays."""
        completed, delivered = room.completed_on or there.completed_on, room.delivered_on or there.delivered_on
        if (completed, delivered) == (there.completed_on, there.delivered_on):
            return Verdict.SAME
        changed = Place(there.code, there.kind, there.above, there.name, completed, delivered)
        self.known[there.code] = self.changed[there.code] = changed
        return Verdict.CHANGED
