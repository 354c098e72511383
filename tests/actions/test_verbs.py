"""Every verb of people, access and registry: done once however often it is sent, refused to others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from anju.actions import absences, access, people, registry, residents
from anju.actions.journal import Reused
from anju.procedure.clauses import CLAUSES
from anju.procedure.posts import Post
from anju.procedure.words import Refused
from anju.records import verification
from anju.records.models import Act, Appointment, Community, Delegation, Department, Entry, Location, Person, Residency
from tests import build
from tests.build import NOON, Centre, after

TABLES = (people.DEEDS, absences.DEEDS, access.DEEDS, registry.DEEDS, residents.DEEDS)


@dataclass(frozen=True)
class Verb:
    """One verb: what it is called with, what makes it another request, who may, who may not."""

    do: Callable[..., object]
    facts: Callable[[Centre], dict[str, Any]]
    other: dict[str, Any]
    by: str
    not_by: str


def room(centre: Centre, code: str = "3-2-1201") -> Location:
    return Location.objects.get(community=centre.community, code=code)


def last_appointment(centre: Centre) -> Appointment:
    return Appointment.objects.get(person=centre.guard)


def an_absence(centre: Centre) -> Any:
    build.away(centre, centre.guard)
    return centre.guard.absences.get()


def a_duty(centre: Centre) -> Any:
    VERBS["duty"].do(by=centre.director, key=build.key(), now=NOON, **VERBS["duty"].facts(centre))
    return centre.foreman.duties.get()


def a_delegation(centre: Centre) -> Delegation:
    build.authorised(centre, centre.front)
    return Delegation.objects.get()


def a_device(centre: Centre) -> Any:
    access.register_device(by=centre.handler, key=build.key(), now=NOON, label="手机")
    return centre.handler.devices.get()


def a_residency(centre: Centre) -> Residency:
    return Residency.objects.get(resident__uuid=build.resident(centre))


DAY, LATER = date(2026, 11, 18), date(2026, 12, 18)
VERBS = {
    "add_person": Verb(
        people.add_person,
        lambda c: {"staff_number": "Y099", "name": "新来的", "phone": "13800000000"},
        {"name": "别人"},
        "office",
        "director",
    ),
    "appoint": Verb(
        people.appoint,
        lambda c: {"person": c.front, "post": Post.NIGHT_DESK, "community": c.community, "starts_on": DAY},
        {"starts_on": LATER},
        "administrator",
        "director",
    ),
    "end_appointment": Verb(
        people.end_appointment,
        lambda c: {"appointment": last_appointment(c), "ends_on": DAY},
        {"ends_on": LATER},
        "office",
        "foreman",
    ),
    "leave": Verb(
        people.leave, lambda c: {"person": c.guard, "left_on": DAY}, {"left_on": LATER}, "office", "director"
    ),
    "set_password": Verb(
        people.set_password,
        lambda c: {"person": c.guard, "password": build.PASSWORD},
        {"person": None},
        "administrator",
        "front",
    ),
    "set_pin": Verb(people.set_pin, lambda c: {"person": c.guard, "pin": "4071"}, {"person": None}, "office", "front"),
    "absence": Verb(
        absences.absence,
        lambda c: {"person": c.guard, "community": c.community, "starts_at": NOON, "ends_at": after(days=2)},
        {"ends_at": after(days=3)},
        "director",
        "front",
    ),
    "cancel_absence": Verb(
        absences.cancel_absence, lambda c: {"absence": an_absence(c)}, {"absence": None}, "director", "front"
    ),
    "duty": Verb(
        absences.duty,
        lambda c: {"person": c.foreman, "community": c.community, "starts_at": NOON, "ends_at": after(hours=12)},
        {"ends_at": after(hours=13)},
        "director",
        "foreman",
    ),
    "cancel_duty": Verb(absences.cancel_duty, lambda c: {"duty": a_duty(c)}, {"duty": None}, "office", "stranger"),
    "authorise": Verb(
        access.authorise,
        lambda c: {
            "community": c.community,
            "natures": ["other"],
            "starts_at": NOON,
            "ends_at": after(days=30),
            "holder": c.front,
        },
        {"ends_at": after(days=31)},
        "director",
        "office",
    ),
    "revoke": Verb(access.revoke, lambda c: {"delegation": a_delegation(c)}, {"delegation": None}, "director", "front"),
    "reveal_phone": Verb(
        access.reveal_phone,
        lambda c: {"number": build.registered(c).number},
        {"number": "YL-KF1-202611-9999"},
        "front",
        "",
    ),
    "register_device": Verb(access.register_device, lambda c: {"label": "小米手机"}, {"label": "别的"}, "handler", ""),
    "revoke_device": Verb(
        access.revoke_device, lambda c: {"device": a_device(c)}, {"device": None}, "handler", "foreman"
    ),
    "add_community": Verb(
        registry.add_community, lambda c: {"code": "CG", "name": "呈贡新苑"}, {"name": "别名"}, "office", "director"
    ),
    "add_location": Verb(
        registry.add_location,
        lambda c: {"parent": room(c, "3-2"), "kind": "room", "code": "3-2-1301", "name": "1301"},
        {"name": "别名"},
        "director",
        "front",
    ),
    "set_stage": Verb(
        registry.set_stage,
        lambda c: {"location": room(c, "3"), "stage": "handed_over", "starts_on": DAY},
        {"starts_on": LATER},
        "director",
        "stranger",
    ),
    "add_department": Verb(
        registry.add_department,
        lambda c: {"community": c.community, "code": "GRN", "name": "绿化部"},
        {"name": "园艺部"},
        "director",
        "stranger",
    ),
    "add_external_party": Verb(
        registry.add_external_party,
        lambda c: {"department": c.eng, "kind": "lift", "name": "某某电梯", "phone": "0871-66668888"},
        {"name": "别家电梯"},
        "director",
        "handler",
    ),
    "add_household": Verb(
        residents.add_household,
        lambda c: {"location": room(c), "starts_on": DAY},
        {"starts_on": LATER},
        "front",
        "handler",
    ),
    "add_resident": Verb(
        residents.add_resident,
        lambda c: {"location": room(c), "name": "普建华", "role": "tenant", "starts_on": DAY},
        {"role": "owner"},
        "night",
        "stranger",
    ),
    "end_residency": Verb(
        residents.end_residency,
        lambda c: {"residency": a_residency(c), "ends_on": DAY},
        {"ends_on": LATER},
        "director",
        "front",
    ),
}


def test_every_deed_of_the_tables_is_a_verb_here() -> None:
    named = {name for table in TABLES for name in table}
    assert named - {"first_administrator", "company_duty"} == set(VERBS)


def test_every_deed_cites_a_clause_of_the_procedure() -> None:
    assert {right.clause for table in TABLES for right in table.values()} <= set(CLAUSES)


def entries() -> int:
    return Entry.objects.count()


@pytest.mark.parametrize("name", VERBS)
def test_a_verb_sent_twice_is_done_once(centre: Centre, name: str) -> None:
    verb = VERBS[name]
    by, key, facts = getattr(centre, verb.by), build.key(), verb.facts(centre)
    first = verb.do(by=by, key=key, now=NOON, **facts)
    acts, lines = Act.objects.count(), entries()
    assert verb.do(by=by, key=key, now=after(minutes=1), **facts) == first
    assert (Act.objects.count(), entries()) == (acts, lines)
    assert verification.verify() == []


@pytest.mark.parametrize("name", [name for name, verb in VERBS.items() if None not in verb.other.values()])
def test_the_same_key_with_other_content_is_refused(centre: Centre, name: str) -> None:
    verb = VERBS[name]
    by, key, facts = getattr(centre, verb.by), build.key(), verb.facts(centre)
    verb.do(by=by, key=key, now=NOON, **facts)
    with pytest.raises(Reused):
        verb.do(by=by, key=key, now=NOON, **(facts | verb.other))


@pytest.mark.parametrize("name", [name for name, verb in VERBS.items() if verb.not_by])
def test_5_0_a_verb_is_refused_to_whom_it_is_not_given(centre: Centre, name: str) -> None:
    verb = VERBS[name]
    facts = verb.facts(centre)
    before = entries()
    with pytest.raises(Refused) as refusal:
        verb.do(by=getattr(centre, verb.not_by), key=build.key(), now=NOON, **facts)
    assert refusal.value.clause in CLAUSES
    assert "由" in refusal.value.say("zh")
    assert entries() == before


@pytest.mark.parametrize("name", [name for name, verb in VERBS.items() if verb.not_by and verb.by != "handler"])
def test_5_0_who_has_left_does_nothing(centre: Centre, name: str) -> None:
    verb = VERBS[name]
    facts = verb.facts(centre)
    by = getattr(centre, verb.by)
    Person.objects.filter(pk=by.pk).update(left_on=date(2026, 11, 1))
    with pytest.raises(Refused):
        verb.do(by=build.staff(by.staff_number), key=build.key(), now=NOON, **facts)


def test_secrets_stand_nowhere_in_the_journal(centre: Centre) -> None:
    people.set_password(
        by=centre.administrator, key=build.key(), now=NOON, person=centre.guard, password="hidden-word-7"
    )
    people.set_pin(by=centre.guard, key=build.key(), now=NOON, person=centre.guard, pin="407193")
    token = access.register_device(by=centre.guard, key=build.key(), now=NOON, label="手机")
    written = str([*Act.objects.values_list(), *Entry.objects.values_list(), *facts_written()])
    assert "hidden-word-7" not in written
    assert "407193" not in written
    assert token not in written


def facts_written() -> list[Any]:
    from anju.records.models import Fact

    return list(Fact.objects.values_list("name", "value"))


def test_a_new_community_has_a_root_and_a_sealed_chain(centre: Centre) -> None:
    registry.add_community(by=centre.office, key=build.key(), now=NOON, code="CG", name="呈贡新苑")
    made = Community.objects.get(code="CG")
    assert made.locations.get().code == "CG"
    assert Department.objects.filter(community=made).count() == 0
    assert verification.verify(community="CG") == []
