"""Urging (督办, §7.1.8): numbered within the case, addressed to a department's work, answered in writing in time."""

from __future__ import annotations

from .deadlines import Deadline, Target, Unit
from .legs import hours_of_the_work, is_round_the_clock, own
from .makers import next_key
from .steps import Effect, Fact, FromFact, Kind
from .views import Question, View
from .words import Words

SPAN = "urge"
URGING = Fact("urging", Kind.TEXT, Words("督办内容", "What is urged"), personal=True)
WHICH_URGE = Fact("urge", Kind.COUNT, Words("第几号督办", "Which urge"))
URGE_ANSWER = Fact("urge_answer", Kind.TEXT, Words("督办答复", "Answer to the urge"), personal=True)
ENDINGS = {
    "answered": Words("已答复", "Answered"),
    "reported": Words("以反馈答复", "Answered by the report"),
    "lapsed": Words("已转走", "Work moved on"),
}


def target_of(asked: Question) -> Target:
    """How soon an urge is to be answered: hours of the work's own calendar, fewer where it knows no night."""
    rule = "urge_answer_hours_t" if is_round_the_clock(asked) else "urge_answer_hours"
    return Target(SPAN, asked.rules.rule(rule) * 60, Unit.MINUTES, hours_of_the_work(asked))


def deadline_of(asked: Question) -> Deadline:
    """When an urge of this instant is to be answered, and why then."""
    return asked.rules.due(asked.at.happened, target_of(asked))


def open_urges(view: View, leg: int) -> tuple[int, ...]:
    """The numbers of the urges this work has not answered."""
    return tuple(each.key for each in view.urges if each.leg == leg)


def an_urge_waits_for_its_answer(asked: Question) -> Words | None:
    """Only offered while one is open."""
    if open_urges(asked.view, own(asked).key):
        return None
    return Words("没有待答复的督办。", "No urge waits for an answer.")


def named_urge_is_of_this_work(asked: Question) -> Words | None:
    """The urge named is open, and is this department's."""
    if asked.facts.get("urge") in open_urges(asked.view, own(asked).key):
        return None
    return Words("这号督办已经答复，或不是这项承办的。", "This urge is answered already, or is of other work.")


def the_urge(asked: Question) -> tuple[Effect, ...]:
    """To the department, and the person who has the work."""
    leg = own(asked)
    urge = {
        "leg": leg.key,
        "department": leg.department,
        "person": leg.person,
        "text": FromFact("urging"),
        "urged_at": asked.at.happened,
        "urged_by": asked.view.actor.key,
        "due": deadline_of(asked).due,
        "answer": "",
        "answered_at": None,
        "answered_by": None,
        "ending": "",
    }
    return (Effect("urge", next_key(asked, "urge"), urge),)


def the_answer_to_the_urge(asked: Question) -> tuple[Effect, ...]:
    return (Effect("urge", str(asked.facts["urge"]), _answered(asked, "urge_answer", "answered")),)


def the_urges_answered_by_the_report(asked: Question) -> tuple[Effect, ...]:
    """A result in writing is an answer to every urge of the work."""
    keys = open_urges(asked.view, own(asked).key)
    return tuple(Effect("urge", str(key), _answered(asked, "result", "reported")) for key in keys)


def the_urges_lapsed(asked: Question) -> tuple[Effect, ...]:
    """The work went elsewhere; whoever has it now owes no answer to what another was asked."""
    leg = asked.view.leg
    return lapsed(asked, *([leg.key] if leg else (each.leg for each in asked.view.urges)))


def lapsed(asked: Question, *legs: int | None) -> tuple[Effect, ...]:
    """The open urges of these legs end without an answer."""
    gone = {"answered_at": asked.at.happened, "ending": "lapsed"}
    return tuple(Effect("urge", str(each.key), gone) for each in asked.view.urges if each.leg in legs)


def _answered(asked: Question, fact: str, ending: str) -> dict[str, object]:
    at, by = asked.at.happened, asked.view.actor.key
    return {"answer": FromFact(fact), "answered_at": at, "answered_by": by, "ending": ending}
