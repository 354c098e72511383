"""A real case taken apart once: what is the same in every copy, and holes for what differs.

A hole has a name; a copy is a mapping of names to what stands in them. The canonical text of every entry is cut the
same way, so that a copy is hashed as the law would write it, without building it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from anju.procedure.journal import VERSION, canonical
from anju.procedure.writing import read
from anju.records import chain
from anju.records import search_words as cut
from anju.records.models import Act, Case, Entry, Fact, Leg, Number, Promise, Word
from anju.records.search_rows import NAMES, PLACES, ordinal_of

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
POSITION = 987654321987654321  # stands for the position while an entry is cut
ENDLESS = "f" * 64  # stands for the hash before it
IN_A_CASE = (Act, Fact, Number, Leg, Word, Promise)  # rows that are copied with it, beside its entries
IN_A_NUMBER = {Number: {"case_id": "case", "month": "month", "serial": "serial"}}
Value = Any


@dataclass(frozen=True, slots=True)
class Text:
    """A text with named holes."""

    pattern: str

    def filled(self, values: Mapping[str, Value]) -> str:
        return self.pattern % values


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its constants, the columns that are a hole, those that are a text with holes."""

    table: str
    columns: tuple[Value, ...]
    holes: tuple[tuple[int, str], ...]
    texts: tuple[tuple[int, Text], ...]

    def filled(self, values: Mapping[str, Value]) -> tuple[Value, ...]:
        row = list(self.columns)
        for place, name in self.holes:
            row[place] = values[name]
        for place, text in self.texts:
            row[place] = text.filled(values)
        return tuple(row)


@dataclass(frozen=True, slots=True)
class FactStencil:
    """A fact: its row, and what is digested; a fact that is alike everywhere keeps its digest."""

    row: Row
    digested: Text | None
    hole: str
    salt: str  # the hole of the salt, where there is one

    @property
    def salted(self) -> bool:
        return bool(self.salt)


@dataclass(frozen=True, slots=True)
class IndexStencil:
    """What a row of the search says: names of holes, or the text itself."""

    ordinal: int
    texts: tuple[tuple[bool, str], ...]
    mentions: str
    happened: int


@dataclass(frozen=True, slots=True)
class EntryStencil:
    """An entry: its row, the canonical text that is hashed, its facts, what the search knows of it."""

    row: Row
    hashed: Text
    facts: tuple[FactStencil, ...]
    index: IndexStencil | None
    position: str


@dataclass(frozen=True, slots=True)
class Stencil:
    """One case: rows that hang on nothing hashed, its acts with their answers, its entries."""

    opened: datetime
    moments: tuple[tuple[str, str, datetime], ...]  # holes of canonical text and of columns, and the time itself
    case: Row
    rows: tuple[Row, ...]
    acts: tuple[tuple[Row, str, Text, str], ...]  # row, hole of the key, the answer, hole of its digest
    entries: tuple[EntryStencil, ...]
    opened_day: int  # which of the moments is that of opening


@dataclass
class _Cutter:
    """Replaces what differs by holes."""

    case: Case
    names: Mapping[str, str]  # what stands in the case: the hole for it
    same: Mapping[str, str]  # keys of people: those of the community the copies are for
    references: Mapping[tuple[str, int], int]
    acts: Mapping[int, int]
    moments: dict[datetime, int] = field(default_factory=dict)

    def moment(self, at: datetime) -> int:
        return self.moments.setdefault(at, len(self.moments))

    def text(self, text: str, more: Mapping[str, str] | None = None) -> Text | str:
        """The text with its holes, or itself where it has none."""
        for old, new in self.same.items():
            text = text.replace(old, new)
        names = {**self.names, **(more or {})}
        found = re.compile("|".join([MOMENT.pattern, *map(re.escape, sorted(names, key=len, reverse=True))]))
        parts, last, holes = [], 0, 0
        for each in found.finditer(text):
            parts += [text[last : each.start()].replace("%", "%%"), f"%({self._hole(each[0], names)})s"]
            last, holes = each.end(), holes + 1
        parts.append(text[last:].replace("%", "%%"))
        return Text("".join(parts)) if holes else text

    def _hole(self, said: str, names: Mapping[str, str]) -> str:
        if said in names:
            return names[said]
        return f"m{self.moment(datetime.fromisoformat(said.removesuffix('Z')).replace(tzinfo=UTC))}"

    def row(self, row: Any, own: str, **holes: str) -> Row:
        """A row of the database; `own` is the hole of its key, `holes` of further columns."""
        columns: list[Value] = []
        open_ones: list[tuple[int, str]] = []
        texts: list[tuple[int, Text]] = []
        for place, each in enumerate(row._meta.concrete_fields):
            value = getattr(row, each.attname)
            hole = own if each.primary_key else holes.get(each.attname)
            if hole is None and each.attname == "place_id" and value == self.case.place_id:
                hole = "place"
            if isinstance(value, datetime):
                hole = f"s{self.moment(value)}"
            if hole is None and isinstance(value, str):
                value = self.text(value)
                if isinstance(value, Text):
                    texts.append((place, value))
            elif hole is None and isinstance(value, date):
                value = value.isoformat()
            elif hole is None and each.related_model is not None and value is not None:
                value = self.references.get((each.related_model._meta.model_name, value), value)
            if hole is not None:
                open_ones.append((place, hole))
                value = None
            columns.append(value)
        return Row(row._meta.db_table, tuple(columns), tuple(open_ones), tuple(texts))

    def fact(self, fact: Fact, entry: int, place: int) -> FactStencil:
        said = self.text(fact.value or "null")
        hole, salt = f"d{entry}_{place}", f"x{entry}_{place}"
        name, begin = canonical(fact.name).decode(), f'["list","anju","{VERSION}","fact"'
        differs = fact.personal or isinstance(said, Text)
        pattern = said.pattern if isinstance(said, Text) else said.replace("%", "%%")
        digested = Text(f'{begin},"%({salt})s",{name},{pattern}]') if fact.personal else None
        if differs and not fact.personal:
            digested = Text(f'{begin},"",{name},{pattern}]')
        holes = {"entry_id": f"e{entry}"} | ({"salt": salt} if fact.personal else {})
        holes |= {"digest": hole} if differs else {}
        return FactStencil(self.row(fact, f"f{entry}_{place}", **holes), digested, hole, salt if fact.personal else "")

    def entry(self, entry: Entry, at: int, code: str) -> EntryStencil:
        act, facts = entry.act, list(entry.facts.order_by("pk"))
        number = self.acts[act.pk]
        cutters = [self.fact(fact, at, place) for place, fact in enumerate(facts)]
        answer = chain.answer_digest(act.answer)
        digests = {f.digest: c.hole for f, c in zip(facts, cutters, strict=True) if c.digested}
        copied = Entry(**{each.attname: getattr(entry, each.attname) for each in entry._meta.concrete_fields})
        copied.position, copied.previous_hash = POSITION, ENDLESS
        hashed = self.text(
            hashed_text(copied, act, facts, code, self.case.first_number),
            {ENDLESS: "hash", str(POSITION): f"p{at}", act.key: f"k{number}", answer: f"w{number}", **digests},
        )
        assert isinstance(hashed, Text)
        row = self.row(
            entry, f"e{at}", act_id=f"a{number}", case_id="case", position=f"p{at}", previous_hash=f"v{at}",
            hash=f"h{at}",
        )  # fmt: skip
        return EntryStencil(row, hashed, tuple(cutters), self.index(entry, facts), f"p{at}")

    def index(self, entry: Entry, facts: Sequence[Fact]) -> IndexStencil | None:
        """As `records/search_rows.row_of` reads the entry."""
        ordinal, texts, values = ordinal_of(entry), [], []
        for fact in facts:
            value = read(fact.value) if fact.value is not None else None
            if isinstance(value, str) and fact.personal and fact.name != "phone":
                texts.append((value in self.names, self.names.get(value, value)))
                values.append(value)
            assert not (isinstance(value, str) and fact.name in NAMES | PLACES and ordinal), "marks only at the start"
        if ordinal and not texts:
            return None
        if (True, "name") not in texts:
            texts.append((True, "name"))
        mentions = cut.rooms_cut((), "", [each for each in values if each not in self.names])
        return IndexStencil(ordinal, tuple(texts), mentions, self.moment(entry.happened_at))


def hashed_text(entry: Entry, act: Act, facts: Iterable[Fact], code: str, name: str) -> str:
    """The canonical text of what `records/chain.said` hashes."""
    content = chain.content(entry, act, facts, code, name)
    return canonical(("anju", VERSION, "entry", entry.previous_hash, content)).decode()


def stencil(
    case: Case, code: str, same: Mapping[str, str], references: Mapping[tuple[str, int], int], names: Mapping[str, str]
) -> Stencil:
    """The case cut for the copies of one community."""
    entries = list(case.entries.select_related("act").order_by("position"))
    acts = {entry.act_id: entry.act for entry in entries}
    cutter = _Cutter(case, names, same, references, {pk: place for place, pk in enumerate(acts)})
    made = [cutter.entry(each, place, code) for place, each in enumerate(entries)]
    beside = list(enumerate(_beside(case)))
    rows = [cutter.row(row, f"r{place}", **IN_A_NUMBER.get(type(row), {"case_id": "case"})) for place, row in beside]
    act_rows = []
    for place, act in enumerate(acts.values()):
        answer = cutter.text(act.answer)
        said = answer if isinstance(answer, Text) else Text(answer.replace("%", "%%"))
        act_rows.append((cutter.row(act, f"a{place}", key=f"k{place}"), f"k{place}", said, f"w{place}"))
    own = cutter.row(case, "case")
    opened = cutter.moment(case.opened_at)
    moments = tuple((f"m{place}", f"s{place}", at) for at, place in cutter.moments.items())
    return Stencil(case.opened_at, moments, own, tuple(rows), tuple(act_rows), tuple(made), opened)


def _beside(case: Case) -> Iterable[Any]:
    for model in (Number, Leg, Word, Promise):
        yield from model.objects.filter(case=case).order_by("pk")
