"""Replaying cases: the effects the journal recorded are folded, guards not asked, and every column follows.

An erased fact leaves its column blank. Due times are reckoned anew from the acts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from anju.procedure.applying import applied
from anju.procedure.steps import Effect, FromFact
from anju.procedure.views import PRESENT, Actor, CaseView, View
from anju.procedure.writing import effects_read, read

from .effects import ERASED
from .models import Act, Entry, Fact
from .seeing import act_view

# What reading a text raises that somebody has changed; the chain says that it was.
UNREADABLE = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError)
Key = tuple[str, str]  # kind of record, its key within the case


@dataclass(slots=True)
class Told:
    """What the journal tells of one case: the columns of its records, and the view the law has of it.

    `personal` names for each column that came from a fact the fact it came from.
    """

    view: View
    community: int
    first_number: str
    rows: dict[Key, dict[str, object]] = field(default_factory=dict)
    unreadable: str = ""
    personal: dict[Key, dict[str, tuple[int, str]]] = field(default_factory=dict)

    @property
    def edition(self) -> str:
        return str(self.rows.get(("case", ""), {}).get("edition", ""))


def told(entries: Iterable[Entry], acts: Mapping[int, Act], facts: Mapping[int, list[Fact]]) -> Told | None:
    """One case from its entries in the order of the chain; None if there are none."""
    whole: Told | None = None
    for entry in entries:
        if whole is None:
            empty = View(case=CaseView(nature=""), actor=Actor("system"))
            whole = Told(empty, entry.community_id, entry.subject_key)
        try:
            _tell(whole, entry, acts, facts.get(entry.pk, []))
        except UNREADABLE as why:
            whole.unreadable = f"#{entry.position}: {why}"
            break
    return whole


def _tell(whole: Told, entry: Entry, acts: Mapping[int, Act], facts: list[Fact]) -> None:
    values = {fact.name: ERASED if fact.value is None else read(fact.value) for fact in facts}
    effects = []
    for effect in effects_read(entry.effects):
        key = (effect.kind, effect.key)
        changes = {name: _value(value, values) for name, value in effect.changes.items()}
        whole.rows.setdefault(key, {}).update(changes)
        origin = whole.personal.setdefault(key, {})
        for name, value in effect.changes.items():
            if isinstance(value, FromFact):
                origin[name] = (entry.pk, value.fact)
            else:
                origin.pop(name, None)
        effects.append(Effect(effect.kind, effect.key, changes))
    act = acts.get(entry.act_id)
    seen = {fact.name: PRESENT if fact.personal else values[fact.name] for fact in facts}
    whole.view = applied(whole.view, tuple(effects), act_view(entry, act.actor_key if act else "", seen))


def _value(value: object, facts: Mapping[str, object]) -> object:
    return facts.get(value.fact, ERASED) if isinstance(value, FromFact) else value


def told_of(cases: Iterable[int]) -> dict[int, Told]:
    """What the journal tells of each of these cases, in three statements."""
    keys = list(cases)
    by_case: dict[int, list[Entry]] = defaultdict(list)
    for entry in Entry.objects.filter(case__in=keys).order_by("position"):
        by_case[entry.case_id or 0].append(entry)
    every = [entry for entries in by_case.values() for entry in entries]
    facts = Fact.objects.by_entry(every)
    acts = Act.objects.in_bulk({entry.act_id for entry in every})
    whole = {case: told(entries, acts, facts) for case, entries in by_case.items()}
    return {case: each for case, each in whole.items() if each is not None}
