"""What the choices of a form are made of: departments and people, open words, the edition of the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from anju.procedure.editions import Edition

from .wording import words

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class OfferedDepartment:
    """A department a case may be dispatched to, with the people who may handle it."""

    code: str
    name: str
    people: Choices


@dataclass(frozen=True, slots=True)
class Offered:
    """What the choices of a form are made of: the edition of the case, and what is open on it."""

    edition: Edition
    nature: str
    departments: Sequence[OfferedDepartment] = ()
    people: Choices = ()
    words: Choices = ()
    promises: Choices = ()
    urges: Choices = ()

    def grades(self) -> Choices:
        return [(each.code, words(each.words)) for each in self.edition.grades[self.nature]]

    def categories(self) -> Choices:
        return [
            (each.code, words(self.edition.path(self.nature, each.code))) for each in self.edition.offered(self.nature)
        ]
