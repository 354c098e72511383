"""`anju import`: a register from a file - checked, and with --confirm imported whole or not at all."""

from __future__ import annotations

import json
import sys
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandParser

from anju.cli.bar import Bar
from anju.cli.knowing import community_called, staff_called
from anju.cli.verb import Stopped, Verb
from anju.environment import language
from anju.procedure.register_columns import REGISTERS
from anju.procedure.registers import Verdict
from anju.procedure.words import Words

if TYPE_CHECKING:
    from anju.actions.exchange import Imported, Preview

COLUMNS = Words("{title} → {field}", "{title} → {field}")
UNUSED = Words("不导入的列：{titles}", "Columns left out: {titles}")
COUNTS = Words("{counts}", "{counts}")
MORE = Words(
    "…… 还有 {count} 处，加 --faults FILE 全部写入表格。", "... {count} more; add --faults FILE for all of them."
)
CHECKED = Words(
    "检查通过，什么都没有导入。加 --confirm 导入。", "The file is sound; nothing was imported. Add --confirm."
)
IMPORTED = Words("已导入（批次 {batch}）。", "Imported (batch {batch}).")
UNDONE = Words("已撤销批次 {batch}。", "Batch {batch} is undone.")
PASSWORD = Words("{number}  初始密码 {password}", "{number}  first password {password}")
ONCE = Words("初始密码只显示这一次，请当面交给本人。", "First passwords are shown this once. Hand each to its person.")
NO_FILE = Words("读不了文件 {file}：{why}。", "The file {file} cannot be read: {why}.")
BAD_MAP = Words("--map 写成 列=字段，例如 --map 室号=room。", "Write --map COLUMN=FIELD, for example --map Flat=room.")
NO_BATCH = Words("没有批次 {batch}。", "There is no batch {batch}.")
NEEDED = Words("请写文件，或 --undo 批次。", "Name a file, or --undo BATCH.")


class Command(Verb):
    words = Words("导入房屋、住户、员工或在办纸质单", "Import rooms, residents, staff or open paper cases")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=list(REGISTERS))
        parser.add_argument("file", nargs="?", type=Path, help="xlsx or csv")
        parser.add_argument("--community", metavar="CODE")
        parser.add_argument("--by", required=True, metavar="STAFF", help="staff number of whoever imports")
        parser.add_argument("--map", action="append", default=[], metavar="COLUMN=FIELD", help="COLUMN= leaves it out")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--check", action="store_true", help="only check (the default)")
        what.add_argument("--confirm", action="store_true", help="import, when the check finds no fault")
        what.add_argument("--template", type=Path, metavar="FILE", help="write the empty template")
        what.add_argument("--undo", metavar="BATCH", help="undo an import")
        parser.add_argument("--faults", type=Path, metavar="FILE", help="write every fault to this xlsx")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, kind: str, **options: Any) -> None:
        from anju.papers.registers import template

        if options["template"]:
            options["template"].write_bytes(template(REGISTERS[kind], language()))
        elif options["undo"]:
            self._undo(kind, options["undo"], options["by"])
        elif options["file"] and options["community"]:
            self._check(kind, **options)
        else:
            raise Stopped(NEEDED, returncode=2)

    def _check(self, kind: str, **options: Any) -> None:
        from anju.actions import clock, exchange

        by, now = staff_called(options["by"]), clock.now()
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise Stopped(NO_FILE, file=options["file"], why=error.strerror) from error
        with Bar(self.stderr) as bar:
            seen = exchange.check_file(
                by=by,
                now=now,
                kind=kind,
                community=community_called(options["community"]),
                file_name=options["file"].name,
                content=content,
                by_hand=by_hand(options["map"]),
                progress=bar.step,
            )
            done = None
            if options["confirm"] and not seen.fault_count:
                key = str(uuid.uuid4())
                done = exchange.confirm(by=by, key=key, now=now, batch=seen.batch, progress=bar.step)
        if options["faults"] and seen.fault_count:
            options["faults"].write_bytes(all_faults(seen, by, now))
        self._tell(seen, done, as_json=options["json"])
        if seen.fault_count:
            sys.exit(1)

    def _tell(self, seen: Preview, done: Imported | None, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(plain(seen, done), ensure_ascii=False, indent=1))
            return
        fields = KNOWN[seen.batch.kind]
        for field, title in seen.heading.titles.items():
            self.tell(COLUMNS, title=title, field=fields[field].words)
        if seen.heading.unused:
            self.tell(UNUSED, titles="、".join(seen.heading.unused))
        for fault in seen.faults:
            self.stdout.write(fault.say(language()))
        if seen.fault_count > len(seen.faults):
            self.tell(MORE, count=seen.fault_count - len(seen.faults))
        counts = (f"{verdict.words.say(language())} {seen.counts[verdict.value]}" for verdict in Verdict)
        self.tell(COUNTS, counts="  ".join(counts))
        if done is None:
            if not seen.fault_count:
                self.tell(CHECKED)
            return
        self.tell(IMPORTED, batch=done.answer["import"])
        for number, password in done.passwords.items():
            self.tell(PASSWORD, number=number, password=password)
        if done.passwords:
            self.tell(ONCE)

    def _undo(self, kind: str, batch: str, by: str) -> None:
        from anju.actions import clock, exchange
        from anju.records.models import ImportBatch

        name = as_uuid(batch)
        found = ImportBatch.objects.filter(kind=kind, uuid=name).first() if name else None
        if found is None:
            raise Stopped(NO_BATCH, batch=batch)
        exchange.undo(by=staff_called(by), key=str(uuid.uuid4()), now=clock.now(), batch=found)
        self.tell(UNDONE, batch=batch)


KNOWN = {kind: {each.name: each for each in register.columns} for kind, register in REGISTERS.items()}


def as_uuid(text: str) -> uuid.UUID | None:
    """The batch named, if it is a name at all."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def by_hand(pairs: list[str]) -> dict[str, str]:
    """COLUMN=FIELD, each."""
    if not all("=" in pair for pair in pairs):
        raise Stopped(BAD_MAP, returncode=2)
    return dict(pair.rpartition("=")[::2] for pair in pairs)


def all_faults(seen: Preview, by: Any, now: Any) -> bytes:
    """Every fault as xlsx, those not shown too."""
    from anju.actions import exchange
    from anju.papers.registers import faults_as_xlsx

    return faults_as_xlsx(exchange.faults_of(seen.batch, by=by, now=now), language())


def plain(seen: Preview, done: Imported | None) -> dict[str, object]:
    """The check, and the import, for a program."""
    said: dict[str, object] = {
        "batch": str(seen.batch.uuid),
        "kind": seen.batch.kind,
        "imported": done is not None,
        "counts": dict(seen.counts),
        "columns": dict(seen.heading.titles),
        "unused": list(seen.heading.unused),
        "fault_count": seen.fault_count,
        "faults": [{"row": each.row, "zh": each.say("zh"), "en": each.say("en")} for each in seen.faults],
    }
    return said | ({"passwords": dict(done.passwords)} if done and done.passwords else {})
