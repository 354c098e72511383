"""One house per data directory: a lock that ends with its process, however that ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO


class Taken(Exception):
    """Another process holds the lock."""


def hold(path: Path) -> IO[str]:
    """The lock, held until the answer is closed or the process ends; Taken where another holds it."""
    file = path.open("a+", encoding="ascii")
    try:
        lock_file(file)
    except OSError as error:
        file.close()
        raise Taken from error
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file


if sys.platform == "win32":
    import msvcrt

    FAR = 1 << 20  # a byte beyond the text, so that the number can still be read

    def lock_file(file: IO[str]) -> None:
        """Lock one byte of the file."""
        file.seek(FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def lock_file(file: IO[str]) -> None:
        """Lock the file."""
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
