"""The bench stays alive: copies are what the actions would have made, and its table says what was measured."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from anju.records.models import Case, Entry, Leg
from anju.records.search_rows import case_rows
from anju.records.verification import verify
from tests import build
from tests.bench import report
from tests.bench.building import fill
from tests.bench.copies import Plan
from tests.build import Centre

CASES = 120


@pytest.fixture(scope="module")
def where(django_db_setup: object, django_db_blocker: pytest.FixtureRequest) -> Iterator[Centre]:
    """A company of three communities with copied cases, rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        made = build.centre()
        fill(made, CASES, communities=3, tell=lambda _: None)
        yield made
        transaction.set_rollback(True)


pytestmark = pytest.mark.django_db


def test_a_company_of_copies_is_what_its_journal_says(where: Centre) -> None:
    assert verify() == []
    assert Case.objects.count() > CASES
    assert Entry.objects.count() > 6 * CASES


def test_the_open_ones_are_the_newest_and_their_due_times_went_with_them(where: Centre) -> None:
    newest = Case.objects.order_by("-pk")[: round(CASES * 0.034)]
    assert {each.state for each in newest} <= {"passed_on", "handling", "reviewing", "follow_up"}
    assert all(each.next_due_at and each.next_due_at > each.opened_at for each in newest)
    assert Leg.objects.filter(case__in=[each.pk for each in newest], state="accepted").count() < len(newest)


def test_a_copy_is_found_by_the_words_the_search_would_have_cut(where: Centre) -> None:
    copies = list(Case.objects.order_by("-pk").values_list("pk", flat=True)[:9])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_casetext")
        assert cursor.fetchone()[0] >= len(case_rows(copies))


def test_a_plan_puts_open_cases_whole_weeks_back() -> None:
    plan = Plan(1000, 34, 1, 1)
    weeks = {plan.back(place).total_seconds() / 604800 for place in range(966, 1000)}
    assert weeks == {0, 1, 2, 3, 4, 5}
    assert plan.back(0) > plan.back(965) > plan.back(966)


def test_the_table_names_ratios_growth_and_memory() -> None:
    times = {"median": 2.0, "p95": 3.0, "rate": 400.0}
    runs = [
        {
            "size": size, "database": "sqlite", "web": 250.0, "beside": 90.0, "stored": 40.0,
            "empty": {"alone": times | {"median": 0.1}, "many": times},
            "rows": {"board": {"alone": times | {"median": ms}, "many": times, "sql": 0.5}},
        }
        for size, ms in ((10, 2.0), (1000, 2.5))
    ]  # fmt: skip
    text = report.table(runs)
    assert "| board | 2.00 (20) | 2.50 (25) | 3.00 | 0.50 | 1.25 | 2.0 | 3.0 | 400 |" in text
    assert "| 1,000 | 0.100 | 400 | 250 | 90 | 40 |" in text
    written = report.document(f"before\n{report.BEGIN}\nold\n{report.END}\nafter", runs)
    assert written.startswith("before") and written.endswith("after") and "old" not in written
