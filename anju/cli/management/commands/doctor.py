"""`anju doctor`: whether the machine and the installation are as the house needs them."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import CommandParser

from anju.cli.health import examine
from anju.cli.verb import Verb
from anju.procedure.words import Words

WELL = Words("✓ {name}: {seen}", "✓ {name}: {seen}")
ILL = Words("✗ {name}: {seen} — {mend}", "✗ {name}: {seen} - {mend}")


class Command(Verb):
    words = Words("检查本机和安装", "Check the machine and the installation")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = examine()
        if options["json"]:
            seen = {each.name: {"well": each.well, "seen": each.seen} for each in findings}
            self.stdout.write(json.dumps(seen, ensure_ascii=False, indent=1))
        else:
            for each in findings:
                self.tell(WELL if each.well else ILL, name=each.words, seen=each.seen, mend=each.mend)
        if not all(each.well for each in findings):
            sys.exit(1)
