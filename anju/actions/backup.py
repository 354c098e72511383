"""One file that holds the installation: database, attachments, a manifest with digests, on request the keys."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from anju.procedure.words import Words

from .dumps import Impossible, dump, file_name

Progress = Callable[[int, int], None]
MB = 1_000_000
FORM = "anju backup 1"
MANIFEST = "manifest.json"
KEYS = ("secret.key", "chain.key")
EXISTS = Words(
    "{file} 已存在, 不会被覆盖; 请另取文件名。", "{file} exists and is not overwritten; choose another name."
)
NO_ROOM = Words("不能写入 {file}: {why}。", "{file} cannot be written: {why}.")


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup that was made."""

    file: Path
    size: int
    attachments: int
    with_keys: bool


def back_up(
    target: Path | None, *, with_keys: bool, now: datetime, progress: Progress = lambda done, total: None
) -> Kept:
    """Write a backup into a folder or under a name; it appears whole or not at all. Progress is told in MB."""
    file = whole_name(target or settings.DATA / "backups", now)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=file.parent) as beside:
            database = Path(beside) / file_name()
            dump(database)  # first: every attachment the database knows is then still to come
            with appearing(file) as stream:
                count = pack(stream, database, with_keys=with_keys, now=now, progress=progress)
    except OSError as error:
        raise Impossible(NO_ROOM, file=file, why=error.strerror or error) from error
    return Kept(file, file.stat().st_size, count, with_keys)


def whole_name(target: Path, now: datetime) -> Path:
    """The file to write; a folder gets a file named by the time."""
    target = target.expanduser().absolute()
    if target.is_dir() or not target.name.endswith(".tar.gz"):
        target = target / f"anju-{now.astimezone():%Y%m%d-%H%M%S}.tar.gz"
    if target.exists():
        raise Impossible(EXISTS, file=target)
    return target


@contextmanager
def appearing(file: Path) -> Iterator[IO[bytes]]:
    """A file that gets its name only when it is whole and on the disk. Nobody else may read it."""
    draft = file.with_name(f".{file.name}.part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(draft, file)
    finally:
        draft.unlink(missing_ok=True)


def pack(stream: IO[bytes], database: Path, *, with_keys: bool, now: datetime, progress: Progress) -> int:
    """Write the archive; the manifest comes last, when every digest is known."""
    kept = Path(settings.MEDIA_ROOT)
    attachments = sorted(path for path in kept.rglob("*") if path.is_file())
    paths = {database.name: database}
    paths |= {f"attachments/{path.relative_to(kept).as_posix()}": path for path in attachments}
    paths |= {f"keys/{key}": settings.DATA / key for key in KEYS if with_keys}
    total = sum(path.stat().st_size for path in paths.values())
    files: dict[str, dict[str, Any]] = {}
    done = 0
    with (
        gzip.GzipFile(fileobj=stream, mode="wb", compresslevel=6, filename="") as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for name, path in paths.items():
            files[name] = add(archive, name, path, partial(told, progress, done, total))
            done += files[name]["size"]
        text = json.dumps(manifest(files, now), ensure_ascii=False, indent=1, sort_keys=True).encode()
        archive.addfile(member(MANIFEST, len(text)), io.BytesIO(text))
    return len(attachments)


def told(progress: Progress, before: int, total: int, read: int) -> None:
    """Tell how far it has come, in MB."""
    progress((before + read) // MB, total // MB)


def manifest(files: dict[str, dict[str, Any]], now: datetime) -> dict[str, Any]:
    """What the archive holds and what it fits."""
    return {
        "form": FORM,
        "made_at": now.isoformat(),
        "version": version("anju"),
        "engine": connection.vendor,
        "chain_key": fingerprint(settings.ANJU_CHAIN_KEY),
        "migrations": sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations()),
        "files": files,
    }


def fingerprint(key: bytes) -> str:
    """Tells two keys apart without telling either."""
    return hashlib.sha256(b"anju chain key\0" + key).hexdigest()[:16]


def member(name: str, size: int) -> tarfile.TarInfo:
    """The head of one file in the archive: no owner, no time, nothing of this machine."""
    info = tarfile.TarInfo(name)
    info.size = size
    info.mode = 0o600
    return info


class Digesting(io.RawIOBase):
    """A file that is digested while it is read."""

    def __init__(self, stream: IO[bytes], report: Callable[[int], None]) -> None:
        self.stream = stream
        self.report = report
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        piece = self.stream.read(size)
        self.sha256.update(piece)
        self.report(self.stream.tell())
        return piece


def add(archive: tarfile.TarFile, name: str, path: Path, report: Callable[[int], None]) -> dict[str, Any]:
    """Put one file into the archive; its line of the manifest."""
    with path.open("rb") as stream:
        size = os.fstat(stream.fileno()).st_size
        digesting = Digesting(stream, report)
        archive.addfile(member(name, size), digesting)
    return {"sha256": digesting.sha256.hexdigest(), "size": size}
