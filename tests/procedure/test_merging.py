"""§7.1.8 — Two cases that are one matter: the later ends as merged, the earlier takes its residents in."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from anju.procedure.steps import FromFact
from anju.procedure.taking import refusal_of
from anju.procedure.views import At
from tests.procedure.build import DESK, DIRECTOR, GUARD, RULES, TABLE, Case, dispatched, on, registered, to_follow_up


def earlier(**facts: Any) -> Case:
    return registered("10-01 09:00", **facts)


def later(**facts: Any) -> Case:
    """Two departments at work, one word and one promise open."""
    case = Case(number="YL-KF1-202610-0002")
    promised: dict[str, Any] = {"promise": "By Friday.", "promise_by": on("10-03 12:00")}
    told: dict[str, Any] = {"told": None, "tell_by": on("10-01 18:00")}
    case.do("register", DESK, "10-01 10:05", **promised | told | facts)
    case.do("pass_on", DIRECTOR, "10-01 10:30")
    case.do("dispatch", DIRECTOR, "10-01 11:00", departments=("engineering", "order"))
    return case


def beside(case: Case, other: Case) -> Case:
    case.view = replace(case.view, other=other.view)
    return case


def test_7_1_8_the_later_ends_as_merged_points_on_and_its_work_ends() -> None:
    case = beside(later(), earlier())
    case.do("accept", GUARD, "10-01 11:10", 2)
    case.do("merge", DIRECTOR, "10-01 11:20")
    assert (case.state, case.leg_states) == ("merged", ["withdrawn", "withdrawn"])
    assert case.changes("case")["merged_into"] == "YL-KF1-202610-0001"
    assert case.changes("number", case.number) == {}
    assert {clock.span for clock in case.clocks("word") + case.clocks("promise")} == {"word", "promise"}
    assert not [clock for clock in case.clocks("result") if clock.runs]


def test_7_1_1_what_the_merged_case_owes_is_owed_all_the_same() -> None:
    case = beside(later(), earlier())
    case.do("merge", DIRECTOR, "10-01 11:20")
    case.do("tell", DESK, "10-01 12:00", word=1)
    case.do("close_promise", DESK, "10-01 12:00")
    assert (case.view.words, case.view.promises) == ((), ())


def test_7_1_10_the_surviving_case_is_not_put_in_order_while_a_merged_one_owes_a_word() -> None:
    case = to_follow_up()
    case.do("follow_up", DIRECTOR, "10-01 16:00")
    case.view = replace(case.view, owed_elsewhere=1)
    assert "merged into this one" in case.why_not("put_in_order", DIRECTOR, "10-01 16:10")
    case.view = replace(case.view, owed_elsewhere=0)
    case.do("put_in_order", DIRECTOR, "10-01 16:10")


@pytest.mark.parametrize(("own", "other", "why"), [
    ({}, None, "Choose the case"),
    ({"number": "DC-KF1-202610-0002"}, {}, "same nature and community"),
    ({"nature": "repair"}, {}, "same nature and community"),
    ({}, {"state": "merged"}, "closed, void or merged"),
    ({}, {"state": "archived"}, "closed, void or merged"),
    ({}, {"state": "ordered"}, "closed, void or merged"),
    ({}, {"opened_at": on("10-01 11:00")}, "The later case"),
    ({}, {"opened_at": on("10-01 10:05"), "number": "YL-KF1-202610-0003"}, "The later case"),
])  # fmt: skip
def test_7_1_8_only_an_open_earlier_case_of_the_same_kind_takes_it_in(
    own: dict[str, Any], other: dict[str, Any] | None, why: str
) -> None:
    case = later()
    case.view = replace(case.view, case=replace(case.view.case, **own))
    if other is not None:
        there = earlier()
        there.view = replace(there.view, case=replace(there.view.case, **other))
        beside(case, there)
    assert why in case.why_not("merge", DIRECTOR, "10-01 11:20")


def test_7_1_8_a_case_is_not_merged_with_itself_nor_after_its_resident_was_followed_up() -> None:
    case = to_follow_up()
    assert "same nature" in beside(case, to_follow_up()).why_not("merge", DIRECTOR, "10-01 15:00")
    case.do("follow_up", DIRECTOR, "10-01 16:00")
    assert "does not apply" in case.why_not("merge", DIRECTOR, "10-01 16:10")


def test_7_1_8_of_two_merges_crosswise_the_law_allows_one() -> None:
    first, second = earlier(), later()
    assert beside(second, first).why_not("merge", DIRECTOR, "10-01 12:00") == ""
    assert beside(first, second).why_not("merge", DIRECTOR, "10-01 12:00").startswith("The later case")


def merged(**facts: Any) -> Case:
    case = beside(later(**facts), earlier())
    case.do("merge", DIRECTOR, "10-01 11:20")
    return case


def test_7_1_9_who_spoke_there_is_followed_up_here_on_his_own() -> None:
    case = beside(to_follow_up(), merged())
    case.do("take_in", DIRECTOR, "10-01 15:00", name="Ms Zhao", phone="13800000001", said_at=on("10-01 10:05"))
    assert case.changes("voice", "1")["name"] == FromFact("name")
    assert case.view.words == ()  # a word is owed to him where he spoke
    case.do("follow_up", DIRECTOR, "10-01 16:00")
    assert "A resident who joined" in case.why_not("put_in_order", DIRECTOR, "10-01 16:10")
    case.do("call_voice", DIRECTOR, "10-01 16:20", voice=1)
    case.do("put_in_order", DIRECTOR, "10-01 16:30")


def test_7_1_1_who_was_told_already_is_told_that_his_matter_goes_on_here() -> None:
    case = beside(dispatched(), merged(told="Soon.", tell_by=None))
    case.do("take_in", DIRECTOR, "10-01 15:00", said_at=on("10-01 10:05"))
    assert [(each.key, each.whom) for each in case.view.words] == [(2, "voice")]
    assert case.due("word") == "10-02 15:00"
    unknown = beside(dispatched(), merged(speaker="anonymous", told=None, untold="Hung up.", tell_by=None))
    unknown.do("take_in", DIRECTOR, "10-01 15:00", said_at=on("10-01 10:05"), speaker="anonymous")
    assert unknown.view.words == ()
    assert not unknown.view.voices[0].reachable


def test_7_1_9_a_voice_keeps_what_he_said_unless_he_was_dissatisfied() -> None:
    other = merged()
    for outcome, kept in (("satisfied", "satisfied"), ("unreachable", "unreachable"), ("dissatisfied", ""), ("", "")):
        voices = tuple(replace(each, outcome=outcome) for each in joined(other).view.voices)
        case = registered()
        case.view = replace(case.view, other=replace(other.view, voices=voices))
        case.do("take_in", DIRECTOR, "10-01 15:00", voice_there=1, said_at=on("10-01 10:30"))
        assert [each.outcome for each in case.view.voices] == [kept]
        assert case.view.words == ()


def joined(case: Case) -> Case:
    with_voice = registered()
    with_voice.do("add_voice", DESK, "10-01 10:30")
    case.view = replace(case.view, voices=with_voice.view.voices)
    return case


def test_7_1_8_nobody_is_taken_in_without_a_merge() -> None:
    case = registered()
    at = At(on("10-01 11:00"), on("10-01 11:00"))
    for other in (None, later().view):
        view = replace(case.seen_by(DIRECTOR), other=other)
        assert refusal_of(TABLE, view, TABLE.step("take_in"), at, RULES)
