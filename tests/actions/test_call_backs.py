"""§7.1.1 — Calls to make: noted, taken, tried, ended; once however often they are sent; proved and erased."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from anju.actions import call_backs as hands
from anju.actions import erasure
from anju.actions.call_backs import Call
from anju.actions.cases import Doing, Stale
from anju.actions.journal import Answer, Reused
from anju.procedure.words import Refused
from anju.records.models import CallBack, Case, Entry, Fact, Person
from anju.records.verification import verify
from tests.build import NOON, Centre, after, key, registered
from tests.thread import everything

PHONE, NAME, NOTE = "13987654321", "欧阳静怡", "水压小，请下午回电"


def call(**other: Any) -> Call:
    facts: dict[str, Any] = {"kind": "asked", "called_at": NOON, "phone": PHONE, "name": NAME, "note": NOTE}
    return Call(**facts | {"place": "三栋二单元1201"} | other)


def added(centre: Centre, **other: Any) -> CallBack:
    answer = hands.add_call(doing(centre.front), community=centre.community, call=call(**other))
    return CallBack.objects.get(uuid=str(answer["call"]))


def doing(by: Person, hours: float = 1, of: str = "") -> Doing:
    return Doing(by, of or key(), after(hours=hours))


def tried(centre: Centre, row: CallBack, times: int) -> None:
    for each in range(times):
        hands.try_call(doing(centre.front, 2 + each), call=str(row.uuid), no_answer="no_reply")


def test_7_1_1_a_call_keeps_who_where_and_since_when(centre: Centre) -> None:
    asked = added(centre, call_by=after(hours=5))
    missed = added(centre, kind="missed", name="", note="", place="")
    assert asked.place is not None
    assert (asked.place.code, asked.due, asked.call_by) == ("3-2-1201", after(hours=5), after(hours=5))
    assert (missed.place, missed.due, missed.phone) == (None, NOON, PHONE)
    personal = Fact.objects.filter(entry__subject_key=str(asked.uuid), personal=True)
    assert sorted(personal.values_list("name", flat=True)) == ["name", "note", "phone"]
    assert verify() == []


def test_7_1_1_who_takes_a_call_is_known_and_another_relieves_him(centre: Centre) -> None:
    row = added(centre)
    hands.take_call(doing(centre.front), call=str(row.uuid))
    with pytest.raises(Refused):
        hands.take_call(doing(centre.front), call=str(row.uuid))
    hands.take_call(doing(centre.night), call=str(row.uuid))
    row.refresh_from_db()
    assert (row.taken_by, row.moves) == (centre.night, 3)
    assert verify() == []


def test_7_1_1_whoever_is_not_reached_is_tried_as_often_as_the_edition_says(centre: Centre) -> None:
    row = added(centre)
    tried(centre, row, 2)
    with pytest.raises(Refused) as refusal:
        hands.end_call(doing(centre.front, 5), call=str(row.uuid), end="unreached")
    assert refusal.value.field == "end"
    tried(centre, row, 1)
    hands.end_call(doing(centre.front, 5), call=str(row.uuid), end="unreached")
    row.refresh_from_db()
    assert (row.end, row.tries, row.taken_by) == ("unreached", 3, centre.front)
    assert not CallBack.objects.open().exists()
    assert verify() == []


def test_7_1_1_a_call_becomes_a_case_or_is_answered_or_needless(centre: Centre) -> None:
    first, second, third = (added(centre) for _ in range(3))
    case = registered(centre)
    hands.end_call(doing(centre.front), call=str(first.uuid), end="registered", case=case.number.lower())
    hands.end_call(doing(centre.front), call=str(second.uuid), end="told", why="已说明停水时间")
    hands.end_call(doing(centre.front), call=str(third.uuid), end="needless", why="住户又打来了")
    first.refresh_from_db()
    assert first.case == case
    assert [each.end for each in CallBack.objects.order_by("pk")] == ["registered", "told", "needless"]
    assert verify() == []


def test_7_1_1_what_cannot_be_a_call_is_refused_with_the_field(centre: Centre) -> None:
    row = added(centre)
    before = everything()
    for other, field in (
        ({"kind": "other"}, "kind"),
        ({"called_at": after(hours=2)}, "called_at"),
        ({"call_by": NOON - timedelta(hours=1)}, "call_by"),
        ({"phone": "many"}, "phone"),
        ({"place": "9-9-9999"}, "place"),
        ({"phone": "", "name": " ", "place": ""}, "phone"),
        ({"note": "x" * 5001}, "note"),
        ({"note": "\x07"}, "note"),
    ):
        with pytest.raises(Refused) as refusal:
            added(centre, **other)
        assert refusal.value.field == field
    ends: list[tuple[dict[str, Any], str]] = [
        ({"end": "told"}, "why"),
        ({"end": "needless", "why": " "}, "why"),
        ({"end": "registered"}, "case"),
        ({"end": "registered", "case": "YL-KF1-202611-0099"}, "case"),
        ({"end": "vanished"}, "end"),
    ]
    for end, field in ends:
        with pytest.raises(Refused) as refusal:
            hands.end_call(doing(centre.front), call=str(row.uuid), **end)
        assert refusal.value.field == field
    with pytest.raises(Refused) as refusal:
        hands.try_call(doing(centre.front), call=str(row.uuid), no_answer="asleep")
    assert refusal.value.field == "no_answer"
    assert everything() == before


def test_7_1_1_who_does_not_sit_at_this_desk_neither_sees_nor_makes_a_call(centre: Centre) -> None:
    row = added(centre)
    for by in (centre.handler, centre.archivist, centre.stranger):
        assert not CallBack.objects.visible_to(by, NOON).exists()
        with pytest.raises(CallBack.DoesNotExist):
            hands.take_call(doing(by), call=str(row.uuid))
        with pytest.raises(CallBack.DoesNotExist):
            hands.reveal_call(doing(by), call=str(row.uuid))
        with pytest.raises(Refused):
            hands.add_call(doing(by), community=centre.community, call=call())
    assert CallBack.objects.visible_to(centre.office, NOON).get() == row
    with pytest.raises(Refused):
        hands.take_call(doing(centre.office), call=str(row.uuid))


def test_7_1_1_a_page_older_than_the_last_try_is_stale(centre: Centre) -> None:
    row = added(centre)
    tried(centre, row, 1)
    moves: list[Callable[[], object]] = [
        lambda: hands.take_call(doing(centre.night), call=str(row.uuid), seen=1),
        lambda: hands.try_call(doing(centre.night), call=str(row.uuid), seen=1, no_answer="no_reply"),
        lambda: hands.end_call(doing(centre.night), call=str(row.uuid), seen=1, end="told", why="已说清"),
    ]
    for move in moves:
        with pytest.raises(Stale):
            move()
    hands.end_call(doing(centre.night), call=str(row.uuid), seen=2, end="told", why="已说清")
    with pytest.raises(Stale):
        hands.take_call(doing(centre.front), call=str(row.uuid), seen=2)
    with pytest.raises(Refused):
        hands.take_call(doing(centre.front), call=str(row.uuid))


def test_7_1_1_every_form_sent_twice_acts_once(centre: Centre) -> None:
    row = added(centre)
    of = str(row.uuid)
    verbs: list[tuple[Callable[..., Answer], dict[str, Any], dict[str, Any]]] = [
        (hands.add_call, {"community": centre.community, "call": call()}, {"call": call(note="另一句")}),
        (hands.take_call, {"call": of}, {"call": str(added(centre).uuid)}),
        (hands.try_call, {"call": of, "no_answer": "no_reply"}, {"no_answer": "refused"}),
        (hands.end_call, {"call": of, "end": "told", "why": "已说清"}, {"why": "另一句"}),
    ]
    for do, facts, other in verbs:
        sent = doing(centre.front)
        first = do(sent, **facts)
        entries = Entry.objects.count()
        assert do(sent, **facts) == first
        assert Entry.objects.count() == entries
        with pytest.raises(Reused):
            do(sent, **facts | other)
    assert verify() == []


def test_7_1_1_who_saw_the_number_is_journaled_once(centre: Centre) -> None:
    row = added(centre)
    sent = doing(centre.front)
    assert hands.reveal_call(sent, call=str(row.uuid)) == hands.reveal_call(sent, call=str(row.uuid)) == PHONE
    assert Entry.objects.filter(subject_key=str(row.uuid), step="reveal_call").count() == 1
    with pytest.raises(Refused):
        hands.reveal_call(doing(centre.front), call=str(added(centre, phone="").uuid))
    row.refresh_from_db()
    assert row.moves == 1
    assert verify() == []


def test_7_1_10_what_a_call_says_of_people_is_erased(centre: Centre) -> None:
    row = added(centre)
    hands.end_call(doing(centre.front), call=str(row.uuid), end="told", why=f"{NAME}已知道")
    erase = {"kind": "call_back", "key": str(row.uuid), "reason": "本人申请"}
    with pytest.raises(Refused):
        erasure.erase_at_the_desk(doing(centre.director), **erase)
    sent = doing(centre.office)
    assert erasure.erase_at_the_desk(sent, **erase) == erasure.erase_at_the_desk(sent, **erase)
    row.refresh_from_db()
    assert (row.phone, row.name, row.note, row.why) == ("", "", "", "")
    assert not Fact.objects.filter(entry__subject_key=str(row.uuid), value__contains=NAME).exists()
    with pytest.raises(Refused):
        erasure.erase_at_the_desk(doing(centre.office, 2), **erase)
    assert verify() == []


@pytest.mark.parametrize("names", [None, ["phone", "name"]])
def test_7_1_10_erasing_a_case_erases_the_call_it_came_from(centre: Centre, names: list[str] | None) -> None:
    row = added(centre)
    case = registered(centre, phone=PHONE, name=NAME)
    hands.end_call(doing(centre.front), call=str(row.uuid), end="registered", case=case.number)
    erasure.erase(doing(centre.office, 2), number=case.number, names=names, reason="本人申请")
    row.refresh_from_db()
    assert (row.phone, row.name, row.note) == ("", "", NOTE if names else "")
    assert not Fact.objects.filter(value__contains=PHONE).exists()
    assert Case.objects.get().phone == ""
    assert verify() == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE records_callback SET tries = 9",
        "UPDATE records_callback SET added_at = called_at",
        "UPDATE records_callback SET \"end\" = 'needless', ended_at = added_at",
        "DELETE FROM records_callback",
    ],
)
def test_7_1_1_a_call_that_somebody_changed_is_found(centre: Centre, statement: str) -> None:
    added(centre)
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert [each.kind for each in verify()] == ["call_changed"]
