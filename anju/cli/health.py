"""What the doctor looks at: the machine, the database and the files the house relies on."""

from __future__ import annotations

import os
import platform
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from anju.libraries import FILES, PACKAGES
from anju.procedure.words import Words
from anju.records import triggers
from anju.records.models import Installation, Lease, ListedYear

LEAST_SQLITE, LEAST_POSTGRES = (3, 38), 15
LEAST_ROOM = 2 * 10**9
BACKED_UP_WITHIN = timedelta(hours=36)
PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, what was seen, and the mend where it is not."""

    name: str
    words: Words
    well: bool
    seen: str
    mend: Words


def examine() -> list[Finding]:
    """Look at everything; what cannot be looked at is not well."""
    return [finding for look in LOOKS for finding in look()]


def machine() -> Iterator[Finding]:
    """Python and the room on the disk."""
    yield Finding(
        "python",
        Words("Python", "Python"),
        sys.version_info >= (3, 11),
        platform.python_version(),
        Words("需要 3.11 以上", "3.11 or newer is needed"),
    )
    room = shutil.disk_usage(settings.DATA).free
    yield Finding(
        "disk",
        Words("磁盘空间", "disk space"),
        room > LEAST_ROOM,
        f"{room / 1e9:.1f} GB",
        Words("请腾出至少 2 GB", "free at least 2 GB"),
    )


def clock() -> Iterator[Finding]:
    """The time zone, and the list of days this year's deadlines are reckoned by."""
    try:
        well = datetime(2026, 7, 1, tzinfo=ZoneInfo("Asia/Shanghai")).utcoffset() == timedelta(hours=8)
    except ZoneInfoNotFoundError:
        well = False
    yield Finding(
        "time_zone",
        Words("时区", "time zone"),
        well,
        f"Asia/Shanghai {timezone.localtime():%Y-%m-%d %H:%M}",
        Words("缺少时区数据: 安装 tzdata", "zone data is missing: install tzdata"),
    )


def database() -> Iterator[Finding]:
    """The engine and whether it is reached."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        mend = Words("检查 ANJU_DATABASE_URL 和服务器", "check ANJU_DATABASE_URL and the server")
        yield Finding("database", Words("数据库", "database"), False, str(error).strip(), mend)
        return
    version = connection.get_database_version()
    least = LEAST_SQLITE if connection.vendor == "sqlite" else (LEAST_POSTGRES,)
    yield Finding(
        "database",
        Words("数据库", "database"),
        version >= least,
        f"{connection.display_name} {'.'.join(map(str, version))}",
        Words("版本太旧", "the version is too old"),
    )
    if connection.vendor == "sqlite":
        yield from sqlite_options()
    yield from tables()


def sqlite_options() -> Iterator[Finding]:
    """The options that keep acknowledged acts over a power cut."""
    with connection.cursor() as cursor:
        seen = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}
    yield Finding(
        "sqlite",
        Words("SQLite 选项", "SQLite options"),
        seen == PRAGMAS,
        ", ".join(f"{name}={value}" for name, value in seen.items()),
        Words("数据目录须在本机磁盘上", "the data directory must lie on a local disk"),
    )


def tables() -> Iterator[Finding]:
    """Migrations, triggers, and the list of this year's days."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    start = Words("尚待更新; 运行 anju serve", "wait to be made; run anju serve")
    yield Finding("tables", Words("数据表", "tables"), not waiting, f"{len(waiting)} ..." if waiting else "ok", start)
    if waiting:
        return
    faults = triggers.faults(connection)
    mend = Words("有人改动过数据库: 运行 anju verify", "somebody changed the database: run anju verify")
    seen = ", ".join(faults) or str(len(triggers.wanted(connection)))
    yield Finding("triggers", Words("触发器", "triggers"), not faults, seen, mend)
    year = timezone.localtime().year
    listed = ListedYear.objects.filter(year=year).exists()
    mend = Words("录入当年的节假日安排", "enter this year's holidays")
    yield Finding("days", Words("节假日表", "list of holidays"), listed, str(year), mend)


def files() -> Iterator[Finding]:
    """The keys, closed to others, and the libraries of the pages."""
    for name in ("secret.key", "chain.key"):
        mode = stat.S_IMODE((settings.DATA / name).stat().st_mode)
        mend = Words(f"chmod 600 {settings.DATA / name}", f"chmod 600 {settings.DATA / name}")
        closed = os.name != "posix" or not mode & 0o077
        yield Finding(name, Words(f"密钥 {name}", f"key {name}"), closed, f"{mode:o}", mend)
    missing = [name for name in FILES if not (PACKAGES / name).is_file()]
    seen = ", ".join(missing) or str(len(FILES))
    mend = Words("运行 make install", "run make install")
    yield Finding("static", Words("网页库", "page libraries"), not missing, seen, mend)


def backups() -> Iterator[Finding]:
    """When the last backup that was verified was made; a training company makes none."""
    try:
        live = Installation.objects.filter(training=False).values_list("created_at", flat=True).first()
        last = Lease.objects.filter(name="backup").values_list("last_run_at", flat=True).first()
    except DatabaseError:
        return  # said above
    if live is None:
        return
    well = timezone.now() - (last or live) < BACKED_UP_WITHIN
    seen = f"{timezone.localtime(last):%Y-%m-%d %H:%M}" if last else "-"
    mend = Words(
        "运行 anju serve 或 anju backup, 原因见待办",
        "run anju serve or anju backup; the inbox says why",
    )
    yield Finding("backup", Words("最近一次完好的备份", "last good backup"), well, seen, mend)


LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (machine, clock, database, files, backups)
