"""`anju worker`: carries out the jobs that pages only ask for (imports, exports, reports, sending)."""

from __future__ import annotations

import logging
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser

from anju.cli.tie import live_with_the_house
from anju.cli.verb import Verb
from anju.procedure.words import Words


class Command(Verb):
    words = Words("执行后台任务 (通常由 anju serve 启动)", "Carry out background jobs (anju serve usually does)")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tied", action="store_true", help="end when stdin closes")
        parser.add_argument("--once", action="store_true", help="carry out what waits, then end")

    def handle(self, *args: Any, tied: bool, once: bool, **options: Any) -> None:
        if tied:
            live_with_the_house()
        logging.getLogger("django_tasks_db").addFilter(lambda line: not line.getMessage().startswith("Received"))
        call_command("db_worker", queue_name="*", interval=2, batch=once, reload=False, startup_delay=not once)
