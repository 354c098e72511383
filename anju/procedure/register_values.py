"""§9.0 — The values in the cells of a register: days, times, phones, roles, posts, states - as people write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from .given import PHONE, YEARS
from .instants import ZONE
from .posts import Post
from .words import Words

SERIALS = range(20_000, 80_000)  # how a spreadsheet counts days when a cell is not shown as a date
EPOCH = date(1899, 12, 30)
MORNING = time(9, 0)  # when nobody wrote the time: the hour the desk opens
PLACEHOLDERS = frozenset({"18900009999"})  # what other systems demand where there is no number
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T](\d{1,2})[:：](\d{2})(?:[:：]\d{2}(?:\.\d+)?)?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_BETWEEN = re.compile(r"[,，、;；/|\n]+")
_EXTENSION = re.compile(r"[()（）]")

ROLES = {
    "owner": ("owner", "业主", "产权人", "户主", "房主", "1001"),
    "family": ("family", "家属", "家庭成员", "亲属", "配偶", "子女", "父母", "1002"),
    "tenant": ("tenant", "租户", "租客", "房屋租客", "承租人", "1003", "临时人员", "1004"),
    "buyer": ("buyer", "待交付买受人", "买受人", "准业主"),
}
POSTS = {
    Post.FRONT_DESK: ("客服", "客服专员", "客服前台", "前台客服"),
    Post.NIGHT_DESK: ("夜班客服", "夜班值守"),
    Post.HANDLER: ("维修工", "维修", "工程", "保洁", "保安", "秩序", "绿化"),
    Post.FOREMAN: ("领班", "主管"),
    Post.DIRECTOR: ("服务中心主任", "项目经理", "中心主任"),
    Post.ARCHIVIST: ("档案员", "资料员"),
}

NOT_A_DAY = Words("“{text}”不是日期。写成 2026-10-01。", "“{text}” is no date. Write it as 2026-10-01.")
NOT_A_PHONE = Words(
    "不是电话号码。只写数字，几个号码用逗号分开。", "is no phone number. Write digits only, commas between several."
)
CHOOSE = Words("“{text}”不在可选的之中：{known}。", "“{text}” is none of: {known}.")


def when_of(text: str) -> datetime | None:
    """A day with or without its time, by the clock of Shanghai; None if it is neither."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.isdecimal() and int(plain) in SERIALS:
        return datetime.combine(EPOCH + timedelta(days=int(plain)), MORNING, ZONE)
    found = _DATE.fullmatch(plain) or _COMPACT.fullmatch(plain)
    if found is None:
        return None
    year, month, day, *clock = found.groups()
    try:
        at = time(int(clock[0]), int(clock[1])) if clock and clock[0] else MORNING
        when = datetime.combine(date(int(year), int(month), int(day)), at, ZONE)
    except ValueError:
        return None
    return when if when.year in YEARS else None


def day_of(text: str) -> date | None:
    """The day of a cell; None if it is none."""
    when = when_of(text)
    return when.date() if when else None


def parted(text: str) -> list[str]:
    """Several values of one cell."""
    return [each.strip() for each in _BETWEEN.split(text) if each.strip()]


def phones_of(text: str) -> list[str] | None:
    """The numbers of a cell, each once; None if one of them is no number."""
    found: list[str] = []
    for each in parted(unicodedata.normalize("NFKC", text)):
        number = " ".join(_EXTENSION.sub(" ", each).split())
        if number in PLACEHOLDERS:
            continue
        if not PHONE.fullmatch(number):
            return None
        found.append(number)
    return list(dict.fromkeys(found))


def role_of(text: str) -> str:
    """The role a word means; nothing if it is unknown."""
    wanted = text.strip().casefold()
    return next((role for role, words in ROLES.items() if wanted in words), "")


def post_of(text: str) -> Post | None:
    """The post a word means: its own name in either language, or what a centre calls it."""
    wanted = text.strip().casefold()
    for post in Post:
        if wanted in (post.value, post.words.zh, post.words.en.casefold(), *POSTS.get(post, ())):
            return post
    return None


def role_words() -> Words:
    return Words("业主、租户、家属、待交付买受人", "owner, tenant, family, buyer")


def post_words() -> Words:
    return Words("、".join(post.words.zh for post in Post), ", ".join(post.words.en for post in Post))
