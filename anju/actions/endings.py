"""§5.0, §7.1.9 — What ends with time: posts, stand-ins, authorisations; and the list of days that a year still lacks.

Who holds it and the director hear it before and at the end. A list of days is asked for every month until it is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db.models import Q

from anju.procedure.instants import DAY, local
from anju.procedure.posts import Post
from anju.procedure.words import Words
from anju.records import seeing
from anju.records.models import Absence, Appointment, Community, Delegation, Installation, ListedYear
from anju.records.models.people import on_day
from anju.records.reach import Reach

from .announcing import News, announce
from .journal import Deed
from .leaving import day_after
from .people import company

ENDING = Deed("ending", "5.0", Words("到期前提醒", "Reminder before an end"))
ENDED = Deed("ended", "5.0", Words("到期提醒", "Notice of an end"))
DAYS_MISSING = Deed("days_missing", "7.1.8", Words("提醒录入放假安排", "Reminder of the list of days"))
REMEMBERED = timedelta(days=7)  # how long after an end a clock that stood still makes up for it


@dataclass(frozen=True, slots=True)
class Ending:
    """Something that ends: of what kind, whose, where, from when to when, and who is to hear of it."""

    kind: str
    subject: str
    post: str
    community: Community
    starts: datetime
    ends: datetime
    people: Callable[[], Iterable[int]]
    person: bool = True


def tell_of_ends(*, now: datetime) -> int:
    """Announces every end that nears or has come."""
    before = timedelta(days=seeing.rules_of(company().pk).rule("ending_days"))
    found = [*_appointments(now, before), *_stand_ins(now, before), *_delegations(now, before)]
    return announce((news for each in found for news in _news(each, now, before)), now=now)


def _news(end: Ending, now: datetime, before: timedelta) -> Iterator[News]:
    """Before it - what lasts shortly is not announced at its beginning - and at it."""
    over = end.ends <= now
    if not over and now < end.ends - min(before, (end.ends - end.starts) / 2):
        return
    about = {"kind": end.kind, "post": end.post, "ends": end.ends.isoformat()}
    yield News(
        name=("end", end.kind, end.subject, end.community.code, end.post, end.ends, over),
        community=end.community,
        deed=ENDED if over else ENDING,
        subject=(end.kind, end.subject),
        about={**about, "person": end.subject} if end.person else about,
        people=end.people,
        facts={"post": end.post, "ends_at": end.ends},
    )


def _appointments(now: datetime, before: timedelta) -> Iterator[Ending]:
    """Posts with a last day that nobody has prolonged."""
    today = local(now).date()
    rows = Appointment.objects.filter(
        ends_on__gte=today - REMEMBERED - DAY, ends_on__lte=today + before, person__left_on__isnull=True
    )
    headquarters = company()
    for row in rows.select_related("person", "community"):
        last = row.ends_on or today
        later = Appointment.objects.filter(on_day(last + DAY), person=row.person, post=row.post)
        if later.filter(community=row.community, department=row.department).exists():
            continue
        where, post = row.community or headquarters, Post.DIRECTOR if row.community else Post.COMPANY
        yield Ending(
            "appointment",
            row.person.key,
            row.post,
            where,
            day_after(row.starts_on - DAY),
            day_after(last),
            partial(_with_head, row.person_id, Reach(where.pk, now), post),
        )


def _stand_ins(now: datetime, before: timedelta) -> Iterator[Ending]:
    """Absences with a stand-in: he, and the one who comes back, hear of it."""
    rows = Absence.objects.filter(_near(now, before), stand_in__isnull=False, cancelled_at__isnull=True)
    for row in rows.select_related("stand_in", "community"):
        key, both = row.stand_in.key if row.stand_in else "", (row.stand_in_id or 0, row.person_id)
        yield Ending("stand_in", key, "", row.community, row.starts_at, row.ends_at, partial(tuple, both))


def _delegations(now: datetime, before: timedelta) -> Iterator[Ending]:
    """Authorisations to follow up: the holder - all of the post it stands for - and the director."""
    rows = Delegation.objects.filter(_near(now, before), revoked_at__isnull=True)
    for row in rows.select_related("holder", "community"):
        yield Ending(
            "delegation",
            row.holder.key if row.holder else row.post,
            row.post,
            row.community,
            row.starts_at,
            row.ends_at,
            partial(_of_delegation, row, now),
            person=row.holder is not None,
        )


def _with_head(person: int, reach: Reach, post: Post) -> set[int]:
    return {person, *reach.holders(post)}


def _of_delegation(row: Delegation, now: datetime) -> set[int]:
    reach = Reach(row.community_id, now)
    holders = {row.holder_id} if row.holder_id else reach.holders(Post(row.post))
    return {*holders, *reach.holders(Post.DIRECTOR)}


def _near(now: datetime, before: timedelta) -> Q:
    return Q(starts_at__lte=now, ends_at__gt=now - REMEMBERED, ends_at__lte=now + before)


def ask_for_days(*, now: datetime) -> int:
    """From the month of the rule on, asks the company every month for next year's list; in the year itself, too."""
    today, headquarters = local(now).date(), company()
    years = [today.year]
    if today.month >= seeing.rules_of(headquarters.pk).rule("list_of_days_month"):
        years.append(today.year + 1)
    known = set(ListedYear.objects.filter(year__in=years).values_list("year", flat=True))
    key = str(Installation.objects.values_list("uuid", flat=True).get())
    return announce(
        (
            News(
                name=("days", year, today.year, today.month),
                community=headquarters,
                deed=DAYS_MISSING,
                subject=("installation", key),
                about={"year": year},
                people=lambda: Reach(headquarters.pk, now).holders(Post.COMPANY),
                facts={"year": year},
            )
            for year in years
            if year not in known
        ),
        now=now,
    )
