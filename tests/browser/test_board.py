"""§7.1.6 — The director's morning: tick what waits, send it all with one key, look at the list of a department."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import enter, registered, speak

pytestmark = pytest.mark.browser


def test_7_1_6_ticked_rows_are_sent_with_one_key(page: Page) -> None:
    speak(page, "zh")
    enter(page, "Y001")
    numbers = [registered(page) for _ in range(2)]
    page.goto("/board")
    for number in numbers:
        page.locator(f".tick[value='{number}']").check()
    group = page.locator("#groups .group")
    expect(page.locator("#groups .btn-primary")).to_contain_text("2")
    group.locator("select").first.select_option("ENG")
    group.locator("textarea").first.fill("先看现场")
    with page.expect_navigation():
        page.keyboard.press("F8")
    for number in numbers:
        expect(page.locator(f".tick[value='{number}']")).to_have_count(0)
    page.goto("/board/lists")
    for number in numbers:
        expect(page.get_by_role("link", name=number)).to_be_visible()
