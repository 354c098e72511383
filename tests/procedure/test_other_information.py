"""§7.1.1-7.1.10 — Stories of other information: how cases go, end, reopen and are withdrawn."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from anju.procedure.clauses import CLAUSES
from anju.procedure.first_edition import OTHER_GRADES
from anju.procedure.steps import FromFact, Step
from anju.procedure.words import Words
from tests.procedure.build import (
    ARCHIVIST,
    COMPANY,
    DESK,
    DIRECTOR,
    EXECUTIVE,
    FITTER,
    GUARD,
    SOLE,
    TABLE,
    dispatched,
    on,
    registered,
    reported,
    to_follow_up,
    tried_enough,
)


@pytest.mark.parametrize("step", TABLE.steps, ids=lambda step: step.name)
def test_every_row_cites_a_clause_and_leads_from_and_to_known_states(step: Step) -> None:
    known = {state.name for state in (TABLE.leg_states if step.subject == "leg" else TABLE.states)}
    ends = {branch.enters for branch in step.enters} if isinstance(step.enters, tuple) else {step.enters or ""}
    assert step.clause in CLAUSES
    assert step.leaves | (ends - {""}) <= known
    assert len({fact.name for fact in step.facts}) == len(step.facts)


def test_every_word_of_the_table_is_said_in_both_languages() -> None:
    spoken: list[Words] = [step.words for step in TABLE.steps]
    spoken += [state.words for state in (*TABLE.states, *TABLE.leg_states)]
    spoken += [span.words for span in TABLE.spans]
    spoken += [fact.words for step in TABLE.steps for fact in step.facts]
    spoken += [choice.words for step in TABLE.steps for fact in step.facts for choice in fact.choices]
    assert all(words.zh and words.en for words in spoken)
    assert {span.clause for span in TABLE.spans} <= set(CLAUSES)


def test_7_1_5_to_7_1_10_a_word_goes_from_the_desk_to_the_archive() -> None:
    case = registered()
    for step, by, when, leg in (
        ("pass_on", DESK, "10:30", None),
        ("dispatch", DIRECTOR, "11:00", None),
        ("accept", FITTER, "11:10", 1),
        ("arrive", FITTER, "11:30", 1),
        ("report", FITTER, "12:00", 1),
        ("return_report", DIRECTOR, "12:10", 1),
        ("report", FITTER, "13:00", 1),
        ("accept_report", DIRECTOR, "13:10", 1),
        ("follow_up", DIRECTOR, "15:00", None),
        ("put_in_order", DIRECTOR, "15:10", None),
        ("hand_over", DIRECTOR, "15:20", None),
        ("archive", ARCHIVIST, "15:30", None),
    ):
        case.do(step, by, f"10-01 {when}", leg)
    kept = case.changes("case")
    assert (case.state, kept["outcome"], kept["keep_until"]) == ("archived", "satisfied", date(2029, 12, 31))
    assert isinstance(kept["content"], FromFact)
    assert case.leg_states == ["accepted"]


def test_7_1_7_the_case_follows_the_last_of_its_legs() -> None:
    case = dispatched("engineering", "order")
    for step, by, leg, state in (
        ("accept", FITTER, 1, "handling"),
        ("report", FITTER, 1, "handling"),
        ("accept", GUARD, 2, "handling"),
        ("accept_report", DIRECTOR, 1, "handling"),
        ("report", GUARD, 2, "reviewing"),
        ("return_report", DIRECTOR, 2, "handling"),
        ("report", GUARD, 2, "reviewing"),
        ("accept_report", DIRECTOR, 2, "follow_up"),
    ):
        case.do(step, by, "10-01 14:00", leg)
        assert case.state == state


def test_7_1_8_reassigned_work_leaves_one_live_leg() -> None:
    case = dispatched()
    case.do("decline", FITTER, "10-01 11:10", 1)
    case.do("reassign", DIRECTOR, "10-01 11:20", 1)
    assert case.leg_states == ["withdrawn", "assigned"]
    assert not case.offers("accept", FITTER, "10-01 11:30", 1)
    assert not case.offers("reassign", DIRECTOR, "10-01 11:30", 1)
    case.do("accept", GUARD, "10-01 11:30", 2)
    case.do("report", GUARD, "10-01 11:40", 2)
    assert case.state == "reviewing"


# -- follow-up or none -----------------------------------------------------------------------------------


@pytest.mark.parametrize("grade", OTHER_GRADES, ids=lambda grade: grade.code)
def test_7_1_9_the_grade_says_whether_the_resident_is_called(grade: Any) -> None:
    case = reported(grade=grade.code)
    case.do("accept_report", DIRECTOR, "10-01 14:30", 1)
    assert case.state == ("follow_up" if grade.follow_up else "ordering")


@pytest.mark.parametrize("given", [{"speaker": "anonymous"}, {"declines_call": True}], ids=["anonymous", "declined"])
def test_7_1_9_nobody_is_called_who_is_unknown_or_declined(given: dict[str, Any]) -> None:
    case = reported(**given)
    case.do("accept_report", DIRECTOR, "10-01 14:30", 1)
    assert case.state == "ordering"
    assert "outcome" not in case.changes("case") or case.changes("case")["outcome"] == ""


@pytest.mark.parametrize("score", ["satisfied", "fairly"])
def test_7_1_9_satisfied_or_fairly_satisfied_ends_the_round(score: str) -> None:
    case = to_follow_up()
    case.do("follow_up", DIRECTOR, "10-01 15:00", score=score, rating=4)
    assert (case.state, case.changes("case")["outcome"]) == ("ordering", score)


def test_7_1_9_dissatisfied_reopens_and_is_dispatched_again() -> None:
    case = to_follow_up()
    case.do("follow_up", DIRECTOR, "10-01 15:00", score="dissatisfied", opinion="Dark again.")
    assert case.state == "passed_on"
    case.do("dispatch", DIRECTOR, "10-01 15:10")
    assert case.leg_states == ["accepted", "assigned"]
    for step, by, when, leg in (
        ("accept", FITTER, "15:20", 2),
        ("report", FITTER, "15:30", 2),
        ("accept_report", DIRECTOR, "15:40", 2),
        ("follow_up", DIRECTOR, "16:00", None),
    ):
        case.do(step, by, f"10-01 {when}", leg)
    assert (case.state, case.changes("case")["outcome"]) == ("ordering", "satisfied")
    assert [act.facts["score"] for act in case.view.acts if act.step == "follow_up"] == ["dissatisfied", "satisfied"]


def test_7_1_9_not_agreed_is_asked_approved_told_and_filed() -> None:
    case = to_follow_up()
    case.do("follow_up", DIRECTOR, "10-01 15:00", score="dissatisfied", opinion="I want a new lift.")
    case.do("ask_not_agreed", DIRECTOR, "10-01 15:10")
    case.do("approve_not_agreed", EXECUTIVE, "10-01 16:00")
    assert (case.state, case.changes("case")["outcome"]) == ("ordering", "not_agreed")
    assert [word.due for word in case.view.words] == [on("10-02 16:00")]
    assert not case.offers("put_in_order", DIRECTOR, "10-01 16:30")
    case.do("tell", DESK, "10-01 16:40", word=2, channel="letter")
    case.do("put_in_order", DIRECTOR, "10-01 16:50")


def test_7_1_9_not_agreed_refused_goes_back_to_work_and_may_be_asked_again() -> None:
    case = to_follow_up()
    case.do("follow_up", DIRECTOR, "10-01 15:00", score="dissatisfied", opinion="I want a new lift.")
    case.do("ask_not_agreed", DIRECTOR, "10-01 15:10")
    case.do("refuse_not_agreed", COMPANY, "10-01 16:00")
    assert (case.state, case.changes("case")["outcome"]) == ("passed_on", "dissatisfied")
    assert case.offers("ask_not_agreed", DIRECTOR, "10-01 16:10")
    case.do("dispatch", DIRECTOR, "10-01 16:20")
    assert case.state == "handling"


def test_7_1_9_more_calls_are_asked_for_and_made() -> None:
    case = tried_enough(to_follow_up())
    case.do("report_unreachable", DIRECTOR, "10-02 10:00")
    assert case.state == "unreachable"
    assert not case.offers("follow_up", DIRECTOR, "10-02 10:10")
    case.do("call_again", COMPANY, "10-02 10:10")
    case.do("follow_up", DIRECTOR, "10-02 19:00")
    assert case.changes("case")["outcome"] == "satisfied"


def test_7_1_9_a_centre_of_one_person_is_followed_up_by_the_company() -> None:
    case = to_follow_up(people=(SOLE,), by=SOLE, director=SOLE)
    case.do("follow_up", COMPANY, "10-01 15:00", score="dissatisfied", opinion="Dark again.")
    case.do("ask_not_agreed", SOLE, "10-01 15:10")
    case.do("approve_not_agreed", COMPANY, "10-01 15:20")
    case.do("tell", SOLE, "10-01 15:30", word=2)
    for step in ("put_in_order", "hand_over", "archive"):
        case.do(step, SOLE, "10-01 15:40")
    assert case.state == "archived"


# -- void ---------------------------------------------------------------------------------------------------


def test_7_1_8_void_withdraws_live_legs_marks_the_number_and_ends_every_step() -> None:
    case = dispatched("engineering", "order", "green")
    case.do("accept", FITTER, "10-01 11:10", 1)
    case.do("report", FITTER, "10-01 11:20", 1)
    case.do("accept_report", DIRECTOR, "10-01 11:30", 1)
    case.do("accept", GUARD, "10-01 11:40", 2)
    case.do("void", DIRECTOR, "10-01 12:00")
    assert (case.state, case.leg_states) == ("void", ["accepted", "withdrawn", "withdrawn"])
    assert case.changes("number", case.number) == {"state": "void", "reason": FromFact("reason")}
    everybody = (DESK, DIRECTOR, FITTER, GUARD, ARCHIVIST, COMPANY, EXECUTIVE)
    offered = [step.name for by in everybody for step in TABLE.steps if case.offers(step.name, by, "10-01 13:00")]
    assert set(offered) <= {"tell", "close_promise", "take_back"}


def test_a_step_makes_one_effect_per_record_and_keeps_what_it_does_not_touch() -> None:
    case = dispatched("engineering", "order")
    for taken in case.taken:
        keys = [(effect.kind, effect.key) for effect in taken.effects]
        assert len(set(keys)) == len(keys)
    before = case.view
    case.do("note", FITTER, "10-01 12:00")
    assert (case.view.case, case.view.legs) == (before.case, before.legs)
    assert not case.taken[-1].effects


def test_attachments_are_numbered_and_carry_their_digest() -> None:
    case = registered()
    for count in (1, 2):
        case.do("attach", DESK, "10-01 11:00")
        assert case.changes("attachment", str(count))["digest"] == "0" * 64


def test_refused_steps_leave_nothing_behind() -> None:
    case = dispatched()
    before = case.view
    case.refuses("report", FITTER, "10-01 12:00", 1)
    case.refuses("accept", GUARD, "10-01 12:00", 1)
    assert case.view == before
