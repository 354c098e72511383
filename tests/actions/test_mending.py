"""§7.1.8, §7.1.1 — Merge, amend, take back, repeat: written once, proved by replay, erased wherever they copied to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from anju.actions import cases, erasure
from anju.actions.cases import Doing, Stale
from anju.actions.merges import merge
from anju.procedure.words import NotYours, Refused
from anju.records.copies import merged_on
from anju.records.models import Case, Entry, Fact, Notice, Number, Voice
from anju.records.verification import verify
from tests.build import (
    NOON,
    Centre,
    after,
    archived,
    dispatched,
    key,
    registered,
    reported,
    resident,
    to_follow_up,
    took,
)

VOICE: dict[str, Any] = {
    "speaker": "tenant", "name": "司马相如", "phone": "13911112222", "place": "3-2-1202",
    "content": "我家门口也黑。", "told": "已告知今天查看。",
}  # fmt: skip


def doing(centre: Centre, who: str = "director", **units: float) -> Doing:
    return Doing(getattr(centre, who), key(), after(**units or {"hours": 3}))


def given_out(case: Case, centre: Centre, hours: float, *departments: str, grade: str = "inquiry") -> Case:
    facts: dict[str, Any] = {"grade": grade, "category": "green", "departments": list(departments)}
    return took(case, centre.director, "dispatch", at=after(hours=hours), **facts)


def two(centre: Centre) -> tuple[Case, Case]:
    """An earlier case, and a later one at work with a resident who joined it."""
    first = registered(centre)
    second = dispatched(centre, at=after(hours=1), place="3-2-1202", name="欧阳静怡", phone="13987654321",
                        content="走廊的灯不亮。", resident=resident(centre, room="3-2-1202"))  # fmt: skip
    return first, took(second, centre.front, "add_voice", at=after(hours=2), **VOICE)


def merged(centre: Centre) -> tuple[Case, Case]:
    first, second = two(centre)
    merge(doing(centre), number=second.number, into=first.number, reason="同一处照明")
    return Case.objects.get(pk=first.pk), Case.objects.get(pk=second.pk)


def test_7_1_8_the_later_points_on_and_its_residents_are_voices_of_the_earlier(centre: Centre) -> None:
    first, second = merged(centre)
    assert (second.state, second.merged_into, second.legs.get().state) == ("merged", first.first_number, "withdrawn")
    assert Number.objects.get(number=second.number).state == "issued"
    told = list(first.voices.order_by("key").values_list("name", "phone", "room", "content", "said_at"))
    assert told == [
        ("欧阳静怡", "13987654321", "3-2-1202", "走廊的灯不亮。", second.said_at),
        ("司马相如", "13911112222", "3-2-1202", "我家门口也黑。", after(hours=2)),
    ]
    assert first.voices.get(key=1).resident == second.resident
    assert Entry.objects.filter(case=first, step="take_in").count() == 2
    assert Entry.objects.filter(case=second, step="merge").count() == 1
    assert verify() == []


def test_7_1_8_the_same_form_sent_twice_merges_once(centre: Centre) -> None:
    first, second = two(centre)
    asked = doing(centre)
    answers = [merge(asked, number=second.number, into=first.number, reason="同一处") for _ in range(2)]
    assert answers == [{"number": second.number, "into": first.number}] * 2
    assert first.voices.count() == 2


def test_7_1_8_what_may_not_be_merged_writes_nothing(centre: Centre) -> None:
    first, second = two(centre)
    before = Entry.objects.count()
    third = to_follow_up(centre, at=after(hours=-30))
    done = took(third, centre.director, "void", at=after(hours=1), reason="重复录入")
    for number, into in ((first, second), (first, first), (second, done)):
        with pytest.raises(Refused):
            merge(doing(centre), number=number.number, into=into.number, reason="同一处")
    with pytest.raises(NotYours):
        merge(doing(centre, "front"), number=second.number, into=first.number, reason="同一处")
    for who in ("stranger", "guard"):
        with pytest.raises(Case.DoesNotExist):
            merge(doing(centre, who), number=second.number, into=first.number, reason="同一处")
    with pytest.raises(Stale):
        merge(doing(centre), number=second.number, into=first.number, reason="同一处", seen=1)
    assert Entry.objects.filter(step__in=("merge", "take_in")).count() == 0 < before


def test_7_1_10_the_earlier_is_not_put_in_order_before_what_the_later_owes_is_done(centre: Centre) -> None:
    first = registered(centre, grade="praise")
    second = registered(centre, at=after(minutes=10), told=None, tell_by=after(hours=5))
    merge(doing(centre), number=second.number, into=first.number, reason="同一处")
    first = given_out(first, centre, 4, "ENG", grade="praise")
    first = took(first, centre.handler, "accept", leg=1, at=after(hours=5))
    first = took(first, centre.handler, "report", leg=1, at=after(hours=5), result="好了")
    first = took(first, centre.director, "accept_report", leg=1, at=after(hours=5))
    with pytest.raises(Refused, match="merged into this one"):
        took(first, centre.director, "put_in_order", at=after(hours=6), sheets=1)
    second = Case.objects.get(pk=second.pk)
    took(second, centre.front, "tell", at=after(hours=6), word=1, telling="told", channel="phone", told="已并案处理")
    took(first, centre.director, "put_in_order", at=after(hours=6), sheets=1)
    assert verify() == []


def test_7_1_10_an_erasure_follows_what_a_merge_copied_over_two_merges(centre: Centre) -> None:
    zero = registered(centre, at=after(minutes=-30), name="周全")
    first, second = merged(centre)
    merge(doing(centre, hours=4), number=first.number, into=zero.number, reason="三件一事")
    assert zero.voices.count() == 3
    assert len(merged_on(second)) == 4
    erasure.erase(doing(centre, "office", hours=5), number=second.number, names=None, reason="住户要求")
    names = list(Voice.objects.filter(case=zero).order_by("key").values_list("name", flat=True))
    assert names == ["曾晓梅", "", ""]
    assert set(first.voices.values_list("name", "phone", "content")) == {("", "", "")}
    assert not Fact.objects.filter(value__contains="司马相如").exists()
    assert verify() == []


def test_7_1_1_an_amendment_adds_the_right_value_and_keeps_the_wrong_one(centre: Centre) -> None:
    case = registered(centre, resident=resident(centre))
    due = case.next_due_at
    facts: dict[str, Any] = {"place": "3-2-1202", "name": "欧阳静怡", "grade": "inquiry", "reason": "听错了"}
    case = took(case, centre.front, "amend", at=after(hours=1), **facts)
    assert (case.room, case.place.code, case.name, case.grade) == ("3-2-1202", "3-2-1202", "欧阳静怡", "inquiry")
    assert case.resident is None
    assert case.next_due_at != due
    kept = Fact.objects.filter(entry__case=case, name="name").order_by("pk").values_list("value", flat=True)
    assert [str(each) for each in kept] == ['"曾晓梅"', '"欧阳静怡"']
    assert Notice.objects.filter(person=centre.director, case=case, step="amend").exists()
    assert verify() == []
    erasure.erase(doing(centre, "office"), number=case.number, names=["name"], reason="住户要求")
    assert Case.objects.get(pk=case.pk).name == ""
    assert verify() == []


def test_7_1_1_a_place_that_does_not_exist_amends_nothing_and_a_stale_page_is_told(centre: Centre) -> None:
    case = registered(centre)
    with pytest.raises(Refused) as caught:
        took(case, centre.front, "amend", at=after(hours=1), place="9-9-9999", reason="听错了")
    assert caught.value.field == "place"
    asked: dict[str, Any] = {"number": case.number, "step": "amend", "facts": {"content": "灯", "reason": "听错了"}}
    with pytest.raises(Stale):
        cases.take(doing(centre, hours=1), seen=1, **asked)
    once = doing(centre, hours=1)
    assert cases.take(once, seen=2, **asked) == cases.take(once, seen=2, **asked)
    assert Entry.objects.filter(case=case, step="amend").count() == 1


def test_7_1_8_what_was_taken_back_stands_as_before_and_is_proved(centre: Centre) -> None:
    case = registered(centre)
    before = (case.state, case.grade, case.category, case.next_due_at)
    case = given_out(case, centre, 1, "ORD")
    case = took(case, centre.director, "take_back", at=after(hours=2), reason="派错了部门")
    assert (case.state, case.grade, case.category, case.next_due_at) == before
    assert case.legs.get().state == "withdrawn"
    assert verify() == []
    case = given_out(case, centre, 2, "ENG")
    case = took(case, centre.handler, "accept", leg=2, at=after(hours=2))
    case = took(case, centre.handler, "report", leg=2, at=after(hours=2), result="写错了件")
    case = took(case, centre.handler, "take_back_leg", leg=2, at=after(hours=2), reason="写错了件")
    assert (case.state, case.legs.get(key=2).state, case.legs.get(key=2).result) == ("handling", "working", "")
    with pytest.raises(Refused):
        took(case, centre.mate, "take_back_leg", leg=2, at=after(hours=2), reason="不是我办的")
    assert verify() == []


def test_7_1_8_archived_and_void_by_mistake_come_back(centre: Centre) -> None:
    case = archived(centre)
    case = took(case, centre.archivist, "take_back", at=after(days=2, hours=1), reason="放错盒")
    assert (case.state, case.holding, case.keep_until) == ("handed_over", "", None)
    other = reported(centre)
    other = took(other, centre.director, "void", at=after(hours=3), reason="以为重复")
    other = took(other, centre.director, "take_back", at=after(hours=4), reason="不是重复")
    number = Number.objects.get(number=other.number)
    assert (other.state, other.legs.get().state, number.state, number.reason) == ("reviewing", "reported", "issued", "")
    assert verify() == []


def test_7_1_1_the_same_place_and_class_again_names_the_case_before(centre: Centre) -> None:
    first = archived(centre)
    again = registered(centre, at=after(days=20))
    assert again.repeat_of == first.first_number
    unsure = registered(centre, at=after(days=20), category="unsure")
    assert unsure.repeat_of == ""
    unsure = took(unsure, centre.director, "dispatch", at=after(days=20, hours=1), grade="inquiry",
                  category="engineering", departments=["ENG"])  # fmt: skip
    assert unsure.repeat_of == first.first_number
    elsewhere = registered(centre, at=after(days=20), place="3-2-1202")
    assert elsewhere.repeat_of == ""
    elsewhere = took(elsewhere, centre.front, "amend", at=after(days=20, hours=1), place="3-2-1201", reason="听错了")
    assert elsewhere.repeat_of == first.first_number
    assert registered(centre, at=NOON + timedelta(days=60)).repeat_of == ""
    assert verify() == []
