"""§5.1.5-5.1.6, §7.1.10 — The archivist's desk and the director's hand-over, and what is found among the holdings."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from anju.records.models import Case, Entry
from tests import build
from tests.build import Centre, after
from tests.web.desk import hidden, signed_in, text

ROW = re.compile(r'name="((?:key|position|then|holding|sheets)\.[^"]+)" value="([^"]*)"')
DAYS_AGO = after(days=-3)


def to_order(centre: Centre, **other: Any) -> Case:
    """A case followed up three days before; it waits to be put in order."""
    case = build.to_follow_up(centre, at=DAYS_AGO, **other)
    at = DAYS_AGO + (after(hours=4) - build.NOON)
    return build.took(case, centre.director, "follow_up", at=at, channel="phone", score="satisfied")


def ordered(centre: Centre, **other: Any) -> Case:
    return build.took(to_order(centre, **other), centre.director, "put_in_order", at=after(days=-2), sheets=2)


def handed_over(centre: Centre, **other: Any) -> Case:
    return build.took(ordered(centre, **other), centre.director, "hand_over", at=after(days=-2), remark="纸单在袋里")


def kept(centre: Centre, **other: Any) -> Case:
    holding = other.pop("holding", "一号柜")
    case = handed_over(centre, **other)
    return build.took(case, centre.archivist, "archive", at=after(days=-1), counted=2, holding=holding)


def state(case: Case) -> str:
    return Case.objects.values_list("state", flat=True).get(pk=case.pk)


def typed(client: Client, case: Case, step: str, **facts: str) -> Any:
    """The open case's form as the desk makes it, filled in and sent."""
    url = f"/archive/{case.number}/{step}"
    return client.post(url, hidden(text(client.get(f"/archive?case={case.number}")), url) | facts)


def test_5_1_6_the_desk_opens_what_is_due_first_with_all_that_must_be_there(at_noon: Centre) -> None:
    first, second = handed_over(at_noon, content="先到的"), handed_over(at_noon, content="后到的")
    page = text(signed_in(at_noon.archivist).get("/archive"))
    assert page.index(first.number) < page.index(second.number)
    for shown in ("应有的材料", "纸单在袋里", "移交张数与应有的不同", "YL-KF1-202611-工程设施-0001", "2029-12-31"):
        assert shown in page
    assert "13887001234" not in page


def test_7_1_10_counted_and_kept_the_next_one_opens(at_noon: Centre) -> None:
    first, second = handed_over(at_noon), handed_over(at_noon)
    client = signed_in(at_noon.archivist)
    holding = "YL-KF1-202611-工程设施-0001"
    answer = typed(client, first, "archive", counted="2", holding=holding, next=second.number)
    assert (answer.status_code, answer.url) == (303, f"/archive?case={second.number}")
    first.refresh_from_db()
    assert (first.state, first.holding, str(first.keep_until)) == ("archived", holding, "2029-12-31")
    assert f'class="number" href="/cases/{second.number}"' in text(client.get(answer.url))


def test_7_1_10_another_count_is_refused_and_stays_typed(at_noon: Centre) -> None:
    case = handed_over(at_noon)
    answer = typed(signed_in(at_noon.archivist), case, "archive", counted="1", holding="二号柜第三层")
    assert answer.status_code == 422
    assert "清点张数与移交张数不一致" in text(answer)
    assert "二号柜第三层" in text(answer)
    assert state(case) == "handed_over"


def test_7_1_10_a_number_that_is_taken_is_refused_beside_its_field(at_noon: Centre) -> None:
    holding = "YL-KF1-202611-工程设施-0001"
    taken, case = kept(at_noon, holding=holding), handed_over(at_noon)
    answer = typed(signed_in(at_noon.archivist), case, "archive", counted="2", holding=holding)
    assert answer.status_code == 422
    assert taken.number in text(answer)


def test_7_1_10_returned_with_the_reason_it_is_the_directors_again(at_noon: Centre) -> None:
    case = handed_over(at_noon)
    client = signed_in(at_noon.archivist)
    assert typed(client, case, "return_records", reason="").status_code == 422
    assert typed(client, case, "return_records", reason="少一张照片").status_code == 303
    assert state(case) == "ordering"
    assert "少一张照片" in text(client.get("/archive?show=returned"))
    assert "少一张照片" in text(signed_in(at_noon.director).get("/archive/hand-over"))


def test_7_1_10_a_stale_desk_is_409_and_keeps_what_was_typed(at_noon: Centre) -> None:
    case = handed_over(at_noon)
    client, url = signed_in(at_noon.archivist), f"/archive/{case.number}/return_records"
    fields = hidden(text(client.get("/archive")), url)
    build.took(case, at_noon.archivist, "archive", at=after(hours=-1), counted=2, holding="三号柜")
    other = handed_over(at_noon)
    answer = client.post(url, fields | {"reason": "缺一页反馈"})
    assert answer.status_code == 409
    page = text(answer)
    assert "缺一页反馈" in page
    beside = page.partition(f'action="/archive/{other.number}/return_records"')[2].partition("</form>")[0]
    assert beside  # the next case is open, without what was typed for the other
    assert "缺一页反馈" not in beside


def test_7_1_10_sent_twice_it_is_kept_once(at_noon: Centre) -> None:
    case = handed_over(at_noon)
    client, url = signed_in(at_noon.archivist), f"/archive/{case.number}/archive"
    fields = hidden(text(client.get("/archive")), url) | {"counted": "2", "holding": "三号柜"}
    assert [client.post(url, fields).status_code for _ in range(2)] == [303, 303]
    assert Entry.objects.filter(case=case, step="archive").count() == 1


def test_7_1_10_the_director_sees_the_desk_and_does_not_count(at_noon: Centre) -> None:
    case = handed_over(at_noon)
    client = signed_in(at_noon.director)
    page = text(client.get("/archive"))
    assert "文档管理员" in page
    assert f"/archive/{case.number}/archive" not in page
    sent = {"key": build.key(), "position": "9", "counted": "2", "holding": "三号柜"}
    assert client.post(f"/archive/{case.number}/archive", sent).status_code in (403, 409)
    assert state(case) == "handed_over"


def test_no_other_step_is_taken_at_the_archive(at_noon: Centre) -> None:
    case = handed_over(at_noon)
    client = signed_in(at_noon.archivist)
    assert client.post(f"/archive/{case.number}/void", {}).status_code == 404
    assert signed_in(at_noon.front).post(f"/archive/{case.number}/archive", {}).status_code == 403
    assert signed_in(at_noon.stranger).post(f"/archive/{case.number}/archive", {}).status_code == 404


def batch(client: Client, url: str, *cases: Case, **rows: Any) -> dict[str, Any]:
    """The rows of a list as the page makes them, some ticked."""
    fields: dict[str, Any] = dict(ROW.findall(text(client.get(url))))
    return fields | {"tick": [case.number for case in cases]} | rows


def test_7_1_10_several_are_kept_at_once_each_by_its_own_act(at_noon: Centre) -> None:
    cases = [handed_over(at_noon), handed_over(at_noon), handed_over(at_noon, category="order")]
    client = signed_in(at_noon.archivist)
    sent = batch(client, "/archive?tick=all", *cases, **{f"counted.{case.number}": "2" for case in cases})
    assert client.post("/archive/accept", sent).status_code == 303
    holdings = list(
        Case.objects.filter(pk__in=[each.pk for each in cases]).order_by("pk").values_list("holding", flat=True)
    )
    assert holdings == [f"YL-KF1-202611-{each}" for each in ("工程设施-0001", "工程设施-0002", "秩序与停车-0001")]
    acts = Entry.objects.filter(case__in=cases, step="archive").values_list("act", flat=True)
    assert len(set(acts)) == 3
    assert client.post("/archive/accept", sent).status_code == 303  # sent twice, done once
    assert Entry.objects.filter(case__in=cases, step="archive").count() == 3


def test_7_1_10_a_row_that_does_not_count_right_stays_and_the_others_are_kept(at_noon: Centre) -> None:
    right, wrong = handed_over(at_noon), handed_over(at_noon)
    client = signed_in(at_noon.archivist)
    counted = {f"counted.{right.number}": "2", f"counted.{wrong.number}": "7"}
    answer = client.post("/archive/accept", batch(client, "/archive?tick=all", right, wrong, **counted))
    assert answer.status_code == 422
    assert "清点张数与移交张数不一致" in text(answer)
    assert re.search(rf'name="counted.{wrong.number}" value="7"', text(answer))
    assert (state(right), state(wrong)) == ("archived", "handed_over")


def test_7_1_10_nothing_ticked_is_said(at_noon: Centre) -> None:
    for who, url in ((at_noon.archivist, "/archive/accept"), (at_noon.director, "/archive/hand-over/send")):
        answer = signed_in(who).post(url, {})
        assert answer.status_code == 422
        assert "先勾选要办的案件" in text(answer)


def test_7_1_10_what_is_ticked_is_shown_and_nothing_is_written(at_noon: Centre) -> None:
    case = handed_over(at_noon)
    client = signed_in(at_noon.archivist)
    panel = text(client.post("/archive/ticked", {"tick": case.number, f"counted.{case.number}": "2"}))
    assert f'name="counted.{case.number}" value="2"' in panel
    assert "归档 1 件" in panel
    typed_here = {f"holding.{case.number}": "YL-KF1-202611-工程设施-0001"}
    other = handed_over(at_noon)
    panel = text(client.post("/archive/ticked", {"tick": [case.number, other.number], **typed_here}))
    assert 'value="YL-KF1-202611-工程设施-0002"' in panel
    assert state(case) == "handed_over"


def test_5_1_5_many_are_put_in_order_and_handed_over_at_once(at_noon: Centre) -> None:
    cases = [to_order(at_noon), to_order(at_noon)]
    client = signed_in(at_noon.director)
    sent = batch(client, "/archive/hand-over", *cases, show="ordering", then="1")
    assert client.post("/archive/hand-over/send", sent).status_code == 303
    assert [state(case) for case in cases] == ["handed_over"] * 2
    assert client.post("/archive/hand-over/send", sent).status_code == 303
    for step in ("put_in_order", "hand_over"):
        assert Entry.objects.filter(case__in=cases, step=step).count() == 2


def test_5_1_5_one_that_still_owes_a_word_stays_and_the_others_go(at_noon: Centre) -> None:
    promise: dict[str, Any] = {"promise": "周五前回话", "promise_by": after(days=2)}
    done, owing = to_order(at_noon), to_order(at_noon, **promise)
    client = signed_in(at_noon.director)
    assert "还有承诺没了结" in text(client.get("/archive/hand-over"))
    answer = client.post("/archive/hand-over/send", batch(client, "/archive/hand-over", done, owing, show="ordering"))
    assert answer.status_code == 422
    assert owing.number in text(answer)
    assert "还有未了结的承诺" in text(answer)
    assert (state(done), state(owing)) == ("ordered", "ordering")


def test_5_1_5_a_row_moved_meanwhile_is_stale_and_the_others_go(at_noon: Centre) -> None:
    fresh, moved = ordered(at_noon), ordered(at_noon)
    client = signed_in(at_noon.director)
    sent = batch(client, "/archive/hand-over?show=ordered", fresh, moved, show="ordered")
    build.took(moved, at_noon.director, "void", at=after(minutes=30), reason="重复登记")
    answer = client.post("/archive/hand-over/send", sent)
    assert answer.status_code == 409
    assert (state(fresh), state(moved)) == ("handed_over", "void")


def test_another_community_neither_sees_nor_takes_what_is_here(at_noon: Centre) -> None:
    waiting, given = to_order(at_noon), handed_over(at_noon)
    client = signed_in(at_noon.stranger)
    for url in ("/archive", "/archive/hand-over", "/archive/holdings"):
        assert given.content not in text(client.get(url))
    for url in ("/archive/hand-over/send", "/archive/accept"):
        sent = {"tick": [waiting.number, given.number], "show": "ordering"}
        assert client.post(url, sent).status_code == 422
    assert (state(waiting), state(given)) == ("ordering", "handed_over")


def test_5_1_6_a_holding_is_found_by_number_room_word_class_and_month(at_noon: Centre) -> None:
    wanted: dict[str, Any] = {"content": "香樟枝条伸到窗户", "category": "green", "place": "3-2-1202"}
    case, other = kept(at_noon, holding="YL-KF1-202611-绿化-0007", **wanted), kept(at_noon)
    handed_over(at_noon, **wanted)
    client = signed_in(at_noon.archivist)
    month = "nature=other&category=green&year=2026&month=11"
    for query in ("q=YL-KF1-202611-绿化-0007", f"q={case.number}", "q=3-2-1202", "q=香樟", "category=green", month):
        page = text(client.get(f"/archive/holdings?{query}"))
        assert f'href="/cases/{case.number}"' in page, query
        assert f'href="/cases/{other.number}"' not in page, query
        assert "共 1 件" in page, query


@pytest.mark.parametrize(
    "query",
    [
        "q=没有这样的词",
        "year=2025",
        "year=99999&q=一",
        "after=99999999999999999999",
        "month=10",
        "year=xx&month=yy",
        "after=zz&category=none",
    ],
)
def test_5_1_6_nonsense_finds_nothing_and_breaks_nothing(at_noon: Centre, query: str) -> None:
    kept(at_noon)
    answer = signed_in(at_noon.archivist).get(f"/archive/holdings?{query}")
    assert answer.status_code == 200


def test_5_1_6_pages_go_along_the_key(at_noon: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [kept(at_noon, content=f"第{place}件") for place in range(3)]
    monkeypatch.setattr("anju.web.holdings.SHOWN", 2)
    client = signed_in(at_noon.archivist)
    first = text(client.get("/archive/holdings"))
    assert cases[0].number not in first
    following = re.search(r'href="([^"]+)" rel="next"', first)
    assert following
    second = text(client.get(following[1].replace("&amp;", "&")))
    assert cases[0].number in second
    assert cases[2].number not in second


def test_5_1_6_a_month_is_listed_box_by_box_without_names(at_noon: Centre) -> None:
    kept(at_noon, holding="YL-KF1-202611-工程设施-0001")
    kept(at_noon, holding="YL-KF1-202611-秩序与停车-0001", category="order")
    client = signed_in(at_noon.archivist)
    page = text(client.get("/archive/holdings/inventory?community=YL&month=202611"))
    assert page.count('class="label"') == 2
    assert "共 1 件 2 张" in page
    for personal in ("曾晓梅", "13887001234"):
        assert personal not in page
    only = text(client.get("/archive/holdings/inventory?community=YL&month=202611&category=order"))
    assert only.count('class="label"') == 1
    for query in ("community=DC&month=202611", "community=YL&month=202613", "community=YL", ""):
        assert client.get(f"/archive/holdings/inventory?{query}").status_code == 404


def test_5_1_6_a_month_is_found_by_the_index_of_the_numbers(at_noon: Centre) -> None:
    kept(at_noon)
    with CaptureQueriesContext(connection) as asked:
        signed_in(at_noon.archivist).get("/archive/holdings/inventory?community=YL&month=202611")
    listed = next(each["sql"] for each in asked if "records_number" in each["sql"] and "ORDER BY" in each["sql"])
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {listed}")
            plan = " ".join(str(row[-1]) for row in cursor.fetchall())
        assert "SCAN" not in plan
