"""Every page without serious faults of accessibility, at the desk and on the phone, light and dark; keys and boxes."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import AXE
from tests.browser.hands import enter, number_of, speak

pytestmark = pytest.mark.browser

PAGES = ("/register", "/cases", "/cases?q=nothing", "/inbox", "/procedure", "/days", "/account", "/people",
         "/communities", "/communities/YL", "/change-person", "/cases/none")  # fmt: skip


def faults(page: Page) -> list[str]:
    """Serious faults that axe finds, each with the first element it is found at."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("axe.run({resultTypes: ['violations']})")
    serious = [each for each in found["violations"] if each["impact"] in ("serious", "critical")]
    return [f"{page.url}: {each['id']} {each['nodes'][0]['html']}" for each in serious]


def registered(page: Page) -> str:
    page.goto("/register")
    page.fill("[name=place]", "3-2-1201")
    page.select_option("[name=speaker]", "owner")
    page.select_option("[name=grade]", "suggestion")
    page.fill("[name=content]", "建议在三栋加一个垃圾桶")
    page.fill("[name=phone]", "13812345678")
    page.fill("[name=told]", "已记下")
    page.fill("[name=promise]", "周五前回话")
    page.fill("[name=promise_by]", "2036-01-01T10:00")
    with page.expect_navigation():
        page.keyboard.press("F8")
    return number_of(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_pages_have_no_serious_faults(inspected: Page, theme: str, width: int, height: int) -> None:
    page = inspected
    speak(page, "zh")
    page.set_viewport_size({"width": width, "height": height})
    page.click(f"button[name=theme][value={theme}]")
    found = faults(page)
    enter(page, "Y001")
    number = registered(page)
    for url in (*PAGES, f"/cases/{number}"):
        page.goto(url)
        found += faults(page)
    page.locator("#dispatch summary").first.click()
    found += faults(page)
    assert found == []


@pytest.mark.parametrize("width", [1440, 1100, 720, 390])
def test_nothing_runs_out_of_the_window(page: Page, width: int) -> None:
    """720 is a desk of 1440 at 200 %."""
    speak(page, "en")
    page.set_viewport_size({"width": width, "height": 900})
    enter(page, "Y001")
    number = registered(page)
    for url in ("/cases", "/register", f"/cases/{number}", "/inbox", "/people", "/days"):
        page.goto(url)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, url


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
