"""§7.1.8 — The law of supervision: holds and their limits, extensions, urges, work handed on, what disagrees."""

from __future__ import annotations

from dataclasses import replace

import pytest

from anju.procedure.disagreements import RETURNED, SPEAKER, disagreements
from anju.procedure.holds import HOLD_REASONS
from tests.procedure.build import (
    CLOCK,
    COMPANY,
    DEPUTY,
    DIRECTOR,
    EXECUTIVE,
    FITTER,
    FOREMAN,
    GUARD,
    MATE,
    RULES,
    Case,
    dispatched,
    on,
    rules,
    to_follow_up,
)


def accepted(grade: str = "suggestion", when: str = "10-08 11:00") -> Case:
    """Said on an ordinary Thursday, dispatched to the engineers, taken on by the fitter ten minutes later."""
    case = Case()
    case.do("register", DIRECTOR, "10-08 10:05", grade=grade)
    case.do("pass_on", DIRECTOR, "10-08 10:30")
    case.do("dispatch", DIRECTOR, when, grade=grade)
    case.do("accept", FITTER, "10-08 11:10", 1)
    return case


# -- holds

LIMITS = {
    "resident": "10-11 12:00",
    "material": "10-11 12:00",
    "third_party": "10-15 12:00",
    "weather": "10-23 12:00",
    "approval": "11-07 12:00",
}


@pytest.mark.parametrize("reason", [each.value for each in HOLD_REASONS])
def test_7_1_8_a_hold_without_an_end_lasts_as_long_as_its_reason_allows(reason: str) -> None:
    case = accepted()
    taken = case.do("hold", FITTER, "10-08 12:00", 1, hold_for=reason)
    assert taken.facts["hold_until"] == on(LIMITS[reason])
    assert case.view.legs[0].held_until == on(LIMITS[reason])
    assert case.leg_states == ["held"]
    assert case.state == "handling"


def test_7_1_8_material_for_what_knows_no_night_is_waited_for_by_hours() -> None:
    case = accepted("help")
    assert case.do("hold", FITTER, "10-08 12:00", 1, hold_for="material").facts["hold_until"] == on("10-09 12:00")


def test_7_1_8_a_hold_ends_within_its_limit_and_ahead() -> None:
    case = accepted()
    refused = case.refuses("hold", FITTER, "10-08 12:00", 1, hold_for="resident", hold_until=on("10-11 12:01"))
    assert refused.field == "hold_until"
    assert refused.say("en") == "“Waiting for the resident” may last until 2026-10-11 12:00 at most."
    case.refuses("hold", FITTER, "10-08 12:00", 1, hold_for="resident", hold_until=on("10-08 12:00"))
    case.do("hold", FITTER, "10-08 12:00", 1, hold_for="resident", hold_until=on("10-11 12:00"))


def test_7_1_8_a_hold_moves_the_result_by_its_open_time_and_not_the_first_word() -> None:
    case = accepted(grade="inquiry")
    case.view = replace(case.view, case=replace(case.view.case, grade="inquiry"))
    assert case.due("result", 1) == "10-11 10:05"
    case.do("hold", FITTER, "10-08 12:00", 1, hold_for="third_party", hold_until=on("10-09 12:00"))
    assert case.due("result", 1) == "10-12 10:05"  # 9 h 30 min of the centre's day
    (clock,) = case.clocks("result", 1)
    assert clock.deadline
    labels = [line.label.zh for line in clock.deadline.lines]
    assert labels[-2:] == ["暂停", "到期"]
    assert "等第三方 · 2026-10-08 周四 12:00 至 2026-10-09 周五 12:00" in clock.deadline.lines[-2].note.zh


def test_7_1_8_a_hold_ended_early_gives_back_what_it_did_not_use() -> None:
    case = accepted(grade="inquiry")
    case.do("hold", FITTER, "10-08 12:00", 1, hold_for="third_party")
    assert case.due("result", 1) == "10-18 10:05"
    case.do("resume", FITTER, "10-08 13:00", 1)
    assert case.due("result", 1) == "10-11 11:05"
    assert case.leg_states == ["working"]


def test_7_1_8_a_hold_counts_to_its_own_end_however_late_it_is_ended() -> None:
    case = accepted(grade="inquiry")
    case.do("hold", FITTER, "10-08 12:00", 1, hold_for="third_party", hold_until=on("10-08 14:00"))
    assert not case.offers("end_hold", CLOCK, "10-08 13:59")
    due = case.due("result", 1)
    case.do("resume", FITTER, "10-09 09:00", 1)
    assert case.due("result", 1) == due == "10-11 12:05"


def test_7_1_8_only_time_ends_a_hold_by_the_clock() -> None:
    case = accepted()
    case.do("hold", FITTER, "10-08 12:00", 1, hold_for="resident", hold_until=on("10-08 14:00"))
    assert not case.offers("end_hold", DIRECTOR, "10-08 15:00")
    assert case.offers("end_hold", CLOCK, "10-08 14:00")
    case.do("end_hold", CLOCK, "10-08 14:00", 1)
    assert case.leg_states == ["working"]
    assert (case.view.legs[0].held_until, case.view.legs[0].held_for) == (None, "")


def test_7_1_8_the_same_reason_again_is_the_directors_to_grant() -> None:
    case = accepted()
    case.do("hold", FITTER, "10-08 12:00", 1)
    case.do("resume", FITTER, "10-08 14:00", 1)
    assert case.refuses("hold", FITTER, "10-08 15:00", 1).field == "hold_for"
    case.do("hold", FITTER, "10-08 15:00", 1, hold_for="resident")
    case.do("ask_hold", FITTER, "10-08 16:00", 1)
    assert case.view.legs[0].request == "hold"
    assert "request is waiting" in case.why_not("ask_hold", FOREMAN, "10-08 16:10", 1)
    case.do("renew_hold", DIRECTOR, "10-08 17:00", 1, hold_for="material")
    assert case.view.legs[0].held_until == on("10-11 17:00")
    assert case.view.legs[0].request == ""


def test_7_1_8_the_director_says_no_and_the_work_is_held_as_before() -> None:
    case = accepted()
    case.do("hold", FITTER, "10-08 12:00", 1)
    case.do("ask_hold", FITTER, "10-08 16:00", 1)
    case.do("refuse_request", DIRECTOR, "10-08 17:00", 1)
    assert (case.view.legs[0].request, case.view.legs[0].held_until) == ("", on("10-11 12:00"))
    assert case.why_not("refuse_request", DIRECTOR, "10-08 17:10", 1) == "No request waits for the director."


def test_7_1_8_the_weather_is_waited_for_again_in_the_rainy_months_only() -> None:
    case = accepted()
    case.do("hold", FITTER, "10-08 12:00", 1, hold_for="weather")
    case.do("renew_hold", DIRECTOR, "10-23 10:00", 1)
    assert case.view.legs[0].held_until == on("11-07 10:00")
    refused = case.refuses("renew_hold", DIRECTOR, "11-07 09:00", 1)
    assert refused.say("zh") == "等天气只在 5 月到 10 月可以续挂。"


def test_7_1_8_a_report_ends_the_hold_and_what_was_asked() -> None:
    case = accepted()
    case.do("hold", FITTER, "10-08 12:00", 1)
    case.do("ask_extension", FITTER, "10-08 13:00", 1, new_limit=on("10-20 10:00"))
    case.do("report", FITTER, "10-08 14:00", 1)
    leg = case.view.legs[0]
    assert (leg.state, leg.held_until, leg.held_for, leg.request) == ("reported", None, "", "")


def test_7_1_8_whoever_takes_the_work_over_keeps_what_was_waited_and_granted() -> None:
    case = accepted(grade="inquiry")
    case.do("hold", FITTER, "10-08 12:00", 1, hold_for="third_party", hold_until=on("10-09 12:00"))
    case.do("extend", DIRECTOR, "10-08 13:00", 1, new_limit=on("10-15 10:00"))
    case.do("reassign", DIRECTOR, "10-09 12:00", 1, departments=("order",))
    assert case.due("result", 2) == "10-16 09:00"  # the hold had 8 h 30 min to run when the limit was extended
    assert case.clocks("result", 1)[-1].stop == on("10-09 12:00")


# -- extensions


def test_7_1_8_the_deadline_says_line_by_line_who_extended_it_and_why() -> None:
    case = accepted(grade="inquiry")
    case.do("extend", DIRECTOR, "10-09 12:00", 1, new_limit=on("10-15 10:00"))
    case.do("extend", DIRECTOR, "10-10 12:00", 1, new_limit=on("10-20 10:00"), extend_for="weather")
    (clock,) = case.clocks("result", 1)
    assert clock.deadline
    lines = [(line.label.en, line.note.en, line.value) for line in clock.deadline.lines][-3:]
    assert lines == [
        ("Extended 1", "More work than foreseen · granted by the director · Fri 2026-10-09 12:00", on("10-15 10:00")),
        ("Extended 2", "The weather · granted by the director · Sat 2026-10-10 12:00", on("10-20 10:00")),
        ("Due", "", on("10-20 10:00")),
    ]
    assert clock.deadline.warn_at > on("10-10 12:00")


def test_7_1_8_the_director_extends_so_often_and_so_far_and_no_further() -> None:
    case = accepted(grade="inquiry")
    refused = case.refuses("extend", DIRECTOR, "10-09 12:00", 1, new_limit=on("10-18 10:06"))
    assert refused.field == "new_limit"
    assert "2 times at most, 7 days each" in refused.say("en")
    case.do("extend", DIRECTOR, "10-09 12:00", 1, new_limit=on("10-18 10:05"))
    case.do("extend", DIRECTOR, "10-09 13:00", 1, new_limit=on("10-19 10:05"))
    case.refuses("extend", DIRECTOR, "10-09 14:00", 1, new_limit=on("10-19 10:06"))


def test_7_1_8_an_extension_gives_more_time_than_there_was() -> None:
    case = accepted(grade="inquiry")
    assert "2026-10-11 10:05" in case.refuses("extend", DIRECTOR, "10-09 12:00", 1, new_limit=on("10-11 10:05")).say(
        "zh"
    )
    case.refuses("extend", DIRECTOR, "10-13 12:00", 1, new_limit=on("10-12 10:05"))
    praise = accepted(grade="praise")
    assert praise.refuses("extend", DIRECTOR, "10-09 12:00", 1, new_limit=on("10-11 10:05")).say("en") == (
        "This work has no limit to extend."
    )


def test_7_1_8_an_extension_reaches_beyond_what_the_director_asked_for() -> None:
    case = Case()
    case.do("register", DIRECTOR, "10-08 10:05", grade="suggestion")
    case.do("pass_on", DIRECTOR, "10-08 10:30")
    case.do("dispatch", DIRECTOR, "10-08 11:00", grade="suggestion", finish_by=on("10-09 11:00"))
    case.do("accept", FITTER, "10-08 11:10", 1)
    case.do("hold", FITTER, "10-08 12:00", 1, hold_for="material", hold_until=on("10-08 14:00"))
    assert case.due("result", 1) == "10-09 13:00"  # what he asked for stands still as well
    case.do("extend", DIRECTOR, "10-08 15:00", 1, new_limit=on("10-10 11:00"))
    assert case.due("result", 1) == "10-10 11:00"


def test_7_1_8_what_goes_beyond_the_director_the_company_approves_as_submitted_or_otherwise() -> None:
    case = accepted(grade="inquiry")
    assert case.why_not("approve_extension", COMPANY, "10-09 12:00", 1) == "No extension was submitted to the company."
    case.do("submit_extension", DIRECTOR, "10-09 12:00", 1, new_limit=on("11-09 10:00"))
    assert case.due("result", 1) == "10-11 10:05"
    case.do("approve_extension", COMPANY, "10-09 15:00", 1)
    assert case.due("result", 1) == "11-09 10:00"
    case.do("submit_extension", DIRECTOR, "10-10 12:00", 1, new_limit=on("12-09 10:00"))
    case.do("approve_extension", EXECUTIVE, "10-10 15:00", 1, new_limit=on("11-20 10:00"))
    assert case.due("result", 1) == "11-20 10:00"
    case.do("submit_extension", DIRECTOR, "10-11 12:00", 1, new_limit=on("12-09 10:00"))
    case.do("refuse_extension", COMPANY, "10-11 15:00", 1)
    assert case.due("result", 1) == "11-20 10:00"


def test_7_1_8_who_submits_an_extension_does_not_approve_it() -> None:
    both = replace(COMPANY, posts=COMPANY.posts | DIRECTOR.posts)
    case = accepted(grade="inquiry")
    case.do("submit_extension", both, "10-09 12:00", 1, new_limit=on("11-09 10:00"))
    assert case.why_not("approve_extension", both, "10-09 13:00", 1)
    assert case.why_not("approve_extension", DEPUTY, "10-09 13:00", 1)


# -- urges


@pytest.mark.parametrize(
    ("grade", "when", "due"),
    [
        ("inquiry", "10-08 12:00", "10-08 16:00"),
        ("inquiry", "10-08 16:00", "10-09 10:30"),
        ("help", "10-08 23:30", "10-09 00:30"),
    ],
)
def test_7_1_8_an_urge_is_to_be_answered_within_hours_of_the_work(grade: str, when: str, due: str) -> None:
    case = accepted(grade)
    case.do("urge", DIRECTOR, when, 1)
    assert case.view.urges[0].due == on(due)
    assert case.changes("urge", "1")["person"] == "fitter"


def test_7_1_8_urges_are_numbered_answered_by_their_own_department_and_move_nothing() -> None:
    case = accepted()
    case.do("urge", DIRECTOR, "10-08 12:00", 1)
    case.do("urge", DIRECTOR, "10-08 13:00", 1)
    assert [(each.key, each.leg) for each in case.view.urges] == [(1, 1), (2, 1)]
    assert case.leg_states == ["working"]
    assert not case.offers("answer_urge", GUARD, "10-08 14:00", 1)
    case.refuses("answer_urge", FITTER, "10-08 14:00", 1, urge=3)
    case.do("answer_urge", FOREMAN, "10-08 14:00", 1, urge=2)
    assert [each.key for each in case.view.urges] == [1]
    assert case.why_not("answer_urge", MATE, "10-08 14:00", 1)
    case.do("report", FITTER, "10-08 15:00", 1)
    assert case.view.urges == ()
    assert case.changes("urge", "1")["ending"] == "reported"


def test_7_1_8_an_urge_falls_away_with_the_work() -> None:
    case = accepted()
    case.do("urge", DIRECTOR, "10-08 12:00", 1)
    case.do("reassign", DIRECTOR, "10-08 13:00", 1, departments=("order",))
    assert (case.view.urges, case.changes("urge", "1")["ending"]) == ((), "lapsed")


# -- handed on


def test_7_1_8_a_department_hands_on_to_the_one_it_names() -> None:
    case = accepted()
    case.do("hand_on", FITTER, "10-08 12:00", 1)
    assert [(each.department, each.state) for each in case.view.legs] == [
        ("engineering", "withdrawn"),
        ("order", "assigned"),
    ]
    assert case.due("accept", 2) == "10-08 14:00"
    assert case.clocks("result", 1)[-1].stop == on("10-08 12:00")
    assert case.refuses("hand_on", GUARD, "10-08 12:30", 2, departments=("order", "engineering")).field == "departments"


def test_7_1_8_the_third_hop_goes_to_the_director_who_begins_to_count_anew() -> None:
    case = dispatched()
    case.do("hand_on", FITTER, "10-01 12:00", 1)
    case.do("hand_on", GUARD, "10-01 12:10", 2, departments=("engineering",))
    taken = case.do("hand_on", FITTER, "10-01 12:20", 3)
    assert (taken.entered, len(case.view.legs)) == ("declined", 3)
    assert case.due("reassign", 3) == "10-01 14:20"
    assert not [each for each in case.clocks("accept") if each.runs]
    case.do("reassign", DIRECTOR, "10-01 13:00", 3, departments=("order",))
    case.do("hand_on", GUARD, "10-01 13:10", 4, departments=("engineering",))
    assert case.leg_states == ["withdrawn", "withdrawn", "withdrawn", "withdrawn", "assigned"]


# -- what disagrees


def test_7_1_8_what_was_reported_done_and_is_not_is_said_so() -> None:
    case = to_follow_up()
    assert disagreements(case.view) == ()
    case.do("follow_up", DIRECTOR, "10-02 10:00", score="dissatisfied", opinion="It still flickers.")
    (found,) = disagreements(case.view)
    assert (found.words, found.reported.step, found.against.step) == (SPEAKER, "report", "follow_up")
    case.do("dispatch", DIRECTOR, "10-02 11:00")
    case.do("accept", MATE, "10-02 11:10", 2)
    case.do("report", MATE, "10-02 12:00", 2)
    case.do("return_report", DIRECTOR, "10-02 13:00", 2)
    assert [each.words for each in disagreements(case.view)] == [SPEAKER, RETURNED]


def test_7_1_8_an_edition_may_allow_less() -> None:
    strict = rules(replace(RULES.edition, rules={**RULES.edition.rules, "hold_resident_days": 1, "hand_on_hops": 1}))
    case = accepted()
    case.rules = strict
    case.refuses("hold", FITTER, "10-08 12:00", 1, hold_for="resident", hold_until=on("10-09 12:01"))
    assert case.do("hand_on", FITTER, "10-08 12:00", 1).entered == "declined"
