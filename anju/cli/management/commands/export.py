"""`anju export`: cases or a register as xlsx, as far as the person named may see them; who took what is recorded."""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import CommandParser

from anju.cli.bar import Bar
from anju.cli.knowing import community_called, staff_called
from anju.cli.verb import Stopped, Verb
from anju.procedure.words import Words

if TYPE_CHECKING:
    from anju.papers.exports import Export

KINDS = ("cases", "rooms", "residents", "staff")
WRITTEN = Words("已导出 {rows} 条到 {file}。", "Exported {rows} rows to {file}.")
NO_FILE = Words("写不了文件 {file}：{why}。", "The file {file} cannot be written: {why}.")


class Command(Verb):
    words = Words("把案件或登记资料导出为 xlsx", "Export cases or a register as xlsx")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=KINDS)
        parser.add_argument("file", type=Path, help="the xlsx to write")
        parser.add_argument("--community", required=True, metavar="CODE")
        parser.add_argument("--by", required=True, metavar="STAFF", help="staff number of whoever exports")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, kind: str, file: Path, **options: Any) -> None:
        from anju.actions import clock, export

        by, community, now = staff_called(options["by"]), community_called(options["community"]), clock.now()
        chosen = export.chosen(kind, by=by, now=now, community=community)
        key = str(uuid.uuid4())
        bar = Bar(self.stderr)
        watched = replace(chosen, rows=counted(chosen, bar))
        listing = export.exported(by=by, key=key, now=now, kind=kind, community=community, chosen=watched)
        try:
            with bar, listing as (made, written), file.open("wb") as target:
                shutil.copyfileobj(made, target)
        except OSError as error:
            raise Stopped(NO_FILE, file=file, why=error.strerror) from error
        if options["json"]:
            told = {"file": str(file), "rows": written.rows, "sha256": written.digest, "size": written.size}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            self.tell(WRITTEN, rows=written.rows, file=file)


def counted(chosen: Export, bar: Bar) -> Iterator[Sequence[object]]:
    """The rows of a list, with the bar moving along."""
    for done, row in enumerate(chosen.rows, 1):
        bar.step(done, chosen.total)
        yield row
