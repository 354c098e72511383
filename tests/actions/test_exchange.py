"""§9.0 - Registers come in whole or not at all, are in the journal, and go out again while nothing hangs on them."""

from __future__ import annotations

import resource
from collections.abc import Iterable, Sequence
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import check_password

from anju.actions import clock, exchange, import_jobs
from anju.actions.exchange import Preview
from anju.gateways import storage
from anju.papers.registers import faults_as_xlsx, template
from anju.procedure.register_columns import REGISTERS
from anju.procedure.registers import MOST_ROWS
from anju.procedure.words import Refused
from anju.procedure.writing import read
from anju.records.models import (
    Act,
    Appointment,
    Case,
    Duty,
    Entry,
    Household,
    ImportBatch,
    ImportRow,
    Job,
    Location,
    Person,
    PlaceText,
    Resident,
    ResidentPhone,
)
from anju.records.verification import findings
from tests import build
from tests.build import NOON, Centre, key, took
from tests.registers import DOORS, another_system, csv, doors, many_rooms, xlsx

pytestmark = pytest.mark.django_db
Rows = Iterable[Sequence[object]]


@pytest.fixture
def centre() -> Centre:
    return build.centre()


def checked(
    where: Centre, kind: str, content: bytes, *, by: Person | None = None, by_hand: dict[str, str] | None = None
) -> Preview:
    return exchange.check_file(
        by=by or (where.office if kind == "staff" else where.director),
        now=NOON,
        kind=kind,
        community=where.community,
        file_name="register.xlsx",
        content=content,
        by_hand=by_hand,
    )


def imported(where: Centre, kind: str, rows: Rows) -> ImportBatch:
    seen = checked(where, kind, xlsx(rows))
    assert [fault.say("en") for fault in seen.faults] == []
    exchange.confirm(by=seen.batch.person, key=key(), now=NOON, batch=seen.batch)
    return ImportBatch.objects.get(pk=seen.batch.pk)


def undone(batch: ImportBatch) -> None:
    exchange.undo(by=batch.person, key=key(), now=NOON, batch=batch)


def faults(where: Centre, kind: str, rows: Rows) -> list[str]:
    seen = checked(where, kind, xlsx(rows))
    with pytest.raises(Refused) as refused:
        exchange.confirm(by=seen.batch.person, key=key(), now=NOON, batch=seen.batch)
    assert refused.value.words is exchange.FAULTY
    return [fault.say("en") for fault in seen.faults]


def everything() -> tuple[int, ...]:
    models = (Location, Household, Resident, Person, Appointment, Case, Entry, ImportRow)
    return tuple(model.objects.count() for model in models)


# -- rooms ------------------------------------------------------------


def test_9_0_real_room_numbers_come_in_as_they_are_written_on_the_door(centre: Centre) -> None:
    seen = checked(centre, "rooms", csv(doors(), "gbk"))
    assert (seen.counts["new"], seen.fault_count) == (len(DOORS), 0)
    exchange.confirm(by=centre.director, key=key(), now=NOON, batch=seen.batch)
    made = Location.objects.filter(pk__in=ImportRow.objects.values("key"))
    names = sorted(
        place.name.removeprefix(place.parent.name) for place in made if place.parent and place.kind != "building"
    )
    assert names == sorted(DOORS)
    kinds = dict(made.exclude(kind="building").values_list("name", "kind"))
    assert {kind for name, kind in kinds.items() if "车位" in name} == {"parking"}


def test_9_0_a_register_of_another_system_brings_rooms_and_then_its_residents(centre: Centre) -> None:
    rooms = imported(centre, "rooms", another_system())
    assert rooms.counts == {"new": 3, "changed": 0, "same": 1, "passed": 0, "refused": 0}
    tree = dict(Location.objects.filter(community=centre.community).values_list("code", "parent__code"))
    assert tree["1-1-1001"] == "1-1"
    assert tree["1-1"] == "1"
    assert tree["3-2-801"] == "3-2"
    assert Location.objects.get(community=centre.community, code="1-S1").kind == "shop"

    people = imported(centre, "residents", another_system())
    assert people.counts == {"new": 3, "changed": 0, "same": 0, "passed": 1, "refused": 0}
    living = {each.name: each for each in Resident.objects.all()}
    assert sorted(living) == ["吴学友", "吴小友", "郑小艺", "钱进"]
    assert [phone.number for phone in living["吴学友"].phones.all()] == ["13900001443"]
    assert not living["吴小友"].phones.exists()
    assert living["吴小友"].residencies.get().role == "family"
    assert living["郑小艺"].name_key == "zheng xiao yi"
    assert "111111000000001111" not in str(list(Resident.objects.values()))


def test_9_0_what_is_imported_again_is_the_same_and_only_a_new_date_is_a_change(centre: Centre) -> None:
    first = [("楼栋", "房号", "交付日期"), ("5", "101", ""), ("5", "102", "2020-05-01")]
    imported(centre, "rooms", first)
    second = [("楼栋", "房号", "交付日期"), ("五栋", "101", "2020-06-01"), ("5", "102", ""), ("5", "103", "")]
    batch = imported(centre, "rooms", second)
    assert batch.counts == {"new": 1, "changed": 1, "same": 1, "passed": 0, "refused": 0}
    assert str(Location.objects.get(code="5-101").delivered_on) == "2020-06-01"
    undone(batch)
    assert Location.objects.get(code="5-101").delivered_on is None
    assert not Location.objects.filter(code="5-103").exists()


def test_9_0_imported_rooms_and_residents_are_found_and_undone_ones_are_not(centre: Centre) -> None:
    before = PlaceText.objects.count()
    rooms = imported(centre, "rooms", another_system())
    people = imported(centre, "residents", another_system())
    assert PlaceText.objects.count() > before
    place = Location.objects.get(code="3-2-801")
    assert "zheng" in PlaceText.objects.get(pk=place.pk).names
    undone(people)
    assert "zheng" not in PlaceText.objects.get(pk=place.pk).names
    undone(rooms)
    assert PlaceText.objects.count() == before


# -- what is wrong in a file ------------------------------------------------------------


def test_9_0_every_row_that_is_wrong_has_its_sentence_and_nothing_is_imported(centre: Centre) -> None:
    rows = [
        ("楼栋", "房号", "类型", "交付日期"),
        ("5", "101", "", ""),
        ("5", "", "", ""),
        ("5", "1(复式)", "", ""),
        ("5", "103", "", "spring"),
        ("", "3-2-1201", "商铺", ""),
    ]
    before = everything()
    said = faults(centre, "rooms", rows)
    assert said == [
        "Row 3, “房号” (column B): is empty. Fill it in.",
        "Row 4, “房号” (column B): “1(复式)” has signs that cannot be used. Use letters, digits, Chinese characters "
        "and - . # only, none of these three first.",
        "Row 5, “交付日期” (column D): “spring” is no date. Write it as 2026-10-01.",
        "Row 6, “房号” (column B): “3-2-1201” is a room already and cannot be a shop too. "
        "Rename it, or correct the type.",
    ]
    assert everything() == before


def test_9_0_formulas_and_merged_cells_are_named_and_nothing_is_imported(centre: Centre) -> None:
    rows = [("楼栋", "房号", "备注"), ("5", "101", ""), ("5", "102", ""), ("5", "103", "")]
    before = everything()
    seen = checked(centre, "rooms", xlsx(rows, formula="B2", merged="A3:A4"))
    assert [fault.say("en") for fault in seen.faults] == [
        "Row 2, “房号” (column B): B2 holds a formula. Copy it and paste its value.",
        "Row 3, “楼栋” (column A): A3:A4 is merged. Unmerge it and fill the value into every row.",
        "Row 4, “楼栋” (column A): A3:A4 is merged. Unmerge it and fill the value into every row.",
    ]
    with pytest.raises(Refused):
        exchange.confirm(by=centre.director, key=key(), now=NOON, batch=seen.batch)
    assert checked(centre, "rooms", xlsx(rows, formula="C2")).fault_count == 0
    assert everything() == before


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (xlsx([("甲", "乙"), ("1", "2")]), "No header was found"),
        (xlsx([("楼栋", "面积"), ("1", "2")]), "Missing columns: Room"),
        (xlsx([("楼栋", "房号")]), "Below the header there are no rows"),
        (b"", "The file is empty"),
        (b"%PDF-1.7\x00", "no xlsx or csv table"),
    ],
)
def test_9_0_a_file_without_the_register_is_refused_and_leaves_nothing(
    centre: Centre, content: bytes, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        checked(centre, "rooms", content)
    assert not ImportBatch.objects.exists()


def test_9_0_all_faults_go_into_a_table_that_is_no_danger_itself(centre: Centre) -> None:
    rows = [("楼栋", "房号"), *(("5", f"=cmd{place}()") for place in range(70))]
    seen = checked(centre, "rooms", csv(rows))
    assert (len(seen.faults), seen.fault_count) == (exchange.FAULTS_SHOWN, 70)
    every = faults_as_xlsx(exchange.faults_of(seen.batch, by=centre.director, now=NOON), "en")
    again = checked(centre, "rooms", every, by_hand={"A": "room"})
    assert sum(again.counts.values()) == 70  # read back: a line for each fault


def test_9_0_a_template_of_each_kind_is_read_back_by_its_own_headings(centre: Centre) -> None:
    for kind, register in REGISTERS.items():
        for language in ("zh", "en"):
            with pytest.raises(Refused) as refused:
                checked(centre, kind, template(register, language))
            assert "no rows" in refused.value.say("en")


def test_9_0_fifty_thousand_rows_are_taken_with_bounded_memory_and_one_more_is_refused(centre: Centre) -> None:
    content = xlsx(many_rooms(MOST_ROWS))
    seen_by_progress: list[int] = []
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seen = exchange.check_file(
        by=centre.director,
        now=NOON,
        kind="rooms",
        community=centre.community,
        file_name="big.xlsx",
        content=content,
        progress=lambda done, _total: seen_by_progress.append(done),
    )
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - resident
    assert (seen.counts["new"], seen.fault_count) == (MOST_ROWS, 0)
    assert grown < 200 << 10, f"{grown >> 10} MB"
    assert len(seen_by_progress) == MOST_ROWS // 500
    with pytest.raises(Refused, match=f"more than {MOST_ROWS} rows"):
        checked(centre, "rooms", csv(many_rooms(MOST_ROWS + 1)))


# -- one act ------------------------------------------------------------


def test_9_0_an_import_is_one_act_with_the_digest_of_its_file_and_what_it_did(centre: Centre) -> None:
    batch = imported(centre, "rooms", another_system())
    entry = Entry.objects.get(step="import")
    facts = {fact.name: read(fact.value or "null") for fact in entry.facts.all()}
    assert (entry.community, entry.subject_key) == (centre.community, str(batch.uuid))
    assert entry.act.actor == centre.director
    assert facts["digest"] == batch.digest
    assert (facts["kind"], facts["new"], facts["same"]) == ("rooms", 3, 1)
    assert entry.facts.get(name="file").personal
    undone(batch)
    assert list(findings(storage)) == []


def test_9_0_the_same_key_imports_once_and_another_key_is_refused(centre: Centre) -> None:
    seen = checked(centre, "rooms", xlsx(another_system()))
    once = key()
    first = exchange.confirm(by=centre.director, key=once, now=NOON, batch=seen.batch)
    count = everything()
    assert exchange.confirm(by=centre.director, key=once, now=NOON, batch=seen.batch).answer == first.answer
    with pytest.raises(Refused) as refused:
        exchange.confirm(by=centre.director, key=key(), now=NOON, batch=seen.batch)
    assert refused.value.words is exchange.NOT_CHECKED
    assert everything() == count


def test_9_0_nothing_is_half_imported_when_it_breaks_off_in_the_middle(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = checked(centre, "rooms", xlsx(many_rooms(1200)))
    before = everything()

    def broken(done: int, total: int) -> None:
        if Location.objects.count() > 700:
            raise ConnectionError("the power went")

    with pytest.raises(ConnectionError):
        exchange.confirm(by=centre.director, key=key(), now=NOON, batch=seen.batch, progress=broken)
    assert everything() == before
    exchange.confirm(by=centre.director, key=key(), now=NOON, batch=seen.batch)
    assert Location.objects.filter(kind="room").count() > 1200


def test_9_0_what_was_imported_meanwhile_is_seen_at_the_confirmation(centre: Centre) -> None:
    rows = [("楼栋", "房号"), ("5", "101")]
    first, second = (checked(centre, "rooms", xlsx(rows)) for _ in range(2))
    exchange.confirm(by=centre.director, key=key(), now=NOON, batch=first.batch)
    done = exchange.confirm(by=centre.director, key=key(), now=NOON, batch=second.batch)
    assert (done.answer["new"], done.answer["same"]) == (0, 1)


def test_9_0_a_file_that_was_only_checked_is_gone_after_a_week(centre: Centre) -> None:
    seen = checked(centre, "rooms", xlsx(another_system()))
    assert exchange.delete_old(now=NOON + timedelta(days=6)) == 0
    assert exchange.delete_old(now=NOON + timedelta(days=7)) == 1
    assert not ImportBatch.objects.filter(pk=seen.batch.pk).exists()


def test_9_0_only_the_head_of_the_centre_or_the_office_imports(centre: Centre) -> None:
    for by in (centre.front, centre.handler, centre.stranger, centre.executive):
        with pytest.raises(Refused, match="is done by"):
            checked(centre, "rooms", xlsx(another_system()), by=by)
    with pytest.raises(Refused, match="is done by"):
        checked(centre, "staff", xlsx([("工号", "姓名", "岗位"), ("T1", "甲", "前台")]), by=centre.director)
    seen = checked(centre, "rooms", xlsx(another_system()))
    with pytest.raises(Refused, match="is done by"):
        exchange.confirm(by=centre.front, key=key(), now=NOON, batch=seen.batch)


def test_9_0_an_import_behind_the_pages_is_done_once_and_tells_how_it_went(centre: Centre) -> None:
    seen = checked(centre, "rooms", xlsx(another_system()))
    once = key()
    job = import_jobs.start(by=centre.director, key=once, now=NOON, batch=seen.batch)
    assert import_jobs.start(by=centre.director, key=once, now=NOON, batch=seen.batch) == job
    assert import_jobs.run(str(job.uuid), now=NOON).state == "done"
    assert import_jobs.run(str(job.uuid), now=NOON).attempts == 1
    assert Entry.objects.filter(step="import").count() == 1
    wrong = checked(centre, "rooms", xlsx([("楼栋", "房号"), ("5", "")]))
    failed = import_jobs.start(by=centre.director, key=key(), now=NOON, batch=wrong.batch)
    assert import_jobs.run(str(failed.uuid), now=NOON).state == "failed"
    assert "1 行要改正" in Job.objects.get(pk=failed.pk).error


def test_9_0_an_import_whose_worker_was_killed_is_taken_up_again_and_done_once(centre: Centre) -> None:
    seen = checked(centre, "rooms", xlsx(another_system()))
    job = import_jobs.start(by=centre.director, key=key(), now=NOON, batch=seen.batch)
    assert import_jobs.take_up(now=NOON) == 0
    Job.objects.filter(pk=job.pk).update(state="running", attempts=1)
    later = NOON + 2 * import_jobs.LEASE
    clock.tick(now=later)
    again = Job.objects.get(pk=job.pk)
    assert (again.state, again.lease_until) == ("waiting", later + import_jobs.LEASE)
    assert import_jobs.run(str(job.uuid), now=later).state == "done"
    assert Entry.objects.filter(step="import").count() == 1


# -- undoing ------------------------------------------------------------


def test_9_0_an_import_is_undone_to_the_last_row(centre: Centre) -> None:
    before = everything()[:6]
    rooms = imported(centre, "rooms", another_system())
    people = imported(centre, "residents", another_system())
    undone(people)
    undone(rooms)
    assert everything()[:6] == before
    with pytest.raises(Refused) as refused:
        undone(rooms)
    assert refused.value.words is exchange.NOT_IMPORTED
    imported(centre, "rooms", another_system())


def test_9_0_rooms_that_have_cases_or_residents_keep_their_import_and_are_listed(centre: Centre) -> None:
    rooms = imported(centre, "rooms", another_system())
    people = imported(centre, "residents", another_system())
    build.registered(centre, place="1-1-1001")
    with pytest.raises(Refused) as refused:
        undone(rooms)
    said = refused.value.say("en")
    assert said.startswith("It cannot be undone, 2 records are in use:")
    assert "3-2-801: residents are registered" in said
    undone(people)
    with pytest.raises(Refused) as refused:
        undone(rooms)
    assert "1-1-1001: 1 cases" in refused.value.say("en")
    assert "1-1-1001：有 1 件案件" in refused.value.say("zh")
    assert [each.name for each in exchange.blocking(rooms, by=centre.director, now=NOON)] == ["1-1-1001"]


def test_9_0_a_phone_added_to_somebody_known_goes_again_and_he_stays(centre: Centre) -> None:
    build.resident(centre)
    rows = [("楼栋", "单元", "房号", "姓名", "电话"), ("3", "2", "1201", "曾晓梅", "13887001234, 13900000000")]
    batch = imported(centre, "residents", rows)
    assert batch.counts["changed"] == 1
    assert ResidentPhone.objects.count() == 2
    undone(batch)
    assert [phone.number for phone in ResidentPhone.objects.all()] == ["13887001234"]


def test_9_0_residents_that_cannot_be_placed_or_read_are_refused_row_by_row(centre: Centre) -> None:
    build.resident(centre)
    head = ("楼栋", "单元", "房号", "姓名", "电话", "身份", "入住日期")
    rows = [
        head,
        ("3", "2", "9999", "甲一", "", "", ""),
        ("3", "2", "1202", "乙二", "call me", "cousin", "someday"),
        ("", "", "gate", "丙三", "", "", ""),
        ("3", "2", "1201", "曾晓梅", "", "租户", ""),
        ("3", "2", "1201", "丁四", "", "", "2020-01-01"),
    ]
    said = faults(centre, "residents", rows)
    assert [each.partition(":")[0] for each in said] == [
        "Row 2, “房号” (column C)",
        "Row 3, “入住日期” (column G)",
        "Row 3, “电话” (column E)",
        "Row 3, “身份” (column F)",
        "Row 4, “房号” (column C)",
        "Row 5, “身份” (column F)",
        "Row 6, “入住日期” (column G)",
    ]
    assert "Import the rooms first" in said[0]


# -- staff ------------------------------------------------------------


def test_5_0_staff_come_in_with_posts_and_a_password_that_is_told_once(centre: Centre) -> None:
    rows = [
        ("工号", "姓名", "岗位", "部门", "电话"),
        ("T1", "甲一", "前台", "", "13800000000"),
        ("T2", "乙二", "处理人、班长", "工程部", ""),
        ("Y004", "工小军", "班长", "ENG", ""),
    ]
    seen = checked(centre, "staff", csv(rows, "gbk"))
    assert seen.counts == {"new": 2, "changed": 1, "same": 0, "passed": 0, "refused": 0}
    once = key()
    done = exchange.confirm(by=centre.office, key=once, now=NOON, batch=seen.batch)
    assert sorted(done.passwords) == ["T1", "T2"]
    made = build.staff("T1")
    assert check_password(done.passwords["T1"], made.password)
    assert not any(password in act.answer for act in Act.objects.all() for password in done.passwords.values())
    assert exchange.confirm(by=centre.office, key=once, now=NOON, batch=seen.batch).passwords == {}
    assert sorted(build.staff("T2").appointments.values_list("post", flat=True)) == ["foreman", "handler"]
    assert Entry.objects.filter(step="add_person", subject_key=made.key).exists()
    undone(seen.batch)
    assert not Person.objects.filter(staff_number__startswith="T").exists()
    assert build.staff("Y004").appointments.get().post == "handler"


def test_5_0_staff_that_do_not_fit_are_refused_row_by_row(centre: Centre) -> None:
    rows = [
        ("工号", "姓名", "岗位", "部门"),
        ("Y004", "另一人", "前台", ""),
        ("T2", "乙二", "处理人", ""),
        ("T3", "丙三", "园丁", ""),
        ("T4", "丁四", "班长", "财务部"),
    ]
    said = faults(centre, "staff", rows)
    assert [each.partition(":")[0] for each in said] == [
        "Row 2, “工号” (column A)", "Row 3, “部门” (column D)", "Row 4, “岗位” (column C)", "Row 5, “部门” (column D)",
    ]  # fmt: skip


def test_5_0_staff_who_have_acted_stay(centre: Centre) -> None:
    batch = imported(centre, "staff", [("工号", "姓名", "岗位"), ("T1", "甲一", "前台")])
    build.registered(centre, by=build.staff("T1"))
    with pytest.raises(Refused, match="甲一: has acted since"):
        undone(batch)


def test_5_0_staff_who_have_work_or_stand_on_a_roster_stay(centre: Centre) -> None:
    rows = [("工号", "姓名", "岗位", "部门"), ("T1", "甲一", "处理人", "工程部"), ("T2", "乙二", "前台", "")]
    batch = imported(centre, "staff", rows)
    case = build.dispatched(centre)
    took(case, centre.director, "accept", leg=1, at=NOON + timedelta(hours=1), person=build.staff("T1").key)
    hours = {"starts_at": NOON, "ends_at": NOON + timedelta(hours=12)}
    Duty.objects.create(community=centre.community, person=build.staff("T2"), **hours)
    found = exchange.blocking(batch, by=centre.office, now=NOON)
    assert sorted(each.words.en.partition(":")[0] for each in found) == ["乙二", "甲一"]
    with pytest.raises(Refused, match="2 records are in use"):
        undone(batch)
