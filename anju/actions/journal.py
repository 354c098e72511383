"""Chapter journal: one act, one transaction - its entries, salted facts, the head of the chain, and its first answer.

Order of locks everywhere: cases by id, then the counter, then the heads by community.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from django.db import connection, transaction

from anju.procedure import journal as law
from anju.procedure.applying import act_of
from anju.procedure.steps import Step, Taken
from anju.procedure.views import ActView
from anju.procedure.words import Refused, Words
from anju.procedure.writing import effects_written, read, written
from anju.records import chain
from anju.records.models import Act, Case, Community, Entry, Fact, Head, Person
from anju.records.prepared import Insertion, Prepared, rewritten

from . import search

Answer = dict[str, object]

KEY_REUSED = Words(
    "这张表单已经提交过，内容不同。请刷新后重新填写。",
    "This form was sent before with other content. Reload the page and fill it in again.",
)
SYSTEM = "system"
SETTINGS_LOCK = 614_007_018  # held together by all acts, alone by one that changes what they are judged by
NEW_ACT, NEW_ENTRY, NEW_FACTS = Insertion(Act), Insertion(Entry), Insertion(Fact)
END_OF_CHAIN = Prepared(
    lambda community: Head.objects.select_for_update().filter(community=community).values_list("position", "hash")
)
EARLIER = Prepared(
    lambda actor_key, key: Act.objects.filter(actor_key=actor_key, key=key).values_list("request_digest", "answer")
)


class Reused(Refused):
    """The same idempotency key came with other content (422)."""


@dataclass(frozen=True, slots=True)
class Given:
    """One fact of an entry that is no step of a table: its value and whether it is personal."""

    value: object
    personal: bool = False


@dataclass
class Line:
    """An entry and its facts, waiting for their place in the chain."""

    entry: Entry
    facts: list[Fact] = field(default_factory=list)


@dataclass
class Acting:
    """An act under way. Entries are put into the chain when the work is done and its answer known."""

    by: Person | None
    key: str
    now: datetime
    late_reason: str = ""
    lines: list[Line] = field(default_factory=list)
    taken: list[tuple[Case, ActView]] = field(default_factory=list)

    @property
    def actor_key(self) -> str:
        return self.by.key if self.by else SYSTEM

    def took(self, case: Case, taken: Taken) -> None:
        """Journals a step of a table, exactly as the law returned it."""
        entry = self._entry(case.community, "case", case.first_number, taken.step, taken.happened)
        entry.case = case
        entry.leg = taken.leg
        entry.left, entry.entered = taken.left, taken.entered
        entry.case_left, entry.case_entered = taken.case_left, taken.case_entered
        entry.effects, entry.marks = effects_written(taken.effects), written(taken.marks)
        personal = {fact.name for fact in taken.step.facts if fact.personal}
        facts = [_fact(name, value, personal=name in personal) for name, value in taken.facts.items()]
        if self.late_reason:
            facts.append(_fact("late_reason", self.late_reason, personal=True))
        self.lines.append(Line(entry, facts))
        self.taken.append((case, act_of(taken, self.actor_key, self.now)))

    def did(self, community: Community, kind: str, key: str, deed: Deed, facts: Mapping[str, Given | object]) -> None:
        """Journals a deed that is no step: an appointment, an absence, an edition put in force."""
        entry = self._entry(community, kind, key, deed, self.now)
        given = {name: value if isinstance(value, Given) else Given(value) for name, value in facts.items()}
        rows = [
            _fact(name, each.value, personal=each.personal)
            for name, each in given.items()
            if each.value not in (None, "")
        ]
        self.lines.append(Line(entry, rows))

    def _entry(self, community: Community, kind: str, key: str, step: Step | Deed, happened: datetime) -> Entry:
        return Entry(
            community=community,
            subject_kind=kind,
            subject_key=key,
            law=chain.LAW,
            step=step.name,
            clause=step.clause,
            binds=step.binds,
            happened_at=happened,
            entered_at=self.now,
            effects=written(()),
            marks=written({}),
        )


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb of the house that is no step of a table: its name, clause and words."""

    name: str
    clause: str
    words: Words
    binds: bool = False


def act(
    *,
    by: Person | None,
    key: str,
    request: Mapping[str, object],
    now: datetime,
    work: Callable[[Acting], Answer],
    alone: bool = False,
) -> Answer:
    """One transaction. The same key again gives the first answer; with other content it is Reused.

    `alone`: no other act is under way meanwhile, so that none is judged by settings this one changes.
    """
    digest = chain.request_digest(request)
    actor_key = by.key if by else SYSTEM
    try:
        with transaction.atomic():
            _enter(alone)
            earlier = _earlier(actor_key, key, digest)
            if earlier is not None:
                return earlier
            acting = Acting(by, key, now)
            answer = work(acting)
            _keep(acting, digest, answer)
            return answer
    except Exception:
        # Another request with the same key may have been first, and moved the case: its act holds the answer to both.
        earlier = _earlier(actor_key, key, digest)
        if earlier is None:
            raise
        return earlier


def _enter(alone: bool) -> None:
    """SQLite has one writer at a time; PostgreSQL lets all acts in together, or one alone."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT pg_advisory_xact_lock{'' if alone else '_shared'}(%s)", [SETTINGS_LOCK])


def _earlier(actor_key: str, key: str, digest: str) -> Answer | None:
    for told, answer in EARLIER(actor_key=actor_key, key=key):
        if not law.is_same(told, digest):
            raise Reused("7.1.1", KEY_REUSED)
        return cast(Answer, read(answer))
    return None


def _keep(acting: Acting, digest: str, answer: Answer) -> None:
    """Writes the act and its entries, each linked to the one before; heads are locked last, by community."""
    kept = Act(
        actor=acting.by,
        actor_key=acting.actor_key,
        key=acting.key,
        request_digest=digest,
        answer=written(answer),
        entered_at=acting.now,
    )
    NEW_ACT.one(kept)
    for community_id in sorted({line.entry.community_id for line in acting.lines}):
        # Only the head: a lock on its community would wait for every act that just referred to it.
        ((position, last_hash),) = END_OF_CHAIN(community=community_id)
        head = Head(community_id=community_id, position=position, hash=last_hash)
        for line in acting.lines:
            if line.entry.community_id == community_id:
                _link(line, kept, head)
        code = next(line.entry.community.code for line in acting.lines if line.entry.community_id == community_id)
        seal = chain.mac(code, head.position, head.hash)
        sealed = {"position": head.position, "hash": head.hash, "mac": seal}
        rewritten(Head, sealed, by="community_id", value=community_id)
    search.learn(acting.lines)


def _link(line: Line, kept: Act, head: Head) -> None:
    entry = line.entry
    entry.act, entry.previous_hash, entry.position = kept, head.hash, head.position + 1
    name = entry.case.first_number if entry.case else None
    entry.hash = chain.said(entry, kept, line.facts, entry.community.code, name)
    NEW_ENTRY.one(entry)
    for fact in line.facts:
        fact.entry, fact.community_id = entry, entry.community_id
    NEW_FACTS.many(line.facts)
    head.position, head.hash = entry.position, entry.hash


def _fact(name: str, value: object, *, personal: bool) -> Fact:
    salt = secrets.token_bytes(law.SALT_BYTES) if personal else b""
    return Fact(
        name=name,
        personal=personal,
        salt=salt.hex(),
        value=written(value),
        digest=law.fact_digest(salt, name, value),
    )


def opens_chain(community: Community) -> None:
    """A new community's chain begins empty and sealed."""
    mac = chain.mac(community.code, 0, law.FIRST)
    Head.objects.create(community=community, position=0, hash=law.FIRST, mac=mac)
