"""Chapter notices: what a line of the inbox says: a step taken, what the clock found, a digest, an end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from anju.procedure.natures import TABLES
from anju.procedure.posts import Post
from anju.procedure.watching import NOTICE_WORDS, role_words
from anju.records.models import Case, Community, Notice, Person

from . import wording


@dataclass(frozen=True, slots=True)
class Count:
    """One figure of a digest and the list behind it."""

    word: str
    count: int
    href: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One line: of a case the newest and how many more before it, or something of the house.

    `action` opens it by a form, which reads it; without one its `counts` or `href` are links.
    """

    title: str
    said: str
    words: str
    at: datetime
    tone: str = ""
    action: str = ""
    href: str = ""
    more: int = 0
    counts: Sequence[Count] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Known:
    """Names for the keys and ids that notices hold."""

    communities: Mapping[int, Community]
    people: Mapping[str, str]


def known_of(rows: Sequence[Notice]) -> Known:
    """Names for lines without a case; two statements, none where every line has one."""
    plain = [row for row in rows if row.case_id is None]
    keys = {str(row.about["person"]) for row in plain if row.about.get("person")}
    communities = Community.objects.in_bulk({row.community_id for row in plain}) if plain else {}
    people = Person.objects.filter(uuid__in=keys).values_list("uuid", "name") if keys else ()
    return Known(communities, {str(key): name for key, name in people})


def of_case(case: Case, row: Notice, more: int, now: datetime) -> NoticeLine:
    """The newest line of a case; `more` stand before it."""
    said = case.content.partition("\n")[0]
    action = reverse("inbox-open", args=[case.number])
    words, tone = _words(case, row, now)
    return NoticeLine(case.room, said, words, row.created_at, tone=tone, action=action, more=more)


def _words(case: Case, row: Notice, now: datetime) -> tuple[str, str]:
    table = TABLES[case.nature]
    if row.step not in NOTICE_WORDS:
        return wording.words(table.step(row.step).words), ""
    (span,) = [fact for fact in table.step(row.step).facts if fact.name == "span"]
    named = {each.value: each.words for each in span.choices}
    parts = [wording.words(NOTICE_WORDS[row.step], span=named.get(row.about.get("span", ""), ""))]
    if row.about.get("due"):
        due = wording.when(datetime.fromisoformat(row.about["due"]), now)
        parts.append(gettext("到期 %(at)s") % {"at": due})
    if missing := row.about.get("missing"):
        roles = "、".join(wording.words(role_words(each)) for each in missing)
        parts.append(gettext("%(roles)s无人，改通知您") % {"roles": roles})
    return " · ".join(parts), "soon" if row.step == "warn" else "late"


def of_house(row: Notice, known: Known, now: datetime) -> NoticeLine:
    """A line that is about no case."""
    return HOUSE[row.step](row, known, now)


def _digest(row: Notice, known: Known, now: datetime) -> NoticeLine:
    community = known.communities[row.community_id]
    code = "" if community.is_company else community.code
    words = {
        "late": (gettext("超时"), "cases", {"scope": "late"}, "late"),
        "today": (gettext("今天到期"), "cases", {"scope": "today"}, ""),
        "passed_on": (gettext("待分派"), "cases", {"state": "passed_on"}, ""),
        "reviewing": (gettext("待审核"), "cases", {"state": "reviewing"}, ""),
        "approval": (gettext("待核准"), "cases", {"state": "approval"}, ""),
        "up": (gettext("升级到公司"), "cases", {"scope": "late"}, "late"),
        "words": (gettext("待告知"), "inbox", {}, ""),
        "promises": (gettext("今天到期的承诺"), "inbox", {}, ""),
        "urges": (gettext("督办未答复"), "cases", {"scope": "late"}, "late"),
    }
    counts = []
    for name, (word, page, query, tone) in words.items():
        if row.about.get(name):
            where = {**({"community": code} if code and page == "cases" else {}), **query}
            counts.append(Count(word, row.about[name], f"{reverse(page)}?{urlencode(where)}", tone))
    return NoticeLine(gettext("每日摘要"), community.name, "", row.created_at, counts=counts)


def _ending(row: Notice, known: Known, now: datetime) -> NoticeLine:
    about = row.about
    what = {
        "appointment": gettext("任职"),
        "stand_in": gettext("代理主任"),
        "delegation": gettext("回访授权"),
    }[about["kind"]]
    post = wording.words(Post(about["post"]).words) if about.get("post") else ""
    over = row.step == "ended"
    said = gettext("已于 %(at)s 到期") if over else gettext("将于 %(at)s 到期")
    until = {"at": wording.when(datetime.fromisoformat(about["ends"]), now)}
    title = " · ".join(filter(None, [what, post]))
    of = [known.people.get(about.get("person", ""), ""), known.communities[row.community_id].name]
    return NoticeLine(
        title,
        " · ".join(filter(None, of)),
        said % until,
        row.created_at,
        tone="late" if over else "soon",
        href=reverse("roster"),
    )


def _days(row: Notice, known: Known, now: datetime) -> NoticeLine:
    year = {"year": row.about["year"]}
    said = gettext("%(year)s 年的放假安排还没有录入，期限暂按固定日期的节日计") % year
    return NoticeLine(gettext("放假安排"), "", said, row.created_at, tone="soon", href=reverse("days"))


def _backup(row: Notice, known: Known, now: datetime) -> NoticeLine:
    why = {
        "room": gettext("磁盘空间不足"),
        "failed": gettext("备份没有做成"),
        "damaged": gettext("备份写成后核对不符"),
        "missing": gettext("今天还没有做成备份"),
    }[row.about["why"]]
    last = row.about.get("last")
    when = wording.when(datetime.fromisoformat(last), now) if last else gettext("还没有过")
    said = gettext("最近一次完好的备份：%(at)s") % {"at": when}
    return NoticeLine(gettext("备份"), why, said, row.created_at, tone="late")


HOUSE: dict[str, Callable[[Notice, Known, datetime], NoticeLine]] = {
    "digest": _digest,
    "ending": _ending,
    "ended": _ending,
    "days_missing": _days,
    "backup_failed": _backup,
}
