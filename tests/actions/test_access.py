"""§7.1.9 and access: authorisations, the quick change of person, devices, and the phone behind its key."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.actions import access, people
from anju.procedure.posts import Post
from anju.procedure.words import Refused
from anju.records.models import Case, Entry, Fact, Installation
from tests import build
from tests.build import NOON, Centre, after

PIN = "407193"


def authorise(centre: Centre, **facts: object) -> None:
    given = {
        "community": centre.community,
        "natures": ["other"],
        "starts_at": NOON,
        "ends_at": after(days=90),
        "holder": centre.front,
    } | facts
    access.authorise(by=centre.director, key=build.key(), now=NOON, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"natures": []}, "natures"),
        ({"natures": ["weather"]}, "natures"),
        ({"ends_at": after(days=91)}, "ends_at"),
        ({"ends_at": NOON}, "ends_at"),
        ({"starts_at": NOON - timedelta(days=1)}, "starts_at"),
        ({"holder": None}, "holder"),
        ({"post": Post.NIGHT_DESK}, "holder"),
        ({"holder": None, "post": Post.EXECUTIVE}, "post"),
    ],
)
def test_7_1_9_an_authorisation_names_natures_days_and_one_holder(
    centre: Centre, facts: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        authorise(centre, **facts)
    assert (refusal.value.clause, refusal.value.field) == ("7.1.9", field)


def test_7_1_9_the_holder_is_of_the_centre(centre: Centre) -> None:
    with pytest.raises(Refused):
        authorise(centre, holder=centre.stranger)


def test_7_1_9_the_authorised_follow_up_until_it_is_revoked(centre: Centre) -> None:
    case = build.to_follow_up(centre)
    with pytest.raises(Refused):
        build.took(case, centre.front, "attempt", at=after(hours=5), channel="phone", no_answer="no_reply")
    authorise(centre, holder=None, post=Post.FRONT_DESK)
    build.took(case, centre.front, "attempt", at=after(hours=5), channel="phone", no_answer="no_reply")
    given = centre.director.delegations_given.get()
    access.revoke(by=centre.director, key=build.key(), now=after(hours=6), delegation=given)
    with pytest.raises(Refused):
        build.took(case, centre.front, "attempt", at=after(hours=7), channel="phone", no_answer="no_reply")
    with pytest.raises(Refused, match="ended already"):
        access.revoke(by=centre.director, key=build.key(), now=after(hours=8), delegation=given)


def test_7_1_9_a_stand_in_authorises_as_the_director(centre: Centre) -> None:
    build.away(centre, centre.director, stand_in=centre.archivist)
    access.authorise(
        by=build.staff("Y008"),
        key=build.key(),
        now=after(hours=1),
        community=centre.community,
        natures=["other"],
        starts_at=after(hours=1),
        ends_at=after(days=1),
        holder=centre.front,
    )


def with_pin(centre: Centre, who: str = "night") -> str:
    person = getattr(centre, who)
    people.set_pin(by=person, key=build.key(), now=NOON, person=person, pin=PIN)
    return str(person.staff_number)


def test_the_pin_changes_the_person(centre: Centre) -> None:
    number = with_pin(centre)
    assert access.change_person(staff_number=number, pin=PIN, now=NOON) == centre.night


@pytest.mark.parametrize("pin", ["", "407194", "4071933"])
def test_a_wrong_pin_is_refused(centre: Centre, pin: str) -> None:
    number = with_pin(centre)
    with pytest.raises(Refused, match="wrong"):
        access.change_person(staff_number=number, pin=pin, now=NOON)


def test_a_stranger_and_who_has_no_pin_are_told_the_same(centre: Centre) -> None:
    said = set()
    for number in ("Y999", centre.front.staff_number):
        with pytest.raises(Refused) as refusal:
            access.change_person(staff_number=number, pin=PIN, now=NOON)
        said.add(refusal.value.say("zh"))
    assert said == {"工号或快捷码不对。"}


def test_tries_are_counted_by_person_and_forgotten_after_a_while(centre: Centre) -> None:
    number, other = with_pin(centre), with_pin(centre, "front")
    for _ in range(access.ATTEMPTS):
        with pytest.raises(Refused, match="wrong"):
            access.change_person(staff_number=number, pin="000111", now=NOON)
    with pytest.raises(Refused, match="Too many"):
        access.change_person(staff_number=number, pin=PIN, now=NOON)
    assert access.change_person(staff_number=other, pin=PIN, now=NOON) == centre.front
    later = NOON + access.COOL_OFF
    assert access.change_person(staff_number=number, pin=PIN, now=later) == centre.night


def test_a_right_pin_starts_the_count_anew(centre: Centre) -> None:
    number = with_pin(centre)
    for _ in range(3):
        for _ in range(access.ATTEMPTS - 1):
            with pytest.raises(Refused):
                access.change_person(staff_number=number, pin="000111", now=NOON)
        access.change_person(staff_number=number, pin=PIN, now=NOON)


def test_a_pin_never_opens_a_post_with_a_second_factor_except_in_training(centre: Centre) -> None:
    number = with_pin(centre, "office")
    with pytest.raises(Refused, match="one-time code"):
        access.change_person(staff_number=number, pin=PIN, now=NOON)
    Installation.objects.update(training=True)
    assert access.change_person(staff_number=number, pin=PIN, now=NOON) == centre.office


def test_a_device_is_its_persons_until_revoked(centre: Centre) -> None:
    key = build.key()
    token = access.register_device(by=centre.handler, key=key, now=NOON, label="小米手机")
    assert access.register_device(by=centre.handler, key=key, now=NOON, label="小米手机") == token
    assert access.device_person(token, NOON) == centre.handler
    assert access.device_person(token[:-1] + "x", NOON) is None
    device = centre.handler.devices.get()
    access.revoke_device(by=centre.administrator, key=build.key(), now=NOON, device=device)
    assert access.device_person(token, NOON) is None
    with pytest.raises(Refused, match="revoked already"):
        access.revoke_device(by=centre.handler, key=build.key(), now=NOON, device=device)


def test_a_revealed_phone_leaves_a_line_without_the_number(centre: Centre) -> None:
    case = build.registered(centre)
    assert access.reveal_phone(by=centre.director, key=build.key(), now=NOON, number=case.number) == "13887001234"
    entry = Entry.objects.select_related("act").get(step="reveal_phone")
    assert (entry.subject_key, entry.act.actor) == (case.first_number, centre.director)
    assert "13887001234" not in entry.act.answer
    assert not Fact.objects.filter(entry=entry).exists()


def test_a_phone_is_revealed_to_those_who_see_the_case_only(centre: Centre) -> None:
    case = build.registered(centre)
    for person in (centre.stranger, centre.handler):
        with pytest.raises(Case.DoesNotExist):
            access.reveal_phone(by=person, key=build.key(), now=NOON, number=case.number)
    nameless = build.registered(centre, phone=None)
    with pytest.raises(Refused, match="No phone"):
        access.reveal_phone(by=centre.director, key=build.key(), now=NOON, number=nameless.number)
