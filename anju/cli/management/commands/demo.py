"""`anju demo`: a training company with people in every post and cases in every state."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser

from anju.cli.bar import Bar
from anju.cli.verb import Stopped, Verb
from anju.environment import language
from anju.procedure.words import Words

NOT_A_DAY = Words("日期应写作 2026-11-23, 现在是 {text}。", "A date reads 2026-11-23, not {text}.")
MADE = Words(
    "演示公司已建成: {communities} 个小区, {people} 人, {cases} 件。",
    "The demo company is built: {communities} communities, {people} people, {cases} cases.",
)
STANDS = Words("演示公司已在。", "The demo company stands.")
TRAINING = Words(
    "这是培训用公司: 时钟可以拨动, 登录不用动态码, 不要录入真实住户。",
    "This is a training company: its clock can be moved, no second factor is asked, enter no real residents.",
)
HEADS = (
    Words("工号", "Number"),
    Words("姓名", "Name"),
    Words("岗位", "Post"),
    Words("小区", "Community"),
    Words("密码", "Password"),
    Words("快捷码", "PIN"),
)


class Command(Verb):
    words = Words("建一个演示公司, 并打印每个岗位的账号", "Build a demo company and print an account for every post")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="another number, another company")
        parser.add_argument("--today", metavar="DATE", default="", help="the company's today, like 2026-11-23")
        parser.add_argument("--cases", type=int, default=1900, help="how many cases; fewer make a smaller company")
        parser.add_argument("--if-missing", action="store_true", help="do nothing where it stands already")
        parser.add_argument("--json", action="store_true", help="the accounts as JSON")

    def handle(
        self, *args: Any, seed: int, today: str, cases: int, if_missing: bool, json: bool, **options: Any
    ) -> None:
        from anju.actions import demo

        call_command("migrate", interactive=False, verbosity=0)
        stands = if_missing and demo.is_built()
        if not stands:
            with Bar(self.stderr) as bar:
                demo.build(seed=seed, today=day(today), cases=cases, progress=bar.step)
        if json:
            self.stdout.write(accounts_as_json())
            return
        self.tell(STANDS if stands else MADE, **counts())
        self.print_accounts()
        self.tell(TRAINING)

    def print_accounts(self) -> None:
        """One line for every post."""
        from anju.actions import demo

        said = language()
        rows = [tuple(head.say(said) for head in HEADS)]
        rows += [
            (each.number, each.name, each.post.say(said), each.community, each.password, each.pin)
            for each in demo.accounts()
        ]
        for line in table(rows):
            self.stdout.write(line)


def day(text: str) -> date:
    """The day asked for, or the real one in Shanghai."""
    from django.utils import timezone

    from anju.records.models.people import ZONE

    if not text:
        return timezone.now().astimezone(ZONE).date()
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError as error:
        raise Stopped(NOT_A_DAY, text=text, returncode=2) from error


def counts() -> dict[str, int]:
    """What was built."""
    from anju.records.models import Case, Community, Person

    return {
        "communities": Community.objects.filter(is_company=False).count(),
        "people": Person.objects.count(),
        "cases": Case.objects.count(),
    }


def accounts_as_json() -> str:
    """The accounts for other programs."""
    from anju.actions import demo

    return json.dumps([asdict(each) for each in demo.accounts()], ensure_ascii=False, indent=1)


def table(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Lines whose columns stand below each other, Chinese characters two wide."""
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)) for row in rows
    ]


def width(text: str) -> int:
    """How many places a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
