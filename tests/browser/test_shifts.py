"""§5.1.1, §7.1.1, §9.0 — The clerk's end of day and the night that follows: lists, calls, shift, paper, ring."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.company import PIN
from tests.browser.hands import enter, number_of, speak

pytestmark = pytest.mark.browser


def owed(page: Page, content: str, urgency: str = "normal") -> str:
    """A case whose resident waits for a word and was promised something."""
    page.goto("/register?new=1")
    page.fill("[name=place]", "3-2-1201")
    page.select_option("[name=speaker]", "owner")
    page.select_option("[name=grade]", "suggestion")
    page.locator(f"[name=urgency][value={urgency}]").check(force=True)
    for name, value in (("content", content), ("phone", "13812345678"), ("promise", content)):
        page.fill(f"[name={name}]", value)
    page.fill("[name=promise_by]", "2036-01-02T10:00")
    page.keyboard.press("Alt+x")  # told later
    page.fill("[name=tell_by]", "2036-01-01T10:00")
    with page.expect_navigation():
        page.keyboard.press("F8")
    return number_of(page)


def row(page: Page, said: str) -> None:
    """Opens the row that says so."""
    page.locator("details.line > summary", has_text=said).first.click()


def press(page: Page, key: str = "F8") -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


def note_missed(page: Page, phone: str) -> None:
    page.goto("/to-tell?list=missed")
    page.locator(".add > summary").click()
    page.fill(".add [name=phone]", phone)
    press(page)


def test_5_1_1_the_end_of_a_day_and_the_night_that_follows(page: Page) -> None:
    speak(page, "en")
    enter(page, "Y002")
    said = "单元门关不严"
    owed(page, said)

    page.goto("/to-tell")
    row(page, said)
    expect(page.locator("details.line[open] [name=told]")).to_be_focused()
    page.keyboard.type("已约明天上午来修")
    press(page)
    expect(page.locator("details.line", has_text=said)).to_have_count(0)

    page.goto("/to-tell?list=promises")
    row(page, said)
    page.select_option("details.line[open] [name=kept]", "kept")
    press(page)
    expect(page.locator("details.line", has_text=said)).to_have_count(0)

    note_missed(page, "18612342201")
    row(page, "186****2201")
    with page.expect_navigation():
        page.locator("details.line[open] form[action$=phone] button").click()
    expect(page.locator("a[href^='tel:']")).to_have_text(re.compile("18612342201"))
    page.fill("details.line[open] [name=why]", "问停水时间，已说清")
    page.locator("details.line[open] [name=why]").focus()
    press(page)
    expect(page.locator("details.line", has_text="186****2201")).to_have_count(0)

    page.goto("/shifts")
    page.select_option("[name=taker]", label="夜长安")
    page.fill("[name=remark]", "电梯厂家八点来")
    page.locator("[name=remark]").focus()
    press(page)
    signing = page.locator(".signing").last
    signing.locator("[name=staff_number]").fill("Y003")
    signing.locator("[name=pin]").fill("000000")
    with page.expect_navigation():
        signing.locator("button").click()
    expect(page.locator(".note--red, .field__bad").first).to_be_visible()
    page.fill("[name=staff_number]", "Y003")
    page.fill("[name=pin]", PIN)
    with page.expect_navigation():
        page.locator(".sign button").click()
    expect(page.locator(".sheet .state--approve")).to_be_visible()
    expect(page.get_by_text("电梯厂家八点来")).to_be_visible()


def test_7_1_1_the_night_calls_back_and_registers_what_it_heard(page: Page) -> None:
    speak(page, "zh")
    enter(page, "Y003")
    page.goto("/to-tell?list=calls")
    page.locator(".add > summary").click()
    page.fill(".add [name=phone]", "13900001111")
    page.fill(".add [name=place]", "三栋二单元1202")
    page.fill(".add [name=note]", "水压小，请晚上回电")
    press(page)
    row(page, "水压小")
    with page.expect_navigation():
        page.locator("details.line[open] a[href*=call_back]").click()
    expect(page.locator("[name=content]")).to_have_value("水压小，请晚上回电")
    expect(page.locator("[name=place]")).to_have_value("3-2-1202")
    page.select_option("[name=speaker]", "owner")
    page.select_option("[name=grade]", "suggestion")
    page.fill("[name=told]", "明早安排人看")
    press(page)
    number_of(page)
    expect(page.get_by_text("139****1111")).to_be_visible()
    page.goto("/to-tell?list=calls")
    expect(page.locator("details.line", has_text="水压小")).to_have_count(0)


def test_9_0_paper_is_reserved_printed_and_entered_with_the_time_on_it(page: Page) -> None:
    speak(page, "zh")
    enter(page, "Y002")
    page.goto("/paper")
    page.fill("[name=count]", "2")
    press(page)
    with page.expect_navigation():
        page.locator(".toast-line a").click()
    numbers = [str(each.get_attribute("aria-label")) for each in page.locator(".paper").all()]
    assert len(numbers) == 2
    page.goto("/paper")
    with page.expect_navigation():
        page.locator(f"#{numbers[0]} a").click()
    page.fill("[name=place]", "3-2-1201")
    page.select_option("[name=speaker]", "owner")
    page.select_option("[name=grade]", "suggestion")
    page.fill("[name=content]", "停电时记下的：大堂漆黑")
    page.fill("[name=told]", "已告知在抢修")
    press(page)
    expect(page).to_have_url(re.compile(f"/cases/{numbers[0]}$"))
    page.goto("/paper")
    expect(page.locator(f"#{numbers[0]}")).to_have_count(0)
    expect(page.locator(f"#{numbers[1]}")).to_have_count(1)
    expect(page.get_by_role("link", name=numbers[0])).to_be_visible()


def test_7_1_5_an_urgent_word_rings_until_it_is_opened_and_never_takes_the_focus(page: Page) -> None:
    speak(page, "zh")
    enter(page, "Y002")
    number = owed(page, "三栋电梯困人", "very_urgent")
    page.evaluate("localStorage.clear()")
    page.goto("/register?new=1")
    page.locator("[name=content]").focus()
    line = page.locator(".ring__line")
    expect(line).to_contain_text("急件还没人接")
    expect(page.locator("[name=content]")).to_be_focused()
    assert page.title().startswith("(")
    assert line.get_attribute("aria-live") == "polite"
    mute = page.locator(".ring__mute")
    expect(mute).to_contain_text("点一下才出声")
    page.keyboard.press("a")  # the gesture a browser asks for
    expect(mute).to_contain_text("铃声开")
    ask = "document.dispatchEvent(new Event('visibilitychange'))"
    page.evaluate(ask)
    expect(page.locator("#ring[data-rang='1']")).to_have_count(1)
    mute.click()
    page.evaluate(ask)
    expect(mute).to_have_attribute("aria-pressed", "true")
    page.goto(f"/cases/{number}")
    page.goto("/register?new=1")
    expect(page.locator(".ring__mute")).to_contain_text("已静音")
    page.wait_for_function("name => localStorage.anju_ring_heard.split(' ').includes(name)", arg=f"urgent:{number}")
