"""§5.0 — Chapter people: absences with their stand-ins (代理主任), and the roster of duty managers."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from anju.procedure.posts import Post
from anju.procedure.words import Refused, Words
from anju.records.models import Absence, Appointment, Community, Duty, Person
from anju.records.models.people import ZONE

from .journal import Acting, Answer, Given, act
from .people import HAS_LEFT, company
from .rights import CENTRE_HEAD, OFFICE, Right, check, table
from .wording import line

DEEDS = table(
    Right("absence", "5.0", Words("登记离岗", "Record an absence"), posts=CENTRE_HEAD),
    Right("cancel_absence", "5.0", Words("取消离岗", "Cancel an absence"), posts=CENTRE_HEAD),
    Right("duty", "7.1.8", Words("排值班", "Put on the roster"), posts=CENTRE_HEAD),
    Right("company_duty", "7.1.8", Words("排公司值班", "Put on the company's roster"), posts=OFFICE),
    Right("cancel_duty", "7.1.8", Words("取消值班", "Take off the roster"), posts=CENTRE_HEAD),
)
ENDS_BEFORE = Words("结束时间要晚于开始时间。", "It must end after it starts.")
IS_OVER = Words("这段时间已经过去。", "That time is over.")
NEEDS_STAND_IN = Words(
    "{name}是主任，离岗要指定代理主任。", "{name} is the director; name who stands in during the absence."
)
HIMSELF = Words("不能由本人代理。", "Nobody stands in for himself.")
NO_POST = Words("{name}在本小区和公司都没有任职。", "{name} holds no post in this community or the company.")
AWAY = Words("{name}在这段时间已登记离岗。", "{name} is recorded as absent in that time.")
STANDING_IN = Words(
    "{name}在这段时间代理主任，先改由别人代理。",
    "{name} stands in as director in that time; name somebody else there first.",
)
ON_ROSTER = Words("{name}在这段时间已在值班表上。", "{name} is on the roster in that time.")


def absence(
    *,
    by: Person,
    key: str,
    now: datetime,
    person: Person,
    community: Community,
    starts_at: datetime,
    ends_at: datetime,
    stand_in: Person | None = None,
    reason: str = "",
) -> Answer:
    """Records that somebody is away; a director names who stands in."""
    facts = {"starts_at": starts_at, "ends_at": ends_at, "stand_in": stand_in.key if stand_in else None}

    def work(acting: Acting) -> Answer:
        if by.pk != person.pk:
            check(by, DEEDS["absence"], community, now)
        _lock(person, stand_in)
        new = Absence(person=person, community=community, stand_in=stand_in, starts_at=starts_at, ends_at=ends_at)
        new.reason = line("5.0", "reason", reason, longest=200, required=False)
        _check_time(new, now)
        _check_stand_in(new)
        new.save(force_insert=True)
        told = {**facts, "reason": Given(new.reason, personal=True)}
        acting.did(community, "absence", person.key, DEEDS["absence"], told)
        return {"person": person.key}

    request = {"do": "absence", "person": person.key, "community": community.code, "reason": reason, **facts}
    return act(by=by, key=key, request=request, now=now, work=work)


def _lock(*people: Person | None) -> None:
    """In the order of their ids, so that two absences cannot pass each other by."""
    wanted = [each.pk for each in people if each]
    list(Person.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))


def _check_time(new: Absence, now: datetime) -> None:
    if new.ends_at <= new.starts_at:
        raise Refused("5.0", ENDS_BEFORE, "ends_at")
    if new.ends_at <= now:
        raise Refused("5.0", IS_OVER, "ends_at")
    _refuse_if_left(new.person, "person")
    if not _holds_a_post(new.person, new.community, new.starts_at, new.ends_at):
        raise Refused("5.0", NO_POST, "person", name=new.person.name)
    if _during(new.starts_at, new.ends_at).filter(person=new.person, community=new.community).exists():
        raise Refused("5.0", AWAY, "starts_at", name=new.person.name)
    if _during(new.starts_at, new.ends_at).filter(stand_in=new.person).exists():
        raise Refused("5.0", STANDING_IN, "starts_at", name=new.person.name)


def _check_stand_in(new: Absence) -> None:
    if new.stand_in is None:
        directs = _appointed(new.person, new.starts_at, new.ends_at).filter(post=Post.DIRECTOR, community=new.community)
        if directs.exists():
            raise Refused("5.0", NEEDS_STAND_IN, "stand_in", name=new.person.name)
        return
    if new.stand_in.pk == new.person.pk:
        raise Refused("5.0", HIMSELF, "stand_in")
    _refuse_if_left(new.stand_in, "stand_in")
    if not _holds_a_post(new.stand_in, new.community, new.starts_at, new.ends_at):
        raise Refused("5.0", NO_POST, "stand_in", name=new.stand_in.name)
    if _during(new.starts_at, new.ends_at).filter(person=new.stand_in).exists():
        raise Refused("5.0", AWAY, "stand_in", name=new.stand_in.name)


def _refuse_if_left(person: Person, field: str) -> None:
    if person.left_on:
        raise Refused("5.0", HAS_LEFT, field, name=person.name)


def _during(starts_at: datetime, ends_at: datetime) -> QuerySet[Absence]:
    return Absence.objects.filter(starts_at__lt=ends_at, ends_at__gt=starts_at, cancelled_at__isnull=True)


def _appointed(person: Person, starts_at: datetime, ends_at: datetime) -> QuerySet[Appointment]:
    """What a person holds on any day of a time."""
    first, last = starts_at.astimezone(ZONE).date(), (ends_at - timedelta(microseconds=1)).astimezone(ZONE).date()
    return person.appointments.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first), starts_on__lte=last)


def _holds_a_post(person: Person, community: Community, starts_at: datetime, ends_at: datetime) -> bool:
    here = Q(community=community) | Q(community__isnull=True)
    return _appointed(person, starts_at, ends_at).filter(here).exists()


def cancel_absence(*, by: Person, key: str, now: datetime, absence: Absence) -> Answer:
    """Ends an absence early, or takes it back: from now on the person is there."""

    def work(acting: Acting) -> Answer:
        found = Absence.objects.select_for_update(of=("self",)).select_related("community", "person").get(pk=absence.pk)
        if by.pk != found.person_id:
            check(by, DEEDS["cancel_absence"], found.community, now)
        if found.cancelled_at or found.ends_at <= now:
            raise Refused("5.0", IS_OVER)
        found.cancelled_at = now
        found.save(update_fields=["cancelled_at"])
        facts = {"starts_at": found.starts_at, "ends_at": found.ends_at}
        acting.did(found.community, "absence", found.person.key, DEEDS["cancel_absence"], facts)
        return {"person": found.person.key}

    request = {
        "do": "cancel_absence",
        "person": absence.person.key,
        "community": absence.community.code,
        "starts_at": absence.starts_at,
    }
    return act(by=by, key=key, request=request, now=now, work=work)


def duty(
    *,
    by: Person,
    key: str,
    now: datetime,
    person: Person,
    community: Community | None,
    starts_at: datetime,
    ends_at: datetime,
) -> Answer:
    """Puts a person on the roster of a community (值班经理), or of the company (None)."""
    right = DEEDS["duty" if community else "company_duty"]

    def work(acting: Acting) -> Answer:
        check(by, right, community, now)
        _lock(person)
        if ends_at <= starts_at:
            raise Refused(right.clause, ENDS_BEFORE, "ends_at")
        _refuse_if_left(person, "person")
        if not _holds_a_post(person, community or company(), starts_at, ends_at):
            raise Refused(right.clause, NO_POST, "person", name=person.name)
        others = Duty.objects.filter(person=person, starts_at__lt=ends_at, ends_at__gt=starts_at)
        if others.filter(community=community).exists():
            raise Refused(right.clause, ON_ROSTER, "starts_at", name=person.name)
        Duty.objects.create(community=community, person=person, starts_at=starts_at, ends_at=ends_at)
        acting.did(community or company(), "duty", person.key, right, {"starts_at": starts_at, "ends_at": ends_at})
        return {"person": person.key}

    request = {
        "do": right.name,
        "person": person.key,
        "community": community.code if community else None,
        "starts_at": starts_at,
        "ends_at": ends_at,
    }
    return act(by=by, key=key, request=request, now=now, work=work)


def cancel_duty(*, by: Person, key: str, now: datetime, duty: Duty) -> Answer:
    """Takes a turn that is not over off the roster."""

    def work(acting: Acting) -> Answer:
        found = Duty.objects.select_for_update(of=("self",)).select_related("community", "person").filter(pk=duty.pk)
        turn = found.first()
        if turn is None or turn.ends_at <= now:
            raise Refused("7.1.8", IS_OVER)
        check(by, DEEDS["cancel_duty"], turn.community, now)
        facts = {"starts_at": turn.starts_at, "ends_at": turn.ends_at}
        acting.did(turn.community or company(), "duty", turn.person.key, DEEDS["cancel_duty"], facts)
        turn.delete()
        return {"person": turn.person.key}

    request = {
        "do": "cancel_duty",
        "person": duty.person.key,
        "community": duty.community.code if duty.community else None,
        "starts_at": duty.starts_at,
    }
    return act(by=by, key=key, request=request, now=now, work=work)
