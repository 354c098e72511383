"""Chapter registry: the households of a room one after another, and who lives in them. No phone is ever required."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q

from anju.procedure.words import Refused, Words
from anju.records.models import Community, Household, Location, Person, Residency, Resident, ResidentPhone
from anju.records.models.registry import ROLES
from anju.records.names import name_key, tail

from .journal import Acting, Answer, Given, act
from .registry import CHOOSE
from .rights import CENTRE_HEAD, DESK, Right, check, table
from .wording import line, phone_number

DEEDS = table(
    Right("add_household", "7.1.1", Words("登记新住户", "Begin a household"), posts=DESK),
    Right("add_resident", "7.1.1", Words("登记住户成员", "Add a resident"), posts=DESK),
    Right("end_residency", "7.1.1", Words("登记迁出", "Record that a resident moved out"), posts=CENTRE_HEAD),
)
LIVED_IN = frozenset({"room", "shop", "garage", "parking"})
MOST_PHONES, MOST_TAGS = 10, 20

NOT_LIVED_IN = Words("“{code}”不是房屋、商铺或车位。", "“{code}” is no room, shop or parking space.")
LATER_ONE = Words(
    "这里从 {day} 起已有住户，新的要晚于这一天。",
    "A household has been there since {day}; a new one begins after that day.",
)
TOO_MANY = Words("最多填 {most} 个。", "At most {most} can be given.")
MOVED_OUT = Words("已经登记迁出。", "This was recorded already.")
ENDS_BEFORE = Words("结束日期早于开始日期。", "It would end before it starts.")


def add_household(*, by: Person, key: str, now: datetime, location: Location, starts_on: date) -> Answer:
    """Begins a household; the one before it ends the day before, with everybody in it."""
    community = location.community

    def work(acting: Acting) -> Answer:
        check(by, DEEDS["add_household"], community, now)
        _begin(acting, location, starts_on)
        return {"location": location.code}

    request = {
        "do": "add_household",
        "community": community.code,
        "location": location.code,
        "starts_on": starts_on,
    }
    return act(by=by, key=key, request=request, now=now, work=work)


def _begin(acting: Acting, location: Location, starts_on: date) -> Household:
    if location.kind not in LIVED_IN:
        raise Refused("7.1.1", NOT_LIVED_IN, "location", code=location.code)
    Location.objects.select_for_update().get(pk=location.pk)
    last_day = starts_on - timedelta(days=1)
    latest = location.households.order_by("-starts_on").first()
    if latest and latest.starts_on >= starts_on:
        raise Refused("7.1.1", LATER_ONE, "starts_on", day=latest.starts_on)
    if latest and (latest.ends_on is None or latest.ends_on > last_day):
        open_ones = latest.residencies.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=last_day))
        open_ones.filter(starts_on__lte=last_day).update(ends_on=last_day)
        open_ones.filter(starts_on__gt=last_day).delete()
        latest.ends_on = last_day
        latest.save(update_fields=["ends_on"])
    new = Household.objects.create(community=location.community, location=location, starts_on=starts_on)
    facts = {"starts_on": starts_on, "after": latest.starts_on if latest else None}
    acting.did(location.community, "household", location.code, DEEDS["add_household"], facts)
    return new


def add_resident(
    *,
    by: Person,
    key: str,
    now: datetime,
    location: Location,
    name: str,
    role: str,
    starts_on: date,
    phones: Sequence[str] = (),
    tags: Sequence[str] = (),
    call_wish: str = "",
) -> Answer:
    """Adds somebody to the household of a room; the first one begins it."""
    community = location.community
    facts: dict[str, object] = {"location": location.code, "role": role, "starts_on": starts_on}

    def work(acting: Acting) -> Answer:
        check(by, DEEDS["add_resident"], community, now)
        if role not in dict(ROLES):
            raise Refused("7.1.1", CHOOSE, "role")
        household = location.households.filter(ends_on__isnull=True).first() or _begin(acting, location, starts_on)
        if starts_on < household.starts_on:
            raise Refused("7.1.1", LATER_ONE, "starts_on", day=household.starts_on)
        resident = _new_resident(community, name, tags, call_wish)
        numbers = _add_phones(resident, phones)
        Residency.objects.create(resident=resident, household=household, role=role, starts_on=starts_on)
        acting.did(
            community, "resident", str(resident.uuid), DEEDS["add_resident"], facts | _personal(resident, numbers)
        )
        return {"resident": str(resident.uuid)}

    said = {"name": name, "phones": list(phones), "tags": list(tags), "call_wish": call_wish}
    request = {"do": "add_resident", "community": community.code, **facts, **said}
    return act(by=by, key=key, request=request, now=now, work=work)


def _personal(resident: Resident, numbers: list[str]) -> dict[str, object]:
    """What names him, erasable."""
    values = {
        "name": resident.name,
        "phones": numbers or None,
        "tags": resident.tags or None,
        "call_wish": resident.call_wish,
    }
    return {name: Given(value, personal=True) for name, value in values.items()}


def _new_resident(community: Community, name: str, tags: Sequence[str], call_wish: str) -> Resident:
    if len(tags) > MOST_TAGS:
        raise Refused("7.1.1", TOO_MANY, "tags", most=MOST_TAGS)
    called = line("7.1.1", "name", name, longest=60)
    return Resident.objects.create(
        community=community,
        name=called,
        name_key=name_key(called),
        tags=[line("7.1.1", "tags", each, longest=20) for each in tags],
        call_wish=line("7.1.1", "call_wish", call_wish, longest=100, required=False),
    )


def _add_phones(resident: Resident, phones: Sequence[str]) -> list[str]:
    """Each number once, in the order given."""
    cleaned = [phone_number("7.1.1", "phone", each) for each in phones]
    numbers = list(dict.fromkeys(each for each in cleaned if each))
    if len(numbers) > MOST_PHONES:
        raise Refused("7.1.1", TOO_MANY, "phone", most=MOST_PHONES)
    ResidentPhone.objects.bulk_create(
        ResidentPhone(community=resident.community, resident=resident, number=each, tail=tail(each)) for each in numbers
    )
    return numbers


def end_residency(*, by: Person, key: str, now: datetime, residency: Residency, ends_on: date) -> Answer:
    """Records that a resident moved out; the last one to go ends the household."""
    location = residency.household.location

    def work(acting: Acting) -> Answer:
        community = location.community
        check(by, DEEDS["end_residency"], community, now)
        household = Household.objects.select_for_update().get(pk=residency.household_id)
        found = Residency.objects.select_related("resident").get(pk=residency.pk)
        if found.ends_on is not None:
            raise Refused("7.1.1", MOVED_OUT)
        if ends_on < found.starts_on:
            raise Refused("7.1.1", ENDS_BEFORE, "ends_on")
        found.ends_on = ends_on
        found.save(update_fields=["ends_on"])
        if household.ends_on is None and not household.residencies.filter(ends_on__isnull=True).exists():
            household.ends_on = ends_on
            household.save(update_fields=["ends_on"])
        facts = {"location": location.code, "ends_on": ends_on}
        acting.did(community, "resident", str(found.resident.uuid), DEEDS["end_residency"], facts)
        return {"resident": str(found.resident.uuid)}

    request = {
        "do": "end_residency",
        "community": location.community.code,
        "location": location.code,
        "resident": str(residency.resident.uuid),
        "starts_on": residency.starts_on,
        "ends_on": ends_on,
    }
    return act(by=by, key=key, request=request, now=now, work=work)
