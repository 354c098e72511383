"""Answered on the spot (§7.1.1, §7.1.9): the director reads it; a drawn share is called back, the rest ends there.

The draw is seeded by the number of the case, so that anybody can draw it again; the first ones of a week are
always called, so that a quiet week is looked at too. Who gave the answer does not make the call.
"""

from __future__ import annotations

import hashlib

from .guards import follow_up_is_due
from .steps import Branch
from .views import Question
from .words import Words


def lot(number: str) -> int:
    """The lot of a number: 0 to 99, the same for ever."""
    return int.from_bytes(hashlib.sha256(f"anju/readback/{number}".encode()).digest()[:8], "big") % 100


def answer_is_drawn_for_a_call(asked: Question) -> bool:
    """By its lot, or because this week has not had its least number of calls yet."""
    drawn = lot(asked.view.case.number) < asked.rules.rule("readback_percent")
    too_few = asked.view.drawn_this_week < asked.rules.rule("readback_weekly")
    return follow_up_is_due(asked) and (drawn or too_few)


BY_LOT = (
    Branch("follow_up", Words("抽中回访", "drawn for a call"), answer_is_drawn_for_a_call),
    Branch("ordering", Words("未抽中", "not drawn")),
)


def grade_may_be_answered_on_the_spot(asked: Question) -> Words | None:
    """What is owed in writing, and a call for help, cannot be settled by word of mouth."""
    case = asked.view.case
    grade = asked.rules.grade(case.nature, case.grade)
    if grade and grade.on_the_spot:
        return None
    return Words("这一等级不能当场办结，请传递主任。", "This grade cannot be answered on the spot; pass it on.")
