"""§9.0, §7.1.8 — A register carried in by hand and back out, a search by keyboard, a list set up as one likes it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import enter, registered, speak
from tests.registers import csv, xlsx

pytestmark = pytest.mark.browser


def sent(page: Page, file: Path) -> None:
    page.goto("/import")
    page.set_input_files("[name=file]", file)
    with page.expect_navigation():
        page.keyboard.press("F8")


def test_9_0_a_register_is_mended_mapped_imported_and_not_undone_while_in_use(page: Page, tmp_path: Path) -> None:
    speak(page, "zh")
    enter(page, "Y001")
    bad, good = tmp_path / "坏.csv", tmp_path / "房号.xlsx"
    bad.write_bytes(csv([("楼栋", "房号"), ("9", ""), ("9", "101")], "gbk"))
    sent(page, bad)
    expect(page.get_by_text("第 2 行“房号”（B 列）：没有填。请补上。")).to_be_visible()
    expect(page.get_by_role("button", name="确认导入")).to_have_count(0)

    good.write_bytes(xlsx([("甲", "乙"), ("9", "101"), ("9", "102")]))
    sent(page, good)
    expect(page.locator(".note--red")).to_contain_text("没有找到表头")
    for place, field in enumerate(("building", "room")):
        page.locator(".import__columns select").nth(place).select_option(field)
    with page.expect_navigation():
        page.keyboard.press("F8")
    expect(page.locator(".figure__count").first).to_have_text("2")
    with page.expect_navigation():
        page.keyboard.press("F8")
    expect(page.locator(".state")).to_have_text("已导入")
    batch = page.url

    page.goto("/register")
    page.fill("[name=place]", "9-102")
    page.select_option("[name=speaker]", "owner")
    page.select_option("[name=grade]", "suggestion")
    page.fill("[name=content]", "九栋门口少一盏灯")
    page.fill("[name=told]", "已记下")
    with page.expect_navigation():
        page.keyboard.press("F8")
    page.goto(batch)
    with page.expect_navigation():
        page.get_by_role("button", name="撤销这一批").click()
    expect(page.locator(".note--red")).to_contain_text("不能撤销")
    expect(page.get_by_text("9-102：有 1 件案件", exact=True)).to_be_visible()


def test_7_1_8_a_case_is_found_and_opened_by_keyboard_alone(page: Page) -> None:
    speak(page, "zh")
    enter(page, "Y001")
    number = registered(page)
    page.goto("/inbox")
    page.keyboard.press("Control+k")
    page.keyboard.type("垃圾桶")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_have_text("垃圾桶")
    page.keyboard.press("Control+k")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-hit]").first).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/cases/{number}$"))
    page.keyboard.press("Control+k")
    page.keyboard.type(number)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/cases/{number}$"))


def test_a_list_is_set_up_as_one_likes_it_and_stays_so(page: Page) -> None:
    speak(page, "zh")
    enter(page, "Y001")
    number = registered(page)
    page.goto("/cases?q=垃圾桶")
    page.get_by_text("列设置").click()
    page.locator("[data-shows=category]").uncheck()
    expect(page.locator("th[data-col=category]")).to_be_hidden()
    page.get_by_text("存为视图").click()
    page.fill("#view-name", "垃圾桶的")
    page.keyboard.press("Enter")
    page.locator("[data-folds]").click()
    page.goto("/cases")
    expect(page.locator("th[data-col=category]")).to_be_hidden()
    expect(page.locator("#filter-source")).to_be_hidden()
    with page.expect_navigation():
        page.get_by_role("link", name="垃圾桶的").click()
    expect(page.get_by_role("link", name=number.removeprefix("YL-")).first).to_be_visible()
    page.locator(f".tick[value='{number}']").check()
    expect(page.locator("[data-picked]")).to_contain_text("1")
    with page.expect_navigation():
        page.get_by_role("button", name="分派").click()
    expect(page.locator(f".tick[value='{number}']")).to_be_checked()
    page.goto("/cases")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出 Excel").click()
    assert download.value.suggested_filename.endswith(".xlsx")
