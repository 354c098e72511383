"""The house at work: web, worker and clock as children of one process. When one falls, all stop."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType

from anju.procedure.words import Words

from .tie import GRACE

LOOK = 0.2  # seconds between two looks at the children


@dataclass(frozen=True, slots=True)
class Part:
    """One child: what it is called and what it runs."""

    words: Words
    arguments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Child:
    """A part that was started."""

    words: Words
    process: subprocess.Popen[bytes]

    @property
    def ended(self) -> bool:
        """Whether it is gone."""
        return self.process.poll() is not None


def parts(bind: str, port: int) -> tuple[Part, ...]:
    """What the house consists of."""
    return (
        Part(Words("网页服务", "web server"), ("web", "--bind", bind, "--port", str(port), "--tied")),
        Part(Words("后台任务", "worker"), ("worker", "--tied")),
        Part(Words("时钟", "clock"), ("tick", "--loop", "--tied")),
    )


class House:
    """The children and their common end."""

    def __init__(self) -> None:
        self.children: list[Child] = []
        self.ending = threading.Event()

    def listen_to_signals(self) -> None:
        """End in order on Ctrl-C, on a request to terminate, and when the terminal is closed."""
        for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self.end)

    def end(self, signum: int = 0, frame: FrameType | None = None) -> None:
        """Ask for the end."""
        self.ending.set()

    def start(self, wanted: Iterable[Part]) -> None:
        """Start the children, each in a group of its own with a pipe that ends with this process."""
        for part in wanted:
            self.children.append(Child(part.words, start(part.arguments)))

    def fallen(self) -> Child | None:
        """The first child that is gone."""
        return next((child for child in self.children if child.ended), None)

    def ready(self, address: tuple[str, int], within: float = 60.0) -> bool:
        """Wait until the web server answers; false when a child fell or the end was asked for."""
        limit = time.monotonic() + within
        while time.monotonic() < limit and not self.fallen():
            if answers(address):
                return True
            if self.ending.wait(LOOK):
                return False
        return False

    def watch(self) -> Child | None:
        """Stay until the end is asked for (nothing) or a child falls (that child)."""
        while not self.ending.wait(LOOK):
            if child := self.fallen():
                return child
        return None

    def stop(self) -> None:
        """End every child: first by closing its pipe, at last by force, with all it started itself."""
        for child in self.children:
            if child.process.stdin:
                child.process.stdin.close()
        limit = time.monotonic() + GRACE + 2
        for child in self.children:
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.1, limit - time.monotonic()))
            sweep(child.process)
        self.children.clear()


def start(arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start one command of the house as a child."""
    command = [sys.executable, "-m", "anju", *arguments]
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP
        return subprocess.Popen(command, stdin=subprocess.PIPE, creationflags=flags)  # noqa: S603 - our own command
    return subprocess.Popen(command, stdin=subprocess.PIPE, process_group=0)  # noqa: S603 - our own command


def sweep(process: subprocess.Popen[bytes]) -> None:
    """End a child by force, and whatever it left behind in its group."""
    if os.name == "posix":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def answers(address: tuple[str, int]) -> bool:
    """Whether somebody listens there."""
    with suppress(OSError), socket.create_connection(address, timeout=1):
        return True
    return False


def is_free(address: tuple[str, int]) -> bool:
    """Whether the web server may listen there."""
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError:
            return False
    return True
