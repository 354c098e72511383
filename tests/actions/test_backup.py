"""`anju backup` and `anju restore`, as commands, on the database of the run."""

from __future__ import annotations

import json
import shutil
import sqlite3
import stat
import subprocess
import tarfile
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.house.running import administrator, anju, house


class Installation:
    """A data directory with its database and its administrator, worked on by commands."""

    def __init__(self, data: Path, settings: dict[str, str]) -> None:
        self.data, self.settings = data, settings
        made = administrator(data, "quiet-heron-41", **settings)
        assert made.returncode == 0, made.stderr

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return anju(*arguments, data=self.data, **self.settings)

    def sql(self, statement: str) -> str:
        """Run one statement past the house; the first value of its answer."""
        if url := self.settings.get("ANJU_DATABASE_URL"):
            with psycopg.connect(url, autocommit=True) as server:
                done = server.execute(statement.encode())
                row = done.fetchone() if done.description else None
        else:
            with closing(sqlite3.connect(self.data / "anju.sqlite3", isolation_level=None)) as file:
                row = file.execute(statement).fetchone()
        return str(row[0]) if row else ""

    def call(self, phone: str) -> None:
        self.sql(f"UPDATE records_person SET phone = '{phone}'")

    def phone(self) -> str:
        return self.sql("SELECT phone FROM records_person")

    def attach(self, name: str, content: str) -> None:
        (self.data / "attachments").mkdir(exist_ok=True)
        (self.data / "attachments" / name).write_text(content)

    def attached(self) -> list[str]:
        return sorted(path.name for path in (self.data / "attachments").rglob("*") if path.is_file())


@pytest.fixture
def installation(tmp_path: Path, migrated_database: dict[str, str]) -> Installation:
    data = tmp_path / "data"
    data.mkdir()
    for file in tmp_path.glob("*.sqlite3"):
        file.rename(data / file.name)
    made = Installation(data, migrated_database)
    made.call("before")
    made.attach("a" * 64, "a picture")
    return made


def forged(file: Path, folder: Path) -> Path:
    """The same backup with another picture in it."""
    with tarfile.open(file) as archive:
        archive.extractall(folder / "open", filter="data")
    (folder / "open" / "attachments" / ("a" * 64)).write_text("another picture")
    changed = folder / "forged.tar.gz"
    with tarfile.open(changed, "w:gz") as archive:
        for path in sorted(path for path in (folder / "open").rglob("*") if path.is_file()):
            archive.add(path, path.relative_to(folder / "open").as_posix())
    return changed


def cut(file: Path, folder: Path) -> Path:
    """The same backup without its end."""
    (folder / "cut.tar.gz").write_bytes(file.read_bytes()[:2000])
    return folder / "cut.tar.gz"


def test_a_backup_holds_everything_but_the_keys_and_comes_back(installation: Installation, tmp_path: Path) -> None:
    file = tmp_path / "kept.tar.gz"
    done = installation.run("backup", str(file))
    assert done.returncode == 0, done.stderr
    assert "without the keys" in done.stdout
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with tarfile.open(file) as archive:
        names = set(archive.getnames())
        manifest = json.load(archive.extractfile("manifest.json"))  # type: ignore[arg-type]
    assert not any("key" in name for name in names)
    assert names == {"manifest.json", *manifest["files"]}
    assert f"attachments/{'a' * 64}" in names

    installation.call("after")
    installation.attach("b" * 64, "a later picture")
    for refused, words in (
        (installation.run("restore", str(file)), "add --replace"),
        (installation.run("restore", "--replace", str(forged(file, tmp_path))), "is not what its manifest says"),
        (installation.run("restore", "--replace", str(cut(file, tmp_path))), "is no backup of Anju"),
    ):
        assert refused.returncode == 1
        assert words in refused.stderr
    assert installation.phone() == "after"
    assert installation.attached() == ["a" * 64, "b" * 64]
    assert not (installation.data / "backups").exists()

    done = installation.run("restore", str(file), "--replace")
    assert done.returncode == 0, done.stdout + done.stderr
    assert installation.phone() == "before"
    assert installation.attached() == ["a" * 64]

    before = next((installation.data / "backups").glob("before-restore-*"))
    assert installation.run("restore", str(before), "--replace").returncode == 0
    assert installation.phone() == "after"
    assert installation.attached() == ["a" * 64, "b" * 64]
    assert not list(installation.data.glob(".restore-*"))


def test_a_running_house_is_backed_up_but_only_a_stopped_one_restored(
    installation: Installation, tmp_path: Path
) -> None:
    plain, whole = tmp_path / "plain.tar.gz", tmp_path / "whole.tar.gz"
    with house(installation.data, **installation.settings):
        installation.run("backup", str(plain))
        assert "It holds the keys" in installation.run("backup", "--with-keys", str(whole)).stdout
        refused = installation.run("restore", "--replace", str(plain))
        assert refused.returncode == 1
        assert refused.stderr == "Anju is running; stop anju serve first.\n"

    chain_key = (installation.data / "chain.key").read_text()
    shutil.rmtree(installation.data)  # the disk is lost; on PostgreSQL the server is not
    refused = installation.run("restore", "--replace", str(plain))
    assert refused.returncode == 1
    assert "belongs to another chain key" in refused.stderr

    done = installation.run("restore", "--replace", str(whole))
    assert done.returncode == 0, done.stdout + done.stderr
    assert (installation.data / "chain.key").read_text() == chain_key
    assert installation.phone() == "before"
