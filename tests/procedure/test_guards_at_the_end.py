"""§7.1.9-7.1.10 — The guards at the end of a case: unreachable, not agreed, nothing left open."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from anju.procedure.posts import Post
from anju.procedure.views import At
from tests.procedure.build import (
    ARCHIVIST,
    CENTRE,
    COMPANY,
    DEPUTY,
    DESK,
    DIRECTOR,
    EXECUTIVE,
    FITTER,
    Case,
    delegation,
    dispatched,
    on,
    person,
    registered,
    reported,
    to_follow_up,
    tried_enough,
)

# -- unreachable ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "attempts",
    [
        ("10-01 15:00", "10-02 09:30"),
        ("10-01 15:00", "10-01 19:00", "10-01 20:00"),
        ("10-01 15:00", "10-02 15:00", "10-03 15:00"),
    ],
    ids=["too few", "on one day", "at one part of the day"],
)
def test_7_1_9_unreachable_needs_attempts_on_several_days_and_parts(attempts: tuple[str, ...]) -> None:
    case = to_follow_up()
    for when in attempts:
        case.do("attempt", DIRECTOR, when)
    assert "Not tried often enough" in case.why_not("report_unreachable", DIRECTOR, "10-03 16:00")


def test_7_1_9_attempts_of_an_earlier_round_do_not_count() -> None:
    case = tried_enough(to_follow_up(people=(*CENTRE, DEPUTY)))
    case.do("report_unreachable", DIRECTOR, "10-02 10:00")
    case.do("call_again", DEPUTY, "10-02 11:00")
    assert "Not tried often enough" in case.why_not("report_unreachable", DIRECTOR, "10-02 12:00")


def test_7_1_9_unreachable_is_confirmed_by_another_director() -> None:
    case = tried_enough(to_follow_up(people=(*CENTRE, DEPUTY)))
    case.do("report_unreachable", DIRECTOR, "10-02 10:00")
    for step in ("confirm_unreachable", "call_again"):
        assert "You reported this yourself" in case.why_not(step, DIRECTOR, "10-02 11:00")
        assert case.why_not(step, COMPANY, "10-02 11:00") == "The director of the centre confirms this."
        assert case.offers(step, DEPUTY, "10-02 11:00")
    case.do("confirm_unreachable", DEPUTY, "10-02 11:00")
    assert (case.state, case.changes("case")["outcome"]) == ("ordering", "unreachable")


def test_7_1_9_what_the_only_director_reported_the_company_confirms() -> None:
    case = tried_enough(to_follow_up())
    case.do("report_unreachable", DIRECTOR, "10-02 10:00")
    assert not case.offers("confirm_unreachable", DIRECTOR, "10-02 11:00")
    both = person("both", Post.COMPANY, Post.ARCHIVIST)
    assert "may not act for the company" in case.why_not("confirm_unreachable", both, "10-02 11:00")
    assert case.offers("confirm_unreachable", COMPANY, "10-02 11:00")


def test_7_1_9_what_an_authorised_person_reported_the_director_confirms() -> None:
    standing = (delegation(DESK, "09-01 00:00", "11-01 00:00"),)
    case = tried_enough(to_follow_up(delegations=standing), DESK)
    case.do("report_unreachable", DESK, "10-02 10:00")
    assert not case.offers("confirm_unreachable", DESK, "10-02 11:00")
    assert case.offers("confirm_unreachable", DIRECTOR, "10-02 11:00")


# -- not agreed ------------------------------------------------------------------------------------------


def dissatisfied(**facts: Any) -> Case:
    case = to_follow_up(**facts)
    case.do("follow_up", DIRECTOR, "10-01 15:00", score="dissatisfied", opinion="Dark again.")
    return case


def test_7_1_9_not_agreed_is_asked_for_only_after_the_resident_was_dissatisfied() -> None:
    fresh = registered()
    fresh.do("pass_on", DESK, "10-01 10:10")
    assert "has not said in a follow-up" in fresh.why_not("ask_not_agreed", DIRECTOR, "10-01 10:20")
    assert dissatisfied().offers("ask_not_agreed", DIRECTOR, "10-01 15:10")


def test_7_1_9_whoever_asked_does_not_approve_nor_anybody_of_the_centre() -> None:
    case = dissatisfied()
    risen = person("director", Post.EXECUTIVE)
    case.do("ask_not_agreed", DIRECTOR, "10-01 15:10")
    for step in ("approve_not_agreed", "refuse_not_agreed"):
        both = person("both", Post.COMPANY, Post.HANDLER)
        assert "may not act for the company" in case.why_not(step, both, "10-01 16:00")
        assert not case.offers(step, DEPUTY, "10-01 16:00")
        assert case.offers(step, COMPANY, "10-01 16:00")
        assert case.offers(step, EXECUTIVE, "10-01 16:00")
    case.view = replace(case.view, centre=())
    assert "Whoever asked for it" in case.why_not("approve_not_agreed", risen, "10-01 16:00")


# -- nothing left open ---------------------------------------------------------------------------------


def test_7_1_10_no_case_is_ordered_while_a_word_is_untold() -> None:
    case = dispatched(told=None, tell_by=on("10-02 10:00"), grade="praise")
    case.do("accept", FITTER, "10-01 11:10", 1)
    case.do("report", FITTER, "10-01 12:00", 1)
    case.do("accept_report", DIRECTOR, "10-01 12:10", 1)
    assert "A word is still to be told" in case.why_not("put_in_order", DIRECTOR, "10-01 13:00")
    case.do("tell", DESK, "10-01 13:00", telling="cannot")
    assert case.offers("put_in_order", DIRECTOR, "10-01 13:10")


def test_7_1_10_no_case_is_ordered_handed_over_or_archived_while_a_promise_is_open() -> None:
    case = reported(grade="praise")
    case.do("accept_report", DIRECTOR, "10-01 14:30", 1)
    steps = (("put_in_order", DIRECTOR), ("hand_over", DIRECTOR), ("archive", ARCHIVIST))
    now = on("10-01 15:00")
    for number, (step, by) in enumerate(steps, 1):
        moment = At(now, now)
        case.do("promise", DESK, moment, promise_by=now + timedelta(hours=1))
        assert "A promise is still open" in case.why_not(step, by, moment)
        case.do("close_promise", DESK, moment, which=number)
        case.do(step, by, moment)
        now += timedelta(minutes=10)
    assert case.state == "archived"
