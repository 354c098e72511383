"""The demo company: who works in it. Fixed, so that its accounts can be printed again."""

from __future__ import annotations

from dataclasses import dataclass

from anju.procedure.posts import Post

PASSWORD = "anju-2026-kunming"  # noqa: S105 - of a training company, printed for everybody

Where = tuple[Post, str, str]  # post, community, department


@dataclass(frozen=True, slots=True)
class Role:
    """One person of the demo: staff number, name, PIN, posts; not every handler has a phone."""

    number: str
    name: str
    pin: str
    posts: tuple[Where, ...]
    has_phone: bool = True

    @property
    def phone(self) -> str:
        """A number of the company's own block."""
        return f"188087{ord(self.number[0]) - 64:02}{self.number[1:]}" if self.has_phone else ""


def in_company(post: Post) -> tuple[Where, ...]:
    return ((post, "", ""),)


def of(community: str, *posts: Post | tuple[Post, str]) -> tuple[Where, ...]:
    """Posts of one community; a handler's with his department."""
    pairs = [each if isinstance(each, tuple) else (each, "") for each in posts]
    return tuple((post, community, department) for post, department in pairs)


def crew(number: str, name: str, pin: str, community: str, *departments: str, has_phone: bool = True) -> Role:
    """A handler of one or more departments."""
    return Role(number, name, pin, of(community, *((Post.HANDLER, each) for each in departments)), has_phone)


COMPANY_NAME = "滇安物业服务有限公司"
COMMUNITIES = (
    ("YL", "云岭花园", "0871-65550101"),
    ("DC", "滇池湾", "0871-65550202"),
    ("CX", "春溪里", "0871-65550303"),
)
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
    crew("Y006", "刀正明", "4961", "YL", "ENG"),
    crew("Y007", "岩温", "5072", "YL", "ENG", has_phone=False),
    Role("Y008", "李卫东", "6183", of("YL", (Post.FOREMAN, "ORD"))),
    crew("Y009", "阿文军", "7294", "YL", "ORD"),
    Role("Y010", "白凤仙", "8305", of("YL", (Post.FOREMAN, "ENV"), (Post.HANDLER, "ENV"))),
    crew("Y011", "木桂花", "9416", "YL", "GRN"),
    crew("Y012", "单小梅", "1527", "YL", "CS"),
    crew("Y013", "起正文", "2861", "YL", "ORD"),
    crew("Y014", "毕学兰", "3972", "YL", "ENV", has_phone=False),
    Role("Y015", "资文秀", "4083", of("YL", Post.FRONT_DESK)),
    crew("Y016", "施永华", "5194", "YL", "ENG"),
    Role("D001", "解学文", "2638", of("DC", Post.DIRECTOR)),
    Role("D002", "缪红", "3749", of("DC", Post.FRONT_DESK)),
    Role("D003", "龙少华", "4850", of("DC", Post.NIGHT_DESK)),
    Role("D004", "董家福", "5961", of("DC", (Post.FOREMAN, "ENG"))),
    crew("D005", "赵有才", "6072", "DC", "ENG"),
    Role("D006", "罗晓芬", "7183", of("DC", Post.ARCHIVIST, Post.FRONT_DESK)),
    crew("D007", "何美玲", "8294", "DC", "ENV", "GRN"),
    crew("D008", "段思远", "9305", "DC", "CS"),
    crew("D009", "召国华", "1649", "DC", "ORD"),
    crew("D010", "自连生", "2750", "DC", "ENG", has_phone=False),
    Role("X001", "禄春梅", "3861", of("CX", Post.DIRECTOR)),
    Role("X002", "陶玉珍", "4972", of("CX", Post.FRONT_DESK)),
    Role("X003", "者文昌", "5083", of("CX", Post.NIGHT_DESK, (Post.HANDLER, "ORD"))),
    Role("X004", "马绍云", "6195", of("CX", (Post.FOREMAN, "ENG"), (Post.HANDLER, "ENG"))),
    crew("X005", "罕金凤", "7206", "CX", "ENV", "GRN"),
    Role("X006", "欧阳慧", "8317", of("CX", Post.ARCHIVIST, Post.FRONT_DESK)),
    crew("X007", "王学军", "9428", "CX", "CS"),
    crew("X008", "张正荣", "1539", "CX", "ENG", has_phone=False),
)
EVERYBODY = (ADMINISTRATOR, *CAST)


def holders(post: Post, community: str, department: str = "") -> tuple[Role, ...]:
    """Who holds a post there."""
    return tuple(role for role in CAST if (post, community, department) in role.posts)
