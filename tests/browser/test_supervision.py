"""§7.1.8 — The director urges late work by keyboard, the foreman answers in the row, a hold moves the due time."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import enter, registered, speak, take
from tests.browser.test_faults import faults

pytestmark = pytest.mark.browser


def test_7_1_8_an_urge_is_sent_answered_and_seen(inspected: Page) -> None:
    page = inspected
    speak(page, "zh")
    enter(page, "Y001")
    number = registered(page)
    page.goto(f"/cases/{number}")
    take(page, "dispatch", departments="ENG")
    page.goto("/board/supervision")
    page.locator(f"input.tick[value='{number}.1']").check()
    page.fill("[name=urging]", "今天给住户一个准话。")
    found = faults(page)
    with page.expect_navigation():
        page.keyboard.press("F8")
    enter(page, "Y006")
    page.goto("/tasks")
    row = page.locator("#urges li", has_text=number)
    row.locator("[name=urge_answer]").fill("四点前到。")
    found += faults(page)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("#urges li", has_text=number)).to_have_count(0)
    enter(page, "Y001")
    page.goto(f"/cases/{number}")
    expect(page.locator(".leg__line", has_text="第 1 号督办")).to_contain_text("已答复")
    found += faults(page)
    assert found == []
