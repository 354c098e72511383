"""§7.1.1-7.1.10 — One word of a resident from registration to the archive, and what must not happen on the way."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from anju.actions import cases
from anju.actions.cases import Doing, Stale
from anju.actions.journal import Reused
from anju.procedure.natures import TABLES
from anju.procedure.words import Refused
from anju.procedure.writing import read
from anju.records import seeing
from anju.records.models import Act, Case, Entry, Fact, Head, Notice
from tests.build import Centre, away
from tests.thread import CONTENT, MINUTE, NAME, PHONE, ROOM, Thread, contents, everything, whole_thread, word

NIL = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def thread(centre: Centre) -> Thread:
    return Thread(centre)


def stored(row: Any, *but: str) -> dict[str, Any]:
    return {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields if each.attname not in but}


def test_7_1_the_whole_thread_leaves_every_column_as_it_should_be(thread: Thread) -> None:
    begun = thread.now
    whole_thread(thread)
    where, case = thread.centre, thread.case
    assert stored(case, "id", "place_id") == {
        "community_id": where.community.pk, "first_number": "YL-KF1-202611-0001", "number": "YL-KF1-202611-0001",
        "nature": "other", "state": "archived", "grade": "suggestion", "category": "order", "source": "phone",
        "passive": True, "urgency": "normal", "speaker": "owner", "anonymous": False, "wants_follow_up": True,
        "edition": "B/0", "said_at": begun, "opened_at": begun, "resident_id": None, "room": ROOM, "name": NAME,
        "phone": PHONE, "relayer": "", "spot": "", "content": CONTENT, "outside_order": "", "outside_limit": None,
        "call": "", "outcome": "satisfied", "holding": "YL-2026-KF1-0001", "keep_until": date(2029, 12, 31),
        "next_due_at": None, "next_look_at": None, "rings_since": None, "merged_into": "", "repeat_of": "",
    }  # fmt: skip
    assert case.place.code == ROOM
    mine = {"community_id": where.community.pk, "case_id": case.pk}
    at_rest = {"held_for": "", "held_at": None, "held_until": None, "request": "", "requested_at": None}
    one, two = case.legs.order_by("key")
    assert stored(one, "id") == mine | at_rest | {
        "key": 1, "department_id": where.eng.pk, "person_id": where.handler.pk, "state": "accepted",
        "instruction": "先拉警戒线", "finish_by": None, "result": "灯带已全部更换", "next_due_at": None,
    }  # fmt: skip
    assert stored(two, "id") == mine | at_rest | {
        "key": 2, "department_id": where.order.pk, "person_id": where.guard.pk, "state": "accepted",
        "instruction": "先拉警戒线", "finish_by": None, "result": "警戒线已撤", "next_due_at": None,
    }  # fmt: skip
    told = begun + 10 * MINUTE * (thread.past.index("tell") + 1)
    assert stored(case.words.get(), "id") == mine | {
        "key": 1, "text": "灯已修好", "due": begun + timedelta(days=3), "told_at": told, "told_by_id": where.front.pk,
        "channel": "phone", "telling": "told", "whom": "resident", "voice": None,
    }  # fmt: skip
    assert stored(case.promises.get(), "id") == mine | {
        "key": 1, "text": "周五前修好", "due": begun + timedelta(days=4), "made_at": begun,
        "made_by_id": where.front.pk, "kept": "kept", "closed_at": told + 10 * MINUTE,
    }  # fmt: skip
    assert stored(case.numbers.get(), "id") == mine | {
        "number": "YL-KF1-202611-0001", "form": "KF1", "month": "202611", "serial": 1, "state": "issued",
        "transferred_to": "", "reason": "", "reserved_at": None,
    }  # fmt: skip


def test_7_1_every_step_is_one_act_and_one_entry_in_its_place(thread: Thread) -> None:
    before = Act.objects.count()
    whole_thread(thread)
    entries = list(Entry.objects.filter(case=thread.case).order_by("position").select_related("act"))
    assert [each.step for each in entries] == ["register", *thread.past]
    assert Act.objects.count() - before == len(entries) == len({each.act_id for each in entries})
    table = TABLES["other"]
    for one, two in pairwise(entries):
        assert two.previous_hash == one.hash
        assert two.position == one.position + 1
        assert two.case_left == one.case_entered
    for each in entries:
        step = table.step(each.step)
        assert (each.clause, each.binds, each.law) == (step.clause, step.binds, "1")
        assert (each.subject_kind, each.subject_key) == ("case", "YL-KF1-202611-0001")
        assert each.happened_at == each.entered_at == each.act.entered_at
        assert read(each.marks) == {}
        assert (each.leg is not None) == (step.subject == "leg")
        given = {fact.name: fact for fact in Fact.objects.filter(entry=each)}
        assert {fact.name for fact in step.facts if fact.required} <= given.keys() <= {f.name for f in step.facts}
        for fact in step.facts:
            if fact.name in given:
                assert given[fact.name].personal == fact.personal
                assert len(given[fact.name].salt or "") == (32 if fact.personal else 0)
        assert not any(text in each.effects + each.act.answer for text in (NAME, PHONE, CONTENT, "灯"))
    head = Head.objects.get(community=thread.centre.community)
    assert (head.position, head.hash) == (entries[-1].position, entries[-1].hash)


def test_the_inbox_of_everybody_whom_a_step_reaches_has_its_line(thread: Thread) -> None:
    whole_thread(thread)
    lines = [(each.step, each.person.staff_number) for each in Notice.objects.order_by("pk").select_related("person")]
    assert ("pass_on", "Y001") in lines
    assert {number for step, number in lines if step == "dispatch"} == {"Y004", "Y005", "Y006", "Y007"}
    assert lines.count(("report", "Y001")) == 3
    assert ("hand_over", "Y008") in lines
    assert ("follow_up", "Y001") not in lines  # nobody is told what he did himself


def test_a_step_of_a_director_who_is_away_reaches_his_stand_in(thread: Thread) -> None:
    thread.register()
    away(thread.centre, thread.centre.director, stand_in=thread.centre.foreman)
    thread.take("pass_on", "front")
    assert [each.person for each in Notice.objects.filter(step="pass_on")] == [thread.centre.foreman]
    thread.take("dispatch", "foreman", grade="suggestion", category="order", departments=("ENG",))
    assert thread.case.state == "handling"


# --- what must not happen ---------------------------------------------------------------------------------


def test_a_page_that_has_gone_stale_is_told_so_and_nothing_is_written(thread: Thread) -> None:
    thread.register()
    thread.take("pass_on", "front")
    table, before = TABLES["other"], (everything(), contents())
    seen = cases.position(table, "dispatch", seeing.view_of(thread.case, thread.doing("director").by, thread.now))
    facts = {"grade": "suggestion", "category": "order", "departments": ("ENG",)}
    with pytest.raises(Stale):
        cases.take(thread.doing("director"), number=thread.number, step="dispatch", facts=facts, seen=seen - 1)
    assert (everything(), contents()) == before
    cases.take(thread.doing("director"), number=thread.number, step="dispatch", facts=facts, seen=seen)
    assert thread.case.state == "handling"


def test_a_note_makes_no_page_stale(thread: Thread) -> None:
    thread.register()
    seen = cases.position(TABLES["other"], "pass_on", seeing.view_of(thread.case, None, thread.now))
    thread.take("note", "director", note="再问一下")
    cases.take(thread.doing("front"), number=thread.number, step="pass_on", facts={}, seen=seen)
    assert thread.case.state == "passed_on"


def test_a_step_with_one_leg_leaves_the_page_of_another_fresh(thread: Thread) -> None:
    thread.register()
    thread.take("pass_on", "front")
    thread.take("dispatch", "director", grade="suggestion", category="order", departments=("ENG", "ORD"))
    view = seeing.view_of(thread.case, thread.doing("guard").by, thread.now, 2)
    seen = cases.position(TABLES["other"], "accept", view)
    thread.take("accept", "handler", 1)
    cases.take(thread.doing("guard"), number=thread.number, step="accept", facts={}, leg=2, seen=seen)
    assert [leg.state for leg in thread.case.legs.order_by("key")] == ["working", "working"]


def test_the_same_key_gives_the_first_answer_also_when_the_case_has_moved_on(thread: Thread) -> None:
    doing = thread.doing("front")
    first = thread.register(doing=doing)
    passing = thread.doing("front")
    answer = cases.take(passing, number=thread.number, step="pass_on", facts={}, seen=1)
    thread.take("dispatch", "director", grade="suggestion", category="order", departments=("ENG",))
    before = everything(), contents()
    later = Doing(doing.by, doing.key, doing.now + timedelta(minutes=5))
    facts = word(doing.now)
    again = cases.register(later, community=thread.centre.community, nature_name="other", facts=facts)
    assert again == first == {"number": "YL-KF1-202611-0001"}
    assert cases.take(passing, number=thread.number, step="pass_on", facts={}, seen=1) == answer
    assert (everything(), contents()) == before


def test_the_same_key_with_other_content_is_refused(thread: Thread) -> None:
    doing = thread.doing("front")
    thread.register(doing=doing)
    before = everything(), contents()
    with pytest.raises(Reused):
        thread.register(doing=doing, name="别人")
    with pytest.raises(Reused):
        cases.take(doing, number=thread.number, step="pass_on", facts={})
    assert (everything(), contents()) == before
    thread.register(doing=thread.doing("director", key=doing.key))  # another person's key is another key
    assert thread.number == "YL-KF1-202611-0002"


def test_to_strangers_there_is_no_such_case(thread: Thread) -> None:
    thread.register()
    before = everything(), contents()
    for who in ("stranger", "handler", "administrator"):
        with pytest.raises(Case.DoesNotExist):
            cases.take(thread.doing(who), number=thread.number, step="note", facts={"note": "x"})
    with pytest.raises(Case.DoesNotExist):
        cases.take(thread.doing("director"), number="YL-KF1-202611-0999", step="note", facts={"note": "x"})
    assert (everything(), contents()) == before


REFUSED: dict[str, tuple[str, str, int | None, dict[str, Any], str]] = {
    "a step of another state": ("dispatch", "director", None, {}, "7.1.6"),
    "a step of another post": ("pass_on", "archivist", None, {}, "7.1.5"),
    "a fact the step does not record": ("pass_on", "front", None, {"grade": "suggestion"}, "7.1.5"),
    "a leg that is not there": ("accept", "director", 4, {}, "7.1.7"),
    "a missing fact": ("void", "director", None, {}, "7.1.8"),
    "a word that is not open": (
        "tell", "front", None, {"word": 7, "telling": "told", "channel": "phone", "told": "x"}, "7.1.1"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_a_refusal_names_its_clause_and_writes_nothing(thread: Thread, what: str) -> None:
    thread.register()
    before = everything(), contents()
    step, who, leg, facts, clause = REFUSED[what]
    with pytest.raises(Refused) as refusal:
        thread.take(step, who, leg, **facts)
    assert refusal.value.clause == clause
    assert refusal.value.say("zh") != refusal.value.say("en")
    assert (everything(), contents()) == before


@pytest.mark.parametrize(
    "facts",
    [{"place": "9-9-9999"}, {"content": ""}, {"grade": "none"}, {"phone": "not a number"}, {"tell_by": None}],
    ids=lambda facts: next(iter(facts)),
)
def test_a_word_that_is_refused_takes_no_number(thread: Thread, facts: dict[str, Any]) -> None:
    before = everything(), contents()
    with pytest.raises(Refused) as refusal:
        thread.register(**facts)
    assert refusal.value.field or "tell_by" in facts
    assert (everything(), contents()) == before
    thread.register()
    assert thread.number == "YL-KF1-202611-0001"


@pytest.mark.parametrize("departments", [("NONE",), ("ENG:nobody",), (f"ENG:{NIL}",), ("ENG", "ENG")])
def test_7_1_6_what_cannot_be_dispatched_to_is_refused(thread: Thread, departments: tuple[str, ...]) -> None:
    thread.register()
    thread.take("pass_on", "front")
    before = everything(), contents()
    with pytest.raises(Refused):
        thread.take("dispatch", "director", grade="suggestion", category="order", departments=departments)
    assert (everything(), contents()) == before


@pytest.mark.parametrize("who", ["nobody", NIL, "guard"])
def test_7_1_7_a_handler_of_another_department_cannot_be_named(thread: Thread, who: str) -> None:
    thread.register()
    thread.take("pass_on", "front")
    thread.take("dispatch", "director", grade="suggestion", category="order", departments=("ENG",))
    before = everything(), contents()
    named = thread.centre.guard.key if who == "guard" else who
    with pytest.raises(Refused) as refusal:
        thread.take("accept", "handler", 1, person=named)
    assert refusal.value.field == "person"
    assert (everything(), contents()) == before
