"""`anju search`: makes the index of the search anew from the records."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from anju.cli.bar import Bar
from anju.cli.verb import Verb
from anju.procedure.words import Words

REBUILT = Words(
    "索引已重建：{cases} 件案件，{places} 处房屋和部位。", "The index was made anew: {cases} cases, {places} places."
)


class Command(Verb):
    words = Words("按记录重建搜索索引", "Make the index of the search anew from the records")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", required=True, help="empty it and fill it again")

    def handle(self, *args: Any, **options: Any) -> None:
        from anju.actions.search import rebuild

        with Bar(self.stderr) as bar:
            cases, places = rebuild(bar.step)
        self.tell(REBUILT, cases=cases, places=places)
