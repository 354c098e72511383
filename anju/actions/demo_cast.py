"""The demo company: who works in it, what it looks after. Fixed, so that its accounts can be printed again."""

from __future__ import annotations

from dataclasses import dataclass

from anju.procedure.posts import Post

PASSWORD = "anju-2026-kunming"  # noqa: S105 - of a training company, printed for everybody

Where = tuple[Post, str, str]  # post, community, department


@dataclass(frozen=True, slots=True)
class Role:
    """One person of the demo: staff number, name, PIN, posts."""

    number: str
    name: str
    pin: str
    posts: tuple[Where, ...]


def in_company(post: Post) -> tuple[Where, ...]:
    return ((post, "", ""),)


def of(community: str, *posts: Post | tuple[Post, str]) -> tuple[Where, ...]:
    """Posts of one community; a handler's with his department."""
    pairs = [each if isinstance(each, tuple) else (each, "") for each in posts]
    return tuple((post, community, department) for post, department in pairs)


COMPANY_NAME = "滇安物业服务有限公司"
COMMUNITIES = (("YL", "云岭花园", "0871-65550101"), ("DC", "滇池湾", "0871-65550202"))
DEPARTMENTS = (
    ("CS", "客服部"),
    ("ENG", "工程部"),
    ("ORD", "秩序部"),
    ("ENV", "环境部"),
    ("GRN", "绿化部"),
)
ADMINISTRATOR = Role("A001", "沐春荣", "4071", in_company(Post.ADMINISTRATOR))
CAST = (
    Role("C001", "段雅琴", "5183", in_company(Post.COMPANY)),
    Role("C002", "高立群", "6294", in_company(Post.COMPANY)),
    Role("C003", "尹明辉", "7305", in_company(Post.EXECUTIVE)),
    Role("Y001", "普建国", "8416", of("YL", Post.DIRECTOR)),
    Role("Y002", "李秀英", "9527", of("YL", Post.FRONT_DESK)),
    Role("Y003", "杨丽娟", "1638", of("YL", Post.FRONT_DESK, Post.ARCHIVIST)),
    Role("Y004", "和志强", "2749", of("YL", Post.NIGHT_DESK)),
    Role("Y005", "曾永福", "3850", of("YL", (Post.FOREMAN, "ENG"), (Post.HANDLER, "ENG"))),
    Role("Y006", "刀正明", "4961", of("YL", (Post.HANDLER, "ENG"))),
    Role("Y007", "岩温", "5072", of("YL", (Post.HANDLER, "ENG"))),
    Role("Y008", "李卫东", "6183", of("YL", (Post.FOREMAN, "ORD"))),
    Role("Y009", "阿文军", "7294", of("YL", (Post.HANDLER, "ORD"))),
    Role("Y010", "白凤仙", "8305", of("YL", (Post.HANDLER, "ENV"))),
    Role("Y011", "木桂花", "9416", of("YL", (Post.HANDLER, "GRN"))),
    Role("Y012", "单小梅", "1527", of("YL", (Post.HANDLER, "CS"))),
    Role("D001", "解学文", "2638", of("DC", Post.DIRECTOR)),
    Role("D002", "缪红", "3749", of("DC", Post.FRONT_DESK)),
    Role("D003", "龙少华", "4850", of("DC", Post.NIGHT_DESK, (Post.HANDLER, "ORD"))),
    Role("D004", "董家福", "5961", of("DC", (Post.FOREMAN, "ENG"))),
    Role("D005", "赵有才", "6072", of("DC", (Post.HANDLER, "ENG"))),
    Role("D006", "罗晓芬", "7183", of("DC", Post.ARCHIVIST, Post.FRONT_DESK)),
    Role("D007", "何美玲", "8294", of("DC", (Post.HANDLER, "ENV"), (Post.HANDLER, "GRN"))),
    Role("D008", "段思远", "9305", of("DC", (Post.HANDLER, "CS"))),
)
EVERYBODY = (ADMINISTRATOR, *CAST)

# (code, name, units, floors, rooms on a floor, phase)
BUILDINGS = {
    "YL": (("1", "一栋", 2, 3, 2, ""), ("2", "二栋", 2, 3, 2, ""), ("3", "三栋", 1, 4, 2, "")),
    "DC": (("A1", "A1栋", 1, 4, 2, "一期"), ("A2", "A2栋", 1, 3, 2, "一期"), ("B1", "B1栋", 1, 3, 2, "二期")),
}
PHASES = {"DC": (("一期", "handed_over"), ("二期", "construction"))}
COMMON_PLACES = ("大门", "中心花园", "儿童乐园", "垃圾房", "电瓶车棚", "地下车库")
SHOPS = {"YL": ("底商1", "底商2"), "DC": ("底商1",)}

SURNAMES = (
    *("李", "王", "张", "杨", "赵", "段", "普", "刀", "沐", "和", "木", "岩", "白", "尹", "高", "龙", "禄"),
    *("资", "者", "罕", "召", "曾", "单", "解", "欧阳", "马", "罗", "何", "董", "施", "陶", "毕", "起", "自"),
)
GIVEN = (
    *("建华", "玉梅", "晓东", "丽萍", "志明", "秀兰", "海燕", "国强", "春芳", "文斌", "金凤", "永昌", "雪梅"),
    *("家兴", "桂英", "正荣", "思琪", "子轩", "雨桐", "凤琼", "学军", "丽珍", "绍云", "琼芬", "云飞", "美仙"),
)
