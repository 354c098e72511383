"""§9.0 — A register comes in through the page: file, columns, preview, confirmation, and back out again."""

from __future__ import annotations

import io
import re
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from anju.actions import clock, import_jobs
from anju.procedure.registers import MOST_ROWS
from anju.records.models import Act, Entry, ImportBatch, Job, Location, Person
from tests import build
from tests.build import Centre
from tests.registers import DOORS, another_system, csv, doors, many_rooms, rezipped, xlsx
from tests.web.desk import hidden, signed_in, text


def sent(client: Client, content: bytes, kind: str = "rooms", name: str = "房屋.xlsx", **typed: Any) -> Any:
    fields = hidden(text(client.get("/import")), "/import")
    file = SimpleUploadedFile(name, content)
    return client.post("/import", {**fields, "kind": kind, "community": "YL", "file": file, **typed})


def put(client: Client, url: str, what: str, **typed: Any) -> Any:
    return client.post(f"{url}/{what}", hidden(text(client.get(url)), f"{url}/{what}") | typed)


def rooms() -> int:
    return int(Location.objects.count())


def cells(answer: Any) -> list[list[object]]:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        return [list(row) for row in book.get_sheet_by_index(0).iter_rows()]


def test_9_0_a_register_is_checked_previewed_confirmed_and_undone(at_noon: Centre) -> None:
    client, before = signed_in(at_noon.director), rooms()
    seen = sent(client, xlsx(another_system()))
    assert seen.status_code == 303
    shown = text(client.get(seen.url))
    assert rooms() == before
    assert "楼号" in shown
    assert "吴学友" in shown  # the first rows as they stand in the file
    assert "139****1443" in shown
    assert "13900001443" not in shown
    assert re.findall(r'figure__count">([\d,]+)<', shown) == ["3", "0", "1", "0", "0"]

    assert put(client, seen.url, "confirm").status_code == 303
    assert rooms() > before
    assert "已导入" in text(client.get(seen.url))
    assert put(client, seen.url, "undo").status_code == 303
    assert rooms() == before
    assert "已撤销" in text(client.get("/import"))


def test_9_0_a_double_click_keeps_one_file_and_imports_once(at_noon: Centre) -> None:
    client = signed_in(at_noon.director)
    key, content = str(uuid.uuid4()), xlsx(another_system())
    first, again = (sent(client, content, key=key) for _ in range(2))
    assert (first.url, ImportBatch.objects.count()) == (again.url, 1)
    assert sent(client, csv(doors()), key=key).status_code == 422  # the same form with another file
    fields = hidden(text(client.get(first.url)), f"{first.url}/confirm")
    answers = [client.post(f"{first.url}/confirm", fields).status_code for _ in range(2)]
    assert answers == [303, 303]
    assert Entry.objects.filter(step="import").count() == 1
    stale = client.post(f"{first.url}/confirm", {"key": str(uuid.uuid4())})  # a page grown old
    assert stale.status_code == 422
    assert "重新检查文件" in text(stale)


def test_9_0_columns_nobody_knows_are_named_by_hand_and_remembered(at_noon: Centre) -> None:
    client = signed_in(at_noon.director)
    rows = [("安居登记表", "", ""), ("甲", "乙", "丙"), ("5", "1", "101"), ("5", "1", "102")]
    seen = sent(client, xlsx(rows))
    assert seen.status_code == 303  # the file is kept, so that it need not be sent again
    shown = text(client.get(seen.url))
    assert "没有找到表头" in shown
    assert "/confirm" not in shown
    named = client.post(f"{seen.url}/columns", {"title": ["甲", "乙", "丙"], "field": ["building", "unit", "room"]})
    assert named.status_code == 303
    batch = ImportBatch.objects.get()
    assert batch.by_hand == {"甲": "building", "乙": "unit", "丙": "room"}
    assert put(client, seen.url, "confirm").status_code == 303
    assert Location.objects.filter(code__in=["5-1-101", "5-1-102"]).count() == 2

    seen = sent(client, xlsx(rows))
    twice = client.post(f"{seen.url}/columns", {"title": ["甲", "丙"], "field": ["room", "room"]})
    assert twice.status_code == 422
    assert "“房号”指定了两列" in text(twice)


def test_9_0_real_room_numbers_come_in_from_a_gbk_csv(at_noon: Centre) -> None:
    client = signed_in(at_noon.director)
    seen = sent(client, csv(doors(), "gbk"), name="房号.csv")
    assert put(client, seen.url, "confirm").status_code == 303
    assert ImportBatch.objects.get().counts["new"] == len(DOORS)


def test_9_0_faulty_rows_get_their_sentences_a_download_and_no_confirmation(at_noon: Centre) -> None:
    client, before = signed_in(at_noon.director), rooms()
    rows = [("楼栋", "房号"), ("5", "101"), ("5", ""), ("5", "103"), ("5", "104")]
    seen = sent(client, xlsx(rows, merged="A4:A5", formula="B2"))
    shown = text(client.get(seen.url))
    assert "第 3 行“房号”（B 列）：没有填。请补上。" in shown
    assert "B2 是公式" in shown
    assert "A4:A5 是合并单元格" in shown
    assert "/confirm" not in shown
    told = cells(client.get(f"{seen.url}/faults"))
    assert [row[0] for row in told[1:]] == [2, 3, 4, 5]
    forced = client.post(f"{seen.url}/confirm", {"key": str(uuid.uuid4())})
    assert (forced.status_code, rooms()) == (422, before)


BOMB = rezipped(xlsx([("房号",), ("1",)]), "xl/worksheets/sheet1.xml", b" " * (40 << 20))
BROKEN = {
    "nothing": (b"", "文件是空的"),
    "an old xls": (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "旧版 xls"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "这不是 xlsx 或 csv"),
    "a bomb": (BOMB, "大得不合常理"),
    "half a file": (xlsx(another_system())[:900], "文件已损坏"),
    "a header alone": (csv([("楼栋", "房号")]), "没有数据行"),
    "too many rows": (csv(many_rooms(MOST_ROWS + 1)), f"超过 {MOST_ROWS} 行"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_9_0_a_broken_file_gets_one_sentence_and_is_not_kept(at_noon: Centre, name: str) -> None:
    content, why = BROKEN[name]
    answer = sent(signed_in(at_noon.director), content)
    assert answer.status_code == 422
    assert why in text(answer)
    assert not ImportBatch.objects.exists()


def test_9_0_a_form_without_a_file_says_what_is_missing(at_noon: Centre) -> None:
    client = signed_in(at_noon.director)
    answer = client.post("/import", hidden(text(client.get("/import")), "/import"))
    assert answer.status_code == 422
    assert "请选一个 xlsx 或 csv 文件。" in text(answer)


def test_9_0_an_import_in_use_is_not_undone_and_its_rooms_are_listed(at_noon: Centre) -> None:
    client = signed_in(at_noon.director)
    seen = sent(client, xlsx([("楼栋", "单元", "房号"), ("5", "1", "101"), ("5", "1", "102")]))
    put(client, seen.url, "confirm")
    build.registered(at_noon, place="5-1-102")
    refused = put(client, seen.url, "undo")
    assert refused.status_code == 422
    assert "不能撤销" in text(refused)
    assert "5-1-102：有 1 件案件" in text(refused)
    assert "5-1-101：" not in text(refused)
    assert Location.objects.filter(code="5-1-101").exists()


def test_9_0_a_big_import_runs_behind_the_page_which_shows_how_far_it_is(at_noon: Centre) -> None:
    client = signed_in(at_noon.director)
    seen = sent(client, xlsx(many_rooms(1100)))
    assert put(client, seen.url, "confirm").status_code == 303
    job = Job.objects.get()
    shown = text(client.get(seen.url))
    assert "/progress" in shown
    assert "/confirm" not in shown  # it is on its way
    again = client.post(f"{seen.url}/confirm", {"key": str(uuid.uuid4())})
    assert (again.status_code, Job.objects.count()) == (303, 1)
    Job.objects.update(state="running", done=500, total=1100)
    half = client.get(f"{seen.url}/progress")
    assert "已检查 500 / 1,100 行" in text(half)
    Job.objects.update(state="waiting")
    import_jobs.run(str(job.uuid), now=clock.now())
    assert client.get(f"{seen.url}/progress")["HX-Refresh"] == "true"
    assert "已导入" in text(client.get(seen.url))


def test_9_0_a_big_import_that_failed_says_why_and_may_be_tried_again(at_noon: Centre) -> None:
    client = signed_in(at_noon.director)
    seen = sent(client, xlsx(many_rooms(1100)))
    put(client, seen.url, "confirm")
    Job.objects.update(state="failed", error="检查以后，登记资料有了变动")
    shown = text(client.get(seen.url))
    assert "检查以后，登记资料有了变动" in shown
    assert "/confirm" in shown


def test_5_0_staff_are_the_companys_and_first_passwords_are_shown_once(at_noon: Centre) -> None:
    rows = [("工号", "姓名", "岗位"), ("Y901", "新来福", "前台")]
    assert sent(signed_in(at_noon.director), xlsx(rows), "staff").status_code == 422  # not offered to her
    client = signed_in(at_noon.office)
    seen = sent(client, xlsx(rows), "staff")
    fields = hidden(text(client.get(seen.url)), f"{seen.url}/confirm")
    done = client.post(f"{seen.url}/confirm", fields)
    password = re.search(r'<code class="right">(\w{12})</code>', text(done))
    assert password
    assert Person.objects.get(staff_number="Y901").check_password(password[1])
    assert password[1] not in text(client.get(seen.url))
    assert client.post(f"{seen.url}/confirm", fields).status_code == 303  # told once
    assert signed_in(at_noon.director).get(seen.url).status_code == 404


def test_9_0_the_template_of_a_register_comes_in_its_own_columns(at_noon: Centre) -> None:
    answer = signed_in(at_noon.director).get("/import/templates/rooms")
    assert "房号" in cells(answer)[0]
    assert "filename*=UTF-8''" in answer["Content-Disposition"]


def test_9_0_a_register_that_leaves_is_in_the_journal_and_shows_no_number(at_noon: Centre) -> None:
    build.resident(at_noon)
    client = signed_in(at_noon.director)
    page = text(client.get("/communities/YL"))
    for kind in ("rooms", "residents"):
        url = f"/export/YL/{kind}"
        answer = client.post(url, hidden(page, url))
        assert answer.status_code == 200
        rows = cells(answer)
        assert "13887001234" not in str(rows)
    assert "138****1234" in str(rows)
    taken = Entry.objects.filter(step="export_register")
    assert taken.count() == Act.objects.filter(key__in=taken.values("act__key")).count() == 2
    assert client.post("/export/YL/staff", hidden(page, "/export/YL/rooms")).status_code == 403
    assert client.post("/export/YL/rooms").status_code == 403  # not from a page of ours
