"""§7.1.1 — The ways of a word at the desk: of many, answered at once, relayed, of unknown speakers, from outside."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from anju.records.models import Act, Case, Draft, Hint, Location, Voice
from tests import build
from tests.build import Centre
from tests.web.desk import hidden, send, signed_in, text
from tests.web.test_intake import TYPED, opened

FIELD = re.compile(r'<(?:input|select|textarea)[^>]* name="(\w+)"')


def sent(client: Client, address: str = "/register", **other: str) -> dict[str, str]:
    return opened(client, address) | TYPED | other


def test_7_1_1_the_caller_joins_a_case_that_is_open_already(at_noon: Centre) -> None:
    key = build.resident(at_noon, name="刘慧敏", room="3-2-1202", phone="13912345678")
    case = build.registered(at_noon, content="楼道灯不亮")
    client = signed_in(at_noon.front)
    asked = {"place": "3-2-1202", "content": "楼道灯不亮，看不见"}
    assert f'name="join" value="{case.number}" data-key="Alt+J"' in text(client.get("/register/similar", asked))
    fields = sent(client, place="3栋2单元1202", grade="", name="刘慧敏", caller=f"resident:{key}", join=case.number)
    client.post("/register/draft", fields)
    acts = Act.objects.count()
    assert client.post("/register", fields)["Location"] == f"/cases/{case.number}"
    assert client.post("/register", fields).status_code == 303
    assert Act.objects.count() == acts + 1
    assert (Case.objects.count(), Draft.objects.count()) == (1, 0)
    voice = Voice.objects.get()
    assert (voice.case, voice.room, voice.phone) == (case, "3-2-1202", "13912345678")
    assert voice.resident is not None
    page = text(client.get(f"/cases/{case.number}"))
    assert "3-2-1202 刘慧敏 139****5678" in page
    assert "对附议的 3-2-1202 刘慧敏" in page
    assert "13912345678" not in page


def test_7_1_1_who_joins_is_told_too_or_the_page_says_so_and_keeps_all(at_noon: Centre) -> None:
    case = build.registered(at_noon)
    client = signed_in(at_noon.front)
    fields = sent(client, told="", join=case.number, content="我家也是")
    answer = client.post("/register", fields)
    assert answer.status_code == 422
    assert "三项只填一项" in text(answer)
    assert "我家也是</textarea>" in text(answer)
    assert client.post("/register", fields | {"told": "已说", "join": "YL-KF1-202611-9999"}).status_code == 404
    later = {"telling": "tell_by", "tell_by": "2026-11-19T10:00", "told": "还没想好"}
    assert client.post("/register", fields | later).status_code == 303
    word = case.words.get(voice=1)
    assert (word.told_at, word.text) == (None, "")
    assert f'id="tell-{case.number}-{word.key}"' in text(client.get("/to-tell"))


def test_7_1_1_a_case_of_another_community_cannot_be_joined(at_noon: Centre) -> None:
    case = build.registered(at_noon)
    stranger = signed_in(at_noon.stranger)
    assert stranger.post("/register", sent(stranger, join=case.number)).status_code == 404
    assert not Voice.objects.exists()


def test_7_1_1_answered_on_the_spot_is_recorded_and_answered_in_one_act(at_noon: Centre) -> None:
    client = signed_in(at_noon.front)
    acts = Act.objects.count()
    fields = sent(client, grade="consult", told="", how="answer", answer="物业费每季度首月交")
    answer = client.post("/register", fields)
    assert answer.status_code == 303
    assert "主任会阅" in text(client.get(answer["Location"]))
    case = Case.objects.get()
    assert (case.state, Act.objects.count()) == ("answered", acts + 1)
    assert case.words.get().text == "物业费每季度首月交"
    assert client.post("/register", fields).status_code == 303
    assert Case.objects.count() == 1


def test_7_1_1_only_the_grades_that_allow_it_are_answered_on_the_spot(at_noon: Centre) -> None:
    client = signed_in(at_noon.front)
    assert 'data-on-the-spot="consult praise"' in text(client.get("/register"))
    refused = client.post("/register", sent(client, grade="inquiry", how="answer", answer="会给书面答复"))
    assert refused.status_code == 422
    assert "这一等级不能当场办结" in text(refused)
    assert "会给书面答复</textarea>" in text(refused)
    empty = client.post("/register", sent(client, grade="consult", how="answer", answer=" "))
    assert empty.status_code == 422
    assert "请填写“当场答复内容”。" in text(empty)
    assert not Case.objects.exists()


def test_7_1_5_a_word_may_only_be_recorded(at_noon: Centre) -> None:
    client = signed_in(at_noon.front)
    assert client.post("/register", sent(client, how="record")).status_code == 303
    assert Case.objects.get().state == "recorded"


def test_5_1_1_a_relayed_word_names_who_relayed_it_and_he_hears_the_result(at_noon: Centre) -> None:
    client = signed_in(at_noon.front)
    found = text(client.get("/register/staff", {"relayer": "gxj"}))
    assert 'data-value="工小军 Y004"' in found
    assert "工程部" in found
    assert 'data-value="秩卫东 Y007"' in text(client.get("/register/staff", {"relayer": "y007"}))
    assert "外来福" not in text(client.get("/register/staff", {"relayer": "外"}))
    fields = sent(client, source="relayed")
    assert "员工转述要写明转述人" in text(client.post("/register", fields))
    fields |= {"relayer": "工小军 Y004"}
    assert "是否已向住户核实" in text(client.post("/register", fields))
    assert client.post("/register", fields | {"verified": "unreached"}).status_code == 303
    assert "转述人 工小军 Y004" in text(client.get("/to-tell"))
    assert list(Case.objects.get().words.values_list("whom", flat=True)) == ["resident", "relayer"]


def test_7_1_1_what_another_choice_hid_again_is_not_meant(at_noon: Centre) -> None:
    client = signed_in(at_noon.front)
    typed = {"relayer": "老张", "verified": "yes", "outside_order": "1234", "untold": "匿名", "telling": "told"}
    assert client.post("/register", sent(client, **typed)).status_code == 303
    case = Case.objects.get()
    assert (case.relayer, case.outside_order) == ("", "")


def test_7_1_1_an_unknown_speaker_is_found_later_by_the_box(at_noon: Centre) -> None:
    key = build.resident(at_noon)
    client = signed_in(at_noon.front)
    fields = sent(client, speaker="anonymous", place="gate", telling="untold", untold="没有留姓名", told="")
    assert client.post("/register", fields).status_code == 303
    case = Case.objects.get()
    form = text(client.get(f"/cases/{case.number}")).partition("do/identify")[2].partition("</form>")[0]
    assert FIELD.findall(form).count("place") == 1
    assert "resident" not in FIELD.findall(form)
    known: dict[str, Any] = {"place": "3栋2单元1201", "speaker": "owner", "name": "曾晓梅", "caller": f"resident:{key}"}
    assert send(client, case, "identify", **known).status_code == 303
    case.refresh_from_db()
    assert (case.room, case.phone, case.anonymous) == ("3-2-1201", "13887001234", False)
    assert case.resident is not None


def test_7_1_1_an_outside_order_has_its_number_and_limit(at_noon: Centre) -> None:
    client = signed_in(at_noon.front)
    fields = sent(client, source="outside_order", outside_order="KM2026-778")
    assert "转办件要写明转办单号和时限" in text(client.post("/register", fields))
    assert client.post("/register", fields | {"outside_limit": "2026-11-25T17:00"}).status_code == 303
    assert Case.objects.get().outside_order == "KM2026-778"


def test_7_1_1_several_matters_of_one_call_stand_beside_the_form(at_noon: Centre) -> None:
    client = signed_in(at_noon.front)
    first = client.post("/register", sent(client, then="again", content="门禁坏了"))
    case = Case.objects.get()
    page = text(client.get(first["Location"]))
    assert "这通来电已登记" in page
    assert case.number in page
    client.post("/register", sent(client, first["Location"], content="灯也坏了"))
    second = Case.objects.get(content="灯也坏了")
    assert case.call == second.call != ""
    assert second.number in text(client.get(f"/cases/{case.number}"))
    assert "这通来电已登记" not in text(client.get("/register?new=1"))
    build.took(second, at_noon.director, "dispatch", at=build.after(hours=2), grade=second.grade,
               category=second.category, departments=["ENG"])  # fmt: skip
    assert case.number not in text(signed_in(at_noon.handler).get(f"/cases/{second.number}"))


@pytest.mark.parametrize("nature", ["repair", "complaint", "paid"])
def test_7_1_2_a_nature_that_is_not_built_is_refused_and_all_is_kept(at_noon: Centre, nature: str) -> None:
    client = signed_in(at_noon.front)
    assert f"nature-note--{nature}" in text(client.get("/register"))
    answer = client.post("/register", sent(client, nature=nature, content="水管漏了"))
    assert answer.status_code == 422
    assert "请记入纸质的" in text(answer)
    assert "水管漏了</textarea>" in text(answer)
    assert not Case.objects.exists()


def test_7_1_1_a_hint_of_the_building_stands_beside_the_form_of_every_room_of_it(at_noon: Centre) -> None:
    client = signed_in(at_noon.front)
    page = text(client.get("/hints/YL?place=3"))
    fields = hidden(page, "/hints/YL/add")
    typed = {"location": "3", "text": "水泵检修停水", "starts_at": "2026-11-20T09:00", "ends_at": "2026-11-25T18:00"}
    assert client.post("/hints/YL/add", fields | typed | {"ends_at": ""}).status_code == 422
    assert client.post("/hints/YL/add", fields | typed | {"location": "33"}).status_code == 422
    assert client.post("/hints/YL/add", fields | typed).status_code == 303
    assert "水泵检修停水" in text(client.get("/register/household", {"place": "3-2-1201"}))
    assert "水泵检修停水" not in text(client.get("/register/household", {"place": "gate"}))
    hint = Hint.objects.get()
    url = f"/hints/YL/{hint.uuid}/end"
    ending = hidden(text(client.get("/hints/YL")), url)
    assert signed_in(at_noon.stranger).post(url, ending).status_code == 404
    assert signed_in(at_noon.handler).post(url, ending).status_code == 403
    assert client.post(url, ending).status_code == 303
    assert client.post(url, ending).status_code == 303
    assert "水泵检修停水" not in text(client.get("/register/household", {"place": "3-2-1201"}))


def test_7_1_1_common_places_near_the_caller_are_offered_first(at_noon: Centre) -> None:
    unit = Location.objects.get(community=at_noon.community, code="3-2")
    build.place(at_noon.administrator, unit, "place", "hall")
    client = signed_in(at_noon.front)
    shown = text(client.get("/register/spots", {"place": "3-2-1201"}))
    assert shown.index('data-value="hall"') < shown.index('data-value="gate"')
    assert 'data-value="hall"' not in text(client.get("/register/spots", {"place": "gate"}))
