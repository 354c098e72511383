"""§7.1.10 — After an erasure the value is not in the files of the database either: the bytes themselves are read."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.house.running import anju, surroundings
from tests.test_races import Runner, runner

FACTS = {
    "name": "司徒慧敏",
    "phone": "13600112233",
    "spot": "游泳池旁第三盏路灯",
    "content": "婚纱照被雨淋坏，物业仓库漏雨，要求赔偿并道歉。",
    "promise": "派人送慰问品上门",
}
# Whole values, and pieces that an index of pairs of characters would hold.
TRACES = [*FACTS.values(), "徒慧", "婚纱", "泳池", "慰问", "0112233"]

pytestmark = pytest.mark.house
QUIET_HOURS = 10  # how often the statements are run until no older transaction is open


def in_files(folder: Path, text: str) -> list[str]:
    """The files under a folder whose bytes hold the text."""
    wanted = text.encode()
    return sorted(
        str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file() and wanted in file.read_bytes()
    )


@contextmanager
def working(data: Path, settings: dict[str, str]) -> Iterator[list[str]]:
    """A process of the house that wrote two cases and stays connected."""
    with runner(data, settings) as process:
        found = Runner(process)
        assert found.said() == "ready"
        found.tell("thread", json.dumps(FACTS))
        yield found.said()
        process.communicate(timeout=60)


def erased(number: str, data: Path, settings: dict[str, str]) -> list[str]:
    """What the command says; on PostgreSQL with the statements it asks for."""
    words = ("erase", number, "--all", "--files", "--reason", "asked for it", "--by", "C001")
    done = anju(*words, data=data, **settings)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{number}: ")
    return done.stdout.splitlines()


def left(folder: Path) -> dict[str, list[str]]:
    """The traces that are still there."""
    return {text: files for text in TRACES if (files := in_files(folder, text))}


def test_7_1_10_nothing_erased_is_left_in_the_files_of_the_database(
    tmp_path: Path, own_database: dict[str, str]
) -> None:
    """On SQLite in the file and its log at once; on PostgreSQL in the relations, after the statements told."""
    with working(tmp_path, own_database) as (number, other):
        if own_database:
            of_postgres(number, tmp_path, own_database)
        else:
            assert left(tmp_path).keys() == set(TRACES)
            erased(number, tmp_path, own_database)
            assert left(tmp_path) == {}
            assert in_files(tmp_path, "欧阳静怡")  # of the other case, which nobody erased
        what_the_commands_say(number, other, tmp_path, own_database)


def of_postgres(number: str, data: Path, settings: dict[str, str]) -> None:
    with psycopg.connect(settings["ANJU_DATABASE_URL"], autocommit=True) as server:
        server.execute("CHECKPOINT")
        where = "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
        told = server.execute(where).fetchone()
        assert told is not None
        relations = Path(told[0]) / "base" / str(told[1])
        assert left(relations).keys() == set(TRACES)
        told_to_run = [line.strip().removesuffix(";") for line in erased(number, data, settings) if line.endswith(";")]
        for _ in range(QUIET_HOURS):
            for statement in told_to_run:
                server.execute(statement.encode())
            if not left(relations):
                break
            time.sleep(2)  # an older transaction, such as an analysis by the server itself, still keeps the rows
        assert left(relations) == {}
        assert in_files(relations, "欧阳静怡")


def what_the_commands_say(number: str, other: str, data: Path, settings: dict[str, str]) -> None:
    """Exit codes, both languages, JSON."""
    content = anju("verify", data=data, **settings)
    assert (content.returncode, content.stdout.strip()[-11:]) == (0, "is content."), content.stdout
    plain = json.loads(anju("deadline", other, "--json", data=data, **settings).stdout)
    assert {each["span"] for each in plain} >= {"follow_up", "word", "promise"}
    assert all(each["lines"] for each in plain if each["due"])
    told = anju("deadline", other, data=data, **settings | {"ANJU_LANGUAGE": "zh"}).stdout
    assert "到期" in told
    assert "回访" in told
    refused = anju("erase", other, "--fact", "name", "--reason", "x", "--by", "Y002", data=data, **settings)
    assert (refused.returncode, refused.stderr[:8]) == (1, "§7.1.10 ")
    subprocess.run([sys.executable, "-c", TAMPER], env=surroundings(data, 0, **settings), check=True, timeout=60)
    wrong = anju("verify", "--json", "--community", "YL", data=data, **settings)
    found = [json.loads(line) for line in wrong.stdout.splitlines()]
    assert wrong.returncode == 1
    assert ("column_changed", number) in {(each["kind"], each["subject"]) for each in found}


TAMPER = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "anju.settings"
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("UPDATE records_case SET name = 'x' WHERE state = 'archived'")
"""
