"""§7.1.5-7.1.10 — The clocks: when each span is due, from when it counts, and which rounds it runs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from anju.procedure.clocks import clocks, next_due
from tests.procedure.build import (
    ARCHIVIST,
    COMPANY,
    DEPUTY,
    DESK,
    DIRECTOR,
    FITTER,
    RULES,
    TABLE,
    Case,
    dispatched,
    on,
    registered,
    reported,
    to_follow_up,
)


def rounds(case: Case, span: str, leg: int | None = None) -> list[tuple[str, str]]:
    """The rounds of a span as start and stop."""
    return [
        (f"{each.start:%m-%d %H:%M}", f"{each.stop:%m-%d %H:%M}" if each.stop else "")
        for each in case.clocks(span, leg)
    ]


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


def test_7_1_7_the_answer_to_an_outside_order_has_a_clock_of_its_own() -> None:
    case = dispatched(grade="inquiry", **ORDER)
    (outside,) = case.clocks("outside")
    assert case.due("outside") == "10-10 16:00"
    assert outside.deadline
    assert "the limit stated by the outside order" in {line.note.en for line in outside.deadline.lines}
    assert outside.start == on("09-30 16:00")


def test_7_1_7_the_earlier_limit_holds_for_the_case() -> None:
    assert dispatched(grade="inquiry", **ORDER).due("result", 1) == "10-03 16:00"
    soon = dispatched(grade="suggestion", **{**ORDER, "outside_limit": on("10-02 16:00")})
    assert soon.due("result", 1) == "10-07 16:00"
    assert min(each.deadline.due for each in soon.clocks("outside") if each.deadline) == on("10-02 16:00")


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


def test_7_1_9_an_outside_order_is_answered_once() -> None:
    case = to_follow_up(grade="inquiry", **{**ORDER, "outside_limit": on("10-01 23:00")})
    assert not [each for each in case.clocks("outside") if each.runs]
    case.do("follow_up", DIRECTOR, "10-02 10:00", score="dissatisfied", opinion="Dark again.")
    case.do("dispatch", DIRECTOR, "10-02 11:00", grade="inquiry")
    assert case.due("result", 2) == "10-05 10:00"
    assert not [each for each in case.clocks("outside") if each.runs]


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
