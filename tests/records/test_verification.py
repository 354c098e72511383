"""The proof: `verify` is content with what the house wrote, and finds whatever somebody else did."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from anju.actions import attachments
from anju.gateways import storage
from anju.procedure import journal
from anju.records import chain, triggers
from anju.records.models import Act, Case, Entry, Fact, Head
from anju.records.verification import is_content, verify
from tests.actions.test_attachments import picture
from tests.build import Centre
from tests.records.tamperings import TAMPERINGS
from tests.thread import Thread, to_follow_up, whole_thread


@pytest.fixture
def thread(centre: Centre, settings: object, tmp_path: object) -> Thread:
    """One archived case, one in the middle of its way, with a picture."""
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    made = Thread(centre)
    whole_thread(made)
    to_follow_up(made)
    attachments.attach(made.doing("guard"), number=made.number, content=picture(), name="灯.jpg")
    return made


def sql(statement: str, *values: Any) -> int:
    """As somebody at the database would."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


@contextmanager
def tampered(*, at_the_journal: bool = True) -> Iterator[None]:
    """The triggers of the journal out of the way; afterwards everything as it was."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            sql("SET CONSTRAINTS ALL IMMEDIATE")
            sql("SET CONSTRAINTS ALL DEFERRED")
        if at_the_journal:
            triggers.drop(connection)
        yield
        transaction.set_rollback(True)


def kinds() -> set[str]:
    """What `verify` finds besides the triggers that are out of the way."""
    return {each.kind for each in verify(storage)} - {"trigger"}


def overlooked(tamperings: Mapping[str, tuple[str, str]]) -> dict[str, set[str]]:
    """The tamperings, each done alone and undone, that `verify` does not find; what it finds instead."""
    missed = {}
    for what, (statement, kind) in tamperings.items():
        with tampered():
            assert sql(statement) > 0, what
            found = kinds()
            if kind not in found:
                missed[what] = found
    return missed


def test_the_house_is_content_with_its_own_work(thread: Thread) -> None:
    assert [each.say("en") for each in verify(storage)] == []
    assert Case.objects.filter(state="archived").count() == 1
    assert Entry.objects.filter(case__isnull=False).count() == len(thread.past) + 2 + 1


def test_what_somebody_changed_is_found(thread: Thread) -> None:
    assert overlooked(TAMPERINGS) == {}
    assert verify(storage) == []


def test_the_removed_tail_is_found(thread: Thread) -> None:
    with tampered():
        top = Entry.objects.filter(community=thread.centre.community).order_by("-position")[0]
        sql("DELETE FROM records_fact WHERE entry_id = %s", top.pk)
        sql("DELETE FROM records_entry WHERE id = %s", top.pk)
        assert "tail_missing" in kinds()
        sql(
            "UPDATE records_head SET position = %s, hash = %s WHERE hash = %s",
            top.position - 1,
            top.previous_hash,
            top.hash,
        )
        sql("DELETE FROM records_act WHERE id = %s", top.act_id)
        assert "head_broken" in kinds()


def test_an_extra_case_is_found(thread: Thread) -> None:
    with tampered():
        row = Case.objects.get(state="archived")
        row.pk, row.first_number, row.number = None, "YL-KF1-202611-0077", "YL-KF1-202611-0077"
        row.save(force_insert=True)
        assert "case_unexplained" in kinds()


def test_an_act_that_no_entry_belongs_to_is_found(thread: Thread) -> None:
    with tampered():
        act = Act.objects.all()[0]
        act.pk, act.key = None, "made-up"
        act.save(force_insert=True)
        assert kinds() == {"act_unexplained"}


def test_a_reordered_chain_is_found(thread: Thread) -> None:
    with tampered():
        one, two = Entry.objects.filter(community=thread.centre.community).order_by("position")[3:5]
        sql("UPDATE records_entry SET position = 9999 WHERE id = %s", one.pk)
        sql("UPDATE records_entry SET position = %s WHERE id = %s", one.position, two.pk)
        sql("UPDATE records_entry SET position = %s WHERE id = %s", two.position, one.pk)
        assert {"entry_unlinked", "entry_changed"} <= kinds()


def recomputed(code: str) -> None:
    """All hashes made anew after a change, as one who knows the canonical form would - but without the key."""
    head = Head.objects.select_related("community").get(community__code=code)
    previous = journal.FIRST
    for entry in Entry.objects.filter(community=head.community).order_by("position").select_related("act", "case"):
        facts = list(Fact.objects.filter(entry=entry))
        entry.previous_hash = previous
        name = entry.case.first_number if entry.case else None
        previous = chain.said(entry, entry.act, facts, code, name)
        sql(
            "UPDATE records_entry SET previous_hash = %s, hash = %s WHERE id = %s",
            entry.previous_hash,
            previous,
            entry.pk,
        )
    sql("UPDATE records_head SET hash = %s WHERE id = %s", previous, head.pk)


def test_a_recomputed_chain_is_found_by_its_seal(thread: Thread) -> None:
    with tampered():
        sql("UPDATE records_act SET answer = replace(answer, '0001', '0002')")
        recomputed("YL")
        assert kinds() >= {"head_broken"}
        assert "entry_changed" not in {each.kind for each in verify(storage, community="YL")}


def test_a_removed_case_is_found_even_with_its_entries_and_number(thread: Thread) -> None:
    with tampered():
        case = Case.objects.get(state="follow_up").pk  # the newest: its entries are the tail
        sql("DELETE FROM records_fact WHERE entry_id IN (SELECT id FROM records_entry WHERE case_id = %s)", case)
        sql("DELETE FROM records_entry WHERE case_id = %s", case)
        for table in ("leg", "word", "promise", "attachment", "number", "notice"):
            sql(f"DELETE FROM records_{table} WHERE case_id = %s", case)
        sql("DELETE FROM records_case WHERE id = %s", case)
        sql("UPDATE records_counter SET last = 1")
        assert {"tail_missing", "act_unexplained"} <= kinds()


def test_a_community_taken_out_with_its_whole_chain_is_missed_by_the_company(thread: Thread) -> None:
    with tampered():
        gone = thread.centre.other.pk
        sql("DELETE FROM records_fact WHERE community_id = %s", gone)
        for table in ("entry", "head", "location"):
            sql(f"DELETE FROM records_{table} WHERE community_id = %s", gone)
        sql("DELETE FROM records_community WHERE id = %s", gone)
        assert "community DC" in " ".join(each.say("en") for each in verify(storage) if each.kind == "row_missing")


DISARMED: dict[str, tuple[str, str]] = {
    "sqlite": (
        "DROP TRIGGER records_fact_no_update",
        "CREATE TRIGGER records_fact_no_update BEFORE UPDATE ON records_fact WHEN 1 = 0 BEGIN SELECT 1; END",
    ),
    "postgresql": (
        "DROP TRIGGER records_fact_no_update ON records_fact",
        "CREATE TRIGGER records_fact_no_update BEFORE UPDATE ON records_fact FOR EACH ROW"
        " WHEN (NOT (NEW.value IS NULL)) EXECUTE FUNCTION anju_append_only()",
    ),
}


def test_a_dropped_and_a_changed_trigger_are_found(thread: Thread) -> None:
    dropped, changed = DISARMED[connection.vendor]
    with tampered():
        triggers.make(connection)
        assert verify(storage) == []
        for statement in (dropped, changed):
            sql(statement)
            assert [(each.kind, "records_fact_no_update" in each.words.en) for each in verify(storage)] == [
                ("trigger", True)
            ]


def test_a_disabled_trigger_is_found(thread: Thread, on_sqlite: bool) -> None:
    if on_sqlite:
        pytest.skip("SQLite cannot disable a trigger without dropping it")
    with tampered():
        triggers.make(connection)
        for how in ("DISABLE", "ENABLE REPLICA"):
            sql(f"ALTER TABLE records_entry {how} TRIGGER records_entry_no_update")
            assert {each.kind for each in verify(storage)} == {"trigger"}
        sql("ALTER TABLE records_entry ENABLE ALWAYS TRIGGER records_entry_no_update")
        does_nothing = "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"
        sql(f"CREATE OR REPLACE FUNCTION anju_append_only() {does_nothing}")
        assert {each.kind for each in verify(storage)} == {"trigger"}


def test_a_changed_a_missing_and_a_strange_file_are_told_apart(thread: Thread) -> None:
    digest = next(storage.digests())
    path = storage._path(digest)
    kept = path.read_bytes()
    path.write_bytes(kept[:-1])
    assert [each.kind for each in verify(storage)] == ["file_changed"]
    path.unlink()
    assert [each.kind for each in verify(storage)] == ["file_missing"]
    path.write_bytes(kept)
    storage.keep(b"left over")
    found = verify(storage)
    assert [each.kind for each in found] == ["file_orphan"]
    assert is_content(found)


def test_every_finding_is_a_sentence_in_both_languages_and_names_its_place(thread: Thread) -> None:
    with tampered(at_the_journal=False):
        sql("UPDATE records_leg SET result = 'x' WHERE key = 1")
        for each in verify(storage):
            assert each.community == "YL"
            assert each.subject.startswith("YL-KF1-202611-")
            assert "result" in each.say("en")
            assert "leg 1" in each.say("zh")
            assert each.words.zh != each.words.en


def test_one_community_can_be_verified_alone(thread: Thread) -> None:
    with tampered(at_the_journal=False):
        sql(
            "UPDATE records_head SET hash = replace(hash, 'a', 'b') WHERE community_id = %s", thread.centre.community.pk
        )
        assert {each.kind for each in verify(storage, community="YL")} >= {"head_broken"}
        assert verify(storage, community="DC") == []


def test_progress_is_told_and_reaches_its_end(thread: Thread) -> None:
    seen: list[tuple[int, int]] = []
    verify(storage, progress=lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1] > 0


def test_the_memory_of_verify_does_not_grow_with_the_archive(
    thread: Thread, django_assert_max_num_queries: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Batches of one find what one batch finds: nothing hangs on all being in memory."""
    from anju.records import comparing, links

    monkeypatch.setattr(comparing, "BATCH", 1)
    monkeypatch.setattr(links, "BATCH", 1)
    assert verify(storage) == []
