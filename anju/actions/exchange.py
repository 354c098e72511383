"""§9.0 — Registers that come in: checked, imported whole in one act or not at all, undone while nothing hangs on it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from django.db import IntegrityError

from anju.procedure.register_columns import REGISTERS
from anju.procedure.registers import Fault, Heading, Verdict
from anju.procedure.words import Refused, Words
from anju.records.models import Community, ImportBatch, ImportRow, Person

from . import search
from .import_cases import Cases
from .import_reading import reading
from .import_residents import Residents
from .import_rooms import Rooms
from .import_staff import Staff
from .importing import BATCH, Blocking, Importer, Progress, in_batches
from .journal import Acting, Answer, Given, act
from .rights import CENTRE_HEAD, OFFICE, Right, check, table

KINDS: dict[str, type[Importer]] = {each.register.kind: each for each in (Rooms, Residents, Staff, Cases)}
DEEDS = table(
    Right("import", "9.0", Words("导入", "Import"), posts=CENTRE_HEAD),
    Right("import_staff", "5.0", Words("导入员工", "Import staff"), posts=OFFICE),
    Right("undo_import", "9.0", Words("撤销导入", "Undo an import"), posts=CENTRE_HEAD),
    Right("undo_import_staff", "5.0", Words("撤销导入员工", "Undo an import of staff"), posts=OFFICE),
)
FAULTS_SHOWN = 50
NAMED = 10  # records named in the refusal of an undo
KEPT_FOR = timedelta(days=7)  # a file that was checked and not imported
LONGEST_FILE_NAME = 200

NO_KIND = Words("没有“{kind}”这种导入，可用的有：{known}。", "There is no import of “{kind}”; there are: {known}.")
NOT_THE_COMPANY = Words("请选一个小区。", "Choose a community.")
NOT_CHECKED = Words(
    "这个文件已经导入、撤销，或放得太久。请重新检查文件。",
    "This file was imported, undone, or kept too long. Check the file again.",
)
FAULTY = Words(
    "有 {count} 行要改正，什么都没有导入。请改好文件再检查。",
    "{count} rows are to be mended; nothing was imported. Mend the file and check it again.",
)
MOVED_ON = Words(
    "检查以后，登记资料有了变动，什么都没有导入。请重新检查文件。",
    "The records changed since the check; nothing was imported. Check the file again.",
)
NOT_IMPORTED = Words("这个文件没有导入，或已经撤销。", "This file was not imported, or is undone already.")
IN_USE = Words("不能撤销，{count} 项已经在用：{list}。", "It cannot be undone, {count} records are in use: {list}.")


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would do: rows by verdict, the columns as understood, and the first sentences about its faults."""

    batch: ImportBatch
    counts: Mapping[str, int]
    heading: Heading
    faults: tuple[Fault, ...]
    fault_count: int


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import. First passwords by staff number are told here once and kept nowhere."""

    answer: Answer
    passwords: Mapping[str, str] = field(default_factory=dict)


def nothing_to_watch(_done: int, _total: int) -> None:
    """For those who do not watch."""


def check_file(
    *,
    by: Person,
    now: datetime,
    kind: str,
    community: Community,
    file_name: str,
    content: bytes,
    by_hand: Mapping[str, str] | None = None,
    progress: Progress = nothing_to_watch,
) -> Preview:
    """Reads a whole file and says what it would do. Keeps the file for a week; imports nothing."""
    batch = new_batch(by=by, now=now, kind=kind, community=community, file_name=file_name, content=content)
    batch.by_hand = dict(by_hand or {})
    seen = preview(batch, by=by, now=now, progress=progress)
    batch.counts = dict(seen.counts)
    batch.save(force_insert=True)
    return seen


def new_batch(
    *, by: Person, now: datetime, kind: str, community: Community, file_name: str, content: bytes
) -> ImportBatch:
    """A file as it came, not kept yet; older files that nobody confirmed are thrown away."""
    check(by, right_of("import", kind), community, now)
    if community.is_company:
        raise Refused("9.0", NOT_THE_COMPANY, "community")
    delete_old(now=now)
    return ImportBatch(
        community=community,
        kind=kind,
        file_name=file_name[-LONGEST_FILE_NAME:],
        digest=hashlib.sha256(content).hexdigest(),
        content=content,
        person=by,
        checked_at=now,
    )


def preview(batch: ImportBatch, *, by: Person, now: datetime, progress: Progress = nothing_to_watch) -> Preview:
    """What a file would do to the records as they are now. Writes nothing."""
    check(by, right_of("import", batch.kind), batch.community, now)
    plan = _Plan(batch, by, now, progress)
    shown = tuple(islice(plan.faults(), FAULTS_SHOWN))
    more = sum(1 for _ in plan.rest)
    return Preview(batch, dict(plan.counts), plan.importer.heading, shown, len(shown) + more)


class _Plan:
    """A file laid over the records as they are, row by row."""

    def __init__(self, batch: ImportBatch, by: Person, now: datetime, progress: Progress) -> None:
        self.batch, self.progress = batch, progress
        self.importer = KINDS[batch.kind](batch.community, by, now)
        self.counts: Counter[str] = Counter({verdict.value: 0 for verdict in Verdict})
        self.rest = self._read()

    def faults(self) -> Iterator[Fault]:
        """Every fault in the order of the file; when they are all read, the plan is made."""
        return self.rest

    def _read(self) -> Iterator[Fault]:
        with reading(self.importer.register, bytes(self.batch.content or b""), self.batch.by_hand) as table:
            self.importer.begin(table.heading)
            for done, row in enumerate(table.rows, 1):
                verdict, faults = self.importer.judged(row)
                self.counts[verdict.value] += 1
                if done % BATCH == 0:
                    self.progress(done, max(table.total, done))
                yield from faults

    def made(self) -> Importer:
        """The plan complete. Refused where any row has a fault: a file is imported whole or not at all."""
        for _ in self.rest:
            pass
        wrong = self.counts[Verdict.REFUSED.value]
        if wrong:
            raise Refused("9.0", FAULTY, "file", count=wrong)
        return self.importer


def faults_of(batch: ImportBatch, *, by: Person, now: datetime) -> Iterator[Fault]:
    """Every fault of a file that was checked, read anew."""
    check(by, right_of("import", batch.kind), batch.community, now)
    return _Plan(batch, by, now, nothing_to_watch).faults()


def confirm(
    *, by: Person, key: str, now: datetime, batch: ImportBatch, progress: Progress = nothing_to_watch
) -> Imported:
    """Imports a checked file in one act. It is planned anew before anything is locked."""
    waiting = ImportBatch.objects.select_related("community").get(pk=batch.pk)
    importer: Importer | None = None
    counts: dict[str, int] = {}
    earlier = _last_import(waiting.community)
    if waiting.state == "checked" and waiting.content is not None:
        check(by, right_of("import", waiting.kind), waiting.community, now)
        plan = _Plan(waiting, by, now, progress)
        importer, counts = plan.made(), dict(plan.counts)
        importer.prepare(progress)

    def work(acting: Acting) -> Answer:
        locked = _locked(batch)
        right = right_of("import", locked.kind)
        check(by, right, locked.community, now)
        if importer is None or locked.state != "checked":
            raise Refused("9.0", NOT_CHECKED, "file")
        if _last_import(locked.community) != earlier:
            raise Refused("9.0", MOVED_ON, "file")
        locked.counts = counts
        acting.did(locked.community, "import", str(locked.uuid), right, _told(locked))
        _keep(importer.write(acting, locked, progress))
        for places in in_batches(importer.touched()):
            search.places_anew(places)
        locked.state, locked.content, locked.imported_at = "imported", None, now
        locked.save(update_fields=["state", "content", "counts", "imported_at"])
        return {"import": str(locked.uuid), **counts}

    request = {"do": "import", "import": str(waiting.uuid), "digest": waiting.digest}
    try:
        answer = act(by=by, key=key, request=request, now=now, work=work)
    except IntegrityError as moved:
        raise Refused("9.0", MOVED_ON, "file") from moved
    return Imported(answer, getattr(importer, "passwords", {}))


def _locked(batch: ImportBatch) -> ImportBatch:
    """One import of a community at a time; others who refer to the community do not wait."""
    Community.objects.select_for_update(no_key=True).get(pk=batch.community_id)
    return ImportBatch.objects.select_for_update(of=("self",)).select_related("community").get(pk=batch.pk)


def _last_import(community: Community) -> tuple[int, int]:
    """Changes with every import and every undoing."""
    done = ImportBatch.objects.filter(community=community)
    return done.exclude(state="checked").count(), done.filter(state="undone").count()


def _told(batch: ImportBatch) -> dict[str, Given | object]:
    """What the journal keeps of a file: which it was by its digest, and how many rows did what."""
    name = Given(batch.file_name, personal=True)
    return {"kind": batch.kind, "file": name, "digest": batch.digest, **{k: int(v) for k, v in batch.counts.items()}}


def _keep(rows: Iterator[ImportRow]) -> None:
    while part := list(islice(rows, BATCH)):
        ImportRow.objects.bulk_create(part)


def blocking(batch: ImportBatch, *, by: Person, now: datetime) -> list[Blocking]:
    """What keeps an import from being undone, each record once."""
    found = {each.name: each for each in KINDS[batch.kind](batch.community, by, now).blocking(batch)}
    return list(found.values())


def undo(*, by: Person, key: str, now: datetime, batch: ImportBatch) -> Answer:
    """Takes an import back: what it made is removed, what it changed is as before. Refused with what hangs on it."""

    def work(acting: Acting) -> Answer:
        locked = _locked(batch)
        right = right_of("undo_import", locked.kind)
        check(by, right, locked.community, now)
        if locked.state != "imported":
            raise Refused("9.0", NOT_IMPORTED, "file")
        in_use = blocking(locked, by=by, now=now)
        if in_use:
            raise Refused("9.0", IN_USE, "file", count=len(in_use), list=_listed(in_use))
        KINDS[locked.kind](locked.community, by, now).undo(acting, locked)
        locked.state, locked.undone_at = "undone", now
        locked.save(update_fields=["state", "undone_at"])
        acting.did(locked.community, "import", str(locked.uuid), right, {"digest": locked.digest})
        return {"undone": str(locked.uuid)}

    request = {"do": "undo_import", "import": str(batch.uuid)}
    return act(by=by, key=key, request=request, now=now, work=work)


def _listed(found: list[Blocking]) -> Words:
    more = " …" if len(found) > NAMED else ""
    shown = [each.words for each in found[:NAMED]]
    return Words("；".join(each.zh for each in shown) + more, "; ".join(each.en for each in shown) + more)


def delete_old(*, now: datetime) -> int:
    """Files that were checked and not imported within a week are deleted with what they hold; says how many."""
    return ImportBatch.objects.filter(state="checked", checked_at__lte=now - KEPT_FOR).delete()[0]


def right_of(deed: str, kind: str) -> Right:
    """Who may import, or undo, a register of this kind: staff is the company's."""
    if kind not in REGISTERS:
        raise Refused("9.0", NO_KIND, "kind", kind=kind, known=", ".join(REGISTERS))
    return DEEDS[f"{deed}_staff" if kind == "staff" else deed]
