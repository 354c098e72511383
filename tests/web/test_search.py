"""§7.1.8 — The one box of the top bar: what it finds, where, for whom, and that nobody else's is found or counted."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from anju.records import search as archive
from anju.records.models import Case
from tests import build
from tests.build import Centre
from tests.web.desk import signed_in, text


def found(client: Client, phrase: str, **narrowed: str) -> list[str]:
    return re.findall(r'<b class="number">([^<]+)</b>', page(client, phrase, **narrowed))


def page(client: Client, phrase: str, **narrowed: str) -> str:
    return text(client.get("/search", {"q": phrase, "page": "1", **narrowed}))


def total(shown: str) -> str:
    return str(re.findall(r'<span class="count">([\d,+]+)</span>', shown)[0])


@pytest.fixture
def case(at_noon: Centre) -> Case:
    made = build.reported(at_noon, content="地下车库𠮷字牌旁漏水，晚上看不清路")
    build.registered(at_noon, content="门禁坏了", place="gate")
    return made


PHRASES = ("漏水", "水", "𠮷", "1234", "13887001234", "3-2-1201", "三栋二单元1201", "zxm", "曾晓梅", "KF1-0001")


@pytest.mark.parametrize("phrase", PHRASES)
def test_7_1_8_a_case_is_found_by_whatever_is_remembered_of_it(at_noon: Centre, case: Case, phrase: str) -> None:
    assert case.number in found(signed_in(at_noon.front), phrase)


def test_7_1_8_what_was_found_is_marked_and_says_where_it_stands(at_noon: Centre, case: Case) -> None:
    client = signed_in(at_noon.front)
    shown = page(client, "漏水")
    assert "<mark>漏水</mark>" in shown
    assert "登记 · 内容" in shown
    shown = page(client, "三盏灯")  # of the report, long after
    assert "<mark>三盏灯</mark>" in shown
    assert "反馈结果 · 处理结果" in shown
    assert "地下车库𠮷字牌旁漏水" in shown


def test_7_1_8_a_number_typed_whole_goes_straight_to_its_case(at_noon: Centre, case: Case) -> None:
    client = signed_in(at_noon.front)
    for typed in (case.number, case.number.lower(), f" {case.number} ", case.number.removeprefix("YL-"), "KF1-1"):
        answer = client.get("/search", {"q": typed})
        assert (answer.status_code, answer.headers.get("Location")) == (302, f"/cases/{case.number}")
    assert signed_in(at_noon.stranger).get("/search", {"q": case.number}).status_code == 200
    several = signed_in(at_noon.office).get("/search", {"q": case.number.removeprefix("YL-")})
    assert several.status_code == 200  # she has several communities: it is not one case that is meant


def test_what_one_may_not_see_is_neither_found_nor_counted(at_noon: Centre, case: Case) -> None:
    for who in (at_noon.front, at_noon.office, at_noon.handler):
        assert total(page(signed_in(who), "漏水")) == "1"
    for who in (at_noon.stranger, at_noon.guard, at_noon.administrator):
        shown = page(signed_in(who), "漏水")
        assert total(shown) == "0"
        assert "漏水，" not in shown
        assert case.number not in shown
        assert total(page(signed_in(who), "", state="reviewing")) == "0"


def test_residents_are_found_by_those_whose_post_knows_them_and_their_phones_are_masked(at_noon: Centre) -> None:
    build.resident(at_noon, name="尹文秀", phone="13988887777")
    for who in (at_noon.front, at_noon.director, at_noon.office, at_noon.archivist):
        for phrase in ("尹文秀", "7777", "ywx", "3-2-1201"):
            shown = page(signed_in(who), phrase)
            assert "139****7777" in shown
            assert "13988887777" not in shown.replace('value="13988887777"', "")
    for who in (at_noon.handler, at_noon.stranger, at_noon.administrator):
        assert "139****" not in page(signed_in(who), "尹文秀")


def test_colleagues_are_found_where_one_sees_them(at_noon: Centre) -> None:
    assert f"/people/{at_noon.handler.uuid}" in page(signed_in(at_noon.front), "工小军")
    assert f"/people/{at_noon.handler.uuid}" in page(signed_in(at_noon.front), "y004")
    assert f"/people/{at_noon.handler.uuid}" not in page(signed_in(at_noon.stranger), "工小军")


def test_filters_narrow_and_say_what_they_do_not_understand(at_noon: Centre, case: Case) -> None:
    client = signed_in(at_noon.front)
    assert found(client, "漏水", state="reviewing", person="Y004", since="2026-11-18", until="2026-11-18")
    assert not found(client, "漏水", state="archived")
    assert not found(client, "漏水", person="秩卫东")
    assert not found(client, "漏水", until="2026-11-01")
    assert "没有这位同事" in page(client, "漏水", person="不认识")
    assert "止日早于起日" in page(client, "漏水", since="2026-11-18", until="2026-11-01")
    assert found(signed_in(at_noon.office), "漏水", community="YL")
    assert not found(signed_in(at_noon.office), "漏水", community="DC")
    assert len(found(client, "", state="reviewing")) == 1  # without a word, all that the filters leave


def test_it_is_paged_by_key_and_counted_exactly_only_when_asked(
    at_noon: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [build.registered(at_noon, content=f"漏水第{n}处").number for n in range(25)]
    client = signed_in(at_noon.front)
    first = page(client, "漏水")
    onward = re.findall(r'href="(/search\?[^"]+)" rel="next"', first)[0].replace("&amp;", "&")
    second = text(client.get(onward))
    numbers = re.findall(r'<b class="number">([^<]+)</b>', first + second)
    assert numbers == made[::-1]
    monkeypatch.setattr(archive, "EXACT", 10)
    shown = page(client, "漏水")
    assert total(shown) == "10+"
    exactly = re.findall(r'href="(/search\?[^"]+)">数清楚', shown)[0].replace("&amp;", "&")
    assert total(text(client.get(exactly))) == "25"


@pytest.mark.parametrize(
    "query", [{}, {"q": "查无此事"}, {"after": "x", "q": "漏水"}, {"q": "𠮷" * 300}, {"since": "1"}]
)
def test_an_empty_page_helps_on(at_noon: Centre, query: dict[str, Any]) -> None:
    answer = signed_in(at_noon.front).get("/search", query)
    assert answer.status_code == 200
    assert "empty" in text(answer)
