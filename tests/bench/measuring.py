"""Asking and timing: sockets kept open, requests written beforehand, so that little is measured but the server."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

WARM, LEAST = 24, 24  # requests before any is counted; and at least
MANY, LONG = 300, 3.0  # requests, or seconds, whatever comes first
CLIENTS = 8
BLANK = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Times:
    """What some requests took, in milliseconds, and how many were answered in a second."""

    median: float
    p95: float
    rate: float

    @classmethod
    def of(cls, took: Sequence[float], lasted: float) -> Times:
        ordered = sorted(took)
        return cls(
            ordered[len(ordered) // 2] * 1000, ordered[min(len(ordered) - 1, len(ordered) * 95 // 100)] * 1000,
            len(ordered) / lasted,
        )  # fmt: skip


class Unexpected(Exception):
    """The server answered otherwise than it should; nothing was measured then."""


class Visitor:
    """One connection."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes, expected: int) -> bytes:
        """The body of the answer."""
        self.socket.sendall(request)
        found = b""
        while BLANK not in found:
            more = self.socket.recv(262144)
            if not more:
                raise Unexpected("the connection ended")
            found += more
        head, _, body = found.partition(BLANK)
        status = int(head[9:12])
        if status != expected:
            raise Unexpected(
                f"{status} instead of {expected}: {request[:200]!r} {body[:2000].decode(errors='replace')}"
            )
        length = _length(head)
        while len(body) < length:
            body += self.socket.recv(262144)
        return body


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    raise Unexpected("an answer without its length")


def get(path: str, cookies: str) -> bytes:
    """A request for a page."""
    return (f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\nAccept-Language: zh-CN\r\n\r\n").encode()


def post(path: str, cookies: str, body: str) -> bytes:
    """A form that is sent."""
    sent = body.encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\nAccept-Language: zh-CN\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(sent)}\r\n\r\n"
    )
    return head.encode() + sent


def measured(
    port: int, requests: Callable[[], Iterator[bytes]], clients: int, expected: int, *, warm: int = WARM
) -> Times:
    """Asks one after the other, or by several at once, taking turns; `requests` is asked for once for all of them."""
    turns, lock = requests(), threading.Lock()
    took: list[list[float]] = [[] for _ in range(clients)]
    broken: list[BaseException] = []
    first = Visitor(port)
    for _ in range(warm):
        first.ask(next(turns), expected)
    begun = time.perf_counter()

    def visit(mine: list[float], visitor: Visitor) -> None:
        try:
            while sum(map(len, took)) < MANY and (time.perf_counter() - begun < LONG or sum(map(len, took)) < LEAST):
                with lock:
                    request = next(turns, None)
                if request is None:
                    return
                asked = time.perf_counter()
                visitor.ask(request, expected)
                mine.append(time.perf_counter() - asked)
        except BaseException as why:
            broken.append(why)

    threads = [threading.Thread(target=visit, args=(each, Visitor(port))) for each in took]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for why in broken:
        raise why
    return Times.of([each for mine in took for each in mine], time.perf_counter() - begun)
