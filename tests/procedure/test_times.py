"""§7.1.5-7.1.9 — Two times in every act, and the spans that follow from the first of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.procedure.taking import bound, not_before
from anju.procedure.views import Actor, At
from tests.procedure.build import (
    COMPANY,
    DESK,
    DIRECTOR,
    FITTER,
    GUARD,
    TABLE,
    Case,
    dispatched,
    on,
    registered,
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
