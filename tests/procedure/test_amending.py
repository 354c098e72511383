"""§7.1.1 — What was recorded wrong is amended by addition: who may, until when, and what follows from it."""

from __future__ import annotations

from typing import Any

from anju.procedure.steps import FromFact
from tests.procedure.build import ARCHIVIST, DESK, DIRECTOR, KEY, NIGHT, Case, dispatched, on, registered


def test_7_1_1_the_desk_amends_its_own_shifts_slips_until_dispatch() -> None:
    case = registered()
    case.do("amend", DESK, "10-01 10:20", place="3-2-1202", content=None)
    case.do("amend", NIGHT, "10-01 20:00")
    assert case.changes("case")["place"] == "3-2-1202"
    assert case.changes("case")["content"] == FromFact("content")
    assert case.view.case.place == "3-2-1202"
    assert "in its shift" in registered().why_not("amend", DESK, "10-01 22:30")
    assert "in its shift" in dispatched().why_not("amend", DESK, "10-01 11:10")
    assert "is done by" in registered().why_not("amend", ARCHIVIST, "10-01 10:20")


def test_7_1_1_the_director_amends_as_long_as_the_case_is_open() -> None:
    case = dispatched()
    case.do("amend", DIRECTOR, "10-02 11:00", name="Mr Qian", phone="13800000002", content=None)
    assert case.changes("case")["name"] == FromFact("name")
    case.do("void", DIRECTOR, "10-02 11:10")
    assert "does not apply" in case.why_not("amend", DIRECTOR, "10-02 11:20")


def test_7_1_1_another_name_is_joined_to_nobody_unless_the_house_knows_him() -> None:
    joined: list[bool] = []
    several: tuple[dict[str, Any], ...] = ({}, {"name": "Mr Qian"}, {"name": "Mr Qian", "resident": KEY})
    case = registered(resident=KEY)
    for facts in several:
        case.do("amend", DESK, "10-01 10:20", **facts)
        joined.append(case.view.case.joined)
    assert joined == [True, False, True]


def refused_field(case: Case, **facts: Any) -> str:
    return case.refuses("amend", DIRECTOR, "10-01 12:00", **facts).field


def test_7_1_1_an_amendment_says_what_is_right_and_why() -> None:
    case = registered()
    assert refused_field(case, content=None) == "content"
    assert refused_field(case, reason=None) == "reason"
    assert refused_field(case, said_at=on("10-01 10:06")) == "said_at"
    assert refused_field(case, grade="grand") == "grade"
    assert refused_field(case, speaker="anonymous") == "speaker"
    unknown = registered(speaker="anonymous", told=None, untold="Hung up.")
    assert refused_field(unknown, name="Mr Qian") == "speaker"
    unknown.do("amend", DIRECTOR, "10-01 12:00")


def test_7_1_6_another_grade_moves_the_deadlines_that_run_and_leaves_those_that_ran() -> None:
    case = dispatched()
    before = [each.deadline for each in case.clocks("dispatch")]
    assert case.due("result", 1) == "10-02 10:05"
    case.do("amend", DIRECTOR, "10-01 11:30", grade="suggestion", content=None)
    assert case.due("result", 1) == "10-08 10:05"
    assert [each.deadline for each in case.clocks("dispatch")] == before


def test_7_1_1_another_time_it_was_said_moves_what_counts_from_it() -> None:
    case = dispatched()
    case.do("amend", DIRECTOR, "10-01 11:30", said_at=on("10-01 09:00"), content=None)
    assert case.due("result", 1) == "10-02 09:00"
