"""§7.1.6-7.1.9 — The director's board: what it counts, many dispatched at once, reports reviewed in place."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.test import Client

from anju.records.models import Case, Entry, Leg
from tests import build
from tests.build import Centre
from tests.web.desk import hidden, signed_in, text

ROW = re.compile(r'name="((?:key|position)\.[^"]+)" value="([^"]+)"')


def figures(page: str) -> dict[str, int]:
    """The counts of the strip by the name of their list."""
    return {
        name: int(count) for name, count in re.findall(r'show=(\w+)"[^>]*>.*?figure__count">(\d+)<', page, re.DOTALL)
    }


def ticked(client: Client, *cases: Case, **common: str) -> dict[str, Any]:
    """The form as the page makes it, with some rows ticked and the class filled in."""
    fields: dict[str, Any] = dict(ROW.findall(text(client.get("/board"))))
    fields["case"] = [case.number for case in cases]
    for case in cases:
        prefix = f"{case.community.code}.{case.category}"
        fields |= {f"{prefix}-to": "ENG", **{f"{prefix}-{name}": value for name, value in common.items()}}
    return fields


def test_the_strip_counts_what_waits_in_the_order_of_work(at_noon: Centre) -> None:
    build.registered(at_noon)
    build.registered(at_noon)
    build.dispatched(at_noon)
    build.reported(at_noon)
    build.to_follow_up(at_noon)
    unhappy = build.to_follow_up(at_noon)
    at, opinion = build.after(hours=3), "还是老样子"
    build.took(unhappy, at_noon.director, "follow_up", at=at, channel="phone", score="dissatisfied", opinion=opinion)
    found = figures(text(signed_in(at_noon.director).get("/board")))
    assert (found["dispatch"], found["review"], found["call"], found["bad"]) == (3, 1, 1, 1)


def test_a_director_sees_and_dispatches_only_his_own_communities(at_noon: Centre) -> None:
    case = build.registered(at_noon)
    client = signed_in(at_noon.stranger)
    assert case.content not in text(client.get("/board"))
    sent = ticked(client, case) | {f"key.{case.number}": build.key(), f"position.{case.number}": "2"}
    assert client.post("/board/dispatch", sent).status_code == 422
    assert Case.objects.get(pk=case.pk).state == "passed_on"


def test_7_1_6_ticked_rows_are_dispatched_each_as_an_act_of_its_own(at_noon: Centre) -> None:
    cases = [build.registered(at_noon, category=each) for each in ("engineering", "engineering", "order")]
    client = signed_in(at_noon.director)
    sent = ticked(client, *cases, instruction="今天看过再回话", finish_by="2026-11-20T18:00")
    answer = client.post("/board/dispatch", sent)
    assert answer.status_code == 303
    assert Leg.objects.filter(case__in=cases, department__code="ENG", instruction="今天看过再回话").count() == 3
    acts = Entry.objects.filter(case__in=cases, step="dispatch").values_list("act", flat=True)
    assert len(set(acts)) == 3
    assert client.post("/board/dispatch", sent).status_code == 303  # sent twice, done once
    assert Entry.objects.filter(case__in=cases, step="dispatch").count() == 3


def test_7_1_6_a_stale_row_is_refused_and_the_others_are_done(at_noon: Centre) -> None:
    fresh, moved = build.registered(at_noon), build.registered(at_noon)
    client = signed_in(at_noon.director)
    sent = ticked(client, fresh, moved)
    build.took(moved, at_noon.director, "void", at=build.after(minutes=30), reason="重复登记")
    answer = client.post("/board/dispatch", sent)
    assert answer.status_code == 409
    assert moved.number in text(answer)
    assert "有了新进展" in text(answer)
    assert Case.objects.get(pk=fresh.pk).state == "handling"
    assert Case.objects.get(pk=moved.pk).state == "void"


def test_7_1_6_a_class_without_a_department_is_refused_and_stays_ticked(at_noon: Centre) -> None:
    done, left = build.registered(at_noon), build.registered(at_noon, category="order")
    client = signed_in(at_noon.director)
    sent = ticked(client, done, left, instruction="先看现场") | {"YL.order-to": ""}
    answer = client.post("/board/dispatch", sent)
    assert answer.status_code == 422
    assert "请选派给哪个部门" in text(answer)
    assert "先看现场" in text(answer)
    assert re.search(rf'value="{left.number}"[^>]*checked', text(answer))
    assert Case.objects.get(pk=done.pk).state == "handling"


def test_7_1_6_nothing_ticked_is_said(at_noon: Centre) -> None:
    answer = signed_in(at_noon.director).post("/board/dispatch", {})
    assert answer.status_code == 422
    assert "先勾选要办的" in text(answer)


def test_7_1_6_a_class_is_offered_to_whom_its_like_went(at_noon: Centre) -> None:
    for _ in range(3):
        build.dispatched(at_noon, "ORD", category="order")
    case = build.registered(at_noon, category="order")
    panel = text(signed_in(at_noon.director).post("/board/groups", {"case": case.number}))
    assert '<option value="ORD" selected>' in panel


def test_7_1_6_the_text_to_paste_names_nobody_and_no_room(at_noon: Centre) -> None:
    case = build.dispatched(at_noon, at=build.after(hours=-1))
    page = text(signed_in(at_noon.director).get("/board/lists"))
    pasted = page.partition("<textarea")[2].partition("</textarea>")[0]
    assert case.number.partition("-")[2].split("-")[0] in pasted
    for personal in ("曾晓梅", "13887001234", "3-2-1201", case.content):
        assert personal not in pasted
    assert "13887001234" not in page


def test_7_1_8_a_report_is_accepted_in_place_and_a_second_hand_is_stale(at_noon: Centre) -> None:
    case = build.reported(at_noon, at=build.after(hours=-2))
    client = signed_in(at_noon.director)
    page = text(client.get("/board?show=review"))
    accept, give_back = (f"/board/{case.number}/legs/1/{name}" for name in ("accept_report", "return_report"))
    refused = client.post(give_back, hidden(page, give_back) | {"reason": ""})
    assert refused.status_code == 422
    assert client.post(accept, hidden(page, accept)).status_code == 303
    assert Case.objects.get(pk=case.pk).state == "follow_up"
    late = client.post(give_back, hidden(page, give_back) | {"reason": "写明换了几盏"})
    assert late.status_code == 409
    assert "写明换了几盏" in text(late)


def test_a_step_that_is_no_review_is_not_taken_here(at_noon: Centre) -> None:
    case = build.reported(at_noon)
    assert signed_in(at_noon.director).post(f"/board/{case.number}/legs/1/reassign", {}).status_code == 404


def reading(client: Client, *cases: Case, **common: str) -> dict[str, Any]:
    fields: dict[str, Any] = dict(ROW.findall(text(client.get("/board?show=read"))))
    return fields | {"row": [case.number for case in cases], **common}


def test_7_1_6_answers_are_read_many_at_once_each_as_an_act_of_its_own(at_noon: Centre) -> None:
    cases = [build.answered(at_noon), build.answered(at_noon)]
    client = signed_in(at_noon.director)
    page = text(client.get("/board?show=read"))
    assert "车位费按季交" in page
    assert "前秀英" in page
    sent = reading(client, *cases)
    assert [client.post("/board/read/read_answer", sent).status_code for _ in range(2)] == [303, 303]
    read = Entry.objects.filter(case__in=cases, step="read_answer")
    assert len(set(read.values_list("act", flat=True))) == read.count() == 2
    assert not Case.objects.filter(pk__in=[case.pk for case in cases], state="answered").exists()


def test_7_1_6_an_answer_is_taken_up_and_a_stale_row_does_not_hold_up_the_rest(at_noon: Centre) -> None:
    moved, kept = build.answered(at_noon), build.answered(at_noon)
    client = signed_in(at_noon.director)
    sent = reading(client, moved, kept, remark="要派人去看")
    build.took(moved, at_noon.director, "read_answer", at=build.after(hours=1))
    answer = client.post("/board/read/take_up", sent)
    assert answer.status_code == 409
    assert moved.number in text(answer)
    assert Case.objects.get(pk=kept.pk).state == "passed_on"
    assert signed_in(at_noon.front).post("/board/read/take_up", sent).status_code == 403
    assert signed_in(at_noon.stranger).post("/board/read/take_up", sent).status_code == 404
    assert client.post("/board/read/dispatch", sent).status_code == 404


def test_7_1_8_the_director_sees_who_has_what_in_hand_and_who_is_away(at_noon: Centre) -> None:
    case = build.dispatched(at_noon)
    build.dispatched(at_noon, at=build.NOON - timedelta(days=20))
    build.took(case, at_noon.mate, "accept", leg=1, at=build.after(hours=1))
    build.away(at_noon, at_noon.handler)
    rows = re.findall(r"<tr>(.*?)</tr>", text(signed_in(at_noon.director).get("/board/people")), re.DOTALL)
    assert "还没有人接" in rows[1]
    assert "due--late" in rows[1]
    assert any("工大力" in row and "<td>1</td>" in row for row in rows)
    assert any("工小军" in row and "离岗到" in row for row in rows)
    assert "工小军" not in text(signed_in(at_noon.stranger).get("/board/people"))
