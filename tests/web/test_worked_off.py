"""§7.1.1 — The lists of the desk: worked off where they stand, refused where they stand, each act once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from anju.actions import call_backs as hands
from anju.actions.cases import Doing
from anju.records.models import CallBack, Case, Entry
from tests import build
from tests.build import Centre, after
from tests.web.desk import HIDDEN, hidden, signed_in, text
from tests.web.test_intake import TYPED

WORDS, PROMISES, CALLS, MISSED = "/to-tell", "/to-tell?list=promises", "/to-tell?list=calls", "/to-tell?list=missed"
TELL = {"telling": "told", "channel": "phone", "told": "已告知明天来修"}


def owing(centre: Centre, **other: Any) -> Case:
    facts: dict[str, Any] = {
        "told": None,
        "tell_by": after(hours=5),
        "promise": "周五修好",
        "promise_by": after(days=2),
    }
    return build.registered(centre, **facts | other)


def sent(client: Client, page: str, action: str, **typed: str) -> HttpResponse:
    """The form of a row, as the list itself would send it."""
    return client.post(action, hidden(text(client.get(page)), action) | typed)  # type: ignore[return-value]


def tell(case: Case, step: str = "tell") -> str:
    return f"/to-tell/{case.number}/do/{step}"


def deed(row: CallBack, name: str) -> str:
    return f"/call-backs/{row.uuid}/{name}"


def test_7_1_1_a_word_is_told_in_its_row(at_noon: Centre) -> None:
    case, client = owing(at_noon), signed_in(at_noon.front)
    answer = sent(client, WORDS, tell(case), **TELL)
    assert (answer.status_code, answer["location"]) == (303, "/to-tell?list=words")
    word = case.words.get()
    assert (word.text, word.channel, word.told_by) == ("已告知明天来修", "phone", at_noon.front)
    assert case.number not in text(client.get(WORDS))


def test_7_1_1_a_promise_is_closed_in_its_row(at_noon: Centre) -> None:
    case, client = owing(at_noon), signed_in(at_noon.night)
    answer = sent(client, PROMISES, tell(case, "close_promise"), kept="broken", remark="配件没到")
    assert (answer.status_code, answer["location"]) == (303, "/to-tell?list=promises")
    assert case.promises.get().kept == "broken"
    assert case.number not in text(client.get(PROMISES))


def test_7_1_1_the_lists_are_in_the_order_of_their_due_times(at_noon: Centre) -> None:
    later, sooner = (owing(at_noon, tell_by=after(hours=hours)) for hours in (9, 5))
    page = text(signed_in(at_noon.front).get(WORDS))
    assert page.index(f"tell-{sooner.number}-1") < page.index(f"tell-{later.number}-1")


def test_7_1_1_of_two_open_words_the_one_that_was_meant_is_told(at_noon: Centre) -> None:
    case = owing(at_noon, source="relayed", relayer="门岗老张", verified="yes")
    client = signed_in(at_noon.front)
    page = text(client.get(WORDS))
    assert {"门岗老张", "转述人"} <= set(re.findall(r"门岗老张|转述人", page))
    second = page.split('<details class="step line"')[2]
    assert 'name="word" value="2"' in second
    answer = client.post(tell(case), hidden(second, tell(case)) | TELL)
    assert answer.status_code == 422  # the relayer hears the result, and there is none yet
    assert "还没有处理结果" in text(answer)
    assert "已告知明天来修" in text(answer)
    assert not case.words.exclude(told_at=None).exists()


def test_7_1_1_what_is_missing_is_said_in_the_row_and_the_rest_is_kept(at_noon: Centre) -> None:
    case, other = owing(at_noon), owing(at_noon)
    answer = sent(signed_in(at_noon.front), WORDS, tell(other), telling="told", channel="", told="只有这一句")
    page = text(answer)
    assert answer.status_code == 422
    assert "“方式”从列出的选项里选" in page or "请填写“方式”" in page
    assert page.count("只有这一句") == 1
    assert re.findall(r'<details class="step line" id="([^"]+)" open>', page) == [f"tell-{other.number}-1"]
    assert case.number in page


def test_7_1_1_a_word_told_meanwhile_by_another_is_refused_with_what_was_typed(at_noon: Centre) -> None:
    case, client = owing(at_noon), signed_in(at_noon.front)
    fields = hidden(text(client.get(WORDS)), tell(case)) | TELL
    assert sent(signed_in(at_noon.night), WORDS, tell(case), **TELL | {"told": "夜班说过了"}).status_code == 303
    answer = client.post(tell(case), fields)
    assert answer.status_code == 422
    assert "已告知明天来修" in text(answer)
    assert case.words.get().text == "夜班说过了"


def test_7_1_1_the_same_row_sent_twice_tells_once(at_noon: Centre) -> None:
    case, client = owing(at_noon), signed_in(at_noon.front)
    fields = hidden(text(client.get(WORDS)), tell(case)) | TELL
    assert [client.post(tell(case), fields).status_code for _ in range(2)] == [303, 303]
    assert client.post(tell(case), fields | {"told": "别的话"}).status_code == 422
    assert Entry.objects.filter(case=case, step="tell").count() == 1


def test_7_1_1_a_phone_is_masked_in_the_lists_until_it_is_asked_for(at_noon: Centre) -> None:
    case, row, client = owing(at_noon), build.call_back(at_noon), signed_in(at_noon.front)
    page = text(client.get(WORDS)) + text(client.get(CALLS))
    assert {"138****1234", "139****4321"} <= set(re.findall(r"\d{3}\*{4}\d{4}", page))
    assert "13887001234" not in page
    assert "13987654321" not in page
    shown = sent(client, WORDS, f"/to-tell/{case.number}/phone", list="words")
    called = sent(client, CALLS, deed(row, "phone"))
    assert 'href="tel:13887001234"' in text(shown)
    assert 'href="tel:13987654321"' in text(called)
    assert Entry.objects.filter(step__in=("reveal_phone", "reveal_call")).count() == 2


@pytest.mark.parametrize("who", ["handler", "archivist", "office", "administrator"])
def test_7_1_1_the_lists_are_worked_off_by_the_desk_alone(at_noon: Centre, who: str) -> None:
    case, row, client = owing(at_noon), build.call_back(at_noon), signed_in(getattr(at_noon, who))
    for url in (tell(case), f"/to-tell/{case.number}/phone", "/call-backs/add", deed(row, "try_call"),
                deed(row, "phone"), "/shifts/hand-over", "/paper/reserve"):  # fmt: skip
        assert client.post(url, {"key": build.key()}).status_code == 403


def test_7_1_1_a_stranger_finds_nothing_to_work_off(at_noon: Centre) -> None:
    case, row, client = owing(at_noon), build.call_back(at_noon, name="欧阳静怡"), signed_in(at_noon.stranger)
    page = text(client.get(WORDS)) + text(client.get(PROMISES)) + text(client.get(CALLS))
    assert case.number not in page
    assert "欧阳静怡" not in page
    for url in (tell(case), f"/to-tell/{case.number}/phone", deed(row, "take_call"), deed(row, "phone")):
        assert client.post(url, {"key": build.key(), "moves": "1", **TELL}).status_code == 404
    here = signed_in(at_noon.front)
    assert here.post(tell(case, "void"), {"key": build.key()}).status_code == 404
    assert here.post(deed(row, "forget"), {"key": build.key()}).status_code == 404


def test_7_1_1_a_missed_call_is_noted_tried_and_ended(at_noon: Centre) -> None:
    client = signed_in(at_noon.night)
    typed = {"phone": "186 1234 2207", "called_at": "2026-11-18T12:50", "place": "3栋2单元1202"}
    assert sent(client, MISSED, "/call-backs/add", **typed)["location"] == "/to-tell?list=missed"
    row = CallBack.objects.get()
    assert row.place is not None
    assert (row.kind, row.place.code) == ("missed", "3-2-1202")
    for _ in range(3):
        assert sent(client, MISSED, deed(row, "try_call"), no_answer="no_reply").status_code == 303
    assert "拨过 3 次" in text(client.get(MISSED))
    assert sent(client, MISSED, deed(row, "end_call"), end="unreached", why="").status_code == 303
    row.refresh_from_db()
    assert (row.end, row.tries) == ("unreached", 3)
    assert "没有漏接的电话" in text(client.get(MISSED))


def test_7_1_1_a_call_without_anybody_to_call_is_refused_with_what_was_typed(at_noon: Centre) -> None:
    client = signed_in(at_noon.front)
    answer = sent(client, CALLS, "/call-backs/add", called_at="2026-11-18T12:50", note="声音很急")
    assert answer.status_code == 422
    assert "电话、姓名、房号至少留一样" in text(answer)
    assert "声音很急" in text(answer)
    later = sent(client, CALLS, "/call-backs/add", called_at="2026-11-18T18:50", phone="13800000000")
    assert later.status_code == 422
    assert "来电时间不能晚于现在" in text(later)
    assert not CallBack.objects.exists()


def test_7_1_1_a_call_that_another_moved_is_409_with_what_was_typed(at_noon: Centre) -> None:
    row, client = build.call_back(at_noon), signed_in(at_noon.front)
    fields = hidden(text(client.get(CALLS)), deed(row, "end_call"))
    hands.try_call(Doing(at_noon.night, build.key(), after(minutes=30)), call=str(row.uuid), no_answer="no_reply")
    answer = client.post(deed(row, "end_call"), fields | {"end": "told", "why": "已说清停水时间"})
    assert answer.status_code == 409
    assert "已说清停水时间" in text(answer)
    hands.end_call(Doing(at_noon.night, build.key(), after(minutes=40)), call=str(row.uuid), end="told", why="说过了")
    gone = client.post(deed(row, "end_call"), fields | {"key": build.key(), "end": "told", "why": "已说清停水时间"})
    assert gone.status_code == 409
    assert "已说清停水时间" in text(gone)
    assert "已回电说清" in text(gone)


def test_7_1_1_the_same_act_on_a_call_sent_twice_is_done_once(at_noon: Centre) -> None:
    row, client = build.call_back(at_noon), signed_in(at_noon.front)
    add = hidden(text(client.get(CALLS)), "/call-backs/add") | {"phone": "13800000000", "called_at": "2026-11-18T12:50"}
    tried = hidden(text(client.get(CALLS)), deed(row, "try_call")) | {"no_answer": "refused"}
    for url, fields in (("/call-backs/add", add), (deed(row, "try_call"), tried)):
        assert [client.post(url, fields).status_code for _ in range(2)] == [303, 303]
    row.refresh_from_db()
    assert (CallBack.objects.count(), row.tries) == (2, 1)


def test_7_1_1_a_long_list_is_shown_a_page_at_a_time(at_noon: Centre) -> None:
    for index in range(53):
        build.call_back(at_noon, name=f"住户{index:02}", called_at=build.NOON + timedelta(seconds=index - 60))
    client = signed_in(at_noon.front)
    first, second = text(client.get(CALLS)), text(client.get(f"{CALLS}&start=50"))
    assert first.count('class="step line"') == 50
    assert second.count('class="step line"') == 3
    assert "共 53 条" in first
    assert "/to-tell?list=calls&amp;start=50" in first


def test_7_1_1_a_call_opens_the_register_filled_in_and_ends_as_the_case(at_noon: Centre) -> None:
    row = build.call_back(at_noon, place="3-2-1202", note="水压小")
    client = signed_in(at_noon.front)
    link = re.search(r'href="(/register\?[^"]*call_back=[^"]*)"', text(client.get(CALLS)))
    assert link is not None
    address = link[1].replace("&amp;", "&")
    assert "欧阳" not in address
    page = text(client.get(address))
    assert all(known in page for known in ("3-2-1202", "欧阳静怡", "水压小", "139****4321"))
    assert "13987654321" not in page
    fields = dict(HIDDEN.findall(page.partition("card--grow intake")[2])) | TYPED
    assert client.post("/register", fields | {"grade": ""}).status_code == 422
    assert CallBack.objects.open().exists()
    assert [client.post("/register", fields).status_code for _ in range(2)] == [303, 303]
    case = Case.objects.get()
    row.refresh_from_db()
    assert (row.end, row.case, case.phone) == ("registered", case, "13987654321")


def test_7_1_1_a_call_ended_meanwhile_does_not_stop_the_register(at_noon: Centre) -> None:
    row = build.call_back(at_noon)
    client = signed_in(at_noon.front)
    page = text(client.get("/register", {"call_back": str(row.uuid)}))
    fields = dict(HIDDEN.findall(page.partition("card--grow intake")[2])) | TYPED
    hands.end_call(Doing(at_noon.night, build.key(), after(minutes=40)), call=str(row.uuid), end="told", why="说过了")
    assert client.post("/register", fields | {"phone": "13900000000"}).status_code == 303
    row.refresh_from_db()
    assert (row.end, Case.objects.get().phone) == ("told", "13900000000")
    strange = text(signed_in(at_noon.stranger).get("/register", {"call_back": str(row.uuid)}))
    assert "欧阳静怡" not in strange
