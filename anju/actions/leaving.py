"""Chapter people: what must be handed over before a post ends or a person leaves, and what ends with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from anju.procedure.posts import Post
from anju.procedure.words import Refused, Words
from anju.records.models import Absence, Appointment, Community, Delegation, Duty, Leg, Person
from anju.records.models.cases import OPEN_STATES
from anju.records.models.people import ZONE, on_day

from .journal import Acting, Deed

ENDED_WITH_POST = Deed("end_delegation", "7.1.9", Words("授权随任职终止", "An authorisation ends with the post"))
ENDED_WITH_PERSON = Deed("end_appointment", "5.0", Words("结束任职", "End an appointment"))

NOT_HANDED_OVER = Words("还不能结束：{list}。请先交接。", "Not yet: {list}. Hand this over first.")
OPEN_WORK = Words("在办 {numbers}", "has {numbers} in hand")
ONLY_ONE = Words("是{where}唯一的{post}", "is the only {post} of {where}")
STANDS_IN = Words("到 {until} 前代理{where}主任", "stands in as director of {where} until {until}")
ON_ROSTER = Words("排在 {at} 的值班表上", "is on the roster for {at}")
COMPANY = Words("公司", "the company")
IN_LIST = 5  # numbers named before “and more”


def day_after(day: date) -> datetime:
    """The instant at which a day is over."""
    return datetime.combine(day + timedelta(days=1), time(), ZONE)


def refuse_if_missed(clause: str, person: Person, ending: Sequence[Appointment], last_day: date, now: datetime) -> None:
    """Refuses with the list of what would be left without anybody."""
    over = max(day_after(last_day), now)
    kept = [each for each in held_after(person, last_day) if each not in ending]
    only = [_only_one(each) for each in only_ones(ending, last_day)]
    missed = [*_open_work(person, kept), *only, *_bound(person, kept, over)]
    if missed:
        parts = Words("；".join(each.zh for each in missed), "; ".join(each.en for each in missed))
        raise Refused(clause, NOT_HANDED_OVER, "person", list=parts)


def held_after(person: Person, day: date) -> QuerySet[Appointment]:
    return person.appointments.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))


def open_legs(person: Person) -> QuerySet[Leg]:
    """Work in his name that is not done with."""
    legs = Leg.objects.filter(person=person, case__state__in=OPEN_STATES)
    return legs.exclude(state__in=["withdrawn", "accepted"])


def _open_work(person: Person, kept: Sequence[Appointment]) -> list[Words]:
    """Legs in his name, in departments where he stays in no post."""
    numbers = [
        number
        for number, department in open_legs(person).order_by("case__number").values_list("case__number", "department")
        if department not in {each.department_id for each in kept}
    ]
    if not numbers:
        return []
    named = ", ".join(numbers[:IN_LIST]) + (f" … ({len(numbers)})" if len(numbers) > IN_LIST else "")
    return [_said(OPEN_WORK, numbers=named)]


def only_ones(ending: Sequence[Appointment], last_day: date) -> list[Appointment]:
    """Posts that nobody else would hold on the next day."""
    found = []
    for each in ending:
        if each.post not in (Post.DIRECTOR, Post.ADMINISTRATOR):
            continue
        next_day = last_day + timedelta(days=1)
        others = Appointment.objects.filter(on_day(next_day), post=each.post, community=each.community)
        if not others.filter(person__left_on__isnull=True).exclude(person=each.person).exists():
            found.append(each)
    return found


def _only_one(appointment: Appointment) -> Words:
    where = appointment.community.name if appointment.community else COMPANY
    return _said(ONLY_ONE, where=where, post=Post(appointment.post).words)


def stands_in(person: Person, over: datetime) -> QuerySet[Absence]:
    """Absences of directors in which he is still to stand in."""
    return Absence.objects.filter(stand_in=person, cancelled_at__isnull=True, ends_at__gt=over)


def turns(person: Person, over: datetime) -> QuerySet[Duty]:
    """His turns on the roster that are not over."""
    return Duty.objects.filter(person=person, ends_at__gt=over)


def _bound(person: Person, kept: Sequence[Appointment], over: datetime) -> list[Words]:
    """Stand-ins and turns on the roster after the end, in places where he stays in no post."""
    places = {each.community_id for each in kept}
    if None in places:
        return []
    found = []
    for absence in stands_in(person, over).exclude(community__in=places).select_related("community"):
        until = absence.ends_at.astimezone(ZONE)
        found.append(_said(STANDS_IN, where=absence.community.name, until=f"{until:%F %R}"))
    for duty in turns(person, over).exclude(community__in=places):
        found.append(_said(ON_ROSTER, at=f"{duty.starts_at.astimezone(ZONE):%F %R}"))
    return found


def _said(words: Words, **values: object) -> Words:
    return Words(words.say("zh", **values), words.say("en", **values))


def end(acting: Acting, appointment: Appointment, last_day: date, now: datetime) -> None:
    """Ends one appointment with a day; one that had not begun is taken back."""
    where = appointment.community or Community.objects.get(is_company=True)
    facts = {"post": appointment.post, "ends_on": last_day}
    if appointment.starts_on > last_day:
        appointment.delete()
    else:
        appointment.ends_on = last_day
        appointment.save(update_fields=["ends_on"])
        end_delegations(acting, appointment, now)
    acting.did(where, "appointment", appointment.person.key, ENDED_WITH_PERSON, facts)


def end_delegations(acting: Acting, appointment: Appointment, now: datetime) -> None:
    """§7.1.9: an authorisation ends with the post of its giver, and with its holder's last post in the centre."""
    if appointment.community is None or appointment.ends_on is None:
        return
    over = day_after(appointment.ends_on)
    mine = Q(giver=appointment.person) if appointment.post == Post.DIRECTOR else Q(pk__in=())
    if not _others(appointment, over).exists():
        mine |= Q(holder=appointment.person)
    running = Delegation.objects.filter(mine, community=appointment.community, revoked_at__isnull=True)
    for each in running.filter(ends_at__gt=max(over, now)).select_related("holder"):
        if each.starts_at < over and over > now:
            each.ends_at = over
            each.save(update_fields=["ends_at"])
        else:
            each.revoked_at = now
            each.save(update_fields=["revoked_at"])
        key = each.holder.key if each.holder else each.post
        acting.did(appointment.community, "delegation", key, ENDED_WITH_POST, {"ends_at": max(over, now)})


def _others(appointment: Appointment, at: datetime) -> QuerySet[Appointment]:
    day = at.astimezone(ZONE).date()
    later = Appointment.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
    return later.filter(person=appointment.person, community=appointment.community).exclude(pk=appointment.pk)
