"""A backup put in the place of the installation. Everything is checked before anything is changed."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from anju.procedure.words import Words
from anju.records.models import Person

from . import dumps
from .backup import FORM, KEYS, MANIFEST, Kept, back_up, fingerprint
from .dumps import Impossible

MEMBER = re.compile(r"manifest\.json|database\.(sqlite3|sql)|keys/(secret|chain)\.key|attachments/[\w./-]+")
PIECE = 1 << 20
NOT_A_BACKUP = Words("{file} 不是安居的备份: {why}。", "{file} is no backup of Anju: {why}.")
CHANGED = Words("{file} 中的 {name} 与清单不符, 备份不可用。", "{name} in {file} is not what its manifest says.")
OTHER_ENGINE = Words(
    "此备份来自 {theirs}, 这里用的是 {ours}; 请在同种数据库上恢复。",
    "This backup is of {theirs}, this installation of {ours}; restore it on the same kind of database.",
)
OTHER_KEY = Words(
    "此备份不含密钥, 而它属于另一把链密钥; 请先把原来的 chain.key 放回 {data}。",
    "This backup is without keys and belongs to another chain key; put the old chain.key into {data} first.",
)
NEWER = Words(
    "此备份由更新的版本 {version} 制作; 请先升级安居。",
    "This backup was made by the newer version {version}; upgrade Anju first.",
)
NOT_EMPTY = Words(
    "这里已有数据。若要替换, 请加 --replace; 现有数据会先备份。",
    "There is data here already. To replace it add --replace; what is here is backed up first.",
)


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, and where the data before it was kept."""

    made_at: str
    attachments: int
    with_keys: bool
    before: Kept | None


def restore(file: Path, *, replace: bool, now: datetime) -> Restored:
    """Check a backup whole, keep what is here, then put the backup in its place."""
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.DATA) as beside:
        staged = Path(beside)
        manifest = unpack(file, staged)
        fits(manifest)
        dumps.check(staged / dumps.file_name())
        before = None
        if not is_empty():
            if not replace:
                raise Impossible(NOT_EMPTY)
            name = f"before-restore-{now.astimezone():%Y%m%d-%H%M%S}.tar.gz"
            before = back_up(settings.DATA / "backups" / name, with_keys=True, now=now)
        put_in_place(staged, manifest)
    count = sum(name.startswith("attachments/") for name in manifest["files"])
    return Restored(manifest["made_at"], count, with_keys(manifest), before)


def unpack(file: Path, staged: Path) -> dict[str, Any]:
    """Unpack into a folder, digesting on the way; the manifest, when all is as it says."""
    found: dict[str, dict[str, Any]] = {}
    try:
        with tarfile.open(file, mode="r:gz") as archive:
            for member in archive:
                if not member.isfile() or not MEMBER.fullmatch(member.name) or ".." in member.name:
                    raise Impossible(NOT_A_BACKUP, file=file, why=member.name)
                stream = archive.extractfile(member)
                assert stream  # noqa: S101 - a regular file has content
                found[member.name] = lay(stream, staged / member.name)
        manifest = json.loads((staged / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, EOFError, tarfile.TarError, ValueError) as error:
        raise Impossible(NOT_A_BACKUP, file=file, why=error) from error
    if manifest.get("form") != FORM:
        raise Impossible(NOT_A_BACKUP, file=file, why=manifest.get("form"))
    del found[MANIFEST]
    for name in sorted(found.keys() | manifest["files"].keys()):
        if found.get(name) != manifest["files"].get(name):
            raise Impossible(CHANGED, file=file, name=name)
    return dict(manifest)


def lay(stream: IO[bytes], place: Path) -> dict[str, Any]:
    """Write one file to the disk; its line of the manifest."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    sha256, size = hashlib.sha256(), 0
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        while piece := stream.read(PIECE):
            sha256.update(piece)
            size += len(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return {"sha256": sha256.hexdigest(), "size": size}


def fits(manifest: dict[str, Any]) -> None:
    """Refuse a backup of another engine, another key or a newer version."""
    if manifest["engine"] != connection.vendor:
        raise Impossible(OTHER_ENGINE, theirs=manifest["engine"], ours=connection.vendor)
    if not with_keys(manifest) and manifest["chain_key"] != fingerprint(settings.ANJU_CHAIN_KEY):
        raise Impossible(OTHER_KEY, data=settings.DATA)
    known = {".".join(key) for key in MigrationLoader(None).disk_migrations or ()}
    if set(manifest["migrations"]) - known:
        raise Impossible(NEWER, version=manifest["version"])


def with_keys(manifest: dict[str, Any]) -> bool:
    """Whether the backup brings its keys."""
    return "keys/chain.key" in manifest["files"]


def is_empty() -> bool:
    """Whether nobody has worked here yet."""
    if Person._meta.db_table not in connection.introspection.table_names():
        return True
    return not Person.objects.exists()


def put_in_place(staged: Path, manifest: dict[str, Any]) -> None:
    """Attachments first: they are named by their content, so that until the database follows nothing is amiss."""
    kept = Path(settings.MEDIA_ROOT)
    names = {name.removeprefix("attachments/") for name in manifest["files"] if name.startswith("attachments/")}
    for name in names:
        (kept / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.replace(staged / "attachments" / name, kept / name)
    dumps.load(staged / dumps.file_name())
    for key in KEYS if with_keys(manifest) else ():
        os.replace(staged / "keys" / key, settings.DATA / key)
    for path in list(kept.rglob("*")):
        if path.is_file() and path.relative_to(kept).as_posix() not in names:
            path.unlink()
