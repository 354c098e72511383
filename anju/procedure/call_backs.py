"""§7.1.1 — Calls to make: a call that was missed, a resident who asked to be called back; how each of them ended."""

from __future__ import annotations

from .steps import Choice
from .words import Words

CALL_KINDS = (
    Choice("asked", Words("请回电", "Asked to be called")),
    Choice("missed", Words("漏接", "Missed call")),
)
ENDS = (
    Choice("told", Words("已回电说清", "Called back and answered")),
    Choice("registered", Words("已登记成件", "Registered as a case")),
    Choice("unreached", Words("多次未接通", "Not reached after several tries")),
    Choice("needless", Words("不必回电", "No need to call")),
)
# What must be said of an ending; the case says it of itself, and the tries of theirs.
SAYS_WHY = frozenset({"told", "needless"})
