"""§7.1.8 — Supervision with a database: holds that time ends, many urged at once, twice sent, stale, told once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from anju.actions import cases, clock, erasure, supervision
from anju.actions.cases import Doing, Stale
from anju.gateways import storage
from anju.procedure.words import NotYours, Refused
from anju.records.models import Act, Case, Entry, Fact, Leg, Notice, Person, Urge
from anju.records.verification import verify
from tests.build import Centre, after, dispatched, key, took


def accepted(where: Centre, *departments: str) -> Case:
    """A case whose first department has the work, an hour after it was said."""
    return took(dispatched(where, *departments), where.handler, "accept", at=after(hours=1), leg=1)


def held(where: Centre, **facts: Any) -> Case:
    """... and put it on hold for material, two hours after it was said."""
    return took(accepted(where), where.handler, "hold", at=after(hours=2), leg=1, **{"hold_for": "material", **facts})


def leg_of(case: Case, at: int = 1) -> Leg:
    return Leg.objects.get(case=case, key=at)


def test_7_1_8_a_hold_says_in_columns_why_since_when_and_until_when(centre: Centre) -> None:
    leg = leg_of(held(centre))
    assert (leg.state, leg.held_for, leg.held_at, leg.held_until) == (
        "held",
        "material",
        after(hours=2),
        after(days=3, hours=2),
    )
    resumed = leg_of(took(leg.case, centre.handler, "resume", at=after(hours=5), leg=1))
    assert (resumed.state, resumed.held_for, resumed.held_at, resumed.held_until) == ("working", "", None, None)
    assert verify(storage) == []


def test_7_1_8_a_hold_moves_the_stored_due_time_and_resuming_brings_it_back(centre: Centre) -> None:
    before = accepted(centre).next_due_at
    case = Case.objects.get()
    case = took(case, centre.handler, "hold", at=after(hours=2), leg=1, hold_for="resident")
    assert case.next_due_at and before
    assert case.next_due_at - before == timedelta(days=3)
    case = took(case, centre.handler, "resume", at=after(hours=3), leg=1)
    assert case.next_due_at
    assert case.next_due_at - before == timedelta(hours=1)


def test_7_1_8_tick_ends_a_hold_at_its_end_once_and_tells_of_it(centre: Centre) -> None:
    case = held(centre, hold_until=after(hours=4))
    assert supervision.end_holds(now=after(hours=3)) == 0
    clock.tick(now=after(hours=6))
    clock.tick(now=after(hours=7))
    entries = Entry.objects.filter(case=case, step="end_hold").values_list(
        "happened_at", "entered_at", "act__actor_key"
    )
    assert list(entries) == [(after(hours=4), after(hours=6), "system")]
    assert leg_of(case).state == "working"
    told = set(Notice.objects.filter(step="end_hold").values_list("person", flat=True))
    assert told == {centre.handler.pk, centre.director.pk}
    assert verify(storage) == []


def test_7_1_8_a_hold_that_ended_days_ago_is_made_up_for(centre: Centre) -> None:
    held(centre)
    assert supervision.end_holds(now=after(days=20)) == 1
    assert verify(storage) == []


def test_7_1_8_the_same_end_of_two_holds_ends_both(centre: Centre) -> None:
    case = held(centre, hold_until=after(hours=4))
    supervision.end_holds(now=after(hours=5))
    doing = Doing(centre.director, key(), after(hours=6), after(hours=3), "补录")
    facts = {"hold_for": "third_party", "hold_until": after(hours=4)}
    cases.take(doing, number=case.number, step="hold", leg=1, facts=facts)
    assert supervision.end_holds(now=after(hours=7)) == 1
    assert leg_of(case).state == "working"
    assert verify(storage) == []


def test_7_1_8_nobody_but_the_clock_ends_a_hold(centre: Centre) -> None:
    case = held(centre)
    with pytest.raises(NotYours, match="The system"):
        took(case, centre.director, "end_hold", at=after(days=9), leg=1)


def test_7_1_8_a_hold_sent_twice_is_one_and_on_an_old_page_is_stale(centre: Centre) -> None:
    case, doing = accepted(centre), Doing(centre.handler, key(), after(hours=2))
    hold: Callable[..., Any] = cases.take
    asked: dict[str, Any] = {"number": case.number, "step": "hold", "leg": 1, "facts": {"hold_for": "resident"}}
    assert hold(doing, **asked) == hold(doing, **asked)
    assert Entry.objects.filter(case=case, step="hold").count() == 1
    with pytest.raises(Stale):
        cases.take(
            Doing(centre.handler, key(), after(hours=3)), number=case.number, step="resume", leg=1, facts={}, seen=1
        )
    with pytest.raises(Refused):
        took(case, centre.handler, "hold", at=after(hours=4), leg=1, hold_for="resident")


def test_7_1_8_a_void_case_leaves_nothing_on_hold_and_no_urge_open(centre: Centre) -> None:
    case = held(centre)
    took(case, centre.director, "urge", at=after(hours=3), leg=1, urging="快。")
    took(case, centre.director, "void", at=after(hours=4), reason="重复。")
    assert leg_of(case).held_until is None
    assert Urge.objects.get().ending == "lapsed"
    assert verify(storage) == []


def test_7_1_8_an_urge_names_the_department_the_man_and_the_time_of_the_answer(centre: Centre) -> None:
    case = accepted(centre)
    took(case, centre.director, "urge", at=after(hours=2), leg=1, urging="住户催了两次。")
    urge = Urge.objects.get()
    assert (urge.key, urge.leg, urge.department, urge.person) == (1, 1, centre.eng, centre.handler)
    assert urge.due == datetime.fromisoformat("2026-11-18T18:00:00+08:00")  # four hours on, exactly at closing
    assert [each.person for each in Notice.objects.filter(step="urge")] == [centre.handler]
    took(case, centre.foreman, "answer_urge", at=after(hours=3), leg=1, urge=1, urge_answer="四点到。")
    urge.refresh_from_db()
    assert (urge.answer, urge.answered_by, urge.ending) == ("四点到。", centre.foreman, "answered")
    assert verify(storage) == []


def urged(where: Centre, rows: list[tuple[str, int]], *, by: Person | None = None, key_: str = "") -> dict[str, Any]:
    doing = Doing(by or where.director, key_ or key(), after(hours=5))
    return dict(supervision.urge(doing, rows=rows, text="今天都要有答复。"))


def test_7_1_8_many_are_urged_in_one_act_and_each_man_is_told_once(centre: Centre) -> None:
    made = [dispatched(centre, "ENG"), dispatched(centre, "ENG", "ORD"), dispatched(centre, "ENG")]
    rows = [(made[0].number, 1), (made[1].number, 1), (made[1].number, 2), (made[2].number, 1)]
    before = Act.objects.count()
    answer = urged(centre, rows)
    assert (len(answer["done"]), answer["refused"], Act.objects.count() - before) == (4, (), 1)
    told = list(Notice.objects.filter(step="urge").values_list("person", flat=True))
    crew = [centre.handler, centre.mate, centre.foreman, centre.guard]
    assert sorted(told) == sorted(each.pk for each in crew)
    assert sorted(Urge.objects.values_list("case__number", "key")) == sorted(
        [(made[0].number, 1), (made[1].number, 1), (made[1].number, 2), (made[2].number, 1)]
    )
    assert verify(storage) == []


def test_7_1_8_what_cannot_be_urged_does_not_hold_up_the_rest(centre: Centre) -> None:
    open_case, done = dispatched(centre), accepted(centre)
    took(done, centre.handler, "report", at=after(hours=2), leg=1, result="好了。")
    answer = urged(centre, [(open_case.number, 1), (done.number, 1)])
    assert answer["done"] == ((open_case.number, 1),)
    ((number, leg, clause, zh, en),) = answer["refused"]
    assert (number, leg, clause) == (done.number, 1, "7.1.8")
    assert "待审核" in zh
    assert "To review" in en


def test_7_1_8_many_urged_twice_with_one_key_are_urged_once(centre: Centre) -> None:
    case, once = dispatched(centre), key()
    assert urged(centre, [(case.number, 1)], key_=once) == urged(centre, [(case.number, 1)], key_=once)
    assert Urge.objects.count() == 1


def test_7_1_8_only_who_sees_the_case_and_directs_it_urges(centre: Centre) -> None:
    case = dispatched(centre)
    with pytest.raises(Case.DoesNotExist):
        urged(centre, [(case.number, 1)], by=centre.stranger)
    answer = urged(centre, [(case.number, 1)], by=centre.front)
    assert answer["done"] == ()
    with pytest.raises(Refused):
        urged(centre, [])
    assert not Urge.objects.exists()


def test_7_1_8_a_report_answers_the_urges_of_its_work_and_its_erasure_takes_both(centre: Centre) -> None:
    case = accepted(centre)
    took(case, centre.director, "urge", at=after(hours=2), leg=1, urging="今天能好吗？")
    took(case, centre.handler, "report", at=after(hours=3), leg=1, result="换好了。")
    urge = Urge.objects.get()
    assert (urge.answer, urge.ending, urge.answered_by) == ("换好了。", "reported", centre.handler)
    erasure.erase(Doing(centre.office, key(), after(hours=4)), number=case.number, names=None, reason="依法删除")
    urge.refresh_from_db()
    assert (urge.text, urge.answer) == ("", "")
    assert not Fact.objects.filter(name="urging", value__isnull=False).exists()
    assert verify(storage) == []


def test_7_1_8_work_handed_on_three_times_goes_to_the_director(centre: Centre) -> None:
    case = dispatched(centre, "ENG")
    took(case, centre.handler, "hand_on", at=after(hours=1), leg=1, departments=["ORD"], reason="道闸归秩序部。")
    took(case, centre.guard, "hand_on", at=after(hours=2), leg=2, departments=["ENG"], reason="是电路的事。")
    case = took(case, centre.handler, "hand_on", at=after(hours=3), leg=3, departments=["ORD"], reason="不是电路。")
    states = list(Leg.objects.filter(case=case).order_by("key").values_list("department__code", "state"))
    assert states == [("ENG", "withdrawn"), ("ORD", "withdrawn"), ("ENG", "declined")]
    assert Notice.objects.filter(step="hand_on", person=centre.director).count() == 3
    assert case.state == "handling"
    assert verify(storage) == []


def test_7_1_8_an_extension_beyond_the_director_is_approved_by_the_company(centre: Centre) -> None:
    case, far = accepted(centre), after(days=40)
    facts: dict[str, Any] = {"extend_for": "more_work", "new_limit": far, "reason": "要换整段管。"}
    with pytest.raises(Refused, match="submit what goes beyond"):
        took(case, centre.director, "extend", at=after(hours=2), leg=1, **facts)
    took(case, centre.director, "submit_extension", at=after(hours=2), leg=1, **facts)
    assert leg_of(case).request == "approval"
    took(case, centre.office, "approve_extension", at=after(hours=3), leg=1)
    leg = leg_of(case)
    assert (leg.request, leg.requested_at, leg.next_due_at) == ("", None, far)
    assert {each.person for each in Notice.objects.filter(step="submit_extension")} == {centre.office}
    assert verify(storage) == []
