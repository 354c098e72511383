"""How a case of the demo goes: where it stays, and what is out of the ordinary."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Course:
    """How a case goes: before which step it stays, and what is out of the ordinary."""

    stop: str = ""
    late: bool = False
    night: bool = False
    anonymous: bool = False
    declines_call: bool = False
    relayed: bool = False
    outside: bool = False
    returned: bool = False
    declined: bool = False
    dissatisfied: bool = False
    not_agreed: bool = False
    unreachable: bool = False
    open_word: bool = False
    promise: bool = False
    void: bool = False
    on_the_spot: bool = False
    voice: bool = False
