"""`anju administrator`: the first person, who then adds the others on the pages."""

from __future__ import annotations

import getpass
import sys
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from anju.actions.people import first_administrator
from anju.cli.preparing import prepare
from anju.cli.verb import Stopped, Verb
from anju.environment import language
from anju.procedure.words import Words

NUMBER = Words("工号: ", "Staff number: ")
NAME = Words("姓名: ", "Name: ")
PASSWORD = Words("密码: ", "Password: ")
AGAIN = Words("再输一次: ", "Once more: ")
DIFFERENT = Words("两次输入的密码不同。", "The two passwords differ.")
MADE = Words("已设立系统管理员 {name} ({number})。", "{name} ({number}) is the system administrator.")


class Command(Verb):
    words = Words("设立第一位系统管理员", "Make the first system administrator")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--staff-number")
        parser.add_argument("--name")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from stdin")

    def handle(self, *args: Any, password_stdin: bool, **options: Any) -> None:
        number = options["staff_number"] or ask(NUMBER)
        name = options["name"] or ask(NAME)
        password = sys.stdin.readline().rstrip("\r\n") if password_stdin else ask_password()
        prepare()
        first_administrator(staff_number=number, name=name, password=password, now=timezone.now())
        self.tell(MADE, name=name, number=number)


def ask(words: Words) -> str:
    """One answer from the terminal."""
    return input(words.say(language())).strip()


def ask_password() -> str:
    """A password typed twice, unseen."""
    password = getpass.getpass(PASSWORD.say(language()))
    if getpass.getpass(AGAIN.say(language())) != password:
        raise Stopped(DIFFERENT)
    return password
