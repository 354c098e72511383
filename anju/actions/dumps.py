"""The whole database as one file, and back: by the backup interface of SQLite, by PostgreSQL's own programs."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection

from anju.procedure.words import Language, Words

SQLITE_FILE, POSTGRES_FILE = "database.sqlite3", "database.sql"


class Impossible(Exception):
    """A backup cannot be made or used; says why and how to mend it. Nothing was changed."""

    def __init__(self, words: Words, **values: object) -> None:
        super().__init__(words.say("en", **values))
        self.words = words
        self.values = values

    def say(self, language: Language) -> str:
        """The reason as one sentence."""
        return self.words.say(language, **self.values)


NO_PROGRAM = Words(
    "找不到 {program}; 请安装与服务器同版本的 PostgreSQL 客户端。",
    "{program} was not found; install the PostgreSQL client of the server's version.",
)
FAILED = Words("{program} 失败: {why}", "{program} failed: {why}")
DAMAGED = Words("备份中的数据库已损坏: {why}。", "The database in the backup is damaged: {why}.")
IN_USE = Words(
    "数据库还有 {count} 个其他连接; 请先停止安居的所有进程。",
    "{count} other connections use the database; stop every process of Anju first.",
)


def file_name() -> str:
    """What the dump of the present engine is called."""
    return SQLITE_FILE if connection.vendor == "sqlite" else POSTGRES_FILE


def dump(file: Path) -> None:
    """Write the database, as it is at one instant, to a file."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(file)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a -wal beside it
    else:
        run("pg_dump", "--no-owner", "--no-privileges", f"--file={file}")


def check(file: Path) -> None:
    """Refuse a dump that its own engine finds damaged."""
    if connection.vendor != "sqlite":
        return
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as copy:
            answer = str(copy.execute("PRAGMA integrity_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:
        answer = str(error)
    if answer != "ok":
        raise Impossible(DAMAGED, why=answer)


def load(file: Path) -> None:
    """Put the dump in the place of the database: whole or not at all."""
    if connection.vendor == "sqlite":
        place = Path(str(connection.settings_dict["NAME"]))
        fold_away(place)
        os.replace(file, place)
        return
    refuse_company()
    connection.close()
    begin = file.with_name("begin.sql")
    begin.write_text("DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n", encoding="utf-8")
    options = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
    run("psql", *options, f"--file={begin}", f"--file={file}")


def fold_away(place: Path) -> None:
    """Bring what the -wal of a database still holds into its file, so that none of it meets another file."""
    connection.close()
    if not place.exists():
        return
    with closing(sqlite3.connect(place, timeout=20)) as old:
        if old.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
            raise Impossible(IN_USE, count=1)


def refuse_company() -> None:
    """Refuse while other processes use a PostgreSQL database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        count = cursor.fetchone()[0]
    if count:
        raise Impossible(IN_USE, count=count)


def run(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL against our database; the password goes by the environment, not the list."""
    found = shutil.which(program)
    if not found:
        raise Impossible(NO_PROGRAM, program=program)
    address, secret = whereabouts(connection.settings_dict)
    done = subprocess.run(  # noqa: S603 - the arguments are ours
        [found, f"--dbname={address}", *arguments],
        env={**os.environ, **({"PGPASSWORD": secret} if secret else {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Impossible(FAILED, program=program, why=done.stderr.strip().splitlines()[0])


def whereabouts(database: dict[str, Any]) -> tuple[str, str]:
    """The address of a PostgreSQL database for its programs, and apart from it the password."""
    from psycopg.conninfo import make_conninfo  # loads the whole driver, which SQLite does not need

    named = {"host": "HOST", "port": "PORT", "user": "USER", "dbname": "NAME"}
    parts = {key: database[name] for key, name in named.items() if database[name]}
    options = {key: value for key, value in database["OPTIONS"].items() if isinstance(value, str)}
    return make_conninfo("", **parts, **options), str(database["PASSWORD"])
