"""§7.1.1 — A clerk's day: on the spot, relayed, joined, unknown, from outside, two in one call."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import called, enter, number_of, see_state, speak

pytestmark = pytest.mark.browser


def graded(page: Page, grade: str) -> None:
    page.select_option("[name=grade]", grade)
    expect(page.locator("#limits dd").first).to_be_visible()


def sent(page: Page, key: str = "F8") -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


def test_7_1_1_a_clerk_takes_whatever_comes(page: Page) -> None:
    speak(page, "zh")
    enter(page, "Y002")

    # Answered on the spot: a grade that forbids it shuts the choice.
    called(page, "物业费什么时候交")
    graded(page, "inquiry")
    expect(page.locator("[name=how][value=answer]")).to_be_disabled()
    graded(page, "consult")
    page.keyboard.press("Alt+a")
    expect(page.locator("[name=answer]")).to_be_focused()
    page.keyboard.type("每季度首月交")
    sent(page)
    number_of(page)
    see_state(page, "待主任阅")
    expect(page.locator(".toast-line")).to_contain_text("主任会阅")

    # Relayed by an employee, found by the initials of his name; the resident is told later.
    called(page, "门禁刷不开")
    page.select_option("[name=source]", "relayed")
    page.focus("[name=relayer]")
    page.keyboard.type("gxj")
    expect(page.get_by_role("option", name="工小军")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("[name=verified]")).to_be_focused()
    page.select_option("[name=verified]", "yes")
    graded(page, "suggestion")
    page.keyboard.press("Alt+x")
    expect(page.locator("[name=tell_by]")).to_be_focused()
    page.locator("[data-fill=tell_by]").last.click()
    sent(page)
    relayed = number_of(page)
    page.goto("/to-tell")
    expect(page.get_by_text("转述人 工小军").first).to_be_visible()

    # Another resident with the same matter joins it with one key.
    called(page, "门禁刷不开", "3-2-1201")
    expect(page.locator(f"[name=join][value='{relayed}']")).to_have_attribute("data-key", "Alt+J")
    page.fill("[name=told]", "已有人报")
    sent(page, "Alt+j")
    assert page.url.endswith(relayed)
    expect(page.locator(".facts")).to_contain_text("附议住户")

    # Nobody knows who spoke; he is found later.
    page.goto("/register?new=1")
    page.keyboard.press("F2")
    page.keyboard.type("gate")
    page.keyboard.press("Enter")
    expect(page.locator("[name=source]")).to_be_focused()
    page.select_option("[name=speaker]", "anonymous")
    page.fill("[name=content]", "大门口有人摆摊")
    graded(page, "report")
    page.keyboard.press("Alt+c")
    expect(page.locator("[name=untold]")).to_be_focused()
    page.keyboard.type("匿名")
    sent(page)
    page.locator("#identify > summary").click()
    page.keyboard.press("F2")
    page.keyboard.type("zxm")
    page.keyboard.press("Enter")
    expect(page.locator("#identify [name=name]")).to_have_value("曾晓梅")
    sent(page)
    expect(page.locator(".facts")).to_contain_text("138****1234")

    # From outside, with number and limit.
    called(page, "转办：夜间施工噪声")
    expect(page.locator("[name=outside_order]")).to_be_hidden()
    page.select_option("[name=source]", "outside_order")
    page.fill("[name=outside_order]", "KM-778")
    page.fill("[name=outside_limit]", "2036-01-01T10:00")
    graded(page, "coordination")
    page.fill("[name=told]", "已记下")
    sent(page)
    expect(page.locator(".case__head")).to_contain_text("KM-778")

    # Two matters in one call: one key, and who and where stay.
    called(page, "路灯不亮")
    graded(page, "suggestion")
    page.fill("[name=told]", "已记下")
    sent(page, "Alt+s")
    expect(page.locator("[name=place]")).to_have_value("3-2-1201")
    expect(page.locator("[name=name]")).to_have_value("曾晓梅")
    expect(page.locator(".queue")).to_contain_text("这通来电已登记")
    page.fill("[name=content]", "还有车位被占")
    graded(page, "suggestion")
    page.fill("[name=told]", "已记下")
    sent(page, "F9")
    assert page.url.endswith("/register?new=1")
