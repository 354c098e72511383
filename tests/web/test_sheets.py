"""§9.1 — The printed record of a case and its receipt: what stands on them, masked; the number only when sent out."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from anju.actions import attachments
from anju.actions.cases import Doing
from anju.records.models import Entry
from tests import build
from tests.actions.test_attachments import picture
from tests.build import Centre, after
from tests.thread import Thread, whole_thread
from tests.web.desk import hidden, signed_in, text

PHONE = "13887001234"
WRITTEN = (
    "B/0", "欧阳静怡", "139****4321", "3-2-1201", "周五前修好", "先拉警戒线", "灯带已全部更换", "警戒线已撤",
    "台阶灯还没亮", "住户当面道谢", "修得好", "灯已修好", "YL-2026-KF1-0001", "2029-12-31",
)  # fmt: skip


def words(page: str) -> str:
    """The paper alone, without its tags."""
    return re.sub(r"<[^>]+>", " ", page.partition("<article")[2].partition("</article>")[0])


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_9_1_the_record_holds_the_whole_way_of_a_case(at_noon: Centre, language: str) -> None:
    thread = Thread(at_noon, now=build.NOON - timedelta(days=1))
    whole_thread(thread)
    paper = words(text(signed_in(at_noon.director).get(f"/cases/{thread.number}/sheet?language={language}")))
    for written in (thread.number, *WRITTEN):
        assert written in paper, written
    assert "13987654321" not in paper
    title = "服务中心客户信息记录表" if language == "zh-hans" else "Customer information record"
    assert title.casefold() in paper.casefold()
    assert ("§7.1.10" in paper, "客户服务表1" in paper) == (True, language == "zh-hans")


def test_9_1_a_case_just_registered_prints_with_its_empty_parts(at_noon: Centre) -> None:
    case = build.registered(at_noon, phone=None, name=None, speaker="anonymous", told=None, untold="没有留联系方式")
    paper = words(text(signed_in(at_noon.front).get(f"/cases/{case.number}/sheet")))
    for empty in ("没有分派给部门", "没有回访记录", "还没有归档", "没有留联系方式"):
        assert empty in paper


def test_9_1_relayed_word_voices_and_pictures_stand_on_the_sheet(at_noon: Centre) -> None:
    case = build.registered(at_noon, source="relayed", relayer="保安老李", verified="yes")
    doing = Doing(at_noon.front, build.key(), after(minutes=10))
    attachments.attach(doing, number=case.number, content=picture(), name="灯.jpg")
    paper = words(text(signed_in(at_noon.front).get(f"/cases/{case.number}/sheet")))
    assert "保安老李" in paper
    assert "附件" in paper


def test_7_1_6_a_sheet_with_the_number_says_for_whom_and_is_journaled_once(at_noon: Centre) -> None:
    case = build.registered(at_noon)
    client, url = signed_in(at_noon.front), f"/cases/{case.number}/sheet/send-out"
    page = text(client.get(f"/cases/{case.number}/sheet"))
    assert PHONE not in page
    fields = hidden(page, f"{url}?language=zh-hans") | {"recipient": "电梯公司王师傅", "purpose": "上门前约时间"}
    for _ in range(2):
        answer = client.post(url, fields)
        assert answer.status_code == 200
        assert PHONE in words(text(answer))
        assert "电梯公司王师傅" in words(text(answer))
    assert Entry.objects.filter(step="send_out", subject_key=case.first_number).count() == 1
    assert client.post(url, fields | {"recipient": "别人"}).status_code == 422
    assert PHONE not in text(client.get(f"/cases/{case.number}/sheet"))


@pytest.mark.parametrize("given", [{"recipient": "", "purpose": "约时间"}, {"recipient": "王师傅", "purpose": " "}])
def test_7_1_6_without_recipient_or_purpose_no_number_is_shown(at_noon: Centre, given: dict[str, str]) -> None:
    case = build.registered(at_noon)
    url = f"/cases/{case.number}/sheet/send-out"
    answer = signed_in(at_noon.front).post(url, {"key": build.key(), **given})
    assert answer.status_code == 422
    assert PHONE not in text(answer)
    assert "".join(given.values()).strip() in text(answer)
    assert not Entry.objects.filter(step="send_out").exists()


SENT_BY = {
    "nobody": 302, "front": 200, "night": 200, "director": 200, "foreman": 200, "handler": 403, "guard": 404,
    "archivist": 403, "office": 200, "executive": 403, "administrator": 403, "stranger": 404,
}  # fmt: skip


def test_7_1_6_who_may_send_out(at_noon: Centre) -> None:
    case = build.dispatched(at_noon)
    for who, status in SENT_BY.items():
        sent = {"key": build.key(), "recipient": "王师傅", "purpose": "约时间"}
        client = signed_in(getattr(at_noon, who, None))
        answer = client.post(f"/cases/{case.number}/sheet/send-out", sent)
        assert (who, answer.status_code) == (who, status)
        assert (PHONE in text(answer)) == (status == 200)
        assert ("班长" in text(answer)) or who != "handler"  # whose deed it is


def test_7_1_1_the_receipt_says_what_was_recorded_and_promised_and_how_to_ask(at_noon: Centre) -> None:
    facts: dict[str, Any] = {
        "told": None,
        "tell_by": after(hours=20),
        "promise": "周五前修好",
        "promise_by": after(days=2),
    }
    case = build.registered(at_noon, **facts)
    client = signed_in(at_noon.front)
    paper = words(text(client.get(f"/cases/{case.number}/receipt")))
    for written in (
        case.number,
        case.content,
        "周五前修好",
        "2026-11-20 12:00",
        "2026-11-19 08:00",
        "0871-65551234",
        "前秀英",
    ):
        assert written in paper, written
    assert (PHONE in paper, "138****1234" in paper) == (False, True)
    assert "To ask how it stands" in words(text(client.get(f"/cases/{case.number}/receipt?language=en")))


def test_both_sheets_are_a_click_from_the_case(at_noon: Centre) -> None:
    case = build.registered(at_noon)
    page = text(signed_in(at_noon.front).get(f"/cases/{case.number}"))
    assert f'href="/cases/{case.number}/sheet"' in page
    assert f'href="/cases/{case.number}/receipt"' in page
