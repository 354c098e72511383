"""§5.1.1 — A shift at the counter: signed by both, shown until it is signed, nothing personal in what is pasted."""

from __future__ import annotations

import re

import pytest

from anju.actions import people
from anju.records.models import CallBack, Entry, Shift
from tests import build
from tests.build import NOON, Centre, after
from tests.web.desk import hidden, signed_in, text

PIN = "482913"
HAND_OVER = "/shifts/hand-over"


@pytest.fixture
def desk(at_noon: Centre) -> Centre:
    """Somebody waits for a word and for a call, and the night has a PIN."""
    people.set_pin(by=at_noon.night, key=build.key(), now=NOON, person=at_noon.night, pin=PIN)
    build.registered(at_noon, told=None, tell_by=after(hours=5), name="曾晓梅", phone="13887001234")
    build.call_back(at_noon)
    return at_noon


def form(desk: Centre, **typed: str) -> dict[str, str]:
    page = text(signed_in(desk.front).get("/shifts"))
    given = {"starts_at": "2026-11-18T05:00", "taker": desk.night.key, "pin": "", "remark": "电梯厂家八点来"}
    return hidden(page, HAND_OVER) | given | typed


def test_5_1_1_an_unsigned_shift_is_shown_to_whoever_comes_next_until_it_is_signed(desk: Centre) -> None:
    assert signed_in(desk.front).post(HAND_OVER, form(desk)).status_code == 303
    shift = Shift.objects.get()
    assert (shift.taken_at, shift.remark) == (None, "电梯厂家八点来")
    assert "还没有签" in text(signed_in(desk.director).get("/shifts"))
    night = signed_in(desk.night)
    take = f"/shifts/{shift.uuid}/take"
    fields = hidden(text(night.get("/shifts")), take)
    assert [night.post(take, fields).status_code for _ in range(2)] == [303, 303]
    shift.refresh_from_db()
    assert shift.taken_at is not None
    assert "还没有签" not in text(signed_in(desk.director).get("/shifts"))
    assert Entry.objects.filter(step="take_over_shift").count() == 1


def test_5_1_1_the_taker_signs_by_pin_at_the_pc_of_the_giver(desk: Centre) -> None:
    client = signed_in(desk.front)
    wrong = client.post(HAND_OVER, form(desk, pin="000000"))
    assert wrong.status_code == 422
    assert "工号或快捷码不对" in text(wrong)
    assert "电梯厂家八点来" in text(wrong)
    assert PIN not in text(wrong)
    fields = form(desk, pin=PIN)
    assert [client.post(HAND_OVER, fields).status_code for _ in range(2)] == [303, 303]
    assert Shift.objects.get().taken_at is not None


def test_5_1_1_later_the_taker_signs_with_staff_number_and_pin(desk: Centre) -> None:
    shift = build.handed_over(desk)
    client, take = signed_in(desk.front), f"/shifts/{shift.uuid}/take"
    fields = hidden(text(client.get("/shifts")), take)
    for staff_number, pin, said in (
        ("", "", "这个班次不是交给您的"),
        ("Y003", "111111", "工号或快捷码不对"),
        ("Y001", PIN, "工号或快捷码不对"),
    ):
        answer = client.post(take, fields | {"staff_number": staff_number, "pin": pin})
        assert answer.status_code == 422
        assert said in text(answer)
    assert client.post(take, fields | {"staff_number": "Y003", "pin": PIN}).status_code == 303
    shift.refresh_from_db()
    assert shift.taken_at is not None
    again = client.post(take, fields | {"key": build.key(), "staff_number": "Y003", "pin": PIN})
    assert again.status_code == 422
    assert "这个班次已经接过" in text(again)


def test_5_1_1_wrong_pins_are_throttled(desk: Centre) -> None:
    fields = form(desk)
    client = signed_in(desk.front)
    for _ in range(5):
        client.post(HAND_OVER, fields | {"key": build.key(), "pin": "000000"})
    answer = client.post(HAND_OVER, fields | {"pin": PIN})
    assert answer.status_code == 422
    assert "试错太多次" in text(answer)
    assert not Shift.objects.exists()


def test_5_1_1_what_cannot_be_handed_over_is_said_beside_its_field(desk: Centre) -> None:
    client = signed_in(desk.front)
    for typed in ({"taker": ""}, {"taker": desk.front.key}, {"starts_at": "2026-11-19T05:00"}, {"starts_at": "soon"}):
        answer = client.post(HAND_OVER, form(desk, **typed))
        assert answer.status_code == 422
        assert "aria-invalid=true" in text(answer)
        assert "电梯厂家八点来" in text(answer)
    assert not Shift.objects.exists()


def test_5_1_1_what_is_pasted_names_numbers_and_times_and_nobody(desk: Centre) -> None:
    shift = build.handed_over(desk, at=after(minutes=30), remark="欧阳女士还会来电")
    page = text(signed_in(desk.night).get(f"/shifts/{shift.uuid}"))
    assert "欧阳女士还会来电" in page
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert found is not None
    pasted = found[1]
    assert "KF1-0001" in pasted
    assert "待告知 1" in pasted
    assert "待回电 1" in pasted
    for personal in (
        "曾晓梅",
        "1388700",
        "3-2-1201",
        "欧阳",
        "1398765",
        desk.front.name,
        str(CallBack.objects.get().uuid),
    ):
        assert personal not in pasted


def test_5_1_1_a_stranger_finds_no_shift_of_this_desk(desk: Centre) -> None:
    shift, client = build.handed_over(desk), signed_in(desk.stranger)
    assert client.get(f"/shifts/{shift.uuid}").status_code == 404
    assert client.post(f"/shifts/{shift.uuid}/take", {"key": build.key()}).status_code == 404
    assert "夜长安" not in text(client.get("/shifts"))
