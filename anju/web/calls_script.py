"""§7.1.9 — What to say on the phone, a few short sentences for each situation, worded by the edition of the case."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from anju.procedure.editions import Edition

from . import wording


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a script is told with."""

    community: str
    caller: str
    room: str
    name: str
    said: str
    result: str
    opinion: str = ""


MATTERS = {
    "redial": ("call_redial", "ask"),
    "again": ("call_again", "ask_again"),
    "voice": ("call_voice", "ask"),
    "spot": ("call_spot", "ask_spot"),
}


def script(situation: str, told: Spoken, edition: Edition) -> list[str]:
    """The greeting, the matter, the questions."""
    greeting = "greeting_room"
    if told.name:
        greeting = "greeting_person" if told.room[:1].isdigit() else "greeting_name"
    names = (greeting, *MATTERS.get(situation, ("call_result", "ask")))
    return [wording.words(edition.text(name), **asdict(told)) for name in names]
