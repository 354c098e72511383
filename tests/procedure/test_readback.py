"""§7.1.1, §7.1.6, §7.1.9 — Answered on the spot: read by the director, a drawn share called back."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.procedure.readback import answer_is_drawn_for_a_call, lot
from anju.procedure.views import Actor, At, Question
from tests.procedure.build import (
    ARCHIVIST,
    COMPANY,
    DEPUTY,
    DESK,
    DIRECTOR,
    FITTER,
    NIGHT,
    SOLE,
    Case,
    delegation,
    on,
    registered,
)


def numbered(serial: int) -> str:
    return f"YL-KF1-202610-{serial:04}"


DRAWN = next(numbered(each) for each in range(1, 500) if lot(numbered(each)) < 10)
SPARED = next(numbered(each) for each in range(1, 500) if lot(numbered(each)) >= 10)


def answered(number: str = SPARED, this_week: int = 2, by: Actor = DESK, **facts: Any) -> Case:
    """Recorded at 10:05 and answered at once, after so many were drawn this week."""
    case = Case(number=number)
    case.view = replace(case.view, drawn_this_week=this_week)
    case.do("register", by, "10-01 10:05", **facts)
    case.do("answer", by, "10-01 10:06")
    return case


def test_7_1_1_what_was_answered_on_the_spot_ends_once_the_director_has_read_it() -> None:
    case = answered()
    assert case.state == "answered"
    assert case.refuses("read_answer", DESK, "10-01 11:00").clause == "7.1.6"
    case.do("read_answer", DIRECTOR, "10-01 17:00")
    assert (case.state, case.changes("case")["outcome"]) == ("ordering", "answered")
    case.do("put_in_order", DIRECTOR, "10-02 09:00")
    case.do("hand_over", DIRECTOR, "10-02 09:05")
    case.do("archive", ARCHIVIST, "10-02 09:30")
    assert case.state == "archived"


def test_7_1_9_one_whose_lot_is_drawn_stays_in_follow_up_until_called() -> None:
    case = answered(DRAWN)
    case.do("read_answer", DIRECTOR, "10-01 17:00")
    assert case.state == "follow_up"
    assert case.due("follow_up") == "10-04 17:00"
    case.do("follow_up", DIRECTOR, "10-02 10:00", score="dissatisfied", opinion="Nobody told me why.")
    assert case.state == "passed_on"


def test_7_1_9_the_first_ones_of_a_week_are_called_whatever_their_lot() -> None:
    for this_week, state in ((0, "follow_up"), (1, "follow_up"), (2, "ordering")):
        case = answered(this_week=this_week)
        case.do("read_answer", DIRECTOR, "10-01 17:00")
        assert case.state == state


@pytest.mark.parametrize(
    "facts",
    [{"speaker": "anonymous"}, {"declines_call": True}, {"grade": "praise"}],
    ids=["anonymous", "declines", "praise"],
)
def test_7_1_9_nobody_is_drawn_who_is_not_to_be_called(facts: dict[str, Any]) -> None:
    case = answered(DRAWN, 0, **facts)
    case.do("read_answer", DIRECTOR, "10-01 17:00")
    assert case.state == "ordering"


def test_7_1_9_whoever_gave_the_answer_does_not_make_the_call() -> None:
    case = answered(DRAWN, by=DIRECTOR)
    case.do("read_answer", DIRECTOR, "10-01 17:00")
    assert case.why_not("follow_up", DIRECTOR, "10-02 10:00").startswith("Whoever did the work")
    assert case.why_not("follow_up", COMPANY, "10-02 10:00") == ""
    case.view = replace(case.view, delegations=(delegation(NIGHT, "09-01 00:00", "12-01 00:00"),))
    assert case.why_not("follow_up", NIGHT, "10-02 10:00") == ""
    assert case.why_not("follow_up", COMPANY, "10-02 10:00").startswith("The centre still has someone")


def test_7_1_9_in_a_centre_of_one_person_the_company_makes_the_call() -> None:
    case = Case(people=(SOLE,), number=DRAWN)
    case.do("register", SOLE, "10-01 10:05")
    case.do("answer", SOLE, "10-01 10:06")
    case.do("read_answer", SOLE, "10-01 17:00")
    case.do("follow_up", COMPANY, "10-02 10:00")
    assert case.state == "ordering"


@pytest.mark.parametrize("grade", ["suggestion", "inquiry", "help", "report", "coordination"])
def test_7_1_1_what_needs_more_than_a_word_is_not_answered_on_the_spot(grade: str) -> None:
    refused = registered(grade=grade).refuses("answer", DESK, "10-01 10:06")
    assert (refused.clause, refused.say("en")) == ("7.1.1", "This grade cannot be answered on the spot; pass it on.")


def test_7_1_1_an_answer_leaves_the_resident_no_word_to_wait_for() -> None:
    case = registered(told=None, tell_by=on("10-01 12:00"))
    assert case.why_not("answer", DESK, "10-01 10:06").startswith("A word is still to be told")
    case.do("tell", DESK, "10-01 10:06")
    case.do("answer", DESK, "10-01 10:07")


def test_7_1_6_the_director_takes_up_what_was_answered_too_lightly() -> None:
    case = answered()
    case.do("take_up", DIRECTOR, "10-01 17:00")
    assert case.state == "passed_on"
    assert not [each for each in case.clocks("read") if each.runs]
    case.do("dispatch", DIRECTOR, "10-01 17:05")
    assert case.due("result", 1) == "10-02 10:05"


def test_7_1_6_reading_has_a_clock_of_its_own_and_ends_the_one_of_passing_on() -> None:
    case = answered()
    assert case.due("read") == "10-02 10:06"
    assert not [each for each in case.clocks("pass_on") if each.runs]
    case.do("void", DIRECTOR, "10-01 11:00")
    assert not [each for each in case.clocks("read") if each.runs]


def test_7_1_1_only_what_is_still_to_be_passed_on_is_answered_on_the_spot() -> None:
    case = registered()
    assert case.refuses("answer", FITTER, "10-01 10:06").say("en").endswith("Front desk, Night desk, Director.")
    case.do("pass_on", DESK, "10-01 10:10")
    assert "does not apply" in case.why_not("answer", DESK, "10-01 10:11")
    assert "does not apply" in case.why_not("read_answer", DEPUTY, "10-01 10:11")


def drawn(case: Case, number: str, this_week: int) -> bool:
    view = replace(case.seen_by(DIRECTOR), drawn_this_week=this_week)
    view = replace(view, case=replace(view.case, number=number))
    at = At(on("10-01 17:00"), on("10-01 17:00"))
    return answer_is_drawn_for_a_call(Question(view, {}, at, case.rules))


@pytest.mark.parametrize("month", ["202610", "202611", "202702"])
def test_7_1_9_a_tenth_is_drawn_of_ten_thousand_numbers(month: str) -> None:
    """Within five standard deviations of the binomial law; a fair draw is outside once in two million."""
    case, count, share = answered(), 10_000, 0.1
    hits = sum(drawn(case, f"YL-KF1-{month}-{serial:04}", 2) for serial in range(1, count + 1))
    assert abs(hits - count * share) <= 5 * (count * share * (1 - share)) ** 0.5


def test_7_1_9_every_lot_falls_as_often_as_any_other() -> None:
    """The chi-square of 99 degrees of freedom stays under 170 in all but one fair draw of a hundred thousand."""
    lots = Counter(lot(numbered(serial)) for serial in range(1, 10_001))
    assert set(lots) <= set(range(100))
    assert sum((each - 100) ** 2 / 100 for each in lots.values()) < 170


@given(serials=st.lists(st.integers(1, 9999), unique=True, max_size=40))
def test_7_1_9_a_week_has_its_least_number_of_calls_or_all_there_were(serials: list[int]) -> None:
    case, called = answered(), 0
    for serial in serials:
        called += drawn(case, numbered(serial), called)
    assert called >= min(2, len(serials))
    by_lot = sum(lot(numbered(each)) < 10 for each in serials)
    assert by_lot <= called <= by_lot + 2


def test_7_1_9_the_lot_of_a_number_is_the_same_for_ever() -> None:
    assert [lot(numbered(each)) for each in range(1, 6)] == [45, 29, 60, 67, 10]
