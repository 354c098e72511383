"""What the residents of the demo say, read from the table beside this module, and which of it fits a case."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random

from .demo_courses import Course
from .demo_estate import Neighbour

TABLE = Path(__file__).with_name("demo_matters.toml")
ROOM = "room"
PLACES = {
    "地下车库": ("", "", "B1-12 柱旁", "坡道口", "负一层电梯厅门口", "北侧通道"),
    "中心花园": ("", "", "凉亭旁", "喷水池边", "健身器材区"),
    "大门": ("", "", "岗亭前", "出口道闸"),
    "垃圾房": ("", "", "东侧墙边"),
    "电瓶车棚": ("", "", "靠里第二排"),
}
NO_WISH = "不用回电话，办了就行。"
DOUBLES = (
    "与同日登记的另一件重复，保留先登记的一件。",
    "住户来电说记错了小区，请按未登记处理。",
    "登记时选错了住户，已重新登记。",
)
DECLINE = "经现场查看属于别的部门管的范围，请改派。"
RETURNED = "没有写清处理前后的情况，补充照片和完成时间。"
CALLS_AGAIN = ("住户再次来电催问，已告知正在处理。", "住户补充：下午三点以后在家。", "住户发来两张照片，已转处理人。")
NOT_AGREED = "住户要求的事项依规定不能办理，已两次说明，住户仍不接受。"
REFUSED = "理由不够充分，请再处理一次并与住户当面沟通。"
ANSWER = "您的要求我们认真研究过：按现行规定和业主大会的决定不能办理，理由已写明，您可向社区或主管部门反映。"
CROSS = "事情是办了，但是拖得太久。"
AGAIN = "已重新处理并当面说明。"
FAIRLY = ("可以，就是慢了一点。", "还行。", "办是办了，希望以后提前说一声。", "基本满意。")
INCOMPLETE = "缺处理前后的照片一张，请补齐。"
DAYS = ("昨天", "前天", "上周六", "上周日", "这两天")
TIMES = ("早上七点多", "中午一点", "傍晚六点", "晚上十点")


@dataclass(frozen=True, slots=True)
class Matter:
    """One matter: class, place (room, or a common place), the words of all who deal with it."""

    grade: str
    category: str
    place: str
    said: tuple[str, ...]
    told: str
    departments: tuple[str, ...]
    instruction: str
    results: tuple[str, ...]
    pleased: str
    cross: str
    again: str
    who: str
    months: frozenset[int]
    weight: float


@lru_cache(maxsize=1)
def matters() -> tuple[Matter, ...]:
    """The whole table."""
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return tuple(
        Matter(
            grade=grade,
            category=row["category"],
            place=row.get("place", ROOM),
            said=tuple(row["said"]),
            told=row["told"],
            departments=tuple(row["to"]),
            instruction=row["do"],
            results=tuple(row["done"]),
            pleased=row.get("pleased", ""),
            cross=row.get("cross", ""),
            again=row.get("again", ""),
            who=row.get("who", "home"),
            months=frozenset(row.get("months", range(1, 13))),
            weight=row.get("weight", 1),
        )
        for grade, rows in table.items()
        for row in rows
    )


FITS: Mapping[str, Callable[[Matter], bool]] = {
    "praise": lambda each: each.grade == "praise",
    "spot": lambda each: each.grade == "consult",
    "nameless": lambda each: each.place != ROOM and each.grade in ("report", "suggestion"),
    "cross": lambda each: bool(each.cross),
    "later": lambda each: each.grade in ("suggestion", "inquiry", "coordination"),
    "calm": lambda each: each.grade not in ("help", "praise"),
    "any": lambda each: each.grade != "praise",
}


def kind_of(course: Course) -> str:
    """Which matters fit a course: a dissatisfied resident has something to say, help waits for nobody."""
    if course.praise:
        return "praise"
    if course.on_the_spot:
        return "spot"
    if course.anonymous:
        return "nameless"
    if course.dissatisfied or course.cross_voice:
        return "cross"
    if course.open_word:
        return "later"
    return "any" if course == Course() else "calm"


@lru_cache(maxsize=256)
def _fitting(kind: str, who: str, month: int) -> tuple[tuple[Matter, ...], tuple[float, ...]]:
    found = tuple(each for each in matters() if each.who == who and month in each.months and FITS[kind](each))
    return found, tuple(each.weight for each in found)


def fitting(course: Course, neighbour: Neighbour, month: int, chance: Random) -> Matter | None:
    """A matter for this resident and month; nothing where none fits."""
    found, weights = _fitting(kind_of(course), "buyer" if neighbour.role == "buyer" else "home", month)
    return chance.choices(found, weights)[0] if found else None


def blanks(neighbour: Neighbour, chance: Random) -> dict[str, str]:
    """What the words of a matter leave open: house and floor of the speaker, numbers, a day."""
    return {
        "b": f"{neighbour.building}栋" if neighbour.building else "这边",
        "f": f"{neighbour.floor}楼" if neighbour.floor else "楼上",
        "n": str(chance.randrange(2, 9)),
        "m": str(chance.randrange(11, 28)),
        "day": chance.choice(DAYS),
        "t": chance.choice(TIMES),
    }
