"""`anju deadline`: why every running deadline of a case is what it is, line by line."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import CommandParser

from anju.cli.verb import Stopped, Verb
from anju.environment import language
from anju.procedure.clocks import Clock, clocks
from anju.procedure.deadlines import Line, spoken
from anju.procedure.instants import local
from anju.procedure.natures import TABLES
from anju.procedure.words import Words

NO_CASE = Words("没有单号为“{number}”的案件。", 'There is no case with the number "{number}".')
NONE_RUNS = Words("{number}：没有在走的时限。", "{number}: no limit is running.")
HEADING = Words("{number}{leg}  {span}  §{clause}", "{number}{leg}  {span}  §{clause}")
OF_LEG = Words("（承办 {key}）", " (leg {key})")
NO_LIMIT = Words("  现行版次未定时限", "  the edition sets no limit")
ROW = Words("  {label}：{value}{note}", "  {label}: {value}{note}")
NOTHING = Words("", "")


class Command(Verb):
    words = Words("逐行说明一件案件的到期时间", "Explain every running deadline of a case, line by line")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", metavar="NUMBER")
        parser.add_argument("--json", action="store_true", help="as JSON, in both languages")

    def handle(self, *args: Any, number: str, json: bool, **options: Any) -> None:
        from django.utils import timezone

        from anju.records import seeing
        from anju.records.models import Case

        case = Case.objects.filter(number=number).first()
        if case is None:
            raise Stopped(NO_CASE, number=number)
        view = seeing.view_of(case, None, timezone.now())
        table = TABLES[case.nature]
        clauses = {span.name: span.clause for span in table.spans}
        rules = seeing.rules_of(case.community_id, case.edition)
        running = [each for each in clocks(table, view, rules) if each.runs]
        if json:
            self.stdout.write(_plain(number, running))
            return
        if not running:
            self.tell(NONE_RUNS, number=number)
        for clock in running:
            leg = NOTHING if clock.leg is None else _filled(OF_LEG, key=clock.leg)
            self.tell(HEADING, number=number, leg=leg, span=clock.words, clause=clauses.get(clock.span, table.clause))
            self._explain(clock)

    def _explain(self, clock: Clock) -> None:
        if clock.deadline is None:
            self.tell(NO_LIMIT)
            return
        for each in clock.deadline.lines:
            note = each.note.say(language())
            self.tell(ROW, label=each.label, value=_said(each), note=f" - {note}" if note else "")


def _filled(words: Words, **values: object) -> Words:
    return Words(words.say("zh", **values), words.say("en", **values))


def _said(line: Line) -> Words:
    """The value of a line as words: an instant, a length of time, or what it is."""
    if isinstance(line.value, datetime):
        text = f"{local(line.value):%Y-%m-%d %H:%M}"
        return Words(text, text)
    return spoken(line.value) if isinstance(line.value, timedelta) else line.value


def _plain(number: str, running: list[Clock]) -> str:
    found = [
        {
            "number": number,
            "span": each.span,
            "leg": each.leg,
            "zh": each.words.zh,
            "en": each.words.en,
            "start": local(each.start).isoformat(),
            "due": each.deadline.due.isoformat() if each.deadline else None,
            "lines": [
                {
                    "name": line.name,
                    "zh": [line.label.zh, _said(line).zh, line.note.zh],
                    "en": [line.label.en, _said(line).en, line.note.en],
                }
                for line in (each.deadline.lines if each.deadline else ())
            ],
        }
        for each in running
    ]
    return json.dumps(found, ensure_ascii=False, indent=2)
