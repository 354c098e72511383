"""§5.0 — Who comes, who goes, and what must be handed over first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.hashers import check_password

from anju.actions import absences, access, people
from anju.procedure.posts import Post
from anju.procedure.words import Refused
from anju.records.models import Appointment, Delegation, Person
from anju.records.names import initials, name_key
from tests import build
from tests.build import NOON, Centre, after

TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("name", "sorted_by"),
    [
        ("曾小明", "zeng xiao ming"),
        ("单雄信", "shan xiong xin"),
        ("欧阳修", "ou yang xiu"),
        ("尉迟恭", "yu chi gong"),
        ("解学士", "xie xue shi"),
        ("普建华", "pu jian hua"),
        ("李明", "li ming"),
        ("John Smith", "john smith"),
        ("", ""),
    ],
)
def test_a_surname_is_read_as_a_surname(name: str, sorted_by: str) -> None:
    assert name_key(name) == sorted_by


def test_initials_are_those_of_the_syllables() -> None:
    assert initials("曾小明") == "zxm"


def test_there_is_one_first_administrator(centre: Centre) -> None:
    with pytest.raises(Refused, match="There is a system administrator"):
        people.first_administrator(staff_number="A009", name="又一位", password=build.PASSWORD, now=NOON)


@pytest.mark.parametrize("password", ["", "short", "12345678", "password"])
def test_a_weak_password_is_refused(centre: Centre, password: str) -> None:
    with pytest.raises(Refused) as refusal:
        people.set_password(by=centre.front, key=build.key(), now=NOON, person=centre.front, password=password)
    assert refusal.value.field == "password"


@pytest.mark.parametrize("pin", ["", "123", "1234", "8765", "0000", "123456789", "12a4", "１２３９", "40 7"])
def test_a_weak_pin_is_refused(centre: Centre, pin: str) -> None:
    with pytest.raises(Refused) as refusal:
        people.set_pin(by=centre.front, key=build.key(), now=NOON, person=centre.front, pin=pin)
    assert refusal.value.field == "pin"


def test_everybody_sets_his_own_password(centre: Centre) -> None:
    people.set_password(by=centre.front, key=build.key(), now=NOON, person=centre.front, password="kunming spring 8")
    assert check_password("kunming spring 8", build.staff("Y002").password)


def test_a_staff_number_is_used_once(centre: Centre) -> None:
    with pytest.raises(Refused) as refusal:
        people.add_person(by=centre.office, key=build.key(), now=NOON, staff_number=" Y002 ", name="又一位")
    assert refusal.value.field == "staff_number"


def appoint(centre: Centre, post: Post, **facts: object) -> None:
    given = {"person": centre.front, "starts_on": TODAY} | facts
    people.appoint(by=centre.office, key=build.key(), now=NOON, post=post, **given)  # type: ignore[arg-type]


def test_a_company_post_is_held_in_the_company(centre: Centre) -> None:
    with pytest.raises(Refused) as refusal:
        appoint(centre, Post.EXECUTIVE, community=centre.community)
    assert refusal.value.field == "community"
    with pytest.raises(Refused):
        appoint(centre, Post.ARCHIVIST)


def test_a_handler_belongs_to_a_department_of_the_community(centre: Centre) -> None:
    with pytest.raises(Refused) as missing:
        appoint(centre, Post.HANDLER, community=centre.community)
    with pytest.raises(Refused) as foreign:
        appoint(centre, Post.HANDLER, community=centre.other, department=centre.eng)
    assert (missing.value.field, foreign.value.field) == ("department", "department")


def test_the_same_post_is_not_held_twice_at_a_time(centre: Centre) -> None:
    with pytest.raises(Refused, match="already holds"):
        appoint(centre, Post.FRONT_DESK, community=centre.community)
    appoint(centre, Post.FRONT_DESK, community=centre.other)


def leave(centre: Centre, person: Person) -> None:
    people.leave(by=centre.office, key=build.key(), now=NOON, person=person, left_on=TODAY)


def test_who_has_work_in_hand_leaves_after_handing_it_over(centre: Centre) -> None:
    case = build.dispatched(centre)
    build.took(case, centre.handler, "accept", at=after(hours=1), leg=1)
    with pytest.raises(Refused) as refusal:
        leave(centre, centre.handler)
    assert case.number in refusal.value.say("zh")
    departments = [f"ORD:{centre.guard.key}"]
    build.took(case, centre.director, "reassign", at=after(hours=2), leg=1, departments=departments, reason="离职交接")
    leave(centre, centre.handler)
    assert build.staff("Y004").left_on == TODAY


def test_the_only_director_leaves_after_a_successor_is_appointed(centre: Centre) -> None:
    with pytest.raises(Refused, match="only Director") as refusal:
        leave(centre, centre.director)
    assert "云岭花园" in refusal.value.say("en")
    appoint(centre, Post.DIRECTOR, community=centre.community)
    leave(centre, centre.director)
    assert not Appointment.objects.filter(person=centre.director, ends_on__isnull=True).exists()


def test_a_director_whose_post_ends_is_asked_the_same(centre: Centre) -> None:
    held = Appointment.objects.get(person=centre.director)
    with pytest.raises(Refused, match="only Director"):
        people.end_appointment(by=centre.office, key=build.key(), now=NOON, appointment=held, ends_on=TODAY)


def test_the_last_administrator_stays(centre: Centre) -> None:
    with pytest.raises(Refused, match="only System administrator"):
        leave(centre, centre.administrator)


def test_a_stand_in_and_who_is_on_the_roster_hand_over_first(centre: Centre) -> None:
    build.away(centre, centre.director, stand_in=centre.front)
    absences.duty(
        by=centre.director,
        key=build.key(),
        now=NOON,
        person=centre.foreman,
        community=centre.community,
        starts_at=after(days=1),
        ends_at=after(days=2),
    )
    with pytest.raises(Refused, match="stands in as director of 云岭花园 until 2026-11-19 12:00"):
        leave(centre, centre.front)
    with pytest.raises(Refused, match="on the roster for 2026-11-19 12:00"):
        leave(centre, centre.foreman)


def test_7_1_9_an_authorisation_ends_with_the_post(centre: Centre) -> None:
    build.authorised(centre, centre.front)
    build.authorised(centre, centre.archivist)
    leave(centre, centre.front)
    ended, stays = Delegation.objects.order_by("pk")
    assert ended.ends_at == NOON.replace(hour=16)  # midnight in Shanghai
    assert stays.ends_at == after(days=30)


def test_who_left_is_signed_out_everywhere(centre: Centre) -> None:
    token = access.register_device(by=centre.guard, key=build.key(), now=NOON, label="手机")
    assert access.device_person(token, NOON) == centre.guard
    leave(centre, centre.guard)
    assert access.device_person(token, NOON) is None


def test_a_director_is_not_away_without_a_stand_in(centre: Centre) -> None:
    with pytest.raises(Refused) as refusal:
        build.away(centre, centre.director)
    assert refusal.value.field == "stand_in"
    build.away(centre, centre.director, stand_in=centre.front)
    assert Post.DIRECTOR in {each.post for each in build.staff("Y002").held(NOON)}


@pytest.mark.parametrize("stand_in", ["stranger", "director"])
def test_a_stand_in_is_another_person_of_the_centre_or_the_company(centre: Centre, stand_in: str) -> None:
    with pytest.raises(Refused) as refusal:
        build.away(centre, centre.director, stand_in=getattr(centre, stand_in))
    assert refusal.value.field == "stand_in"
    build.away(centre, centre.director, stand_in=centre.office)


def test_absences_do_not_overlap(centre: Centre) -> None:
    build.away(centre, centre.guard)
    with pytest.raises(Refused, match="recorded as absent"):
        build.away(centre, centre.guard, hours=1)
    with pytest.raises(Refused, match="recorded as absent"):
        build.away(centre, centre.director, stand_in=centre.guard)


def test_who_stands_in_is_not_away_himself(centre: Centre) -> None:
    build.away(centre, centre.director, stand_in=centre.front)
    with pytest.raises(Refused, match="stands in as director in that time"):
        build.away(centre, centre.front, hours=2)


def test_a_cancelled_absence_is_over_and_may_be_recorded_again(centre: Centre) -> None:
    build.away(centre, centre.director, stand_in=centre.front)
    found = centre.director.absences.get()
    absences.cancel_absence(by=centre.director, key=build.key(), now=after(hours=1), absence=found)
    later = build.staff("Y002").held(after(hours=2))
    assert Post.DIRECTOR not in {each.post for each in later}
    build.away(centre, centre.director, stand_in=centre.front, hours=48)
    with pytest.raises(Refused):
        absences.cancel_absence(by=centre.director, key=build.key(), now=after(hours=3), absence=found)


def test_an_absence_lies_ahead_and_ends_after_it_starts(centre: Centre) -> None:
    for hours in (0, -1):
        with pytest.raises(Refused) as refusal:
            build.away(centre, centre.guard, hours=hours)
        assert refusal.value.field == "ends_at"
    with pytest.raises(Refused, match="is over"):
        absences.absence(
            by=centre.guard,
            key=build.key(),
            now=NOON,
            person=centre.guard,
            community=centre.community,
            starts_at=NOON - timedelta(days=2),
            ends_at=NOON - timedelta(days=1),
        )
