"""How pages behave under hands: nothing runs out of the window, keys act, boxes open, one press makes one record."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import enter, registered, speak, sticking_out

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1100, 720])
def test_nothing_runs_out_of_the_window(page: Page, width: int) -> None:
    """720 is a desk of 1440 at 200 %; at 1440 and 390 every page is looked at for faults."""
    speak(page, "en")
    page.set_viewport_size({"width": width, "height": 900})
    enter(page, "Y001")
    number = registered(page)
    for url in ("/cases", "/register", f"/cases/{number}", "/inbox", "/people", "/days"):
        page.goto(url)
        assert sticking_out(page) == [], url


def test_a_deadline_says_why_and_a_clause_what_it_says(page: Page) -> None:
    speak(page, "zh")
    enter(page, "Y001")
    page.goto(f"/cases/{registered(page)}")
    page.locator(".why > summary").first.click()
    box = page.locator(".why .float").first
    expect(box).to_be_visible()
    expect(box).to_contain_text("起点")
    expect(box).to_contain_text("到期")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    page.locator(".stage .clause").first.click()
    expect(page.locator("#float")).to_contain_text("§7.1.1")
    assert page.url.endswith(page.url.rpartition("/")[2])


def test_keys_act_and_never_while_an_input_method_composes(page: Page) -> None:
    speak(page, "zh")
    enter(page, "Y002")
    page.goto("/cases")
    page.keyboard.press("Control+k")
    expect(page.locator("[data-key='Ctrl+K']")).to_be_focused()
    page.goto("/register")
    page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'F8', isComposing: true, bubbles: true}))")
    page.wait_for_timeout(200)
    expect(page.locator("form [aria-invalid]")).to_have_count(0)
    page.keyboard.press("F2")
    expect(page.locator("[name=place]")).to_be_focused()


def test_a_pressed_button_says_so_and_makes_one_record(page: Page) -> None:
    speak(page, "zh")
    enter(page, "Y001")
    number = registered(page)
    page.goto(f"/cases/{number}")
    page.locator("#note summary").first.click()
    page.fill("#note [name=note]", "住户补充：只在下午")
    with page.expect_navigation():
        page.locator("#note button[data-key=F8]").dblclick()
    page.goto(f"/cases/{number}")
    expect(page.get_by_text("住户补充：只在下午")).to_have_count(1)


def test_one_looks_at_one_phone(page: Page) -> None:
    speak(page, "zh")
    enter(page, "Y001")
    page.goto(f"/cases/{registered(page)}")
    expect(page.get_by_text("138****5678")).to_be_visible()
    page.get_by_role("button", name="显示并记录").click()
    expect(page.get_by_text("13812345678")).to_be_visible()
