"""§2.0, §7.1.8 — Settings at the counter: drafts cell by cell, and days whose effect is shown before they change."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from anju.actions import editions
from anju.procedure.first_edition import FIRST_EDITION
from anju.records import seeing
from anju.records.models import Day, DayWindows, Edition, Entry, ListedYear
from tests import build
from tests.build import Centre
from tests.registers import xlsx
from tests.web.desk import hidden, signed_in, text

DRAFT = "/settings/editions/B-1"


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """An edition in force is read once; what a test puts in force is rolled back, and its key given again."""
    seeing.edition_of.cache_clear()
    seeing._rules.cache_clear()


@pytest.fixture
def office(at_noon: Centre) -> Client:
    """The company administration with a draft begun."""
    client = signed_in(at_noon.office)
    sent = client.post("/settings/draft", hidden(text(client.get("/settings")), "/settings/draft"))
    assert (sent.status_code, sent["Location"]) == (303, DRAFT)
    return client


def cells(page: str) -> dict[str, str]:
    """Every cell of a sheet as a browser would send it."""
    form = page.partition('<form class="part"')[2].partition("</form>")[0]
    found = dict(re.findall(r'<input[^>]*? name="([^"]+)" value="([^"]*)"', form))
    for tick in re.findall(r'<input class="form-check-input"[^>]*>', form):
        name = re.search(r'name="([^"]+)"', tick)
        assert name
        if " checked" not in tick:
            found.pop(name[1], None)
    for name, choices in re.findall(r'<select[^>]*? name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', choices)
        found[name] = chosen[1] if chosen else ""
    areas = re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL)
    return found | dict(areas)


def save(client: Client, address: str, **typed: str) -> Any:
    fields = cells(text(client.get(address)))
    return client.post(address, fields | {name.replace("__", "."): value for name, value in typed.items()})


def draft() -> dict[str, Any]:
    content: dict[str, Any] = Edition.objects.get(name="B/1").content
    return content


@pytest.mark.parametrize("part", ["limits", "grades", "calendars", "rules", "categories", "texts"])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_2_0_a_sheet_saved_as_it_stands_changes_nothing(
    at_noon: Centre, office: Client, part: str, language: str
) -> None:
    before = draft()
    reader = signed_in(at_noon.office, language)
    assert save(reader, f"{DRAFT}/{part}").status_code == 303
    assert draft() == before == {**FIRST_EDITION.plain(), "name": "B/1"}


def test_2_0_limits_are_edited_in_place_compared_and_put_in_force(at_noon: Centre, office: Client) -> None:
    case = build.dispatched(at_noon)
    sent = save(office, f"{DRAFT}/limits?grade=consult", pass_on__amount="45", pass_on__unit="minutes", read__unit="")
    assert sent.status_code == 303
    targets = draft()["grades"]["other"]["consult"]["targets"]
    assert targets["pass_on"]["amount"] == 45
    assert "read" not in targets
    page = text(office.get(DRAFT))
    assert "2 小时（服务中心）" in page
    assert "45 分（服务中心）" in page
    assert "未结 1 件仍按 B/0" in page
    fields = hidden(page, "/settings/draft/in-force")
    bare = office.post("/settings/draft/in-force", fields)
    assert bare.status_code == 422
    assert "生效原因" in text(bare)
    assert [office.post("/settings/draft/in-force", fields | {"reason": "评审"}).status_code for _ in range(2)] == [
        303
    ] * 2
    assert Edition.objects.get(state="in_force").name == "B/1"
    case.refresh_from_db()
    assert case.edition == "B/0"
    assert "disabled" in text(office.get(f"{DRAFT}/limits"))
    assert save(office, f"{DRAFT}/limits").status_code == 422


@pytest.mark.parametrize(
    ("part", "typed", "says"),
    [
        ("limits", {"dispatch__amount": "x"}, "时限“分派”要在 0 至"),
        ("limits", {"dispatch__warn": "200"}, "时限“分派”的预警"),
        ("limits", {"dispatch__unit": "days", "dispatch__until": "10:00"}, "另定下班后受理"),
        ("rules", {"attempts": "99"}, "1 至 20"),
        ("rules", {"years__other": "0"}, "保存期"),
        ("calendars", {"week__0": "9点"}, "要写成 09:00-12:00"),
        ("calendars", {"week__0": "18:00-09:00"}, "结束早于开始"),
        ("categories", {"code": "Lifts!"}, "小写字母"),
        ("categories", {"order__parent": "order"}, "没有上级的类别"),
        ("grades", {"consult__en": ""}, "英文名称都要写"),
        ("texts", {"ask__zh": "{phone}"}, "占位"),
    ],
)
def test_2_0_a_cell_that_cannot_be_kept_says_so_and_nothing_is_lost(
    office: Client, part: str, typed: dict[str, str], says: str
) -> None:
    before = draft()
    sent = save(office, f"{DRAFT}/{part}", **typed)
    assert sent.status_code == 422
    assert says in text(sent)
    for value in filter(None, typed.values()):
        assert value in text(sent)
    assert draft() == before


def test_2_0_a_contract_of_one_community_is_laid_over_the_edition(office: Client) -> None:
    assert save(office, f"{DRAFT}/rules?community=YL", attempts="5").status_code == 303
    assert draft()["rules"]["attempts"] == 3
    row = Edition.objects.get(name="B/1")
    assert editions.contracts_of(row) == {"YL": {"rules": {"attempts": 5}}}
    assert "合同约定 · 云岭花园" in text(office.get(DRAFT))
    assert office.get(f"{DRAFT}/rules?community=NO").status_code == 404


def test_7_1_6_categories_get_children_and_are_retired(office: Client) -> None:
    new = {"code": "lifts", "new__zh": "电梯", "new__en": "Lifts", "new__parent": "engineering"}
    assert save(office, f"{DRAFT}/categories", green__retired="on", **new).status_code == 303
    rows = draft()["categories"]["other"]
    assert rows["lifts"][3] == "engineering"
    assert rows["green"][4] is True


def test_7_1_9_a_text_is_worded_anew_and_emptied_is_the_shipped_one(office: Client) -> None:
    assert save(office, f"{DRAFT}/texts", ask__zh="都办好了吗？", ask__en="All done?").status_code == 303
    assert draft()["texts"] == {"ask": ["都办好了吗？", "All done?"]}
    assert save(office, f"{DRAFT}/texts", ask__zh="", ask__en="").status_code == 303
    assert "texts" not in draft()


def test_2_0_a_page_of_an_older_draft_keeps_what_was_typed(office: Client) -> None:
    address = f"{DRAFT}/rules"
    old = cells(text(office.get(address)))
    save(office, address, attempts="5")
    sent = office.post(address, old | {"attempts": "7"})
    assert sent.status_code == 409
    assert 'value="7"' in text(sent)
    assert draft()["rules"]["attempts"] == 5


def test_2_0_a_draft_is_discarded_and_an_edition_prints(office: Client) -> None:
    assert "电梯" not in text(office.get("/settings/editions/B-0/print"))
    assert "保存期" in text(office.get(f"{DRAFT}/print"))
    fields = hidden(text(office.get(DRAFT)), "/settings/draft/discard")
    assert office.post("/settings/draft/discard", fields).status_code == 303
    assert not Edition.objects.filter(name="B/1").exists()
    assert office.get(DRAFT).status_code == 404


def test_2_0_a_rule_an_older_edition_does_not_name_is_marked_as_shipped(at_noon: Centre) -> None:
    Edition.objects.create(
        name="A/9",
        state="replaced",
        in_force_from=build.START,
        content={**FIRST_EDITION.plain(), "name": "A/9", "rules": {}},
    )
    client = signed_in(at_noon.office)
    assert "出厂值" in text(client.get("/settings/editions/A-9/rules"))
    assert "出厂值" not in text(client.get("/settings/editions/B-0/rules"))


def test_2_0_the_administrator_reads_and_changes_nothing(at_noon: Centre, office: Client) -> None:
    client = signed_in(at_noon.administrator)
    page = text(client.get(f"{DRAFT}/rules"))
    assert "存入草稿" not in page
    sent = client.post(f"{DRAFT}/rules", cells(text(office.get(f"{DRAFT}/rules"))))
    assert sent.status_code == 403
    assert client.post("/settings/draft").status_code == 403


# -- days


def looked_at(client: Client, what: str, **typed: Any) -> Any:
    address = f"/days/{what}/preview"
    return client.post(address, hidden(text(client.get("/days")), address) | {"reason": "通知"} | typed)


def confirmed(client: Client, what: str, page: str) -> Any:
    form = page.partition(f'action="/days/{what}/change"')[2].partition("</form>")[0]
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    return client.post(f"/days/{what}/change", sent)


def test_7_1_8_what_a_change_of_days_moves_is_shown_and_then_done(at_noon: Centre) -> None:
    case = build.dispatched(at_noon, grade="consult", told="马上看")
    client = signed_in(at_noon.office)
    before = case.next_due_at
    seen = looked_at(client, "windows", community="YL", day="2026-11-18", windows="08:30-13:30")
    assert seen.status_code == 200
    page = text(seen)
    assert case.first_number in page
    case.refresh_from_db()
    assert case.next_due_at == before
    assert not DayWindows.objects.exists()
    assert confirmed(client, "windows", page).status_code == 303
    case.refresh_from_db()
    assert case.next_due_at != before
    assert Entry.objects.filter(subject_key=case.first_number, step="move_deadlines").count() == 1
    told = text(signed_in(at_noon.director).get(f"/cases/{case.number}"))
    assert "日历变更" in told


def test_7_1_8_a_pasted_notice_lists_a_year(at_noon: Centre) -> None:
    client = signed_in(at_noon.office)
    notice = "2027年元旦：1月1日（周五）至3日（周日）放假。1月4日上班。\n请互相转告"
    page = text(looked_at(client, "list", list=notice, complete="on"))
    assert "2027-01-01 周五 – 2027-01-03 周日" in page
    assert "请互相转告" in page
    assert "没有进行中的到期时间会移动" in page
    assert [confirmed(client, "list", page).status_code for _ in range(2)] == [303, 303]
    assert ListedYear.objects.filter(year=2027).exists()
    assert Day.objects.get(day=date(2027, 1, 4)).kind == "makeup"


def test_7_1_8_a_list_comes_from_a_file(at_noon: Centre) -> None:
    client = signed_in(at_noon.office)
    file = SimpleUploadedFile("days.xlsx", xlsx([("日期", "安排"), ("2027-01-01", "休"), ("2027-01-03", "班")]))
    page = text(looked_at(client, "list", file=file))
    assert confirmed(client, "list", page).status_code == 303
    assert Day.objects.filter(day__year=2027).count() == 2


@pytest.mark.parametrize(
    ("what", "typed", "says"),
    [
        ("list", {"list": "2027年1月1日（周一）放假"}, "核对年份"),
        ("list", {"list": "2026-10-01 休"}, "没有要改的"),
        ("list", {"list": "2027-01-01 休", "reason": ""}, "原因"),
        ("windows", {"community": "YL", "day": "2026-11-19", "windows": "上午"}, "要写成 09:00-12:00"),
        ("windows", {"community": "YL", "day": "", "windows": "休"}, "日期"),
        ("windows", {"community": "YL", "day": "2026-11-19", "windows": ""}, "没有要改的"),
    ],
)
def test_7_1_8_what_cannot_be_read_stays_typed_with_its_sentence(
    at_noon: Centre, what: str, typed: dict[str, str], says: str
) -> None:
    sent = looked_at(signed_in(at_noon.office), what, **typed)
    assert sent.status_code == 422
    assert says in text(sent)
    assert all(value in text(sent) for value in typed.values())


def test_7_1_8_a_stale_confirmation_of_days_is_told(at_noon: Centre) -> None:
    client = signed_in(at_noon.office)
    first = text(looked_at(client, "list", list="2026-11-21 班"))
    second = text(looked_at(client, "list", list="2026-11-22 班"))
    assert confirmed(client, "list", first).status_code == 303
    assert confirmed(client, "list", second).status_code == 409


def test_7_1_8_the_list_the_library_knows_is_filled_in(at_noon: Centre) -> None:
    page = text(signed_in(at_noon.office).get("/days?seed=2026"))
    assert "2026-10-01 休" in page
    assert "2026-02-16 除夕" in page
    assert "2026-10-10 班" in page
