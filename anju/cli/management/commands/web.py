"""`anju web`: the web server alone, for an installation that spreads its processes itself."""

from __future__ import annotations

import gc
import os
import sys
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management.base import CommandParser

from anju.cli.tie import live_with_the_house, live_with_the_parent
from anju.cli.verb import Verb
from anju.procedure.words import Words


def application() -> WSGIHandler:
    """What each worker of the web server serves; loaded before the fork, so that its memory is shared."""
    from anju.wsgi import application as site

    live_with_the_parent()
    return site


class Command(Verb):
    words = Words("启动网页服务 (通常由 anju serve 启动)", "Start the web server (anju serve usually does)")

    def add_arguments(self, parser: CommandParser) -> None:
        add_address(parser)
        parser.add_argument("--tied", action="store_true", help="end when stdin closes")

    def handle(self, *args: Any, bind: str, port: int, tied: bool, **options: Any) -> None:
        from django.urls import get_resolver
        from granian import Granian
        from granian.constants import HTTPModes, Interfaces
        from granian.log import LogLevels

        if tied:
            live_with_the_house()
        assert get_resolver().url_patterns is not None  # noqa: S101 - loads every page before the fork
        gc.freeze()  # what is loaded by now stays shared with the workers
        Granian(
            "anju.wsgi:application",
            address=bind,
            port=port,
            interface=Interfaces.WSGI,
            workers=1 if sys.platform == "win32" else 2,
            blocking_threads=2,
            http=HTTPModes.http1,
            log_level=LogLevels.error,
            workers_kill_timeout=4,
        ).serve(target_loader=application, wrap_loader=False)


def add_address(parser: CommandParser) -> None:
    """Where to listen: --bind and --port, else ANJU_BIND and PORT."""
    parser.add_argument("--bind", default=settings.BIND, help="ANJU_BIND (%(default)s)")
    parser.add_argument("--port", type=int, default=os.environ.get("PORT") or 8000, help="PORT (%(default)s)")
