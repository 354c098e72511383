"""`anju restore`: a backup in the place of the installation, then verified."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import timezone

from anju.actions.restore import restore
from anju.cli.lock import Taken, hold
from anju.cli.verb import Stopped, Verb
from anju.procedure.words import Words

RUNNING = Words("安居正在运行; 请先停止 anju serve。", "Anju is running; stop anju serve first.")
KEPT = Words("原有数据已备份到 {file} (含密钥)。", "What was here is kept in {file} (with its keys).")
RESTORED = Words("已恢复 {at} 的备份, {count} 个附件。", "Restored the backup of {at}, {count} attachments.")
FAULTY = Words("恢复后的核对未通过, 见上文。", "The restored data does not verify; see above.")


class Command(Verb):
    words = Words("恢复备份, 然后核对", "Restore a backup, then verify it")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="replace the data that is here")

    def handle(self, *args: Any, file: Path, replace: bool, **options: Any) -> None:
        try:
            with hold(settings.DATA / "serve.lock"):
                restored = restore(file, replace=replace, now=timezone.now())
                if restored.before:
                    self.tell(KEPT, file=restored.before.file)
                self.tell(RESTORED, at=restored.made_at, count=restored.attachments)
                self.verify()
        except Taken as taken:
            raise Stopped(RUNNING) from taken

    def verify(self) -> None:
        """In processes of their own: this one still holds the keys and the tables of before."""
        for command in (("migrate", "--no-input", "--verbosity", "0"), ("verify",)):
            if subprocess.run([sys.executable, "-m", "anju", *command], check=False).returncode:  # noqa: S603
                raise Stopped(FAULTY)
