"""§5.0, §7.1.8 — What time brings about besides cases: ends, digests, a list of days, the backup of the night."""

from __future__ import annotations

import shutil
from collections import namedtuple
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import override_settings

from anju.actions import absences, access, chores, clock, dumps, nightly, people
from anju.procedure.posts import Post
from anju.procedure.words import Words
from anju.records.models import Entry, Installation, Job, Lease, ListedYear, Notice
from anju.records.verification import verify
from tests import build
from tests.build import NOON, Centre, after

MORNING = after(hours=21)  # 09:00 of the next day


def lines(*steps: str) -> list[str]:
    """The lines of these steps in the inboxes: who, and what about."""
    rows = Notice.objects.filter(step__in=steps).select_related("person").order_by("created_at", "pk")
    return [f"{each.step} {each.about.get('kind', each.about.get('why', ''))} {each.person.name}" for each in rows]


def tick(*times: datetime) -> None:
    for each in times:
        clock.tick(now=each)


# -- ends -----------------------------------------------------------------------------------------------


def test_5_0_a_post_that_ends_is_told_before_and_at_its_end_to_its_holder_and_the_director(centre: Centre) -> None:
    people.end_appointment(
        by=centre.administrator, key=build.key(), now=NOON, ends_on=date(2026, 11, 30),
        appointment=centre.guard.appointments.get(),
    )  # fmt: skip
    tick(after(days=5))  # the 23rd, eight days before the 1st
    assert lines("ending", "ended") == []
    tick(after(days=6), after(days=6, hours=1), after(days=7))
    assert sorted(lines("ending")) == ["ending appointment 主爱华", "ending appointment 秩卫东"]
    tick(after(days=12, hours=5))  # 17:00 of the last day
    assert lines("ended") == []
    tick(after(days=12, hours=21), after(days=13, hours=5))
    assert sorted(lines("ended")) == ["ended appointment 主爱华", "ended appointment 秩卫东"]
    assert verify() == []


def test_5_0_a_post_that_was_prolonged_ends_for_nobody(centre: Centre) -> None:
    (own,) = centre.guard.appointments.all()
    people.end_appointment(
        by=centre.administrator, key=build.key(), now=NOON, ends_on=date(2026, 11, 20), appointment=own
    )
    people.appoint(
        by=centre.administrator, key=build.key(), now=NOON, person=centre.guard, post=Post.HANDLER,
        community=centre.community, department=centre.order, starts_on=date(2026, 11, 21),
    )  # fmt: skip
    tick(after(days=1), after(days=4))
    assert lines("ending", "ended") == []


def test_7_1_9_an_authorisation_that_ends_is_told_to_its_holder_and_the_director(centre: Centre) -> None:
    build.authorised(centre, holder=centre.front, days=30)
    tick(after(days=22))
    assert lines("ending") == []
    tick(after(days=24), after(days=25))
    assert sorted(lines("ending")) == ["ending delegation 主爱华", "ending delegation 前秀英"]
    tick(after(days=30))
    assert sorted(lines("ended")) == ["ended delegation 主爱华", "ended delegation 前秀英"]


def test_7_1_9_one_for_a_post_reaches_all_who_hold_it_and_a_revoked_one_nobody(centre: Centre) -> None:
    build.authorised(centre, post=Post.FRONT_DESK, days=8)
    tick(after(days=5))
    assert sorted(lines("ending")) == ["ending delegation 主爱华", "ending delegation 前秀英"]
    access.revoke(
        by=centre.director, key=build.key(), now=after(days=6), delegation=centre.director.delegations_given.get()
    )
    tick(after(days=9))
    assert lines("ended") == []


def test_5_0_a_short_stand_in_is_not_announced_at_its_beginning(centre: Centre) -> None:
    build.away(centre, centre.director, stand_in=centre.front, hours=48)
    tick(after(hours=1), after(hours=23))
    assert lines("ending") == []
    tick(after(hours=24))
    assert sorted(lines("ending")) == ["ending stand_in 主爱华", "ending stand_in 前秀英"]
    tick(after(hours=48), after(hours=50))
    assert len(lines("ended")) == 2


def test_5_0_what_ended_long_before_the_clock_ran_is_not_told_any_more(centre: Centre) -> None:
    absences.absence(
        by=centre.director, key=build.key(), now=NOON, person=centre.director, community=centre.community,
        starts_at=NOON, ends_at=after(hours=24), stand_in=centre.front,
    )  # fmt: skip
    tick(after(days=9))
    assert lines("ended") == []


# -- digests and the list of days -----------------------------------------------------------------------


def test_7_1_8_each_morning_one_line_of_figures_for_the_director_and_one_for_the_company(centre: Centre) -> None:
    build.registered(centre)
    build.registered(centre, told=None, tell_by=after(hours=2))
    build.reported(centre)
    tick(NOON)  # the first tick of a new clock has its digest at once
    Notice.objects.filter(step="digest").delete()
    tick(after(hours=19, minutes=59))  # 07:59
    assert lines("digest") == []
    tick(after(hours=20), after(hours=20, minutes=1), MORNING)
    assert sorted(lines("digest")) == ["digest  主爱华", "digest  综小兰"]
    about = dict(Notice.objects.filter(step="digest").values_list("person__name", "about"))
    assert about["主爱华"] == {"late": 2, "today": 1, "passed_on": 2, "reviewing": 1, "words": 1}
    assert about["综小兰"] == {"late": 2}
    tick(after(hours=44))
    assert len(lines("digest")) == 4
    assert verify() == []


def test_7_1_8_where_nothing_waits_no_digest_is_sent(centre: Centre) -> None:
    tick(MORNING)
    assert lines("digest") == []


def test_7_1_8_a_digest_missed_in_the_morning_is_sent_later_that_day_once(centre: Centre) -> None:
    build.registered(centre)
    tick(after(days=3), after(days=3, hours=1))
    assert len(lines("digest")) == 2


def test_7_1_8_from_november_on_the_company_is_asked_every_month_for_next_years_days(centre: Centre) -> None:
    tick(after(hours=-24 * 19), NOON, after(days=1))  # 30 October, then November
    assert lines("days_missing") == ["days_missing  综小兰"]
    tick(after(days=14))  # December
    assert len(lines("days_missing")) == 2
    ListedYear.objects.create(year=2027)
    tick(after(days=45), after(days=50))  # January
    assert len(lines("days_missing")) == 2


def test_7_1_8_nobody_is_told_of_such_things_in_quiet_hours(centre: Centre) -> None:
    tick(after(hours=9), after(hours=19))  # 21:00 and 07:00
    assert lines("days_missing", "digest") == []


# -- the backup of the night ----------------------------------------------------------------------------

NIGHT = after(hours=14, minutes=35)  # 02:35


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data directory of its own, and a dump that needs no programs."""

    def dump(file: Path) -> None:
        file.write_bytes(b"the database")

    monkeypatch.setattr("anju.actions.backup.dump", dump)
    monkeypatch.setattr(dumps, "check", lambda file: None)
    for name in ("secret.key", "chain.key"):
        (tmp_path / name).write_bytes(b"0" * 32)
    with override_settings(DATA=tmp_path, MEDIA_ROOT=tmp_path / "attachments"):
        yield tmp_path


def job() -> Job:
    return Job.objects.get(kind="backup")


def test_7_1_10_the_backup_is_asked_for_at_its_hour_made_once_verified_and_journaled(
    centre: Centre, data: Path
) -> None:
    tick(NOON - timedelta(hours=10))  # before its hour
    assert not Job.objects.exists()
    tick(NIGHT, NIGHT + timedelta(minutes=30))
    assert nightly.run(str(job().uuid), now=NIGHT) == "done"
    assert nightly.run(str(job().uuid), now=NIGHT) == ""
    assert [each.name for each in (data / "backups").iterdir()] == ["nightly-20261119.tar.gz"]
    assert nightly.last_good() == NIGHT
    assert Entry.objects.filter(step="backup", community__is_company=True).count() == 1
    tick(after(hours=20))
    assert lines("backup_failed") == []
    assert Job.objects.count() == 1
    assert verify() == []


def test_7_1_10_a_backup_that_does_not_verify_is_set_aside_and_told(
    centre: Centre, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(file: Path) -> None:
        raise dumps.Impossible(Words("坏了", "broken"))

    monkeypatch.setattr(dumps, "check", damaged)
    tick(NIGHT)
    assert nightly.run(str(job().uuid), now=NIGHT) == "damaged"
    assert [each.name for each in (data / "backups").iterdir()] == ["nightly-20261119.tar.damaged"]
    assert sorted(lines("backup_failed")) == ["backup_failed damaged 管志远", "backup_failed damaged 综小兰"]
    assert (job().state, nightly.last_good()) == ("failed", None)
    tick(after(hours=20))
    assert len(lines("backup_failed")) == 2


def test_7_1_10_a_full_disk_is_told_once_a_day_and_no_half_backup_is_written(
    centre: Centre, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**9))
    tick(NIGHT, NIGHT + timedelta(hours=1))
    assert nightly.run(str(job().uuid), now=NIGHT) == "room"
    assert not (data / "backups").exists()
    assert len(lines("backup_failed")) == 2
    tick(NIGHT + timedelta(days=1))
    assert len(lines("backup_failed")) == 4


def test_7_1_10_a_night_whose_backup_nobody_made_is_told(centre: Centre, data: Path) -> None:
    tick(NIGHT, NIGHT + timedelta(hours=2))
    assert lines("backup_failed") == []
    tick(NIGHT + timedelta(hours=3, minutes=10))
    assert sorted(lines("backup_failed")) == ["backup_failed missing 管志远", "backup_failed missing 综小兰"]


def test_7_1_10_a_worker_killed_in_the_midst_is_made_up_for(centre: Centre, data: Path) -> None:
    tick(NIGHT)
    Job.objects.update(state="running", attempts=1, lease_until=NIGHT + nightly.LEASE)
    (data / "backups").mkdir()
    (data / "backups" / "nightly-20261119.tar.gz").write_bytes(b"half")
    later = NIGHT + timedelta(minutes=20)
    tick(later)
    assert job().state == "waiting"
    assert nightly.run(str(job().uuid), now=later) == "done"


def test_7_1_10_a_training_company_has_no_backups(centre: Centre, data: Path) -> None:
    Installation.objects.update(training=True)
    tick(NIGHT, NIGHT + timedelta(hours=5))
    assert not Job.objects.exists()
    assert lines("backup_failed") == []


def days(*texts: str) -> set[date]:
    return {date.fromisoformat(f"2026-{each}") for each in texts}


def test_7_1_10_backups_are_kept_by_day_week_and_month() -> None:
    whole_year = {date(2026, 1, 1) + timedelta(days=each) for each in range(322)}  # until 18 November
    held = nightly.kept(whole_year, 7, 4, 12)
    last_days = days("11-12", "11-13", "11-14", "11-15", "11-16", "11-17", "11-18")
    weeks = days("11-18", "11-15", "11-08", "11-01")
    months = days("01-31", "02-28", "03-31", "04-30", "05-31", "06-30", "07-31", "08-31", "09-30", "10-31", "11-18")
    assert held == last_days | weeks | months
    assert nightly.kept(held, 7, 4, 12) == held
    assert nightly.kept(whole_year, 0, 0, 0) == days("11-18")  # the newest always stays
    assert nightly.kept([], 7, 4, 12) == frozenset()


def test_7_1_10_what_no_rule_keeps_is_removed_and_what_was_made_by_hand_stays(centre: Centre, data: Path) -> None:
    (data / "backups").mkdir()
    by_hand = {"anju-20200101-000000.tar.gz", "nightly-notes.tar.gz"}
    for name in (*by_hand, *(f"nightly-2025110{day}.tar.gz" for day in range(1, 10))):
        (data / "backups" / name).write_bytes(b"old")
    tick(NIGHT)
    nightly.run(str(job().uuid), now=NIGHT)
    left = {each.name for each in (data / "backups").iterdir()} - by_hand
    assert left == {"nightly-20261119.tar.gz", *(f"nightly-2025110{day}.tar.gz" for day in (2, 4, 5, 6, 7, 8, 9))}


def test_chores_are_done_when_their_time_comes_and_the_time_is_kept_when_they_are_done(centre: Centre) -> None:
    chores.do_chores(now=NOON)
    done = dict(Lease.objects.values_list("name", "last_run_at"))
    assert done == {each.name: NOON for each in chores.CHORES}
