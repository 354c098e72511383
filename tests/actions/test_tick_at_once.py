"""Of many ticks at once one works: the lease, and each sending for itself, on real connections."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest
from django.db import connection

from anju.actions import clock, escalating
from anju.records.models import Entry, Notice
from anju.records.verification import verify
from tests import build
from tests.build import NOON, after


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


def test_7_1_8_many_at_once_send_each_rung_once_even_without_the_lease(emptied: None) -> None:
    centre = build.centre()
    cases = [build.dispatched(centre, f"ENG:{centre.handler.key}") for _ in range(3)]
    together = threading.Barrier(4)
    failed: list[BaseException] = []

    def one() -> None:
        together.wait()
        try:
            escalating.raise_cases(now=after(hours=5))
        except BaseException as why:
            failed.append(why)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []
    for case in cases:
        entered = list(Entry.objects.filter(case=case, act__actor=None).values_list("step", flat=True))
        assert entered == ["warn", "overdue", "escalate"]
        assert Notice.objects.filter(case=case).exclude(about={}).count() == 1
    assert verify() == []
