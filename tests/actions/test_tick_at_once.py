"""Of many ticks at once one works: the lease, on real connections."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest
from django.db import connection

from anju.actions import clock
from tests import build
from tests.build import NOON


def test_of_many_at_once_one_ticks(emptied: None, monkeypatch: pytest.MonkeyPatch) -> None:
    build.company()
    together, leave = threading.Barrier(4), threading.Event()
    worked: list[datetime] = []
    told: list[bool] = []

    def chore(now: datetime) -> None:
        worked.append(now)
        leave.wait(10)

    def one() -> None:
        together.wait()
        told.append(clock.tick(now=NOON))
        if len(told) == 3:
            leave.set()
        connection.close()

    monkeypatch.setattr(clock, "CHORES", (chore,))
    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(told) == [False, False, False, True]
    assert worked == [NOON]
