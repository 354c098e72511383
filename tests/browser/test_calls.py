"""§7.1.9 — The day of a follow-up caller under a delegation, by keys: pleased, not pleased, not reached, redialled."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import enter, speak
from tests.browser.waiting import NAMES

pytestmark = pytest.mark.browser


def call(page: Page, name: str) -> None:
    """Opens the call to somebody from the queue."""
    page.goto("/calls")
    with page.expect_navigation():
        page.locator(".calls__item", has=page.get_by_text(name, exact=True)).first.click()
    expect(page.locator(".calls__person")).to_contain_text(name)


def answered(page: Page, key: str, *typed: str) -> None:
    """The result by its key, what was typed after it with tabs between, and F8."""
    page.keyboard.press(key)
    for text in typed:
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    with page.expect_navigation():
        page.keyboard.press("F8")
    expect(page.locator(".toast-line")).to_be_visible()


def test_7_1_9_a_day_of_the_follow_up_caller(page: Page) -> None:
    pleased, unhappy, silent, again, with_neighbour = NAMES
    speak(page, "zh")
    enter(page, "Y002")
    page.goto("/")
    page.locator(".rail__item", has_text="回访").click()
    queue = page.locator(".calls__queue")

    call(page, pleased)
    following = page.locator("[name=then]").input_value()
    page.keyboard.press("Alt+p")  # the number, shown and recorded
    expect(page.locator("a[href^='tel:']")).to_have_text(re.compile("13887001234"))
    answered(page, "Alt+1", "5", "亮了，师傅来得快")
    expect(queue.get_by_text(pleased, exact=True)).to_have_count(0)
    assert following.partition(".")[0] in page.locator(".calls__about .number").inner_text()

    call(page, unhappy)
    page.keyboard.press("Alt+3")
    page.keyboard.press("F8")
    expect(page.locator("[name=opinion]")).to_have_attribute("aria-invalid", "true")  # his words are missing
    page.locator("[name=opinion]").fill("半夜还是响")
    with page.expect_navigation():
        page.keyboard.press("F8")
    expect(queue.get_by_text(unhappy, exact=True)).to_have_count(0)

    call(page, silent)
    page.keyboard.press("Alt+4")
    expect(page.locator("[name=opinion]")).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")  # the first reason: nobody answered
    expect(page.locator("[name=no_answer]")).to_have_value("no_reply")
    with page.expect_navigation():
        page.keyboard.press("F8")
    expect(queue.locator(".calls__item", has_text=silent).locator(".dot--on")).to_have_count(1)

    call(page, again)  # tried in the morning of one day and in the afternoon of another
    page.keyboard.press("Alt+4")
    page.select_option("[name=no_answer]", "powered_off")
    with page.expect_navigation():
        page.keyboard.press("F8")
    call(page, again)
    page.locator("#report_unreachable summary.btn").click()
    with page.expect_navigation():
        page.locator("#report_unreachable button[data-key=F8]").click()
    expect(queue.get_by_text(again, exact=True)).to_have_count(0)

    call(page, f"{with_neighbour}居")
    with page.expect_popup() as opened:
        page.keyboard.press("Alt+n")  # something new was heard
    expect(opened.value.locator("[name=source]")).to_have_value("return_visit")
    expect(opened.value.locator("[name=name]")).to_have_value(f"{with_neighbour}居")
    opened.value.close()
    answered(page, "Alt+2", "4", "还行")
    expect(queue.get_by_text(f"{with_neighbour}居", exact=True)).to_have_count(0)
    expect(queue.get_by_text(with_neighbour, exact=True)).to_have_count(1)
