"""`anju procedure`: prints the whole procedure from its rules. Needs no database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from anju.cli.verb import Verb
from anju.environment import language as spoken
from anju.procedure.__main__ import add_arguments, printed, speak_utf8
from anju.procedure.words import Words


class Command(Verb):
    words = Words(
        "按规则印出整个规程，或一种性质的流程图", "Print the whole procedure, or one flow chart, from the rules"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_arguments(parser)
        parser.set_defaults(language=spoken())

    def handle(self, *args: Any, language: str, svg: str | None, **options: Any) -> None:
        speak_utf8()
        self.stdout.write(printed(language, svg), ending="")
