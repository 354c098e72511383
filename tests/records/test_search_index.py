"""The search answers from its index: no table is read from end to end, on either database, for any kind of word."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from anju.records.links import walked
from anju.records.models import Case, CaseText, Community, Entry, Person
from anju.records.models.search import Matches
from anju.records.search import Filters, count, households, keys_of, search
from anju.records.search_phrases import matching
from anju.records.search_rows import faults
from tests import build
from tests.bench.building import fill
from tests.build import Centre, after
from tests.conftest import undone

CASES = 1500
LATER = after(days=30)
PHRASES = {
    "two characters": "漏水",
    "one character": "水",
    "six characters": "车库照明坏了",
    "a rare character": "𠮷",
    "tail of a phone": "5678",
    "whole phone": "13812345678",
    "room": "3-2-2405",
    "room by its last part": "2405",
    "building": "3栋2单元",
    "number": "YL-KF1-202611-0063",
    "short number": "KF1-0063",
    "serial": "0063",
    "initials": "wxm",
    "sound": "wangxiao",
    "day": "2026-11-03",
    "month": "2026年11月",
    "words together": "漏水 2405",
    "letters": "LED",
}


@pytest.fixture(scope="module")
def where(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Centre]:
    """A company with some thousand cases, rolled back at the end."""
    with django_db_blocker.unblock(), undone():
        made = build.centre()
        fill(made, CASES, communities=4, tell=lambda _: None)
        yield made


@pytest.fixture(autouse=True)
def unharmed(where: Centre, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What a test does is rolled back, without looking through all constraints of so many rows again."""
    with django_db_blocker.unblock(), undone():
        yield


def plans(person: Person, ask: Callable[[], object]) -> list[str]:
    """How the database carries out every statement of a question that reads the index."""
    person.held(LATER)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        ask()
    found = []
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # so few rows are read whole, unless there is an index to read instead
            cursor.execute("SET LOCAL enable_seqscan = off")
        for statement in [each["sql"] for each in asked.captured_queries if "text" in each["sql"]]:
            cursor.execute(explain + statement)
            found += [str(row[-1]) for row in cursor.fetchall()]
    return found


def scans(plan: list[str]) -> list[str]:
    """The lines of a plan that read a whole table of any size."""
    if connection.vendor == "sqlite":
        read = [line for line in plan if line.startswith("SCAN") and "VIRTUAL TABLE" not in line]
        unmatched = [line for line in plan if "VIRTUAL TABLE" in line and ":M" not in line and "INDEX 0:=" not in line]
        return [line for line in read if "subquery" not in line.lower() and "CONSTANT" not in line] + unmatched
    return [line for line in plan if "Seq Scan" in line and any(name in line for name in BIG)]


BIG = ("records_casetext", "records_placetext", "records_case ", "records_entry", "records_fact", "records_leg")


@pytest.mark.parametrize("phrase", PHRASES.values(), ids=PHRASES)
def test_every_kind_of_word_is_answered_from_an_index(where: Centre, phrase: str) -> None:
    asked = Filters(states=frozenset({"archived"}), since=after(days=-9).date(), until=LATER.date(), acted=where.front)
    for person in (where.front, where.handler, where.office):
        plan = plans(person, lambda: search(person, LATER, phrase))  # noqa: B023 - asked at once
        plan += plans(person, lambda: search(person, LATER, phrase, asked))  # noqa: B023
        plan += plans(person, lambda: households(person, LATER, phrase))  # noqa: B023
        plan += plans(person, lambda: count(person, LATER, phrase, asked))  # noqa: B023
        plan += plans(person, lambda: _listed(person, phrase))  # noqa: B023
        assert plan
        assert not scans(plan), plan


def _listed(person: Person, phrase: str) -> list[Case]:
    """A page of the list of cases, narrowed by a phrase."""
    found = Case.objects.visible_to(person, LATER).filter(pk__in=keys_of(person, LATER, phrase))
    return list(found.by_due()[:31])


def test_a_plan_that_reads_a_whole_table_would_be_noticed(where: Centre) -> None:
    if connection.vendor == "sqlite":
        assert scans(plans(where.front, lambda: CaseText.objects.filter(words__contains="水").count()))
    else:
        assert scans(["Seq Scan on records_casetext  (cost=0.00..1.00 rows=1 width=1)"])


def test_the_copies_are_as_good_as_real_cases(where: Centre) -> None:
    assert Case.objects.count() >= CASES
    assert Entry.objects.count() > CASES * 7
    for each in Community.objects.filter(is_company=False)[:2]:
        assert not list(walked(each, lambda _: None))
        assert not list(faults(each))


def test_what_is_found_and_counted_is_what_may_be_seen_and_says_so(where: Centre) -> None:
    for person in (where.front, where.handler, where.office, where.stranger):
        visible = Case.objects.visible_to(person, LATER)
        for word in ("漏水", "水", "车库照明坏了", "李"):
            told = {case.pk for case in visible if word in case.content or word in case.name}
            page = search(person, LATER, word, limit=5000)
            found = {hit.case.pk for hit in page.rows}
            assert told <= found <= set(visible.values_list("pk", flat=True))
            assert page.total == len(found)


def test_asking_costs_the_same_whatever_is_asked(where: Centre) -> None:
    def cost(person: Person, phrase: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            search(person, LATER, phrase)
        return len(asked)

    assert {cost(where.front, phrase) <= 14 for phrase in PHRASES.values()} == {True}


def test_the_index_answers_in_a_fraction_of_a_whole_reading(where: Centre) -> None:
    def lasting(ask: Callable[[], object]) -> float:
        times = []
        for _ in range(7):
            begun = time.perf_counter()
            ask()
            times.append(time.perf_counter() - begun)
        return min(times)

    rows = CaseText.objects.order_by("-rowid").values_list("rowid", flat=True)
    whole = lasting(lambda: list(rows.filter(words__contains="没有")[:20]))
    for phrase in ("𠮷", "5678", "KF1-0063", "wxm", "3-2-2405"):
        asked = matching(phrase)
        assert asked is not None
        assert lasting(lambda: list(rows.filter(Matches(asked))[:20])) < whole / 2, phrase  # noqa: B023
