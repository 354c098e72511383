"""§7.1.1 — The intake desk: the one box, the household beside the form, what may be the same matter, the next call."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from anju.actions import paper
from anju.records.models import Case
from tests import build
from tests.build import Centre
from tests.web.desk import signed_in, text

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
OPTION = re.compile(r'data-place="([^"]+)" data-name="([^"]*)"')
TYPED = {
    "place": "3-2-1201", "source": "phone", "speaker": "owner", "said_at": "2026-11-18T12:55", "nature": "other",
    "content": "楼道灯不亮", "grade": "inquiry", "category": "engineering", "urgency": "normal", "told": "已记下。",
}  # fmt: skip


def opened(client: Client, address: str = "/register") -> dict[str, str]:
    """The hidden fields of the register form."""
    page = text(client.get(address)).partition('class="card card--grow intake"')[2]
    return dict(HIDDEN.findall(page))


def chosen(client: Client, typed: str) -> list[tuple[str, str]]:
    shown = text(client.get("/register/places", {"place": typed}))
    return [(place, name) for place, name in OPTION.findall(shown)]


@pytest.mark.parametrize(
    "typed", ["３栋２单元1201室", "三栋二单元1201", "3-2-1201", "曾晓梅", "zxm", "zengxiao", "1234"]
)
def test_7_1_1_one_box_finds_the_household_by_whatever_is_said(at_noon: Centre, typed: str) -> None:
    build.resident(at_noon)
    assert chosen(signed_in(at_noon.front), typed)[0] == ("3-2-1201", "曾晓梅")


def test_7_1_1_who_is_meant_stands_first_and_his_phone_is_masked(at_noon: Centre) -> None:
    build.resident(at_noon)
    build.resident(at_noon, name="刘慧敏", phone="13912345678")
    client = signed_in(at_noon.front)
    assert [name for _, name in chosen(client, "lhm")] == ["刘慧敏", "曾晓梅"]
    shown = text(client.get("/register/places", {"place": "lhm"}))
    assert "139****5678" in shown
    assert "13912345678" not in shown


def test_7_1_1_the_phone_of_the_register_is_taken_by_its_key_and_never_shown(at_noon: Centre) -> None:
    key = build.resident(at_noon)
    client = signed_in(at_noon.front)
    fields = opened(client) | TYPED | {"caller": f"resident:{key}", "name": "曾晓梅"}
    refused = client.post("/register", fields | {"grade": ""})
    assert refused.status_code == 422
    assert 'placeholder="138****1234"' in text(refused)
    assert "13887001234" not in text(refused)
    assert client.post("/register", fields).status_code == 303
    case = Case.objects.get()
    assert case.phone == "13887001234"
    assert case.resident is not None
    assert str(case.resident.uuid) == key


@pytest.mark.parametrize(("name", "phone", "kept"), [("别人", "", ""), ("曾晓梅", "13900000000", "13900000000")])
def test_7_1_1_another_speaker_or_another_phone_is_kept_as_said(
    at_noon: Centre, name: str, phone: str, kept: str
) -> None:
    key = build.resident(at_noon)
    client = signed_in(at_noon.front)
    given = {"caller": f"resident:{key}", "name": name, "phone": phone}
    assert client.post("/register", opened(client) | TYPED | given).status_code == 303
    assert Case.objects.get().phone == kept


def test_7_1_1_a_resident_of_another_community_is_nobody_here(at_noon: Centre) -> None:
    key = build.resident(at_noon)
    stranger = signed_in(at_noon.stranger)
    answer = stranger.post("/register", opened(stranger) | TYPED | {"caller": f"resident:{key}", "name": "曾晓梅"})
    assert "138****1234" not in text(answer)
    assert chosen(stranger, "zxm") == []


def test_7_1_1_beside_the_form_stand_people_cases_promises_and_repeats(at_noon: Centre) -> None:
    build.resident(at_noon)
    case = build.registered(at_noon, promise="周五前换灯", promise_by=build.after(days=2))
    build.registered(at_noon, told=None, tell_by=build.after(hours=5), content="还有一件")
    build.registered(at_noon, place="gate", content="大门口有积水")
    shown = text(signed_in(at_noon.front).get("/register/household", {"place": "3栋2单元1201"}))
    for expected in (
        "曾晓梅",
        "138****1234",
        case.number.partition("-")[2],
        "“周五前换灯”",
        "还有一件",
        "近 90 天 2 件",
    ):
        assert expected in shown
    assert "大门口有积水" not in shown
    assert "13887001234" not in shown


def test_7_1_1_the_same_matter_is_shown_before_it_is_saved(at_noon: Centre) -> None:
    build.registered(at_noon)
    build.registered(at_noon, place="gate", content="电梯坏了，请来人")
    client = signed_in(at_noon.front)
    asked = {"place": "3-2-1202", "content": "地下车库照明坏了三盏"}
    assert "地下车库照明坏了三盏，晚上看不清路。" in text(client.get("/register/similar", asked))
    asked = {"place": "3-2-1202", "content": "车库黑", "category": "engineering"}
    assert "地下车库照明坏了三盏，晚上看不清路。" in text(client.get("/register/similar", asked))
    elsewhere = text(client.get("/register/similar", {"place": "3-2-1202", "content": "水管漏水"}))
    assert "可能是同一件事" not in elsewhere


def test_7_1_1_save_and_next_opens_an_empty_form(at_noon: Centre) -> None:
    client = signed_in(at_noon.front)
    answer = client.post("/register", opened(client) | TYPED | {"then": "next"})
    assert answer["Location"] == "/register?new=1"
    assert Case.objects.get().state == "passed_on"
    assert 'name="place" value=""' in text(client.get("/register?new=1"))


def test_7_1_1_another_matter_of_the_same_caller_keeps_who_and_where(at_noon: Centre) -> None:
    client = signed_in(at_noon.front)
    given = {"name": "曾晓梅", "phone": "13887001234", "then": "again"}
    answer = client.post("/register", opened(client) | TYPED | given)
    case = Case.objects.get()
    assert answer["Location"] == f"/register?again={case.number}"
    page = text(client.get(answer["Location"]))
    assert 'value="3-2-1201"' in page
    assert 'value="曾晓梅"' in page
    assert "13887001234" not in page
    assert "楼道灯不亮</textarea>" not in page
    second = opened(client, answer["Location"]) | TYPED | {"content": "还有门禁", "name": "曾晓梅"}
    assert client.post("/register", second).status_code == 303
    assert Case.objects.get(content="还有门禁").phone == "13887001234"


def test_7_1_1_the_address_fills_in_the_fields_it_may_and_no_others(at_noon: Centre) -> None:
    client = signed_in(at_noon.front)
    client.post("/register/draft", opened(client) | TYPED | {"content": "没写完"})
    asked = {"source": "return_visit", "place": "3-2-1202", "name": "曾晓梅", "phone": "13887001234", "told": "已说"}
    page = text(client.get("/register", asked))
    assert '<option value="return_visit" selected>' in page
    assert 'value="3-2-1202"' in page
    assert 'value="曾晓梅"' in page
    for refused in ("13887001234", "已说", "没写完</textarea>"):
        assert refused not in page


def test_4_2_a_matter_heard_in_a_follow_up_knows_who_spoke(at_noon: Centre) -> None:
    case = build.to_follow_up(at_noon)
    client = signed_in(at_noon.front)
    address = f"/register?heard_in={case.number}"
    page = text(client.get(address))
    assert '<option value="return_visit" selected>' in page
    assert 'placeholder="138****1234"' in page
    second = opened(client, address) | TYPED | {"source": "return_visit", "name": "曾晓梅", "content": "门禁也坏了"}
    assert client.post("/register", second).status_code == 303
    heard = Case.objects.get(content="门禁也坏了")
    assert (heard.passive, heard.phone) == (False, "13887001234")
    assert 'value="3-2-1201"' not in text(signed_in(at_noon.stranger).get(address))


def test_9_0_a_sheet_is_entered_under_the_number_printed_on_it(at_noon: Centre) -> None:
    reserving = {"by": at_noon.director, "key": build.key(), "now": build.NOON, "community": at_noon.community}
    answer: dict[str, Any] = paper.reserve(**reserving, form="KF1", count=1)  # type: ignore[arg-type]
    number: str = answer["numbers"][0]
    client = signed_in(at_noon.front)
    page = text(client.get("/register", {"paper": number, "happened": "2026-11-18T12:30"}))
    assert f"补录纸单 {number}" in page
    assert 'value="2026-11-18T12:30"' in page
    sent = opened(client, f"/register?paper={number}") | TYPED | {"said_at": "2026-11-18T12:20"}
    assert sent["paper"] == number
    assert client.post("/register", sent | {"paper": f"{number}9"}).status_code == 422
    assert client.post("/register", sent).status_code == 303
    assert Case.objects.get().number == number
