"""§7.1.8 — What supervision reads of a department's work: where it came from, its pace, when it comes to rest."""

from __future__ import annotations

from .steps import Effect
from .views import LegView, Question, View, standing
from .words import Words

RESULT = "result"  # the span whose limit the work runs under
CENTRE_HOURS = "A"


def own(asked: Question) -> LegView:
    """The leg of a step that is taken with a leg."""
    if asked.view.leg is None:
        raise LookupError("a step of a leg was asked for without its leg")
    return asked.view.leg


def lineage(view: View, leg: int) -> tuple[int, ...]:
    """The leg and those it took over from, the newest first: handed on or reassigned, the work is the same work."""
    found = [leg]
    for act in reversed(standing(view.acts)):
        if act.leg is not None and found[-1] in act.made_legs:
            found.append(act.leg)
    return tuple(found)


def hours_of_the_work(asked: Question) -> str:
    """The calendar the grade's result runs on."""
    case = asked.view.case
    target = asked.rules.target(case.nature, case.grade, RESULT)
    return target.calendar if target else CENTRE_HOURS


def is_round_the_clock(asked: Question) -> bool:
    """Whether the grade knows no night."""
    return asked.rules.edition.calendars[hours_of_the_work(asked)].always


def at_rest(leg: LegView) -> dict[str, object]:
    """The columns of a leg that neither waits on hold nor for a decision; only those that change."""
    changes: dict[str, object] = {}
    if leg.held_until:
        changes |= {"held_at": None, "held_until": None, "held_for": ""}
    if leg.request:
        changes |= {"request": "", "requested_at": None}
    return changes


def the_leg_at_rest(asked: Question) -> tuple[Effect, ...]:
    """A hold ends with the work, and what was asked for it needs no decision any more."""
    leg = own(asked)
    changes = at_rest(leg)
    return (Effect("leg", str(leg.key), changes),) if changes else ()


def the_request_decided(asked: Question) -> tuple[Effect, ...]:
    """What was asked for is granted or refused."""
    leg = own(asked)
    return (Effect("leg", str(leg.key), {"request": "", "requested_at": None}),) if leg.request else ()


def requested(asked: Question, what: str) -> tuple[Effect, ...]:
    """The leg now waits for a decision."""
    return (Effect("leg", str(own(asked).key), {"request": what, "requested_at": asked.at.happened}),)


def nothing_is_asked_yet(asked: Question) -> Words | None:
    """One question at a time."""
    leg = asked.view.leg
    if leg is None or not leg.request:
        return None
    return Words("已有一项申请待批，批复后再申请。", "A request is waiting for its decision; ask again after it.")


def a_request_waits_for_the_director(asked: Question) -> Words | None:
    """Only what was asked for can be refused."""
    if own(asked).request in ("hold", "extend"):
        return None
    return Words("没有待主任批的申请。", "No request waits for the director.")
