"""Where what was said disagrees (说法不一, §7.1.8): the department reported it done, another says otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from .views import ActView, View
from .words import Words

RETURNED = Words("主任查看后退回", "the director looked and gave it back")
SPEAKER = Words("住户在回访中说不满意", "the resident is dissatisfied in the follow-up")
VOICE = Words("附议住户在回访中说不满意", "a resident who joined is dissatisfied in the follow-up")
AGAINST = {"follow_up": SPEAKER, "call_voice": VOICE}  # steps in which somebody says how it really is


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A report, and the act that contradicts it."""

    reported: ActView
    against: ActView
    words: Words


def disagreements(view: View) -> tuple[Disagreement, ...]:
    """Every report that a later act contradicts, in the order of the contradictions."""
    last: dict[int | None, ActView] = {}
    found: list[Disagreement] = []
    for act in view.acts:
        if act.step == "report":
            last[act.leg] = act
        elif act.step == "return_report" and act.leg in last:
            found.append(Disagreement(last[act.leg], act, RETURNED))
        elif act.step in AGAINST and act.facts.get("score") == "dissatisfied" and last:
            found += [Disagreement(each, act, AGAINST[act.step]) for each in last.values()]
            last = {}
    return tuple(found)
