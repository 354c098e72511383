"""§9.1 — The sheet of a case and the receipt for its resident, as plain values: what stands in which cell.

A phone stands here masked, unless the act of sending out gave the number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from anju.procedure import facts as law
from anju.procedure.clauses import FORM_OF_CODE, Form
from anju.procedure.editions import Edition
from anju.procedure.natures import TABLES, nature
from anju.procedure.steps import Choice, Fact, Kind, State, Step, Table
from anju.procedure.watching import WARNINGS
from anju.procedure.words import Words
from anju.procedure.writing import read
from anju.records import seeing
from anju.records.cases import people_of
from anju.records.models import Case, Department, Entry
from anju.records.models import Fact as FactRow
from anju.records.names import masked

Said = Words | datetime | date | str
ERASED = Words("已依法删除", "erased by law")
YES = Words("是", "yes")
NOBODY = Words("系统", "the system")
SECTIONS = {
    "dispatch": ("pass_on", "answer", "read_answer", "take_up", "dispatch", "add_leg"),
    "calls": ("attempt", "follow_up", "call_voice", "attempt_voice", "give_up_voice", "report_unreachable",
              "confirm_unreachable", "call_again", "tell", "close_promise"),
    "filing": ("put_in_order", "hand_over", "archive", "return_records"),
}  # fmt: skip
OF_A_LEG = ("accept", "arrive", "report", "accept_report")  # these stand in the row of their department
IN_CELLS = ("register", "attach", *OF_A_LEG)
KEYS = (Kind.RESIDENT, Kind.KEY)  # say something to a machine only
NOT_PRINTED = frozenset({"digest"})


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing recorded: what it is called, and what was written."""

    words: Words
    said: Said


@dataclass(frozen=True, slots=True)
class Done:
    """One entry of the journal as a row of the sheet."""

    words: Words
    clause: str
    at: datetime
    by: str | Words
    leg: str
    details: tuple[Detail, ...]


@dataclass(frozen=True, slots=True)
class LegRow:
    """A department's work: who, when, with what result."""

    department: str
    person: str
    accepted: datetime | None
    arrived: datetime | None
    reported: datetime | None
    reviewed: datetime | None
    result: str
    state: State


@dataclass(frozen=True, slots=True)
class RecordSheet:
    """客户服务表1 of one case."""

    case: Case
    table: Table
    form: Form
    state: State
    nature: Words
    grade: Words
    category: Words
    source: Words
    speaker: Words
    urgency: Words
    phone: str
    recorder: str | Words
    told: Sequence[Detail]
    voices: int
    attachments: int
    legs: Sequence[LegRow]
    sections: Mapping[str, Sequence[Done]]


@dataclass(frozen=True, slots=True)
class Receipt:
    """受理回执: what was recorded, and by when the resident will hear."""

    case: Case
    form: Form
    category: Words
    recorder: str | Words
    phone: str
    told: Sequence[str]
    promises: Sequence[tuple[str, datetime]]
    tell_by: datetime | None
    ask: Words


@dataclass(frozen=True, slots=True)
class Names:
    """What the portable keys of the journal stand for."""

    edition: Edition
    nature: str
    people: Mapping[str, str]
    departments: Mapping[str, str]
    legs: Mapping[int, str]


def record_sheet(case: Case, phone: str = "") -> RecordSheet:
    """The whole case on paper; a fixed number of statements."""
    table, names = TABLES[case.nature], _names(case)
    rows = case.entries.exclude(step__in=WARNINGS)  # what the clock said to the house is no part of the record
    entries = list(rows.order_by("position").select_related("act__actor"))
    facts = FactRow.objects.by_entry(entries)
    done = [(entry, _done(entry, facts[entry.pk], table, names)) for entry in entries]
    first = next(row for entry, row in done if entry.step == "register")
    return RecordSheet(
        case=case,
        table=table,
        form=FORM_OF_CODE[table.form],
        state=table.state(case.state),
        nature=nature(case.nature).words,
        grade=_coded(names.edition.grades[case.nature], case.grade),
        category=_coded(names.edition.categories[case.nature], case.category),
        source=chosen(law.SOURCE.choices, case.source),
        speaker=chosen(law.SPEAKERS, case.speaker),
        urgency=chosen(law.URGENCIES, case.urgency),
        phone=phone or masked(case.phone),
        recorder=first.by,
        told=[each for each in first.details if each.words in TOLD],
        voices=case.voices.count(),
        attachments=case.attachments.count(),
        legs=_legs(case, table, entries),
        sections=_sections(done),
    )


TOLD = {each.words for each in (law.TOLD_NOW, law.TELL_BY, law.UNTOLD, law.PROMISE, law.PROMISE_BY)}


def receipt(case: Case) -> Receipt:
    """What the resident takes home; five statements."""
    edition = seeing.rules_of(case.community_id, case.edition).edition
    entry = case.entries.select_related("act__actor").get(step="register")
    told = entry.facts.filter(name="told", value__isnull=False).values_list("value", flat=True)
    waiting = case.words.filter(told_at=None, whom="resident").order_by("due")
    return Receipt(
        case=case,
        form=FORM_OF_CODE[TABLES[case.nature].form],
        category=_coded(edition.categories[case.nature], case.category),
        recorder=_actor(entry),
        phone=masked(case.phone),
        told=[str(read(each)) for each in told if each],
        promises=list(case.promises.order_by("due").values_list("text", "due")),
        tell_by=waiting.values_list("due", flat=True).first(),
        ask=_how_to_ask(case, edition),
    )


def _how_to_ask(case: Case, edition: Edition) -> Words:
    phone = case.community.phone
    text = edition.text("receipt" if phone else "receipt_no_phone")
    return Words(text.say("zh", phone=phone), text.say("en", phone=phone))


def chosen(choices: tuple[Choice, ...], value: str) -> Words:
    """The words of a stored choice; what no longer is one stands as it is stored."""
    return next((each.words for each in choices if each.value == value), Words(value, value))


def _coded(rows: Sequence[object], code: str) -> Words:
    found = {str(getattr(each, "code", "")): getattr(each, "words", None) for each in rows}
    return found.get(code) or Words(code, code)


def _names(case: Case) -> Names:
    departments = dict(Department.objects.filter(community=case.community_id).values_list("code", "name"))
    return Names(
        edition=seeing.rules_of(case.community_id, case.edition).edition,
        nature=case.nature,
        people=people_of(case),
        departments=departments,
        legs=dict(case.legs.values_list("key", "department__name")),
    )


def _actor(entry: Entry) -> str | Words:
    return entry.act.actor.name if entry.act.actor else NOBODY


def _done(entry: Entry, facts: Sequence[FactRow], table: Table, names: Names) -> Done:
    step = table.step(entry.step)
    values = {fact.name: fact.value for fact in facts}
    return Done(
        words=step.words,
        clause=entry.clause,
        at=entry.happened_at,
        by=_actor(entry),
        leg=names.legs.get(entry.leg or 0, ""),
        details=tuple(Detail(each.words, said(each, values[each.name], names)) for each in _printed(step, values)),
    )


def _printed(step: Step, values: Mapping[str, str | None]) -> list[Fact]:
    return [
        each for each in step.facts if each.name in values and each.kind not in KEYS and each.name not in NOT_PRINTED
    ]


def said(fact: Fact, stored: str | None, names: Names) -> Said:
    """A stored fact as it stands on paper; what was lawfully erased says so."""
    if stored is None:
        return ERASED
    value = read(stored)
    if fact.kind is Kind.GRADE:
        return _coded(names.edition.grades[names.nature], str(value))
    if fact.kind is Kind.CATEGORY:
        return _coded(names.edition.categories[names.nature], str(value))
    if fact.choices:
        return chosen(fact.choices, str(value))
    if fact.kind is Kind.PERSON:
        return names.people.get(str(value), "")
    if fact.kind is Kind.PHONE:
        return masked(str(value))
    if isinstance(value, tuple | list):
        return "、".join(_dispatched(str(each), names) for each in value)
    if isinstance(value, datetime):
        return value
    return YES if value is True else str(value)


def _dispatched(value: str, names: Names) -> str:
    department, _, person = value.partition(":")
    name = names.departments.get(department, department)
    return f"{name}（{names.people.get(person, '')}）" if person else name


def _legs(case: Case, table: Table, entries: Sequence[Entry]) -> list[LegRow]:
    """One row for each department; what was done twice stands with its last time."""
    last = {(entry.leg, entry.step): entry.happened_at for entry in entries if entry.leg}
    return [
        LegRow(
            department=leg.department.name,
            person=leg.person.name if leg.person else "",
            accepted=last.get((leg.key, "accept")),
            arrived=last.get((leg.key, "arrive")),
            reported=last.get((leg.key, "report")),
            reviewed=last.get((leg.key, "accept_report")),
            result=leg.result,
            state=table.leg_state(leg.state),
        )
        for leg in case.legs.select_related("department", "person").order_by("key")
    ]


def _sections(done: Sequence[tuple[Entry, Done]]) -> dict[str, list[Done]]:
    """The rows by the part of the sheet they belong to; what has no part of its own is supervision (§7.1.8)."""
    of_step = {step: section for section, steps in SECTIONS.items() for step in steps}
    found: dict[str, list[Done]] = {name: [] for name in (*SECTIONS, "supervision")}
    for entry, row in done:
        if entry.step not in IN_CELLS:
            found[of_step.get(entry.step, "supervision")].append(row)
    return found
