"""Large data in little time: cases copied from a few real ones, with a chain that holds and the index of the search.

`fill` adds them to a company made by `tests.build`. As a program it keeps one installation per size in the folder for
temporary files, for measuring by hand: `python -m tests.fast_builder 100000`.
"""

from __future__ import annotations

import os
import random
import re
import secrets
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from anju.records.models import Case, Community, Entry, Fact, Head, Location, Person
    from tests.build import Centre

BATCH = 500
EVERY = timedelta(minutes=3)
POSTS = ("front", "director", "handler", "archivist")
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰建国志华晓梅春生"
WHERE = (
    "车库", "大堂", "楼道", "电梯间", "花园", "北门", "垃圾房", "泳池", "健身区",
    "配电房", "屋顶", "地下室",
)  # fmt: skip
WHAT = (
    "照明", "水管", "门禁", "电梯", "路灯", "围栏", "井盖", "空调", "排水沟",
    "摄像头", "对讲机", "玻璃门", "信报箱", "消防栓", "绿篱",
)  # fmt: skip
HOW = (
    "坏了", "漏水", "有异响", "打不开", "松动", "积水", "太脏", "太暗", "反复跳闸",
    "夜里噪声大", "没人清理", "裂开一条缝",
)  # fmt: skip
DONE = ("已更换", "已修复", "已清理", "已通知厂家", "已加固", "已疏通", "已调试")
RARE = ("𠮷", "犇", "鬻", "龘")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


@dataclass(frozen=True)
class Mould:
    """One real case, row by row."""

    case: Case
    entries: list[Entry]
    facts: Mapping[int, list[Fact]]
    rows: list[Any]


@dataclass
class Chain:
    """The chain and the numbers of one community while they grow, and who stands there for whom of the moulds."""

    head: Head
    keys: Mapping[str, str]
    references: Mapping[tuple[str, int], int]
    rooms: Sequence[Location]
    serials: dict[str, int] = field(default_factory=dict)


def mould(case: Case) -> Mould:
    from anju.records.models import Leg, Promise, Word

    entries = list(case.entries.select_related("act").order_by("position"))
    facts = {entry.pk: list(entry.facts.order_by("pk")) for entry in entries}
    rows = [row for model in (Leg, Word, Promise) for row in model.objects.filter(case=case).order_by("pk")]
    return Mould(case, entries, facts, rows)


def moulds(where: Centre) -> list[Mould]:
    """Most cases are archived; one in sixteen is dispatched, one just passed on."""
    from tests import build

    made = [
        build.archived(where),
        build.dispatched(where, told=None, tell_by=build.after(days=3)),
        build.registered(where),
    ]
    return [mould(made[0])] * 14 + [mould(each) for each in made[1:]]


def chain_of(where: Centre, community: Community, rooms: int) -> Chain:
    """A community with people of its own in the posts of the moulds, and rooms enough."""
    from anju.procedure.posts import Post
    from anju.records.models import Counter, Department, Head, Location
    from tests import build

    departments = {each.code: each for each in Department.objects.filter(community=community)}
    here: dict[str, Person] = {name: getattr(where, name) for name in POSTS}
    if community != where.community:
        posts = (Post.FRONT_DESK, Post.DIRECTOR, Post.HANDLER, Post.ARCHIVIST)
        here = {
            name: build.person(
                where.administrator, f"{community.code}{place}", f"{community.code}{name}",
                (post, community, departments["ENG"] if post is Post.HANDLER else None),
            )
            for place, (name, post) in enumerate(zip(POSTS, posts, strict=True))
        }  # fmt: skip
    unit = Location.objects.get(community=community, code="3-2")
    codes = [f"3-2-{floor * 100 + door}" for floor in range(20, 20 + rooms // 10) for door in range(1, 11)]
    places = [Location(community=community, parent=unit, kind="room", code=code, name=code) for code in codes]
    Location.objects.bulk_create(places)
    root = where.community
    references = {("person", getattr(where, name).pk): person.pk for name, person in here.items()}
    for each in Department.objects.filter(community=root):
        references["department", each.pk] = departments[each.code].pk
    references["community", root.pk] = community.pk
    return Chain(
        head=Head.objects.select_related("community").get(community=community),
        keys={getattr(where, name).key: person.key for name, person in here.items()},
        references=references,
        rooms=places,
        serials=dict(Counter.objects.filter(community=community).values_list("month", "last")),
    )


@dataclass
class Batch:
    """Rows made and not yet written, in the order they depend on each other."""

    cases: list[Case] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    rows: dict[Any, list[Any]] = field(default_factory=dict)


@dataclass
class Copying:
    """One copy of a mould: what is different in it."""

    mould: Mould
    chain: Chain
    by: timedelta
    number: str
    values: Mapping[str, str]

    def text(self, text: str) -> str:
        """Canonical text with the number, times and people of the copy."""
        text = MOMENT.sub(lambda found: _shifted(found[0], self.by), text)
        for old, new in self.chain.keys.items():
            text = text.replace(old, new)
        old_place, new_place = self.mould.case.room, self.values[self.mould.case.room]
        return text.replace(self.mould.case.number, self.number).replace(f'"{old_place}"', f'"{new_place}"')

    def row(self, row: Any, **other: Any) -> Any:
        """A row of the mould as the copy has it."""
        columns: dict[str, Any] = {}
        for each in row._meta.concrete_fields:
            value = getattr(row, each.attname)
            if isinstance(value, datetime):
                value += self.by
            elif isinstance(value, str):
                value = self.values.get(value, value)
            elif each.related_model is not None and value is not None:
                value = self.chain.references.get((each.related_model._meta.model_name, value), value)
            columns[each.attname] = value
        return type(row)(**columns | {"id": None} | other)

    def fact(self, fact: Fact, entry: Entry) -> Fact:
        """A fact with its own salt, and the digest of it."""
        from anju.procedure import journal
        from anju.procedure.writing import read, written

        value = self.text(fact.value or "null")
        plain = read(value)
        if isinstance(plain, str) and plain in self.values:
            plain = self.values[plain]
            value = written(plain)
        salt = secrets.token_bytes(journal.SALT_BYTES) if fact.personal else b""
        digest = journal.fact_digest(salt, fact.name, plain) if salt else _digest(fact.name, value)
        return type(fact)(
            community_id=entry.community_id, entry=entry, name=fact.name, personal=fact.personal, salt=salt.hex(),
            value=value, digest=digest,
        )  # fmt: skip


@lru_cache(maxsize=4096)
def _digest(name: str, value: str) -> str:
    from anju.procedure import journal
    from anju.procedure.writing import read

    return journal.fact_digest(b"", name, read(value))


@lru_cache(maxsize=4096)
def _shifted(moment: str, by: timedelta) -> str:
    at = datetime.fromisoformat(moment.removesuffix("Z")) + by
    return f"{at.isoformat(timespec='microseconds')}Z"


def said(chance: random.Random, of: Mould, room: str) -> dict[str, str]:
    """Names, phones and texts by what stands for them in the mould."""
    matter = f"{chance.choice(WHERE)}{chance.choice(WHAT)}{chance.choice(HOW)}"
    if chance.random() < 0.001:
        matter = f"{chance.choice(RARE)}{matter}"
    name = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=2))
    phone = f"1{chance.randint(30, 99)}{chance.randint(0, 99999999):08}"
    texts = {
        of.case.content: f"{matter}，{chance.choice(WHAT)}也要看一下，{chance.randint(2, 30)}号楼前。",
        "已告知今天安排人查看。": f"已告知{name[0]}先生今天安排人查看{matter[:2]}。",
        "已更换三盏灯。": f"{chance.choice(DONE)}{chance.choice(WHAT)}，用时{chance.randint(10, 90)}分钟。",
        "很好。": chance.choice(("满意。", "可以，比上次快。", "还行。", "谢谢师傅。")),
    }
    return {of.case.name: name, of.case.phone: phone, of.case.room: room, **texts}


def fill(
    where: Centre, count: int, *, communities: int = 2, seed: int = 1, tell: Callable[[int], None] = lambda _: None
) -> None:
    """Adds this many cases, spread over so many communities, the oldest first."""
    from django.db import connection, transaction

    from anju.actions.search import anew, places_anew
    from anju.records.models import Community
    from tests import build

    for each in range(communities - Community.objects.filter(is_company=False).count()):
        build.community(where.administrator, f"C{each:03}", f"第{each}花园")
    chance, patterns = random.Random(seed), moulds(where)
    places = Community.objects.filter(is_company=False).order_by("pk")[:communities]
    chains = [chain_of(where, community, 100) for community in places]
    places_anew([room.pk for chain in chains for room in chain.rooms])
    for start in range(0, count, BATCH):
        batch = Batch()
        for each in range(start, min(start + BATCH, count)):
            of, chain = chance.choice(patterns), chance.choice(chains)
            copy_case(batch, of, chain, chance, (each - count) * EVERY)
        with transaction.atomic():
            write(batch, chains)
            reckon([case.pk for case in batch.cases if case.next_due_at])
            anew([case.pk for case in batch.cases])
        tell(start + len(batch.cases))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def copy_case(batch: Batch, of: Mould, chain: Chain, chance: random.Random, by: timedelta) -> None:
    """One case with its number, acts, entries, facts and other rows, linked to the end of its chain."""
    from anju.procedure.numbers import month_of
    from anju.records import chain as links
    from anju.records.models import Act, Number

    community = chain.head.community
    month = month_of(of.case.opened_at + by)
    serial = chain.serials[month] = chain.serials.get(month, 0) + 1
    number = f"{community.code}-KF1-{month}-{serial:04}"
    room = chance.choice(chain.rooms)
    copying = Copying(of, chain, by, number, {**said(chance, of, room.code), of.case.number: number})
    case = copying.row(of.case, place_id=room.pk, community_id=community.pk)
    batch.cases.append(case)
    rows: list[Any] = [
        Number(community=community, number=number, form="KF1", month=month, serial=serial, case=case, state="issued")
    ]
    rows += [copying.row(row, community_id=community.pk) for row in of.rows]
    for row in rows:
        row.case = case
        batch.rows.setdefault(type(row), []).append(row)
    for entry in of.entries:
        old = entry.act
        act = copying.row(
            old, key=secrets.token_hex(16), answer=copying.text(old.answer), actor_key=chain.keys[old.actor_key]
        )
        batch.rows.setdefault(Act, []).append(act)
        chain.head.position += 1
        made = copying.row(
            entry, community_id=community.pk, position=chain.head.position, subject_key=number,
            effects=copying.text(entry.effects), marks=copying.text(entry.marks), previous_hash=chain.head.hash,
        )  # fmt: skip
        made.case, made.act = case, act
        facts = [copying.fact(fact, made) for fact in of.facts[entry.pk]]
        made.hash = chain.head.hash = links.said(made, act, facts, community.code, number)
        batch.entries.append(made)
        batch.facts += facts


def write(batch: Batch, chains: Sequence[Chain]) -> None:
    """Writes the rows and seals the heads."""
    from anju.records import chain as links
    from anju.records.models import Act, Case, Counter, Entry, Fact

    Case.objects.bulk_create(batch.cases)
    Act.objects.bulk_create(batch.rows.pop(Act))
    for model, rows in batch.rows.items():
        for row in rows:
            row.case = row.case  # takes the key the case has now
        model.objects.bulk_create(rows)
    for entry in batch.entries:
        entry.case, entry.act = entry.case, entry.act
    Entry.objects.bulk_create(batch.entries)
    for fact in batch.facts:
        fact.entry = fact.entry
    Fact.objects.bulk_create(batch.facts)
    for each in chains:
        each.head.mac = links.mac(each.head.community.code, each.head.position, each.head.hash)
        each.head.save(update_fields=["position", "hash", "mac"])
        for month, last in each.serials.items():
            Counter.objects.update_or_create(
                community=each.head.community, form="KF1", month=month, defaults={"last": last}
            )


def reckon(cases: Sequence[int]) -> None:
    """The due times of open cases, and when tick looks at them, by the calendar of their own days."""
    from anju.procedure.clocks import clocks, next_due
    from anju.procedure.natures import TABLES
    from anju.procedure.watching import next_look, watched
    from anju.records.models import Case, Leg
    from anju.records.replay import told_of
    from anju.records.seeing import rules_of

    for case, told in told_of(cases).items():
        table, rules = TABLES[told.view.case.nature], rules_of(told.community, told.edition)
        running = clocks(table, told.view, rules)
        look = next_look(told.view, watched(table, told.view, running, rules), rules)
        Case.objects.filter(pk=case).update(next_due_at=next_due(running), next_look_at=look)
        for leg in told.view.legs:
            Leg.objects.filter(case=case, key=leg.key).update(next_due_at=next_due(running, leg.key))


def kept(count: int, communities: int) -> Path:
    """An installation of this size in the folder for temporary files; made if it is not there yet."""
    folder = Path(tempfile.gettempdir()) / f"anju-built-{count}-{communities}"
    os.environ["ANJU_DATA"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anju.settings")
    import django
    from django.core.management import call_command

    django.setup()
    from anju.records.models import Case
    from tests import build

    call_command("migrate", verbosity=0)
    if not Case.objects.exists():
        fill(build.centre(), count, communities=communities, tell=lambda done: print(f"\r{done}", end="", flush=True))
    return folder


if __name__ == "__main__":
    print(kept(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10))
