"""§7.1.8 — Supervision at the counter: many urged at once, answered in the row, requests decided where they stand."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from anju.records.models import Case, Entry, Leg, Notice, Urge
from tests.build import Centre, after, dispatched, reported, to_follow_up, took
from tests.web.desk import hidden, send, signed_in, text

PAGE = "/board/supervision"


@pytest.fixture
def held(at_noon: Centre) -> Case:
    """Work on hold for material, for which an extension was asked."""
    case = took(dispatched(at_noon), at_noon.handler, "accept", at=after(minutes=40), leg=1)
    return took(case, at_noon.handler, "hold", at=after(minutes=50), leg=1, hold_for="material")


def urge(client: Client, *rows: str, urging: str = "今天都要有答复。") -> Any:
    fields = hidden(text(client.get(PAGE)), f"{PAGE}/urge") or {"key": str(uuid.uuid4())}
    return client.post(f"{PAGE}/urge", {**fields, "row": list(rows), "urging": urging})


def counts(page: str) -> dict[str, int]:
    """What the tabs say."""
    tabs = page.partition('<nav class="tabs"')[2].partition("</nav>")[0]
    found = re.findall(r"<a[^>]*>\s*(\S+) <span[^>]*>(\d+)</span>", tabs)
    return {word: int(count) for word, count in found}


def test_7_1_8_the_tabs_count_what_their_lists_show(at_noon: Centre, held: Case) -> None:
    took(held, at_noon.director, "urge", at=after(minutes=55), leg=1, urging="何时能好？")
    back = reported(at_noon, at=after(hours=-2))
    took(back, at_noon.director, "return_report", at=after(minutes=30), leg=1, reason="没有照片。")
    client = signed_in(at_noon.director)
    found = counts(text(client.get(PAGE)))
    assert found == {"在办": 2, "待批申请": 0, "挂起中": 1, "督办未答": 1, "说法不一": 1}
    for show, count in zip(("work", "asked", "held", "urged", "disputed"), found.values(), strict=True):
        page = text(client.get(f"{PAGE}?show={show}"))
        body = page.partition("</nav>")[2].rpartition("督办与挂起")[2]
        assert len(re.findall(r'href="/cases/YL-KF1-\d{6}-\d{4}"', body)) == count, show
    listed = text(client.get("/cases?scope=disputed"))
    assert back.number.partition("-")[2] in listed
    assert held.number.partition("-")[2] not in listed


def test_7_1_8_many_are_urged_at_once_and_the_foreman_has_one_list(at_noon: Centre) -> None:
    rows = [f"{dispatched(at_noon).number}.1" for _ in range(3)]
    answer = urge(signed_in(at_noon.director), *rows)
    assert answer.status_code == 303
    assert Urge.objects.count() == 3
    assert Notice.objects.filter(person=at_noon.foreman, step="urge").count() == 1
    page = text(signed_in(at_noon.foreman).get("/tasks"))
    assert page.count("今天都要有答复。") == 3
    assert "要书面答复" in page


def test_7_1_8_urged_twice_by_one_page_is_once(at_noon: Centre) -> None:
    case, client = dispatched(at_noon), signed_in(at_noon.director)
    fields = {**hidden(text(client.get(PAGE)), f"{PAGE}/urge"), "row": f"{case.number}.1", "urging": "快。"}
    assert [client.post(f"{PAGE}/urge", fields).status_code for _ in range(2)] == [303, 303]
    assert Urge.objects.count() == 1


def test_7_1_8_what_cannot_be_urged_is_named_and_the_rest_is_done(at_noon: Centre) -> None:
    open_case, done = dispatched(at_noon), reported(at_noon, at=after(hours=-2))
    answer = urge(signed_in(at_noon.director), f"{open_case.number}.1", f"{done.number}.1")
    assert answer.status_code == 422
    assert "已办 1 件，1 件没有办" in text(answer)
    assert "不适用于“待审核”" in text(answer)
    assert list(Urge.objects.values_list("case", flat=True)) == [open_case.pk]


def test_7_1_8_an_urge_without_words_or_rows_is_refused_and_keeps_what_was_typed(at_noon: Centre) -> None:
    case, client = dispatched(at_noon), signed_in(at_noon.director)
    assert urge(client, f"{case.number}.1", urging="").status_code == 422
    answer = urge(client, urging="请今天办完")
    assert answer.status_code == 422
    assert "先勾选要督办的承办" in text(answer)
    assert "请今天办完" in text(answer)
    assert not Urge.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("front", 403), ("foreman", 403), ("office", 403), ("stranger", 404), ("director", 303)],
)
def test_7_1_8_only_the_director_of_the_centre_urges(at_noon: Centre, who: str, status: int) -> None:
    case = dispatched(at_noon)
    answer = signed_in(getattr(at_noon, who)).post(
        f"{PAGE}/urge", {"key": str(uuid.uuid4()), "row": f"{case.number}.1", "urging": "快。"}
    )
    assert answer.status_code == status
    assert Urge.objects.exists() == (status == 303)


def test_7_1_8_the_foreman_answers_in_the_row(at_noon: Centre) -> None:
    case = dispatched(at_noon)
    took(case, at_noon.director, "urge", at=after(minutes=50), leg=1, urging="何时能好？")
    client, url = signed_in(at_noon.foreman), f"/tasks/{case.number}/1/answer_urge"
    fields = hidden(text(client.get("/tasks")), url)
    assert client.post(url, fields | {"urge_answer": ""}).status_code == 422
    assert client.post(url, fields | {"urge_answer": "四点前到。"}).status_code == 303
    row = Urge.objects.get()
    assert (row.answer, row.answered_by, row.ending) == ("四点前到。", at_noon.foreman, "answered")
    assert "何时能好？" not in text(client.get("/tasks"))
    page = text(signed_in(at_noon.director).get(f"/cases/{case.number}"))
    assert "答：四点前到。" in page


def test_7_1_8_a_request_is_granted_in_the_row_or_refused_with_its_reason(at_noon: Centre, held: Case) -> None:
    handler, client = signed_in(at_noon.handler), signed_in(at_noon.director)
    assert send(handler, held, "ask_hold", 1, hold_for="material", reason="还要三天。").status_code == 303
    page = text(client.get(f"{PAGE}?show=asked"))
    assert "还要三天。" in page
    no = f"{PAGE}/{held.number}/1/refuse_request"
    refused = client.post(no, hidden(page, no) | {"at": "asked", "reason": ""})
    assert refused.status_code == 422
    assert "请填写“原因”。" in text(refused)
    yes = f"{PAGE}/{held.number}/1/renew_hold"
    assert client.post(yes, hidden(page, yes) | {"at": "asked", "reason": "同意"}).status_code == 303
    leg = Leg.objects.get(case=held)
    assert (leg.request, leg.state) == ("", "held")
    again = client.post(no, hidden(page, no) | {"at": "asked", "reason": "晚了"})
    assert again.status_code == 409


def test_7_1_8_a_step_of_another_kind_has_no_row_here(at_noon: Centre, held: Case) -> None:
    client = signed_in(at_noon.director)
    assert client.post(f"{PAGE}/{held.number}/1/report", {"key": str(uuid.uuid4())}).status_code == 404
    assert client.post(f"{PAGE}/{held.number}/9/resume", {"key": str(uuid.uuid4())}).status_code == 404
    stranger = signed_in(at_noon.stranger)
    assert stranger.post(f"{PAGE}/{held.number}/1/resume", {"key": str(uuid.uuid4())}).status_code == 404


def test_7_1_8_a_hold_is_seen_on_the_case_the_board_and_the_phone(at_noon: Centre, held: Case) -> None:
    page = text(signed_in(at_noon.director).get(f"/cases/{held.number}"))
    assert "挂起中 · 等料 · 第 1 天" in page
    assert "暂停" in page  # the deadline says why it moved
    assert counts_on_board(text(signed_in(at_noon.director).get("/board")))["挂起中"] == 1
    phone = signed_in(at_noon.handler)
    task = text(phone.get(f"/tasks/{held.number}/1"))
    assert "等料 · 第 1 天" in task
    url = f"/tasks/{held.number}/1/resume"
    assert phone.post(url, hidden(task, url)).status_code == 303
    assert Leg.objects.get(case=held).state == "working"


def counts_on_board(page: str) -> dict[str, int]:
    line = page.partition('<nav class="supervised"')[2].partition("</nav>")[0]
    return {word: int(count) for word, count in re.findall(r"<a[^>]*>(\S+) <span[^>]*>(\d+)</span>", line)}


def test_7_1_8_the_handler_holds_and_hands_on_from_the_phone(at_noon: Centre) -> None:
    case = took(dispatched(at_noon), at_noon.handler, "accept", at=after(minutes=40), leg=1)
    phone = signed_in(at_noon.handler)
    task = text(phone.get(f"/tasks/{case.number}/1"))
    url = f"/tasks/{case.number}/1/hand_on"
    refused = phone.post(url, hidden(task, url) | {"departments": "ORD", "reason": ""})
    assert refused.status_code == 422
    assert phone.post(url, hidden(task, url) | {"departments": "ORD", "reason": "归秩序部。"}).status_code == 303
    assert list(Leg.objects.order_by("key").values_list("department__code", "state")) == [
        ("ENG", "withdrawn"),
        ("ORD", "assigned"),
    ]


def test_7_1_8_the_case_says_who_contradicts_whom(at_noon: Centre) -> None:
    case = to_follow_up(at_noon, at=after(hours=-20))
    took(
        case, at_noon.director, "follow_up", at=after(hours=-1), channel="phone", score="dissatisfied", opinion="没修好"
    )
    page = text(signed_in(at_noon.director).get(f"/cases/{case.number}"))
    assert "说法不一" in page
    assert "工程部" in page
    assert "住户在回访中说不满意" in page


def test_7_1_8_the_company_sees_the_extensions_it_is_to_approve(at_noon: Centre) -> None:
    case = took(dispatched(at_noon), at_noon.handler, "accept", at=after(minutes=40), leg=1)
    facts: dict[str, Any] = {"extend_for": "third_party", "new_limit": after(days=40), "reason": "整机更换。"}
    took(case, at_noon.director, "submit_extension", at=after(minutes=50), leg=1, **facts)
    office = signed_in(at_noon.office)
    page = text(office.get("/overview"))
    assert "请公司核准的延期" in page
    assert f"/cases/{case.number}#approve_extension-1" in page
    assert send(office, case, "approve_extension", 1).status_code == 303
    assert Entry.objects.get(step="approve_extension").facts.filter(name="new_limit").exists()
    assert "请公司核准的延期" not in text(office.get("/overview"))
