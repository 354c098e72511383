"""§7.1.8 — A step taken by mistake is taken back: both stay in the journal, clocks run as if it had not been."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.procedure.clocks import Clock, clocks
from anju.procedure.steps import Subject
from anju.procedure.taking import steps_open_to
from anju.procedure.taking_back import UNDONE
from anju.procedure.views import At, View
from tests.procedure.build import (
    ARCHIVIST,
    DESK,
    DIRECTOR,
    FITTER,
    FOREMAN,
    GUARD,
    MATE,
    RULES,
    TABLE,
    Case,
    dispatched,
    registered,
    reported,
    to_follow_up,
)
from tests.procedure.walking import WORLDS, Walker


def running(view: View) -> list[Clock]:
    return list(clocks(TABLE, view, RULES, running=True))


def test_7_1_6_a_dispatch_to_the_wrong_department_is_taken_back_and_its_limit_runs_on() -> None:
    case = registered(category="unsure")
    case.do("pass_on", DESK, "10-01 10:30")
    due = case.due("dispatch")
    case.do("dispatch", DIRECTOR, "10-01 11:00", grade="suggestion", departments=("engineering", "order"))
    taken = case.do("take_back", DIRECTOR, "10-01 11:05")
    assert (case.state, case.leg_states) == ("passed_on", ["withdrawn", "withdrawn"])
    assert (case.view.case.grade, case.view.case.category) == ("consult", "unsure")
    assert (taken.facts["act"], taken.case_left, taken.case_entered) == (3, "handling", "passed_on")
    assert case.due("dispatch") == due
    assert len(case.clocks("dispatch")) == 1
    assert case.clocks("accept") == []
    case.do("dispatch", DIRECTOR, "10-01 11:10")
    assert case.view.legs[-1].key == 3


def test_7_1_7_who_accepted_takes_it_back_and_another_may_accept() -> None:
    case = dispatched("engineering:fitter")
    due = case.due("accept", 1)
    case.do("accept", FOREMAN, "10-01 11:10", 1, person="mate")
    case.do("take_back_leg", FOREMAN, "10-01 11:15", 1)
    assert (case.view.legs[0].state, case.view.legs[0].person) == ("assigned", "fitter")
    assert case.due("accept", 1) == due
    case.do("accept", FITTER, "10-01 11:20", 1)


def test_7_1_8_only_who_took_it_or_the_director_takes_it_back_and_only_in_time() -> None:
    case = dispatched()
    case.do("accept", FITTER, "10-01 11:10", 1)
    assert case.why_not("take_back_leg", MATE, "10-01 11:15", 1).startswith("Whoever took the step")
    assert "time within which" in case.why_not("take_back_leg", FITTER, "10-02 11:11", 1)
    case.do("take_back_leg", DIRECTOR, "10-02 11:10", 1)


def test_7_1_8_nothing_is_taken_back_on_which_something_was_built() -> None:
    case = dispatched("engineering", "order")
    case.do("accept", FITTER, "10-01 11:10", 1)
    assert case.why_not("take_back", DIRECTOR, "10-01 11:15").startswith("Another step was built")
    case.do("accept", GUARD, "10-01 11:20", 2)
    case.do("report", FITTER, "10-01 12:00", 1)
    assert case.offers("take_back_leg", FITTER, "10-01 12:10", 1)  # the other works on beside it
    case.do("report", GUARD, "10-01 12:20", 2)
    assert case.state == "reviewing"
    assert case.why_not("take_back_leg", FITTER, "10-01 12:30", 1).startswith("Another step was built")
    case.do("take_back_leg", GUARD, "10-01 12:30", 2)
    assert (case.state, case.leg_states) == ("handling", ["reported", "working"])
    case.do("take_back_leg", FITTER, "10-01 12:40", 1)
    assert case.changes("leg", "1")["result"] == ""


def test_7_1_8_a_leg_that_was_passed_to_another_goes_back_unless_that_one_began() -> None:
    case = dispatched("engineering")
    case.do("reassign", DIRECTOR, "10-01 11:30", 1, departments=("engineering:mate",))
    assert case.offers("take_back_leg", DIRECTOR, "10-01 11:35", 1)
    case.do("accept", MATE, "10-01 11:40", 2)
    assert case.why_not("take_back_leg", DIRECTOR, "10-01 11:45", 1).startswith("Another step was built")
    case.do("take_back_leg", MATE, "10-01 11:50", 2)
    taken = case.do("take_back_leg", DIRECTOR, "10-01 11:55", 1)
    assert case.leg_states == ["assigned", "withdrawn"]
    assert [each.key for each in taken.effects if each.kind == "leg"] == ["2", "1"]


def test_7_1_9_what_a_resident_said_is_never_taken_back() -> None:
    case = to_follow_up()
    case.do("follow_up", DIRECTOR, "10-01 16:00", score="dissatisfied", opinion="Still dark.")
    assert "none that can be" in case.why_not("take_back", DIRECTOR, "10-01 16:10")
    case.do("dispatch", DIRECTOR, "10-01 16:20")
    case.do("take_back", DIRECTOR, "10-01 16:30")
    assert "none that can be" in case.why_not("take_back", DIRECTOR, "10-01 16:40")


def test_7_1_10_an_archived_case_goes_back_to_the_archivists_desk() -> None:
    case = to_follow_up()
    case.do("follow_up", DIRECTOR, "10-01 16:00")
    for step, by in (("put_in_order", DIRECTOR), ("hand_over", DIRECTOR), ("archive", ARCHIVIST)):
        case.do(step, by, "10-01 17:00")
    case.do("take_back", ARCHIVIST, "10-01 17:10")
    assert (case.state, case.changes("case")["holding"], case.changes("case")["keep_until"]) == (
        "handed_over",
        "",
        None,
    )
    assert [each.runs for each in case.clocks("archive")] == [True]
    case.do("return_records", ARCHIVIST, "10-01 17:20")
    assert case.state == "ordering"


def test_7_1_8_a_void_by_mistake_lets_every_department_go_on_where_it_was() -> None:
    case = dispatched("engineering", "order")
    case.do("accept", FITTER, "10-01 11:10", 1)
    due = case.due("result", 1)
    case.do("void", DIRECTOR, "10-01 11:20")
    case.do("take_back", DIRECTOR, "10-01 11:30")
    assert (case.state, case.leg_states, case.due("result", 1)) == ("handling", ["working", "assigned"], due)
    assert case.changes("number", case.number) == {"state": "issued", "reason": ""}


def test_7_1_9_attempts_count_on_where_a_report_of_unreachable_was_taken_back() -> None:
    case = to_follow_up()
    for when in ("10-01 15:00", "10-01 19:00", "10-02 09:30"):
        case.do("attempt", DIRECTOR, when)
    case.do("report_unreachable", DIRECTOR, "10-02 09:40")
    case.do("take_back", DIRECTOR, "10-02 09:45")
    case.do("report_unreachable", DIRECTOR, "10-02 09:50")


def test_7_1_8_the_step_named_must_still_be_the_last() -> None:
    case = reported()
    assert case.refuses("take_back_leg", FITTER, "10-01 14:10", 1, act=1).clause == "7.1.8"
    assert case.ask("take_back_leg", FITTER, "10-01 14:10", 1).facts["act"] == 5


def test_7_1_9_whose_acceptance_was_taken_back_did_no_work() -> None:
    case = dispatched()
    case.do("accept", DIRECTOR, "10-01 11:10", 1, person="director")
    case.do("take_back_leg", DIRECTOR, "10-01 11:15", 1)
    case.do("accept", FITTER, "10-01 11:20", 1)
    case.do("report", FITTER, "10-01 12:00", 1)
    case.do("accept_report", DIRECTOR, "10-01 12:10", 1)
    assert case.why_not("follow_up", DIRECTOR, "10-01 15:00") == ""


@pytest.mark.parametrize("name", sorted(UNDONE))
def test_7_1_8_what_can_be_taken_back_moves_and_is_no_word_of_a_resident(name: str) -> None:
    step = TABLE.step(name)
    assert step.moves
    assert not {"score", "opinion"} & {fact.name for fact in step.facts}


@settings(max_examples=60)
@given(world=st.sampled_from(WORLDS), rng=st.randoms(use_true_random=False), steps=st.integers(3, 40))
def test_7_1_8_taken_back_at_once_a_case_stands_and_is_due_as_before(world: object, rng: Random, steps: int) -> None:
    walker = Walker(world, rng)  # type: ignore[arg-type]
    walker.walk(steps)
    for _ in range(8):
        before = walker.case.view
        count = len(walker.case.taken)
        walker.walk(1)
        if len(walker.case.taken) > count and walker.case.taken[-1].step.name in UNDONE:
            is_as_before(walker.case, before, walker)


def is_as_before(case: Case, before: View, walker: Walker) -> None:
    act = case.view.acts[-1]
    by = next(each for each in walker.world.people if each.key == act.actor)
    at = At(walker.now, walker.now)
    leg = act.leg
    name = "take_back" if leg is None else "take_back_leg"
    offered = steps_open_to(TABLE, case.seen_by(by), at, RULES)
    held = any(each.state == "held" for each in before.legs if leg in (None, each.key))
    if held and act.step in ("report", "reassign", "decline", "void"):
        assert not any(step.name == name and (of.key if of else None) == leg for step, of in offered), act.step
        return
    assert (TABLE.step(name).subject is Subject.LEG) == (leg is not None)
    assert any(step.name == name and (of.key if of else None) == leg for step, of in offered), act.step
    case.do(name, by, at, leg)
    after = case.view
    assert after.case == before.case
    assert [replace(each, request="") for each in after.legs[: len(before.legs)]] == [
        replace(each, request="")
        for each in before.legs  # what was asked for is asked for anew
    ]
    assert {each.state for each in after.legs[len(before.legs) :]} <= {"withdrawn"}
    assert after.voices == before.voices
    assert [each for each in running(after) if each.leg is None or each.leg <= len(before.legs)] == running(before)
