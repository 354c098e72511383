"""§7.1.1-7.1.10 — What the form must say: the checks of the facts given, refused and allowed."""

from __future__ import annotations

from typing import Any

import pytest

from anju.procedure.posts import Post
from anju.procedure.views import PRESENT, At
from tests.procedure.build import (
    ARCHIVIST,
    DESK,
    DIRECTOR,
    FITTER,
    FOREMAN,
    GUARD,
    Case,
    dispatched,
    on,
    person,
    registered,
    reported,
    to_follow_up,
)

NOON = "10-01 12:00"


def refused_field(case: Case, step: str, by: Any, leg: int | None = None, **facts: Any) -> tuple[str, str]:
    refused = case.refuses(step, by, NOON, leg, **facts)
    return refused.clause, refused.field


# -- registration -----------------------------------------------------------------------------------


def test_7_1_1_a_word_cannot_be_said_after_its_record() -> None:
    assert refused_field(Case(), "register", DESK, said_at=on("10-01 12:01")) == ("7.1.1", "said_at")
    Case().do("register", DESK, NOON, said_at=on(NOON))


def test_5_1_1_a_relayed_word_names_the_relayer() -> None:
    assert refused_field(Case(), "register", DESK, source="relayed", verified="yes") == ("7.1.1", "relayer")
    Case().do("register", DESK, NOON, source="relayed", relayer="Li of the gate", verified="yes")


def test_5_1_1_a_relayed_word_says_whether_it_was_verified_with_the_resident() -> None:
    relayed: dict[str, Any] = {"source": "relayed", "relayer": "Li of the gate"}
    assert refused_field(Case(), "register", DESK, **relayed) == ("7.1.1", "verified")
    for why_not in ("unreached", "unknown", "needless"):
        Case().do("register", DESK, NOON, **relayed, verified=why_not)
    paper = At(on(NOON), on(NOON), imported="KF-77")
    Case().do("register", DESK, paper, **relayed)


@pytest.mark.parametrize(
    "given",
    [
        {"source": "outside_order"},
        {"source": "outside_order", "outside_order": "12345-7"},
        {"outside_order": "12345-7"},
        {"outside_limit": on("10-10 16:00")},
    ],
    ids=["neither", "no limit", "no limit and no order", "no number"],
)
def test_7_1_1_an_outside_order_comes_with_number_and_limit(given: dict[str, Any]) -> None:
    assert refused_field(Case(), "register", DESK, **given) == ("7.1.1", "outside_limit")
    both: dict[str, Any] = {"source": "outside_order", "outside_order": "12345-7", "outside_limit": on("10-10 16:00")}
    Case().do("register", DESK, NOON, **both)


def test_7_1_1_the_limit_of_an_outside_order_lies_after_the_word() -> None:
    order: dict[str, Any] = {"source": "outside_order", "outside_order": "12345-7", "said_at": on("09-30 16:00")}
    given: dict[str, Any] = {**order, "outside_limit": on("09-30 15:00")}
    assert refused_field(Case(), "register", DESK, **given) == ("7.1.1", "outside_limit")
    Case().do("register", DESK, NOON, **{**order, "outside_limit": on("10-01 09:00")})


@pytest.mark.parametrize(
    ("given", "allowed"),
    [
        ({"told": "Noted.", "tell_by": None, "untold": None}, True),
        ({"told": None, "tell_by": on("10-01 15:00"), "untold": None}, True),
        ({"told": None, "tell_by": None, "untold": "He left no name."}, True),
        ({"told": None, "tell_by": None, "untold": None}, False),
        ({"told": "Noted.", "tell_by": on("10-01 15:00"), "untold": None}, False),
        ({"told": "Noted.", "tell_by": None, "untold": "He left no name."}, False),
        ({"told": "  ", "tell_by": None, "untold": ""}, False),
    ],
)
def test_7_1_1_the_resident_was_told_or_will_be_or_cannot_be(given: dict[str, Any], allowed: bool) -> None:
    if allowed:
        Case().do("register", DESK, NOON, **given)
    else:
        assert refused_field(Case(), "register", DESK, **given) == ("7.1.1", "told")


def test_7_1_1_telling_and_promises_lie_ahead() -> None:
    assert refused_field(Case(), "register", DESK, told=None, tell_by=on("10-01 11:59")) == ("7.1.1", "tell_by")
    promise: dict[str, Any] = {"promise": "On Friday", "promise_by": on(NOON)}
    assert refused_field(Case(), "register", DESK, **promise) == ("7.1.1", "promise_by")
    assert refused_field(registered(), "promise", DESK, **promise) == ("7.1.1", "promise_by")
    registered().do("promise", DESK, NOON, promise_by=on("10-02 12:00"))


@pytest.mark.parametrize("given", [{"promise": "On Friday"}, {"promise_by": on("10-02 12:00")}])
def test_7_1_1_a_promise_has_its_words_and_its_time(given: dict[str, Any]) -> None:
    assert refused_field(Case(), "register", DESK, **given) == ("7.1.1", "promise_by")
    case = Case()
    case.do("register", DESK, NOON, promise="On Friday", promise_by=on("10-02 12:00"))
    assert len(case.view.promises) == 1


# -- departments -----------------------------------------------------------------------------------


def test_7_1_6_one_department_works_on_a_case_once_at_a_time() -> None:
    fresh = registered()
    fresh.do("pass_on", DESK, "10-01 10:10")
    twice: dict[str, Any] = {"departments": ("engineering", "engineering:fitter")}
    assert refused_field(fresh, "dispatch", DIRECTOR, **twice) == ("7.1.6", "departments")
    assert refused_field(fresh, "dispatch", DIRECTOR, departments=()) == ("7.1.6", "departments")
    case = dispatched()
    assert refused_field(case, "add_leg", DIRECTOR, departments=("engineering",)) == ("7.1.6", "departments")
    case.do("add_leg", DIRECTOR, NOON, departments=("order",))
    assert refused_field(case, "reassign", DIRECTOR, 1, departments=("order",)) == ("7.1.8", "departments")


def test_7_1_6_a_department_whose_work_was_accepted_may_be_asked_again() -> None:
    case = dispatched("engineering", "order")
    case.do("accept", FITTER, "10-01 11:10", 1)
    case.do("report", FITTER, "10-01 11:20", 1)
    case.do("accept_report", DIRECTOR, "10-01 11:30", 1)
    case.do("add_leg", DIRECTOR, NOON, departments=("engineering",))
    assert case.leg_states == ["accepted", "assigned", "assigned"]


def test_7_1_8_exactly_one_department_takes_over_be_it_the_same() -> None:
    case = dispatched()
    both: dict[str, Any] = {"departments": ("engineering", "order")}
    assert refused_field(case, "reassign", DIRECTOR, 1, **both) == ("7.1.8", "departments")
    case.do("reassign", DIRECTOR, NOON, 1, departments=("engineering:mate",))
    assert case.leg_states == ["withdrawn", "assigned"]
    assert case.view.legs[1].person == "mate"


def test_7_1_6_nobody_is_asked_to_have_finished_already() -> None:
    assert refused_field(dispatched(), "add_leg", DIRECTOR, finish_by=on(NOON)) == ("7.1.6", "finish_by")
    dispatched().do("add_leg", DIRECTOR, NOON, finish_by=on("10-01 12:01"))


# -- who does the work -------------------------------------------------------------------------------


def test_7_1_7_a_handler_does_not_put_his_work_on_a_colleague() -> None:
    case = dispatched()
    assert refused_field(case, "accept", FITTER, 1, person="mate") == ("7.1.7", "person")
    case.ask("accept", FITTER, NOON, 1, person="fitter")
    case.do("accept", FOREMAN, NOON, 1, person="mate")
    assert case.view.legs[0].person == "mate"


def test_7_1_7_who_accepts_for_another_department_names_the_handler() -> None:
    assert refused_field(dispatched(), "accept", DIRECTOR, 1) == ("7.1.7", "person")
    case = dispatched()
    case.do("accept", DIRECTOR, NOON, 1, person="fitter")
    assert case.view.legs[0].person == "fitter"
    named = dispatched("engineering:mate")
    named.do("accept", DIRECTOR, NOON, 1)
    assert named.view.legs[0].person == "mate"


def test_7_1_7_a_director_of_the_department_who_accepts_does_the_work() -> None:
    working = person("director", Post.DIRECTOR, departments=("engineering",))
    case = dispatched()
    case.do("accept", working, NOON, 1)
    assert case.view.legs[0].person == "director"


# -- words and promises ----------------------------------------------------------------------------------


def test_7_1_1_only_an_open_word_is_told_and_only_once() -> None:
    case = registered(told=None, tell_by=on("10-01 15:00"))
    assert refused_field(case, "tell", DESK, word=2) == ("7.1.1", "word")
    case.do("tell", DESK, NOON)
    assert refused_field(case, "tell", DESK, word=1) == ("7.1.1", "word")


def test_7_1_1_only_an_open_promise_is_closed_and_only_once() -> None:
    case = registered()
    case.do("promise", DESK, "10-01 11:00", promise_by=on("10-02 12:00"))
    assert refused_field(case, "close_promise", DESK, which=2) == ("7.1.1", "which")
    case.do("close_promise", DESK, NOON)
    assert refused_field(case, "close_promise", DESK, which=1) == ("7.1.1", "which")


# -- follow-up and filing ---------------------------------------------------------------------------------


def test_7_1_9_why_somebody_is_dissatisfied_is_recorded() -> None:
    case = to_follow_up()
    late = "10-01 15:00"
    assert case.refuses("follow_up", DIRECTOR, late, score="dissatisfied").field == "opinion"
    case.do("follow_up", DIRECTOR, late, score="dissatisfied", opinion="Dark again.")


@pytest.mark.parametrize(("rating", "allowed"), [(0, False), (1, True), (5, True), (6, False), (None, True)])
def test_7_1_9_a_rating_is_one_to_five(rating: int | None, allowed: bool) -> None:
    case = to_follow_up()
    if allowed:
        case.do("follow_up", DIRECTOR, "10-01 15:00", rating=rating)
    else:
        assert case.refuses("follow_up", DIRECTOR, "10-01 15:00", rating=rating).field == "rating"


def test_7_1_10_the_sheets_counted_are_those_handed_over() -> None:
    case = reported(grade="praise")
    for step, by, when in (
        ("accept_report", DIRECTOR, "10-01 14:30"),
        ("put_in_order", DIRECTOR, "10-01 15:00"),
        ("hand_over", DIRECTOR, "10-01 15:10"),
    ):
        case.do(step, by, when, 1 if step == "accept_report" else None)
    refused = case.refuses("archive", ARCHIVIST, "10-01 15:20", counted=1)
    assert (refused.clause, refused.field) == ("7.1.10", "counted")
    case.do("return_records", ARCHIVIST, "10-01 15:30")
    assert case.state == "ordering"
    case.do("put_in_order", DIRECTOR, "10-01 15:40", sheets=1)
    case.do("hand_over", DIRECTOR, "10-01 15:50")
    case.do("archive", ARCHIVIST, "10-01 16:00", counted=1)
    assert case.state == "archived"


# -- the form itself ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("content", ""),
        ("content", "x" * 5001),
        ("content", "half \ud800 a character"),
        ("content", "a\x00b"),
        ("name", "x" * 201),
        ("name", "bell \x07"),
        ("phone", "call me"),
        ("phone", "1"),
        ("source", "rumour"),
        ("source", ["phone"]),
        ("source", {}),
        ("grade", "extreme"),
        ("grade", 7),
        ("category", "weather"),
        ("said_at", "10:05"),
        ("said_at", on("10-01 10:00").replace(tzinfo=None)),
        ("said_at", on("10-01 10:00").replace(year=1)),
        ("declines_call", "yes"),
        ("place", 12),
    ],
)
def test_7_1_1_what_does_not_fit_its_field_is_refused_there(field: str, value: object) -> None:
    assert refused_field(Case(), "register", DESK, None, **{field: value}) == ("7.1.1", field)


@pytest.mark.parametrize("value", [-1, 10000, 1.5, True, "2"])
def test_7_1_10_a_count_is_a_whole_number(value: object) -> None:
    case = registered(told=None, tell_by=on("10-01 15:00"))
    assert refused_field(case, "tell", DESK, word=value) == ("7.1.1", "word")


def test_7_1_1_a_fact_the_step_does_not_know_is_refused() -> None:
    assert refused_field(Case(), "register", DESK, colour="red") == ("7.1.1", "colour")


def test_7_1_1_what_input_methods_write_is_kept_as_meant() -> None:
    taken = Case().do(
        "register",
        DESK,
        NOON,
        name=" 欧阳\u3000娜娜 ",
        phone="１３８ 12345678",
        content="第一行\r\n第二行\r",
        place="3-2-1201\n",
    )
    kept = taken.facts
    assert (kept["name"], kept["phone"]) == ("欧阳 娜娜", "138 12345678")
    assert (kept["content"], kept["place"]) == ("第一行\n第二行", "3-2-1201")


def test_7_1_6_departments_are_cleaned_one_by_one() -> None:
    case = registered()
    case.do("pass_on", DESK, "10-01 10:10")
    case.do("dispatch", DIRECTOR, NOON, departments=[" engineering ", "", "order:guard"])
    assert [(leg.department, leg.person) for leg in case.view.legs] == [("engineering", None), ("order", "guard")]
    assert case.offers("accept", GUARD, NOON, 2)


def test_of_a_personal_fact_the_law_sees_only_that_it_is_there() -> None:
    case = registered(name="Zhang", phone="13812345678")
    seen = case.view.acts[0].facts
    assert seen["name"] is seen["phone"] is seen["content"] is PRESENT
    assert seen["grade"] == "consult"
    effects = [value for effect in case.taken[0].effects for value in effect.changes.values()]
    assert "Zhang" not in effects
    assert "13812345678" not in effects
