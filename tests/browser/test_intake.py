"""§7.1.1 — A call taken by keyboard alone, and nothing done while an input method composes."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import CHROMIUM
from tests.browser.hands import enter, number_of, speak
from tests.house.running import Running

pytestmark = pytest.mark.browser

COMPOSING = """name => document.querySelector(`[name=${name}]`).dispatchEvent(
    new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"""


class Keyboard:
    """Text is typed; every other key is counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)


def at_the_desk(page: Page) -> None:
    speak(page, "zh")
    enter(page, "Y002")
    page.goto("/register?new=1")


def test_7_1_1_a_call_is_recorded_by_keyboard_with_few_keys(page: Page) -> None:
    at_the_desk(page)
    keys = Keyboard(page)
    keys.press("F2")
    keys.write("zxm")
    keys.press("Enter")
    expect(page.locator("[name=content]")).to_be_focused()
    expect(page.locator("[name=place]")).to_have_value("3-2-1201")
    expect(page.locator("[name=phone]")).to_have_attribute("placeholder", "138****1234")
    expect(page.locator("#household")).to_contain_text("曾晓梅")
    keys.write("单元门口的垃圾桶下午就满了")
    keys.press("Alt+4", "Enter", "ArrowDown", "Enter", "Enter", "Alt+W", "Enter")
    expect(page.locator("[name=told]")).to_be_focused()
    keys.write("已记下，转主任安排")
    with page.expect_navigation():
        keys.press("F8")
    number_of(page)
    expect(page.get_by_text("138****1234")).to_be_visible()
    assert keys.pressed < 25


def test_7_1_1_composing_neither_sends_nor_chooses_nor_moves(page: Page) -> None:
    at_the_desk(page)
    page.fill("[name=place]", "3-2-1201")
    expect(page.locator("#places [data-place]").first).to_be_visible()
    for name in ("place", "name", "spot"):
        page.focus(f"[name={name}]")
        page.evaluate(COMPOSING, name)
        expect(page.locator(f"[name={name}]")).to_be_focused()
    expect(page.locator("[name=name]")).to_have_value("")
    assert page.url.endswith("/register?new=1")


def test_7_1_1_a_word_composed_by_an_input_method_is_looked_for_when_it_is_done(page: Page) -> None:
    """As Chromium itself hears it: the composition, the key 229 that chooses the word, the word."""
    at_the_desk(page)
    method = page.context.new_cdp_session(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/register/" in request.url else None)

    def compose(field: str, typed: str, word: str) -> None:
        page.focus(f"[name={field}]")
        method.send(
            "Input.imeSetComposition", {"text": typed, "selectionStart": len(typed), "selectionEnd": len(typed)}
        )
        for kind in ("rawKeyDown", "keyUp"):
            key = {"type": kind, "key": "Process", "code": "Enter", "windowsVirtualKeyCode": 229}
            method.send("Input.dispatchKeyEvent", key)
        page.wait_for_timeout(300)
        assert not any("places" in url for url in asked)
        method.send("Input.insertText", {"text": word})
        expect(page.locator(f"[name={field}]")).to_be_focused()
        expect(page.locator(f"[name={field}]")).to_have_value(word)

    compose("name", "liu hui min", "刘慧敏")
    compose("content", "deng huai le", "灯坏了")
    compose("place", "zeng xiao mei", "曾晓梅")
    expect(page.locator("#places [data-name='曾晓梅']")).to_be_visible()
    assert page.url.endswith("/register?new=1")


def test_7_1_1_enter_never_sends_the_form_and_arrows_choose(page: Page) -> None:
    at_the_desk(page)
    page.fill("[name=place]", "3-2-12")
    expect(page.locator("#places")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#places")).to_be_hidden()
    page.fill("[name=place]", "3-2-1202")
    expect(page.locator("#places [aria-selected=true]")).to_have_count(1)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("[name=source]")).to_be_focused()
    for following in ("speaker", "name", "phone", "spot"):
        page.keyboard.press("Enter")
        expect(page.locator(f"[name={following}]")).to_be_focused()
    assert page.url.endswith("/register?new=1")


def test_7_1_2_an_unbuilt_nature_is_refused_before_one_types_on_and_when_it_is_saved(page: Page) -> None:
    at_the_desk(page)
    page.keyboard.press("Alt+1")
    expect(page.locator(".nature-note--repair")).to_contain_text("报修处理表1")
    expect(page.locator(".nature-note--paid")).to_be_hidden()
    page.fill("[name=place]", "3-2-1201")
    page.select_option("[name=speaker]", "owner")
    page.select_option("[name=grade]", "inquiry")
    page.fill("[name=content]", "水龙头漏水")
    page.fill("[name=told]", "已记下")
    with page.expect_navigation():
        page.keyboard.press("F8")
    expect(page.locator(".note--red")).to_contain_text("报修处理表1")
    expect(page.locator("[name=content]")).to_have_value("水龙头漏水")
    page.keyboard.press("Alt+4")
    expect(page.locator(".nature-note--repair")).to_be_hidden()


def test_what_was_typed_in_the_last_second_is_kept_and_belongs_to_who_typed_it(page: Page) -> None:
    at_the_desk(page)
    page.fill("[name=content]", "三楼窗户掉了")
    with page.expect_navigation():
        page.get_by_role("link", name="换人").click()
    enter(page, "Y001")
    page.goto("/register")
    expect(page.locator(".queue")).not_to_contain_text("三楼窗户掉了")
    enter(page, "Y002")
    page.goto("/register")
    expect(page.locator("[name=content]")).to_have_value("三楼窗户掉了")
    page.get_by_role("button", name="丢弃草稿").click()


def killed(folder: Path) -> None:
    """The browser of this profile dies as in a power cut; only processes that name the profile are its own."""
    named = f"--user-data-dir={folder}"
    mine = [each for each in psutil.process_iter(["cmdline"]) if named in (each.info["cmdline"] or ())]
    assert mine
    for each in mine:
        with suppress(psutil.NoSuchProcess):
            each.kill()


def test_a_draft_is_there_after_the_browser_was_killed(page: Page, served: Running, tmp_path: Path) -> None:
    chromium = page.context.browser.browser_type  # type: ignore[union-attr]
    options: dict[str, Any] = {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-gpu"]}
    options |= {"base_url": served.url, "locale": "zh-CN"}
    lost = chromium.launch_persistent_context(tmp_path, **options).new_page()
    enter(lost, "Y002")
    lost.goto("/register?new=1")
    lost.fill("[name=place]", "3-2-1202")
    lost.fill("[name=content]", "二楼平台有积水")
    lost.keyboard.press("Alt+x")
    expect(lost.locator(".intake__note")).to_contain_text("草稿已存")
    lost.wait_for_timeout(1200)
    killed(tmp_path)

    again = chromium.launch_persistent_context(tmp_path, **options)
    found = again.new_page()
    enter(found, "Y002")
    found.goto("/register")
    expect(found.locator("[name=content]")).to_have_value("二楼平台有积水")
    expect(found.locator("[name=telling][value=tell_by]")).to_be_checked()
    again.close()

    speak(page, "zh")
    enter(page, "Y001")
    page.goto("/register")
    expect(page.locator("[name=content]")).not_to_have_value("二楼平台有积水")
    enter(page, "Y002")
    page.goto("/register")
    expect(page.locator("[name=content]")).to_have_value("二楼平台有积水")
    page.keyboard.press("Escape")
    expect(page.locator("[name=content]")).to_have_value("")
    page.keyboard.press("Control+1")
    expect(page.locator("[name=place]")).to_have_value("3-2-1202")
    page.get_by_role("button", name="丢弃草稿").click()
    expect(page.locator(".queue").get_by_text("二楼平台有积水")).to_have_count(0)
