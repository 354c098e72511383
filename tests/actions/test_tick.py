"""tick: one at a time by a lease, idempotent, and what was missed is made up by the next."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from anju.actions import clock, drafts
from anju.records.models import Draft, Job, Lease
from tests.build import NOON, Centre, after


def test_drafts_are_deleted_after_seven_days(centre: Centre) -> None:
    drafts.save_draft(by=centre.front, now=NOON, form="register", content={})
    drafts.save_draft(by=centre.front, now=after(days=1), form="note", content={})
    clock.tick(now=after(days=7))
    assert Draft.objects.get().form == "note"


def job(state: str = "running", attempts: int = 1, until: datetime | None = NOON) -> Job:
    return Job.objects.create(
        kind="export", state=state, attempts=attempts, lease_until=until, created_at=NOON - timedelta(hours=1)
    )


def test_a_job_whose_worker_died_waits_again(centre: Centre) -> None:
    lost, alive, done = job(), job(until=after(minutes=1)), job("done", until=None)
    hopeless = job(attempts=clock.LAST_ATTEMPT)
    clock.tick(now=NOON)
    clock.tick(now=NOON)
    states = dict(Job.objects.filter(kind="export").values_list("pk", "state"))
    assert states == {lost.pk: "waiting", alive.pk: "running", done.pk: "done", hopeless.pk: "failed"}
    assert Job.objects.get(pk=hopeless.pk).error


def test_a_tick_under_way_keeps_others_out(centre: Centre) -> None:
    assert clock.tick(now=NOON)
    Lease.objects.filter(name=clock.TICK).update(holder="another", until=after(minutes=2))
    assert not clock.tick(now=after(minutes=1))
    assert Lease.objects.get(name=clock.TICK).holder == "another"


def test_a_tick_killed_in_between_is_made_up_when_its_lease_ends(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_: datetime) -> None:
        raise KeyboardInterrupt

    drafts.save_draft(by=centre.front, now=NOON - timedelta(days=8), form="register", content={})
    lost = job()
    with monkeypatch.context() as changed, pytest.raises(KeyboardInterrupt):
        place = clock.CHORES.index(clock._requeue_jobs)
        changed.setattr(clock, "CHORES", (*clock.CHORES[:place], killed, *clock.CHORES[place:]))
        clock.tick(now=NOON)
    assert not Draft.objects.exists()
    assert Job.objects.get(pk=lost.pk).state == "running"
    assert not clock.tick(now=NOON + clock.LASTS / 2)
    assert clock.tick(now=NOON + clock.LASTS)
    assert Job.objects.get(pk=lost.pk).state == "waiting"
    assert Lease.objects.values_list("holder", "last_run_at").get(name=clock.TICK) == ("", NOON + clock.LASTS)


def test_a_clock_set_back_does_not_stop_the_house(centre: Centre) -> None:
    clock.tick(now=NOON)
    Lease.objects.filter(name=clock.TICK).update(holder="another", until=after(days=30))
    assert clock.tick(now=NOON)
