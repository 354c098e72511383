"""Files kept under the SHA-256 of their bytes: written once, whole or not at all, never changed.

A file nobody refers to is harmless: it was stored before an act that then did not come to pass.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

_DIGEST = re.compile(r"[0-9a-f]{64}")
_PIECE = 1 << 20


def keep(content: bytes) -> str:
    """Stores the bytes, on the disk when this returns, and gives their digest."""
    digest = hashlib.sha256(content).hexdigest()
    target = _path(digest)
    if digest_of(digest) == digest:
        return digest
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_name(f".{digest[:16]}.{secrets.token_hex(8)}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    for folder in (target.parent, target.parent.parent, target.parent.parent.parent):
        _settle(folder)
    return digest


def read(digest: str) -> bytes:
    """The bytes kept under a digest. FileNotFoundError if there are none."""
    return _path(digest).read_bytes()


def remove(digest: str) -> None:
    """Takes a file away for good; nothing happens where there is none."""
    target = _path(digest)
    target.unlink(missing_ok=True)
    if target.parent.exists():
        _settle(target.parent)


def digest_of(digest: str) -> str | None:
    """The digest of what is really kept under this name; None if nothing is."""
    try:
        with _path(digest).open("rb") as file:
            found = hashlib.sha256()
            while piece := file.read(_PIECE):
                found.update(piece)
            return found.hexdigest()
    except (FileNotFoundError, ValueError):
        return None


def digests() -> Iterator[str]:
    """The names of all files kept."""
    for path in Path(settings.MEDIA_ROOT).glob("??/??/*"):
        if _DIGEST.fullmatch(path.name):
            yield path.name


def _path(digest: str) -> Path:
    if not _DIGEST.fullmatch(digest):
        raise ValueError("a digest is 64 lower-case hexadecimal digits")
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest[2:4] / digest


def _settle(folder: Path) -> None:
    """Puts a folder's list of names on the disk, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
