"""Prepared questions answer what the same query answers, on either database, whatever they were first asked with."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anju.records.models import Absence, Appointment, Case, Notice
from anju.records.models.people import on_day
from anju.records.prepared import Insertion, Prepared, rewritten
from tests import build
from tests.build import NOON, Centre

HELD = Prepared(
    lambda person, day: Appointment.objects.filter(on_day(day), person=person).values_list("post", "starts_on")
)
AWAY = Prepared(lambda at: Absence.objects.current(at).values_list("person", "ends_at", "stand_in__uuid"))
NAMED = Prepared(lambda number: Case.objects.filter(number=number).values_list("pk", "said_at", "anonymous"))


@pytest.mark.parametrize("day", [date(2026, 9, 30), date(2026, 10, 1), date(2027, 1, 1)])
def test_one_value_stands_in_several_places(centre: Centre, day: date) -> None:
    for person in (centre.director, centre.front, centre.stranger):
        asked = Appointment.objects.filter(on_day(day), person=person).values_list("post", "starts_on")
        assert sorted(HELD(person=person.pk, day=day)) == sorted(asked)


def test_times_and_keys_come_back_as_django_reads_them(centre: Centre) -> None:
    build.away(centre, centre.director, stand_in=centre.front, hours=3)
    assert AWAY(at=NOON) == [(centre.director.pk, NOON + timedelta(hours=3), centre.front.uuid)]
    assert AWAY(at=NOON + timedelta(hours=3)) == []  # the end is no longer within


def test_text_is_a_value_and_never_sql(centre: Centre) -> None:
    case = build.registered(centre)
    assert NAMED(number=case.number) == [(case.pk, case.said_at, False)]
    assert NAMED(number="' OR ''='") == []
    assert NAMED(number="100%s") == []


def test_a_value_that_is_not_asked_by_is_refused(centre: Centre) -> None:
    careless = Prepared(lambda number, state: Case.objects.filter(number=number).values_list("pk"))
    with pytest.raises(TypeError, match="does not ask by state"):
        careless(number="x", state="y")


def test_a_row_written_and_rewritten_without_building_reads_as_one_that_was_saved(centre: Centre) -> None:
    case = build.registered(centre)
    plain = {"community": centre.community, "person": centre.handler, "case": case, "step": "dispatch"}
    saved = Notice.objects.create(**plain, created_at=NOON)
    written = Notice(**plain, created_at=NOON)
    Insertion(Notice).one(written)
    Insertion(Notice).many([Notice(**plain, created_at=NOON)])
    columns = [each.attname for each in Notice._meta.concrete_fields if not each.primary_key]
    rows = Notice.objects.filter(person=centre.handler, step="dispatch").values_list(*columns)
    assert written.pk > saved.pk
    assert len(rows) == 3
    assert all(row == rows[0] for row in rows)

    later = NOON + timedelta(hours=1)
    rewritten(Notice, {"read_at": later, "step": "report"}, by="id", value=written.pk)
    assert Notice.objects.filter(read_at=later, step="report").values_list("pk", flat=True).get() == written.pk
