"""§7.1.8 — Who is told: by appointment, roster and stand-in; urges; what a tick costs; two ticks at one moment."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.actions import absences, chores, clock, escalating, people
from anju.actions.cases import Doing, take
from anju.procedure.watching import WARNINGS
from anju.records.models import Case, Entry, Notice, Person, Urge
from anju.records.verification import verify
from tests import build
from tests.build import NOON, Centre, after

HALF_PAST_FOUR = after(hours=4, minutes=35)  # both rungs of a dispatch at 12:30 are over: accepting was due 14:30


def told(case: Case) -> list[str]:
    """Who was told by the clock, of which rung, in which role."""
    rows = Notice.objects.filter(case=case, step__in=WARNINGS).select_related("person").order_by("created_at", "pk")
    return [f"{each.about['rung']} {each.about['role']} {each.person.name}" for each in rows]


def away(where: Centre, who: Person, stand_in: Person | None = None) -> None:
    absences.absence(
        by=where.director, key=build.key(), now=NOON, person=who, community=where.community,
        starts_at=NOON, ends_at=after(days=3), stand_in=stand_in,
    )  # fmt: skip


def ticks(case: Case, *times: datetime) -> list[str]:
    for each in times:
        clock.tick(now=each)
    return told(case)


WARNED, DUE = after(hours=2, minutes=10), after(hours=2, minutes=40)


def test_7_1_8_the_named_handler_is_warned_and_his_foreman_hears_when_it_is_due(centre: Centre) -> None:
    case = build.dispatched(centre, f"ENG:{centre.handler.key}")
    assert ticks(case, WARNED) == ["warn responsible 工小军"]
    assert ticks(case, DUE)[1:] == ["due responsible 工小军", "due foreman 班永福"]
    assert ticks(case, HALF_PAST_FOUR)[3:] == ["director director 主爱华"]


def test_7_1_8_for_a_handler_who_is_away_his_stand_in_is_told_or_the_crew(centre: Centre) -> None:
    case = build.dispatched(centre, f"ENG:{centre.handler.key}")
    away(centre, centre.handler, centre.mate)
    assert ticks(case, WARNED) == ["warn responsible 工大力"]
    other = build.dispatched(centre, f"ENG:{centre.mate.key}")
    absences.cancel_absence(by=centre.handler, key=build.key(), now=WARNED, absence=centre.handler.absences.get())
    away(centre, centre.mate)
    assert ticks(other, WARNED) == ["warn responsible 工小军", "warn responsible 班永福"]


def test_7_1_8_where_nobody_is_there_it_goes_one_rung_up_and_says_so(centre: Centre) -> None:
    """The guard is the only one of his department, and it has no foreman."""
    case = build.dispatched(centre, "ORD")
    away(centre, centre.guard)
    assert ticks(case, WARNED) == ["warn director 主爱华"]
    assert Notice.objects.get(case=case, step="warn").about["missing"] == ["responsible"]
    assert ticks(case, DUE)[1:] == ["due director 主爱华"]
    entry = Entry.objects.get(case=case, step="overdue")
    assert entry.facts.get(name="missing").value == '["list","responsible","foreman"]'


def test_7_1_8_nobody_who_has_left_is_told(centre: Centre) -> None:
    case = build.dispatched(centre, "ORD")
    people.end_appointment(
        by=centre.administrator, key=build.key(), now=NOON, ends_on=date(2026, 11, 17),
        appointment=centre.guard.appointments.get(),
    )  # fmt: skip
    assert ticks(case, WARNED) == ["warn director 主爱华"]


def test_7_1_8_the_company_duty_without_a_roster_is_the_company_administration(centre: Centre) -> None:
    case = build.registered(centre, grade="help")
    assert ticks(case, after(minutes=5)) == ["warn responsible 主爱华", "due director 主爱华"]
    assert ticks(case, after(minutes=26))[2:] == ["director director 主爱华", "company company 综小兰"]
    assert Case.objects.get(pk=case.pk).rings_since == after(minutes=5)


def test_7_1_8_a_duty_manager_sees_the_case_he_was_called_for_and_no_other(centre: Centre) -> None:
    watch: dict[str, Any] = {"starts_at": NOON - timedelta(hours=1), "ends_at": after(hours=9)}
    duty: dict[str, Any] = {
        "by": centre.director,
        "key": build.key(),
        "now": NOON - timedelta(hours=2),
        "community": centre.community,
    }
    absences.duty(person=centre.guard, **duty, **watch)
    case, other = build.registered(centre, grade="help"), build.registered(centre)
    seen = Case.objects.visible_to(centre.guard, after(minutes=6))
    assert not seen.exists()
    clock.tick(now=after(minutes=5))
    assert "due duty_manager 秩卫东" in told(case)
    assert list(seen) == [case]
    assert other not in seen
    assert not Case.objects.visible_to(centre.guard, after(days=3)).exists()


def test_7_1_8_what_rings_is_taken_once_and_the_director_hears_who_took_it(centre: Centre) -> None:
    case = build.registered(centre, grade="help")
    clock.tick(now=after(minutes=5))
    asked = Doing(centre.front, build.key(), after(minutes=6))
    for _ in range(2):  # the second is a double click
        take(asked, number=case.number, step="see_to", facts={})
    assert Case.objects.get(pk=case.pk).rings_since is None
    assert Entry.objects.filter(case=case, step="see_to").count() == 1
    assert Notice.objects.filter(case=case, step="see_to").get().person == centre.director
    assert verify() == []


# -- urges --------------------------------------------------------------------------------------------


def urged(centre: Centre) -> Case:
    case = build.dispatched(centre, f"ENG:{centre.handler.key}")
    case = build.took(case, centre.handler, "accept", leg=1, at=after(hours=1))
    return build.took(case, centre.director, "urge", leg=1, at=after(hours=1), urging="今天几点能修好？")


def test_7_1_8_an_urge_unanswered_past_its_time_goes_up_once_a_rung(centre: Centre) -> None:
    case = urged(centre)
    assert ticks(case, after(hours=4)) == []
    expected = ["due responsible 工小军", "due foreman 班永福", "due director 主爱华"]
    assert sorted(ticks(case, after(hours=5), after(hours=6))) == sorted(expected)
    later = ticks(case, after(days=1, hours=5), after(days=2))
    assert [each for each in later if each.startswith("company")] == ["company company 综小兰"]


def test_7_1_8_an_answered_urge_goes_nowhere(centre: Centre) -> None:
    case = urged(centre)
    Urge.objects.update(answer="下午三点。", answered_at=after(hours=4))
    assert ticks(case, after(hours=6)) == []


# -- what it costs, and what may go wrong ---------------------------------------------------------------


def test_a_tick_with_nothing_to_do_costs_a_few_statements_however_many_cases_are_open(centre: Centre) -> None:
    def statements(now: datetime) -> int:
        clock.tick(now=now - timedelta(seconds=20))
        with CaptureQueriesContext(connection) as asked:
            clock.tick(now=now)
        return len(asked)

    build.dispatched(centre)
    few = statements(after(minutes=40))
    for _ in range(8):
        build.dispatched(centre)
    assert statements(after(minutes=41)) == few <= 16


def test_the_cases_to_look_at_are_found_by_their_index(centre: Centre, on_sqlite: bool) -> None:
    waiting = Case.objects.filter(next_look_at__lte=NOON).order_by("next_look_at").values_list("pk", flat=True)
    if not on_sqlite:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = waiting[:400].explain()
    assert "case_to_look_at" in plan
    assert "TEMP B-TREE" not in plan


def test_a_case_that_cannot_be_judged_does_not_keep_the_others_waiting(
    centre: Centre, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = build.dispatched(centre), build.dispatched(centre)
    Case.objects.filter(pk=broken.pk).update(edition="Z/9")
    assert ticks(sound, DUE)
    assert told(broken) == []
    assert "cannot be judged" in caplog.text


def test_a_chore_that_fails_does_not_keep_the_others_from_theirs(
    centre: Centre, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(now: datetime) -> None:
        raise ValueError

    monkeypatch.setattr(clock, "CHORES", (broken, *clock.CHORES))
    assert ticks(build.dispatched(centre), DUE)
    assert "the chore broken of tick failed" in caplog.text


def test_7_1_8_cases_upgraded_without_a_time_to_look_get_it_from_the_first_tick(centre: Centre) -> None:
    case = build.dispatched(centre)
    Case.objects.filter(pk=case.pk).update(next_look_at=case.opened_at)
    assert verify() == []  # too early is no fault
    clock.tick(now=after(minutes=45))
    assert Case.objects.get(pk=case.pk).next_look_at == case.next_look_at
    Case.objects.filter(pk=case.pk).update(next_look_at=after(days=9))
    assert [each.kind for each in verify()] == ["look_changed"]


def test_7_1_8_a_step_taken_between_looking_and_sending_leaves_nothing_to_send(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = build.dispatched(centre, f"ENG:{centre.handler.key}")
    whole = escalating._send

    def late(*given: Any) -> bool:
        if not Entry.objects.filter(case=case, step="accept").exists():
            build.took(case, centre.handler, "accept", leg=1, at=DUE)
        return whole(*given)

    monkeypatch.setattr(escalating, "_send", late)
    assert ticks(case, DUE) == []
    assert verify() == []


def test_chores_are_done_when_their_time_comes_and_marked_when_done(centre: Centre) -> None:
    chores.do_chores(now=NOON)
    with CaptureQueriesContext(connection) as asked:
        chores.do_chores(now=after(minutes=1))
    assert len(asked) == 1


def test_7_1_8_steps_asked_for_with_the_registration_are_watched_too(centre: Centre) -> None:
    made = build.registered(centre)
    assert made.next_look_at == after(hours=3, minutes=12)  # 80 % of the four hours to dispatch
