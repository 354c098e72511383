"""§7.1.7-7.1.10 — Who may, and when: the guards that decide whether a step is offered at all."""

from __future__ import annotations

import pytest

from anju.procedure.posts import Post
from anju.procedure.steps import Step
from anju.procedure.taking import may_by_post
from anju.procedure.views import At, Question
from tests.procedure.build import (
    ARCHIVIST,
    CENTRE,
    COMPANY,
    DEPUTY,
    DESK,
    DIRECTOR,
    EXECUTIVE,
    FITTER,
    FOREMAN,
    GUARD,
    MATE,
    RULES,
    SOLE,
    TABLE,
    Case,
    delegation,
    dispatched,
    on,
    person,
    registered,
    to_follow_up,
)

DESK_POSTS = {Post.FRONT_DESK, Post.NIGHT_DESK, Post.DIRECTOR}
WORK_POSTS = {Post.HANDLER, Post.FOREMAN, Post.DIRECTOR}
CREW_POSTS = {Post.HANDLER, Post.FOREMAN}
CALL_POSTS = {Post.DIRECTOR, Post.COMPANY}
APPROVING_POSTS = {Post.COMPANY, Post.EXECUTIVE}
ALL_POSTS = set(Post) - {Post.ADMINISTRATOR}
POSTS = {
    "register": DESK_POSTS, "pass_on": DESK_POSTS, "tell": DESK_POSTS, "promise": DESK_POSTS,
    "close_promise": DESK_POSTS, "answer": DESK_POSTS, "identify": DESK_POSTS, "add_voice": DESK_POSTS,
    "call_voice": CALL_POSTS, "attempt_voice": CALL_POSTS, "give_up_voice": CALL_POSTS,
    "accept": WORK_POSTS, "decline": WORK_POSTS, "arrive": WORK_POSTS, "report": WORK_POSTS,
    "attempt": CALL_POSTS, "follow_up": CALL_POSTS, "report_unreachable": CALL_POSTS,
    "confirm_unreachable": CALL_POSTS, "call_again": CALL_POSTS,
    "approve_not_agreed": APPROVING_POSTS, "refuse_not_agreed": APPROVING_POSTS,
    "archive": {Post.ARCHIVIST}, "return_records": {Post.ARCHIVIST},
    "note": ALL_POSTS, "attach": ALL_POSTS, "take_back": ALL_POSTS, "take_back_leg": ALL_POSTS, "amend": DESK_POSTS,
    "hold": WORK_POSTS, "resume": WORK_POSTS, "end_hold": set(), "ask_hold": CREW_POSTS, "ask_extension": CREW_POSTS,
    "hand_on": CREW_POSTS, "answer_urge": CREW_POSTS,
    "approve_extension": APPROVING_POSTS, "refuse_extension": APPROVING_POSTS,
    "see_to": ALL_POSTS,
}  # fmt: skip


@pytest.mark.parametrize("step", TABLE.steps, ids=lambda step: step.name)
@pytest.mark.parametrize("post", Post)
def test_5_0_a_step_is_taken_by_the_posts_of_its_row_and_no_other(post: Post, step: Step) -> None:
    case = Case()
    asked = Question(case.seen_by(person("x", post)), {}, At(on("10-01 10:00"), on("10-01 10:00")), RULES)
    assert may_by_post(step, asked) == (post in POSTS.get(step.name, {Post.DIRECTOR}))


def test_5_0_who_lacks_the_post_is_told_whose_step_it_is() -> None:
    refused = registered().refuses("pass_on", ARCHIVIST, "10-01 10:10")
    assert refused.clause == "7.1.5"
    assert refused.say("en") == "“Pass on to the director” is done by: Front desk, Night desk, Director."
    assert refused.say("zh") == "“传递主任”由前台、夜班、主任办理。"


def test_7_1_6_a_step_waits_for_its_state_and_says_where_the_case_stands() -> None:
    case = registered()
    assert (
        case.why_not("dispatch", DIRECTOR, "10-01 10:10") == "“Dispatch” does not apply while the case is “To pass on”."
    )
    assert Case().why_not("pass_on", DESK, "10-01 10:10").endswith("while the case is “Not registered”.")
    assert case.why_not("register", DESK, "10-01 10:10")
    legs = dispatched()
    assert "work that is “To accept”" in legs.why_not("report", FITTER, "10-01 12:00", 1)


# -- a leg is of the actor's department --------------------------------------------------------------


def test_7_1_7_a_handler_acts_for_himself_a_foreman_for_his_department_the_director_for_all() -> None:
    case = dispatched("engineering:fitter")
    assert case.why_not("accept", GUARD, "10-01 11:10", 1) == "Another department handles this."
    assert "Another handler has this" in case.why_not("accept", MATE, "10-01 11:10", 1)
    for by in (FITTER, FOREMAN, DIRECTOR):
        assert case.offers("accept", by, "10-01 11:10", 1)
    assert not case.offers("accept", person("chief", Post.FOREMAN, departments=("order",)), "10-01 11:10", 1)


def test_7_1_7_an_unnamed_leg_is_open_to_every_handler_of_the_department() -> None:
    case = dispatched()
    assert case.offers("accept", FITTER, "10-01 11:10", 1)
    assert case.offers("accept", MATE, "10-01 11:10", 1)
    case.do("accept", FITTER, "10-01 11:10", 1)
    assert not case.offers("report", MATE, "10-01 11:20", 1)


def test_7_1_7_acting_for_another_is_marked() -> None:
    case = dispatched("engineering:fitter")
    assert case.do("accept", FOREMAN, "10-01 11:10", 1).marks["acted_for"] == "fitter"
    assert "acted_for" not in case.do("report", FITTER, "10-01 12:00", 1).marks
    assert "acted_for" not in case.do("accept_report", DIRECTOR, "10-01 12:10", 1).marks


# -- nobody follows up his own work -------------------------------------------------------------------


def test_7_1_9_whoever_did_the_work_may_not_follow_it_up() -> None:
    working = person("director", Post.DIRECTOR, Post.HANDLER, departments=("engineering",))
    case = to_follow_up(by=working, people=(*CENTRE[:2], working, DEPUTY))
    assert "Whoever did the work may not follow it up" in case.why_not("follow_up", working, "10-01 15:00")
    assert "Whoever did the work" in case.why_not("attempt", working, "10-01 15:00")
    assert case.offers("follow_up", DEPUTY, "10-01 15:00")


def test_7_1_9_whoever_was_named_but_did_nothing_may_follow_up() -> None:
    case = dispatched("engineering:deputy", people=(*CENTRE, DEPUTY))
    case.do("reassign", DIRECTOR, "10-01 11:05", 1, departments=("engineering",))
    case.do("accept", FITTER, "10-01 11:10", 2)
    case.do("report", FITTER, "10-01 14:00", 2)
    case.do("accept_report", DIRECTOR, "10-01 14:30", 2)
    assert case.offers("follow_up", DEPUTY, "10-01 15:00")


def test_7_1_9_who_did_the_work_of_an_earlier_round_may_not_follow_up_the_next() -> None:
    case = to_follow_up(by=SOLE, people=(SOLE, DIRECTOR, FITTER))
    case.do("follow_up", DIRECTOR, "10-01 15:00", score="dissatisfied", opinion="Dark again.")
    case.do("dispatch", DIRECTOR, "10-01 15:10")
    case.do("accept", FITTER, "10-01 15:20", 2)
    case.do("report", FITTER, "10-01 15:30", 2)
    case.do("accept_report", DIRECTOR, "10-01 15:40", 2)
    assert "Whoever did the work" in case.why_not("follow_up", SOLE, "10-01 16:00")
    assert case.offers("follow_up", DIRECTOR, "10-01 16:00")


def test_7_1_9_the_company_calls_only_where_the_centre_has_no_other_caller() -> None:
    case = to_follow_up()
    assert "The centre still has someone" in case.why_not("follow_up", COMPANY, "10-01 15:00")
    alone = to_follow_up(by=SOLE, people=(SOLE,), director=SOLE)
    assert "Whoever did the work" in alone.why_not("follow_up", SOLE, "10-01 15:00")
    assert alone.offers("follow_up", COMPANY, "10-01 15:00")
    assert not alone.offers("follow_up", EXECUTIVE, "10-01 15:00")


def test_7_1_9_one_of_the_centre_never_calls_in_the_companys_name() -> None:
    both = person("both", Post.COMPANY, Post.ARCHIVIST)
    alone = to_follow_up(by=SOLE, people=(SOLE, both), director=SOLE)
    assert "may not act for the company" in alone.why_not("follow_up", both, "10-01 15:00")
    assert alone.offers("follow_up", COMPANY, "10-01 15:00")


# -- written authorisation ---------------------------------------------------------------------------


def test_7_1_9_a_written_authorisation_lets_its_holder_call() -> None:
    case = to_follow_up(delegations=(delegation(DESK, "09-01 00:00", "11-01 00:00"),))
    for step in ("attempt", "follow_up"):
        assert case.offers(step, DESK, "10-01 15:00")
    assert not case.offers("follow_up", ARCHIVIST, "10-01 15:00")
    assert not case.offers("accept", DESK, "10-01 15:00", 1)


@pytest.mark.parametrize(
    ("starts", "ends", "nature"),
    [
        ("09-01 00:00", "10-01 15:00", "other"),
        ("10-01 15:01", "11-01 00:00", "other"),
        ("09-01 00:00", "11-01 00:00", "repair"),
    ],
    ids=["ended", "not begun", "other nature"],
)
def test_7_1_9_an_authorisation_holds_for_its_time_and_natures_only(starts: str, ends: str, nature: str) -> None:
    case = to_follow_up(delegations=(delegation(DESK, starts, ends, nature),))
    assert not case.offers("follow_up", DESK, "10-01 15:00")


def test_7_1_9_an_authorisation_of_today_does_not_cover_a_call_of_yesterday() -> None:
    case = to_follow_up(delegations=(delegation(DESK, "10-02 08:00", "11-01 00:00"),))
    late = At(on("10-01 16:00"), on("10-02 09:00"))
    assert case.refuses("follow_up", DESK, late).clause == "7.1.9"
    case.do("follow_up", DESK, "10-02 09:00")


def test_7_1_9_an_authorisation_ends_with_the_post() -> None:
    gone = person("desk")
    case = to_follow_up(delegations=(delegation(gone, "09-01 00:00", "11-01 00:00"),))
    assert not case.offers("follow_up", gone, "10-01 15:00")
    moved_up = person("desk", Post.COMPANY)
    assert not case.offers("follow_up", moved_up, "10-01 15:00")


def test_7_1_9_an_authorised_colleague_who_did_not_do_the_work_keeps_the_company_out() -> None:
    standing = (delegation(DESK, "09-01 00:00", "11-01 00:00"),)
    alone = to_follow_up(by=SOLE, people=(SOLE, DESK), director=SOLE, delegations=standing)
    assert not alone.offers("follow_up", COMPANY, "10-01 15:00")
    assert alone.offers("follow_up", DESK, "10-01 15:00")


def test_5_0_another_post_is_told_so_even_where_the_step_does_not_apply() -> None:
    case = registered()
    assert case.why_not("dispatch", DESK, "10-01 10:10") == "“Dispatch” is done by: Director."
    assert "does not apply" in case.why_not("dispatch", DIRECTOR, "10-01 10:10")
