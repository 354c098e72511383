"""Times, limits and phone numbers as people say them at the counter, in the reader's language (§7.1.8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, gettext, pgettext

from anju.procedure.words import Language, Words

ZONE = ZoneInfo("Asia/Shanghai")
NEAR_TIMES = 4
SOON = timedelta(hours=1)
NEAR_DAYS = 6


def language() -> Language:
    """The reader's language as the law knows it."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def words(phrase: Words | str | None, **values: object) -> str:
    """A phrase of the law in the reader's language; plain text stays as it is."""
    if isinstance(phrase, Words):
        return phrase.say(language(), **values)
    return phrase or ""


def weekday(moment: datetime) -> str:
    names = (
        pgettext("weekday", "周一"),
        pgettext("weekday", "周二"),
        pgettext("weekday", "周三"),
        pgettext("weekday", "周四"),
        pgettext("weekday", "周五"),
        pgettext("weekday", "周六"),
        pgettext("weekday", "周日"),
    )
    return names[moment.weekday()]


def day(moment: datetime, now: datetime) -> str:
    """The day of a moment, as near as one says it: today, tomorrow, Thursday, 11-30 Monday, 2025-11-30."""
    local, today = moment.astimezone(ZONE), now.astimezone(ZONE).date()
    ahead = (local.date() - today).days
    near = {-1: gettext("昨天"), 0: gettext("今天"), 1: gettext("明天")}
    if ahead in near:
        return near[ahead]
    if 1 < ahead <= NEAR_DAYS:
        return weekday(local)
    if local.year != today.year:
        return local.date().isoformat()
    return _dated(local)


def when(moment: datetime | None, now: datetime) -> str:
    """Day and time of a moment; nothing for no moment."""
    return f"{day(moment, now)} {moment.astimezone(ZONE):%H:%M}" if moment else ""


def on_paper(value: Words | datetime | date | str | None) -> str:
    """What is written on paper is read years later: whole dates, in the hours of the company."""
    if isinstance(value, datetime):
        return f"{value.astimezone(ZONE):%Y-%m-%d %H:%M}"
    return words(value) if isinstance(value, Words) else str(value or "")


def clock(moment: datetime) -> str:
    """The date, weekday and time of the top bar."""
    local = moment.astimezone(ZONE)
    return f"{_dated(local)} {local:%H:%M}"


def lasting(length: timedelta) -> str:
    """A length of time in its two greatest units; never shorter than a minute."""
    minutes = max(1, int(length.total_seconds()) // 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        parts = [gettext("%(n)s 天") % {"n": days}, gettext("%(n)s 小时") % {"n": hours} if hours else ""]
    elif hours:
        parts = [
            gettext("%(n)s 小时") % {"n": hours},
            gettext("%(n)s 分") % {"n": minutes} if minutes else "",
        ]
    else:
        parts = [gettext("%(n)s 分") % {"n": minutes}]
    return " ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class DueText:
    """How a due time is shown: its words, its tone (late, soon, kept or none) and its icon."""

    text: str
    tone: str = ""
    icon: str = ""


def due(moment: datetime | None, now: datetime) -> DueText:
    """What is still to be done: today what is left, later only the day, late by how much."""
    if moment is None:
        return DueText("—")
    left = moment - now
    at = when(moment, now)
    if left < timedelta(0):
        return DueText(gettext("超 %(length)s · %(at)s") % {"length": lasting(-left), "at": at}, "late", "alert-circle")
    same_day = moment.astimezone(ZONE).date() == now.astimezone(ZONE).date()
    if left > SOON and not same_day:
        return DueText(at)
    text = gettext("还剩 %(length)s · %(at)s") % {"length": lasting(left), "at": at}
    return DueText(text, "soon", "clock") if left <= SOON else DueText(text)


def done(start: datetime, stop: datetime, limit: datetime | None) -> DueText:
    """What is done: in time and how long it took, or how late it was."""
    if limit is not None and stop > limit:
        return DueText(gettext("迟 %(length)s") % {"length": lasting(stop - limit)}, "late", "alert-circle")
    return DueText(gettext("按时 · 用 %(length)s") % {"length": lasting(stop - start)}, "kept")


def _dated(local: datetime) -> str:
    date = f"{local:%d %b}".lstrip("0") if language() == "en" else f"{local:%m-%d}"
    return gettext("%(date)s %(weekday)s") % {"date": date, "weekday": weekday(local)}


def near_times(now: datetime) -> list[tuple[str, str]]:
    """Times one says at the counter - in an hour, this evening, tomorrow - as words and as a field takes them."""
    local = now.astimezone(ZONE)
    tomorrow = local + timedelta(days=1)
    soon = (local + timedelta(hours=1)).replace(minute=0 if local.minute < 30 else 30)
    named = [soon, *(local.replace(hour=hour, minute=30) for hour in (11, 17)),
             tomorrow.replace(hour=10, minute=0), tomorrow.replace(hour=17, minute=30)]  # fmt: skip
    ahead = sorted({each.replace(second=0, microsecond=0) for each in named if each > local})
    return [(when(each, now), f"{each:%Y-%m-%dT%H:%M}") for each in ahead[:NEAR_TIMES]]
