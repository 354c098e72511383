"""§7.1.5-7.1.9 — Two times in every act, and the spans that follow from the first of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from anju.procedure.clocks import clocks, next_due
from anju.procedure.taking import bound, not_before
from anju.procedure.views import Actor, At
from tests.procedure.build import (
    ARCHIVIST,
    COMPANY,
    DEPUTY,
    DESK,
    DIRECTOR,
    FITTER,
    GUARD,
    RULES,
    TABLE,
    Case,
    dispatched,
    on,
    registered,
    reported,
    to_follow_up,
    tried_enough,
)

EVENING = "10-01 18:20"


def typed(happened: str, entered: str = EVENING, reason: str = "") -> At:
    return At(on(happened), on(entered), reason)


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


def rounds(case: Case, span: str, leg: int | None = None) -> list[tuple[str, str]]:
    """The rounds of a span as start and stop."""
    return [
        (f"{each.start:%m-%d %H:%M}", f"{each.stop:%m-%d %H:%M}" if each.stop else "")
        for each in case.clocks(span, leg)
    ]


# -- happened and entered -----------------------------------------------------------------------------


def test_what_happens_in_the_future_is_refused() -> None:
    case = registered()
    refused = case.refuses("pass_on", DESK, typed("10-01 18:21"))
    assert (refused.clause, refused.field) == ("7.1.5", "happened")
    case.refuses("note", DESK, typed("10-01 18:21"))
    case.do("pass_on", DESK, typed(EVENING))


def test_7_1_7_arrived_before_called_is_refused() -> None:
    case = dispatched()
    case.do("accept", FITTER, "10-01 11:10", 1)
    refused = case.refuses("arrive", FITTER, typed("10-01 11:09"), 1)
    assert refused.field == "happened"
    assert refused.say("en") == "It cannot have happened before the step “Accept”."
    assert "dispatch" in dispatched().refuses("accept", FITTER, typed("10-01 10:59"), 1).say("en").lower()
    assert "resident said it" in dispatched().refuses("note", FITTER, typed("10-01 10:04")).say("en")


def test_a_step_of_the_case_is_bound_by_the_case_a_leg_by_its_own_steps_only() -> None:
    case = dispatched("engineering", "order")
    case.do("accept", FITTER, "10-01 15:00", 1)
    case.refuses("report", FITTER, typed("10-01 14:59"), 1)
    case.do("accept", GUARD, typed("10-01 11:30"), 2)
    case.do("add_leg", DIRECTOR, typed("10-01 11:15"), departments=("green",))
    case.refuses("add_leg", DIRECTOR, typed("10-01 11:14"), departments=("gate",))


def test_what_ends_a_case_is_bound_by_the_work_of_its_legs() -> None:
    case = dispatched()
    case.do("accept", FITTER, "10-01 15:00", 1)
    assert "“Accept”" in case.refuses("void", DIRECTOR, typed("10-01 14:00")).say("en")
    case.do("void", DIRECTOR, typed("10-01 15:00"))
    assert rounds(case, "result") == [("10-01 10:05", "10-01 15:00")]


def test_notes_words_and_promises_bind_nothing() -> None:
    case = registered(told=None, tell_by=on("10-01 20:00"))
    case.do("note", DIRECTOR, "10-01 17:00")
    case.do("promise", DESK, "10-01 17:10", promise_by=on("10-02 12:00"))
    case.do("tell", DESK, "10-01 17:20")
    case.do("attach", DESK, "10-01 17:30")
    step = TABLE.step("pass_on")
    for found in (bound(TABLE, step, case.view), not_before(step, case.view)):
        assert found
        assert found.step == "register"
    case.do("pass_on", DESK, typed("10-01 10:20"))


@pytest.mark.parametrize(
    ("by", "reason", "allowed"),
    [(DESK, "The line was down", False), (DIRECTOR, "", False), (DIRECTOR, "  ", False), (DIRECTOR, "Down", True)],
)
def test_what_is_older_than_72_hours_the_director_enters_with_a_reason(by: Actor, reason: str, allowed: bool) -> None:
    case = registered()
    at = typed("10-01 12:00", "10-04 12:01", reason)
    if allowed:
        assert case.do("pass_on", by, at).marks["late"] is True
    else:
        refused = case.refuses("pass_on", by, at)
        assert (refused.field, refused.values["hours"]) == ("late_reason", 72)
    registered().do("pass_on", DESK, typed("10-01 12:00", "10-04 12:00"))


def test_72_hours_bind_the_company_too() -> None:
    case = tried_enough(to_follow_up())
    case.do("report_unreachable", DIRECTOR, "10-02 10:00")
    late = typed("10-02 10:00", "10-06 10:00", "I was travelling")
    assert case.refuses("confirm_unreachable", COMPANY, late).field == "late_reason"
    case.do("confirm_unreachable", COMPANY, "10-06 10:00")


def test_entered_late_is_marked() -> None:
    assert "late" not in registered().do("pass_on", DESK, typed("10-01 10:10", "10-01 10:40")).marks
    assert registered().do("pass_on", DESK, typed("10-01 10:10", "10-01 10:41")).marks["late"] is True


# -- true durations -----------------------------------------------------------------------------------


def test_six_slips_typed_at_18_20_give_true_durations() -> None:
    slips = [(f"10-01 {hour:02}:05", f"10-01 {hour:02}:12", f"10-01 {hour:02}:40") for hour in range(9, 15)]
    for said, written, passed in slips:
        case = Case()
        case.do("register", DESK, typed(written), said_at=on(said))
        case.do("pass_on", DESK, typed(passed))
        case.do("dispatch", DIRECTOR, EVENING)
        (record,), (pass_on,), (dispatch,) = (case.clocks(span) for span in ("record", "pass_on", "dispatch"))
        assert record.stop
        assert pass_on.stop
        assert record.stop - record.start == minutes(7)
        assert pass_on.stop - pass_on.start == minutes(28)
        assert (dispatch.start, dispatch.stop) == (on(passed), on(EVENING))
        assert {act.entered for act in case.view.acts} == {on(EVENING)}


def test_slips_of_two_departments_typed_in_any_order_give_true_durations() -> None:
    """The case enters review when the last report was made, not when the last slip was typed."""
    case = dispatched("engineering", "order")
    for leg, by, accepted, done in ((1, FITTER, "11:10", "15:00"), (2, GUARD, "11:20", "13:00")):
        case.do("accept", by, typed(f"10-01 {accepted}"), leg)
        case.do("report", by, typed(f"10-01 {done}"), leg)
    case.do("accept_report", DIRECTOR, typed("10-01 17:00"), 1)
    case.do("accept_report", DIRECTOR, typed("10-01 16:00"), 2)
    assert rounds(case, "result") == [("10-01 10:05", "10-01 15:00"), ("10-01 10:05", "10-01 13:00")]
    assert rounds(case, "review") == [("10-01 15:00", "10-01 17:00"), ("10-01 13:00", "10-01 16:00")]
    assert rounds(case, "follow_up") == [("10-01 17:00", "")]
    assert "“Accept the report”" in case.refuses("follow_up", DIRECTOR, typed("10-01 16:30")).say("en")
    assert "“Accept the report”" in case.refuses("attempt", DIRECTOR, typed("10-01 16:30")).say("en")


# -- due times ------------------------------------------------------------------------------------------


def test_7_1_5_said_and_recorded_on_1_october_10_05_is_passed_on_by_12_05_and_dispatched_by_16_05() -> None:
    case = registered("10-01 10:05")
    assert rounds(case, "record") == [("10-01 10:05", "10-01 10:05")]
    assert case.due("pass_on") == "10-01 12:05"
    case.do("pass_on", DESK, "10-01 12:05")
    assert case.due("dispatch") == "10-01 16:05"
    (running,) = [each for each in case.clocks("dispatch") if each.runs]
    assert running.deadline
    said = " ".join(f"{line.note.en} {line.value}" for line in running.deadline.lines)
    assert "holiday" in said


def test_7_1_5_what_is_said_at_night_is_recorded_by_ten() -> None:
    case = registered("10-01 21:30")
    (record,) = case.clocks("record")
    assert record.deadline
    assert record.deadline.due == on("10-02 10:00")
    assert case.due("pass_on") == "10-02 11:00"


ORDER: dict[str, Any] = {
    "source": "outside_order", "outside_order": "12345-88", "outside_limit": on("10-10 16:00"),
    "said_at": on("09-30 16:00"),
}  # fmt: skip


@pytest.mark.parametrize("grade", ["coordination", "suggestion", "praise"])
def test_7_1_7_an_outside_order_binds_the_result_clock(grade: str) -> None:
    case = dispatched(grade=grade, **ORDER)
    assert case.due("result", 1) == "10-10 16:00"
    (running,) = case.clocks("result", 1)
    assert running.deadline
    assert "the limit stated by the outside order" in {line.note.en for line in running.deadline.lines}
    assert running.start == on("09-30 16:00")


def test_7_1_7_an_outside_order_does_not_slow_down_a_call_for_help() -> None:
    assert dispatched(grade="help", **ORDER).due("result", 1) == "10-01 16:00"


def test_7_1_7_what_the_director_asks_for_can_only_be_earlier() -> None:
    case = dispatched(grade="suggestion")
    case.do("add_leg", DIRECTOR, "10-01 11:30", finish_by=on("10-03 12:00"))
    case.do("add_leg", DIRECTOR, "10-01 11:40", departments=("green",), finish_by=on("11-01 12:00"))
    assert [case.due("result", leg) for leg in (1, 2, 3)] == ["10-08 10:05", "10-03 12:00", "10-08 10:05"]


def test_7_1_6_a_new_grade_moves_what_still_runs_and_not_what_is_done() -> None:
    case = registered()
    case.do("pass_on", DESK, "10-01 11:30")
    case.do("dispatch", DIRECTOR, "10-01 14:30", grade="inquiry")
    (pass_on,), (dispatch,) = case.clocks("pass_on"), case.clocks("dispatch")
    assert pass_on.deadline
    assert dispatch.deadline
    assert pass_on.deadline.due == on("10-01 12:05")
    assert dispatch.deadline.due == on("10-01 15:30")
    assert case.due("result", 1) == "10-04 10:05"


# -- rounds ---------------------------------------------------------------------------------------------


def test_7_1_8_a_returned_report_runs_a_new_round_against_the_old_limit() -> None:
    case = reported(grade="inquiry")
    case.do("return_report", DIRECTOR, "10-01 15:00", 1)
    assert rounds(case, "result", 1) == [("10-01 10:05", "10-01 14:00"), ("10-01 15:00", "")]
    assert case.due("result", 1) == "10-04 10:05"
    running = case.clocks("result", 1)[1].deadline
    assert running
    assert running.start == on("10-01 10:05")


def test_7_1_9_a_reopened_case_counts_its_result_from_the_dissatisfied_word() -> None:
    case = to_follow_up(grade="inquiry")
    case.do("follow_up", DIRECTOR, "10-02 10:00", score="dissatisfied", opinion="Dark again.")
    case.do("dispatch", DIRECTOR, "10-02 11:00", grade="inquiry")
    assert rounds(case, "result", 1) == [("10-01 10:05", "10-01 14:00")]
    assert rounds(case, "result", 2) == [("10-02 10:00", "")]
    assert case.due("result", 2) == "10-05 10:00"


def test_7_1_9_after_a_refused_request_the_result_counts_from_the_refusal() -> None:
    case = to_follow_up(grade="inquiry")
    case.do("follow_up", DIRECTOR, "10-02 10:00", score="dissatisfied", opinion="Dark again.")
    case.do("ask_not_agreed", DIRECTOR, "10-02 11:00")
    assert rounds(case, "dispatch")[1:] == [("10-02 10:00", "10-02 11:00")]
    case.do("refuse_not_agreed", COMPANY, "10-03 09:00")
    case.do("dispatch", DIRECTOR, "10-03 10:00", grade="inquiry")
    assert rounds(case, "result", 2) == [("10-03 09:00", "")]


def test_7_1_9_the_limit_of_an_outside_order_says_nothing_once_it_is_past() -> None:
    case = to_follow_up(grade="inquiry", **{**ORDER, "outside_limit": on("10-01 23:00")})
    case.do("follow_up", DIRECTOR, "10-02 10:00", score="dissatisfied", opinion="Dark again.")
    case.do("dispatch", DIRECTOR, "10-02 11:00", grade="inquiry")
    assert case.due("result", 2) == "10-05 10:00"


def test_7_1_8_reassigned_work_still_counts_from_the_word() -> None:
    case = dispatched()
    case.do("decline", FITTER, "10-01 11:30", 1)
    assert case.due("reassign", 1) == "10-01 13:30"
    case.do("reassign", DIRECTOR, "10-01 12:00", 1)
    assert rounds(case, "reassign") == [("10-01 11:30", "10-01 12:00")]
    assert rounds(case, "accept") == [("10-01 11:00", "10-01 11:30"), ("10-01 12:00", "")]
    assert rounds(case, "result") == [("10-01 10:05", "10-01 12:00"), ("10-01 10:05", "")]
    assert case.due("result", 2) == "10-02 10:05"


def test_7_1_8_a_report_that_waits_beside_other_work_has_its_own_clock() -> None:
    case = dispatched("engineering", "order")
    case.do("accept", FITTER, "10-01 11:10", 1)
    case.do("report", FITTER, "10-01 14:00", 1)
    assert case.state == "handling"
    assert case.due("review", 1) == "10-02 14:00"
    case.do("add_leg", DIRECTOR, "10-01 14:10", departments=("green",))
    assert rounds(case, "review") == [("10-01 14:00", "")]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, [("10-01 10:05", "10-01 10:05")]),
        ({"told": None, "tell_by": on("10-01 20:00")}, [("10-01 10:05", "")]),
        ({"told": None, "untold": "He left no name."}, []),
    ],
    ids=["told", "to tell", "nobody to tell"],
)
def test_7_1_1_the_first_word_runs_from_what_was_said(given: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert rounds(registered(**given), "tell") == expected


def test_7_1_1_the_first_word_is_told_by_the_first_word_only() -> None:
    case = to_follow_up(told=None, tell_by=on("10-03 20:00"))
    case.do("follow_up", DIRECTOR, "10-01 15:00", score="dissatisfied", opinion="Dark again.")
    case.do("ask_not_agreed", DIRECTOR, "10-01 15:10")
    case.do("approve_not_agreed", COMPANY, "10-01 16:00")
    case.do("tell", DESK, "10-01 16:30", word=2)
    assert rounds(case, "tell") == [("10-01 10:05", "")]
    case.do("tell", DESK, "10-01 17:00", word=1)
    assert rounds(case, "tell") == [("10-01 10:05", "10-01 17:00")]


def test_words_and_promises_run_until_they_end_even_on_a_void_case() -> None:
    case = registered(told=None, tell_by=on("10-02 20:00"))
    case.do("promise", DESK, "10-01 10:30", promise_by=on("10-02 12:00"))
    case.do("void", DIRECTOR, "10-01 11:00")
    assert (case.due("word"), case.due("promise")) == ("10-02 20:00", "10-02 12:00")
    assert next_due(clocks(TABLE, case.view, RULES)) == on("10-02 12:00")
    case.do("close_promise", DESK, "10-01 11:10", kept="released")
    case.do("tell", DESK, "10-01 11:20", telling="cannot")
    assert next_due(clocks(TABLE, case.view, RULES)) is None


def test_next_due_of_a_case_is_the_first_of_all_of_a_leg_its_own() -> None:
    case = dispatched("engineering", "order", grade="suggestion")
    case.do("accept", FITTER, "10-01 11:10", 1)
    found = clocks(TABLE, case.view, RULES)
    dues: list[datetime | None] = [next_due(found), next_due(found, 1), next_due(found, 2)]
    assert dues == [on("10-01 13:00"), on("10-08 10:05"), on("10-01 13:00")]


def test_7_1_10_a_closed_case_has_no_running_clock() -> None:
    case = to_follow_up(people=(DESK, DIRECTOR, DEPUTY, FITTER, ARCHIVIST))
    case.do("follow_up", DEPUTY, "10-01 15:00")
    case.do("put_in_order", DIRECTOR, "10-01 15:10")
    case.do("hand_over", DIRECTOR, "10-01 15:20")
    case.do("archive", ARCHIVIST, "10-01 15:30")
    assert not [each for each in clocks(TABLE, case.view, RULES) if each.runs]
