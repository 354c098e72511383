"""Words the law shows to people, always in both languages, and its one exception."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    """One phrase in Simplified Chinese and in English. May hold `{name}` places for values."""

    zh: str
    en: str

    def say(self, language: Language, **values: object) -> str:
        """The phrase in one language; values that are Words are said in that language too."""
        phrase = self.zh if language == "zh" else self.en
        if not values:
            return phrase
        said = {name: value.say(language) if isinstance(value, Words) else value for name, value in values.items()}
        return phrase.format(**said)


class Refused(Exception):
    """The law says no: under which clause, in which words, with which values, at which field."""

    def __init__(self, clause: str, words: Words, field: str = "", **values: object) -> None:
        super().__init__(clause, words, field)
        self.clause = clause
        self.words = words
        self.field = field
        self.values = values

    def __str__(self) -> str:
        return f"§{self.clause} {self.say('en')}"

    def say(self, language: Language) -> str:
        """The refusal as one sentence."""
        return self.words.say(language, **self.values)


class NotYours(Refused):
    """The step belongs to other posts than the actor holds (an answer of its own: 403)."""
