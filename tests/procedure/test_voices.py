"""§7.1.1, §7.1.9 — Voices: joined, told and followed up on their own; relayed words; speakers known later."""

from __future__ import annotations

from typing import Any

import pytest

from anju.procedure.steps import FromFact
from anju.procedure.views import VoiceView
from tests.procedure.build import (
    ARCHIVIST,
    COMPANY,
    DEPUTY,
    DESK,
    DIRECTOR,
    FITTER,
    KEY,
    NIGHT,
    SOLE,
    Case,
    on,
    registered,
    reported,
    to_follow_up,
)

SNAPSHOT = ("name", "phone", "content")


def joined(case: Case, when: str = "10-01 15:00", **facts: Any) -> Case:
    case.do("add_voice", DESK, when, **facts)
    return case


def to_order(**facts: Any) -> Case:
    """With one voice that is still to be called; the speaker himself was."""
    case = joined(to_follow_up(), **facts)
    case.do("follow_up", DIRECTOR, "10-01 16:00")
    return case


# -- joining ---------------------------------------------------------------------------------------


def test_7_1_1_a_voice_joins_with_who_spoke_and_where_and_what_he_was_told() -> None:
    case = joined(registered(), name="Ms Zhao", phone="13800000001", content="Mine too.")
    voice = case.changes("voice", "1")
    assert (voice["name"], voice["phone"], voice["content"]) == (
        FromFact("name"),
        FromFact("phone"),
        FromFact("content"),
    )
    assert (voice["place"], voice["reachable"], voice["outcome"]) == ("3-2-1301", True, "")
    word = case.changes("word", "2")
    assert (word["whom"], word["voice"], word["telling"]) == ("voice", 1, "told")
    assert case.view.voices == (VoiceView(1),)
    assert case.view.words == ()


def test_7_1_1_a_voice_is_told_by_a_time_of_its_own() -> None:
    case = joined(registered(), "10-01 10:20", told=None, tell_by=on("10-01 12:00"))
    assert [(each.key, each.whom) for each in case.view.words] == [(2, "voice")]
    assert case.due("word") == "10-01 12:00"
    case.do("tell", DESK, "10-01 11:00", word=2)
    assert case.view.words == ()
    assert refused_field(case, told=None, tell_by=on("10-01 10:00")) == "tell_by"
    assert refused_field(case, told=None) == "told"
    assert refused_field(case, said_at=on("10-01 20:00")) == "said_at"


def refused_field(case: Case, **facts: Any) -> str:
    refused = case.refuses("add_voice", DESK, "10-01 15:00", **facts)
    assert refused.clause == "7.1.1"
    return refused.field


def test_7_1_1_a_voice_neither_moves_the_case_nor_makes_a_page_stale() -> None:
    case = joined(reported())
    assert case.state == "reviewing"
    assert not case.view.acts[-1].binds
    case.do("accept_report", DIRECTOR, "10-01 14:30", 1)


def test_7_1_10_nobody_joins_a_case_whose_records_are_in_order() -> None:
    case = to_follow_up()
    case.do("follow_up", DIRECTOR, "10-01 16:00")
    case.do("put_in_order", DIRECTOR, "10-01 16:10")
    assert "does not apply" in case.why_not("add_voice", DESK, "10-01 16:20")


# -- following up ----------------------------------------------------------------------------------


def test_7_1_9_each_voice_is_followed_up_before_the_records_are_put_in_order() -> None:
    case = joined(to_order(), place="3-2-1401")
    assert case.state == "ordering"
    assert case.refuses("put_in_order", DIRECTOR, "10-02 09:00").say("en").startswith("A resident who joined")
    case.do("call_voice", DIRECTOR, "10-02 09:10", voice=2)
    assert case.refuses("call_voice", DIRECTOR, "10-02 09:20", voice=2).field == "voice"
    case.do("call_voice", DIRECTOR, "10-02 09:20", voice=1, score="fairly")
    assert (case.state, [each.outcome for each in case.view.voices]) == ("ordering", ["fairly", "satisfied"])
    assert case.why_not("call_voice", DIRECTOR, "10-02 09:25").startswith("Every resident who joined")
    case.do("put_in_order", DIRECTOR, "10-02 09:30")


def test_7_1_9_whoever_did_the_work_follows_up_no_voice() -> None:
    case = to_order()
    assert "is done by" in case.why_not("call_voice", FITTER, "10-02 09:00")
    assert case.why_not("call_voice", COMPANY, "10-02 09:00").startswith("The centre still has someone")
    own = Case(people=(SOLE,))
    for step, when, leg in (
        ("register", "10:00", None), ("pass_on", "10:01", None), ("dispatch", "10:02", None), ("accept", "10:03", 1),
        ("report", "10:04", 1), ("accept_report", "10:05", 1), ("add_voice", "10:06", None),
    ):  # fmt: skip
        own.do(step, SOLE, f"10-01 {when}", leg)
    assert own.why_not("call_voice", SOLE, "10-01 11:00").startswith("Whoever did the work")
    own.do("call_voice", COMPANY, "10-01 11:00")


def test_7_1_9_a_dissatisfied_voice_reopens_the_case_and_is_asked_again_after_the_new_work() -> None:
    case = to_order()
    assert case.refuses("call_voice", DIRECTOR, "10-02 09:00", score="dissatisfied").field == "opinion"
    case.do("call_voice", DIRECTOR, "10-02 09:00", score="dissatisfied", opinion="It is still dark here.")
    assert (case.state, case.view.voices[0].outcome) == ("passed_on", "dissatisfied")
    assert not [each for each in case.clocks("file") if each.runs]
    case.do("dispatch", DIRECTOR, "10-02 09:30")
    assert case.view.voices[0].outcome == ""
    assert case.due("result", 2) == "10-03 09:00"
    case.do("accept", FITTER, "10-02 09:40", 2)
    case.do("report", FITTER, "10-02 11:00", 2)
    case.do("accept_report", DIRECTOR, "10-02 11:10", 2)
    case.do("follow_up", DIRECTOR, "10-02 15:00")
    assert case.refuses("put_in_order", DIRECTOR, "10-02 15:10").clause == "7.1.10"
    case.do("call_voice", DIRECTOR, "10-02 15:20")
    case.do("put_in_order", DIRECTOR, "10-02 15:30")


def test_7_1_9_what_a_voice_does_not_agree_to_ends_as_not_agreed_and_both_are_told() -> None:
    case = to_order()
    case.do("call_voice", DIRECTOR, "10-02 09:00", score="dissatisfied", opinion="Pay for my lamp.")
    case.do("ask_not_agreed", DIRECTOR, "10-02 09:10")
    case.do("approve_not_agreed", COMPANY, "10-02 10:00")
    assert [(each.key, each.whom) for each in case.view.words] == [(3, "resident"), (4, "voice")]
    assert case.changes("word", "4")["voice"] == 1
    assert case.refuses("put_in_order", DIRECTOR, "10-02 11:00").clause == "7.1.10"
    case.do("tell", DESK, "10-02 11:00", word=3)
    case.do("tell", DESK, "10-02 11:05", word=4)
    case.do("put_in_order", DIRECTOR, "10-02 11:10")


def test_7_1_9_a_voice_that_is_not_to_be_called_holds_nothing_up() -> None:
    for facts in ({"speaker": "anonymous", "told": None, "untold": "Hung up."}, {"declines_call": True}):
        to_order(**facts).do("put_in_order", DIRECTOR, "10-02 09:00")
    praised = joined(registered(grade="praise"), "10-01 10:10")
    praised.do("answer", DESK, "10-01 10:20")
    praised.do("read_answer", DIRECTOR, "10-01 11:00")
    praised.do("put_in_order", DIRECTOR, "10-01 11:10")


def test_7_1_9_a_voice_is_given_up_after_enough_attempts_by_another_person() -> None:
    case = to_order()
    for when in ("10-01 16:10", "10-01 19:00"):
        case.do("attempt_voice", DIRECTOR, when)
        assert "not tried often enough" in case.why_not("give_up_voice", COMPANY, when)
    case.do("attempt_voice", DIRECTOR, "10-02 09:30")
    assert case.why_not("give_up_voice", DIRECTOR, "10-02 09:40").startswith("You reported this yourself")
    joined(case, "10-02 09:35", place="3-2-1401")
    assert "not tried often enough" in case.refuses("give_up_voice", COMPANY, "10-02 09:40", voice=2).say("en")
    case.do("give_up_voice", COMPANY, "10-02 09:40", voice=1)
    assert [each.outcome for each in case.view.voices] == ["unreachable", ""]
    assert case.refuses("give_up_voice", COMPANY, "10-02 09:45", voice=1).field in ("", "voice")


def test_7_1_9_a_director_gives_up_a_voice_the_deputy_could_not_reach() -> None:
    case = to_order()
    for when in ("10-01 16:10", "10-01 19:00", "10-02 09:30"):
        case.do("attempt_voice", DEPUTY, when)
    assert "is done by" in case.why_not("give_up_voice", NIGHT, "10-02 09:40")
    assert case.why_not("give_up_voice", COMPANY, "10-02 09:40") == "The director of the centre confirms this."
    case.do("give_up_voice", DIRECTOR, "10-02 09:40")


def test_7_1_8_a_void_case_still_owes_its_voices_a_word_but_no_call() -> None:
    case = joined(registered(), "10-01 10:20", told=None, tell_by=on("10-01 12:00"))
    case.do("void", DIRECTOR, "10-01 11:00")
    assert "does not apply" in case.why_not("call_voice", DIRECTOR, "10-01 11:10")
    case.do("tell", DESK, "10-01 11:10", word=2)


# -- relayed words ---------------------------------------------------------------------------------

RELAYED: dict[str, Any] = {"source": "relayed", "relayer": "Li of the gate", "verified": "yes"}


def test_7_1_1_the_relayer_hears_what_became_of_the_matter() -> None:
    case = to_follow_up(**RELAYED)
    assert [(each.key, each.whom) for each in case.view.words] == [(2, "relayer")]
    assert case.due("word") == "10-03 10:05"
    case.do("follow_up", DIRECTOR, "10-01 16:00")
    assert case.refuses("put_in_order", DIRECTOR, "10-01 16:10").clause == "7.1.10"
    case.do("tell", DESK, "10-01 16:10", word=2)
    case.do("put_in_order", DIRECTOR, "10-01 16:20")


def test_7_1_1_the_relayer_is_told_of_a_result_not_of_a_beginning() -> None:
    case = registered(**RELAYED)
    assert case.refuses("tell", DESK, "10-01 10:20", word=2).field == "telling"
    case.do("answer", DESK, "10-01 10:20")
    case.do("tell", DESK, "10-01 10:25", word=2)
    gone = registered(**RELAYED)
    gone.do("tell", DESK, "10-01 10:20", word=2, telling="cannot", told="He left the company.")


def test_7_1_1_words_made_by_one_act_have_keys_of_their_own() -> None:
    both = registered(**RELAYED)
    assert [both.changes("word", key)["whom"] for key in ("1", "2")] == ["resident", "relayer"]
    one = registered(**RELAYED, told=None, untold="Not at home.")
    assert one.changes("word", "1")["whom"] == "relayer"
    assert one.changes("word", "2") == {}
    assert one.view.made["word"] == 1


# -- speakers known later --------------------------------------------------------------------------

UNKNOWN: dict[str, Any] = {"speaker": "anonymous", "told": None, "untold": "Nobody knows who called."}


def test_7_1_1_an_unknown_speaker_is_joined_to_a_household_and_told() -> None:
    case = registered(**UNKNOWN)
    case.do("identify", DESK, "10-01 11:00", name="Mr Qian", phone="13800000002", resident=KEY, place="3-2-1202")
    changed = case.changes("case")
    assert (changed["anonymous"], changed["speaker"], changed["resident"]) == (False, "owner", KEY)
    assert (changed["name"], changed["place"]) == (FromFact("name"), "3-2-1202")
    assert [(each.key, each.whom) for each in case.view.words] == [(1, "resident")]
    assert case.due("word") == "10-02 11:00"
    assert case.why_not("identify", DESK, "10-01 11:10").startswith("The speaker is joined")


def test_4_2_what_is_heard_in_a_follow_up_becomes_its_own_active_case() -> None:
    heard = registered(source="return_visit", heard_in="YL-KF1-202610-0001").changes("case")
    assert (heard["call"], heard["passive"]) == ("YL-KF1-202610-0001", False)
    assert (
        registered(source="return_visit", heard_in="YL-KF1-202610-0001", call=KEY).changes("case")["call"][:2] == "YL"
    )
    for source, number in (("phone", "YL-KF1-202610-0001"), ("return_visit", "the one before")):
        refused = Case().refuses("register", DESK, "10-01 10:05", source=source, heard_in=number)
        assert refused.field == ("source" if source == "phone" else "heard_in")


def test_7_1_9_who_is_known_by_then_is_followed_up() -> None:
    case = reported(**UNKNOWN)
    case.do("identify", DESK, "10-01 14:10")
    case.do("accept_report", DIRECTOR, "10-01 14:30", 1)
    assert case.state == "follow_up"


def test_7_1_1_one_who_is_known_is_joined_to_the_register_once() -> None:
    case = registered(name="Mr Qian")
    case.do("identify", DESK, "10-01 11:00", resident=KEY)
    assert case.view.words == ()
    assert case.view.case.joined
    assert case.why_not("identify", DESK, "10-01 11:10").startswith("The speaker is joined")
    assert registered(resident=KEY).why_not("identify", DESK, "10-01 11:00").startswith("The speaker is joined")


def test_7_1_1_matters_of_one_call_carry_its_key() -> None:
    assert registered(call=KEY).changes("case")["call"] == KEY
    assert registered().changes("case")["call"] == ""
    assert Case().refuses("register", DESK, "10-01 10:05", call="the second matter").field == "call"


def test_7_1_1_nobody_is_identified_as_unknown() -> None:
    assert registered(**UNKNOWN).refuses("identify", DESK, "10-01 11:00", speaker="anonymous").field == "speaker"


@pytest.mark.parametrize("step", ["identify", "add_voice"])
def test_5_0_who_keeps_the_archive_neither_identifies_nor_adds(step: str) -> None:
    assert registered().refuses(step, ARCHIVIST, "10-01 11:00").clause == "7.1.1"
