"""§7.1.8 — A step taken by mistake is taken back by a counter-step that names it and says why.

Both stay in the journal; clocks, guards and figures go by the acts that stand. Only the last step of a case or leg is
taken back, within the edition's hours, by who took it or the director, and never where something was built on it: what
a resident said when he was called, an approval, a draw are facts, no slips of the hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from . import facts as f
from .legs import at_rest
from .makers import CASE
from .posts import Post
from .steps import Effect, Fact, Kind, Maker
from .urges import lapsed
from .views import ActView, Question, View, standing, taken_back
from .words import Words

ACT = Fact("act", Kind.COUNT, Words("撤销的是第几条记录", "Which entry is taken back"))
FACTS = (ACT, f.REASON)
AT_WORK = "assigned"
AT_REST = frozenset({"accepted", "withdrawn"})
HELD = "held"
OUTCOMES = {"read_answer": "answered", "confirm_unreachable": "unreachable", "approve_not_agreed": "not_agreed"}

NOTHING = Words("最后一步不能撤销，或还没有可撤销的步骤。", "The last step is none that can be taken back.")
BUILT_ON = Words("在它之后又办了别的步骤，不能撤销。", "Another step was built on it; it cannot be taken back.")
TOO_LATE = Words("超过可以撤销的时间了。", "The time within which it can be taken back is over.")
AT_WORK_ALREADY = Words(
    "这个部门已另有在办的承办，不能撤销。", "The department has been given the case anew; this cannot be taken back."
)
ON_HOLD = Words(
    "办理这一步时工作正在挂起，不能撤销。", "The work was on hold when the step was taken; it cannot be taken back."
)
NOT_HIS = Words("由办理这一步的人或主任撤销。", "Whoever took the step takes it back, or the director.")


def place_of_last(view: View) -> int:
    """Which entry of the journal the last step of the leg, or of the case, is; 0 where there is none."""
    gone, leg = taken_back(view.acts), view.leg.key if view.leg else None
    for place in range(len(view.acts), 0, -1):
        act = view.acts[place - 1]
        if act.binds and place not in gone and (leg is None or act.leg == leg):
            return place
    return 0


def last(view: View) -> ActView:
    """That step. LookupError where there is none."""
    place = place_of_last(view)
    if not place:
        raise LookupError("nothing was done yet that could be taken back")
    return view.acts[place - 1]


def the_last_step_may_be_taken_back(asked: Question) -> Words | None:
    """One of those that may be, on which nothing was built, in time, by the right person."""
    view, place = asked.view, place_of_last(asked.view)
    if not place or view.acts[place - 1].step not in UNDONE:
        return NOTHING
    act = view.acts[place - 1]
    if (view.leg is None and act.leg is not None) or any(_builds(each, act) for each in _since(view, place)):
        return BUILT_ON
    if asked.at.entered - act.entered > timedelta(hours=asked.rules.rule("take_back_hours")):
        return TOO_LATE
    if act.actor != view.actor.key and Post.DIRECTOR not in view.actor.posts:
        return NOT_HIS
    if _was_on_hold(view, act):
        return ON_HOLD
    return AT_WORK_ALREADY if _another_works(view, act) else None


def _was_on_hold(view: View, act: ActView) -> bool:
    """A hold that the step ended does not begin again by itself; what was asked for then is asked for anew."""
    if act.leg is not None:
        return act.left == HELD
    return act.step == "void" and any(_state_of(leg.key, _before(view)) == HELD for leg in view.legs)


def _another_works(view: View, act: ActView) -> bool:
    """Whether the department has been given the case anew meanwhile: it works on it once at a time."""
    if view.leg is None or act.left in AT_REST:
        return False
    others = (leg for leg in view.legs if leg.key not in (view.leg.key, *act.made_legs))
    return any(leg.department == view.leg.department and leg.state not in AT_REST for leg in others)


def named_step_is_the_last(asked: Question) -> Words | None:
    """What the form names is still the last step."""
    return None if asked.facts.get("act") == place_of_last(asked.view) else BUILT_ON


def _since(view: View, place: int) -> tuple[ActView, ...]:
    gone = taken_back(view.acts)
    return tuple(act for there, act in enumerate(view.acts, 1) if there > place and there not in gone)


def _builds(act: ActView, on: ActView) -> bool:
    """Work of another department goes on beside it, unless that moved the case, or the step itself gave it out."""
    return act.moved_case or (act.binds and (act.leg is None or act.leg in on.made_legs))


# -- what a step made is unmade --------------------------------------------------------------------


def the_legs_made(asked: Question) -> tuple[Effect, ...]:
    """The legs the step made end, and nobody owes an answer to what they were urged to."""
    made = last(asked.view).made_legs
    legs = (leg for leg in asked.view.legs if leg.key in made)
    ended = tuple(Effect("leg", str(leg.key), {"state": "withdrawn", **at_rest(leg)}) for leg in legs)
    return ended + lapsed(asked, *made)


def the_class_before(asked: Question) -> tuple[Effect, ...]:
    """The grade and category that stood before."""
    acts = _before(asked.view)
    changes = {name: _latest(acts, name) for name in ("grade", "category")}
    return (Effect("case", CASE, changes),)


def the_voices_before(asked: Question) -> tuple[Effect, ...]:
    """Whoever was to be heard again after the new work is dissatisfied still."""
    said: dict[object, object] = {}
    for act in _before(asked.view):
        if act.step == "call_voice":
            said[act.facts.get("voice")] = act.facts.get("score")
    unhappy = [each for each in asked.view.voices if not each.outcome and said.get(each.key) == "dissatisfied"]
    return tuple(Effect("voice", str(each.key), {"outcome": "dissatisfied"}) for each in unhappy)


def the_handler_before(asked: Question) -> tuple[Effect, ...]:
    """Whom the director had named, if anybody."""
    leg = asked.view.leg
    if leg is None:
        return ()
    made = next(act for act in standing(asked.view.acts) if leg.key in act.made_legs)
    named = made.facts.get("departments")
    pairs = [str(each).partition(":") for each in (named if isinstance(named, tuple) else ())]
    person = next((person for department, _, person in pairs if department == leg.department), "")
    return (Effect("leg", str(leg.key), {"person": person or None}),)


def no_result(asked: Question) -> tuple[Effect, ...]:
    """The result is reported anew; the journal keeps what was written."""
    leg = asked.view.leg
    return (Effect("leg", str(leg.key), {"result": ""}),) if leg else ()


def the_outcome_before(asked: Question) -> tuple[Effect, ...]:
    """How the matter stood for the resident before."""
    outcome: object = ""
    for act in _before(asked.view):
        outcome = act.facts.get("score") if act.step == "follow_up" else OUTCOMES.get(act.step, outcome)
    return (Effect("case", CASE, {"outcome": outcome}),)


def no_holding(_: Question) -> tuple[Effect, ...]:
    """It is not kept yet; its holding number is free again."""
    return (Effect("case", CASE, {"holding": "", "keep_until": None}),)


def the_case_in_force_again(asked: Question) -> tuple[Effect, ...]:
    """The number counts again, and every department goes on where it was."""
    acts = _before(asked.view)
    legs = [(leg, _state_of(leg.key, acts)) for leg in asked.view.legs]
    back = tuple(Effect("leg", str(leg.key), {"state": state}) for leg, state in legs if state not in ("", leg.state))
    return (Effect("number", asked.view.case.number, {"state": "issued", "reason": ""}), *back)


UNDONE: Mapping[str, tuple[Maker, ...]] = {
    "pass_on": (),
    "answer": (),
    "take_up": (),
    "dispatch": (the_legs_made, the_class_before, the_voices_before),
    "add_leg": (the_legs_made,),
    "accept": (the_handler_before,),
    "decline": (),
    "arrive": (),
    "report": (no_result,),
    "reassign": (the_legs_made,),
    "accept_report": (),
    "return_report": (),
    "report_unreachable": (),
    "confirm_unreachable": (the_outcome_before,),
    "call_again": (),
    "ask_not_agreed": (),
    "put_in_order": (),
    "hand_over": (),
    "archive": (no_holding,),
    "return_records": (),
    "void": (the_case_in_force_again,),
}


def what_it_made_is_unmade(asked: Question) -> tuple[Effect, ...]:
    """Each in its own way."""
    return tuple(effect for undo in UNDONE[last(asked.view).step] for effect in undo(asked))


def _before(view: View) -> tuple[ActView, ...]:
    """The acts that stand before the one taken back."""
    place, gone = place_of_last(view), taken_back(view.acts)
    return tuple(act for there, act in enumerate(view.acts, 1) if there < place and there not in gone)


def _latest(acts: tuple[ActView, ...], name: str) -> object:
    return next(act.facts[name] for act in reversed(acts) if name in act.facts)


def _state_of(leg: int, acts: tuple[ActView, ...]) -> str:
    """How a leg stood after these acts; nothing for one that none of them made."""
    state = ""
    for act in acts:
        if leg in act.made_legs:
            state = AT_WORK
        if state and act.leg == leg and act.state:
            state = act.state
    return state
