"""§5.0, §7.1.7, §7.1.8 — The stand-in's day, the foreman's table, a device that stays signed in, and how they look."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import enter, registered, sign_in, speak, take

pytestmark = pytest.mark.browser


def clock(hours: float) -> str:
    """A moment from now, as a field of date and time takes it."""
    return f"{datetime.now(ZoneInfo('Asia/Shanghai')) + timedelta(hours=hours):%Y-%m-%dT%H:%M}"


def choose(page: Page, field: str, name: str) -> None:
    """The choice whose words hold a name."""
    value = page.locator(f"{field} option", has_text=name).first.get_attribute("value")
    page.locator(field).select_option(value or "")


def send(page: Page, form: str) -> None:
    with page.expect_navigation():
        page.locator(f"{form} button[data-key=F8]").click()


def test_5_0_a_directors_work_lands_with_the_stand_in_and_returns(page: Page) -> None:
    speak(page, "zh")
    enter(page, "Y001")
    number = registered(page)
    page.goto("/roster")
    page.locator("#absence summary").click()
    choose(page, "#absence [name=person]", "主爱华")
    page.fill("#absence [name=starts_at]", clock(-0.1))
    page.fill("#absence [name=ends_at]", clock(9))
    choose(page, "#absence [name=stand_in]", "前秀英")
    send(page, "#absence")
    expect(page.locator(".roster__table")).to_contain_text("前秀英代理")

    enter(page, "Y002")
    page.goto("/board")
    page.locator(f"input.tick[value='{number}']").check()
    group = page.locator("#groups")
    expect(group.locator("select").first).to_be_visible()
    group.locator("select").first.select_option("ENG")
    with page.expect_navigation():
        page.keyboard.press("F8")
    page.goto(f"/cases/{number}")
    expect(page.locator(".case__head .state")).to_have_text("处理中")

    enter(page, "Y001")
    page.goto("/roster")
    page.locator("#cancel_absence summary").click()
    choose(page, "#cancel_absence [name=absence]", "主爱华")
    send(page, "#cancel_absence")
    enter(page, "Y002")
    answer = page.goto("/board")
    assert answer
    assert answer.status == 403


def test_7_1_7_a_foreman_works_the_table_by_keys_for_a_man_without_a_phone(page: Page) -> None:
    speak(page, "zh")
    enter(page, "Y001")
    number = registered(page)
    page.goto(f"/cases/{number}")
    take(page, "dispatch", departments="ENG")
    enter(page, "Y006")
    page.goto("/tasks")
    row = page.locator("tr", has=page.locator(f"input.tick[value='{number}.1']"))
    row.locator("input.tick").check()
    choose(page, "#many [name=person]", "工大力")
    with page.expect_navigation():
        page.keyboard.press("F8")
    expect(row).to_contain_text("工大力")
    row.locator("[name=result]").fill("已换灯管")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(row).to_have_count(0)
    page.goto(f"/cases/{number}")
    expect(page.locator(".timeline")).to_contain_text("工大力")


def test_a_device_stays_signed_in_and_is_out_once_it_is_revoked(page: Page) -> None:
    speak(page, "zh")
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, "Y004")  # a session of its own: it ends with the device
    page.goto("/account")
    page.fill("[name=label]", "红米手机")
    with page.expect_navigation():
        page.click("form[action='/account/devices'] button")
    expect(page.get_by_text("这一台")).to_be_visible()
    page.context.clear_cookies(name="anju_session")
    page.goto("/tasks")
    expect(page.locator(".tabs")).to_be_visible()
    page.goto("/account")
    with page.expect_navigation():
        page.get_by_role("button", name="注销 红米手机").click()
    page.goto("/tasks")
    expect(page).to_have_url(re.compile("/sign-in"))
