"""Which steps stand beside those that carry a case on, and which of them are folded away."""

from __future__ import annotations

from anju.procedure import supervising
from anju.procedure.views import TAKE_BACK

# Ways out of the way: offered after the steps that carry the case on.
BESIDE = (
    "attempt", "add_leg", "return_report", "decline", "reassign", "report_unreachable", "call_again",
    "refuse_not_agreed", "return_records", "ask_not_agreed", "hold", "renew_hold", "extend", "hand_on", "ask_hold",
    "ask_extension", "submit_extension", "refuse_request", "refuse_extension", "amend", "take_back",
    "take_back_leg", "void",
)  # fmt: skip

# Supervision stands folded together, so that what carries the case on is seen first.
TUCKED = frozenset({"add_leg", "reassign", *(step.name for step in supervising.ROWS)}) - {
    "resume", "answer_urge", "approve_extension", "refuse_extension",
}  # fmt: skip

MENDING = TAKE_BACK | {"amend"}
