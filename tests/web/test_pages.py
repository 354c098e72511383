"""What stands on the pages: both languages, both times, the reasons of a deadline, what is masked and what is empty."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from anju.records.models import Case, Entry, Location, Notice, Person
from tests import build
from tests.build import Centre
from tests.web.desk import hidden, send, signed_in, step_url, text

CHINESE = re.compile(r"[一-鿿]")
TAGS = re.compile(r"<[^>]+>|<title>.*?</title>", re.DOTALL)


def words(answer: object) -> str:
    return re.sub(r"\s+", " ", TAGS.sub(" ", text(answer)))


def test_7_1_1_a_word_is_registered_and_passed_on_at_once(at_noon: Centre) -> None:
    client = signed_in(at_noon.front)
    page = text(client.get("/register"))
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    typed = {
        "place": "３栋２单元1201室", "source": "phone", "speaker": "family", "name": "刘慧敏", "phone": "13812345678",
        "said_at": "2026-11-18T12:55", "content": "架空层夜间飞线充电", "grade": "inquiry", "category": "order",
        "urgency": "normal", "told": "已转主任，明天中午前回话。", "then": "pass_on",
    }  # fmt: skip
    answer = client.post("/register", fields | typed)
    assert answer.status_code == 303
    case = Case.objects.get()
    assert (case.state, case.room, case.phone) == ("passed_on", "3-2-1201", "13812345678")
    assert answer["Location"] == f"/cases/{case.number}"
    assert client.post("/register", fields | typed).status_code == 303  # a double click
    assert Case.objects.count() == 1


def test_7_1_1_what_was_typed_stays_when_registration_is_refused(at_noon: Centre) -> None:
    client = signed_in(at_noon.front)
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text(client.get("/register"))))
    answer = client.post("/register", fields | {"content": "楼道灯不亮", "place": "9-9-9999", "phone": "喂"})
    assert answer.status_code == 422
    shown = text(answer)
    assert "楼道灯不亮" in shown
    assert "9-9-9999" in shown
    assert "请填写“等级”。" in shown
    assert not Case.objects.exists()


@pytest.mark.parametrize("nature", ["repair", "paid", "complaint"])
def test_7_1_2_to_7_1_4_a_nature_that_is_not_built_names_its_paper(at_noon: Centre, nature: str) -> None:
    client = signed_in(at_noon.front)
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text(client.get("/register"))))
    typed = {
        "nature": nature, "place": "3-2-1201", "source": "phone", "speaker": "owner", "said_at": "2026-11-18T12:55",
        "content": "水龙头漏水", "grade": "consult", "category": "unsure", "urgency": "normal", "told": "已记下。",
    }  # fmt: skip
    answer = client.post("/register", fields | typed)
    assert answer.status_code == 422
    assert "还不能在系统里登记" in text(answer)


def test_the_case_page_shows_both_times_the_clause_and_who(at_noon: Centre) -> None:
    case = build.dispatched(at_noon)
    shown = words(signed_in(at_noon.director).get(f"/cases/{case.number}"))
    for expected in ("今天 12:30", "录入 12:30", "§7.1.6", "主爱华", "工程部", "待接单", "“已告知今天安排人查看。”"):
        assert expected in shown


def test_why_a_deadline_is_explained_line_by_line(at_noon: Centre) -> None:
    case = build.dispatched(at_noon)
    shown = words(signed_in(at_noon.director).get(f"/cases/{case.number}"))
    for expected in ("为什么是今天 14:30", "起点", "时限", "2 小时", "服务中心", "到期"):
        assert expected in shown


def test_7_1_1_a_phone_is_masked_and_one_look_is_recorded(at_noon: Centre) -> None:
    case = build.registered(at_noon)
    client = signed_in(at_noon.front)
    page = text(client.get(f"/cases/{case.number}"))
    assert "138****1234" in page
    assert "13887001234" not in page
    key = re.search(r'name="key" value="([^"]+)"><button[^>]*>显示并记录', page)
    assert key is not None
    revealed = client.post(f"/cases/{case.number}/phone", {"key": key[1]})
    assert "13887001234" in text(revealed)
    assert Entry.objects.filter(step="reveal_phone", act__actor=at_noon.front).count() == 1


def test_7_1_8_a_step_that_a_rule_forbids_is_shown_as_text_with_its_reason(at_noon: Centre) -> None:
    case = build.registered(at_noon)
    shown = words(signed_in(at_noon.director).get(f"/cases/{case.number}"))
    assert "住户还没有在回访中表示不满意" in shown
    assert step_url(case, "ask_not_agreed") not in text(signed_in(at_noon.director).get(f"/cases/{case.number}"))


def test_the_list_finds_by_number_room_phone_tail_and_word(at_noon: Centre) -> None:
    mine = build.registered(at_noon)
    build.registered(at_noon, place="gate", content="大门口有积水", phone="13900005678", name="别人")
    client = signed_in(at_noon.front)
    for phrase in (mine.number[-4:], "3-2-1201", "1234", "地下车库", "曾晓梅"):
        shown = text(client.get("/cases", {"q": phrase}))
        assert "地下车库照明坏了三盏" in shown, phrase
        assert "大门口有积水" not in shown, phrase
    assert "没有符合条件的案件" in text(client.get("/cases", {"q": "没有这种事"}))


def test_the_list_is_walked_page_by_page_along_its_key(at_noon: Centre) -> None:
    made = {build.registered(at_noon, content=f"第{index}件事", grade="inquiry" if index % 3 else "help").number
            for index in range(35)}  # fmt: skip
    client = signed_in(at_noon.front)
    for scope in ("open", "all"):
        url, seen = f"/cases?scope={scope}", []
        while url:
            page = text(client.get(url))
            seen += re.findall(r'class="number" href="/cases/([\w-]+)"', page)
            follow = re.search(r'href="([^"]+)" rel="next"', page)
            url = follow[1].replace("&amp;", "&") if follow else ""
        assert sorted(seen) == sorted(made), scope
    assert "共 35 条" in page


def test_7_1_9_the_desk_tells_and_the_director_is_informed(at_noon: Centre) -> None:
    case = build.registered(at_noon, told=None, tell_by=build.after(hours=20))
    client = signed_in(at_noon.front)
    assert "3-2-1201" in text(client.get("/inbox"))
    assert Notice.objects.filter(person=at_noon.director, read_at=None).count() == 1
    director = signed_in(at_noon.director)
    assert "消息，未读 1" in text(director.get("/inbox"))
    assert director.post("/inbox/read").status_code == 303
    assert "消息，未读 0" in text(director.get("/inbox"))
    answer = send(client, case, "tell", word="1", telling="told", channel="phone", told="明天派人来看")
    assert answer.status_code == 303
    assert "没有待告知的话" in text(client.get("/inbox"))


ENGLISH_PAGES = ("/sign-in", "/register", "/cases", "/inbox", "/procedure", "/procedure/7.1.6", "/days", "/account",
                 "/communities", "/communities/YL", "/people", "/change-person")  # fmt: skip
NAMES = ("安居物业", "安", "中文", "云岭花园", "滇池湾", "工程部", "秩序部")


@pytest.mark.parametrize("address", ENGLISH_PAGES)
def test_a_page_in_english_has_no_chinese_but_names(at_noon: Centre, address: str) -> None:
    page = text(signed_in(at_noon.director, "en").get(address))
    shown = re.sub(r'<span class="top__initial"[^>]*>.</span>', "", page)
    shown = TAGS.sub(" ", shown)
    for name in (*(row.name for row in Person.objects.all()), *NAMES):
        shown = shown.replace(name, "")
    assert "".join(CHINESE.findall(shown)) == ""


def test_the_case_page_in_english(at_noon: Centre) -> None:
    case = build.dispatched(at_noon)
    shown = words(signed_in(at_noon.director, "en").get(f"/cases/{case.number}"))
    for expected in ("To accept", "Dispatch", "Today 12:30", "entered 12:30", "Why Today 14:30", "Service centre"):
        assert expected in shown


def test_language_and_light_are_kept_by_the_browser(at_noon: Centre) -> None:
    client = signed_in(at_noon.front)
    answer = client.post("/reader", {"language": "en", "theme": "dark", "next": "/cases"})
    assert (answer.status_code, answer["Location"]) == (302, "/cases")
    shown = text(client.get("/cases"))
    assert '<html lang="en"' in shown
    assert 'data-bs-theme="dark"' in shown
    assert client.post("/reader", {"next": "https://elsewhere.example/"})["Location"] == "/"


def test_pages_carry_the_content_policy(client: Client, at_noon: Centre) -> None:
    policy = client.get("/sign-in")["Content-Security-Policy"]
    for part in ("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"):
        assert part in policy


def test_a_fragment_of_a_clause_is_not_a_whole_page(at_noon: Centre) -> None:
    client = signed_in(at_noon.front)
    fragment = text(client.get("/procedure/7.1.6", headers={"HX-Request": "true"}))
    assert "<html" not in fragment
    assert "§7.1.6" in fragment
    assert "<html" in text(client.get("/procedure/7.1.6"))


def test_hidden_fields_of_two_forms_differ(at_noon: Centre) -> None:
    case = build.dispatched(at_noon)
    page = text(signed_in(at_noon.director).get(f"/cases/{case.number}"))
    keys = [hidden(page, step_url(case, step))["key"] for step in ("add_leg", "void", "note")]
    assert len(set(keys)) == 3


def test_the_inbox_shows_what_is_new_by_day_a_line_per_case_and_opening_one_reads_it(at_noon: Centre) -> None:
    case, other = build.reported(at_noon), build.reported(at_noon)
    client = signed_in(at_noon.director)
    page = text(client.get("/inbox"))
    assert page.count(f"/inbox/{case.number}") == 1
    assert "另有 1 条" in page
    assert client.post(f"/inbox/{case.number}").headers["Location"] == f"/cases/{case.number}"
    unread = Notice.objects.filter(person=at_noon.director, read_at=None).values_list("case__number", flat=True)
    assert set(unread) == {other.number}
    folded = text(client.get("/inbox")).partition("已读的")
    assert case.number not in folded[0]
    assert case.number in folded[2]


def test_a_scanned_place_shows_what_is_open_there_and_ones_own_work(at_noon: Centre) -> None:
    case = build.dispatched(at_noon, place="gate")
    gate = Location.objects.get(community=at_noon.community, code="gate")
    page = text(signed_in(at_noon.handler).get(f"/scan/{gate.scan_code}"))
    assert f"/tasks/{case.number}/1" in page
    assert case.content in page
    assert case.content not in text(signed_in(at_noon.guard).get(f"/scan/{gate.scan_code}"))
