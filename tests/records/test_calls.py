"""§7.1.9 — Whom one may call: the queries in bulk say of every case what the law's guards say of it alone."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

import pytest

from anju.actions import cases
from anju.actions.cases import Asked, Doing
from anju.procedure.natures import TABLES
from anju.procedure.posts import Post
from anju.procedure.taking import steps_open_to
from anju.procedure.views import At
from anju.records import calls, seeing
from anju.records.models import Case, Edition, Override, Person
from tests import build
from tests.build import Centre, after, took

LATER = after(hours=5)
VOICE: dict[str, Any] = {
    "speaker": "tenant",
    "name": "司马相如",
    "place": "3-2-1202",
    "content": "我家门口也黑。",
    "told": "已告知",
}


def many(centre: Centre) -> None:
    """Cases in every state of being followed up, worked on by different people."""
    build.to_follow_up(centre)
    by_mate = build.took(build.dispatched(centre), centre.mate, "accept", leg=1, at=after(hours=1))
    by_mate = took(by_mate, centre.mate, "report", leg=1, at=after(hours=2), result="好了")
    took(by_mate, centre.director, "accept_report", leg=1, at=after(hours=3))
    build.reported(centre)
    voiced = took(build.to_follow_up(centre), centre.front, "add_voice", at=after(hours=3, minutes=10), **VOICE)
    took(voiced, centre.director, "follow_up", at=after(hours=4), channel="phone", score="satisfied")
    told = Asked("answer", {"answer": "每季度首月交。"})
    spoken = cases.register(
        Doing(centre.front, build.key(), build.NOON), community=centre.community, nature_name="other",
        facts=build.word(grade="consult"), then=(told,),
    )  # fmt: skip
    took(Case.objects.get(number=spoken["number"]), centre.director, "read_answer", at=after(hours=1))
    settled = took(build.to_follow_up(centre), centre.front, "add_voice", at=after(hours=3, minutes=10), **VOICE)
    took(settled, centre.director, "follow_up", at=after(hours=4), channel="phone", score="fairly")


def unreachable(centre: Centre, by: Person) -> Case:
    case = build.to_follow_up(centre, at=after(days=-3))
    for at in (after(days=-2), after(days=-1, hours=3), after(days=-1, hours=7)):
        case = took(case, by, "attempt", at=at, channel="phone", no_answer="no_reply")
    return took(case, by, "report_unreachable", at=after(hours=-1))


def lawful(person: Person, at: datetime) -> dict[str, set[str]]:
    """The cases with which the law lets this person take each step."""
    found: dict[str, set[str]] = defaultdict(set)
    for case in Case.objects.filter(state__in=("follow_up", "unreachable", "ordering", "reviewing")):
        table, rules = TABLES[case.nature], seeing.rules_of(case.community_id, case.edition)
        for step, _ in steps_open_to(table, seeing.view_of(case, person, at), At(at, at), rules):
            found[step.name].add(case.number)
    return found


def agree(centre: Centre, at: datetime = LATER) -> dict[str, set[str]]:
    """Both say the same of everybody; answers whom each may call."""
    found = {}
    for who in ("front", "handler", "mate", "director", "office", "executive", "stranger"):
        person = Person.objects.get(pk=getattr(centre, who).pk)
        lawfully = lawful(person, at)
        found[who] = set(calls.to_call(person, at).values_list("number", flat=True))
        confirmed = set(calls.to_confirm(person, at).values_list("number", flat=True))
        voices = set(calls.voices_to_call(person, at).values_list("case__number", flat=True))
        asked = ("follow_up", "confirm_unreachable", "call_voice")
        assert (found[who], confirmed, voices) == tuple(lawfully[step] for step in asked), who
        seen = set(Case.objects.visible_to(person, at).values_list("number", flat=True))
        assert found[who] | confirmed | voices <= seen, who  # whom one may call one may see
    return found


def test_7_1_9_the_director_calls_and_the_company_waits(centre: Centre) -> None:
    many(centre)
    found = agree(centre)
    assert found["director"]
    assert found["office"] == found["front"] == found["stranger"] == set()


def test_7_1_9_who_is_authorised_calls_what_he_did_not_do_himself(centre: Centre) -> None:
    many(centre)
    build.authorised(centre, holder=centre.front)
    build.authorised(centre, post=Post.HANDLER)
    found = agree(centre)
    assert found["handler"] and found["mate"] and found["handler"] != found["mate"]
    assert found["front"] < found["director"]  # what she answered on the spot another calls
    agree(centre, after(days=40))  # the authorisations are over


def test_7_1_9_the_company_calls_where_no_independent_caller_is_left(centre: Centre) -> None:
    many(centre)
    build.appointed(centre.administrator, centre.handler, Post.DIRECTOR, centre.community)
    centre.director.appointments.filter(post=Post.DIRECTOR).update(post=Post.FRONT_DESK)
    found = agree(centre)
    assert found["office"]
    assert not found["office"] & found["handler"]
    centre.director.appointments.filter(post=Post.FRONT_DESK).update(post=Post.DIRECTOR)
    assert agree(centre)["office"] == set()


@pytest.mark.parametrize("reporter", ["director", "front"])
def test_7_1_9_nobody_confirms_what_he_reported_himself(centre: Centre, reporter: str) -> None:
    build.authorised(centre, centre.front, at=after(days=-3))
    case = unreachable(centre, getattr(centre, reporter))
    agree(centre)
    mine = {each: set(calls.to_confirm(getattr(centre, each), LATER)) for each in ("director", "office")}
    assert mine == (
        {"director": set(), "office": {case}} if reporter == "director" else {"director": {case}, "office": set()}
    )


def test_7_1_9_a_community_that_asks_for_no_calls_of_a_grade_has_no_voices_to_call(centre: Centre) -> None:
    many(centre)
    edition = Edition.objects.get(state="in_force")
    assert calls.voices_to_call(centre.director, LATER).exists()
    silent = {"grades": {"other": {"suggestion": {"follow_up": False}}}}
    Override.objects.create(edition=edition, community=centre.community, content=silent)
    agree(centre)
    assert not calls.voices_to_call(centre.director, LATER).exists()


def test_7_1_9_one_who_stands_in_for_the_director_calls(centre: Centre) -> None:
    many(centre)
    build.away(centre, centre.director, stand_in=centre.guard)
    agree(centre)
    assert calls.to_call(Person.objects.get(pk=centre.guard.pk), LATER).exists()
