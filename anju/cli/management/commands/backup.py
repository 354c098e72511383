"""`anju backup`: the installation as one file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from anju.actions.backup import back_up
from anju.cli.bar import Bar
from anju.cli.verb import Verb
from anju.procedure.words import Words

MADE = Words("已备份到 {file} ({size} MB, {count} 个附件)。", "Backed up to {file} ({size} MB, {count} attachments).")
WITH_KEYS = Words(
    "其中含密钥: 得到此文件的人可以伪造记录, 请单独锁存。",
    "It holds the keys: whoever has this file could forge records. Lock it away.",
)
WITHOUT_KEYS = Words(
    "其中不含密钥: 请另行保存数据目录中的 secret.key 和 chain.key。",
    "It is without the keys: keep secret.key and chain.key of the data directory elsewhere.",
)


class Command(Verb):
    words = Words("备份数据库和附件", "Back up the database and the attachments")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("destination", nargs="?", type=Path, help="a folder or a file .tar.gz")
        parser.add_argument("--with-keys", action="store_true", help="include the keys")

    def handle(self, *args: Any, destination: Path | None, with_keys: bool, **options: Any) -> None:
        with Bar(self.stderr) as bar:
            kept = back_up(destination, with_keys=with_keys, now=timezone.now(), progress=bar.step)
        self.tell(MADE, file=kept.file, size=f"{kept.size / 1e6:.1f}", count=kept.attachments)
        self.tell(WITH_KEYS if with_keys else WITHOUT_KEYS)
