"""§7.1.7 — A handler's day at 390 px: take the work, arrive, report; every target is big enough for a thumb."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import enter, registered, speak, sticking_out, take

pytestmark = pytest.mark.browser


def test_7_1_7_a_handler_works_a_card_off_on_the_phone(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    speak(page, "zh")
    enter(page, "Y001")
    number = registered(page)
    page.goto(f"/cases/{number}")
    take(page, "dispatch", departments="ENG")
    enter(page, "Y004")
    page.goto("/tasks")
    card = page.locator(f"[id='{number}-1']")
    card.locator("a").first.click()
    for name, result in (("accept", ""), ("arrive", ""), ("report", "已加清一次")):
        button = page.locator(f"form[action$='/{name}'] button")
        box = button.bounding_box()
        assert box and box["height"] >= (48 if name == "arrive" else 60)
        assert box["width"] >= 300
        if result:
            page.fill("[name=result]", result)
        with page.expect_navigation():
            button.click()
    expect(card).to_have_count(0)
    assert sticking_out(page) == []
