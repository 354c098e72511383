"""The company stands from the first start: its chain, edition B/0 in force, the dated days."""

from __future__ import annotations

from datetime import date

import pytest

from anju.actions import clock, installation
from anju.procedure.calendars import DayKind
from anju.procedure.words import Refused
from anju.records import chain, verification
from anju.records.models import Community, Day, Edition, Entry, Head, Installation, ListedYear
from tests import build
from tests.build import NOON, Centre


def test_installing_again_changes_nothing(centre: Centre) -> None:
    before = Installation.objects.values().get()
    installation.install(now=NOON, training=True, company_code="ZZ", company_name="别家")
    assert Installation.objects.values().get() == before
    assert Community.objects.filter(is_company=True).count() == 1
    assert Entry.objects.filter(step="install").count() == 1


def test_the_first_edition_is_in_force_and_the_head_is_sealed(centre: Centre) -> None:
    assert Edition.objects.values_list("name", "state").get() == ("B/0", "in_force")
    head = Head.objects.select_related("community").get(community__is_company=True)
    assert head.position > 0
    assert chain.is_sealed(head, head.community.code)


def test_the_published_days_are_seeded(centre: Centre) -> None:
    days = {day: kind for day, kind in Day.objects.values_list("day", "kind") if day.year == 2026}
    assert days[date(2026, 2, 16)] == DayKind.EVE
    assert days[date(2026, 10, 1)] == DayKind.HOLIDAY
    assert days[date(2026, 10, 10)] == DayKind.MAKEUP
    assert date(2026, 10, 9) not in days
    assert set(ListedYear.objects.values_list("year", flat=True)) == {2023, 2024, 2025, 2026}


def test_the_built_company_verifies(centre: Centre) -> None:
    build.archived(centre)
    assert verification.verify() == []


def test_a_live_clock_is_not_moved(centre: Centre) -> None:
    with pytest.raises(Refused, match="training company"):
        clock.move_clock(by=centre.front, key=build.key(), now=NOON, seconds=3600)


def test_a_training_clock_moves_forward_only(centre: Centre) -> None:
    Installation.objects.update(training=True)
    before = clock.now()
    clock.move_clock(by=centre.front, key=build.key(), now=NOON, seconds=3600)
    assert 3600 <= (clock.now() - before).total_seconds() < 3700
    with pytest.raises(Refused):
        clock.move_clock(by=centre.front, key=build.key(), now=NOON, seconds=-60)
