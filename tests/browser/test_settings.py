"""§2.0, §7.1.8 — The company administration drafts an edition and looks at what a closed day would move."""

from __future__ import annotations

from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from anju.records.models.people import ZONE
from tests.browser.hands import enter, speak
from tests.browser.test_faults import faults

pytestmark = pytest.mark.browser


def test_2_0_a_draft_is_changed_with_the_keyboard_compared_and_discarded(inspected: Page) -> None:
    page = inspected
    page.set_viewport_size({"width": 1440, "height": 900})
    speak(page, "zh")
    enter(page, "C001")
    found = []
    for address in ("/settings", "/days"):
        page.goto(address)
        found += faults(page)
    page.goto("/settings")
    with page.expect_navigation():
        page.keyboard.press("F8")
    page.goto("/settings/editions/B-1/limits?grade=consult")
    page.fill("[name='pass_on.amount']", "x")
    with page.expect_navigation():
        page.keyboard.press("F8")
    expect(page.locator("[aria-invalid=true]")).to_have_value("x")
    found += faults(page)
    page.fill("[name='pass_on.amount']", "45")
    page.select_option("[name='pass_on.unit']", "minutes")
    with page.expect_navigation():
        page.keyboard.press("F8")
    page.get_by_role("link", name="比较").click()
    expect(page.get_by_text("45 分（服务中心）")).to_be_visible()
    found += faults(page)
    with page.expect_navigation():
        page.get_by_role("button", name="放弃 B/1").click()
    page.goto("/days")
    form = page.locator("form[action='/days/windows/preview']")
    form.locator("[name=community]").select_option("YL")
    form.locator("[name=day]").fill(datetime.now(ZONE).date().isoformat())
    form.locator("[name=windows]").fill("休")
    form.locator("[name=reason]").fill("停电检修")
    with page.expect_navigation():
        form.get_by_role("button", name="看影响").click()
    expect(page.get_by_role("button", name="改日历")).to_be_visible()
    found += faults(page)
    assert found == []
