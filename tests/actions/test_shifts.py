"""§5.1.1 — A shift is handed over with what is open, signed by both, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from anju.actions import erasure, people, shifts
from anju.actions.call_backs import Call, add_call
from anju.actions.cases import Doing
from anju.actions.drafts import save_draft
from anju.actions.journal import Reused
from anju.procedure.words import Refused
from anju.records.models import Act, Entry, Fact, Shift
from anju.records.verification import verify
from tests.build import NOON, Centre, after, key, registered, to_follow_up
from tests.thread import everything

PIN = "482913"


def given(centre: Centre, **other: Any) -> dict[str, Any]:
    facts = {
        "by": centre.front, "key": key(), "now": after(hours=6), "community": centre.community,
        "starts_at": NOON - timedelta(hours=3), "taker": centre.night,
    }  # fmt: skip
    return facts | other


def shift_of(answer: dict[str, object]) -> Shift:
    return Shift.objects.get(uuid=str(answer["shift"]))


def test_5_1_1_a_shift_keeps_what_was_open_when_it_ended(centre: Centre) -> None:
    called = to_follow_up(centre)
    promised = registered(centre, told=None, tell_by=after(hours=5), promise="周五修好", promise_by=after(days=2))
    hurry = registered(centre, urgency="very_urgent")
    for kind in ("asked", "missed", "missed"):
        call = Call(kind=kind, called_at=NOON, phone="13987654321")
        add_call(Doing(centre.front, key(), after(hours=1)), community=centre.community, call=call)
    for by, where in ((centre.front, "YL"), (centre.front, "DC"), (centre.night, "YL")):
        save_draft(by=by, now=NOON, form="register", subject=key(), content={"community": where, "name": "曾晓梅"})
    shift = shift_of(shifts.hand_over_shift(**given(centre)))
    counts = {name: heading["count"] for name, heading in shift.items.items()}
    assert counts == {
        "urgent": 1, "to_tell": 1, "promised": 1, "calls": 1, "missed": 2, "drafts": 1, "to_pass_on": 0, "to_call": 1,
        "late": 2,
    }  # fmt: skip
    assert [row[0] for row in shift.items["urgent"]["rows"]] == [hurry.number]
    assert [row[0] for row in shift.items["to_call"]["rows"]] == [called.number]
    assert promised.number in [row[0] for row in shift.items["late"]["rows"]]
    assert "13987654321" not in str(shift.items)
    assert "曾晓梅" not in str(shift.items)
    assert (shift.giver, shift.taker, shift.taken_at) == (centre.front, centre.night, None)
    assert verify() == []


def test_5_1_1_the_taker_signs_once_in_his_own_session(centre: Centre) -> None:
    shift = shift_of(shifts.hand_over_shift(**given(centre)))
    for by in (centre.front, centre.director, centre.stranger):
        with pytest.raises(Refused):
            shifts.take_over_shift(by=by, key=key(), now=after(hours=7), shift=shift)
    signing: dict[str, Any] = {"by": centre.night, "key": key(), "now": after(hours=7), "shift": shift}
    assert shifts.take_over_shift(**signing) == shifts.take_over_shift(**signing)
    with pytest.raises(Refused):
        shifts.take_over_shift(**{**signing, "key": key()})
    shift.refresh_from_db()
    assert shift.taken_at == after(hours=7)
    assert verify() == []


def test_5_1_1_on_a_shared_pc_the_taker_signs_by_pin_and_it_stands_nowhere(centre: Centre) -> None:
    people.set_pin(by=centre.night, key=key(), now=NOON, person=centre.night, pin=PIN)
    before = everything()
    with pytest.raises(Refused) as refusal:
        shifts.hand_over_shift(**given(centre, pin="000000"))
    assert refusal.value.field == "pin"
    assert {**everything(), "Act": before["Act"]} == before
    facts = given(centre, pin=PIN)
    answer = shifts.hand_over_shift(**facts)
    assert shifts.hand_over_shift(**facts) == answer
    assert shift_of(answer).taken_at == after(hours=6)
    assert [each.step for each in Entry.objects.filter(subject_kind="shift").order_by("position")] == [
        "hand_over_shift",
        "take_over_shift",
    ]
    assert not Act.objects.filter(answer__contains=PIN).exists()
    assert not Fact.objects.filter(value__contains=PIN).exists()
    assert verify() == []


def test_5_1_1_a_shift_goes_to_another_person_of_this_desk(centre: Centre) -> None:
    before = everything()
    for other, field in (
        ({"taker": centre.front}, "taker"),
        ({"taker": centre.stranger}, "taker"),
        ({"taker": centre.handler}, "taker"),
        ({"by": centre.handler}, ""),
        ({"by": centre.stranger}, ""),
        ({"starts_at": after(hours=6)}, "starts_at"),
    ):
        with pytest.raises(Refused) as refusal:
            shifts.hand_over_shift(**given(centre, **other))
        assert refusal.value.field == field
    assert everything() == before


def test_5_1_1_the_same_form_sent_twice_hands_over_once(centre: Centre) -> None:
    facts = given(centre)
    assert shifts.hand_over_shift(**facts) == shifts.hand_over_shift(**facts)
    with pytest.raises(Reused):
        shifts.hand_over_shift(**facts | {"taker": centre.director})
    assert Shift.objects.count() == 1


def test_5_1_1_what_the_giver_says_beside_the_list_is_kept_and_erased(centre: Centre) -> None:
    shift = shift_of(shifts.hand_over_shift(**given(centre, remark="1201 欧阳女士还会来电")))
    assert shift.remark == "1201 欧阳女士还会来电"
    office = Doing(centre.office, key(), after(hours=7))
    erasure.erase_at_the_desk(office, kind="shift", key=str(shift.uuid), reason="本人申请")
    shift.refresh_from_db()
    assert shift.remark == ""
    assert not Fact.objects.filter(value__contains="欧阳").exists()
    with pytest.raises(Refused) as refusal:
        shifts.hand_over_shift(**given(centre, remark="x" * 5001))
    assert refusal.value.field == "remark"
    assert verify() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records_shift SET items = '{}'",
        "UPDATE records_shift SET taken_at = ends_at",
        "DELETE FROM records_shift",
    ],
)
def test_5_1_1_a_shift_that_somebody_changed_is_found(centre: Centre, statement: str) -> None:
    shifts.hand_over_shift(**given(centre))
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert [each.kind for each in verify()] == ["shift_changed"]
