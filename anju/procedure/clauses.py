"""§1.0-§9.7 — The clauses by number, and the forms of §9. Refusals, steps and pages cite only these."""

from __future__ import annotations

from dataclasses import dataclass

from .clause_texts import TEXTS
from .words import Words


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause. `parent` is the nearest clause above it, empty for the nine chapters."""

    number: str
    title: Words
    obligation: Words
    parent: str

    @property
    def depth(self) -> int:
        """1 for a chapter, 2 for a section, 3 for a clause of a section."""
        return 1 if not self.parent else self.number.count(".") + 1


@dataclass(frozen=True, slots=True)
class Form:
    """A quality record of §9. `number` is what the company calls the sheet; `code` begins our numbers."""

    clause: str
    number: Words | None
    title: Words
    code: str = ""


def _parent(number: str, known: frozenset[str]) -> str:
    """§6.1.1 hangs under §6.0: the document has no 6.1."""
    parts = number.split(".")
    if parts[1:] == ["0"]:
        return ""
    above = ".".join(parts[:-1])
    return above if len(parts) > 2 and above in known else f"{parts[0]}.0"


_KNOWN = frozenset(number for number, _, _ in TEXTS)

CLAUSES: dict[str, Clause] = {
    number: Clause(number, title, obligation, _parent(number, _KNOWN)) for number, title, obligation in TEXTS
}


def clause(number: str) -> Clause:
    """The clause called `number`, with or without its §; KeyError if the procedure has none."""
    return CLAUSES[number.removeprefix("§")]


def _form(number: str, code: str = "", sheet: Words | None = None) -> Form:
    return Form(number, sheet, CLAUSES[number].title, code)


FORMS: tuple[Form, ...] = (
    _form("9.1", "KF1", Words("客户服务表1", "Customer Service Form 1")),
    _form("9.2", "YC1", Words("有偿服务表1", "Paid Service Form 1")),
    _form("9.3", "YC2", Words("有偿服务表2", "Paid Service Form 2")),
    _form("9.4", "BX1", Words("报修处理表1", "Repair Form 1")),
    _form("9.5", "TS1", Words("投诉处理表1", "Complaint Form 1")),
    _form("9.6", "TS4", Words("投诉处理表4", "Complaint Form 4")),
    _form("9.7"),
)

FORM_OF_CODE: dict[str, Form] = {form.code: form for form in FORMS if form.code}
