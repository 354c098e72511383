"""§5.1.5-5.1.6, §7.1.10, §9.1 — The archivist's day: handed over, counted, returned, kept, found again, printed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.hands import enter, registered, speak

pytestmark = pytest.mark.browser


def handed_over(page: Page, count: int) -> list[str]:
    """As the director: some of what waits is put in order and handed over with one key."""
    page.goto("/archive/hand-over")
    ticks = page.locator(".tick")
    numbers = [str(ticks.nth(place).get_attribute("value")) for place in range(count)]
    for number in numbers:
        page.locator(f".tick[value='{number}']").check()
    page.locator("[name=then]").check()
    pressed(page)
    for number in numbers:
        expect(page.locator(f".tick[value='{number}']")).to_have_count(0)
    return numbers


def pressed(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("F8")


def open_case(page: Page, number: str) -> Locator:
    page.goto(f"/archive?case={number}")
    expect(page.locator(".archive__head .number")).to_have_text(number)
    return page.locator("[name=counted]")


def test_5_1_6_a_day_of_the_archivist(page: Page) -> None:
    speak(page, "en")
    enter(page, "Y001")
    one, two, three, back = handed_over(page, 4)

    enter(page, "Y008")
    page.goto("/")
    expect(page).to_have_url(re.compile(r"/archive$"))  # his day begins here
    expect(open_case(page, one)).to_be_focused()  # the count is typed at once
    page.keyboard.type("2")
    pressed(page)
    expect(page.locator("[aria-invalid]")).to_have_count(1)  # another number of sheets than was handed over
    page.fill("[name=counted]", "1")
    holding = page.locator("[name=holding]").first.input_value()
    pressed(page)
    expect(page.locator(".toast-line")).to_contain_text(one)

    open_case(page, back)
    page.locator(".archive__back summary").click()
    page.fill(".archive__back [name=reason]", "少一张现场照片")
    with page.expect_navigation():
        page.locator(".archive__back button").click()
    page.goto("/archive?show=returned")
    expect(page.locator(f"a[href*='{back}']").first).to_be_visible()

    page.goto("/archive")
    for number in (two, three):
        page.locator(f".tick[value='{number}']").check()
        expect(page.locator(f"[name='counted.{number}']")).to_be_visible()
        page.fill(f"[name='counted.{number}']", "1")
    pressed(page)
    for number in (two, three):
        expect(page.locator(f".tick[value='{number}']")).to_have_count(0)

    page.goto("/archive/holdings")
    page.keyboard.press("F2")
    page.keyboard.type(holding)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text(one)
    printed(page, f"/cases/{one}/sheet", holding)
    printed(page, f"/cases/{one}/receipt", one)
    printed(page, f"/archive/holdings/inventory?community=YL&month={one.split('-')[2]}", holding)


def printed(page: Page, url: str, shown: str) -> None:
    """On paper there is the sheet and nothing of the desk, on A4, without a phone."""
    page.goto(url)
    page.emulate_media(media="print")
    expect(page.locator(".paper").last).to_be_visible()
    assert shown in "".join(page.locator(".paper").all_inner_texts())
    for desk in (".rail", ".top", ".sheet__bar"):
        expect(page.locator(desk)).to_be_hidden()
    assert "13887001234" not in page.content()
    assert page.locator(".paper").first.evaluate("each => getComputedStyle(each).color") == "rgb(0, 0, 0)"
    assert b"/Type /Page" in page.pdf(prefer_css_page_size=True)
    page.emulate_media(media="screen")


def test_7_1_6_a_number_is_printed_once_it_is_said_for_whom(page: Page) -> None:
    speak(page, "zh")
    enter(page, "Y001")
    number = registered(page)
    page.goto(f"/cases/{number}/sheet")
    expect(page.locator(".paper")).to_contain_text("138****5678")
    page.locator(".sheet__send summary").click()
    page.fill("[name=recipient]", "电梯公司王师傅")
    page.fill("[name=purpose]", "上门前约时间")
    pressed(page)
    page.emulate_media(media="print")
    expect(page.locator(".paper")).to_contain_text("13812345678")
    expect(page.locator(".paper__sent")).to_contain_text("电梯公司王师傅")
    expect(page.locator(".sheet__bar")).to_be_hidden()
