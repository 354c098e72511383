"""§7.1.1 — A repeat: the same place and class within the window, told from a reopening and a duplicate."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from anju.procedure.repeats import proposed_grade
from anju.procedure.views import EarlierView
from tests.procedure.build import DESK, DIRECTOR, RULES, Case, on

EARLIER = (
    EarlierView("YL-KF1-202608-0001", "engineering", on("08-20 10:00")),
    EarlierView("YL-KF1-202609-0001", "engineering", on("09-10 10:00")),
    EarlierView("YL-KF1-202609-0002", "green", on("09-20 10:00")),
)


def registered(when: str = "10-01 10:05", **facts: Any) -> Case:
    case = Case()
    case.view = replace(case.view, earlier=EARLIER)
    case.do("register", DESK, when, **facts)
    return case


def test_7_1_1_what_comes_back_within_thirty_days_of_its_end_names_the_case_before() -> None:
    case = registered()
    assert case.changes("case")["repeat_of"] == "YL-KF1-202609-0001"
    assert case.view.case.repeat_of == "YL-KF1-202609-0001"
    assert registered("10-10 10:00").view.case.repeat_of == "YL-KF1-202609-0001"
    assert registered("10-10 10:01").view.case.repeat_of == ""


def test_7_1_1_another_class_another_matter_and_no_class_no_repeat() -> None:
    assert registered(category="green").view.case.repeat_of == "YL-KF1-202609-0002"
    assert registered(category="charges").view.case.repeat_of == ""
    assert registered(category="unsure").view.case.repeat_of == ""
    assert "repeat_of" not in registered(category="charges").changes("case")


def test_7_1_1_what_was_said_before_the_end_of_the_other_is_a_duplicate_and_no_repeat() -> None:
    assert registered(said_at=on("08-19 09:59")).view.case.repeat_of == ""


def test_7_1_6_the_directors_class_decides_anew() -> None:
    case = registered(category="unsure")
    case.do("pass_on", DESK, "10-01 10:10")
    case.do("dispatch", DIRECTOR, "10-01 11:00")
    assert case.view.case.repeat_of == "YL-KF1-202609-0001"
    same = registered()
    same.do("pass_on", DESK, "10-01 10:10")
    same.view = replace(same.view, earlier=())
    same.do("dispatch", DIRECTOR, "10-01 11:00")
    assert same.view.case.repeat_of == "YL-KF1-202609-0001"
    other = registered()
    other.do("pass_on", DESK, "10-01 10:10")
    other.do("dispatch", DIRECTOR, "10-01 11:00", category="charges")
    assert other.view.case.repeat_of == ""


def test_7_1_1_an_amended_class_or_place_is_looked_at_again() -> None:
    case = registered()
    case.do("amend", DESK, "10-01 10:20", category="green", content=None)
    assert case.view.case.repeat_of == "YL-KF1-202609-0002"
    case.view = replace(case.view, earlier=())
    case.do("amend", DESK, "10-01 10:30", place="3-2-1202", content=None)
    assert case.view.case.repeat_of == ""


def test_7_1_6_one_grade_up_is_proposed() -> None:
    proposed = {each: proposed_grade("other", each, RULES) for each in ("consult", "suggestion", "help", "gone")}
    assert proposed == {"consult": "inquiry", "suggestion": "inquiry", "help": "help", "gone": "gone"}
