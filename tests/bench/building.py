"""A company of ten communities with as many cases as one likes, in about a millisecond each.

A few real cases are made by the actions and cut (`stencils`), their copies are written in bulk (`copies`): the chain,
the numbers, the due times and the index of the search are those the actions would have made, and `anju verify` is
content. Communities have chains of their own, so two processes make them side by side.
"""

from __future__ import annotations

import multiprocessing
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from anju.actions.search import places_anew
from anju.procedure.posts import Post
from anju.records import chain as links
from anju.records import search_tables, triggers
from anju.records.models import Case, Community, Counter, Department, Entry, Head, Location, Person
from anju.records.models.search import CaseText
from tests import build

from .copies import Chain, Plan, Rows, copied, merged, new_chain
from .stencils import IN_A_CASE, stencil

if TYPE_CHECKING:
    from tests.build import Centre

BATCH = 2000
SIDE_BY_SIDE = 20_000  # from so many cases on two processes are worth their start
ROOMS = 200
OPEN_SHARE = 0.034  # of a million closed and open ones, as in docs/performance.md
POSTS = {"front": Post.FRONT_DESK, "director": Post.DIRECTOR, "handler": Post.HANDLER, "archivist": Post.ARCHIVIST}
Tell = Callable[[int], None]


def fill(
    where: Centre, count: int, *, communities: int = 2, seed: int = 1, bare: bool = False, tell: Tell = print
) -> None:
    """Adds this many cases, spread over so many communities, the oldest first, the open ones last.

    `bare`: indexes and triggers are dropped meanwhile; only for a database of one's own, outside a transaction.
    """
    for each in range(communities - Community.objects.filter(is_company=False).count()):
        build.community(where.administrator, f"C{each:03}", f"第{each}花园")
    closed, still_open = _moulds(where)
    places = list(Community.objects.filter(is_company=False).order_by("pk")[:communities])
    chains = [_chain(where, each, closed, still_open, seed) for each in places]
    plan = Plan(count, round(count * OPEN_SHARE), _next(Case), max(map(_next, (Entry, *IN_A_CASE))), seed)
    kept = _stripped() if bare else []
    for done, rows in _made(chains, plan):
        with transaction.atomic():
            write(rows)
        tell(done)
    _close(chains)
    _dressed(kept)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _moulds(where: Centre) -> tuple[list[Case], list[Case]]:
    """Ended cases, long and short; and open ones in every state, at different times of the day."""
    closed = [build.archived(where), _read_and_archived(where)]
    still_open: list[Case] = []
    for minutes in (0, 23, 47, 95):
        at = build.NOON + timedelta(minutes=minutes)
        passed = [build.registered(where, at=at, urgency=urgency) for urgency in ("normal", "urgent")]
        told = {"told": None, "tell_by": at + timedelta(days=2)}
        sent = [build.dispatched(where, at=at), build.dispatched(where, at=at, **told)]
        taken = build.dispatched(where, at=at)
        working = [build.took(taken, where.handler, "accept", leg=1, at=at + timedelta(hours=1))]
        still_open += [*passed, *sent, *working * 2, build.reported(where, at=at), build.to_follow_up(where, at=at)]
    return closed, still_open


def _read_and_archived(where: Centre) -> Case:
    """Answered on the spot, read by the director, archived: six entries."""
    case, at = build.answered(where), build.after(hours=1)
    case = build.took(case, where.director, "read_answer", at=at)
    if case.state == "follow_up":
        case = build.took(
            case, where.director, "follow_up", at=at, channel="phone", score="satisfied", opinion="很好。"
        )
    case = build.took(case, where.director, "put_in_order", at=at, sheets=2)
    case = build.took(case, where.director, "hand_over", at=at)
    return build.took(case, where.archivist, "archive", at=build.after(days=1), counted=2, holding="2026-KF1-03")


def _chain(where: Centre, community: Community, closed: Sequence[Case], open_: Sequence[Case], seed: int) -> Chain:
    """A community with people of its own in the posts of the moulds, and rooms enough."""
    departments = {each.code: each for each in Department.objects.filter(community=community)}
    here = {name: getattr(where, name) for name in POSTS}
    if community != where.community:
        here = {
            name: build.person(
                where.administrator, f"{community.code}{place}", f"{community.code}{name}",
                (post, community, departments["ENG"] if post is Post.HANDLER else None),
            )
            for place, (name, post) in enumerate(POSTS.items())
        }  # fmt: skip
    same = {getattr(where, name).key: person.key for name, person in here.items()}
    references = _references(where, community, here, departments)
    rooms = _rooms(community)
    head = Head.objects.get(community=community)
    cut = {
        id(each): stencil(each, community.code, same, references, _names(each)) for each in {*closed, *open_}
    }  # fmt: skip
    return new_chain(
        community=community.pk, code=community.code, closed=[cut[id(each)] for each in closed],
        open=[cut[id(each)] for each in open_], rooms=rooms, position=head.position, hash=head.hash,
        serials=dict(Counter.objects.filter(community=community).values_list("month", "last")),
        dice=random.Random(f"{seed}{community.code}"), vendor=connection.vendor,
    )  # fmt: skip


def _references(
    where: Centre, community: Community, here: dict[str, Person], departments: dict[str, Department]
) -> dict[tuple[str, int], int]:
    """Keys of rows the moulds point to: those of this community."""
    references = {("person", getattr(where, name).pk): person.pk for name, person in here.items()}
    for each in Department.objects.filter(community=where.community):
        references["department", each.pk] = departments[each.code].pk
    references["community", where.community.pk] = community.pk
    return references


def _names(case: Case) -> dict[str, str]:
    """What differs in every copy of a mould, by the hole it leaves."""
    return {
        case.number: "number", case.room: "room", case.name: "name", case.phone: "phone", case.content: "content",
        "已告知今天安排人查看。": "told", "已更换三盏灯。": "result", "很好。": "opinion",
    }  # fmt: skip


def _rooms(community: Community) -> list[tuple[int, str]]:
    unit = Location.objects.get(community=community, code="3-2")
    codes = [f"3-2-{floor * 100 + door}" for floor in range(20, 20 + ROOMS // 10) for door in range(1, 11)]
    places = [Location(community=community, parent=unit, kind="room", code=code, name=code) for code in codes]
    places = Location.objects.bulk_create(places)
    places_anew([room.pk for room in places])
    return [(room.pk, room.code) for room in places]


def _next(model: Any) -> int:
    return int((model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1)


def _made(chains: Sequence[Chain], plan: Plan) -> Iterator[tuple[int, Rows]]:
    """Batch by batch, how far it is and the rows; at the end each chain stands at its end."""
    if plan.count < SIDE_BY_SIDE or len(chains) < 2:
        for start, mine in _batches(chains, plan):
            yield min(start + BATCH, plan.count), merged(copied(chain, plan, some) for chain, some in mine)
        return
    context = multiprocessing.get_context("fork")
    ends: list[Connection] = []
    halves = [chains[::2], chains[1::2]]
    workers = []
    for place in range(2):
        here, theirs = context.Pipe(duplex=False)
        workers.append(context.Process(target=_work, args=(theirs, chains, place, plan), daemon=True))
        workers[-1].start()
        theirs.close()
        ends.append(here)
    for start in range(0, plan.count, BATCH):
        yield min(start + BATCH, plan.count), merged(end.recv() for end in ends)
    for end, half in zip(ends, halves, strict=True):
        for chain, (position, last, serials) in zip(half, end.recv(), strict=True):
            chain.position, chain.hash, chain.serials = position, last, serials
    for worker in workers:
        worker.join()


def _batches(chains: Sequence[Chain], plan: Plan) -> Iterator[tuple[int, list[tuple[Chain, list[int]]]]]:
    """Which case is of which community is thrown once, the same in every process."""
    dice = random.Random(plan.seed)
    for start in range(0, plan.count, BATCH):
        places: list[list[int]] = [[] for _ in chains]
        for place in range(start, min(start + BATCH, plan.count)):
            places[dice.randrange(len(chains))].append(place)
        yield start, list(zip(chains, places, strict=True))


def _work(out: Connection, chains: Sequence[Chain], half: int, plan: Plan) -> None:
    """One of two processes: every second community. It asks no database."""
    for _, mine in _batches(chains, plan):
        out.send(dict(merged(copied(chain, plan, some) for chain, some in mine[half::2])))
    out.send([(each.position, each.hash, each.serials) for each in chains[half::2]])


def write(rows: Rows) -> None:
    """Writes rows in bulk, each table by its columns in their order."""
    connection.ensure_connection()
    for table, found in rows.items():
        columns = _columns(table)
        if connection.vendor == "sqlite":
            marks = ", ".join("?" * len(columns))
            connection.connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", found)
            continue
        with (
            connection.connection.cursor() as cursor,
            cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
        ):
            for row in found:
                copy.write_row(row)


def _columns(table: str) -> list[str]:
    if table == CaseText._meta.db_table:
        return [*search_tables.COLUMNS, *(["tokens"] if connection.vendor == "postgresql" else [])]
    model = next(each for each in (Case, Entry, *IN_A_CASE) if each._meta.db_table == table)
    return [f'"{each.column}"' for each in model._meta.concrete_fields]


def _stripped() -> list[str]:
    """Drops triggers and the indexes that are no constraints; answers how to make these again."""
    triggers.drop(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous=OFF")
            cursor.execute("PRAGMA cache_size=-1000000")
            cursor.execute(
                "SELECT name, sql FROM sqlite_master"
                " WHERE type = 'index' AND sql IS NOT NULL AND tbl_name LIKE 'records_%'"
            )
        else:
            cursor.execute("SET synchronous_commit = off")
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("SET maintenance_work_mem = '1GB'")
            cursor.execute(
                "SELECT i.indexname, i.indexdef FROM pg_indexes i LEFT JOIN pg_constraint c ON c.conname = i.indexname"
                " WHERE i.tablename LIKE 'records_%' AND c.oid IS NULL AND i.schemaname = current_schema()"
            )
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f'DROP INDEX "{name}"')
    return [str(sql) for _, sql in found]


def _dressed(indexes: Sequence[str]) -> None:
    if not indexes:
        return
    with connection.cursor() as cursor:
        for sql in indexes:
            cursor.execute(sql)
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = origin")
    triggers.make(connection)


def _close(chains: Sequence[Chain]) -> None:
    """Seals the heads, sets the counters and, on PostgreSQL, the sequences."""
    for each in chains:
        seal = links.mac(each.code, each.position, each.hash)
        Head.objects.filter(community=each.community).update(position=each.position, hash=each.hash, mac=seal)
        for month, last in each.serials.items():
            Counter.objects.update_or_create(
                community_id=each.community, form="KF1", month=month, defaults={"last": last}
            )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in (Case, Entry, *IN_A_CASE):
                table = model._meta.db_table
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
