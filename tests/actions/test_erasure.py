"""§7.1.10 — Lawful erasure: the value is gone, its digest stays, and everything is still as the journal says."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from anju.actions import attachments, drafts, erasure
from anju.gateways import storage
from anju.procedure.words import Refused
from anju.procedure.writing import read
from anju.records.models import Case, Draft, Entry, Fact, Resident
from anju.records.verification import verify
from tests.actions.test_attachments import picture
from tests.build import Centre, resident
from tests.thread import CONTENT, NAME, PHONE, Thread, contents, everything, to_follow_up, whole_thread


@pytest.fixture
def thread(centre: Centre, settings: object, tmp_path: Path) -> Thread:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    made = Thread(centre)
    whole_thread(made, relayer="门岗老张", spot="二楼拐角")
    return made


def places_of(text: str) -> list[str]:
    """Every column of every table in which a text stands."""
    found = []
    with connection.cursor() as cursor:
        tables = [each.name for each in connection.introspection.get_table_list(cursor)]
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            names = [each[0] for each in cursor.description]
            for row in cursor.fetchall():
                found += [f"{table}.{name}" for name, value in zip(names, row, strict=True) if text in str(value)]
    return sorted(set(found))


def test_7_1_10_what_is_erased_stands_nowhere_and_the_proof_holds(thread: Thread) -> None:
    drafts.save_draft(
        by=thread.centre.front, now=thread.now, form="note", subject=thread.number, content={"note": NAME}
    )
    assert "records_case.name" in places_of(NAME)
    assert "records_fact.value" in places_of(CONTENT)
    answer = erasure.erase(thread.doing("office"), number=thread.number, names=None, reason="本人申请")
    for text in (
        NAME,
        PHONE,
        CONTENT,
        "门岗老张",
        "二楼拐角",
        "灯带已全部更换",
        "先拉警戒线",
        "灯已修好",
        "周五前修好",
    ):
        assert places_of(text) == [], text
    case = thread.case
    assert (case.name, case.phone, case.content, case.holding) == ("", "", "", "")
    assert case.state == "archived"
    assert {leg.result for leg in case.legs.all()} == {""}
    assert not Draft.objects.exists()
    assert verify(storage) == []
    entry = Entry.objects.get(step="erase")
    assert (entry.subject_kind, entry.subject_key) == ("case", thread.number)
    named = read(Fact.objects.get(entry=entry, name="digests").value or "")
    assert isinstance(named, tuple)
    assert len(named) == answer["erased"] == Fact.objects.filter(value__isnull=True).count()
    kept = {(fact.entry.position, fact.name, fact.digest) for fact in Fact.objects.filter(value__isnull=True)}
    assert set(named) == kept


def test_7_1_10_one_fact_can_be_erased_and_the_others_stay(thread: Thread) -> None:
    erasure.erase(thread.doing("administrator"), number=thread.number, names=["phone", "name"], reason="本人申请")
    assert places_of(PHONE) == places_of(NAME) == []
    assert thread.case.content == CONTENT
    assert verify(storage) == []


def test_7_1_10_of_a_case_still_open_erasing_moves_no_due_time(thread: Thread) -> None:
    to_follow_up(thread, told="马上安排", tell_by=None)
    due = thread.case.next_due_at
    assert due is not None
    erasure.erase(thread.doing("office"), number=thread.number, names=None, reason="本人申请")
    assert thread.case.next_due_at == due
    assert verify(storage) == []
    thread.take("follow_up", "director", channel="phone", score="satisfied")
    assert verify(storage) == []


@pytest.mark.parametrize("who", ["director", "front", "stranger", "executive"])
def test_7_1_10_only_the_company_or_the_administrator_erases(thread: Thread, who: str) -> None:
    before = everything(), contents()
    with pytest.raises(Refused) as refusal:
        erasure.erase(thread.doing(who), number=thread.number, names=None, reason="x")
    assert refusal.value.clause == "7.1.10"
    assert (everything(), contents()) == before


def test_7_1_10_an_erasure_needs_a_reason_a_case_and_something_to_erase(thread: Thread) -> None:
    before = everything(), contents()
    for names, reason, field in ((None, " ", "reason"), (["grade"], "x", "fact"), (["none"], "x", "fact")):
        with pytest.raises(Refused) as refusal:
            erasure.erase(thread.doing("office"), number=thread.number, names=names, reason=reason)
        assert refusal.value.field == field
    with pytest.raises(Case.DoesNotExist):
        erasure.erase(thread.doing("office"), number="YL-KF1-202611-0999", names=None, reason="x")
    assert (everything(), contents()) == before


def test_7_1_10_the_same_erasure_sent_twice_is_one(thread: Thread) -> None:
    doing = thread.doing("office")
    first = erasure.erase(doing, number=thread.number, names=None, reason="x")
    assert erasure.erase(doing, number=thread.number, names=None, reason="x") == first
    with pytest.raises(Refused):
        erasure.erase(thread.doing("office"), number=thread.number, names=None, reason="x")


def test_7_1_10_files_go_when_asked_but_not_those_of_another_case(thread: Thread) -> None:
    numbers = []
    for size in ((100, 100), (100, 100)):
        to_follow_up(thread)
        attachments.attach(thread.doing("front"), number=thread.number, content=picture(size=size), name="a.jpg")
        numbers.append(thread.number)
    shared = next(storage.digests())
    erasure.erase(thread.doing("office"), number=numbers[0], names=None, reason="x", files=True)
    assert list(storage.digests()) == [shared]
    assert verify(storage) == []
    erasure.erase(thread.doing("office"), number=numbers[1], names=None, reason="x")
    assert list(storage.digests()) == [shared]
    erasure.erase(thread.doing("office"), number=numbers[1], names=None, reason="x", files=True)
    assert list(storage.digests()) == []
    assert verify(storage) == []


def test_7_1_10_a_resident_is_erased_with_his_phones(thread: Thread) -> None:
    key = resident(thread.centre, name="司徒慧敏", phone="13600112233")
    assert places_of("司徒慧敏")
    erasure.erase_resident(thread.doing("office"), resident=key, reason="已搬走")
    assert places_of("司徒慧敏") == places_of("13600112233") == []
    row = Resident.objects.get(uuid=key)
    assert (row.name, row.name_key, row.tags, row.phones.count()) == ("", "", [], 0)
    assert verify(storage) == []
    with pytest.raises(Refused):
        erasure.erase_resident(thread.doing("director"), resident=key, reason="x")


def test_every_table_that_may_hold_something_personal_is_written_anew(on_sqlite: bool) -> None:
    statements = erasure.purging()
    if on_sqlite:
        assert statements == []
    else:
        assert "VACUUM (FULL, ANALYZE) records_case" in statements
        assert len(apps.get_app_config("records").models) > len(statements) > 10
