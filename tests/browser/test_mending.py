"""§7.1.8, §7.1.1 — One matter recorded twice: amended, seen beside the other, merged, and followed on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import enter, registered, see_state, speak, take

pytestmark = pytest.mark.browser


def test_7_1_8_one_matter_recorded_twice_is_amended_and_merged(page: Page) -> None:
    speak(page, "zh")
    enter(page, "Y001")
    first, second = registered(page), registered(page)
    page.goto(f"/cases/{second}")
    take(page, "amend", name="欧阳静怡", reason="听错了姓名")
    expect(page.locator(".facts s")).to_have_count(1)
    expect(page.locator(".facts .mend")).to_contain_text("欧阳静怡")
    page.get_by_role("link", name="与另一件是同一件事？并入…").click()
    page.fill("#into", first[-4:])
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".pair .card")).to_have_count(2)
    page.fill("[name=reason]", "同一件事")
    with page.expect_navigation():
        page.keyboard.press("F8")
    expect(page).to_have_url(f"{page.url.rpartition('/')[0]}/{first}")
    expect(page.locator(".facts")).to_contain_text("欧阳静怡")
    page.get_by_role("link", name=second).first.click()
    see_state(page, "已合并")
