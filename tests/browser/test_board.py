"""§7.1.6 — The director's morning: tick what waits, send it all with one key, look at the list of a department."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import enter, speak
from tests.browser.test_looks import faults, registered

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["zh", "en"])
def test_7_1_6_ticked_rows_are_sent_with_one_key(page: Page, language: str) -> None:
    speak(page, language)
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


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_the_board_has_no_serious_faults(inspected: Page, theme: str, width: int, height: int) -> None:
    page = inspected
    speak(page, "en")
    page.set_viewport_size({"width": width, "height": height})
    page.click(f"button[name=theme][value={theme}]")
    enter(page, "Y001")
    registered(page)
    found = []
    for url in ("/board?tick=all", "/board?show=review", "/board?show=late", "/board/lists"):
        page.goto(url)
        found += faults(page)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, url
    assert found == []
