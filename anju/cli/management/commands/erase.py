"""`anju erase`: the lawful erasure of personal facts of a case."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone

from anju.cli.verb import Stopped, Verb
from anju.procedure.words import Words

ERASED = Words(
    "{number}：删除了 {count} 项个人信息，{files} 个文件。", "{number}: {count} facts and {files} files erased."
)
NO_CASE = Words("没有单号为“{number}”的案件。", 'There is no case with the number "{number}".')
NOBODY = Words("没有工号为“{staff}”的人员。", 'There is nobody with the staff number "{staff}".')
PURGE = Words(
    "PostgreSQL：请由数据库管理员执行以下各句，之后数据文件里才不再有：",
    "PostgreSQL: the database administrator now runs these; only then is it gone from the data files:",
)
BACKUPS = Words(
    "备份、归档日志和服务器日志里可能还有，见操作手册“删除之后”。",
    'Backups, archived logs and server logs may still hold it: see the manual, "After an erasure".',
)


class Command(Verb):
    words = Words("依法删除一件案件里的个人信息", "Erase personal facts of a case, as the law demands")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", metavar="NUMBER")
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--fact", action="append", dest="names", metavar="NAME", help="name, phone, content ...")
        what.add_argument("--all", action="store_true", dest="everything", help="every personal fact of the case")
        parser.add_argument("--files", action="store_true", help="and the files attached to it")
        parser.add_argument("--reason", required=True)
        parser.add_argument("--by", required=True, metavar="STAFF", help="staff number of whoever erases")

    def handle(self, *args: Any, number: str, names: list[str] | None, files: bool, **options: Any) -> None:
        from anju.actions.cases import Doing
        from anju.actions.erasure import erase, purging
        from anju.records.models import Case, Person

        by = Person.objects.filter(staff_number=options["by"], left_on__isnull=True).first()
        if by is None:
            raise Stopped(NOBODY, staff=options["by"])
        doing = Doing(by=by, key=str(uuid.uuid4()), now=timezone.now())
        try:
            answer = erase(doing, number=number, names=names, reason=options["reason"], files=files)
        except Case.DoesNotExist as unknown:
            raise Stopped(NO_CASE, number=number) from unknown
        gone = answer["files"]
        self.tell(ERASED, number=number, count=answer["erased"], files=len(gone) if isinstance(gone, tuple) else 0)
        statements = purging()
        if statements:
            self.tell(PURGE)
            self.stdout.write("".join(f"  {each};\n" for each in statements), ending="")
        self.tell(BACKUPS)
