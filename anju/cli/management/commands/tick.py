"""`anju tick`: everything that time alone brings about."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import CommandParser
from django.db import OperationalError, close_old_connections, connection

from anju.cli.tie import live_with_the_house
from anju.cli.verb import Verb
from anju.procedure.words import Words

EVERY = 20.0  # seconds
BUSY = Words("数据库暂不可用, 稍后再试: {why}", "The database is not available, trying again: {why}")


class Command(Verb):
    words = Words("办理到时的事项: 提醒, 升级, 发送", "Do what is due: reminders, escalations, sending")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", action="store_true", help=f"again every {EVERY:.0f} seconds")
        parser.add_argument("--tied", action="store_true", help="end when stdin closes")

    def handle(self, *args: Any, loop: bool, tied: bool, **options: Any) -> None:
        from anju.actions import clock

        if tied:
            live_with_the_house()
        while True:
            try:
                clock.tick(now=clock.now())
            except OperationalError as error:
                if not loop:
                    raise
                self.tell(BUSY, why=error)
                connection.close()  # a database that restarts must not stop the clock for good
            if not loop:
                return
            close_old_connections()
            time.sleep(EVERY)
