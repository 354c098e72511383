"""Handing on (转出, §7.1.8): a department not the right one names another; at the third hop the director decides."""

from __future__ import annotations

from .legs import own
from .makers import one_leg_per_department
from .steps import Branch, Effect
from .views import Question, View
from .words import Words


def hops(view: View, leg: int) -> int:
    """How often this work was handed on since a director last said who does it."""
    made = next((act for act in view.acts if leg in act.made_legs), None)
    if made is None or made.step != "hand_on" or made.leg is None:
        return 0
    return 1 + hops(view, made.leg)


def goes_to_the_director(asked: Question) -> bool:
    """It would be the hop at which nobody but the director decides."""
    return hops(asked.view, own(asked).key) + 1 >= asked.rules.rule("hand_on_hops")


TO_WHOM = (
    Branch("declined", Words("转手次数已到，交主任定", "handed on too often: to the director"), goes_to_the_director),
    Branch("withdrawn", Words("转给所选部门", "to the department named")),
)


def the_leg_of_the_department_named(asked: Question) -> tuple[Effect, ...]:
    """A leg of its own for whom it is handed to; none where the director is to decide."""
    return () if goes_to_the_director(asked) else one_leg_per_department(asked)
