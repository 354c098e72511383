"""A whole house started for a test, as a person would start it, with a data directory of its own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

START, END = 60.0, 25.0  # seconds a start and an end may take on a busy machine


def free_port() -> int:
    """A port nobody listens at now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def surroundings(data: Path, port: int, **more: str) -> dict[str, str]:
    """The environment of a house with this data directory; nothing of the test run's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANJU_", "DJANGO_"))}
    return kept | {"ANJU_DATA": str(data), "ANJU_LANGUAGE": "en", "PORT": str(port)} | more


def anju(*arguments: str, data: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    command = [sys.executable, "-m", "anju", *arguments]
    env = surroundings(data, free_port(), **more)
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=120, check=False)


def administrator(data: Path, password: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Found an installation and make its first administrator."""
    command = ["administrator", "--staff-number", "A001", "--name", "王芳", "--password-stdin"]
    return subprocess.run(
        [sys.executable, "-m", "anju", *command],
        env=surroundings(data, free_port(), **more),
        input=f"{password}\n",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@dataclass(slots=True)
class Running:
    """A house that serves."""

    process: subprocess.Popen[str]
    port: int
    said: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def family(self) -> list[psutil.Process]:
        """The house and everything it started."""
        house = psutil.Process(self.process.pid)
        return [house, *house.children(recursive=True)]

    def child(self, word: str) -> psutil.Process:
        """The child that runs one command."""
        return next(p for p in psutil.Process(self.process.pid).children() if word in p.cmdline())

    def rest(self) -> str:
        """What was printed until the end; read where the first lines were read, or what is buffered there is lost."""
        assert self.process.stdout
        said = self.said + self.process.stdout.read()
        self.process.wait(END)
        return said


@contextmanager
def house(data: Path, **more: str) -> Iterator[Running]:
    """Start `anju serve`, wait until it says so, and leave nothing behind."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "anju", "serve"],
        env=surroundings(data, port, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    running = Running(process, port, "")
    family: list[psutil.Process] = []
    try:
        running.said = until_served(process)
        family = running.family()
        yield running
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(END)
        for straggler in gone(family):
            straggler.kill()
        if process.stdout:
            process.stdout.close()


def until_served(process: subprocess.Popen[str]) -> str:
    """Everything printed until the address was."""
    assert process.stdout
    said = ""
    limit = time.monotonic() + START
    for line in process.stdout:
        said += line
        if "is served at" in line or time.monotonic() > limit:
            return said
    raise AssertionError(f"the house did not start:\n{said}")


def gone(family: list[psutil.Process], within: float = END) -> list[psutil.Process]:
    """Wait for these to end; those that did not."""
    return psutil.wait_procs(family, timeout=within)[1]
